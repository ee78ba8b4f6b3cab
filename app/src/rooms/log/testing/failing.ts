import type { KyselyPlugin, PluginTransformQueryArgs, PluginTransformResultArgs } from 'kysely'
import type { Disk } from '../disk.ts'

/** What a step that was told to fail throws. */
export class StepFailed extends Error {}

/** Counts steps, and fails one of them. `at` is the number of the step, from 1; `when`: before or after it took effect. */
export class Steps {
  count = 0
  readonly #at: number
  readonly #fail: (step: number) => void

  constructor(at: number, fail: (step: number) => void = () => failed()) {
    this.#at = at
    this.#fail = fail
  }

  /** Each step counts twice: before and after it. */
  pass(): void {
    this.count++
    if (this.count === this.#at) this.#fail(this.count)
  }

  /** True where the step that should fail was reached. */
  get isOver(): boolean {
    return this.count >= this.#at
  }
}

function failed(): never {
  throw new StepFailed('told to fail')
}

/** A disk of which one step fails. Reading does not count: it changes nothing. */
export function failingDisk(disk: Disk, steps: Steps): Disk {
  const step = async (work: () => Promise<void>): Promise<void> => {
    steps.pass()
    await work()
    steps.pass()
  }
  return {
    read: (path) => disk.read(path),
    list: () => disk.list(),
    // A file that was written half is another state than none and all.
    write: async (path, bytes) => {
      steps.pass()
      await disk.write(path, bytes.subarray(0, bytes.length / 2))
      steps.pass()
      await disk.write(path, bytes)
      steps.pass()
    },
    sync: (path) => step(() => disk.sync(path)),
    rename: (from, to) => step(() => disk.rename(from, to)),
    syncFolder: (path) => step(() => disk.syncFolder(path)),
    remove: (path) => step(() => disk.remove(path)),
  }
}

/** Queries of which one fails: before it is sent, or after it was carried out. */
export function failingQueries(steps: Steps): KyselyPlugin {
  return {
    transformQuery: ({ node }: PluginTransformQueryArgs) => {
      steps.pass()
      return node
    },
    transformResult: async ({ result }: PluginTransformResultArgs) => {
      steps.pass()
      return result
    },
  }
}
