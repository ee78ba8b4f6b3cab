import type { Config } from '../config.ts'
import { type Database, openEmbedded } from '../platform/database.ts'
import { makeEmbeddedFolder } from '../platform/embedded-folder.ts'
import { lockFolder } from '../platform/folder-lock.ts'
import { openInstallationKey } from '../platform/installation-key.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { type Restored, restoreBackup } from '../platform/restore.ts'
import { keyName, keyOf, openHouse, openReachable } from './open-operations.ts'
import { recordRestore } from './operations.ts'

/** A database into which a backup can be put, held for this process alone. */
export type RestoreTarget = {
  /** Throws OperatorError where the key here is not the one with this name. */
  refuseOtherKey(name: string): void
  restore(path: string, replace: boolean): Promise<Restored>
  close(): Promise<void>
}

/** Opens the database to restore into. Throws OperatorError while Openwacht runs on the data folder, or without a key. */
export async function openForRestore(config: Config): Promise<RestoreTarget> {
  const locked = lockFolder(config.dataFolder)
  if (locked.kind === 'held')
    throw new OperatorError(`Openwacht runs on ${config.dataFolder}`, 'Stop it first: npx openwacht stop')
  const derive = openInstallationKey(config.keysFolder)
  let database: Database | undefined
  return {
    refuseOtherKey: (name) => {
      if (derive !== undefined && keyName(derive) === name) return
      const found = derive === undefined ? 'no installation.key' : 'another installation.key'
      throw new OperatorError(
        `there is ${found} in ${config.keysFolder} than the one this backup was made with`,
        'Put the copy of that key there first. --without-key goes on without it.',
      )
    },
    restore: async (path, replace) => {
      const key = derive ?? keyOf(config)
      database =
        config.databaseUrl === undefined
          ? openEmbedded(makeEmbeddedFolder(config.dataFolder))
          : await openReachable(config.databaseUrl)
      const restored = await restoreBackup(database, path, replace)
      await recordRestore(await openHouse(config, database, key))
      return restored
    },
    close: async () => {
      await database?.destroy()
      locked.lock.free()
    },
  }
}
