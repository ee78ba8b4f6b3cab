import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as oidc from 'openid-client'
import { ownPath, type PendingSignIn } from './pending-sign-in.ts'
import { type ProviderState, providerStateOf } from './provider-state.ts'

/** The organisation's sign-in provider, asked for its description when first needed. */
export type SignInProvider = {
  /**
   * Where to send a browser, and what must come back. `hint` names a person to the provider, if anybody.
   *
   * @param traceparent - Goes along with each request to the provider, here and below (W3C Trace Context).
   */
  begin(
    redirectUri: string,
    to: string | undefined,
    hint: string | undefined,
    traceparent: string,
  ): Promise<{ location: string; pending: PendingSignIn }>
  /** Checks what came back. @returns The value of the claim that names an employee, or why not. */
  finish(
    url: URL,
    pending: PendingSignIn,
    traceparent: string,
  ): Promise<{ kind: 'known'; subject: string } | { kind: 'refused'; code: SignInRefusal }>
  /** Asks the provider for its description, and says how that went. */
  check(): Promise<ProviderState>
}

/** Why a sign-in fails before anybody is known. The codes are those of `people.sign-in.<code>`. */
export type SignInRefusal = 'provider-refused' | 'provider-answer-wrong' | 'provider-unreachable' | 'no-claim'

/** How Openwacht is known at the provider. */
export type ProviderSettings = {
  readonly issuer: string
  readonly clientId: string
  /** File with the secret, or the secret itself where the demonstration made one. */
  readonly secret: { readonly file: string } | { readonly text: string } | undefined
  /** The claim that names an employee for life. */
  readonly claim: string
  /** Only for the demonstration, on this machine. */
  readonly insecure: boolean
}

/** Opens a provider. Nothing is asked of it before the first sign-in or check. */
export function openProvider(settings: () => ProviderSettings): SignInProvider {
  let found: Promise<oidc.Configuration> | undefined
  const description = () => {
    found ??= discover(settings()).catch((error: unknown) => {
      // The next sign-in tries again.
      found = undefined
      throw error
    })
    return found
  }
  return {
    check: async () => {
      try {
        const fresh = await discover(settings())
        found = Promise.resolve(fresh)
        return { kind: 'answers' }
      } catch (error) {
        return stateOf(error)
      }
    },
    begin: (redirectUri, to, hint, traceparent) =>
      trace.run(traceparent, async () => begin(await description(), redirectUri, to, hint)),
    finish: (url, pending, traceparent) =>
      trace.run(traceparent, async (): ReturnType<SignInProvider['finish']> => {
        try {
          return await finish(await description(), url, pending, settings().claim)
        } catch (error) {
          // The provider may have taken a new key: the next sign-in asks for its keys again.
          if (hasCode(error, 'OAUTH_KEY_SELECTION_FAILED')) found = undefined
          return { kind: 'refused', code: refusalOf(error) }
        }
      }),
  }
}

/** The trace of the sign-in under way, for the requests that the library makes for it. */
const trace = new AsyncLocalStorage<string>()

/** Source: Logboek Dataverwerkingen, Gedrag van Applicatie: trace context MUST go along with a request to another. */
const fetchWithTrace: oidc.CustomFetch = (url, options) => {
  const traceparent = trace.getStore()
  const headers = { ...options.headers, ...(traceparent === undefined ? {} : { traceparent }) }
  // The library's body is a text or nothing; its own type is wider than that of `fetch`.
  return fetch(url, { ...options, headers } as RequestInit)
}

async function discover(settings: ProviderSettings): Promise<oidc.Configuration> {
  const { secret } = settings
  const text = secret === undefined ? undefined : 'file' in secret ? readSecret(secret.file) : secret.text
  const authentication = text === undefined ? oidc.None() : oidc.ClientSecretBasic(text)
  return oidc.discovery(new URL(settings.issuer), settings.clientId, undefined, authentication, {
    timeout: 10,
    [oidc.customFetch]: fetchWithTrace,
    // The signature counts, also where TLS says who answered.
    execute: [oidc.enableNonRepudiationChecks, ...(settings.insecure ? [oidc.allowInsecureRequests] : [])],
  })
}

class NoSecret extends Error {}

function readSecret(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new NoSecret('could not read the client secret', { cause })
  }
}

function stateOf(error: unknown): ProviderState {
  const codes = codesOf(error)
  if (error instanceof NoSecret) return { kind: 'no-secret', detail: codes.at(-1) ?? '' }
  return providerStateOf(
    codes,
    error instanceof Error && error.cause instanceof Response ? error.cause.status : undefined,
  )
}

function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  return [...('code' in error ? [String(error.code)] : []), ...codesOf(error.cause)]
}

async function begin(
  provider: oidc.Configuration,
  redirectUri: string,
  to: string | undefined,
  hint: string | undefined,
): Promise<{ location: string; pending: PendingSignIn }> {
  const pending = {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    codeVerifier: oidc.randomPKCECodeVerifier(),
    to: ownPath(to),
  }
  const parameters = {
    redirect_uri: redirectUri,
    scope: 'openid',
    state: pending.state,
    nonce: pending.nonce,
    // PKCE always, whatever the provider asks for. Source: RFC 9700, section 2.1.1.
    code_challenge: await oidc.calculatePKCECodeChallenge(pending.codeVerifier),
    code_challenge_method: 'S256',
    ...(hint === undefined ? {} : { login_hint: hint, prompt: 'login' }),
  }
  const pushed = provider.serverMetadata().pushed_authorization_request_endpoint !== undefined
  const location = pushed
    ? await oidc.buildAuthorizationUrlWithPAR(provider, parameters)
    : oidc.buildAuthorizationUrl(provider, parameters)
  return { location: location.href, pending }
}

async function finish(provider: oidc.Configuration, url: URL, pending: PendingSignIn, claim: string) {
  const tokens = await oidc.authorizationCodeGrant(provider, url, {
    pkceCodeVerifier: pending.codeVerifier,
    expectedState: pending.state,
    expectedNonce: pending.nonce,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  if (claims === undefined || !isForUs(claims, tokens, provider.clientMetadata().client_id))
    return { kind: 'refused', code: 'provider-answer-wrong' } as const
  const subject = claims[claim]
  if (typeof subject !== 'string' || subject === '') return { kind: 'refused', code: 'no-claim' } as const
  return { kind: 'known', subject } as const
}

/**
 * What the library leaves open. Source: OpenID Connect Core, section 3.1.3.7, point 5 (a present `azp` is ours) and
 * section 3.1.3.8 (a present `at_hash` belongs to the access token beside it).
 */
function isForUs(claims: oidc.IDToken, tokens: oidc.TokenEndpointResponse, clientId: string): boolean {
  if (claims.azp !== undefined && claims.azp !== clientId) return false
  return claims.at_hash === undefined || claims.at_hash === hashOfAccessToken(tokens)
}

/** Left half of the hash that the algorithm of the token uses; that of EdDSA is SHA-512. */
function hashOfAccessToken({ access_token, id_token = '' }: oidc.TokenEndpointResponse): string {
  const { alg }: { alg: string } = JSON.parse(Buffer.from(id_token.split('.')[0] ?? '', 'base64url').toString('utf8'))
  const size = /[A-Z](256|384|512)$/.exec(alg)?.[1] ?? '512'
  const hash = createHash(`sha${size}`).update(access_token, 'ascii').digest()
  return hash.subarray(0, hash.length / 2).toString('base64url')
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (('code' in error && error.code === code) || hasCode(error.cause, code))
}

function refusalOf(error: unknown): SignInRefusal {
  if (error instanceof oidc.AuthorizationResponseError) return 'provider-refused'
  if (error instanceof oidc.ResponseBodyError || error instanceof oidc.ClientError) return 'provider-answer-wrong'
  return 'provider-unreachable'
}
