import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { bandKeys } from '@openwacht/tlog/absence-hashes.ts'
import { sql } from 'kysely'
import { perform } from '../../platform/act.ts'
import { subjectDayKey } from '../../platform/entry-marks.ts'
import { subjectSecrets } from '../../platform/outbox.ts'
import { everyDatabase, type TestDatabase } from '../../testing/databases.ts'
import { asking } from '../../testing/plain-house.ts'
import { readAbsence } from './absence.ts'
import { eraseOutside, eraseSecret } from './erasing.ts'
import type { TransparencyLog } from './log.ts'
import { persons, type SmallLog, smallLog } from './testing/small-log.ts'

for (const kind of everyDatabase) {
  describe(`what a person can find on ${kind.name}`, () => {
    let opened: TestDatabase
    let log: SmallLog
    let running: TransparencyLog
    before(async () => {
      opened = await kind.open()
      log = await smallLog(opened.database)
      running = await log.run()
    })
    after(async () => {
      await running.close()
      log.close()
      await opened.close()
    })

    const period = { from: '2026-08-01', until: '2026-12-31' }
    const absenceOf = async (person: string) => {
      const sealed = log.house.seal.seal(person)
      const [secret] = await opened.database
        .transaction()
        .execute((tx) => subjectSecrets({ tx, outbox: log.house.outbox }, [sealed]))
      return running.opened?.sequencer.reading(async (_tree, map) =>
        readAbsence(map, period, (day) => subjectDayKey(secret ?? new Uint8Array(), day)),
      )
    }
    const [, second = '', third = ''] = persons

    test('an entry of which notice waits is counted for everybody, and found by nobody', async () => {
      await log.enter(2)
      await log.enter(1)
      await running.takeTurn()
      const waiting = await absenceOf(third)
      assert.deepEqual(waiting?.days, [])
      assert.deepEqual(waiting.delayed, [{ band: 'delayed/2026', undisclosed: '1-9' }])
      const other = await absenceOf(second)
      assert.deepEqual(other?.days, [{ day: '2026-09-01', entries: [1] }])
    })

    test('on its last day it still waits; after that day it stands under the key of the person', async () => {
      log.clock.now = new Date('2026-12-01T20:00:00Z')
      await running.takeTurn()
      await running.takeTurn()
      assert.deepEqual((await absenceOf(third))?.days, [])
      log.clock.now = new Date('2026-12-01T23:30:00Z')
      await running.takeTurn()
      await running.takeTurn()
      const after = await absenceOf(third)
      assert.deepEqual(after?.days, [{ day: '2026-09-01', entries: [0] }])
      assert.deepEqual(after.delayed, [{ band: 'delayed/2026', undisclosed: '0' }])
      const counted = await running.opened?.sequencer.reading(async (_tree, map) =>
        map.find(bandKeys('delayed/2026').delayed),
      )
      assert.deepEqual(counted, [0])
      assert.deepEqual((await log.check()).findings, [])
    })

    test('what stands outside is erased, once, and an entry says so', async () => {
      const id = await log.enter(1, log.clock.now)
      const house = { ...log.house, now: () => log.clock.now }
      const intent = {
        ...{ name: 'Test', action: 'test.look', activity: undefined },
        ...{ resource: { type: 'House', id: 'self', attributes: {} } },
        trace: { traceId: 'a'.repeat(32), parentSpanId: undefined },
      }
      const erased = async () => {
        const outcome = await perform(house, asking(['employee']), intent, (act) => eraseOutside(act, id))
        return outcome.kind === 'done' && outcome.value
      }
      assert.equal(await erased(), true)
      assert.equal(await erased(), false)
      const sealed = log.house.seal.seal(second)
      await perform(house, asking(['employee']), intent, (act) => eraseSecret(act, sealed))
      await running.takeTurn()
      assert.deepEqual((await log.check()).findings, [])
      const { rows } = await sql<{ kind: string }>`
        select kind from log_pending order by place desc limit 2`.execute(opened.database)
      assert.deepEqual(
        rows.map((row) => row.kind),
        ['secret-erased', 'outside-erased'],
      )
    })

    test('after the secret is erased nobody finds what was about the person', async () => {
      assert.deepEqual((await absenceOf(second))?.days, [])
    })
  })
}
