import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** Folder of the embedded database inside the data folder, for this account alone; made where it is not there yet. */
export function makeEmbeddedFolder(dataFolder: string): string {
  const folder = join(dataFolder, 'database')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // PGlite makes files that everybody may write: this folder alone stands before them, also one that was copied or made earlier.
  chmodSync(folder, 0o700)
  return folder
}

/** True where an embedded database was made in a data folder. */
export function holdsEmbedded(dataFolder: string): boolean {
  return isEmbedded(join(dataFolder, 'database'))
}

/** True where a folder is that of an embedded database. */
export function isEmbedded(folder: string): boolean {
  return existsSync(join(folder, 'PG_VERSION'))
}
