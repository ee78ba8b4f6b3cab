import { promises as fs } from 'node:fs'
import { join, resolve } from 'node:path'
import { Kysely, PGliteDialect, PGliteDriver, PostgresDialect, sql, type Transaction } from 'kysely'
import { FileMigrationProvider, type MigrationProvider, Migrator } from 'kysely/migration'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbedded } from './embedded-postgres.ts'
import { BusyError } from './problem.ts'

/** No table is known here: each room adds its own with `withTables`. */
export type Tables = Record<never, never>
export type Database = Kysely<Tables>
/** A transaction. Every query takes one, so that no act can read outside its own. */
export type Tx = Transaction<Tables>

/** How long an act waits for the one connection of the embedded database. Longer means a fault in an act. */
const longestWaitMs = 20_000

/**
 * Opens the embedded database: PGlite in one worker thread, one connection.
 *
 * The caller holds the lock on the folder (`folder-lock.ts`): two processes on one folder destroy it.
 *
 * @param folder - Folder of the database, or undefined for one in memory.
 */
export function openEmbedded(folder: string | undefined): Database {
  return embeddedDatabase(() => startEmbedded(folder))
}

/** The embedded database that this starts, at the first query. */
export function embeddedDatabase(start: () => Promise<EmbeddedPostgres>): Database {
  return new Kysely<Tables>({ dialect: new SingleConnectionDialect({ pglite: start }) })
}

/** Opens a PostgreSQL server (15 or newer). At most 12 connections. */
export function openServer(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: 12,
    connectionTimeoutMillis: longestWaitMs,
    options: '-c timezone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=120000',
  })
  // An idle connection that breaks must not end the process: the next query opens another.
  pool.on('error', () => undefined)
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

/** Oldest server that is accepted, as `server_version_num` counts. */
const oldestServer = 150_000

/**
 * Brings the schema up to date; all or nothing per migration.
 *
 * @returns Names of the migrations that ran now.
 * @throws When the server is too old or a migration failed; the failed one left nothing behind.
 */
export async function migrate(database: Database): Promise<string[]> {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version_num') as version`.execute(
    database,
  )
  if (Number(rows[0]?.version) < oldestServer) {
    throw new Error(`database server is too old: expected 15 or newer, got "${rows[0]?.version}"`)
  }
  const { error, results } = await migratorOf(database).migrateToLatest()
  if (error !== undefined) throw new Error('could not migrate the database', { cause: error })
  return (results ?? []).map((result) => result.migrationName)
}

/** As `migrate`, with these migrations and no others: the schema as a database had it that had had just them. */
export async function migrateWith(database: Database, names: readonly string[]): Promise<void> {
  const all = await migrations.getMigrations()
  const chosen = Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)))
  const { error } = await migratorOf(database, { getMigrations: async () => chosen }).migrateToLatest()
  if (error !== undefined) throw new Error('could not migrate the database', { cause: error })
}

/** Names of the migrations that this database has had, in their order; also those that this version does not know. */
export async function appliedMigrations(database: Database): Promise<string[]> {
  const { rows: found } = await sql<{ there: boolean }>`
    select to_regclass('kysely_migration') is not null as there`.execute(database)
  if (!found[0]?.there) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name collate "C"`.execute(
    database,
  )
  return rows.map(({ name }) => name)
}

/** Names of all migrations that this Openwacht has, oldest first. */
export async function knownMigrations(): Promise<string[]> {
  return Object.keys(await migrations.getMigrations()).sort()
}

const migrations = new FileMigrationProvider({
  fs,
  path: { join },
  migrationFolder: resolve(import.meta.dirname, '../../migrations'),
})

/** Each room numbers its own migrations: a version can bring one that stands before those that a database has had. */
function migratorOf(database: Database, provider: MigrationProvider = migrations): Migrator {
  return new Migrator({ db: database, provider, allowUnorderedMigrations: true })
}

/**
 * The embedded database has one connection, and the driver hands it to everybody at once: two transactions would
 * run into each other. Here each waits for its turn.
 */
class SingleConnectionDialect extends PGliteDialect {
  readonly #config: ConstructorParameters<typeof PGliteDialect>[0]
  constructor(config: ConstructorParameters<typeof PGliteDialect>[0]) {
    super(config)
    this.#config = config
  }
  override createDriver() {
    return new SingleConnectionDriver(this.#config)
  }
}

class SingleConnectionDriver extends PGliteDriver {
  #last: Promise<void> = Promise.resolve()
  #free: (() => void) | undefined

  override async acquireConnection() {
    const before = this.#last
    const turn = Promise.withResolvers<void>()
    this.#last = before.then(() => turn.promise)
    const tooLong = AbortSignal.timeout(longestWaitMs)
    await new Promise<void>((done, fail) => {
      const giveUp = () => {
        // Whoever waits behind must not wait for a place that was given up.
        turn.resolve()
        fail(new BusyError('database', 5))
      }
      tooLong.addEventListener('abort', giveUp, { once: true })
      before.then(() => {
        tooLong.removeEventListener('abort', giveUp)
        done()
      })
    })
    this.#free = turn.resolve
    return super.acquireConnection()
  }

  override async releaseConnection() {
    const free = this.#free
    this.#free = undefined
    free?.()
  }
}
