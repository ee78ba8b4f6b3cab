// A table that says for four neighbouring bytes which needles have them.
import { Buffer } from 'node:buffer'
import { commonText } from './common-text.ts'

/** Spreads bits for a multiplicative hash: 2^32 divided by the golden ratio. */
export const hashFactor = 0x9e3779b1

/** Running sums: where each of several parts starts when they are put behind each other, and where the last ends. */
export function startsOf(sizes: Int32Array): Int32Array {
  const starts = new Int32Array(sizes.length + 1)
  for (const [index, size] of sizes.entries()) starts[index + 1] = (starts[index] ?? 0) + size
  return starts
}

/** Needles of four bytes and more, each under four of its bytes. */
export class GramTable {
  /** By hash of four bytes: 1 when a needle may have them. */
  readonly marks: Uint8Array
  readonly shift: number
  readonly bucketStart: Int32Array
  readonly needles: Int32Array
  /** Of each entry: bytes of the needle before its four. */
  readonly offsets: Int32Array
  private readonly keys: Int32Array
  private readonly values: Int32Array

  constructor(numbers: readonly number[], encoded: readonly Uint8Array[]) {
    const buckets = new Map<number, { needle: number; offset: number }[]>()
    for (const [needle, offset] of chooseGrams(numbers, encoded)) {
      const gram = gramAt(encoded[needle] ?? new Uint8Array(), offset)
      const bucket = buckets.get(gram)
      if (bucket === undefined) buckets.set(gram, [{ needle, offset }])
      else bucket.push({ needle, offset })
    }
    // Thirty-two marks per gram, as far as they fit in a second-level cache.
    const width = Math.min(17, Math.max(10, Math.ceil(Math.log2(buckets.size * 32))))
    this.shift = 32 - width
    this.marks = new Uint8Array(1 << width)
    const slots = 1 << Math.max(4, Math.ceil(Math.log2(buckets.size * 2)))
    this.keys = new Int32Array(slots)
    this.values = new Int32Array(slots).fill(-1)
    const entries = [...buckets]
    this.bucketStart = startsOf(Int32Array.from(entries, ([, bucket]) => bucket.length))
    this.needles = Int32Array.from(entries.flatMap(([, bucket]) => bucket.map((one) => one.needle)))
    this.offsets = Int32Array.from(entries.flatMap(([, bucket]) => bucket.map((one) => one.offset)))
    for (const [index, [gram]] of entries.entries()) {
      this.marks[Math.imul(gram, hashFactor) >>> this.shift] = 1
      let slot = Math.imul(gram, hashFactor) & (slots - 1)
      while (this.values[slot] !== -1) slot = (slot + 1) & (slots - 1)
      this.keys[slot] = gram
      this.values[slot] = index
    }
  }

  /** Bucket of four bytes, -1 when no needle has them. */
  bucketOf(gram: number): number {
    const mask = this.keys.length - 1
    let slot = Math.imul(gram, hashFactor) & mask
    for (;;) {
      const value = this.values[slot] as number // the mask keeps the slot inside
      if (value < 0 || this.keys[slot] === gram) return value
      slot = (slot + 1) & mask
    }
  }
}

/** Four bytes as an integer, the first one lowest. */
function gramAt(bytes: Uint8Array, offset: number): number {
  return (
    (bytes[offset] ?? 0) |
    ((bytes[offset + 1] ?? 0) << 8) |
    ((bytes[offset + 2] ?? 0) << 16) |
    ((bytes[offset + 3] ?? 0) << 24)
  )
}

/** How common a byte is in events: rarer bytes make better grams. From a count over recorded Windows events, in steps. */
const commonBytes = 'e\\ -soitrnadcmlwpf.xuygbhv0123456789:k"/_'

/** Of each needle of four bytes and more: where its four rarest neighbouring bytes begin. */
export function chooseGrams(
  numbers: readonly number[],
  encoded: readonly Uint8Array[],
): readonly (readonly [number, number])[] {
  const uses = new Map<number, number>()
  for (const n of numbers) {
    const bytes = encoded[n] ?? new Uint8Array()
    for (let i = 0; i + 4 <= bytes.length; i++) uses.set(gramAt(bytes, i), (uses.get(gramAt(bytes, i)) ?? 0) + 1)
  }
  const rarity = new Float64Array(256).fill(commonBytes.length)
  for (const [rank, byte] of Buffer.from(commonBytes).entries()) rarity[byte] = rank
  return numbers.map((n) => {
    const bytes = encoded[n] ?? new Uint8Array()
    let best = 0
    let bestCost = Number.POSITIVE_INFINITY
    for (let i = 0; i + 4 <= bytes.length; i++) {
      const rare =
        (rarity[bytes[i] ?? 0] ?? 0) +
        (rarity[bytes[i + 1] ?? 0] ?? 0) +
        (rarity[bytes[i + 2] ?? 0] ?? 0) +
        (rarity[bytes[i + 3] ?? 0] ?? 0)
      const gram = gramAt(bytes, i)
      const cost = Math.log2(uses.get(gram) ?? 1) * 12 - rare + (commonGrams.has(gram) ? commonCost : 0)
      if (cost < bestCost) {
        best = i
        bestCost = cost
      }
    }
    return [n, best] as const
  })
}

/** A group that stands in many events is worse than one that many needles share. */
const commonCost = 100
const commonBytesOfText = Buffer.from(commonText)
const commonGrams = new Set(
  Array.from({ length: commonBytesOfText.length - 3 }, (_, at) => gramAt(commonBytesOfText, at)),
)
