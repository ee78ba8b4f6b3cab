import { sql } from 'kysely'
import type { Tx } from './database.ts'

/** A table of ours: its columns that can be written, in their order. */
export type StoredTable = { readonly name: string; readonly columns: readonly string[] }
/** Where a sequence stands. `value` is a whole number of up to 64 bits, as text. */
export type StoredSequence = { readonly name: string; readonly value: string; readonly called: boolean }

/** Tables of the migrator: what they say stands in the header. */
const migratorTables = ['kysely_migration', 'kysely_migration_lock']

/**
 * All tables of the database with what is written in them, by name.
 *
 * @throws Where a column has a type that does not come back as it was.
 */
export async function storedTables(tx: Tx): Promise<StoredTable[]> {
  const { rows } = await sql<{ table: string; column: string; type: string }>`
    select c.relname as "table", a.attname as "column", format_type(a.atttypid, null) as "type"
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname collate "C", a.attnum`.execute(tx)
  const inexact = rows.find(({ type }) => type === 'json' || type === 'json[]')
  if (inexact !== undefined)
    throw new Error(`column ${inexact.table}.${inexact.column} has type json, which a backup cannot keep: use jsonb`)
  return [...Map.groupBy(rows, ({ table }) => table)]
    .filter(([name]) => !migratorTables.includes(name))
    .map(([name, columns]) => ({ name, columns: columns.map(({ column }) => column) }))
}

/** Number of rows of a table. */
export async function countRows(tx: Tx, table: string): Promise<number> {
  const { rows } = await sql<{ n: string }>`select count(*)::text as n from ${sql.table(table)}`.execute(tx)
  return Number(rows[0]?.n)
}

/** All sequences, by name, also those behind identity columns. */
export async function storedSequences(tx: Tx): Promise<StoredSequence[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'S' order by 1`.execute(tx)
  const sequences: StoredSequence[] = []
  for (const { name } of rows) {
    const found = await sql<{ value: string; called: boolean }>`
      select last_value::text as value, is_called as called from ${sql.table(name)}`.execute(tx)
    const [state] = found.rows
    if (state !== undefined) sequences.push({ name, ...state })
  }
  return sequences
}

/** A foreign key, as it is taken away and put back. */
export type ForeignKey = { readonly table: string; readonly name: string; readonly definition: string }

/** All foreign keys. */
export async function foreignKeys(tx: Tx): Promise<ForeignKey[]> {
  const { rows } = await sql<ForeignKey>`
    select c.relname as "table", k.conname as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and k.conparentid = 0 and c.relnamespace = current_schema()::regnamespace
    order by 1, 2`.execute(tx)
  return rows
}

/** Removes all that is in the schema: tables, views, routines, types. What extensions brought stays. */
export async function dropEverything(tx: Tx): Promise<void> {
  const { rows } = await sql<{ statement: string }>`
    select statement from (
      select 1 as step, format('drop view %I cascade', relname) as statement from pg_class
        where relnamespace = current_schema()::regnamespace and relkind = 'v'
      union all
      select 2, format('drop table if exists %I cascade', relname) from pg_class
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
      union all
      select 3, format('drop routine if exists %s cascade', p.oid::regprocedure) from pg_proc p
        where pronamespace = current_schema()::regnamespace
          and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      union all
      select 4, format('drop sequence if exists %I cascade', relname) from pg_class
        where relnamespace = current_schema()::regnamespace and relkind = 'S'
      union all
      select 5, format('drop type if exists %I cascade', typname) from pg_type t
        where typnamespace = current_schema()::regnamespace and typtype in ('e', 'd')
          and not exists (select from pg_depend d where d.objid = t.oid and d.deptype = 'e')
    ) all_of_it order by step`.execute(tx)
  for (const { statement } of rows) await sql.raw(statement).execute(tx)
}
