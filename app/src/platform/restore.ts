import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { BackupHeader } from './backup-format.ts'
import type { BackupKey } from './backup-key.ts'
import { BackupFault, type BackupPart, readBackup } from './backup-reader.ts'
import { countRows, dropEverything, type ForeignKey, foreignKeys, storedTables } from './backup-tables.ts'
import { type Database, knownMigrations, migrate, migrateWith, type Tx } from './database.ts'
import { OperatorError } from './operator-error.ts'
import { isAlone } from './server-presence.ts'

/** What was put back. */
export type Restored = { readonly header: BackupHeader; readonly rows: number; readonly migrated: readonly string[] }

/**
 * Puts a backup in the place of what is in the database: whole, or with any fault nothing at all.
 *
 * One transaction: make the schema as it was then, fill it, hold every row against every constraint, and bring it up to
 * date. The caller has checked the file (`checkBackup`); it is checked again while it is read.
 *
 * @param key - As for `readBackup`.
 * @param replace - Removes what is there first. Without it the database must hold no row.
 * @throws OperatorError where the database is not empty, or the backup is of a newer Openwacht.
 * @throws BackupFault where the file is not, or no longer, what it was.
 */
export async function restoreBackup(
  database: Database,
  path: string,
  key: BackupKey | undefined,
  replace: boolean,
): Promise<Restored> {
  return database.transaction().execute(async (tx) => {
    if (!(await isAlone(tx)))
      throw new OperatorError('Openwacht runs on this database', 'Stop it first: npx openwacht stop')
    if (!replace) await refuseFilled(tx)
    await dropEverything(tx)
    const parts = readBackup(path, key)
    const header = await headerOf(parts)
    await refuseNewer(header)
    await migrateWith(tx, header.migrations)
    await refuseOtherTables(tx, header)
    const keys = await foreignKeys(tx)
    await openForFilling(tx, header, keys)
    for await (const part of parts) {
      if (part.kind === 'rows') await addRows(tx, columnsOf(header, part.table), part)
    }
    await closeAfterFilling(tx, header, keys)
    const migrated = await migrate(tx)
    return { header, rows: header.tables.reduce((sum, { rows }) => sum + rows, 0), migrated }
  })
}

async function headerOf(parts: AsyncGenerator<BackupPart>): Promise<BackupHeader> {
  const { value, done } = await parts.next()
  if (done || value.kind !== 'header') throw new TypeError('a backup starts with its header')
  return value.header
}

async function refuseFilled(tx: Tx): Promise<void> {
  for (const { name } of await storedTables(tx)) {
    const { rows } = await sql<{ filled: boolean }>`
      select exists(select from ${sql.table(name)}) as filled`.execute(tx)
    if (rows[0]?.filled)
      throw new OperatorError(
        'the database is not empty',
        'Name an empty one, or add --replace: that removes all that is there now.',
      )
  }
}

async function refuseNewer(header: BackupHeader): Promise<void> {
  const known = await knownMigrations()
  const unknown = header.migrations.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new OperatorError(
      `the backup was made by Openwacht ${header.product}, whose database has step "${unknown}", which this one does not know`,
      'Restore it with that version or a newer one.',
    )
}

async function refuseOtherTables(tx: Tx, header: BackupHeader): Promise<void> {
  const there = new Map((await storedTables(tx)).map(({ name, columns }) => [name, columns]))
  for (const { name, columns } of header.tables) {
    if (isDeepStrictEqual(there.get(name)?.toSorted(), columns.toSorted())) continue
    throw new BackupFault('this table is not as its migrations make it', {
      ...{ line: 1, byte: undefined },
      table: name,
    })
  }
}

function columnsOf(header: BackupHeader, table: string): readonly string[] {
  return header.tables.find(({ name }) => name === table)?.columns ?? []
}

/** Rows come in any order and are as they were: no reference is followed and no trigger runs until all are there. */
async function openForFilling(tx: Tx, header: BackupHeader, keys: readonly ForeignKey[]): Promise<void> {
  for (const { table, name } of keys)
    await sql`alter table ${sql.table(table)} drop constraint ${sql.ref(name)}`.execute(tx)
  for (const { name } of header.tables) {
    await sql`alter table ${sql.table(name)} disable trigger user`.execute(tx)
    // What a migration put in comes back with the rest.
    await sql`delete from ${sql.table(name)}`.execute(tx)
  }
}

async function addRows(
  tx: Tx,
  columns: readonly string[],
  part: { readonly table: string; readonly lines: readonly string[] },
): Promise<void> {
  const named = sql.join(columns.map((column) => sql.ref(column)))
  await sql`
    insert into ${sql.table(part.table)} (${named}) overriding system value
    select ${named} from json_populate_recordset(null::${sql.table(part.table)}, ${`[${part.lines.join(',')}]`}::json)
  `.execute(tx)
}

async function closeAfterFilling(tx: Tx, header: BackupHeader, keys: readonly ForeignKey[]): Promise<void> {
  for (const { name, rows } of header.tables) {
    const found = await countRows(tx, name)
    if (found !== rows) throw new Error(`table ${name}: expected ${rows} rows, got ${found}`)
    await sql`alter table ${sql.table(name)} enable trigger user`.execute(tx)
  }
  for (const { table, name, definition } of keys)
    await sql`alter table ${sql.table(table)} add constraint ${sql.ref(name)} ${sql.raw(definition)}`.execute(tx)
  for (const { name, value, called } of header.sequences)
    await sql`select setval(${name}::regclass, ${value}::bigint, ${called})`.execute(tx)
}
