import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/**
 * A folder of files by their path in it, parts joined by `/`. Each of these calls is one step after which the power can
 * fail: what was not synced may then be gone.
 */
export type Disk = {
  /** undefined where there is no such file. */
  read(path: string): Promise<Uint8Array | undefined>
  /** All files, in no order. */
  list(): Promise<readonly string[]>
  /** Makes the folders above where they are not there. */
  write(path: string, bytes: Uint8Array): Promise<void>
  sync(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  syncFolder(path: string): Promise<void>
  /** Removes a file, or a folder with all in it; nothing happens where there is none. */
  remove(path: string): Promise<void>
}

/** A folder of the machine. */
export function diskAt(root: string): Disk {
  const at = (path: string): string => join(root, path)
  return {
    read: async (path) => {
      try {
        return await readFile(at(path))
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    list: async () => {
      try {
        const found = await readdir(root, { recursive: true, withFileTypes: true })
        return found
          .filter((entry) => !entry.isDirectory())
          .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      } catch (error) {
        if (isMissing(error)) return []
        throw error
      }
    },
    write: async (path, bytes) => {
      await mkdir(dirname(at(path)), { recursive: true, mode: 0o700 })
      await writeFile(at(path), bytes, { mode: 0o600 })
    },
    sync: (path) => synced(at(path), 'r+'),
    rename: (from, to) => rename(at(from), at(to)),
    syncFolder: (path) => synced(at(path), 'r'),
    remove: (path) => rm(at(path), { recursive: true, force: true }),
  }
}

async function synced(path: string, flags: 'r' | 'r+'): Promise<void> {
  const file = await open(path, flags)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A path below a file, as some readers ask for, is missing too. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error.code))
}
