// The one place where entries get their index. Order and crash table: docs/design/log.md.
import { formatIndexEntry } from '@openwacht/tlog/absence-index.ts'
import { equalBytes } from '@openwacht/tlog/bytes.ts'
import { formatCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import type { Hash } from '@openwacht/tlog/merkle.ts'
import { formatNote, signNote } from '@openwacht/tlog/signed-note.ts'
import type { LogFile } from '@openwacht/tlog/tile-writer.ts'
import type { Database, Tx } from '../../platform/database.ts'
import type { EntryId } from '../../platform/entry-kind.ts'
import { marksOfLeaf } from '../../platform/entry-marks.ts'
import type { LogFolder } from './log-folder.ts'
import type { LogKey } from './log-key.ts'
import { logPaths } from './log-paths.ts'
import { LogMismatch } from './mismatch.ts'
import type { LogEnd } from './opened-folder.ts'
import { giveIndices, type Head, holdHead, moveHead, waitingEntries } from './store.ts'

/** Entries of one append at most. A leaf with all its marks has 35 kB: more would be much memory. */
const maxBatch = 1024

/** A tree: so many entries, and its root. */
export type Tree = { readonly size: number; readonly root: Hash }

/** What one append did. `isFull`: more may wait. */
export type Batch = Tree & {
  readonly entries: readonly { readonly id: EntryId; readonly index: number }[]
  readonly files: readonly LogFile[]
  readonly checkpoint: Uint8Array
  readonly isFull: boolean
}

/**
 * Appends waiting entries to the log, in order, one batch after the other.
 *
 * Invariant: `#tree` is what files and database agreed on last. A batch that did not come to its end stays in `#batch`, and the
 * next append carries it out again, byte for byte: so a step that failed may have taken effect or not.
 */
export class Sequencer {
  readonly #database: Database
  readonly #folder: LogFolder
  readonly #key: LogKey
  readonly #end: LogEnd
  #tree: Tree
  #batch: Batch | undefined
  #last: Promise<void> = Promise.resolve()

  constructor(database: Database, folder: LogFolder, key: LogKey, end: LogEnd) {
    this.#database = database
    this.#folder = folder
    this.#key = key
    this.#end = end
    this.#tree = { size: end.writer.size, root: end.writer.root() }
  }

  /** What the newest checkpoint signs. */
  get tree(): Tree {
    return this.#tree
  }

  /**
   * Reads tree and absence map as they belong together, when no append is under way. Whoever holds a connection to the database
   * may wait here: an append takes its own before it comes this far.
   *
   * @returns undefined while the last append has not come to its end: then the map is ahead of the checkpoint.
   */
  reading<T>(read: (tree: Tree, map: LogEnd['index']['map']) => Promise<T>): Promise<T | undefined> {
    return this.#alone(async () => (this.#batch === undefined ? read(this.#tree, this.#end.index.map) : undefined))
  }

  /**
   * Appends what waits, one batch at most, and signs a checkpoint.
   *
   * @returns undefined where nothing waits.
   * @throws LogMismatch where the database knows another log; whatever a disk or a database throws. Then call it again.
   */
  async append(): Promise<Batch | undefined> {
    let free: () => void = () => undefined
    try {
      const batch = await this.#database.transaction().execute(async (tx) => {
        const known = await holdHead(tx)
        free = await this.#turn()
        return this.#carryOut(tx, known)
      })
      if (batch === undefined) return undefined
      this.#tree = { size: batch.size, root: batch.root }
      this.#batch = undefined
      return batch
    } finally {
      free()
    }
  }

  async #carryOut(tx: Tx, known: Head | undefined): Promise<Batch | undefined> {
    if (known === undefined || known.origin !== this.#key.origin) throw new LogMismatch('other-origin', 'log_head')
    const before = this.#batch
    // The last append was told that it failed, but its transaction was carried out.
    if (before !== undefined && isSame(known, before)) return before
    if (!isSame(known, this.#tree)) throw new LogMismatch('other-root', 'log_head')
    const next = before ?? (await this.#prepare(tx))
    if (next === undefined) return undefined
    this.#batch = next
    await this.#folder.store(next.files)
    await this.#folder.store([{ path: logPaths.checkpoint, bytes: next.checkpoint }])
    await this.#folder.prune(next.files)
    await giveIndices(tx, next.entries)
    await moveHead(tx, next.size, next.root)
    return next
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const free = await this.#turn()
    try {
      return await work()
    } finally {
      free()
    }
  }

  /** Waits for its turn, and gives what ends it. */
  async #turn(): Promise<() => void> {
    const before = this.#last
    const turn = Promise.withResolvers<void>()
    this.#last = turn.promise
    await before
    return turn.resolve
  }

  /** Takes entries and makes their files. Writer and map have gone on with them: there is no way back but a new start. */
  async #prepare(tx: Tx): Promise<Batch | undefined> {
    const waiting = await waitingEntries(tx, maxBatch)
    if (waiting.length === 0) return undefined
    const { writer, index } = this.#end
    const first = writer.size
    for (const [at, { leaf }] of waiting.entries()) {
      const fault = index.follow(first + at, leaf, marksOfLeaf)
      if (fault !== undefined) throw new LogMismatch('other-entry', `entry ${fault.entry}: ${fault.because}`)
    }
    const stated = formatIndexEntry(index.entry())
    index.follow(first + waiting.length, stated, marksOfLeaf)
    const { size, root, files } = writer.append([...waiting.map(({ leaf }) => leaf), stated])
    const text = formatCheckpoint({ origin: this.#key.origin, size, root, extensions: [] })
    const checkpoint = formatNote(await signNote(text, [this.#key.signer]))
    const entries = waiting.map(({ id }, at) => ({ id, index: first + at }))
    return { size, root, files, checkpoint, entries, isFull: waiting.length === maxBatch }
  }
}

function isSame(left: { readonly size: number; readonly root: Uint8Array }, right: Tree): boolean {
  return left.size === right.size && equalBytes(left.root, right.root)
}
