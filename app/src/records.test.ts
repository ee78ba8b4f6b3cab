// What of the records people see: staff of their own, and the officer of all, over HTTP in a whole house.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { listAt, look } from './testing/look.ts'
import { type Client, openWholeHouse, type WholeHouse } from './testing/whole-house.ts'

describe('the records of what was done', () => {
  let house: WholeHouse
  let dpo: Client
  let administrator: Client
  let employee: Client
  const idOf = async (client: Client) =>
    String(look((await client.ask('GET', '/api/v1/session')).json, 'employee', 'id'))

  before(async () => {
    house = await openWholeHouse()
    dpo = await house.as('dpo')
    administrator = await house.as('administrator')
    employee = await house.as('employee')
  })
  after(() => house.stop())

  describe('what an employee sees of it', () => {
    const ownRecords = async (query = '?by=others') =>
      (await employee.ask('GET', `/api/v1/processing-records${query}`, undefined, { 'accept-language': 'en' })).json
    const lines = (json: unknown, what: RegExp) =>
      listAt(json, 'records').filter((record) => what.test(String(look(record, 'what'))))

    test('what happened, on which day, by which group of offices and what for; repeats are one line', async () => {
      const id = await idOf(employee)
      const before = Number(look(lines(await ownRecords(), /^Your data were looked at/)[0], 'count') ?? 0)
      for (const client of [administrator, administrator, administrator, dpo])
        await client.ask('GET', `/api/v1/employees/${id}`)
      const { text } = await employee.ask('GET', '/api/v1/processing-records?by=others')
      const json = await ownRecords()
      const [byAdministrator, byOfficer] = ['administration', 'privacy'].map((group) =>
        lines(json, /^Your data were looked at/).find((line) => look(line, 'groups', 0) === group),
      )
      assert.deepEqual(byAdministrator, {
        on: house.today(),
        what: 'Your data were looked at.',
        by: 'employee',
        groups: ['administration'],
        count: before + 3,
        activity: 'Keeping who works here',
        outcome: 'done',
      })
      assert.equal(look(byOfficer, 'count'), 1)
      assert.doesNotMatch(text, /T\d\d:\d\d|"dpo"|"administrator"/)
    })

    test('which of their data changed, in words; what was refused did not happen', async () => {
      const id = await idOf(employee)
      const change = (body: object) => administrator.ask('PATCH', `/api/v1/employees/${id}`, body)
      const { employee: me } = Object((await employee.ask('GET', '/api/v1/me')).json)
      assert.equal((await change({ givenName: 'Anders', email: me.email })).status, 204)
      const other = Object((await dpo.ask('GET', '/api/v1/me')).json).employee
      assert.equal((await change({ email: other.email })).status, 409)
      const found = lines(await ownRecords(), /something about you/i)
      assert.deepEqual(
        found.map((line) => [look(line, 'what'), look(line, 'outcome')]).sort(),
        [
          ['Somebody wanted to change something about you.', 'refused'],
          ['Something about you was changed: first name.', 'done'],
        ].sort(),
      )
      assert.equal((await change({ givenName: me.givenName })).status, 204)
    })

    test('their own doings too, unless they ask for those of others', async () => {
      assert.ok(JSON.stringify(await ownRecords('')).includes('"by":"self"'))
      assert.ok(!JSON.stringify(await ownRecords()).includes('"by":"self"'))
    })

    test('everything that a person can do here with data of people has its words', async () => {
      const { json } = await house.nobody.ask('GET', '/api/v1/openapi.json')
      const operations = Object.values(Object(look(json, 'paths'))).flatMap((path) => Object.values(Object(path)))
      const ours = operations.filter((one) =>
        ['Staff', 'Offices', 'Own page', 'Proposals', 'Records'].includes(String(look(one, 'tags', 0))),
      )
      // What tells nothing of a person, and so concerns nobody.
      const nobodys = ['readSession', 'readStart', 'listUnits']
      const names = ours.map((one) => String(look(one, 'operationId'))).filter((name) => !nobodys.includes(name))
      assert.ok(names.length > 25)
      assert.deepEqual(
        names.filter((name) => !house.house.messages.has(`happened.${name}`)),
        [],
      )
    })
  })

  describe('what the officer sees of it on screen', () => {
    const today = () => house.today()
    const records = async (query: string, by = dpo) =>
      listAt((await by.ask('GET', `/api/v1/records/processing?${query}`)).json, 'records')

    test('each act once, with who by office, how many people, and what came of it', async () => {
      house.clock.now = new Date(house.clock.now.getTime() + 1000)
      await administrator.ask('GET', '/api/v1/employees')
      const answer = await dpo.ask('GET', '/api/v1/records/processing', undefined, { 'accept-language': 'en' })
      const [record] = listAt(answer.json, 'records')
      assert.deepEqual(
        [look(record, 'what'), look(record, 'who'), look(record, 'people'), look(record, 'outcome')],
        ['See the staff list.', { kind: 'employee', offices: ['administrator'] }, 50, 'done'],
      )
      assert.ok(listAt(answer.json, 'activities').length >= 5)
    })

    test('by day, activity and office; an unknown day is not understood', async () => {
      await employee.ask('GET', '/api/v1/me')
      const offices = (await records('office=administrator')).map((record) => look(record, 'who', 'offices', 0))
      assert.ok(offices.length > 0 && offices.every((office) => office === 'administrator'))
      const activities = new Set((await records('activity=sign-in')).map((record) => look(record, 'activity')))
      assert.deepEqual([...activities].length, 1)
      const tomorrow = house.today(1)
      assert.deepEqual(await records(`from=${tomorrow}`), [])
      assert.ok((await records(`from=${today()}&until=${today()}`)).length > 0)
      for (const query of ['from=2026-02-30', 'cursor=xx', 'office=Dpo%20', 'unknown=1'])
        assert.equal((await dpo.ask('GET', `/api/v1/records/processing?${query}`)).status, 400, query)
    })

    test('by pages, each record once', async () => {
      for (let at = 0; at < 40; at += 1) await employee.ask('GET', '/api/v1/units')
      const seen: unknown[] = []
      let next: unknown = ''
      for (let pages = 0; next !== null && pages < 5; pages += 1) {
        const { json } = await dpo.ask('GET', `/api/v1/records/decisions?${next === '' ? '' : `cursor=${next}`}`)
        seen.push(...listAt(json, 'records').map((record) => look(record, 'id')))
        next = look(json, 'next') ?? null
      }
      assert.ok(seen.length > 60)
      assert.equal(new Set(seen).size, seen.length)
    })

    test('one record names who and whose, and shows both standards; that look is told to those people', async () => {
      const id = await idOf(employee)
      house.clock.now = new Date(house.clock.now.getTime() + 1000)
      await administrator.ask('PATCH', `/api/v1/employees/${id}`, { givenName: 'Anders' })
      const [record] = await records('office=administrator')
      const detail = (await dpo.ask('GET', `/api/v1/records/${look(record, 'id')}`)).json
      assert.equal(look(detail, 'person', 'id'), await idOf(administrator))
      assert.deepEqual(
        listAt(detail, 'subjects').map((person) => look(person, 'id')),
        [id],
      )
      assert.match(String(look(detail, 'record', 'what')), /voornaam/)
      assert.equal(look(detail, 'processing', 'spanId'), look(record, 'id'))
      assert.equal(look(detail, 'authorization', 'span_id'), look(record, 'id'))
      assert.ok(listAt(detail, 'policies').length > 0)
      const told = (await employee.ask('GET', '/api/v1/processing-records?by=others')).text
      assert.match(told, /Een regel over u in het logboek is bekeken/)
      assert.equal((await dpo.ask('GET', `/api/v1/records/${'f'.repeat(16)}`)).status, 404)
    })

    test('a file has a line for each record in the words of its standard, and names nobody', async () => {
      const id = await idOf(employee)
      for (const [log, key] of [
        ['processing', 'spanId'],
        ['decisions', 'span_id'],
      ] as const) {
        const answer = await dpo.ask('GET', `/exports/${log}.jsonl?from=${today()}`)
        assert.match(answer.headers.get('content-type') ?? '', /^application\/jsonl/)
        assert.equal(answer.headers.get('content-disposition'), `attachment; filename="${log}-${today()}.jsonl"`)
        const all = answer.text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line))
        assert.ok(all.length > 5 && all.every((line) => typeof line[key] === 'string'))
        assert.doesNotMatch(answer.text, new RegExp(id))
      }
    })

    test('nobody else sees any of it, and a denial is a record', async () => {
      const screens = ['processing', 'decisions', '0'.repeat(16)].map((path) => `/api/v1/records/${path}`)
      for (const path of [...screens, '/exports/processing.jsonl', '/exports/decisions.jsonl']) {
        for (const client of [administrator, employee]) assert.equal((await client.ask('GET', path)).status, 403, path)
      }
      const denied = await dpo.ask('GET', '/api/v1/records/decisions?decision=deny')
      assert.ok(listAt(denied.json, 'records').every((record) => look(record, 'decision') === 'deny'))
      assert.ok(listAt(denied.json, 'records').length > 5)
    })
  })
})

describe('who worked with my data, over many days', () => {
  let house: WholeHouse
  before(async () => {
    house = await openWholeHouse()
  })
  after(() => house.stop())

  test('comes by pages of whole days, each line once', async () => {
    const now = house.clock.now
    const id = String(look((await (await house.as('employee')).ask('GET', '/api/v1/session')).json, 'employee', 'id'))
    for (let at = 0; at < 40; at += 1) {
      house.clock.now = new Date(now.getTime() + at * 86_400_000)
      await (await house.as('administrator')).ask('GET', `/api/v1/employees/${id}`)
    }
    const employee = await house.as('employee')
    const seen: string[] = []
    let query = '?by=others'
    let pages = 0
    for (let next: unknown = ''; next !== null; query = `?by=others&before=${next}`) {
      const { json } = await employee.ask('GET', `/api/v1/processing-records${query}`)
      seen.push(...listAt(json, 'records').map((line) => String(look(line, 'on'))))
      next = look(json, 'next') ?? null
      pages += 1
    }
    assert.equal(pages, 3)
    assert.equal(new Set(seen).size, 40)
    assert.deepEqual(seen, seen.toSorted().toReversed())
    assert.equal(new Set(seen).size, seen.length)
    for (const before of ['2026-02-30', 'x', '0000-00-00'])
      assert.equal((await employee.ask('GET', `/api/v1/processing-records?before=${before}`)).status, 400, before)
  })
})
