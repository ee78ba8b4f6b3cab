import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Database } from '../../../platform/database.ts'
import type { SmallLog } from './small-log.ts'

/** One byte that can be changed: `flip` changes it, and gives what puts it back. */
export type Flip = { readonly what: string; flip(): Promise<() => Promise<void>> }

/** Every byte of every file of a log. */
export async function flipsOfFiles(log: SmallLog): Promise<Flip[]> {
  const flips: Flip[] = []
  for (const path of await log.disk.list()) {
    const bytes = (await log.disk.read(path)) ?? new Uint8Array(0)
    for (let at = 0; at < bytes.length; at++) {
      flips.push({
        what: `${path}, byte ${at}`,
        flip: async () => {
          const changed = Uint8Array.from(bytes)
          changed[at] = (changed[at] ?? 0) ^ 1
          writeFileSync(join(log.path, path), changed)
          return async () => writeFileSync(join(log.path, path), bytes)
        },
      })
    }
  }
  return flips
}

/**
 * Columns of the tables of the log, and how one byte of them is changed. Not among them: `place` and the time of day in
 * `opened_at`, which no leaf tells.
 */
const columns = [
  { table: 'log_pending', column: 'id', key: 'leaf', as: 'text' },
  { table: 'log_pending', column: 'kind', key: 'id', as: 'text' },
  { table: 'log_pending', column: 'day', key: 'id', as: 'date' },
  { table: 'log_pending', column: 'opened_at', key: 'id', as: 'date' },
  { table: 'log_pending', column: 'measure', key: 'id', as: 'text' },
  { table: 'log_pending', column: 'leaf', key: 'id', as: 'bytea' },
  { table: 'log_pending', column: 'closes', key: 'id', as: 'text' },
  { table: 'log_pending', column: 'leaf_index', key: 'id', as: 'number' },
  { table: 'log_outside', column: 'blind', key: 'entry_id', as: 'bytea' },
  { table: 'log_outside', column: 'details', key: 'entry_id', as: 'text' },
  { table: 'log_outside', column: 'entry_id', key: 'blind', as: 'text' },
  { table: 'log_subjects', column: 'subject', key: 'entry_id', as: 'text' },
  { table: 'log_salts', column: 'subject', key: 'salt', as: 'text' },
  { table: 'log_salts', column: 'salt', key: 'subject', as: 'bytea' },
  { table: 'log_delays', column: 'until', key: 'entry_id', as: 'date' },
  { table: 'log_delays', column: 'ended_by', key: 'entry_id', as: 'text' },
  { table: 'log_delay_marks', column: 'blind', key: 'entry_id', as: 'bytea' },
  { table: 'log_delay_marks', column: 'key', key: 'entry_id', as: 'bytea' },
  { table: 'log_head', column: 'origin', key: 'id', as: 'text' },
  { table: 'log_head', column: 'size', key: 'id', as: 'number' },
  { table: 'log_head', column: 'root', key: 'id', as: 'bytea' },
] as const

/** Takes away what keeps the tables as they are: whoever owns the database can. */
export async function unguardTables(database: Database): Promise<void> {
  const { rows } = await sql<{ statement: string }>`
    select format('alter table %I drop constraint if exists %I cascade', conrelid::regclass::text, conname) as statement
    from pg_constraint where conrelid::regclass::text like 'log\\_%' and contype <> 'n'
    order by contype <> 'f'`.execute(database)
  for (const { statement } of rows) await sql.raw(statement).execute(database)
  for (const table of new Set(columns.map((one) => one.table)))
    await sql.raw(`alter table ${table} disable trigger user`).execute(database)
}

/** Every byte of every row of the tables of the log. Ask `unguardTables` first. */
export async function flipsOfTables(database: Database): Promise<Flip[]> {
  const flips: Flip[] = []
  for (const { table, column, key, as } of columns) {
    const { rows } = await sql
      .raw<{ key: unknown; size: number }>(
        `select ${key} as key, ${as === 'text' ? `length(${column})` : as === 'bytea' ? `octet_length(${column})` : '1'}::int as size
         from ${table} where ${column} is not null`,
      )
      .execute(database)
    for (const row of rows) {
      for (let at = 0; at < row.size; at++) {
        const set = (value: ReturnType<typeof sql>) =>
          sql`update ${sql.table(table)} set ${sql.ref(column)} = ${value} where ${sql.ref(key)} = ${row.key}`.execute(
            database,
          )
        flips.push({
          what: `${table}.${column}, byte ${at}`,
          flip: async () => {
            const { rows: before } = await sql<{ value: string }>`
              select ${sql.ref(column)}::text as value from ${sql.table(table)} where ${sql.ref(key)} = ${row.key}`.execute(
              database,
            )
            await set(changedValue(column, as, at))
            const type = sql.raw(
              as === 'date' ? (column === 'opened_at' ? 'timestamptz' : 'date') : as === 'number' ? 'bigint' : as,
            )
            return async () => void (await set(sql`${before[0]?.value ?? ''}::text::${type}`))
          },
        })
      }
    }
  }
  return flips
}

function changedValue(column: string, as: (typeof columns)[number]['as'], at: number): ReturnType<typeof sql> {
  const ref = sql.ref(column)
  switch (as) {
    case 'number':
      return sql`${ref} # 1`
    case 'date':
      return sql`${ref} + interval '1 day'`
    case 'bytea':
      return sql`set_byte(${ref}, ${at}, get_byte(${ref}, ${at}) # 1)`
    case 'text':
      return sql`overlay(${ref} placing chr(ascii(substr(${ref}, ${at + 1}, 1)) # 1) from ${at + 1} for 1)`
  }
}
