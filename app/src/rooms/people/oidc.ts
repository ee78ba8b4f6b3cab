import { readFileSync } from 'node:fs'
import * as oidc from 'openid-client'
import { ownPath, type PendingSignIn } from './pending-sign-in.ts'

/** The organisation's sign-in provider, asked for its description when first needed. */
export type SignInProvider = {
  /** Where to send a browser, and what must come back. `hint` names a person to the provider, if anybody. */
  begin(
    redirectUri: string,
    to: string | undefined,
    hint: string | undefined,
  ): Promise<{ location: string; pending: PendingSignIn }>
  /** Checks what came back. @returns The value of the claim that names an employee, or why not. */
  finish(
    url: URL,
    pending: PendingSignIn,
  ): Promise<{ kind: 'known'; subject: string } | { kind: 'refused'; code: SignInRefusal }>
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

/** Opens a provider. Nothing is asked of it before the first sign-in. */
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
    begin: async (redirectUri, to, hint) => begin(await description(), redirectUri, to, hint),
    finish: async (url, pending) => {
      try {
        return await finish(await description(), url, pending, settings().claim)
      } catch (error) {
        return { kind: 'refused', code: refusalOf(error) }
      }
    },
  }
}

async function discover(settings: ProviderSettings): Promise<oidc.Configuration> {
  const { secret } = settings
  const text =
    secret === undefined ? undefined : 'file' in secret ? readFileSync(secret.file, 'utf8').trim() : secret.text
  const authentication = text === undefined ? oidc.None() : oidc.ClientSecretBasic(text)
  return oidc.discovery(new URL(settings.issuer), settings.clientId, undefined, authentication, {
    timeout: 10,
    ...(settings.insecure ? { execute: [oidc.allowInsecureRequests] } : {}),
  })
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
  const subject = tokens.claims()?.[claim]
  if (typeof subject !== 'string' || subject === '') return { kind: 'refused', code: 'no-claim' } as const
  return { kind: 'known', subject } as const
}

function refusalOf(error: unknown): SignInRefusal {
  if (error instanceof oidc.AuthorizationResponseError) return 'provider-refused'
  if (error instanceof oidc.ResponseBodyError || error instanceof oidc.ClientError) return 'provider-answer-wrong'
  return 'provider-unreachable'
}
