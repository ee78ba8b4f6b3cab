// The crash table of docs/design/log.md: every write fails once before and once after it took effect. After each, the checker
// finds files and tables agreeing, and the next start goes on.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { EntryId } from '../../platform/entry-kind.ts'
import { everyDatabase, type TestDatabase } from '../../testing/databases.ts'
import { failingDisk, failingQueries, StepFailed, Steps } from './testing/failing.ts'
import { type SmallLog, smallLog } from './testing/small-log.ts'

for (const kind of everyDatabase) {
  describe(`an append that fails on ${kind.name}`, () => {
    let opened: TestDatabase
    let log: SmallLog
    before(async () => {
      opened = await kind.open()
      log = await smallLog(opened.database)
    })
    after(async () => {
      log.close()
      await opened.close()
    })

    const indexOf = async (id: EntryId) => {
      const { rows } = await sql<{ at: string | null }>`
        select leaf_index::text as at from log_pending where id = ${id}`.execute(opened.database)
      return rows[0]?.at ?? null
    }

    /** Fails at each step in its turn, until an append comes through. Gives the number of steps. */
    const everyStep = async (attempt: (steps: Steps) => Promise<void>, goOn: 'same process' | 'next start') => {
      for (let at = 1; ; at++) {
        const ids = [await log.enter(at), await log.enter(at + 1)]
        const steps = new Steps(at)
        try {
          await attempt(steps)
        } catch (error) {
          assert.ok(error instanceof StepFailed, String(error))
        }
        const { findings } = await log.check()
        assert.deepEqual(findings, [], `after step ${at}`)
        if (goOn === 'next start') {
          const { sequencer, lost, unknown } = await log.start()
          assert.deepEqual({ lost, unknown }, { lost: 0, unknown: 0 })
          await sequencer.append()
        } else await attempt(new Steps(0))
        assert.deepEqual((await log.check()).findings, [], `after going on after step ${at}`)
        for (const id of ids) assert.notEqual(await indexOf(id), null)
        if (!steps.isOver) return at - 1
      }
    }

    // The steps of the disk are the same whatever the database.
    if (kind === everyDatabase[0]) {
      test('a crash at every step of the disk: the next start goes on', async () => {
        const steps = await everyStep(async (failing) => {
          const { sequencer } = await log.start(failingDisk(log.disk, failing))
          await sequencer.append()
        }, 'next start')
        assert.ok(steps > 25, `${steps} steps`)
      })

      test('a failure at every step of the disk: the same process goes on', async () => {
        let steps = new Steps(0)
        const passing = { pass: () => steps.pass() }
        // One sequencer for all, as in a running house; its disk fails where the steps of the moment say.
        const { sequencer } = await log.start(failingDisk(log.disk, passing as Steps))
        const seen = await everyStep(async (failing) => {
          steps = failing
          await sequencer.append()
        }, 'same process')
        assert.ok(seen > 25, `${seen} steps`)
      })
    }

    test('a crash at every query of an append: the next start goes on', async () => {
      const steps = await everyStep(async (failing) => {
        const failingDatabase = opened.database.withPlugin(failingQueries(failing))
        const { sequencer } = await log.start(log.disk, failingDatabase)
        await sequencer.append()
      }, 'next start')
      assert.ok(steps > 10, `${steps} steps`)
    })

    test('a failure at every query of an append: the same process goes on', async () => {
      let steps = new Steps(0)
      const passing = { pass: () => steps.pass() }
      const failingDatabase = opened.database.withPlugin(failingQueries(passing as Steps))
      const { sequencer } = await log.start(log.disk, failingDatabase)
      const seen = await everyStep(async (failing) => {
        steps = failing
        await sequencer.append()
      }, 'same process')
      assert.ok(seen >= 8, `${seen} steps`)
    })
  })
}
