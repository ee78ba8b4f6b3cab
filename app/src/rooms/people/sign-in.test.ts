import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { configKeys, readConfig } from '../../config.ts'
import { listAt, look } from '../../testing/look.ts'
import { type Answer, type Client, machineWith, openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'

describe('signing in and staying in', () => {
  let house: WholeHouse
  before(async () => {
    house = await openWholeHouse()
  })
  after(() => house.stop())

  const minute = 60_000
  const pass = (ms: number) => {
    house.clock.now = new Date(house.clock.now.getTime() + ms)
  }
  const whoIs = async (client: Client) => look((await client.ask('GET', '/api/v1/session')).json, 'employee', 'id')
  const refusedBecause = async (client: Client) => {
    const { status, json } = await client.ask('GET', '/api/v1/me')
    return status === 401 ? look(json, 'reasons', 0, 'code') : status
  }
  const sessionsOf = async (client: Client) => listAt((await client.ask('GET', '/api/v1/sessions')).json, 'sessions')

  test('the token changes at every sign-in, and the earlier session of the browser has ended', async () => {
    const first = await house.as('employee')
    const second = await house.as('employee', { cookie: first.cookie })
    assert.notEqual(first.cookie, second.cookie)
    assert.equal(await refusedBecause(first), 'session-ended')
    assert.equal(await refusedBecause(second), 200)
  })

  test('a token that somebody planted before is not taken over (fixation)', async () => {
    const planted = `__Host-openwacht=${'A'.repeat(43)}`
    const client = await house.as('employee', { cookie: planted })
    assert.notEqual(client.cookie, planted)
    assert.equal(await refusedBecause(house.with({ cookie: planted })), 'no-session')
  })

  test('the session of somebody else in the browser ends too: two people never share one', async () => {
    const one = await house.as('employee')
    const other = await house.as('analyst', { cookie: one.cookie })
    assert.equal(await refusedBecause(one), 'session-ended')
    assert.equal(await refusedBecause(other), 200)
  })

  test('the cookie has the flags that keep it in this browser and on this host', async () => {
    const lines = (await house.as('employee')).setCookies
    const session = lines.find((line) => line.startsWith('__Host-openwacht=')) ?? ''
    const pending = lines.find((line) => line.startsWith('__Host-openwacht-pending=')) ?? ''
    for (const line of [session, pending]) {
      assert.match(line, /; Path=\//)
      assert.match(line, /; HttpOnly/)
      assert.match(line, /; Secure/)
      assert.match(line, /; SameSite=Lax/)
      assert.doesNotMatch(line, /Domain=/i)
    }
    assert.match(session, /; Max-Age=36000/)
  })

  test('signing out ends the session at once, also for a copy of the cookie', async () => {
    const client = await house.as('employee')
    assert.equal((await client.ask('DELETE', '/api/v1/session')).status, 204)
    assert.equal(await refusedBecause(house.with({ cookie: client.cookie })), 'session-ended')
  })

  test('one sees the own sessions and ends another one, at once; those of others are not there', async () => {
    const [here, elsewhere] = [await house.as('ipm'), await house.as('ipm')]
    const other = await house.as('analyst')
    const list = await sessionsOf(here)
    assert.equal(list.filter((session) => look(session, 'current') === true).length, 1)
    const [foreign] = await sessionsOf(other)
    assert.equal((await here.ask('DELETE', `/api/v1/sessions/${look(foreign, 'id')}`)).status, 404)
    for (const session of list.filter((one) => look(one, 'current') !== true))
      assert.equal((await here.ask('DELETE', `/api/v1/sessions/${look(session, 'id')}`)).status, 204)
    assert.equal(await refusedBecause(elsewhere), 'session-ended')
    assert.equal(await refusedBecause(here), 200)
    assert.equal(await refusedBecause(other), 200)
    assert.equal((await sessionsOf(here)).length, 1)
  })

  test('one ends all other sessions at once, and stays signed in here; those of others go on', async () => {
    const [here, ...elsewhere] = [await house.as('registry'), await house.as('registry'), await house.as('registry')]
    const other = await house.as('analyst')
    const { json } = await here.ask('DELETE', '/api/v1/sessions')
    assert.ok(Number(look(json, 'ended')) >= 2)
    for (const client of elsewhere) assert.equal(await refusedBecause(client), 'session-ended')
    assert.equal(await refusedBecause(here), 200)
    assert.equal(await refusedBecause(other), 200)
    assert.deepEqual((await here.ask('DELETE', '/api/v1/sessions')).json, { ended: 0 })
  })

  test('a session ends when it is not used: after four hours, for an office that decides after one', async () => {
    const [staff, decider] = [await house.as('employee'), await house.as('ciso')]
    pass(60 * minute - 1)
    assert.equal(await refusedBecause(decider), 200)
    pass(60 * minute)
    assert.equal(await refusedBecause(decider), 'session-idle')
    assert.equal(await refusedBecause(staff), 200)
    pass(240 * minute)
    assert.equal(await refusedBecause(staff), 'session-idle')
  })

  test('a session ends after ten hours, however much it is used', async () => {
    const client = await house.as('employee')
    for (let hour = 0; hour < 9; hour += 1) {
      pass(60 * minute)
      assert.equal(await refusedBecause(client), 200)
    }
    pass(60 * minute)
    assert.equal(await refusedBecause(client), 'session-over')
  })

  test('whoever is noted as having left is out that minute, and cannot come in again', async () => {
    const [administrator, leaver] = [await house.as('administrator'), await house.as('ipm')]
    const id = await whoIs(leaver)
    const left = await administrator.ask('POST', `/api/v1/employees/${id}/departure`, {
      leavesAt: house.clock.now.toISOString(),
    })
    assert.ok(left.status < 300, left.text)
    assert.equal(await refusedBecause(leaver), 'left')
    await assert.rejects(house.as('ipm'), /refused=left|no session/)
  })

  describe('a page of another site', () => {
    const attempts: readonly { name: string; headers: Readonly<Record<string, string>> }[] = [
      { name: 'says where it is from', headers: { origin: 'https://evil.example' } },
      { name: 'hides where it is from', headers: { origin: 'null' } },
      { name: 'is on the same site but another host', headers: { 'sec-fetch-site': 'same-site' } },
      { name: 'is marked by the browser', headers: { 'sec-fetch-site': 'cross-site' } },
    ]
    for (const { name, headers } of attempts) {
      test(`changes nothing, when it ${name}`, async () => {
        const client = await house.as('employee')
        for (const [method, path, body] of [
          ['PUT', '/api/v1/me/language', { language: 'en' }],
          ['DELETE', '/api/v1/session', undefined],
        ] as const) {
          const answer = await client.ask(method, path, body, headers)
          assert.equal(answer.status, 403)
          assert.equal(look(answer.json, 'code'), 'foreign-origin')
        }
        assert.equal(await refusedBecause(client), 200)
      })
    }

    test('a page of this house may', async () => {
      const client = await house.as('employee')
      const headers = { origin: house.url, 'sec-fetch-site': 'same-origin' }
      const answer = await client.ask('PUT', '/api/v1/me/language', { language: 'en' }, headers)
      assert.ok(answer.status < 300, answer.text)
    })
  })

  describe('the way back from the provider', () => {
    const back = async (query: string, cookie: string): Promise<Answer> =>
      house.with({ cookie }).ask('GET', `/sign-in/return${query}`)
    const begin = async () => {
      const { headers } = await house.nobody.ask('GET', '/sign-in/start?to=/me')
      const [cookie = ''] = (headers.getSetCookie()[0] ?? '').split(';')
      return { cookie, state: new URL(headers.get('location') ?? '').searchParams.get('state') ?? '' }
    }

    test('without the cookie of a sign-in that began here leads nowhere (login CSRF)', async () => {
      const { state } = await begin()
      const { status, headers } = await back(`?code=x&state=${state}`, '')
      assert.equal(status, 303)
      assert.equal(headers.get('location'), '/sign-in?refused=sign-in-too-old')
    })

    test('with a cookie that was changed leads nowhere', async () => {
      const { cookie, state } = await begin()
      const changed = cookie.slice(0, -3) + (cookie.endsWith('AAA') ? 'BBB' : 'AAA')
      assert.match((await back(`?code=x&state=${state}`, changed)).headers.get('location') ?? '', /sign-in-too-old/)
    })

    test('after more than ten minutes leads nowhere', async () => {
      const { cookie, state } = await begin()
      pass(10 * minute)
      assert.match((await back(`?code=x&state=${state}`, cookie)).headers.get('location') ?? '', /sign-in-too-old/)
    })

    test('with the state of another sign-in leads nowhere', async () => {
      const [one, other] = [await begin(), await begin()]
      assert.match(
        (await back(`?code=x&state=${other.state}`, one.cookie)).headers.get('location') ?? '',
        /refused=provider-answer-wrong/,
      )
    })

    test('gives no session and no hint of what was wrong inside', async () => {
      const { cookie, state } = await begin()
      const { headers, text } = await back(`?code=made-up&state=${state}`, cookie)
      assert.ok(headers.getSetCookie().every((line) => !/^__Host-openwacht=[^;]/.test(line)))
      assert.doesNotMatch(text, /at |Error|stack/)
    })

    test('by pictures on a page of another site does not close sign-in for everybody at that address', async () => {
      for (let at = 0; at < 70; at += 1) await back('?code=x&state=y', '')
      assert.equal(await refusedBecause(await house.as('employee')), 200)
    })

    test('is closed for a minute to an address from which it fails again and again', async () => {
      const { cookie, state } = await begin()
      for (let at = 0; at < 60; at += 1) await back('?code=x&state=y', cookie)
      const location = async () => (await back(`?code=x&state=${state}`, cookie)).headers.get('location') ?? ''
      assert.match(await location(), /too-many-attempts/)
      pass(minute)
      assert.doesNotMatch(await location(), /too-many-attempts/)
    })
  })

  describe('the secret of a machine', () => {
    test('opens nothing after it was withdrawn or has ended', async () => {
      const machine = await machineWith(house, 'scim')
      const list = () => machine.ask('GET', '/scim/v2/Users?count=1')
      assert.equal((await list()).status, 200)
      pass(24 * 60 * minute)
      assert.equal((await list()).status, 401)
      const other = await machineWith(house, 'metrics')
      const administrator = await house.as('administrator')
      const { json } = await administrator.ask('GET', '/api/v1/credentials')
      assert.doesNotMatch(JSON.stringify(json), /ow_/)
      for (const credential of listAt(json, 'credentials'))
        await administrator.ask('DELETE', `/api/v1/credentials/${look(credential, 'id')}`)
      assert.equal((await other.ask('GET', '/metrics')).status, 401)
    })

    test('cannot be guessed all day: an address that fails again and again waits', async () => {
      const guess = () => house.with({ authorization: `Bearer ow_scim_${'x'.repeat(43)}` }).ask('GET', '/scim/v2/Users')
      pass(minute)
      for (let at = 0; at < 60; at += 1) assert.equal((await guess()).status, 401)
      const { status, headers, json } = await guess()
      assert.equal(status, 429)
      assert.ok(Number(headers.get('retry-after')) > 0)
      assert.equal(look(json, 'code'), 'too-many-requests')
      assert.equal(await refusedBecause(await house.as('employee')), 200)
      pass(minute)
      assert.equal((await guess()).status, 401)
    })
  })
})

const settings: readonly { name: string; with: Readonly<Record<string, string>>; key: string | undefined }[] = [
  { name: 'by itself on this machine', with: {}, key: undefined },
  { name: 'beside a real provider', with: { oidcIssuer: 'https://login.voorbeeld.example' }, key: 'demonstration' },
  { name: 'on an address that others reach', with: { address: '0.0.0.0' }, key: 'demonstration' },
  { name: 'on a public address', with: { publicUrl: 'https://openwacht.voorbeeld.example' }, key: 'demonstration' },
  {
    name: 'behind a name that only looks local',
    with: { publicUrl: 'http://localhost.evil.example' },
    key: 'demonstration',
  },
]
for (const { name, with: given, key } of settings) {
  test(`the demonstration, ${name}: ${key === undefined ? 'starts' : 'does not start'}`, () => {
    const environment = Object.fromEntries(
      Object.entries({ demonstration: 'nl', ...given }).map(([setting, value]) => [
        // Each setting above is a key of the configuration.
        configKeys[setting as keyof typeof configKeys].environment,
        value,
      ]),
    )
    const read = readConfig(environment, '/nowhere')
    assert.equal(read.kind === 'faults' ? read.faults[0]?.key : undefined, key)
  })
}
