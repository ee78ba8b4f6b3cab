import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import {
  type MisbehavingProvider,
  type Misbehaviour,
  startMisbehavingProvider,
} from '../../testing/misbehaving-provider.ts'
import { openProvider, type SignInProvider } from './oidc.ts'
import { ownPath } from './pending-sign-in.ts'

const redirectUri = 'https://openwacht.voorbeeld.example/sign-in/return'
const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`

describe('a sign-in provider that lies', () => {
  let double: MisbehavingProvider
  let provider: SignInProvider
  before(async () => {
    double = await startMisbehavingProvider('openwacht')
  })
  beforeEach(() => {
    double.misbehave({})
    provider = openProvider(() => ({
      ...{ issuer: double.issuer, clientId: 'openwacht', secret: { text: 'secret' }, claim: 'sub', insecure: true },
    }))
  })
  after(() => double.stop())

  /** A whole sign-in. @param returned - What of the address that comes back differs from an honest one. */
  async function signIn(returned: Readonly<Record<string, string | undefined>> = {}) {
    const { location, pending } = await provider.begin(redirectUri, '/me', undefined, traceparent)
    double.expect(new URL(location))
    const url = new URL(redirectUri)
    const honest = { code: 'a-code', state: pending.state, iss: double.issuer }
    for (const [name, value] of Object.entries({ ...honest, ...returned }))
      if (value !== undefined) url.searchParams.set(name, value)
    return provider.finish(url, pending, traceparent)
  }

  test('an honest one is believed', async () => {
    assert.deepEqual(await signIn(), { kind: 'known', subject: 'm.jansen' })
  })

  const lies: readonly { name: string; how: Misbehaviour }[] = [
    { name: 'another issuer in the token', how: { claims: { iss: 'https://evil.example' } } },
    { name: 'a token for somebody else', how: { claims: { aud: 'another-client' } } },
    { name: 'a token for several, without who asked', how: { claims: { aud: ['openwacht', 'another-client'] } } },
    { name: 'a token that another client asked for', how: { claims: { azp: 'another-client' } } },
    { name: 'a token of another sign-in', how: { claims: { nonce: 'another' } } },
    { name: 'a token without nonce', how: { claims: { nonce: undefined } } },
    { name: 'a token of another access token', how: { claims: { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } } },
    { name: 'a token that is over', how: { claims: { exp: 1_700_000_000 } } },
    { name: 'a token that never ends', how: { claims: { exp: undefined } } },
    { name: 'a token without a signature', how: { signed: 'none' } },
    { name: 'a token signed by the public key as if it were a secret', how: { signed: 'hs256-with-public-key' } },
    { name: 'a token signed by somebody else', how: { signed: 'by-a-stranger' } },
    { name: 'a key that the provider does not have', how: { header: { kid: '99' } } },
  ]
  for (const { name, how } of lies) {
    test(`is not believed: ${name}`, async () => {
      double.misbehave(how)
      assert.deepEqual(await signIn(), { kind: 'refused', code: 'provider-answer-wrong' })
    })
  }

  const wrongReturns: readonly { name: string; returned: Readonly<Record<string, string | undefined>> }[] = [
    { name: 'the state of another sign-in', returned: { state: 'another' } },
    { name: 'no state', returned: { state: undefined } },
    { name: 'an answer of another provider (mix-up)', returned: { iss: 'https://evil.example' } },
    { name: 'an answer that hides its provider', returned: { iss: undefined } },
    { name: 'no code', returned: { code: undefined } },
  ]
  for (const { name, returned } of wrongReturns) {
    test(`is not believed: ${name}`, async () => {
      assert.deepEqual(await signIn(returned), { kind: 'refused', code: 'provider-answer-wrong' })
    })
  }

  test('a code that somebody else began a sign-in for is of no use (PKCE)', async () => {
    const { pending } = await provider.begin(redirectUri, '/', undefined, traceparent)
    const other = await provider.begin(redirectUri, '/', undefined, traceparent)
    double.expect(new URL(other.location))
    const url = new URL(redirectUri)
    url.search = new URLSearchParams({ code: 'stolen', state: pending.state, iss: double.issuer }).toString()
    assert.deepEqual(await provider.finish(url, pending, traceparent), {
      kind: 'refused',
      code: 'provider-answer-wrong',
    })
  })

  test('a person who says no at the provider is told just that', async () => {
    const outcome = await signIn({ code: undefined, error: 'access_denied' })
    assert.deepEqual(outcome, { kind: 'refused', code: 'provider-refused' })
  })

  test('a token without the claim that names an employee names nobody', async () => {
    provider = openProvider(() => ({
      ...{ issuer: double.issuer, clientId: 'openwacht', secret: undefined, claim: 'employee_id', insecure: true },
    }))
    assert.deepEqual(await signIn(), { kind: 'refused', code: 'no-claim' })
    double.misbehave({ claims: { employee_id: 7 } })
    assert.deepEqual(await signIn(), { kind: 'refused', code: 'no-claim' })
  })

  test('a provider that takes a new key is believed again, at the latest at the second try', async () => {
    assert.equal((await signIn()).kind, 'known')
    double.rotate()
    const first = await signIn()
    assert.equal(first.kind === 'known' ? first.kind : (await signIn()).kind, 'known')
  })

  test('a provider that does not answer is unreachable, and tried again at the next sign-in', async () => {
    let issuer = 'http://127.0.0.1:1'
    provider = openProvider(() => ({
      ...{ issuer, clientId: 'openwacht', secret: undefined, claim: 'sub', insecure: true },
    }))
    await assert.rejects(signIn())
    issuer = double.issuer
    assert.equal((await signIn()).kind, 'known')
  })

  test('whoever asks how it is hears what is wrong with it', async () => {
    const state = (issuer: string, file?: string) => {
      const secret = file === undefined ? undefined : { file }
      return openProvider(() => ({ issuer, clientId: 'openwacht', secret, claim: 'sub', insecure: true })).check()
    }
    assert.deepEqual(await state(double.issuer), { kind: 'answers' })
    assert.deepEqual(await state(`${double.issuer}/nowhere`), { kind: 'no-provider', detail: 'HTTP 404' })
    const byName = double.issuer.replace('127.0.0.1', 'localhost')
    assert.deepEqual(await state(byName), { kind: 'other-issuer', detail: '' })
    assert.deepEqual(await state('http://127.0.0.1:1'), { kind: 'no-answer', detail: 'no reason given' })
    assert.deepEqual(await state(double.issuer, '/nowhere/secret'), { kind: 'no-secret', detail: 'ENOENT' })
  })

  test('each request to it carries the trace of the sign-in (W3C Trace Context)', async () => {
    double.requests.length = 0
    await signIn()
    const paths = double.requests.map(({ path }) => path)
    assert.ok(paths.includes('/token') && paths.includes('/jwks'), paths.join())
    assert.deepEqual(
      double.requests.filter(({ headers }) => headers.traceparent !== traceparent).map(({ path }) => path),
      [],
    )
  })
})

const targets = [
  { to: '/staff?page=2', expected: '/staff?page=2' },
  { to: undefined, expected: '/' },
  { to: 'https://evil.example', expected: '/' },
  { to: '//evil.example', expected: '/' },
  { to: '/\\evil.example', expected: '/' },
  { to: '/\t/evil.example', expected: '/' },
  { to: '/x/..//evil.example', expected: '/' },
  { to: 'javascript:alert(1)', expected: '/' },
]
for (const { to, expected } of targets) {
  test(`after sign-in one goes on inside the house: ${to}`, () => assert.equal(ownPath(to), expected))
}
