// What Logboek Dataverwerkingen asks of an application, one test each; the numbers are ours, the words those of
// `sections/specificaties.md` at 01340ad2.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { Value } from 'typebox/value'
import { configKeys, readConfig } from '../config.ts'
import { eachDatabase } from '../testing/databases.ts'
import { asking, plainHouse } from '../testing/plain-house.ts'
import { type Act, type Intent, perform } from './act.ts'
import { type Database, migrate } from './database.ts'
import type { House } from './http.ts'
import { ldvRecord, ldvRecordShape } from './logboek-dataverwerkingen.ts'
import { InputError, Refused } from './problem.ts'
import type { ProcessingActivity } from './processing-activities.ts'
import { recordedActions } from './processing-records.ts'
import { activityVersions, registerActivities } from './processing-register.ts'
import { tracePlaceOf } from './trace-context.ts'

const one = '11111111-1111-4111-8111-111111111111'
const two = '22222222-2222-4222-8222-222222222222'
const activity: ProcessingActivity = {
  ...{ code: 'things', id: '33333333-3333-4333-8333-333333333333', legalBasis: ['LegalObligation'] },
  ...{ purpose: 'LegalCompliance', categories: ['word'], operations: ['Use'] },
}

eachDatabase('the log of processing', (open) => {
  let database: Database
  let house: House
  const clock = { now: new Date('2026-09-01T10:00:00.123Z') }

  before(async () => {
    database = await open()
    await migrate(database)
    house = { ...plainHouse(database).house, now: () => clock.now }
    await sql`create table things (word text primary key)`.execute(database)
    await registerActivities(database, [activity], () => 'Iets', clock.now)
  })

  const intentOf = (traceparent?: string): Intent => ({
    name: 'Look at things',
    action: 'test.look',
    resource: { type: 'House', id: 'self', attributes: {} },
    activity: 'things',
    trace: tracePlaceOf(traceparent),
  })
  const run = (body: (act: Act) => Promise<unknown>, intent = intentOf()) =>
    perform(house, asking(['employee']), intent, body)
  const nobody = async (act: Act) => act.concerns([])
  /** The records that came while something ran, the oldest first. */
  const recordsOf = async (work: () => Promise<unknown>) => {
    clock.now = new Date(clock.now.getTime() + 1000)
    await work().catch((error: unknown) => error)
    return database.transaction().execute(async (tx) => {
      const versions = await activityVersions(tx)
      const actions = await recordedActions(tx, { from: clock.now, limit: 500 })
      return actions.map((action) => ldvRecord(action, versions, 'https://openwacht.voorbeeld.example'))
    })
  }

  test('1. each new processing has a trace of its own', async () => {
    const records = await recordsOf(async () => {
      await run(nobody)
      await run(nobody)
    })
    assert.equal(new Set(records.map(({ traceId }) => traceId)).size, 2)
  })

  test('2. each action has a span of its own', async () => {
    const records = await recordsOf(() => run(async (act) => act.concerns([one, two])))
    assert.equal(records.length, 3)
    assert.equal(new Set(records.map(({ spanId }) => spanId)).size, 3)
  })

  test('3. an action that another one started keeps its trace, and names its span as parent', async () => {
    const records = await recordsOf(() => run(nobody, intentOf(`00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`)))
    assert.equal(records[0]?.traceId.replaceAll('-', ''), 'ab'.repeat(16))
    assert.equal(records[0]?.parentSpanId, 'cd'.repeat(8))
  })

  const outcomes: readonly { name: string; action?: string; body: (act: Act) => Promise<unknown>; status: string }[] = [
    { name: 'what succeeds', body: nobody, status: 'Unset' },
    { name: 'a denial', action: 'test.bind', body: nobody, status: 'Unset' },
    {
      name: 'what a rule refuses',
      body: async (act) => {
        act.concerns([])
        return new Refused(409, [])
      },
      status: 'Unset',
    },
    {
      name: 'wrong input',
      body: async () => {
        throw new InputError([])
      },
      status: 'Unset',
    },
    {
      name: 'a fault of ours',
      body: async () => {
        throw new Error('broken')
      },
      status: 'Error',
    },
  ]
  for (const { name, action, body, status } of outcomes) {
    test(`4 and 7. ${name} leaves one record, with status ${status}`, async () => {
      const intent = { ...intentOf(), ...(action === undefined ? {} : { action }) }
      const records = await recordsOf(() => run(body, intent))
      assert.deepEqual(
        records.map((record) => record.status),
        [status],
      )
    })
  }

  test('5. nothing is sampled: the flag of a caller leaves nothing out', async () => {
    const records = await recordsOf(async () => {
      for (let at = 0; at < 40; at += 1) await run(nobody, intentOf(`00-${'ef'.repeat(16)}-${'01'.repeat(8)}-00`))
    })
    assert.equal(records.length, 40)
  })

  test('6. a record names no or one data subject; each of several has an action below the one known', async () => {
    const records = await recordsOf(() => run(async (act) => act.concerns([one, two, one])))
    const whole = records.find(({ attributes }) => attributes['dpl.core.data_subject_id'] === undefined)
    const parts = records.filter((record) => record !== whole)
    assert.equal(parts.length, 2)
    assert.deepEqual(new Set(parts.map(({ parentSpanId }) => parentSpanId)), new Set([whole?.spanId]))
    assert.deepEqual(new Set(parts.map(({ traceId }) => traceId)), new Set([whole?.traceId]))
  })

  test('8. an empty name is filled in', async () => {
    const records = await recordsOf(() => run(nobody, { ...intentOf(), name: ' ' }))
    assert.equal(records[0]?.name, 'test.look')
  })

  test('9. what cannot be recorded has not happened', async () => {
    await sql`alter table processing_subjects add constraint full_disk check (false) not valid`.execute(database)
    const records = await recordsOf(async () => {
      await run(async (act) => {
        act.concerns([one])
        await sql`insert into things values ('unrecorded')`.execute(act.tx)
      })
    })
    await sql`alter table processing_subjects drop constraint full_disk`.execute(database)
    assert.deepEqual((await sql`select word from things`.execute(database)).rows, [])
    assert.deepEqual(
      records.map(({ status }) => status),
      ['Error'],
    )
  })

  test('11. an act that another application asked for names that application', async () => {
    const [asked] = await recordsOf(() => run(nobody, intentOf(`00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`)))
    const [own] = await recordsOf(() => run(nobody))
    assert.equal(asked?.attributes['dpl.core.foreign_operation.processor'], 'https://openwacht.voorbeeld.example/')
    assert.equal(own?.attributes['dpl.core.foreign_operation.processor'], undefined)
  })

  test('13. each change of an activity is a new version, and a record points at the one of its time', async () => {
    const [before] = await recordsOf(() => run(nobody))
    clock.now = new Date(clock.now.getTime() + 1000)
    await registerActivities(database, [activity], () => 'Iets', clock.now)
    const [same] = await recordsOf(() => run(nobody))
    clock.now = new Date(clock.now.getTime() + 1000)
    await registerActivities(database, [{ ...activity, categories: ['word', 'more'] }], () => 'Iets', clock.now)
    const [after] = await recordsOf(() => run(nobody))
    const uri = (version: number) =>
      `https://openwacht.voorbeeld.example/rvva/processing_activities/${activity.id}/versions/${version}`
    assert.deepEqual(
      [before, same, after].map((record) => record?.attributes['dpl.core.processing_activity_id']),
      [uri(1), uri(1), uri(2)],
    )
  })

  test('13. an activity that is declared no more ends with a version, and comes back with another', async () => {
    await registerActivities(database, [], () => 'Iets', clock.now)
    await registerActivities(database, [], () => 'Iets', clock.now)
    await registerActivities(database, [activity], () => 'Iets', clock.now)
    const versions = await database.transaction().execute(activityVersions)
    assert.deepEqual(
      versions.map(({ version, active }) => `${version} ${active}`),
      ['1 true', '2 true', '3 false', '4 true'],
    )
  })

  test('14. the data subject stands there encrypted, with the type of its name', async () => {
    const records = await recordsOf(() => run(async (act) => act.concerns([one])))
    const { attributes } = records.find((record) => 'dpl.core.data_subject_id' in record.attributes) ?? {}
    assert.equal(attributes?.['dpl.core.data_subject_id_type'], 'openwacht-employee')
    assert.equal(house.seal.open(attributes?.['dpl.core.data_subject_id'] ?? ''), one)
    assert.doesNotMatch(JSON.stringify(records), /1111-4111/)
  })

  test('15. a record has every mandatory field, times in milliseconds since the epoch', async () => {
    const records = await recordsOf(() => run(async (act) => act.concerns([one])))
    assert.equal(records.length, 2)
    for (const record of records) {
      const { resource, ...attributed } = record
      assert.deepEqual([...Value.Errors(ldvRecordShape, { ...attributed, resource })], [])
      assert.equal(record.startTime, clock.now.getTime())
    }
  })

  for (const table of ['processing', 'processing_subjects', 'policy_sets', 'activity_versions']) {
    test(`${table} cannot be emptied`, () =>
      assert.rejects(sql.raw(`truncate ${table} cascade`).execute(database), /never changed/))
  }
})

const traceparents: readonly { name: string; header: string | undefined; kept: boolean }[] = [
  { name: 'a well-formed one', header: `00-${'a1'.repeat(16)}-${'b2'.repeat(8)}-01`, kept: true },
  { name: 'none', header: undefined, kept: false },
  { name: 'a trace of zeros', header: `00-${'00'.repeat(16)}-${'b2'.repeat(8)}-01`, kept: false },
  { name: 'a span of zeros', header: `00-${'a1'.repeat(16)}-${'00'.repeat(8)}-01`, kept: false },
  { name: 'capitals', header: `00-${'A1'.repeat(16)}-${'b2'.repeat(8)}-01`, kept: false },
  { name: 'more than version 00 has', header: `00-${'a1'.repeat(16)}-${'b2'.repeat(8)}-01-x`, kept: false },
  { name: 'a later version with more', header: `01-${'a1'.repeat(16)}-${'b2'.repeat(8)}-01-x`, kept: true },
  { name: 'the version that cannot be', header: `ff-${'a1'.repeat(16)}-${'b2'.repeat(8)}-01`, kept: false },
  { name: 'an attempt at SQL', header: `00-'; drop table processing; --`, kept: false },
]
for (const { name, header, kept } of traceparents) {
  test(`11. W3C Trace Context is read: ${name}`, () => {
    const place = tracePlaceOf(header)
    assert.match(place.traceId, /^[0-9a-f]{32}$/)
    assert.equal(place.traceId === 'a1'.repeat(16), kept)
    assert.equal(place.parentSpanId, kept ? 'b2'.repeat(8) : undefined)
  })
}

const databaseUrls = [
  { url: 'postgres://db.voorbeeld.example/openwacht', refused: true },
  { url: 'postgres://db.voorbeeld.example/openwacht?sslmode=disable', refused: true },
  { url: 'postgres://db.voorbeeld.example/openwacht?sslmode=prefer', refused: true },
  { url: 'postgres://db.voorbeeld.example/openwacht?sslmode=verify-full', refused: false },
  { url: 'postgres://127.0.0.1/openwacht', refused: false },
  { url: 'postgres:///openwacht?host=/run/postgresql', refused: false },
]
for (const { url, refused } of databaseUrls) {
  test(`10. the log is written over TLS: ${url} is ${refused ? 'refused' : 'fine'}`, () => {
    const read = readConfig(
      { [configKeys.demonstration.environment]: 'nl', [configKeys.databaseUrl.environment]: url },
      '/nowhere',
    )
    assert.equal(read.kind === 'faults' && read.faults.some(({ key }) => key === 'database-url'), refused)
  })
}
