import type { Config } from '../config.ts'
import { backupKeyOf } from '../platform/backup-key.ts'
import { type Database, openEmbedded } from '../platform/database.ts'
import { makeEmbeddedFolder } from '../platform/embedded-folder.ts'
import { holderOf, lockFolder } from '../platform/folder-lock.ts'
import { type DeriveKey, openInstallationKey } from '../platform/installation-key.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { type Restored, restoreBackup } from '../platform/restore.ts'
import { openHouse, openReachable } from './open-operations.ts'
import { recordRestore } from './operations.ts'

/** What was put back, and what it is. */
export type PutBack = Restored & { readonly demonstration: boolean }

/**
 * Puts a backup in the place of what is in the database, which is held for this process alone meanwhile.
 *
 * @throws OperatorError while Openwacht runs on the data folder, and where `restoreBackup` does.
 */
export async function putBack(config: Config, derive: DeriveKey, path: string, replace: boolean): Promise<PutBack> {
  const locked = lockFolder(config.dataFolder)
  if (locked.kind === 'held') throw runs(config)
  let database: Database | undefined
  try {
    database =
      config.databaseUrl === undefined
        ? openEmbedded(makeEmbeddedFolder(config.dataFolder))
        : await openReachable(config.databaseUrl)
    const restored = await restoreBackup(database, path, backupKeyOf(derive), replace)
    const house = await openHouse(config, database, derive)
    await recordRestore(house)
    return { ...restored, demonstration: house.demonstration }
  } finally {
    await database?.destroy()
    locked.lock.free()
  }
}

/** The key of the installation that a backup is put back for. Throws OperatorError while Openwacht runs, or without a key. */
export function keyForRestore(config: Config): DeriveKey {
  if (holderOf(config.dataFolder) !== undefined) throw runs(config)
  const derive = openInstallationKey(config.keysFolder)
  if (derive !== undefined) return derive
  throw new OperatorError(
    `there is no installation.key in ${config.keysFolder}`,
    'Put there the copy that was kept of the key of the backup, for this account alone (chmod 600). Where it is lost: npx openwacht keys make, and restore with --without-key.',
  )
}

/** Throws OperatorError where a key is not the one that a backup was made with. */
export function refuseOtherKey(config: Config, derive: DeriveKey, madeWith: string): void {
  const { name } = backupKeyOf(derive)
  if (name === madeWith) return
  throw new OperatorError(
    `the backup was made with another key: with ${madeWith}, and installation.key in ${config.keysFolder} is ${name}`,
    'Put the copy of that key in its place. --without-key goes on with the key that is here: then the record of who worked with whose data stays closed, and nothing shows whether somebody forged the backup.',
  )
}

function runs(config: Config): OperatorError {
  return new OperatorError(`Openwacht runs on ${config.dataFolder}`, 'Stop it first: npx openwacht stop')
}
