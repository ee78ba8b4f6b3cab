import type { JournalFiles } from '../journal-files.ts'

/** What a step that was told to fail throws. */
export class StepFailed extends Error {}

type Kept = { bytes: Buffer; synced: number; isListed: boolean }

/**
 * Files in memory of which one step fails, and that forget at `crash` what was not synced.
 *
 * @param failAt - Number of the step that fails, from 1. Each call counts twice, an append three times: before, half and after.
 */
export function memoryFiles(failAt = 0) {
  const kept = new Map<string, Kept>()
  let steps = 0
  const step = (): void => {
    steps++
    if (steps === failAt) throw new StepFailed()
  }
  const files: JournalFiles = {
    list: async () => [...kept.keys()].sort(),
    read: async (name, most) => Buffer.from(find(name).bytes.subarray(0, most)),
    create: async (name) => {
      step()
      if (kept.has(name)) throw new Error('EEXIST')
      const file: Kept = { bytes: Buffer.alloc(0), synced: 0, isListed: false }
      kept.set(name, file)
      step()
      return {
        append: async (bytes) => {
          step()
          const before = file.bytes
          file.bytes = Buffer.concat([before, bytes.subarray(0, bytes.length / 2)])
          step()
          file.bytes = Buffer.concat([before, bytes])
          step()
        },
        sync: async () => {
          step()
          file.synced = file.bytes.length
          step()
        },
        close: async () => undefined,
      }
    },
    sync: async (name) => {
      step()
      find(name).synced = find(name).bytes.length
      step()
    },
    remove: async (name) => {
      step()
      kept.delete(name)
      step()
    },
    syncFolder: async () => {
      step()
      for (const file of kept.values()) file.isListed = true
      step()
    },
  }
  function find(name: string): Kept {
    const file = kept.get(name)
    if (file === undefined) throw new Error(`no file ${name}`)
    return file
  }
  return {
    files,
    bytesOf: (name: string) => find(name).bytes,
    get steps() {
      return steps
    },
    /** The power fails: of what was not synced so much is left. No step fails from here on. */
    crash: (left: 'all' | 'half' | 'nothing') => {
      failAt = 0
      for (const [name, file] of kept) {
        if (!file.isListed && left === 'nothing') kept.delete(name)
        const loose = file.bytes.length - file.synced
        const more = { all: loose, half: Math.floor(loose / 2), nothing: 0 }[left]
        file.bytes = file.bytes.subarray(0, file.synced + more)
      }
    },
    /** From here on this step fails, counted from now. */
    failAfter: (count: number) => {
      failAt = steps + count
    },
  }
}
