import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import Provider from 'oidc-provider'
import { makeDemonstrationMemory } from './demonstration-memory.ts'

/** What the demonstration provider is made with. Everything it needs is made here and forgotten at the end. */
export type DemonstrationSettings = {
  readonly issuer: string
  readonly redirectUri: string
  readonly clientId: string
  readonly clientSecret: string
  /** Persona to subject. */
  readonly personas: ReadonlyMap<string, string>
}

/** A secret for the one client of a demonstration. */
export function newClientSecret(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * A real OpenID Connect provider inside the process, for made-up people only: it signs in whoever is named by the hint,
 * without a password. `demonstration` in the configuration decides that it exists at all.
 *
 * @returns A handler for all requests below the path of the issuer.
 */
export function makeDemonstrationProvider(
  settings: DemonstrationSettings,
): (request: IncomingMessage, response: ServerResponse) => void {
  const prefix = new URL(settings.issuer).pathname
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const provider = new Provider(settings.issuer, {
    adapter: makeDemonstrationMemory(),
    clients: [
      {
        client_id: settings.clientId,
        client_secret: settings.clientSecret,
        redirect_uris: [settings.redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'demonstration', alg: 'ES256', use: 'sig' }] },
    cookies: {
      keys: [newClientSecret()],
      names: { session: '_demo_session', interaction: '_demo_interaction', resume: '_demo_resume' },
    },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    ttl: { Interaction: 600, Session: 60, Grant: 600, AccessToken: 60, IdToken: 600 },
    interactions: { url: (_context, interaction) => `${prefix}/persona/${interaction.uid}` },
    findAccount: (_context, subject) => ({ accountId: subject, claims: () => ({ sub: subject }) }),
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc
      if (client === undefined || session?.accountId === undefined) return undefined
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  return (request, response) => {
    const path = (request.url ?? '').slice(prefix.length)
    if (path.startsWith('/persona/')) {
      finishWithPersona(provider, settings.personas, request, response).catch(() => plainAnswer(response, 400))
      return
    }
    // The library reads the full path beside the one below its own prefix.
    Object.assign(request, { originalUrl: request.url, url: path === '' ? '/' : path })
    answer(request, response)
  }
}

async function finishWithPersona(
  provider: Provider,
  personas: ReadonlyMap<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response)
  const subject = personas.get(String(params.login_hint ?? ''))
  const result = subject === undefined ? { error: 'access_denied' } : { login: { accountId: subject, remember: false } }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

function plainAnswer(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end()
}
