import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { closeEffect } from '../../platform/effect.ts'
import { enterEntry } from '../../platform/outbox.ts'
import { everyDatabase, type TestDatabase } from '../../testing/databases.ts'
import { delayEndedKind, outsideErasedKind } from './entry-kinds.ts'
import { LogMismatch } from './mismatch.ts'
import { type SmallLog, smallLog } from './testing/small-log.ts'

for (const kind of everyDatabase) {
  describe(`a start on ${kind.name}`, () => {
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

    const append = async () => {
      const started = await log.start()
      await started.sequencer.append()
      return started
    }
    /** The tables of the log as they are now, to be put back later: as a restored backup, or after a loss of power. */
    const keepTables = async () => {
      const names = ['log_pending', 'log_outside', 'log_subjects', 'log_delays', 'log_delay_marks', 'log_head']
      await opened.database.transaction().execute(async (tx) => {
        for (const name of names) await sql.raw(`drop table if exists kept_${name}`).execute(tx)
        for (const name of names) await sql.raw(`create table kept_${name} as select * from ${name}`).execute(tx)
      })
      return () =>
        opened.database.transaction().execute(async (tx) => {
          for (const name of names) await sql.raw(`alter table ${name} disable trigger user`).execute(tx)
          for (const name of names.toReversed()) await sql.raw(`delete from ${name}`).execute(tx)
          for (const name of names)
            await sql.raw(`insert into ${name} overriding system value select * from kept_${name}`).execute(tx)
          for (const name of names) await sql.raw(`alter table ${name} enable trigger user`).execute(tx)
        })
    }
    const newest = async (count: number) => {
      const { rows } = await sql<{ kind: string; leaf: Uint8Array; closes: string | null; leaf_index: string | null }>`
        select kind, leaf, closes, leaf_index::text from log_pending order by place desc limit ${count}`.execute(
        opened.database,
      )
      return rows.map((row) => ({ ...row, leaf: JSON.parse(Buffer.from(row.leaf).toString()) })).reverse()
    }

    test('entries whose acts the database lost are closed as lost, once', async () => {
      await log.enter(0)
      await append()
      const lose = await keepTables()
      const ids = [await log.enter(0), await log.enter(1), await log.enter(2)]
      await append()
      await lose()
      const { lost, sequencer } = await log.start()
      assert.equal(lost, 3)
      const rows = (await newest(6)).filter((row) => row.kind === 'lost')
      assert.deepEqual(
        rows.map((row) => [row.kind, row.leaf.of, row.leaf.effect, row.closes]),
        ids.map((id) => ['lost', id, 'none', id]),
      )
      await sequencer.append()
      assert.deepEqual((await log.check()).findings, [])
      assert.equal((await log.start()).lost, 0)
    })

    test('what was lost and closed before is not closed again, when the same backup is put back twice', async () => {
      const lose = await keepTables()
      await log.enter(1)
      await append()
      await lose()
      assert.equal((await append()).lost, 1)
      await lose()
      assert.equal((await append()).lost, 0)
      assert.deepEqual((await log.check()).findings, [])
    })

    test('an effect whose act was lost: nobody can say whether it happened', async () => {
      const lose = await keepTables()
      const effect = await log.enterLook()
      await append()
      await lose()
      const { unknown } = await append()
      const [row] = await newest(1)
      assert.deepEqual([row?.kind, row?.leaf.of, row?.leaf.effect], ['lost', effect, 'unknown'])
      assert.equal(unknown, 0)
      assert.deepEqual((await log.check()).findings, [])
    })

    test('an outcome that the database lost is taken from the files', async () => {
      const effect = await log.enterLook()
      await append()
      const lose = await keepTables()
      await closeEffect(log.house, effect, 'done')
      await log.start()
      await append()
      await lose()
      const { lost, unknown } = await append()
      assert.deepEqual({ lost, unknown }, { lost: 0, unknown: 0 })
      assert.deepEqual((await log.check()).findings, [])
    })

    test('an erasure that the database lost is carried out again', async () => {
      const id = await log.enter(1)
      await append()
      const lose = await keepTables()
      const { database, outbox, seal, now } = log.house
      await database.transaction().execute(async (tx) => {
        await sql`delete from log_outside where entry_id = ${id}`.execute(tx)
        await enterEntry({ tx, at: now(), outbox, seal }, outsideErasedKind, { of: id })
      })
      await append()
      await lose()
      assert.equal((await append()).lost, 0)
      const { rows } = await sql`select 1 from log_outside where entry_id = ${id}`.execute(database)
      assert.deepEqual(rows, [])
      assert.deepEqual((await log.check()).findings, [])
    })

    test('the end of a delay that the database lost is noted again', async () => {
      const id = await log.enter(2)
      await append()
      const lose = await keepTables()
      const { database, outbox, seal, now } = log.house
      await database.transaction().execute(async (tx) => {
        const { rows } = await sql<{ blind: Uint8Array; key: Uint8Array }>`
          select blind, key from log_delay_marks where entry_id = ${id}`.execute(tx)
        const revealed = rows.map(({ blind, key }) => ({
          blind: Buffer.from(blind).toString('hex'),
          key: Buffer.from(key).toString('hex'),
        }))
        const end = await enterEntry({ tx, at: now(), outbox, seal }, delayEndedKind, { of: id }, undefined, {
          revealed,
        })
        await sql`update log_delays set ended_by = ${end} where entry_id = ${id}`.execute(tx)
      })
      await append()
      assert.deepEqual((await log.check()).findings, [])
      await lose()
      assert.equal((await append()).lost, 0)
      assert.deepEqual((await log.check()).findings, [])
    })

    test('an effect that a crash left open is closed as unknown', async () => {
      const effect = await log.enterLook(new Date(log.house.now().getTime() - 1))
      const { unknown } = await append()
      assert.equal(unknown, 1)
      const [row] = await newest(1)
      assert.deepEqual(
        [row?.kind, row?.leaf, row?.closes],
        ['outcome', { ...row?.leaf, of: effect, result: 'unknown' }, effect],
      )
      assert.equal((await append()).unknown, 0)
      assert.deepEqual((await log.check()).findings, [])
    })

    test('an entry that was changed in the database is refused', async () => {
      const id = await log.enter(0)
      const lose = await keepTables()
      await append()
      await lose()
      await sql.raw('alter table log_pending disable trigger user').execute(opened.database)
      await sql`update log_pending set leaf = convert_to(replace(convert_from(leaf, 'UTF8'), 'wider', 'narrower'), 'UTF8')
        where id = ${id}`.execute(opened.database)
      await assert.rejects(log.start(), (error) => error instanceof LogMismatch && error.code === 'other-entry')
      await sql`update log_pending set leaf = convert_to(replace(convert_from(leaf, 'UTF8'), 'narrower', 'wider'), 'UTF8')
        where id = ${id}`.execute(opened.database)
      await sql.raw('alter table log_pending enable trigger user').execute(opened.database)
      await append()
    })
  })
}
