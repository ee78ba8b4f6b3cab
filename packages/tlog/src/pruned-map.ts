// A pruned map: the parts of an absence map on the way to the keys somebody asked for, and hashes for the rest. The root of
// the whole is computed from it, so it cannot lie about a root; what it leaves out it does not answer.
import { digestEntries, emptyPart, hashBranch, hashKey } from './absence-hashes.ts'
import { concatBytes, equalBytes } from './bytes.ts'
import { maxCount, maxPrunedMapBytes } from './limits.ts'
import { MalformedError } from './malformed.ts'
import type { Hash } from './merkle.ts'

const format = 'pruned map'
const keyBits = 256

// Parts stand in the order: a part, then what is in its half with bit 0, then what is in its half with bit 1.
const tags = {
  /** No key here. */
  empty: 0,
  /** 32 bytes: a part that nobody asked for. */
  hash: 1,
  /** Two halves follow. */
  branch: 2,
  /** 32 bytes key, 32 bytes digest: the only key here is not one that was asked for. */
  otherKey: 3,
  /** 32 bytes key, 4 bytes count, 8 bytes for each entry: a key that was asked for. */
  askedKey: 4,
} as const

/** The bit of a key at a depth from 0 to 255, most significant of the first byte first. */
export function bitOf(key: Uint8Array, depth: number): number {
  return ((key[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1
}

/** Writes the parts of a pruned map in their order. */
export class PrunedMapWriter {
  readonly #parts: Uint8Array[] = []

  empty(): void {
    this.#parts.push(Uint8Array.of(tags.empty))
  }

  hash(hash: Hash): void {
    this.#parts.push(Uint8Array.of(tags.hash), hash.slice())
  }

  branch(): void {
    this.#parts.push(Uint8Array.of(tags.branch))
  }

  otherKey(key: Uint8Array, digest: Hash): void {
    this.#parts.push(Uint8Array.of(tags.otherKey), key, digest)
  }

  askedKey(key: Uint8Array, entries: readonly number[]): void {
    const list = new Uint8Array(4 + entries.length * 8)
    const view = new DataView(list.buffer)
    view.setUint32(0, entries.length)
    for (const [at, entry] of entries.entries()) view.setBigUint64(4 + at * 8, BigInt(entry))
    this.#parts.push(Uint8Array.of(tags.askedKey), key, list)
  }

  bytes(): Uint8Array {
    return concatBytes(...this.#parts)
  }
}

/** What a map says of a key. `unproven`: this pruned map leaves that part out. */
export type Answer =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present'; readonly entries: readonly number[] }
  | { readonly kind: 'unproven' }

type Part =
  | { readonly kind: 'empty'; readonly hash: Hash }
  | { readonly kind: 'hash'; readonly hash: Hash }
  | { readonly kind: 'branch'; readonly hash: Hash; readonly zero: Part; readonly one: Part }
  | { readonly kind: 'otherKey'; readonly hash: Hash; readonly key: Uint8Array }
  | { readonly kind: 'askedKey'; readonly hash: Hash; readonly key: Uint8Array; readonly entries: readonly number[] }

/** A pruned map that has been read. It speaks for the map with this root and no other: compare it with one that is believed. */
export class PrunedMap {
  readonly root: Hash
  readonly #top: Part

  /** @param top - Given by {@link parsePrunedMap}. */
  constructor(top: Part) {
    this.#top = top
    this.root = top.hash
  }

  /** What the map with this root says of a key of 32 bytes. */
  answer(key: Uint8Array): Answer {
    let part = this.#top
    for (let depth = 0; part.kind === 'branch'; depth++) part = bitOf(key, depth) === 0 ? part.zero : part.one
    switch (part.kind) {
      case 'empty':
        return { kind: 'absent' }
      case 'hash':
        return { kind: 'unproven' }
      case 'askedKey':
        return equalBytes(part.key, key) ? { kind: 'present', entries: part.entries } : { kind: 'absent' }
      case 'otherKey':
        // The key is there, but its entries are not shown: no answer to somebody who asked for it.
        return equalBytes(part.key, key) ? { kind: 'unproven' } : { kind: 'absent' }
    }
  }
}

/**
 * Reads a pruned map and computes its root.
 *
 * @throws MalformedError when the bytes are no pruned map: cut off, longer, a key in a part where it does not belong.
 */
export function parsePrunedMap(bytes: Uint8Array): PrunedMap {
  if (bytes.length > maxPrunedMapBytes) {
    throw new MalformedError(format, `expected at most ${maxPrunedMapBytes} bytes, got ${bytes.length}`)
  }
  const reader = new PartReader(bytes)
  const top = reader.part()
  if (!reader.isAtEnd()) throw new MalformedError(format, 'expected nothing after the last part')
  return new PrunedMap(top)
}

/** Invariant: `#at` only grows, so that any bytes are read in one pass; `#path` holds the bits on the way to it. */
class PartReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #path: number[] = []
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  part(): Part {
    const [tag] = this.#take(1)
    switch (tag) {
      case tags.empty:
        return { kind: 'empty', hash: emptyPart }
      case tags.hash:
        return { kind: 'hash', hash: this.#take(32) }
      case tags.branch:
        return this.#branch()
      case tags.otherKey: {
        const key = this.#key()
        return { kind: 'otherKey', key, hash: hashKey(key, this.#take(32)) }
      }
      case tags.askedKey: {
        const key = this.#key()
        const entries = this.#entries()
        return { kind: 'askedKey', key, entries, hash: hashKey(key, digestEntries(entries)) }
      }
      default:
        throw new MalformedError(format, `expected the kind of a part, 0 to 4, got ${tag}`)
    }
  }

  #branch(): Part {
    if (this.#path.length === keyBits) throw new MalformedError(format, `expected at most ${keyBits} branches in a row`)
    const zero = this.#half(0)
    const one = this.#half(1)
    return { kind: 'branch', zero, one, hash: hashBranch(zero.hash, one.hash) }
  }

  #half(bit: number): Part {
    this.#path.push(bit)
    const part = this.part()
    this.#path.pop()
    return part
  }

  #key(): Uint8Array {
    const key = this.#take(32)
    // A key elsewhere than on its own path would be absent for whoever asks for it, and present for whoever counts.
    if (this.#path.some((bit, depth) => bitOf(key, depth) !== bit)) {
      throw new MalformedError(format, 'expected a key on its path')
    }
    return key
  }

  #entries(): readonly number[] {
    const count = new DataView(this.#take(4).slice().buffer).getUint32(0)
    const from = this.#at
    this.#take(count * 8)
    return Array.from({ length: count }, (_, at) => {
      const entry = this.#view.getBigUint64(from + at * 8)
      if (entry > BigInt(maxCount)) throw new MalformedError(format, `expected an index, got ${entry}`)
      return Number(entry)
    })
  }

  #take(count: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#at, this.#at + count)
    if (taken.length !== count) throw new MalformedError(format, `expected ${count} more bytes, got ${taken.length}`)
    this.#at += count
    return taken
  }
}
