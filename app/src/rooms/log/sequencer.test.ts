import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { parseIndexEntry } from '@openwacht/tlog/absence-index.ts'
import { parseCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { parseNote } from '@openwacht/tlog/signed-note.ts'
import { TileReader } from '@openwacht/tlog/tile-reader.ts'
import { sql } from 'kysely'
import { everyDatabase, type TestDatabase } from '../../testing/databases.ts'
import { LogMismatch } from './mismatch.ts'
import { type SmallLog, smallLog } from './testing/small-log.ts'

for (const kind of everyDatabase) {
  describe(`the sequencer on ${kind.name}`, () => {
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

    const headOf = async () => {
      const bytes = await log.disk.read('checkpoint')
      return parseCheckpoint(parseNote(bytes ?? new Uint8Array()).text)
    }
    const leaves = async () => {
      const head = await headOf()
      const reader = new TileReader(head, (path) => log.disk.read(path))
      const all: Uint8Array[] = []
      for (let first = 0; first < head.size; first += 256) all.push(...(await reader.entriesAround(first)).entries)
      return all
    }

    test('without an entry there is nothing to sign', async () => {
      const { sequencer } = await log.start()
      assert.equal(await sequencer.append(), undefined)
      assert.equal(await log.disk.read('checkpoint'), undefined)
      assert.deepEqual(await log.check(), { size: 0, behind: 0, findings: [] })
    })

    test('entries get their index in the order in which they came, and the last leaf states the map', async () => {
      const ids = [await log.enter(0), await log.enter(1), await log.enter(2)]
      const { sequencer } = await log.start()
      const batch = await sequencer.append()
      assert.deepEqual(
        batch?.entries,
        ids.map((id, index) => ({ id, index })),
      )
      const all = await leaves()
      assert.deepEqual(
        all.slice(0, 3).map((leaf) => JSON.parse(Buffer.from(leaf).toString()).id),
        ids,
      )
      assert.equal(parseIndexEntry(all[3] ?? new Uint8Array())?.covers, 3)
      assert.equal(await sequencer.append(), undefined)
      assert.deepEqual(await log.check(), { size: 4, behind: 0, findings: [] })
    })

    test('a log that grows over many tiles and starts again stays one log', async () => {
      for (let round = 0; round < 4; round++) {
        const { sequencer } = await log.start()
        for (let some = 0; some < 3; some++) {
          for (let at = 0; at < 31; at++) await log.enter(at)
          await sequencer.append()
        }
      }
      assert.deepEqual((await log.check()).findings, [])
      assert.equal((await headOf()).size, 4 + 12 * 32)
    })

    test('a changed byte in a tile that was not written last is found too', async () => {
      for (const path of ['tile/1/000.p/1', 'tile/0/000', 'tile/entries/000']) {
        const bytes = (await log.disk.read(path)) ?? new Uint8Array()
        writeFileSync(join(log.path, path), bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1))
        assert.ok((await log.check()).findings.length > 0, path)
        writeFileSync(join(log.path, path), bytes)
      }
      assert.deepEqual((await log.check()).findings, [])
    })

    test('partial tiles go when the full one is there', async () => {
      const paths = await log.disk.list()
      assert.ok(paths.includes('tile/0/000'))
      assert.ok(!paths.some((path) => path.startsWith('tile/0/000.p/')))
    })

    test('two sequencers on one database: the second refuses, and nothing is lost', async () => {
      const first = await log.start()
      const second = await log.start()
      await log.enter(0)
      await first.sequencer.append()
      await log.enter(1)
      await assert.rejects(second.sequencer.append(), (error) => error instanceof LogMismatch)
      await first.sequencer.append()
      assert.deepEqual((await log.check()).findings, [])
    })

    test('the head of the log is not removed, and moves on only', async () => {
      for (const statement of ['delete from log_head', 'truncate log_head', 'update log_head set size = size - 1'])
        await assert.rejects(sql.raw(statement).execute(opened.database), /only grows/, statement)
    })

    test('older files are refused: a log never becomes shorter', async () => {
      const older = await log.disk.read('checkpoint')
      const { sequencer } = await log.start()
      await log.enter(0)
      await sequencer.append()
      const newer = await log.disk.read('checkpoint')
      writeFileSync(join(log.path, 'checkpoint'), older ?? '')
      await assert.rejects(log.start(), (error) => error instanceof LogMismatch && error.code === 'shorter-files')
      writeFileSync(join(log.path, 'checkpoint'), newer ?? '')
      await log.start()
    })

    test('files that are gone are written again from the database, to the letter', async () => {
      const before = new Map<string, Uint8Array | undefined>()
      for (const path of await log.disk.list()) before.set(path, await log.disk.read(path))
      rmSync(log.path, { recursive: true })
      const { rebuilt } = await log.start()
      assert.equal(rebuilt, true)
      for (const path of await log.disk.list()) assert.deepEqual(await log.disk.read(path), before.get(path), path)
      assert.ok((await log.disk.list()).includes('tile/1/000.p/1'))
      assert.deepEqual((await log.check()).findings, [])
    })

    test('files are not written again from a database that was changed', async () => {
      const { rows } = await sql<{ root: Uint8Array }>`select root from log_head`.execute(opened.database)
      rmSync(log.path, { recursive: true })
      await sql.raw('alter table log_head disable trigger user').execute(opened.database)
      await sql`update log_head set root = ${new Uint8Array(32)}`.execute(opened.database)
      await assert.rejects(log.start(), (error) => error instanceof LogMismatch && error.code === 'other-root')
      assert.equal(await log.disk.read('checkpoint'), undefined)
      await sql`update log_head set root = ${rows[0]?.root}`.execute(opened.database)
      await sql.raw('alter table log_head enable trigger user').execute(opened.database)
      assert.equal((await log.start()).rebuilt, true)
    })
  })
}
