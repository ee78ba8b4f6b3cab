/**
 * How the sign-in provider was when it was last asked. `detail` is a code of the network, of TLS or of HTTP, for whoever
 * runs the server.
 */
export type ProviderState =
  | { readonly kind: 'answers' }
  | { readonly kind: 'no-answer' | 'no-provider' | 'other-issuer' | 'no-secret'; readonly detail: string }

/** The state that an error shows, from the codes of it and of what caused it, the outermost first. */
export function providerStateOf(codes: readonly string[], status: number | undefined): ProviderState {
  if (codes.includes('OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED')) return { kind: 'other-issuer', detail: '' }
  if (status !== undefined && status !== 200) return { kind: 'no-provider', detail: `HTTP ${status}` }
  const oauth = codes.find((code) => code.startsWith('OAUTH_') && code !== 'OAUTH_TIMEOUT')
  if (oauth !== undefined) return { kind: 'no-provider', detail: oauth }
  // The innermost says it best: "fetch failed" has "ECONNREFUSED" below it.
  return { kind: 'no-answer', detail: codes.at(-1) ?? 'no reason given' }
}
