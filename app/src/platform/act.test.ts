import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { asking, plainHouse } from '../testing/plain-house.ts'
import { openInMemory } from '../testing/prepared.ts'
import { type Act, type Intent, perform } from './act.ts'
import { type Database, migrate } from './database.ts'
import type { House } from './http.ts'
import { Refused } from './problem.ts'

const someone = '11111111-1111-4111-8111-111111111111'
const another = '22222222-2222-4222-8222-222222222222'

describe('an act and its record', () => {
  let database: Database
  let house: House

  before(async () => {
    database = openInMemory()
    await migrate(database)
    house = plainHouse(database).house
    await sql`create table things (word text primary key)`.execute(database)
  })
  beforeEach(() => sql`delete from things`.execute(database))
  after(() => database.destroy())

  const intent: Intent = {
    name: 'Look at things',
    action: 'test.look',
    resource: { type: 'House', id: 'self', attributes: {} },
    activity: 'things',
    trace: { traceId: 'a'.repeat(32), parentSpanId: undefined },
  }
  const write = async (act: Act) => void (await sql`insert into things values ('one')`.execute(act.tx))
  const things = async () => (await sql<{ word: string }>`select word from things`.execute(database)).rows.length
  const records = async () =>
    (
      await sql<{ status: string; decision: string; principal: string; subjects: string[]; refused: boolean }>`
        select status, decision, principal, refused,
          array(select subject from processing_subjects where processing_id = processing.id order by subject) as subjects
        from processing order by started_at, id`.execute(database)
    ).rows
  const newRecords = async (work: () => Promise<unknown>) => {
    const before = (await records()).length
    await work().catch((error: unknown) => error)
    const all = await records()
    return all.length - before === 1 ? all : assert.fail(`expected one record, got ${all.length - before}`)
  }

  test('what is done leaves one record that names whom it concerns, sealed', async () => {
    let outcome: unknown
    const all = await newRecords(async () => {
      outcome = await perform(house, asking(['employee']), intent, async (act) => {
        act.concerns([another, someone, another])
        await write(act)
        return 'done'
      })
    })
    assert.deepEqual(outcome, { kind: 'done', value: 'done' })
    assert.equal(await things(), 1)
    const newest = all.find((record) => record.subjects.length === 2)
    assert.ok(newest)
    assert.deepEqual(newest.subjects.map((sealed) => house.seal.open(sealed)).sort(), [someone, another])
    assert.equal(house.seal.open(newest.principal), someone)
    assert.doesNotMatch(JSON.stringify(all), /1111-4111|2222-4222/)
  })

  test('an act that does not say whom it concerns fails, and nothing of it remains', async () => {
    const all = await newRecords(() =>
      assert.rejects(perform(house, asking(['employee']), intent, write), /did not say whom it concerns/),
    )
    assert.equal(await things(), 0)
    assert.ok(all.some((record) => record.status === 'Error'))
  })

  test('saying that it concerns nobody is an answer', async () => {
    const outcome = await perform(house, asking(['employee']), intent, async (act) => act.concerns([]))
    assert.equal(outcome.kind, 'done')
  })

  test('a fault undoes the act and leaves a record with status Error', async () => {
    await newRecords(() =>
      perform(house, asking(['employee']), intent, async (act) => {
        act.concerns([another])
        await write(act)
        throw new Error('broken')
      }),
    )
    assert.equal(await things(), 0)
  })

  test('what a refused act wrote is undone, and its one record stays', async () => {
    let outcome: unknown
    const refused = new Refused(409, [{ code: 'no', key: 'no' }])
    const all = await newRecords(async () => {
      outcome = await perform(house, asking(['employee']), intent, async (act) => {
        act.concerns([another])
        await write(act)
        return refused
      })
    })
    assert.deepEqual(outcome, { kind: 'done', value: refused })
    assert.equal(await things(), 0)
    const subjectsOf = all.filter((record) => record.refused).map((record) => record.subjects)
    assert.deepEqual(
      subjectsOf.map((subjects) => subjects.map((sealed) => house.seal.open(sealed))),
      [[another]],
    )
    assert.ok(all.every((record) => !record.refused || record.status === 'Unset'))
  })

  test('a refusal that says so keeps what was written: what is spent stays spent', async () => {
    await newRecords(() =>
      perform(house, asking(['employee']), intent, async (act) => {
        act.concerns([])
        await write(act)
        return new Refused(409, [{ code: 'no', key: 'no' }], 'kept')
      }),
    )
    assert.equal(await things(), 1)
  })

  test('a denial is recorded, and the act does not begin', async () => {
    let begun = false
    const all = await newRecords(async () => {
      const outcome = await perform(house, asking(['employee']), { ...intent, action: 'test.bind' }, async () => {
        begun = true
      })
      assert.equal(outcome.kind, 'denied')
    })
    assert.equal(begun, false)
    assert.ok(all.some((record) => record.decision === 'deny' && record.status === 'Unset'))
  })

  test('who is not known causes no decision and no record', async () => {
    const before = (await records()).length
    const outcome = await perform(house, asking(undefined), intent, async () => assert.fail('must not begin'))
    assert.equal(outcome.kind, 'unknown')
    assert.equal((await records()).length, before)
  })

  for (const change of [
    'update processing set status = $$Ok$$',
    'delete from processing',
    'delete from processing_subjects',
  ]) {
    test(`the database refuses "${change}"`, async () => {
      await assert.rejects(sql.raw(change).execute(database), /never changed/)
    })
  }

  test('two acts at once on the one connection of the embedded database do not mix', async () => {
    const slow = perform(house, asking(['employee']), intent, async (act) => {
      act.concerns([])
      await write(act)
      await sql`select pg_sleep(0.05)`.execute(act.tx)
      throw new Error('undone')
    })
    const quick = perform(house, asking(['employee']), intent, async (act) => {
      act.concerns([])
      await sql`insert into things values ('two')`.execute(act.tx)
    })
    await assert.rejects(slow, /undone/)
    await quick
    assert.deepEqual((await sql`select word from things`.execute(database)).rows, [{ word: 'two' }])
  })
})
