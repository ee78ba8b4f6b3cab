// Finds needles that are too short for four bytes.
import type { FoldedValue } from './folded-value.ts'
import { hashFactor } from './gram-table.ts'

/** Needles of one to three bytes: found by their bytes themselves. */
export class ShortTable {
  private readonly atStart = new Map<number, number[]>()
  private readonly atEnd = new Map<number, number[]>()
  private readonly inside = new Map<number, number[]>()
  private readonly bits = new Int32Array(1 << 8)
  private readonly insideSizes: readonly number[]
  /** Tied to both ends is not here; an empty needle stands in every value. */
  private readonly always: readonly number[]

  constructor(numbers: readonly number[], encoded: readonly Uint8Array[], ties: Uint8Array) {
    const sizes = new Set<number>()
    const always: number[] = []
    for (const n of numbers) {
      const bytes = encoded[n] ?? new Uint8Array()
      if (bytes.length === 0) always.push(n)
      else {
        const key = shortKey(bytes, 0, bytes.length)
        const table = ties[n] === 1 ? this.atStart : ties[n] === 2 ? this.atEnd : this.inside
        table.set(key, [...(table.get(key) ?? []), n])
        if (table === this.inside) {
          sizes.add(bytes.length)
          const hash = Math.imul(key, hashFactor) >>> 19
          this.bits[hash >>> 5] = (this.bits[hash >>> 5] ?? 0) | (1 << (hash & 31))
        }
      }
    }
    this.insideSizes = [...sizes]
    this.always = always
  }

  find(value: FoldedValue, found: Int32Array, from: number, seen: Int32Array, round: number): number {
    const { bytes, length } = value
    let n = from
    const report = (needles: readonly number[] | undefined): void => {
      if (needles === undefined) return
      for (const needle of needles) {
        if (seen[needle] === round) continue
        seen[needle] = round
        found[n++] = needle
      }
    }
    report(this.always)
    for (let size = 1; size <= 3 && size <= length; size++) {
      if (this.atStart.size > 0) report(this.atStart.get(shortKey(bytes, 0, size)))
      if (this.atEnd.size > 0) report(this.atEnd.get(shortKey(bytes, length - size, size)))
    }
    const { bits } = this
    for (const size of this.insideSizes) {
      const mask = size === 3 ? 0xffffff : size === 2 ? 0xffff : 0xff
      let key = 0
      for (let i = 0; i < length; i++) {
        key = ((key << 8) | (bytes[i] as number)) & mask // i is below length
        const tagged = key | (size << 24)
        const hash = Math.imul(tagged, hashFactor) >>> 19
        if (((bits[hash >>> 5] as number) & (1 << (hash & 31))) !== 0 && i >= size - 1) report(this.inside.get(tagged))
      }
    }
    return n
  }
}

function shortKey(bytes: Uint8Array, start: number, size: number): number {
  let key = 0
  for (let i = 0; i < size; i++) key = (key << 8) | (bytes[start + i] ?? 0)
  return key | (size << 24)
}
