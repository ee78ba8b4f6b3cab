// Finds which of thousands of texts stand in a value, in one pass over its bytes.
//
// Of each needle four neighbouring bytes are chosen that are rare among the others. The pass keeps the last four bytes in an
// integer and asks a small bit table about them; only where the table says yes is a needle compared. Needles that are equal to
// the whole value are found by hash, and needles of up to three bytes by their own tables.
import { Buffer } from 'node:buffer'
import type { FoldedValue } from './folded-value.ts'
import { GramTable, hashFactor, startsOf } from './gram-table.ts'
import { ShortTable } from './short-table.ts'

/** A text to find, folded. `start` and `end` tie it to that end of the value; `target` is what a find is reported as. */
export type Needle = {
  readonly text: string
  readonly start: boolean
  readonly end: boolean
  readonly target: number
}

/** Rounds before the marks are cleared and counted afresh; they are 32-bit integers. */
export const maxRound = 0x7ffffff0

/** An index over one set of needles. Not to be shared between threads: it remembers what it saw in this value. */
export class NeedleIndex {
  /** Targets of needle `n` are `targets[targetStart[n]]` up to `targetStart[n + 1]`. */
  readonly targetStart: Int32Array
  readonly targets: Int32Array
  readonly count: number
  private readonly pool: Uint8Array
  private readonly offset: Int32Array
  private readonly size: Int32Array
  /** 1: tied to the start, 2: tied to the end. */
  private readonly ties: Uint8Array
  private readonly seen: Int32Array
  private round = 0
  private readonly grams: GramTable | undefined
  private readonly whole: ReadonlyMap<number, readonly number[]>
  private readonly short: ShortTable | undefined

  constructor(needles: readonly Needle[]) {
    const groups = groupNeedles(needles)
    this.count = groups.length
    const encoded = groups.map((group) => Buffer.from(group.text, 'utf8'))
    this.pool = Buffer.concat(encoded)
    this.size = Int32Array.from(encoded, (bytes) => bytes.length)
    this.offset = startsOf(this.size)
    this.ties = Uint8Array.from(groups, ({ start, end }) => (start ? 1 : 0) | (end ? 2 : 0))
    this.targetStart = startsOf(Int32Array.from(groups, (group) => group.targets.length))
    this.targets = Int32Array.from(groups.flatMap((group) => group.targets))
    this.seen = new Int32Array(groups.length)
    const numbers = groups.map((_, n) => n)
    const isWhole = (n: number): boolean => this.ties[n] === 3
    const sizeOf = (n: number): number => this.size[n] ?? 0
    const whole = new Map<number, number[]>()
    for (const n of numbers.filter(isWhole)) {
      const bytes = encoded[n] ?? new Uint8Array()
      const key = wholeKey(bytes, bytes.length)
      whole.set(key, [...(whole.get(key) ?? []), n])
    }
    this.whole = whole
    const parts = numbers.filter((n) => !isWhole(n))
    const long = parts.filter((n) => sizeOf(n) >= 4)
    this.grams = long.length === 0 ? undefined : new GramTable(long, encoded)
    const short = parts.filter((n) => sizeOf(n) < 4)
    this.short = short.length === 0 ? undefined : new ShortTable(short, encoded, this.ties)
  }

  /**
   * Finds all needles of a value.
   *
   * @param found - Takes the numbers of the needles, each once; at least `count` long.
   * @returns How many were found.
   */
  find(value: FoldedValue, found: Int32Array): number {
    if (++this.round > maxRound) {
      this.round = 1
      this.seen.fill(0)
    }
    const { round } = this
    let n = 0
    if (this.whole.size > 0) {
      for (const needle of this.whole.get(wholeKey(value.bytes, value.length)) ?? []) {
        if (this.size[needle] === value.length && this.standsAt(needle, value.bytes, 0)) found[n++] = needle
      }
    }
    if (this.grams !== undefined) n = this.findGrams(this.grams, value, found, n, round)
    return this.short === undefined ? n : this.short.find(value, found, n, this.seen, round)
  }

  private findGrams(grams: GramTable, value: FoldedValue, found: Int32Array, from: number, round: number): number {
    const { marks, shift } = grams
    const { bytes, view, length } = value
    let n = from
    const last = length - 4
    for (let i = 0; i <= last; i++) {
      const gram = view.getInt32(i, true)
      if (marks[Math.imul(gram, hashFactor) >>> shift] === 1)
        n = this.compare(grams, gram, i, bytes, length, found, n, round)
    }
    return n
  }

  private compare(
    grams: GramTable,
    gram: number,
    at: number,
    bytes: Uint8Array,
    length: number,
    found: Int32Array,
    from: number,
    round: number,
  ): number {
    let n = from
    const bucket = grams.bucketOf(gram)
    if (bucket < 0) return n
    const { needles, offsets, bucketStart } = grams
    const end = bucketStart[bucket + 1] as number // one more entry than buckets
    for (let i = bucketStart[bucket] as number; i < end; i++) {
      const needle = needles[i] as number // within the buckets
      if (this.seen[needle] === round) continue
      const start = at - (offsets[i] as number)
      const tie = this.ties[needle] as number
      if (start < 0 || ((tie & 1) !== 0 && start !== 0)) continue
      const past = start + (this.size[needle] as number)
      if (past > length || ((tie & 2) !== 0 && past !== length)) continue
      if (!this.standsAt(needle, bytes, start)) continue
      this.seen[needle] = round
      found[n++] = needle
    }
    return n
  }

  private standsAt(needle: number, bytes: Uint8Array, start: number): boolean {
    const { pool } = this
    const size = this.size[needle] as number
    const offset = this.offset[needle] as number
    for (let i = 0; i < size; i++) if (pool[offset + i] !== bytes[start + i]) return false
    return true
  }
}

type Group = { readonly text: string; readonly start: boolean; readonly end: boolean; readonly targets: number[] }

function groupNeedles(needles: readonly Needle[]): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const { text, start, end, target } of needles) {
    const key = `${start ? 1 : 0}${end ? 1 : 0}${text}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { text, start, end, targets: [target] })
    else if (!group.targets.includes(target)) group.targets.push(target)
  }
  return [...groups.values()]
}

function wholeKey(bytes: Uint8Array, length: number): number {
  let key = length
  for (let i = 0; i < 4 && i < length; i++) key = Math.imul(key, 31) + (bytes[i] ?? 0)
  for (let i = Math.max(length - 4, 0); i < length; i++) key = Math.imul(key, 31) + (bytes[i] ?? 0)
  for (let i = length >> 1; i < length && i < (length >> 1) + 4; i++) key = Math.imul(key, 31) + (bytes[i] ?? 0)
  return key | 0
}
