import { createHash, createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a test changes of an honest answer. Each part that is not given is as it should be. */
export type Misbehaviour = {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  /** How the token is signed: with the key of the provider, not at all, by the public key as a secret, or by a stranger. */
  readonly signed?: 'well' | 'none' | 'hs256-with-public-key' | 'by-a-stranger'
}

/** An OpenID Connect provider that a test can make lie. */
export type MisbehavingProvider = {
  readonly issuer: string
  /** What the next answer of the token endpoint looks like. */
  misbehave(how: Misbehaviour): void
  /** Takes a new key with a new name; the old one is not published any more. */
  rotate(): void
  /** What begins a sign-in: what must come back in the token. */
  expect(authorization: URL): void
  /** The headers of each request there was. */
  readonly requests: { readonly path: string; readonly headers: IncomingMessage['headers'] }[]
  stop(): Promise<void>
}

/** Starts it on a port of its own. @param iss - Whether it names itself in the answer (RFC 9207). */
export async function startMisbehavingProvider(clientId: string, iss = true): Promise<MisbehavingProvider> {
  let keys = newKeys(1)
  let how: Misbehaviour = {}
  let expected = { nonce: '', challenge: '' }
  const requests: MisbehavingProvider['requests'] = []
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://none').pathname
    requests.push({ path, headers: request.headers })
    const send = (body: object, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (path === '/.well-known/openid-configuration') return send(metadata(issuer(), iss))
    if (path === '/jwks') return send({ keys: [{ ...keys.publicKey.export({ format: 'jwk' }), ...keys.names }] })
    if (path !== '/token') return send({ error: 'not_found' }, 404)
    const verifier = new URLSearchParams(await textOf(request)).get('code_verifier') ?? ''
    // Source: RFC 7636, section 4.6.
    if (createHash('sha256').update(verifier).digest('base64url') !== expected.challenge)
      return send({ error: 'invalid_grant' }, 400)
    send({ access_token: accessToken, token_type: 'Bearer', expires_in: 60, id_token: idToken() })
  })
  const issuer = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  function idToken(): string {
    const now = Math.floor(Date.now() / 1000)
    const honest = { iss: issuer(), sub: 'm.jansen', aud: clientId, iat: now, exp: now + 300, nonce: expected.nonce }
    const header = { alg: algorithms[how.signed ?? 'well'], kid: keys.names.kid, typ: 'JWT', ...how.header }
    const signed = [header, { ...honest, at_hash: atHash(accessToken), ...how.claims }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.')
    return `${signed}.${signatureOf(signed, how.signed ?? 'well', keys)}`
  }
  return {
    issuer: issuer(),
    requests,
    misbehave: (next) => {
      how = next
    },
    rotate: () => {
      keys = newKeys(Number(keys.names.kid) + 1)
    },
    expect: ({ searchParams }) => {
      expected = { nonce: searchParams.get('nonce') ?? '', challenge: searchParams.get('code_challenge') ?? '' }
    },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Left half of the hash of an access token. Source: OpenID Connect Core, section 3.1.3.6. */
export function atHash(token: string): string {
  return createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url')
}

const accessToken = 'access-token-of-a-test'
const algorithms = { well: 'ES256', none: 'none', 'hs256-with-public-key': 'HS256', 'by-a-stranger': 'ES256' }

type Keys = {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly names: { kid: string; use: 'sig' }
}

function newKeys(kid: number): Keys {
  return { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }), names: { kid: String(kid), use: 'sig' } }
}

function signatureOf(text: string, how: NonNullable<Misbehaviour['signed']>, keys: Keys): string {
  switch (how) {
    case 'none':
      return ''
    case 'hs256-with-public-key':
      return createHmac('sha256', keys.publicKey.export({ type: 'spki', format: 'pem' }))
        .update(text)
        .digest('base64url')
    case 'well':
    case 'by-a-stranger': {
      const key = how === 'well' ? keys.privateKey : newKeys(0).privateKey
      return createSign('sha256').update(text).sign({ key, dsaEncoding: 'ieee-p1363' }, 'base64url')
    }
  }
}

function metadata(issuer: string, iss: boolean) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: iss,
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
