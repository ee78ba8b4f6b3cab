import { sql } from 'kysely'
import pg from 'pg'
import type { Tx } from './database.ts'

/** Number of the lock on a PostgreSQL database that every running house shares. Arbitrary, the same for ever. */
const presenceLock = 7_736_936_001

/**
 * Says on a PostgreSQL server that a house runs there, on whatever machine, until it ends.
 *
 * @returns Ends it. Where the connection is lost, so is what it says: a restore then sees this house no more.
 */
export async function announcePresence(url: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url, keepAlive: true })
  client.on('error', () => undefined)
  await client.connect()
  await client.query('select pg_advisory_lock_shared($1)', [presenceLock])
  return () => client.end()
}

/** True where no house runs on this database; then none can start until the transaction ends. */
export async function isAlone(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ alone: boolean }>`select pg_try_advisory_xact_lock(${presenceLock}) as alone`.execute(tx)
  return rows[0]?.alone === true
}
