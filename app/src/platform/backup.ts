import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { sql } from 'kysely'
import { type BackupHeader, backupVersion, formatTrailer, newHash, newSums } from './backup-format.ts'
import type { BackupKey } from './backup-key.ts'
import { countRows, storedSequences, storedTables } from './backup-tables.ts'
import type { Tx } from './database.ts'

/** What a backup is made from besides the tables. */
export type BackupFacts = {
  readonly product: string
  readonly at: Date
  readonly migrations: readonly string[]
  readonly key: BackupKey
  /** Tables that are not kept: what is in them should not come back. */
  readonly without: readonly string[]
}

/** What was written: all but the last line, which is given when the backup is known to be complete. */
export type BackupWritten = { readonly rows: number; readonly trailer: string }

/** Rows that are in memory at once. */
const batchRows = 500

/**
 * Writes a backup of the whole database, without its last line.
 *
 * One moment of the database: it reads in one transaction at repeatable read, so `tx` must not have asked anything yet.
 * Memory stays the same whatever the size.
 *
 * @param write - Takes bytes in their order; the next are made when it is done.
 */
export async function writeBackup(
  tx: Tx,
  facts: BackupFacts,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<BackupWritten> {
  await sql`set transaction isolation level repeatable read`.execute(tx)
  await sql`set local timezone to 'UTC'`.execute(tx)
  await sql`set local bytea_output to 'hex'`.execute(tx)
  const header = await headerOf(tx, facts)
  const gzip = createGzip()
  const feeding = pipeline(Readable.from(linesOf(tx, header)), gzip)
  // Where writing fails, its own error says why.
  feeding.catch(() => undefined)
  const sums = newSums(facts.key)
  for await (const chunk of gzip) {
    sums.update(chunk)
    await write(chunk)
  }
  await feeding
  const { sha256, hmac = '' } = sums.digest()
  return { rows: header.tables.reduce((sum, { rows }) => sum + rows, 0), trailer: formatTrailer({ sha256, hmac }) }
}

async function headerOf(tx: Tx, facts: BackupFacts): Promise<BackupHeader> {
  const { product, key, migrations, without } = facts
  const tables: BackupHeader['tables'] = []
  for (const { name, columns } of await storedTables(tx)) {
    if (without.includes(name)) continue
    tables.push({ name, columns: [...columns], rows: await countRows(tx, name) })
  }
  const sequences = await storedSequences(tx)
  return {
    format: 'openwacht-backup',
    version: backupVersion,
    product,
    at: facts.at.toISOString(),
    migrations: [...migrations],
    key: key.name,
    tables,
    sequences,
  }
}

async function* linesOf(tx: Tx, header: BackupHeader): AsyncGenerator<string> {
  yield `${JSON.stringify(header)}\n`
  for (const { name, columns } of header.tables) {
    const hash = newHash()
    let rows = 0
    const selected = sql.join(columns.map((column) => sql.ref(column)))
    await sql`declare backup_rows no scroll cursor for
      select row_to_json(r)::text as line from (select ${selected} from ${sql.table(name)}) r`.execute(tx)
    for (;;) {
      const batch = await sql<{ line: string }>`fetch ${sql.lit(batchRows)} from backup_rows`.execute(tx)
      if (batch.rows.length === 0) break
      const text = batch.rows.map(({ line }) => `${line}\n`).join('')
      hash.update(text)
      rows += batch.rows.length
      yield text
    }
    await sql`close backup_rows`.execute(tx)
    yield `${JSON.stringify({ end: name, rows, sha256: hash.digest('hex') })}\n`
  }
}
