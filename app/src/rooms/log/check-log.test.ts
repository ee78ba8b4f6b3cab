// A sample of the bytes of a log, one changed at a time; `check-log.long.test.ts` changes all of them.
import assert from 'node:assert/strict'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { closeEffect } from '../../platform/effect.ts'
import { openInMemory } from '../../testing/prepared.ts'
import { outsideErasedKind } from './entry-kinds.ts'
import { type Flip, flipsOfFiles, flipsOfTables, unguardTables } from './testing/flips.ts'
import { type SmallLog, smallLog } from './testing/small-log.ts'

describe('the checker', () => {
  const database = openInMemory()
  let log: SmallLog
  before(async () => {
    log = await smallLog(database)
    for (let round = 0; round < 3; round++) {
      for (let at = 0; at < 4; at++) await log.enter(at)
      await closeEffect(log.house, await log.enterLook(), 'done')
      const { sequencer } = await log.start()
      await sequencer.append()
    }
    assert.deepEqual((await log.check()).findings, [])
  })
  after(async () => {
    log.close()
    await database.destroy()
  })

  const found = async () => (await log.check()).findings.map(({ code, place }) => `${code} ${place}`)
  const findsEach = async (flips: readonly Flip[], howMany: number) => {
    const step = Math.max(1, Math.floor(flips.length / howMany))
    const kinds = new Set<string>()
    for (let at = step - 1; at < flips.length; at += step) {
      const flip = flips[at]
      if (flip === undefined) continue
      const back = await flip.flip()
      const findings = await found()
      await back()
      assert.ok(findings.length > 0, `nothing found after a change of ${flip.what}`)
      for (const finding of findings) kinds.add(finding.split(' ')[0] ?? '')
    }
    assert.deepEqual(await found(), [])
    return kinds
  }

  test('a changed byte in any file is found and named', async () => {
    const flips = await flipsOfFiles(log)
    const kinds = await findsEach(flips, 60)
    assert.ok(kinds.has('changed-entry') && kinds.has('changed-file'))
  })

  test('an entry that was changed in its bundle is named by its index', async () => {
    const [flip] = (await flipsOfFiles(log)).filter(({ what }) => what.startsWith('tile/entries/000.p/21, byte 10'))
    const back = await flip?.flip()
    assert.deepEqual(
      (await found()).filter((finding) => finding.startsWith('changed-entry')),
      ['changed-entry entry 0'],
    )
    await back?.()
  })

  for (const { name, spoil, finding } of [
    {
      name: 'a file that is gone',
      spoil: () => rmSync(join(log.path, 'tile/0/000.p/21')),
      finding: 'missing-file tile/0/000.p/21',
    },
    {
      name: 'a checkpoint that is gone',
      spoil: () => rmSync(join(log.path, 'checkpoint')),
      finding: 'missing-file checkpoint',
    },
    {
      name: 'a file that does not belong there',
      spoil: () => writeFileSync(join(log.path, 'notes'), 'x'),
      finding: 'unknown-file notes',
    },
    {
      name: 'a bundle with two entries that changed places',
      spoil: () => renameSync(join(log.path, 'tile/entries/000.p/14'), join(log.path, 'tile/entries/000.p/7')),
      finding: 'changed-file tile/entries/000.p/7',
    },
  ]) {
    test(`${name} is named`, async () => {
      const files = new Map<string, Uint8Array>()
      for (const path of await log.disk.list()) files.set(path, (await log.disk.read(path)) ?? new Uint8Array())
      spoil()
      const findings = await found()
      rmSync(log.path, { recursive: true })
      for (const [path, bytes] of files) {
        mkdirSync(join(log.path, path, '..'), { recursive: true })
        writeFileSync(join(log.path, path), bytes)
      }
      assert.ok(findings.includes(finding), findings.join(', '))
      assert.deepEqual(await found(), [])
    })
  }

  test('what stands outside may be gone only where an entry says that it was erased', async () => {
    const id = await log.enter(1)
    await sql`delete from log_outside where entry_id = ${id}`.execute(database)
    assert.deepEqual(await found(), [`missing-outside log_outside ${id}`])
    await log.enterPlain(outsideErasedKind, { of: id })
    assert.deepEqual(await found(), [])
  })

  test('a changed byte in any row of any table of the log is found and named', async () => {
    const { sequencer } = await log.start()
    await sequencer.append()
    await unguardTables(database)
    const kinds = await findsEach(await flipsOfTables(database), 120)
    for (const kind of ['changed-row', 'changed-outside', 'changed-subjects', 'changed-delay', 'wrong-head'])
      assert.ok(kinds.has(kind), `${kind} was never found`)
  })

  test('a row that is removed, doubled or put in the place of another is named', async () => {
    const spoiled = async (statement: string) => {
      await database
        .transaction()
        .execute(async (tx) => {
          await sql.raw(statement).execute(tx)
          const findings = (await log.checkIn(tx)).findings.map(({ code }) => code)
          throw Object.assign(new Error('undo'), { findings })
        })
        .catch((error) => {
          spoiled.last = error.findings ?? assert.fail(error)
        })
      return spoiled.last
    }
    spoiled.last = [] as string[]
    assert.ok((await spoiled('delete from log_pending where leaf_index = 3')).includes('missing-row'))
    const swapped = await spoiled(
      'update log_pending set leaf_index = case leaf_index when 1 then 2 else 1 end where leaf_index in (1, 2)',
    )
    assert.ok(swapped.includes('moved-row'))
    const later = await spoiled('update log_pending set leaf_index = 1000 where leaf_index = 3')
    assert.ok(later.includes('row-without-entry') && later.includes('missing-row'))
  })
})
