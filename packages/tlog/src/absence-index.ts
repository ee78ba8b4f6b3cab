// The absence index: the map as it follows from the log, entry by entry, for whoever writes the log and for whoever watches
// it. Both run the same code, so a map that leaves something out is seen by everybody who replays the log.
import { bandKeys, commitTo } from './absence-hashes.ts'
import { AbsenceMap } from './absence-map.ts'
import { equalBytes } from './bytes.ts'
import { maxBandBytes, maxIndexEntryBytes } from './limits.ts'
import { MalformedError, quote } from './malformed.ts'
import type { Hash } from './merkle.ts'
import { decodeHex, decodeUtf8, encodeHex, encodeUtf8, parseDecimal } from './strict-text.ts'

/** What an entry of the log says about whom it concerns. The application reads these from its own entries. */
export type Mark =
  /** The entry is about the holder of this blinded key, 32 bytes. */
  | { readonly kind: 'about'; readonly key: Uint8Array }
  /** The entry is about somebody who may not know yet: a commitment ({@link commitTo}), counted in a band. */
  | { readonly kind: 'delayed'; readonly commitment: Hash; readonly band: string }
  /** The delay is over: the delayed entry with this blind was about this key. */
  | { readonly kind: 'revealed'; readonly blind: Uint8Array; readonly key: Uint8Array }

/** Why a log does not follow its own rules; with the entry where it shows. */
export type IndexFault = {
  readonly entry: number
  readonly because:
    | 'wrong-root'
    | 'wrong-covers'
    | 'wrong-keys'
    | 'repeated-commitment'
    | 'nothing-to-reveal'
    | 'entry-out-of-order'
}

/** The entry by which a log states its map: the last one before each checkpoint. */
export type IndexEntry = {
  /** Number of entries before this one, all of which the map covers; so also the index of this entry. */
  readonly covers: number
  /** Number of keys in the map. */
  readonly keys: number
  readonly root: Hash
}

const entryType = 'openwacht.tlog/absence-index/v1'
// Read from the end first: most entries are others, and decoding each would cost as much as hashing it.
const ending = encodeUtf8(`"type":"${entryType}"}`)

/** An index entry as canonical JSON (RFC 8785). */
export function formatIndexEntry({ covers, keys, root }: IndexEntry): Uint8Array {
  return encodeUtf8(JSON.stringify({ covers, keys, root: encodeHex(root), type: entryType }))
}

/**
 * @returns undefined when the entry is another kind of entry.
 * @throws MalformedError when it is an index entry in another spelling: there would be two entries for one statement.
 */
export function parseIndexEntry(entry: Uint8Array): IndexEntry | undefined {
  if (entry.length > maxIndexEntryBytes || !equalBytes(entry.subarray(-ending.length), ending)) return undefined
  const text = decodeUtf8(entry) ?? ''
  const parts = /^\{"covers":([0-9]+),"keys":([0-9]+),"root":"([0-9a-f]{64})","type":"([^"]*)"\}$/.exec(text)
  const [covers, keys] = [parts?.[1], parts?.[2]].map((digits) => parseDecimal(digits ?? ''))
  const root = decodeHex(parts?.[3] ?? '')
  if (parts?.[4] !== entryType || covers === undefined || keys === undefined || root?.length !== 32) {
    throw new MalformedError('index entry', `expected covers, keys, root and type, got ${quote(text)}`)
  }
  return { covers, keys, root }
}

/** The map of a log up to some entry. Give it every entry, in order. */
export class AbsenceIndex {
  readonly #map = new AbsenceMap()
  /** Delayed entries that are not revealed yet, by their commitment. */
  readonly #delayed = new Map<string, { readonly entry: number; readonly band: string }>()
  /** Of each delayed entry how many of its commitments are not revealed yet. */
  readonly #open = new Map<number, number>()
  readonly #seen = new Set<string>()
  #covers = 0

  /** Number of entries it has been given. */
  get covers(): number {
    return this.#covers
  }

  /** The map as it is now, to ask and to prove; adding to it directly would break the index. */
  get map(): Pick<AbsenceMap, 'find' | 'prove' | 'root' | 'size'> {
    return this.#map
  }

  /** The entry that states the map as it is now, to be appended next. */
  entry(): IndexEntry {
    return { covers: this.#covers, keys: this.#map.size, root: this.#map.root() }
  }

  /**
   * Takes in the next entry of the log. An index entry in it is compared with the map; other entries bring marks.
   *
   * @param marksOf - Reads the marks of an entry; what it throws goes through.
   * @returns undefined, or the fault. A writer asks before it appends; a watcher who gets one has caught the log.
   * @throws MalformedError for an index entry in another spelling.
   */
  follow(entry: number, bytes: Uint8Array, marksOf: (bytes: Uint8Array) => readonly Mark[]): IndexFault | undefined {
    if (entry !== this.#covers) return { entry, because: 'entry-out-of-order' }
    const stated = parseIndexEntry(bytes)
    const fault = stated === undefined ? this.#apply(entry, marksOf(bytes)) : this.#compare(entry, stated)
    if (fault === undefined) this.#covers++
    return fault
  }

  #compare(entry: number, { covers, keys, root }: IndexEntry): IndexFault | undefined {
    if (covers !== entry) return { entry, because: 'wrong-covers' }
    if (keys !== this.#map.size) return { entry, because: 'wrong-keys' }
    return equalBytes(root, this.#map.root()) ? undefined : { entry, because: 'wrong-root' }
  }

  /** All marks of an entry or, with a fault, none. */
  #apply(entry: number, marks: readonly Mark[]): IndexFault | undefined {
    const commitments = new Set<string>()
    const reveals = new Set<string>()
    for (const mark of marks) {
      if (mark.kind === 'about') {
        if (mark.key.length !== 32) throw new TypeError(`expected a key of 32 bytes, got ${mark.key.length}`)
        continue
      }
      const id = idOf(mark)
      const isNew = mark.kind === 'delayed' && !this.#seen.has(id) && !commitments.has(id)
      const isWaiting = mark.kind === 'revealed' && this.#delayed.has(id) && !reveals.has(id)
      if (mark.kind === 'delayed' && !isNew) return { entry, because: 'repeated-commitment' }
      if (mark.kind === 'revealed' && !isWaiting) return { entry, because: 'nothing-to-reveal' }
      ;(mark.kind === 'delayed' ? commitments : reveals).add(id)
    }
    for (const mark of marks) this.#addMark(entry, mark)
    return undefined
  }

  #addMark(entry: number, mark: Mark): void {
    switch (mark.kind) {
      case 'about':
        this.#map.add(mark.key, entry)
        return
      case 'delayed':
        this.#seen.add(idOf(mark))
        this.#delayed.set(idOf(mark), { entry, band: mark.band })
        this.#open.set(entry, (this.#open.get(entry) ?? 0) + 1)
        this.#map.add(bandKeys(mark.band).delayed, entry)
        return
      case 'revealed': {
        const waiting = this.#delayed.get(idOf(mark))
        if (waiting === undefined) return
        this.#delayed.delete(idOf(mark))
        this.#map.add(mark.key, waiting.entry)
        const open = (this.#open.get(waiting.entry) ?? 1) - 1
        this.#open.set(waiting.entry, open)
        // An entry about two that was revealed to one must not seem disclosed to the other.
        if (open > 0) return
        this.#open.delete(waiting.entry)
        this.#map.add(bandKeys(waiting.band).revealed, waiting.entry)
        return
      }
    }
  }
}

/** The commitment of a mark, also a check of its lengths: a mark that breaks them is a fault of the caller's reader. */
function idOf(mark: Exclude<Mark, { kind: 'about' }>): string {
  if (mark.kind === 'revealed') return encodeHex(commitTo(mark.blind, mark.key))
  if (mark.commitment.length !== 32 || encodeUtf8(mark.band).length > maxBandBytes) {
    throw new TypeError(`expected a commitment of 32 bytes and a band of at most ${maxBandBytes}`)
  }
  return encodeHex(mark.commitment)
}
