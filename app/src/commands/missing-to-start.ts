import { accessSync, constants } from 'node:fs'
import { dirname } from 'node:path'
import type { Config, ConfigFault } from '../config.ts'
import { findPath, refuseOthersFolder } from '../platform/folder-access.ts'
import { openInstallationKey } from '../platform/installation-key.ts'
import { OperatorError } from '../platform/operator-error.ts'

/** What a house still lacks to start with settings that are right: a data folder that can be made, and a key. Makes nothing. */
export async function missingToStart(config: Config): Promise<readonly ConfigFault[]> {
  const { dataFolder, keysFolder } = config
  const folder = await told('data-folder', async () => refuseOthersFolder(dataFolder))
  const unfit = folder.length > 0 || mayMake(dataFolder) ? folder : [cannotMake(dataFolder)]
  const key = await told('keys-folder', async () => {
    if (openInstallationKey(keysFolder) !== undefined) return
    const { keyMissing } = await import('./open-operations.ts')
    throw await keyMissing(config)
  })
  return [...unfit, ...key]
}

async function told(key: string, look: () => Promise<void>): Promise<readonly ConfigFault[]> {
  try {
    await look()
    return []
  } catch (error) {
    if (error instanceof OperatorError) return [{ key, wrong: error.message, cure: error.cure }]
    throw error
  }
}

function cannotMake(folder: string): ConfigFault {
  const cure = `make that folder for the account that Openwacht runs under (install -d -m 700 -o ACCOUNT ${folder}), or name another`
  return { key: 'data-folder', wrong: `cannot be made or written: ${folder}`, cure }
}

/** True where this account may write in a folder, or make it: in the nearest folder above it that is there. */
function mayMake(folder: string): boolean {
  try {
    const found = findPath(folder)
    if (found === undefined) return dirname(folder) !== folder && mayMake(dirname(folder))
    if (!found.isDirectory()) return false
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}
