import { type Config, isLoopback } from '../config.ts'
import { makeHouse } from '../main.ts'
import { appliedMigrations, type Database, knownMigrations, openEmbedded, openServer } from '../platform/database.ts'
import { holdsEmbedded, makeEmbeddedFolder } from '../platform/embedded-folder.ts'
import { lockFolder } from '../platform/folder-lock.ts'
import type { House } from '../platform/http.ts'
import { type DeriveKey, openInstallationKey } from '../platform/installation-key.ts'
import { makeLog } from '../platform/log.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { findOrganisation, holdsMadeUpPeople } from '../rooms/people/store.ts'
import { operationsThrough } from './control-client.ts'
import { type DatabaseState, type Operations, operationsOn, stateOf } from './operations.ts'

/** Operations, and what must be closed after them. */
export type OpenedOperations = { readonly operations: Operations; close(): Promise<void> }

/**
 * Opens the way to a house: the running server where the database is embedded and one runs, else the database itself.
 *
 * @param empty - What to do where there is no database yet: `make` it, or `refuse`.
 */
export async function openOperations(config: Config, empty: 'make' | 'refuse'): Promise<OpenedOperations> {
  if (config.databaseUrl !== undefined) {
    const database = await openReachable(config.databaseUrl)
    return opened(config, database, empty, () => database.destroy())
  }
  if (empty === 'refuse' && !holdsEmbedded(config.dataFolder)) throw noDatabase(config)
  const locked = lockFolder(config.dataFolder)
  if (locked.kind === 'held') {
    if (locked.by === undefined) throw busy()
    return { operations: operationsThrough(locked.by.control), close: async () => undefined }
  }
  const database = openEmbedded(makeEmbeddedFolder(config.dataFolder))
  return opened(config, database, empty, async () => {
    await database.destroy()
    locked.lock.free()
  })
}

/** How a database is that nobody serves from here, changing nothing; undefined where there is none. */
export async function openAtRest(config: Config): Promise<DatabaseState | undefined> {
  if (config.databaseUrl !== undefined) {
    const database = await openReachable(config.databaseUrl)
    return stateOf(database, 'postgresql').finally(() => database.destroy())
  }
  if (!holdsEmbedded(config.dataFolder)) return undefined
  const locked = lockFolder(config.dataFolder)
  if (locked.kind === 'held') throw busy()
  const database = openEmbedded(makeEmbeddedFolder(config.dataFolder))
  try {
    return await stateOf(database, 'embedded')
  } finally {
    await database.destroy()
    locked.lock.free()
  }
}

/** A PostgreSQL server that answers. Throws OperatorError where it does not. */
export async function openReachable(url: string): Promise<Database> {
  const database = openServer(url)
  try {
    await appliedMigrations(database)
  } catch (error) {
    await database.destroy()
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    throw new OperatorError(
      `the database server does not answer${code}`,
      'Check that it runs, and the address, name and password in database-url (OPENWACHT_DATABASE_URL).',
      { cause: error },
    )
  }
  return database
}

async function opened(
  config: Config,
  database: Database,
  empty: 'make' | 'refuse',
  close: () => Promise<void>,
): Promise<OpenedOperations> {
  try {
    const migrations = await appliedMigrations(database)
    if (migrations.length === 0 && empty === 'refuse') throw noDatabase(config)
    if (migrations.length > 0) await refuseOlder(migrations)
    const derive = keyOf(config)
    const house = await openHouse(config, database, derive)
    return { operations: operationsOn(house, keyName(derive)), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** A house in this process that does not listen: acts without screens. It is the demonstration where its people are there. */
export async function openHouse(config: Config, database: Database, derive: DeriveKey): Promise<House> {
  const madeUp = await demonstrationIn(database)
  const log = makeLog(
    'error',
    (line) => process.stderr.write(line),
    () => new Date(),
  )
  const parts = { database, derive, log, now: () => new Date() }
  return makeHouse({ ...config, demonstration: madeUp ?? config.demonstration }, parts, () => publicUrlOf(config))
}

function publicUrlOf({ publicUrl, address, port }: Config): string {
  return publicUrl ?? `http://${isLoopback(address) ? 'localhost' : address}:${port}`
}

async function demonstrationIn(database: Database): Promise<'nl' | 'dk' | undefined> {
  if ((await appliedMigrations(database)).length === 0) return undefined
  return database.transaction().execute(async (tx) => {
    const organisation = await findOrganisation(tx)
    return organisation !== undefined && (await holdsMadeUpPeople(tx)) ? organisation.jurisdiction : undefined
  })
}

/** The key of the installation. Throws OperatorError where there is none. */
export function keyOf(config: Config): DeriveKey {
  const derive = openInstallationKey(config.keysFolder)
  if (derive !== undefined) return derive
  throw new OperatorError(
    `there is no installation.key in ${config.keysFolder}`,
    'A new installation makes one with: npx openwacht keys make. Otherwise put back the copy you kept.',
  )
}

/** Names a key without telling it: 16 hex characters. */
export function keyName(derive: DeriveKey): string {
  return Buffer.from(derive('name of the key', 8)).toString('hex')
}

async function refuseOlder(migrations: readonly string[]): Promise<void> {
  const known = await knownMigrations()
  const unknown = migrations.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new OperatorError(
      `the database is of a newer Openwacht: it has had step "${unknown}", which this one does not know`,
      'Use that version or a newer one.',
    )
  if (known.some((name) => !migrations.includes(name)))
    throw new OperatorError(
      'the database is of an older Openwacht',
      'Make a backup with the version that it is of; then start this one, which brings it up to date.',
    )
}

function busy(): OperatorError {
  return new OperatorError('another Openwacht is starting, stopping or restoring here', 'Try again in a few seconds.')
}

function noDatabase(config: Config): OperatorError {
  return new OperatorError(
    config.databaseUrl === undefined ? `there is no database in ${config.dataFolder}` : 'the database is empty',
    'Name the right data folder (OPENWACHT_DATA) or database (OPENWACHT_DATABASE_URL).',
  )
}
