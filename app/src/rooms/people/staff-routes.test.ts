import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { look } from '../../testing/look.ts'
import { type Client, openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'
import type { AppointmentsAnswer, EmployeesAnswer, ImportPreviewAnswer } from './shapes.ts'

const csv = { 'content-type': 'text/csv' }

describe('staff over HTTP', () => {
  let house: WholeHouse
  let administrator: Client

  before(async () => {
    house = await openWholeHouse()
    administrator = await house.as('administrator')
  })
  after(() => house.stop())

  // What the server sends has gone through the schema of the route.
  const answerOf = async <T>(path: string): Promise<T> => (await administrator.ask('GET', path)).json as T
  const staff = async (search: object) =>
    (await administrator.ask('POST', '/api/v1/employees/search', search)).json as EmployeesAnswer

  test('a file with a bad line is imported only when a person asks for the good lines', async () => {
    const file = 'personeelsnummer;voornaam;achternaam;e-mail\nG1;Mo;Een;g1@d.example\nG2;;Twee;g2@d.example'
    // As above.
    const preview = (await administrator.ask('POST', '/api/v1/imports/preview', file, csv)).json as ImportPreviewAnswer
    assert.deepEqual([preview.counts.new, preview.counts.badLines], [1, 1])
    assert.equal((await administrator.ask('POST', '/api/v1/imports', file, csv)).status, 422)
    assert.equal((await staff({ search: 'G1' })).total, 0)
    const good = await administrator.ask('POST', '/api/v1/imports?lines=good', file, csv)
    assert.deepEqual(good.json, { created: 1, changed: 0, same: 0, units: 0 })
    assert.equal((await staff({ search: 'G1' })).total, 1)
    assert.equal((await staff({ search: 'G2' })).total, 0)
  })

  test('a file without any good line is refused also then', async () => {
    const answer = await administrator.ask('POST', '/api/v1/imports?lines=good', 'nothing;known\n1;2', csv)
    assert.equal(answer.status, 422)
  })

  test('who leaves now is gone at once: from the list, from every office, and from the browser', async () => {
    const analyst = await house.as('analyst')
    const { appointments } = await answerOf<AppointmentsAnswer>('/api/v1/appointments')
    const id = appointments.find(({ office }) => office === 'analyst')?.person.id
    const isHere = async () => (await staff({ state: 'here' })).total
    const before = await isHere()
    const path = `/api/v1/employees/${id}/departure`
    assert.equal((await administrator.ask('POST', path, { leavesAt: 'now' })).status, 204)
    assert.equal(await isHere(), before - 1)
    assert.ok((await staff({ state: 'left' })).employees.some((employee) => employee.id === id))
    const later = await answerOf<AppointmentsAnswer>('/api/v1/appointments')
    const seats = later.appointments.filter(({ person }) => person.id === id)
    assert.ok(seats.length > 0 && seats.every(({ state }) => state === 'past'))
    assert.equal((await analyst.ask('GET', '/api/v1/me')).status, 401)
  })

  test('an id in capitals hides no look from the person, and makes nobody another for "not oneself"', async () => {
    const person = {
      ...{ staffNumber: 'H1', userName: 'h1', givenName: 'Ha', familyName: 'Een', email: 'h1@d.example' },
      ...{ unitId: null, workerType: 'employee', startsOn: '2026-01-01' },
    }
    const made = await administrator.ask('POST', '/api/v1/employees', person)
    const id = String(look(made.json, 'id'))
    for (const odd of [id.toUpperCase(), `urn:uuid:${id}`]) {
      assert.notEqual(odd, id)
      assert.equal((await administrator.ask('GET', `/api/v1/employees/${odd}`)).status, 400)
      const departure = `/api/v1/employees/${odd}/departure`
      assert.equal((await administrator.ask('POST', departure, { leavesAt: 'now' })).status, 400)
    }
    assert.equal((await administrator.ask('GET', `/api/v1/employees/${id}`)).status, 200)
  })

  for (const way of ['by hand', 'by a file'] as const) {
    test(`another account for somebody, ${way}, is entered in the log and ends what the account before had open`, async () => {
      const client = await house.as(way === 'by hand' ? 'registry' : 'foi-officer')
      const { employee } = Object((await client.ask('GET', '/api/v1/me')).json)
      const entries = async () =>
        (
          await sql<{ subject: string }>`select s.subject from log_pending p join log_subjects s on s.entry_id = p.id
            where p.kind = 'sign-in-link-changed'`.execute(house.house.database)
        ).rows.map(({ subject }) => house.house.seal.open(subject))
      assert.ok(!(await entries()).includes(employee.id))
      const file = `personeelsnummer;voornaam;achternaam;e-mail;inlog-id
${employee.staffNumber};${employee.givenName};${employee.familyName};${employee.email};account-of-an-attacker`
      const answer =
        way === 'by hand'
          ? await administrator.ask('PUT', `/api/v1/employees/${employee.id}/sign-in-link`, { subject: 'another' })
          : await administrator.ask('POST', '/api/v1/imports', file, csv)
      assert.ok(answer.status < 300, answer.text)
      assert.ok((await entries()).includes(employee.id))
      assert.equal((await client.ask('GET', '/api/v1/me')).status, 401)
    })
  }

  test('an address that is somebody else’s is refused by hand, in any case; the own one is not', async () => {
    const person = (number: string, email: string) => ({
      ...{ staffNumber: number, userName: number, givenName: 'Em', familyName: 'Ail', email },
      ...{ unitId: null, workerType: 'employee', startsOn: '2026-01-01' },
    })
    const made = await administrator.ask('POST', '/api/v1/employees', person('E1', 'e1@d.example'))
    assert.equal(made.status, 201, made.text)
    const twice = await administrator.ask('POST', '/api/v1/employees', person('E2', 'E1@d.example'))
    assert.equal(twice.status, 409)
    assert.match(twice.text, /"email-taken"/)
    const other = await administrator.ask('POST', '/api/v1/employees', person('E3', 'e3@d.example'))
    const change = (email: string) =>
      administrator.ask('PATCH', `/api/v1/employees/${look(other.json, 'id')}`, { email })
    assert.equal((await change('E1@D.example')).status, 409)
    assert.equal((await change('E3@d.example')).status, 204)
  })

  test('a last day before the first is refused by hand too; the first day itself is a last day', async () => {
    const person = {
      ...{ staffNumber: 'L1', userName: 'l1', givenName: 'Laat', familyName: 'Een', email: 'l1@d.example' },
      ...{ unitId: null, workerType: 'employee', startsOn: '2026-03-10' },
    }
    const { json } = await administrator.ask('POST', '/api/v1/employees', person)
    const leave = (leavesAt: string) =>
      administrator.ask('POST', `/api/v1/employees/${look(json, 'id')}/departure`, { leavesAt })
    // Midnight in Amsterdam: the day before is the last one.
    const refused = await leave('2026-03-09T23:00:00.000Z')
    assert.equal(refused.status, 409)
    assert.match(refused.text, /"ends-before-start".*10 (maart|March)/)
    assert.equal((await leave('2026-03-10T23:00:00.000Z')).status, 204)
  })

  test('an administrator does not put off their own departure by a file', async () => {
    const { employee } = Object((await administrator.ask('GET', '/api/v1/me')).json)
    const file = (lastDay: string) => `personeelsnummer;voornaam;achternaam;e-mail;laatste dag;afdeling
${employee.staffNumber};${employee.givenName};${employee.familyName};${employee.email};${lastDay};Een afdeling die er niet was`
    const refused = await administrator.ask('POST', '/api/v1/imports', file('2030-01-01'), csv)
    assert.equal(refused.status, 409)
    assert.match(refused.text, /not-oneself/)
    assert.equal(look((await administrator.ask('GET', '/api/v1/me')).json, 'employee', 'leavesAt'), null)
    assert.doesNotMatch((await administrator.ask('GET', '/api/v1/units')).text, /Een afdeling die er niet was/)
    assert.equal((await administrator.ask('POST', '/api/v1/imports', file(''), csv)).status, 200)
  })

  test('by hand too, a name that shows as the name of somebody else does not come in', async () => {
    const person = {
      ...{ staffNumber: 'Z1', userName: 'z1', givenName: 'Zon', familyName: 'Een', email: 'z1@d.example' },
      ...{ unitId: null, workerType: 'employee', startsOn: '2026-01-01' },
    }
    for (const odd of [
      { userName: 'jan\u200b' },
      { givenName: '\u202enaJ' },
      { subject: 'a\u00ad' },
      { familyName: '\ud800' },
    ])
      assert.equal((await administrator.ask('POST', '/api/v1/employees', { ...person, ...odd })).status, 400)
    const joined = { ...person, givenName: 'नि\u200dखिल', familyName: 'می\u200cنا' }
    assert.equal((await administrator.ask('POST', '/api/v1/employees', joined)).status, 201)
  })

  test('what no database can hold is not understood, and no fault of the house', async () => {
    const person = {
      ...{ staffNumber: 'N1', userName: 'n1', givenName: 'Nul', familyName: 'Een', email: 'n1@d.example' },
      ...{ unitId: null, workerType: 'employee', startsOn: '2026-01-01' },
    }
    const made = await administrator.ask('POST', '/api/v1/employees', person)
    const departure = `/api/v1/employees/${look(made.json, 'id')}/departure`
    const other = { ...person, staffNumber: 'N2', userName: 'n2', email: 'n2@d.example' }
    const wrong: readonly (readonly [string, string, object | undefined])[] = [
      ['POST', '/api/v1/employees', { ...other, givenName: 'N\u0000ul' }],
      ['POST', '/api/v1/employees', { ...other, startsOn: '0000-01-01' }],
      ['POST', '/api/v1/employees/search', { search: '\u0000' }],
      ['POST', '/api/v1/candidates/search', { search: 'a\u0000' }],
      ...['2026-12-31T23:59:60Z', '0000-01-01T00:00:00Z', '2026-02-30T00:00:00'].map(
        (leavesAt) => ['POST', departure, { leavesAt }] as const,
      ),
    ]
    for (const [method, path, body] of wrong) {
      const { status, text } = await administrator.ask(method, path, body)
      assert.equal(status, 400, `${path} ${JSON.stringify(body)} ${text}`)
    }
  })

  test('a name that is looked for goes in a body, and no address takes one', async () => {
    for (const path of ['employees', 'candidates'])
      assert.ok((await administrator.ask('GET', `/api/v1/${path}?search=an`)).status >= 400, path)
    const dpo = await house.as('dpo')
    assert.equal(
      (await dpo.ask('POST', '/api/v1/employees/search', { search: 'a', state: 'here', page: 1 })).status,
      200,
    )
    for (const search of [{ page: 0 }, { page: '1' }, { state: 'elsewhere' }, { name: 'an' }])
      assert.equal((await administrator.ask('POST', '/api/v1/employees/search', search)).status, 400)
  })

  test('an unknown state is not understood', async () => {
    assert.equal((await administrator.ask('GET', '/api/v1/employees?state=elsewhere')).status, 400)
  })

  test('how far setting up is, is told to an administrator alone', async () => {
    const { json } = await administrator.ask('GET', '/api/v1/start')
    assert.ok(typeof json === 'object' && json !== null && 'setUp' in json && Array.isArray(json.setUp))
    const employee = await house.as('employee')
    const other = (await employee.ask('GET', '/api/v1/start')).json
    assert.ok(typeof other === 'object' && other !== null && 'setUp' in other && other.setUp === null)
  })
})
