import { join } from 'node:path'
import type { Config } from '../config.ts'
import { isLoopback } from '../config-contradictions.ts'
import { makeHouse } from '../main.ts'
import { backupKeyOf } from '../platform/backup-key.ts'
import { appliedMigrations, type Database, knownMigrations, openEmbedded, openServer } from '../platform/database.ts'
import { holdsEmbedded, makeEmbeddedFolder } from '../platform/embedded-folder.ts'
import { holderOf, lockFolder } from '../platform/folder-lock.ts'
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
 * What cannot go on makes nothing: settings and key are asked for before a folder or a database comes to be.
 *
 * @param empty - Where there is no database yet: `refuse`, or make one. `may` then throws where the settings do not
 * suffice for that: the first start fixes what they say for good.
 */
export async function openOperations(
  config: Config,
  empty: 'refuse' | { readonly may: () => void },
): Promise<OpenedOperations> {
  if (config.databaseUrl !== undefined) {
    const derive = await keyOf(config)
    const database = await openReachable(config.databaseUrl)
    return opened(config, database, derive, empty, () => database.destroy())
  }
  const holder = holderOf(config.dataFolder)
  if (holder !== undefined) {
    if (holder.by === undefined) throw busy()
    return { operations: operationsThrough(holder.by.control), close: async () => undefined }
  }
  if (!holdsEmbedded(config.dataFolder)) refuseEmpty(config, empty)
  const derive = await keyOf(config)
  const locked = lockFolder(config.dataFolder)
  if (locked.kind === 'held') throw busy()
  const database = openEmbedded(makeEmbeddedFolder(config.dataFolder))
  return opened(config, database, derive, empty, async () => {
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
    throw unreachable(error)
  }
  return database
}

/** Source: PostgreSQL, appendix A: 28000 and 28P01 invalid authorization, 3D000 no such database. */
function unreachable(cause: unknown): OperatorError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no reason given'
  const refused = ['28000', '28P01'].includes(code)
  const wrong = refused
    ? 'the database server refuses the name or the password'
    : code === '3D000'
      ? 'the database server has no database of this name'
      : 'the database server does not answer'
  const cure = refused
    ? 'Correct the name in database-url (OPENWACHT_DATABASE_URL), and the password there or in database-password-file.'
    : code === '3D000'
      ? 'Make it (createdb), or correct database-url (OPENWACHT_DATABASE_URL).'
      : 'Check that it runs, its address in database-url (OPENWACHT_DATABASE_URL), and its certificate (sslrootcert).'
  return new OperatorError(`${wrong} (${code})`, cure, { cause })
}

async function opened(
  config: Config,
  database: Database,
  derive: DeriveKey,
  empty: Parameters<typeof openOperations>[1],
  close: () => Promise<void>,
): Promise<OpenedOperations> {
  try {
    const migrations = await appliedMigrations(database)
    if (migrations.length === 0) refuseEmpty(config, empty)
    else await refuseOlder(migrations)
    const house = await openHouse(config, database, derive)
    return { operations: operationsOn(house, backupKeyOf(derive)), close }
  } catch (error) {
    await close()
    throw error
  }
}

function refuseEmpty(config: Config, empty: Parameters<typeof openOperations>[1]): void {
  if (empty === 'refuse') throw noDatabase(config)
  empty.may()
}

/**
 * A house in this process that does not listen: acts without screens. It is the one that the database is of: the
 * demonstration where its people are there, and under the law that was fixed at its first start.
 */
export async function openHouse(config: Config, database: Database, derive: DeriveKey): Promise<House> {
  const log = makeLog(
    'error',
    (line) => process.stderr.write(line),
    () => new Date(),
  )
  const parts = { database, derive, log, now: () => new Date() }
  return makeHouse({ ...config, ...(await factsIn(database)) }, parts, () => publicUrlOf(config))
}

function publicUrlOf({ publicUrl, address, port }: Config): string {
  return publicUrl ?? `http://${isLoopback(address) ? 'localhost' : address}:${port}`
}

async function factsIn(database: Database): Promise<Partial<Pick<Config, 'demonstration' | 'jurisdiction'>>> {
  if ((await appliedMigrations(database)).length === 0) return {}
  return database.transaction().execute(async (tx) => {
    const organisation = await findOrganisation(tx)
    if (organisation === undefined) return {}
    const { jurisdiction } = organisation
    return (await holdsMadeUpPeople(tx)) ? { jurisdiction, demonstration: jurisdiction } : { jurisdiction }
  })
}

/** The key of the installation. Throws OperatorError where there is none. */
export async function keyOf(config: Config): Promise<DeriveKey> {
  const derive = openInstallationKey(config.keysFolder)
  if (derive === undefined) throw await keyMissing(config)
  return derive
}

/**
 * What to tell where there is no key. A database that holds something had one: a second key cannot open what it sealed.
 *
 * Makes nothing, and asks no database that another process holds or that does not answer.
 */
export async function keyMissing(config: Config): Promise<OperatorError> {
  const { keysFolder, dataFolder, databaseUrl } = config
  // One that a first start left empty has sealed nothing.
  const had = await openAtRest(config).then(
    (database) => database !== undefined && database.migrations.length > 0,
    () => databaseUrl === undefined && holdsEmbedded(dataFolder),
  )
  const missing = `there is no installation.key in ${keysFolder}`
  if (!had)
    return new OperatorError(
      missing,
      'A new installation makes one with: npx openwacht keys make. Otherwise put back the copy you kept.',
    )
  const begin =
    databaseUrl === undefined
      ? 'a new data folder (OPENWACHT_DATA)'
      : 'a new, empty database (OPENWACHT_DATABASE_URL) and data folder (OPENWACHT_DATA)'
  return new OperatorError(
    `${missing}, and there is a database already (${databaseUrl === undefined ? dataFolder : 'database-url'}): its key is missing`,
    `Put back the copy that you kept: ${join(keysFolder, 'installation.key')}. A new key cannot open what the old one sealed. Is the copy lost? Then begin with ${begin}.`,
  )
}

/** Throws OperatorError where a database has had a step that this version does not know. */
export async function refuseNewer(migrations: readonly string[]): Promise<void> {
  const known = await knownMigrations()
  const unknown = migrations.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new OperatorError(
      `the database is of a newer Openwacht: it has had step "${unknown}", which this one does not know`,
      'Use that version or a newer one, or put back the backup that was made before it.',
    )
}

async function refuseOlder(migrations: readonly string[]): Promise<void> {
  await refuseNewer(migrations)
  const known = await knownMigrations()
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
