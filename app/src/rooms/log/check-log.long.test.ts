import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { closeEffect } from '../../platform/effect.ts'
import { everyDatabase, type TestDatabase } from '../../testing/databases.ts'
import { type Flip, flipsOfFiles, flipsOfTables, unguardTables } from './testing/flips.ts'
import { type SmallLog, smallLog } from './testing/small-log.ts'

for (const kind of everyDatabase) {
  describe(`every byte of a log on ${kind.name}`, () => {
    let opened: TestDatabase
    let log: SmallLog
    before(async () => {
      opened = await kind.open()
      log = await smallLog(opened.database)
      for (let at = 0; at < 3; at++) await log.enter(at)
      await closeEffect(log.house, await log.enterLook(), 'done')
      const { sequencer } = await log.start()
      await sequencer.append()
    })
    after(async () => {
      log.close()
      await opened.close()
    })

    const findsAll = async (flips: readonly Flip[]) => {
      assert.ok(flips.length > 500)
      for (const { what, flip } of flips) {
        const back = await flip()
        const { findings } = await log.check()
        await back()
        assert.ok(findings.length > 0, `nothing found after a change of ${what}`)
      }
      assert.deepEqual((await log.check()).findings, [])
    }

    // The files are the same whatever the database.
    if (kind === everyDatabase[0]) {
      test('in its files, changed one at a time, is found and named', async () => {
        await findsAll(await flipsOfFiles(log))
      })
    }

    test('in its tables, changed one at a time, is found and named', async () => {
      await unguardTables(opened.database)
      await findsAll(await flipsOfTables(opened.database))
    })
  })
}
