import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { findPath, notWritable, refuseOthersFolder } from './folder-access.ts'

const lockName = 'lock'
const noteName = 'running.json'

/** What a running Openwacht says about itself to a second one on the same folder. */
export type Running = { readonly pid: number; readonly url: string; readonly control: string }

/** The hold on a data folder. `say` tells others where this process can be reached; `free` gives the folder up. */
export type FolderLock = { say(running: Running): void; free(): void }

/** Locks of this process. What nothing refers to is closed by the collector, and a lock with it. */
const held = new Set<DatabaseSync>()

/** Whoever looks whether a folder is held holds it for an instant: wait for that. */
const waitMs = 250

/**
 * Takes the exclusive lock on a data folder, or says who holds it.
 *
 * The lock is that of an SQLite file, held by the operating system for this process: it ends with the process however
 * that ends, also by `kill -9`, and it cannot go stale. Two processes on one embedded database destroy it. A folder on a
 * network disk is as safe as the locks of that disk.
 *
 * @returns The lock, or what the holder said (undefined while it is still starting).
 * @throws OperatorError where this account may not write there, or the folder belongs to another one.
 */
export function lockFolder(
  folder: string,
):
  | { readonly kind: 'locked'; readonly lock: FolderLock }
  | { readonly kind: 'held'; readonly by: Running | undefined } {
  refuseOthersFolder(folder)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    makePrivateFile(join(folder, lockName))
  } catch (error) {
    throw notWritable('data-folder', folder, error)
  }
  const file = new DatabaseSync(join(folder, lockName), { timeout: waitMs })
  const note = join(folder, noteName)
  if (!takes(file, 'pragma locking_mode = exclusive; begin exclusive')) {
    file.close()
    return { kind: 'held', by: readRunning(folder) }
  }
  held.add(file)
  // What the last holder said is not true any more.
  rmSync(note, { force: true })
  return {
    kind: 'locked',
    lock: {
      say: (running) => writeFileSync(note, JSON.stringify(running), { mode: 0o600 }),
      free: () => {
        rmSync(note, { force: true })
        held.delete(file)
        file.close()
      },
    },
  }
}

/**
 * Says who holds a folder, without taking it; undefined where nobody does. Makes nothing.
 *
 * @throws OperatorError where this account may not look.
 */
export function holderOf(folder: string): { readonly by: Running | undefined } | undefined {
  if (findPath(join(folder, lockName)) === undefined) return undefined
  const file = new DatabaseSync(join(folder, lockName), { readOnly: true, timeout: 0 })
  const free = takes(file, 'begin; select count(*) from sqlite_schema')
  file.close()
  return free ? undefined : { by: readRunning(folder) }
}

/**
 * Who can open the file can hold the lock: this account alone. One that is there is not opened: to close it again would
 * end the lock that this process may have on it (POSIX, fcntl).
 */
function makePrivateFile(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
}

function takes(file: DatabaseSync, statements: string): boolean {
  try {
    file.exec(statements)
    return true
  } catch (error) {
    if (error instanceof Error && /locked|busy/.test(error.message)) return false
    file.close()
    throw error
  }
}

function readRunning(folder: string): Running | undefined {
  try {
    const found: unknown = JSON.parse(readFileSync(join(folder, noteName), 'utf8'))
    return isRunning(found) ? found : undefined
  } catch {
    return undefined
  }
}

function isRunning(found: unknown): found is Running {
  if (typeof found !== 'object' || found === null) return false
  return (
    'pid' in found &&
    typeof found.pid === 'number' &&
    'url' in found &&
    typeof found.url === 'string' &&
    'control' in found &&
    typeof found.control === 'string'
  )
}
