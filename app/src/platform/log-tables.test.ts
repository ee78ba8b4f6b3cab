import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { everyDatabase, type TestDatabase } from '../testing/databases.ts'
import { migrate } from './database.ts'

for (const { name, open } of everyDatabase) {
  describe(`the tables of the log on ${name}`, () => {
    let opened: TestDatabase
    before(async () => {
      opened = await open()
      await migrate(opened.database)
    })
    after(() => opened.close())

    test('cannot be emptied, whichever there are', async () => {
      const { rows } = await sql<{ table: string }>`
        select relname as "table" from pg_class
        where relnamespace = current_schema()::regnamespace and relkind = 'r' and relname like 'log\\_%'
        order by 1`.execute(opened.database)
      const tables = rows.map(({ table }) => table)
      for (const known of ['log_pending', 'log_head', 'log_outside', 'log_subjects']) assert.ok(tables.includes(known))
      for (const table of tables)
        await assert.rejects(sql.raw(`truncate ${table} cascade`).execute(opened.database), { code: '23514' }, table)
    })
  })
}
