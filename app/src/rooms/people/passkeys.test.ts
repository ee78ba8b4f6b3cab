import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { listAt, look } from '../../testing/look.ts'
import {
  makeSoftwareAuthenticator,
  type SoftwareAuthenticator,
  type Tampering,
} from '../../testing/software-authenticator.ts'
import { type Answer, type Client, openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'

describe('passkeys', () => {
  let house: WholeHouse
  const warnings: string[] = []
  const note = ({ message }: Error) => warnings.push(message)
  before(async () => {
    process.on('warning', note)
    house = await openWholeHouse()
  })
  after(() => {
    process.off('warning', note)
    return house.stop()
  })

  const challengeFor = async (client: Client, what: 'registration' | 'verification') => {
    const options = await client.ask('POST', `/api/v1/passkeys/${what}-options`)
    assert.equal(options.status, 200, options.text)
    return String(look(options.json, 'challenge'))
  }
  const register = async (client: Client, key: SoftwareAuthenticator, tampering: Tampering = {}) => {
    const challenge = await challengeFor(client, 'registration')
    return client.ask('POST', '/api/v1/passkeys', { label: 'Test', response: key.register(challenge, tampering) })
  }
  const verify = async (client: Client, key: SoftwareAuthenticator, tampering: Tampering = {}) => {
    const challenge = await challengeFor(client, 'verification')
    return client.ask('POST', '/api/v1/passkeys/verifications', { response: key.verify(challenge, tampering) })
  }
  const reason = ({ json }: Answer) => look(json, 'reasons', 0, 'code')
  const newKey = () => makeSoftwareAuthenticator(house.url)
  const pass = (ms: number) => {
    house.clock.now = new Date(house.clock.now.getTime() + ms)
  }
  /** Somebody with one passkey, who has just been verified by it. */
  const holder = async (persona: string) => {
    const [client, key] = [await house.as(persona), newKey()]
    assert.equal((await register(client, key)).status, 201)
    return { client, key }
  }

  test('every employee can hold one, and prove presence with it', async () => {
    const { json } = await house.nobody.ask('GET', '/api/v1/personas')
    const personas = listAt(json, 'personas').map((persona) => String(look(persona, 'id')))
    assert.ok(personas.length > 15)
    for (const persona of personas) {
      const { client, key } = await holder(persona)
      const verified = await verify(client, key)
      assert.equal(verified.status, 200, `${persona}: ${verified.text}`)
      assert.equal(listAt((await client.ask('GET', '/api/v1/passkeys')).json, 'passkeys').length, 1)
      const [id] = listAt((await client.ask('GET', '/api/v1/passkeys')).json, 'passkeys').map((one) => look(one, 'id'))
      assert.equal((await client.ask('DELETE', `/api/v1/passkeys/${id}`)).status, 204)
    }
  })

  test('no warning about what is an experiment is printed meanwhile', () => assert.deepEqual(warnings, []))

  const wrongRegistrations: readonly { name: string; tampering: Tampering }[] = [
    { name: 'made on another site', tampering: { origin: 'https://evil.example' } },
    { name: 'made for another house', tampering: { rpId: 'evil.example' } },
    { name: 'for another challenge', tampering: { challenge: 'AAAA' } },
    { name: 'without verifying the person', tampering: { userVerified: false } },
  ]
  for (const { name, tampering } of wrongRegistrations) {
    test(`no passkey is made: ${name}`, async () => {
      const client = await house.as('employee')
      const answer = await register(client, newKey(), tampering)
      assert.equal(answer.status, 409)
      assert.equal(reason(answer), 'not-verified')
      assert.equal(listAt((await client.ask('GET', '/api/v1/passkeys')).json, 'passkeys').length, 0)
    })
  }

  const nonsense: readonly { persona: string; transports: unknown }[] = [
    { persona: 'communications', transports: 'usb' },
    { persona: 'foi-officer', transports: { length: 1e9 } },
    { persona: 'record-manager', transports: [{}, 'x'.repeat(100_000), '<b>', 'usb'] },
  ]
  for (const { persona, transports } of nonsense) {
    test(`a browser that says nonsense of its transports stops nothing: ${JSON.stringify(transports).slice(0, 20)}`, async () => {
      const client = await house.as(persona)
      const made = newKey().register(await challengeFor(client, 'registration'))
      const response = { ...made, response: { ...Object(look(made, 'response')), transports } }
      const answer = await client.ask('POST', '/api/v1/passkeys', { label: 'x', response })
      assert.equal(answer.status, 201, answer.text)
      const options = await client.ask('POST', '/api/v1/passkeys/verification-options')
      assert.ok(options.text.length < 5000)
    })
  }

  describe('of a person who proves presence', () => {
    let client: Client
    let key: SoftwareAuthenticator
    before(async () => {
      const held = await holder('ciso')
      client = held.client
      key = held.key
    })

    const wrongProofs: readonly { name: string; tampering: Tampering; code: string }[] = [
      { name: 'given on another site', tampering: { origin: 'https://evil.example' }, code: 'not-verified' },
      { name: 'for another house', tampering: { rpId: 'evil.example' }, code: 'not-verified' },
      { name: 'for another challenge', tampering: { challenge: 'AAAA' }, code: 'not-verified' },
      { name: 'without verifying the person', tampering: { userVerified: false }, code: 'not-verified' },
      { name: 'signed by another key', tampering: { otherKey: true }, code: 'not-verified' },
      { name: 'with a counter that went back', tampering: { counter: 1 }, code: 'counter-went-back' },
      { name: 'with a counter at zero after one that counted', tampering: { counter: 0 }, code: 'counter-went-back' },
    ]
    for (const { name, tampering, code } of wrongProofs) {
      test(`a proof does not count: ${name}`, async () => {
        assert.equal((await verify(client, key)).status, 200)
        pass(1)
        const answer = await verify(client, key, tampering)
        assert.equal(answer.status, 409)
        assert.equal(reason(answer), code)
      })
    }

    test('a proof does not count twice', async () => {
      const challenge = await challengeFor(client, 'verification')
      const response = key.verify(challenge)
      assert.equal((await client.ask('POST', '/api/v1/passkeys/verifications', { response })).status, 200)
      const again = await client.ask('POST', '/api/v1/passkeys/verifications', { response })
      assert.equal(reason(again), 'no-challenge')
    })

    test('a failed proof uses its challenge up', async () => {
      const challenge = await challengeFor(client, 'verification')
      const attempt = (tampering?: Tampering) =>
        client.ask('POST', '/api/v1/passkeys/verifications', { response: key.verify(challenge, tampering) })
      assert.equal(reason(await attempt({ otherKey: true })), 'not-verified')
      assert.equal(reason(await attempt()), 'no-challenge')
    })

    test('a challenge does not count in the session of another browser', async () => {
      const elsewhere = await house.as('ciso')
      const challenge = await challengeFor(client, 'verification')
      const answer = await elsewhere.ask('POST', '/api/v1/passkeys/verifications', { response: key.verify(challenge) })
      assert.equal(reason(answer), 'no-challenge')
    })

    test('a challenge to make one does not serve to prove, nor the other way round', async () => {
      const challenge = await challengeFor(client, 'registration')
      const answer = await client.ask('POST', '/api/v1/passkeys/verifications', { response: key.verify(challenge) })
      assert.notEqual(answer.status, 200)
    })

    test('a challenge is too old after five minutes', async () => {
      const challenge = await challengeFor(client, 'verification')
      pass(5 * 60_000)
      const answer = await client.ask('POST', '/api/v1/passkeys/verifications', { response: key.verify(challenge) })
      assert.equal(reason(answer), 'no-challenge')
    })

    test('the passkey of one person proves nothing for another', async () => {
      const { client: other } = await holder('dpo')
      assert.equal(reason(await verify(other, key)), 'unknown-passkey')
    })

    test('what is no proof at all is not a fault of ours', async () => {
      for (const response of [{}, { id: 'x' }, { id: 7, response: [] }, { response: { clientDataJSON: '{' } }]) {
        await challengeFor(client, 'verification')
        const answer = await client.ask('POST', '/api/v1/passkeys/verifications', { response })
        assert.equal(answer.status, 409, JSON.stringify(response))
      }
    })
  })

  test('a decision asks for a fresh passkey with a code, and counts for five minutes after it', async () => {
    const { client, key } = await holder('administrator')
    const decide = () => client.ask('POST', '/api/v1/credentials', { purpose: 'metrics', label: 'x', days: 1 })
    assert.equal((await decide()).status, 201)
    pass(5 * 60_000)
    const late = await decide()
    assert.equal(late.status, 403)
    assert.equal(look(late.json, 'code'), 'passkey-required')
    assert.equal((await verify(client, key)).status, 200)
    pass(5 * 60_000 - 1)
    assert.equal((await decide()).status, 201)
    // Being verified in one browser does not verify another.
    const elsewhere = await house.as('administrator')
    assert.equal(look((await elsewhere.ask('POST', '/api/v1/credentials', {})).json, 'status'), 400)
    const other = await elsewhere.ask('POST', '/api/v1/credentials', { purpose: 'metrics', label: 'x', days: 1 })
    assert.equal(look(other.json, 'code'), 'passkey-required')
  })

  test('an open browser is not enough to add a passkey or take one away', async () => {
    const { client } = await holder('analyst')
    pass(5 * 60_000)
    const [id] = listAt((await client.ask('GET', '/api/v1/passkeys')).json, 'passkeys').map((one) => look(one, 'id'))
    const tries = [
      await client.ask('POST', '/api/v1/passkeys/registration-options'),
      await client.ask('DELETE', `/api/v1/passkeys/${id}`),
    ]
    for (const { json } of tries) assert.equal(look(json, 'code'), 'passkey-required')
  })

  test('the same passkey is not taken twice', async () => {
    const { client, key } = await holder('privacy-officer')
    const again = await register(client, key)
    assert.equal(again.status, 409, again.text)
  })
})
