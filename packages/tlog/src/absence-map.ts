// The absence map: which keys have entries in the log, under one root that gives each key exactly one answer. A binary tree
// over the bits of the keys; a part with one key is that key, a part without keys is empty. Design: docs/design/log-absence.md.
import { digestEntries, emptyPart, hashBranch, hashBranchInto, hashKey } from './absence-hashes.ts'
import { compareBytes, equalBytes } from './bytes.ts'
import { maxProvenKeys } from './limits.ts'
import type { Hash } from './merkle.ts'
import { bitOf, PrunedMapWriter } from './pruned-map.ts'

// Memory: keys stand in blocks, one after the other, and are chained per bucket (the first bits of a key). Hashes are kept
// for the buckets and above, not for single keys: with four keys to a bucket a key takes about 70 bytes in all, and a
// bucket is hashed again in some 10 µs. When the buckets double, the next root hashes all keys: some 4 µs each.
const keysPerBlock = 65_536
const keysPerBucket = 4
const minBits = 4
const maxBits = 24

const kinds = { empty: 0, key: 1, branch: 2 } as const

/**
 * An append-only map from keys of 32 bytes to lists of entries of the log.
 *
 * Invariant: after `#refresh`, `#hashes` and `#kinds` at position i (root 1, children 2i and 2i+1) describe the part of the
 * map that begins with the bits of i; its buckets are the 2^bits positions from 2^bits on.
 */
export class AbsenceMap {
  #bits = minBits
  #heads = new Int32Array(2 ** minBits).fill(-1)
  #hashes = new Uint8Array(2 ** (minBits + 1) * 32)
  #kinds = new Uint8Array(2 ** (minBits + 1))
  #stale = new Set<number>()
  #isAllStale = false

  #size = 0
  readonly #keys: Uint8Array[] = []
  /** Next key of the same bucket, -1 at the end. */
  #next = new Int32Array(1024)
  /** The first entry of each key; further ones are chained from `#more`, latest first. */
  #firstEntry = new Float64Array(1024)
  #more = new Int32Array(1024)
  readonly #laterEntries: { readonly entry: number; readonly before: number }[] = []

  /** Number of keys. */
  get size(): number {
    return this.#size
  }

  /**
   * Adds an entry to a key; nothing happens when it is already the last of that key.
   *
   * @throws TypeError when the key is not 32 bytes or the entry no index.
   */
  add(key: Uint8Array, entry: number): void {
    if (key.length !== 32) throw new TypeError(`expected a key of 32 bytes, got ${key.length}`)
    if (!Number.isSafeInteger(entry) || entry < 0) throw new TypeError(`expected an index, got ${entry}`)
    const id = this.#idOf(key)
    if (id < 0) this.#addKey(key, entry)
    else if (!this.#addLater(id, entry)) return
    if (!this.#isAllStale) this.#stale.add(this.#bucketOf(key))
  }

  /** The entries of a key in the order they were added; none when it has none. */
  find(key: Uint8Array): readonly number[] {
    const id = key.length === 32 ? this.#idOf(key) : -1
    return id < 0 ? [] : this.#entriesOf(id)
  }

  /** Root of the map. After an addition, hashes only the parts that changed. */
  root(): Hash {
    this.#refresh()
    return this.#kinds[1] === kinds.empty ? emptyPart : this.#hashes.slice(32, 64)
  }

  /**
   * The part of the map that answers these keys, present or absent; see {@link openPrunedMap}.
   *
   * @throws TypeError for more than `maxProvenKeys` keys or one that is not 32 bytes.
   */
  prove(keys: readonly Uint8Array[]): Uint8Array {
    if (keys.length > maxProvenKeys || keys.some((key) => key.length !== 32)) {
      throw new TypeError(`expected at most ${maxProvenKeys} keys of 32 bytes, got ${keys.length}`)
    }
    this.#refresh()
    const writer = new PrunedMapWriter()
    this.#proveNode(1, 0, [...keys].sort(compareBytes), writer)
    return writer.bytes()
  }

  #bucketOf(key: Uint8Array): number {
    const [first = 0, second = 0, third = 0] = key
    return ((first << 16) | (second << 8) | third) >>> (maxBits - this.#bits)
  }

  #keyOf(id: number): Uint8Array {
    const at = (id % keysPerBlock) * 32
    return this.#keys[Math.floor(id / keysPerBlock)]?.subarray(at, at + 32) ?? emptyPart
  }

  #idOf(key: Uint8Array): number {
    let id = this.#heads[this.#bucketOf(key)] ?? -1
    while (id >= 0 && !this.#hasKey(id, key)) id = this.#next[id] ?? -1
    return id
  }

  /** Compares in place: a view for each comparison would cost more than the comparison. */
  #hasKey(id: number, key: Uint8Array): boolean {
    const block = this.#keys[Math.floor(id / keysPerBlock)]
    const from = (id % keysPerBlock) * 32
    for (let at = 31; at >= 0; at--) if (block?.[from + at] !== key[at]) return false
    return true
  }

  #addKey(key: Uint8Array, entry: number): void {
    const id = this.#size
    if (id % keysPerBlock === 0) this.#keys.push(new Uint8Array(keysPerBlock * 32))
    if (id === this.#next.length) this.#widen(id * 2)
    this.#keys.at(-1)?.set(key, (id % keysPerBlock) * 32)
    this.#firstEntry[id] = entry
    this.#more[id] = -1
    this.#size++
    this.#chain(id, this.#bucketOf(key))
    if (this.#size > 2 ** this.#bits * keysPerBucket && this.#bits < maxBits) this.#addBit()
  }

  #chain(id: number, bucket: number): void {
    this.#next[id] = this.#heads[bucket] ?? -1
    this.#heads[bucket] = id
  }

  #widen(capacity: number): void {
    const [next, firstEntry, more] = [this.#next, this.#firstEntry, this.#more]
    this.#next = new Int32Array(capacity)
    this.#next.set(next)
    this.#firstEntry = new Float64Array(capacity)
    this.#firstEntry.set(firstEntry)
    this.#more = new Int32Array(capacity)
    this.#more.set(more)
  }

  /** Twice the buckets; their hashes are computed when a root is asked for. */
  #addBit(): void {
    this.#bits++
    this.#heads = new Int32Array(2 ** this.#bits).fill(-1)
    this.#hashes = new Uint8Array(2 ** (this.#bits + 1) * 32)
    this.#kinds = new Uint8Array(2 ** (this.#bits + 1))
    for (let id = 0; id < this.#size; id++) this.#chain(id, this.#bucketOf(this.#keyOf(id)))
    this.#isAllStale = true
    this.#stale = new Set()
  }

  #addLater(id: number, entry: number): boolean {
    const more = this.#more[id] ?? -1
    const last = more < 0 ? this.#firstEntry[id] : this.#laterEntries[more]?.entry
    if (last === entry) return false
    this.#more[id] = this.#laterEntries.length
    this.#laterEntries.push({ entry, before: more })
    return true
  }

  #entriesOf(id: number): readonly number[] {
    let at = this.#more[id] ?? -1
    if (at < 0) return [this.#firstEntry[id] ?? 0]
    const entries: number[] = []
    while (at >= 0) {
      const { entry = 0, before = -1 } = this.#laterEntries[at] ?? {}
      entries.push(entry)
      at = before
    }
    entries.push(this.#firstEntry[id] ?? 0)
    return entries.reverse()
  }

  #refresh(): void {
    const first = 2 ** this.#bits
    if (this.#isAllStale) {
      for (let bucket = 0; bucket < first; bucket++) this.#hashBucket(bucket)
      for (let position = first - 1; position > 0; position--) this.#combine(position)
    } else {
      for (const bucket of this.#stale) this.#hashBucket(bucket)
      let positions = new Set([...this.#stale].map((bucket) => first + bucket))
      for (let level = 0; level < this.#bits; level++) {
        positions = new Set([...positions].map((position) => position >> 1))
        for (const position of positions) this.#combine(position)
      }
    }
    this.#isAllStale = false
    this.#stale = new Set()
  }

  #hashBucket(bucket: number): void {
    const ids = this.#idsOf(bucket)
    const position = 2 ** this.#bits + bucket
    this.#kinds[position] = Math.min(ids.length, kinds.branch)
    this.#hashes.set(this.#hashIds(ids, this.#bits), position * 32)
  }

  /** Keys of a bucket in their order. */
  #idsOf(bucket: number): readonly number[] {
    const ids: number[] = []
    for (let id = this.#heads[bucket] ?? -1; id >= 0; id = this.#next[id] ?? -1) ids.push(id)
    return ids.length < 2 ? ids : ids.sort((left, right) => this.#compare(left, right))
  }

  #compare(left: number, right: number): number {
    const leftBlock = this.#keys[Math.floor(left / keysPerBlock)]
    const rightBlock = this.#keys[Math.floor(right / keysPerBlock)]
    const leftFrom = (left % keysPerBlock) * 32
    const rightFrom = (right % keysPerBlock) * 32
    for (let at = 0; at < 32; at++) {
      const difference = (leftBlock?.[leftFrom + at] ?? 0) - (rightBlock?.[rightFrom + at] ?? 0)
      if (difference !== 0) return difference
    }
    return 0
  }

  /** Hash of the keys from position `from` up to `until` of a sorted bucket, which share the bits before `depth`. */
  #hashIds(ids: readonly number[], depth: number, from = 0, until = ids.length): Hash {
    const id = ids[from]
    if (id === undefined || from === until) return emptyPart
    if (until - from === 1) return hashKey(this.#keyOf(id), digestEntries(this.#entriesOf(id)))
    let cut = from
    while (cut < until && bitOf(this.#keyOf(ids[cut] ?? id), depth) === 0) cut++
    return hashBranch(this.#hashIds(ids, depth + 1, from, cut), this.#hashIds(ids, depth + 1, cut, until))
  }

  /** One part from its two halves: a key that is alone in a part stands for the whole part. */
  #combine(position: number): void {
    const [zero, one] = [position * 2, position * 2 + 1]
    const kind = (this.#kinds[zero] ?? 0) + (this.#kinds[one] ?? 0)
    this.#kinds[position] = Math.min(kind, kinds.branch)
    const target = this.#hashes.subarray(position * 32, position * 32 + 32)
    if (kind === kinds.key) target.set(this.#hashAt(this.#kinds[zero] === kinds.key ? zero : one))
    else if (kind !== kinds.empty) hashBranchInto(target, this.#hashAt(zero), this.#hashAt(one))
    else target.fill(0)
  }

  #hashAt(position: number): Hash {
    return this.#hashes.subarray(position * 32, position * 32 + 32)
  }

  /** @param keys - The keys asked for that lie in this part, in order. */
  #proveNode(position: number, depth: number, keys: readonly Uint8Array[], writer: PrunedMapWriter): void {
    const kind = this.#kinds[position]
    if (kind === kinds.empty) writer.empty()
    else if (keys.length === 0) writer.hash(this.#hashAt(position))
    else if (kind === kinds.key) this.#proveIds(this.#loneIdIn(position), depth, keys, writer)
    else if (depth === this.#bits) this.#proveIds(this.#idsOf(position - 2 ** depth), depth, keys, writer)
    else {
      writer.branch()
      const cut = cutAt(keys, depth)
      this.#proveNode(position * 2, depth + 1, keys.slice(0, cut), writer)
      this.#proveNode(position * 2 + 1, depth + 1, keys.slice(cut), writer)
    }
  }

  #loneIdIn(position: number): readonly number[] {
    let at = position
    while (at < 2 ** this.#bits) at = this.#kinds[at * 2] === kinds.key ? at * 2 : at * 2 + 1
    return this.#idsOf(at - 2 ** this.#bits)
  }

  #proveIds(ids: readonly number[], depth: number, keys: readonly Uint8Array[], writer: PrunedMapWriter): void {
    const [id] = ids
    if (id === undefined) writer.empty()
    else if (keys.length === 0) writer.hash(this.#hashIds(ids, depth))
    else if (ids.length === 1) {
      const key = this.#keyOf(id)
      const entries = this.#entriesOf(id)
      if (keys.some((asked) => equalBytes(asked, key))) writer.askedKey(key, entries)
      else writer.otherKey(key, digestEntries(entries))
    } else {
      writer.branch()
      const cut = cutAt(keys, depth)
      const idCut = this.#cutAt(ids, depth)
      this.#proveIds(ids.slice(0, idCut), depth + 1, keys.slice(0, cut), writer)
      this.#proveIds(ids.slice(idCut), depth + 1, keys.slice(cut), writer)
    }
  }

  #cutAt(ids: readonly number[], depth: number): number {
    const cut = ids.findIndex((id) => bitOf(this.#keyOf(id), depth) === 1)
    return cut < 0 ? ids.length : cut
  }
}

/** Where, in sorted keys that share the bits before `depth`, those with a 1 there begin. */
function cutAt(keys: readonly Uint8Array[], depth: number): number {
  const cut = keys.findIndex((key) => bitOf(key, depth) === 1)
  return cut < 0 ? keys.length : cut
}
