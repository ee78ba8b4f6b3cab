import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { commitTo } from '@openwacht/tlog/absence-hashes.ts'
import { sql } from 'kysely'
import { everyDatabase, type TestDatabase } from '../testing/databases.ts'
import { asking, plainHouse } from '../testing/plain-house.ts'
import { type Act, type Intent, perform } from './act.ts'
import { migrate } from './database.ts'
import { type Entered, performWithEffect } from './effect.ts'
import { commitmentTo, type EntryId, entryKind, hourField, measureField, oneOf } from './entry-kind.ts'
import { subjectDayKey } from './entry-marks.ts'
import type { House } from './http.ts'
import { localDayAndHour } from './outbox.ts'
import { LogStopped, Refused } from './problem.ts'

const someone = '11111111-1111-4111-8111-111111111111'
const change = entryKind(
  'test-change',
  { measure: measureField, way: oneOf(['wider', 'narrower']) },
  { details: { part: hourField } },
)
const look = entryKind('test-look', { measure: measureField }, { needs: 'witness', opens: true })
const intent: Intent = {
  name: 'Change a thing',
  action: 'test.look',
  resource: { type: 'House', id: 'self', attributes: {} },
  activity: undefined,
  trace: { traceId: 'a'.repeat(32), parentSpanId: undefined },
}

for (const kind of everyDatabase) {
  describe(`acts and their entries on ${kind.name}`, () => {
    let opened: TestDatabase
    let house: House
    before(async () => {
      opened = await kind.open()
      await migrate(opened.database)
      house = plainHouse(opened.database).house
    })
    after(() => opened.close())

    const rows = async () =>
      (
        await sql<{
          id: EntryId
          kind: string
          day: string
          measure: string | null
          leaf: Uint8Array
          closes: string | null
        }>`
          select id, kind, day::text as day, measure, leaf, closes from log_pending order by place`.execute(
          opened.database,
        )
      ).rows
    const outside = async () =>
      (
        await sql<{ entry_id: string; blind: Uint8Array; details: string }>`select * from log_outside`.execute(
          opened.database,
        )
      ).rows
    const newRows = async (work: () => Promise<unknown>) => {
      const before = (await rows()).length
      await work()
      return (await rows()).slice(before)
    }
    const enterChange = (act: Act) =>
      act.enter(change, { measure: 'measure-07', way: 'wider' }, { about: [someone, someone], details: { part: 3 } })

    test('an act that is done has its entry, and what stands outside opens its commitment', async () => {
      const [row] = await newRows(() => perform(house, asking(['employee']), intent, enterChange))
      const text = Buffer.from(row?.leaf ?? []).toString()
      const leaf = JSON.parse(text)
      assert.equal(row?.measure, 'measure-07')
      assert.equal(row.day, '2026-09-01')
      assert.equal(leaf.id, row.id)
      assert.doesNotMatch(text, /1111-4111/)
      const [apart] = await outside()
      assert.equal(leaf.outside, commitmentTo(apart?.blind ?? new Uint8Array(), apart?.details ?? ''))
      assert.deepEqual(JSON.parse(apart?.details ?? ''), { part: 3, hour: 12 })
      const { rows: subjects } = await sql<{ subject: string }>`select subject from log_subjects`.execute(
        opened.database,
      )
      assert.deepEqual(
        subjects.map(({ subject }) => house.seal.open(subject)),
        [someone],
      )
    })

    const keyOn = async (day: string) => {
      const sealed = house.seal.seal(someone)
      const { rows: salts } = await sql<{ salt: Uint8Array }>`
        select salt from log_salts where subject = ${sealed}`.execute(opened.database)
      assert.equal(salts.length, 1)
      return Buffer.from(
        subjectDayKey(house.outbox.secretOf(sealed, salts[0]?.salt ?? new Uint8Array()), day),
      ).toString('hex')
    }
    const lastLeaf = async () => JSON.parse(Buffer.from((await rows()).at(-1)?.leaf ?? []).toString())

    test('an entry has the key of the day of whom it is about, once, and it is the same all day', async () => {
      const key = await keyOn('2026-09-01')
      assert.deepEqual((await lastLeaf()).about, [key])
      await perform(house, asking(['employee']), intent, enterChange)
      assert.deepEqual((await lastLeaf()).about, [key])
    })

    test('where notice waits, the entry has a commitment in the place of the key', async () => {
      await perform(house, asking(['employee']), intent, (act) =>
        act.enter(
          change,
          { measure: 'measure-07', way: 'wider' },
          { about: [someone], noticeWaitsUntil: '2026-12-01', details: { part: 3 } },
        ),
      )
      const leaf = await lastLeaf()
      assert.equal(leaf.about, undefined)
      assert.equal(leaf.delayed.until, '2026-12-01')
      const { rows: kept } = await sql<{ blind: Uint8Array; key: Uint8Array }>`
        select blind, key from log_delay_marks`.execute(opened.database)
      const [{ blind, key } = { blind: new Uint8Array(), key: new Uint8Array() }] = kept
      assert.equal(Buffer.from(key).toString('hex'), await keyOn('2026-09-01'))
      assert.deepEqual(leaf.delayed.commitments, [Buffer.from(commitTo(blind, key)).toString('hex')])
    })

    test('two acts at once that are about one new person find one secret', async () => {
      const newcomer = '22222222-2222-4222-8222-222222222222'
      await Promise.all(
        [1, 2, 3].map(() =>
          perform(house, asking(['employee']), intent, (act) =>
            act.enter(change, { measure: 'measure-07', way: 'wider' }, { about: [newcomer], details: { part: 3 } }),
          ),
        ),
      )
      const keys = (await rows()).slice(-3).map(({ leaf }) => JSON.parse(Buffer.from(leaf).toString()).about[0])
      assert.equal(new Set(keys).size, 1)
    })

    test('an act that fails after its entry leaves no entry', async () => {
      const added = await newRows(() =>
        assert.rejects(
          perform(house, asking(['employee']), intent, async (act) => {
            await enterChange(act)
            throw new Error('broken')
          }),
          /broken/,
        ),
      )
      assert.deepEqual(added, [])
    })

    test('facts that do not fit the kind undo the act', async () => {
      const added = await newRows(() =>
        assert.rejects(
          perform(house, asking(['employee']), intent, async (act) => {
            await enterChange(act)
            // What no caller with these types can write, on purpose.
            return act.enter(change, { measure: 'Jan Jansen', way: 'wider' }, { details: { part: 3 } })
          }),
          TypeError,
        ),
      )
      assert.deepEqual(added, [])
    })

    for (const statement of [
      `update log_pending set leaf = '{}'`,
      `update log_pending set day = day - 1`,
      'delete from log_pending',
      'truncate log_pending cascade',
      `update log_outside set details = '{}'`,
      `update log_subjects set subject = 'x'`,
      `update log_salts set salt = '\\x${'00'.repeat(32)}'`,
      'delete from log_delays',
      `update log_delay_marks set key = '\\x${'00'.repeat(32)}'`,
    ]) {
      test(`the database refuses "${statement}"`, async () => {
        await assert.rejects(sql.raw(statement).execute(opened.database), /never changed|ended once/)
      })
    }

    test('an entry gets its index once', async () => {
      await sql`update log_pending set leaf_index = 0 where place = (select min(place) from log_pending)`.execute(
        opened.database,
      )
      await assert.rejects(
        sql`update log_pending set leaf_index = 1 where leaf_index is not null`.execute(opened.database),
        /never changed/,
      )
    })

    test('what stands outside can be erased, and whom it was about goes with it', async () => {
      await sql`delete from log_outside`.execute(opened.database)
      const { rows: subjects } = await sql`select 1 from log_subjects`.execute(opened.database)
      assert.deepEqual(subjects, [])
    })

    const enterLook = async (act: Act): Promise<Entered<string>> => ({
      entry: await act.enter(look, { measure: 'measure-07' }),
      plan: 'the plan',
    })
    const outcomes = (added: Awaited<ReturnType<typeof rows>>) =>
      added.map((row) => [row.kind, JSON.parse(Buffer.from(row.leaf).toString()).result])

    test('an effect outside begins after its entry is logged, and its outcome follows', async () => {
      const order: string[] = []
      const added = await newRows(async () => {
        const waiting: House = {
          ...house,
          outbox: {
            ...house.outbox,
            until: async (entry, need) => {
              assert.ok((await rows()).some((row) => row.id === entry))
              order.push(need)
              return undefined
            },
          },
        }
        const outcome = await performWithEffect(
          waiting,
          asking(['employee']),
          intent,
          look,
          enterLook,
          async (plan) => {
            order.push(plan)
            return 42
          },
        )
        assert.deepEqual(outcome, { kind: 'done', value: 42 })
      })
      assert.deepEqual(order, ['witness', 'the plan'])
      assert.deepEqual(outcomes(added), [
        ['test-look', undefined],
        ['outcome', 'done'],
      ])
      assert.equal(added[1]?.closes, added[0]?.id)
    })

    test('an effect that fails has the outcome "failed"', async () => {
      const added = await newRows(() =>
        assert.rejects(
          performWithEffect(house, asking(['employee']), intent, look, enterLook, async () => {
            throw new Error('broken')
          }),
          /broken/,
        ),
      )
      assert.deepEqual(outcomes(added).at(-1), ['outcome', 'failed'])
    })

    test('an effect whose checkpoint does not come is not begun, and the outcome says so', async () => {
      const silent: House = { ...house, outbox: { ...house.outbox, until: async () => 'no-witness' } }
      const added = await newRows(() =>
        assert.rejects(
          performWithEffect(silent, asking(['employee']), intent, look, enterLook, async () => assert.fail('began')),
          (error) => error instanceof LogStopped && error.code === 'no-witness',
        ),
      )
      assert.deepEqual(outcomes(added).at(-1), ['outcome', 'not-done'])
    })

    test('a refusal before the entry has no entry and no effect', async () => {
      const added = await newRows(() =>
        performWithEffect(
          house,
          asking(['employee']),
          intent,
          look,
          async () => new Refused(409, []),
          async () => assert.fail('began'),
        ),
      )
      assert.deepEqual(added, [])
    })

    test('an act that needs a witness does not begin while there is none', async () => {
      const stopped: House = { ...house, outbox: { ...house.outbox, stopped: () => 'fork' } }
      const added = await newRows(() =>
        assert.rejects(perform(stopped, asking(['employee']), intent, enterLook), LogStopped),
      )
      assert.deepEqual(added, [])
    })

    test('an effect has one outcome', async () => {
      const { rows: twice } = await sql<{
        id: string
      }>`select closes as id from log_pending where closes is not null`.execute(opened.database)
      const copy = sql`insert into log_pending (id, kind, day, leaf, closes)
        values (${'b'.repeat(32)}, 'outcome', '2026-09-01', '{}', ${twice[0]?.id})`
      await assert.rejects(copy.execute(opened.database), /unique|duplicate/)
    })
  })
}

test('the day and the hour are those of the organisation, also around midnight and the change of the clock', () => {
  const zone = 'Europe/Amsterdam'
  assert.deepEqual(localDayAndHour(new Date('2026-09-01T21:59:59Z'), zone), { day: '2026-09-01', hour: 23 })
  assert.deepEqual(localDayAndHour(new Date('2026-09-01T22:00:00Z'), zone), { day: '2026-09-02', hour: 0 })
  assert.deepEqual(localDayAndHour(new Date('2026-10-25T01:30:00Z'), zone), { day: '2026-10-25', hour: 2 })
})
