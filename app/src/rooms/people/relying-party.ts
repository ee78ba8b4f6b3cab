/** Where passkeys are bound to: the host name and the origin that browsers see. */
export type RelyingParty = { readonly id: string; readonly origin: string; readonly name: string }

/** The relying party of a house. Source: WebAuthn Level 3, section 5.4.2. */
export function relyingPartyOf(publicUrl: string, name: string): RelyingParty {
  const { hostname, origin } = new URL(publicUrl)
  return { id: hostname, origin, name }
}
