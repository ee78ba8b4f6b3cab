// Acts that happen at the same time, over HTTP, on both databases: whatever the order, the rules hold afterwards.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { eachDatabase } from '../../testing/databases.ts'
import { listAt, look } from '../../testing/look.ts'
import { makeSoftwareAuthenticator } from '../../testing/software-authenticator.ts'
import { type Client, machineWith, openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'

eachDatabase('acts at once', (open) => {
  let house: WholeHouse
  let administrator: Client
  before(async () => {
    house = await openWholeHouse('nl', await open())
    administrator = await house.as('administrator')
  })
  after(() => house.stop())

  const today = () => house.today()
  const appoint = (office: string, employeeId: string, by = administrator) =>
    by.ask('POST', '/api/v1/appointments', {
      ...{ office, employeeId, unitId: null, kind: 'holder', from: today(), until: null },
    })
  const idOf = async (client: Client) =>
    String(look((await client.ask('GET', '/api/v1/session')).json, 'employee', 'id'))
  /** People of the house without an office. */
  const plainPeople = async (): Promise<string[]> => {
    const { rows } = await sql<{ id: string }>`select id from employees where leaves_at is null
      and worker_type = 'employee' and starts_on < ${today()}::date
      and id not in (select employee_id from appointments) order by id`.execute(house.house.database)
    return rows.map(({ id }) => id)
  }

  test('of two administrators who end each other, one stays', async () => {
    const second = await house.as('employee')
    const [first, other] = [await idOf(administrator), await idOf(second)]
    const wish = { kind: 'appointment', office: 'administrator', employeeId: other, unitId: null, seat: 'holder' }
    const made = await administrator.ask('POST', '/api/v1/proposals', { ...wish, from: today(), until: null })
    const confirmation = `/api/v1/proposals/${look(made.json, 'id')}/confirmation`
    assert.equal((await (await house.as('municipal-secretary')).ask('POST', confirmation)).status, 204)
    const { json } = await administrator.ask('GET', '/api/v1/appointments')
    const idsOf = (person: string) =>
      listAt(json, 'appointments')
        .filter((one) => look(one, 'office') === 'administrator' && look(one, 'person', 'id') === person)
        .map((one) => look(one, 'id'))
    const tomorrow = house.today(1)
    const end = (by: Client, id: unknown) => by.ask('POST', `/api/v1/appointments/${id}/end`, { until: tomorrow })
    const answers = await Promise.all([end(administrator, idsOf(other)[0]), end(second, idsOf(first)[0])])
    const ended = answers.filter(({ status }) => status < 300)
    assert.equal(ended.length, 1, answers.map(({ text }) => text).join())
    const { rows: left } = await sql<{ n: number }>`select count(*)::int as n from appointments
      where office = 'administrator' and (valid_until is null or valid_until > ${tomorrow}::date)`.execute(
      house.house.database,
    )
    assert.equal(left[0]?.n, 1)
  })

  test('two offices that do not go together are not both given to one person', async () => {
    const people = (await plainPeople()).slice(0, 5)
    assert.equal(people.length, 5)
    for (const person of people) {
      const answers = await Promise.all([appoint('analyst', person), appoint('im-head', person)])
      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409])
    }
  })

  test('the same office is not given twice to one person', async () => {
    const [person = ''] = await plainPeople()
    const answers = await Promise.all([1, 2, 3].map(() => appoint('analyst', person)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409])
  })

  test('one proof by passkey, sent several times at once, counts once', async () => {
    const client = await house.as('ciso')
    const key = makeSoftwareAuthenticator(house.url)
    const challengeOf = async (what: string) =>
      String(look((await client.ask('POST', `/api/v1/passkeys/${what}-options`)).json, 'challenge'))
    const response = key.register(await challengeOf('registration'))
    assert.equal((await client.ask('POST', '/api/v1/passkeys', { label: 'x', response })).status, 201)
    const proof = key.verify(await challengeOf('verification'))
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => client.ask('POST', '/api/v1/passkeys/verifications', { response: proof })),
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409])
  })

  test('one person, sent several times at once by the directory, comes in once', async () => {
    const directory = await machineWith(house, 'scim')
    const person = {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      ...{ userName: 'tegelijk@voorbeeld.example', externalId: 'tegelijk' },
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Nieuwe afdeling' },
    }
    const headers = { 'content-type': 'application/scim+json' }
    const answers = await Promise.all([1, 2, 3, 4].map(() => directory.ask('POST', '/scim/v2/Users', person, headers)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409])
  })

  test('one person, entered several times at once by hand, comes in once', async () => {
    const person = {
      ...{ staffNumber: 'handwerk', userName: 'handwerk', givenName: 'Te', familyName: 'Gelijk', unitId: null },
      ...{ email: 'te@voorbeeld.example', workerType: 'employee', startsOn: today() },
    }
    const answers = await Promise.all([1, 2, 3].map(() => administrator.ask('POST', '/api/v1/employees', person)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409])
  })

  test('who leaves while asking gets either the whole answer or none, and nothing after it', async () => {
    const client = await house.as('analyst')
    const id = await idOf(client)
    const leave = administrator.ask('POST', `/api/v1/employees/${id}/departure`, {
      leavesAt: house.clock.now.toISOString(),
    })
    const asked = await Promise.all([leave, ...Array.from({ length: 10 }, () => client.ask('GET', '/api/v1/me'))])
    assert.ok(asked.slice(1).every(({ status }) => status === 200 || status === 401))
    assert.equal((await client.ask('GET', '/api/v1/me')).status, 401)
  })

  test('who chooses a language, or is corrected, while a departure is noted, does not come back by it', async () => {
    const client = await house.as('service-desk')
    const id = await idOf(client)
    for (let turn = 0; turn < 10; turn += 1) {
      const leavesAt = new Date(house.clock.now.getTime() + (turn + 1) * 86_400_000).toISOString()
      await Promise.all([
        ...['nl', 'da', 'en'].map((language) => client.ask('PUT', '/api/v1/me/language', { language })),
        administrator.ask('PATCH', `/api/v1/employees/${id}`, { familyName: `Naam ${turn}` }),
        administrator.ask('POST', `/api/v1/employees/${id}/departure`, { leavesAt }),
        client.ask('PUT', '/api/v1/me/language', { language: 'nl' }),
      ])
      const { rows } = await sql<{ at: Date; name: string }>`select leaves_at as at, family_name as name from employees
        where id = ${id}`.execute(house.house.database)
      assert.equal(rows[0]?.at?.toISOString(), leavesAt)
      assert.equal(rows[0]?.name, `Naam ${turn}`)
    }
  })

  test('every one of many acts at once left its record', async () => {
    const count = async () =>
      (await sql<{ n: number }>`select count(*)::int as n from processing`.execute(house.house.database)).rows[0]?.n ??
      0
    const before = await count()
    await Promise.all(Array.from({ length: 30 }, () => administrator.ask('GET', '/api/v1/units')))
    assert.equal((await count()) - before, 30)
  })
})
