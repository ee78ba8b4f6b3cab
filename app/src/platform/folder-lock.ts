import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** What a running Openwacht says about itself to a second one on the same folder. */
export type Running = { readonly pid: number; readonly url: string; readonly control: string }

/** The hold on a data folder. `say` tells others where this process can be reached; `free` gives the folder up. */
export type FolderLock = { say(running: Running): void; free(): void }

/**
 * Takes the exclusive lock on a data folder, or says who holds it.
 *
 * The lock is that of an SQLite file, held by the operating system for this process: it ends with the process however
 * that ends, also by `kill -9`, and it cannot go stale. Two processes on one embedded database destroy it.
 *
 * @returns The lock, or what the holder said (undefined while it is still starting).
 */
export function lockFolder(
  folder: string,
):
  | { readonly kind: 'locked'; readonly lock: FolderLock }
  | { readonly kind: 'held'; readonly by: Running | undefined } {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = new DatabaseSync(join(folder, 'lock'))
  const note = join(folder, 'running.json')
  try {
    file.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (error) {
    file.close()
    if (!(error instanceof Error) || !/locked|busy/.test(error.message)) throw error
    return { kind: 'held', by: readRunning(folder) }
  }
  // What the last holder said is not true any more.
  rmSync(note, { force: true })
  return {
    kind: 'locked',
    lock: {
      say: (running) => writeFileSync(note, JSON.stringify(running), { mode: 0o600 }),
      free: () => {
        rmSync(note, { force: true })
        file.close()
      },
    },
  }
}

function readRunning(folder: string): Running | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8'))
  } catch {
    return undefined
  }
}
