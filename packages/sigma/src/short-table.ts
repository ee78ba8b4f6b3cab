// Finds needles that are too short for four bytes.
import type { FoldedValue } from './folded-value.ts'

/** Needles of one to three bytes: found by their bytes themselves. */
export class ShortTable {
  private readonly atStart = new Map<number, number[]>()
  private readonly atEnd = new Map<number, number[]>()
  private readonly inside = new Map<number, number[]>()
  /** By the last two bytes: whether a needle of one, two or three bytes may end there. */
  private readonly endings = new Uint8Array(1 << 16)
  private hasInside = false
  /** Tied to both ends is not here; an empty needle stands in every value. */
  private readonly always: readonly number[]

  constructor(numbers: readonly number[], encoded: readonly Uint8Array[], ties: Uint8Array) {
    const always: number[] = []
    for (const n of numbers) {
      const bytes = encoded[n] ?? new Uint8Array()
      if (bytes.length === 0) always.push(n)
      else {
        const key = shortKey(bytes, 0, bytes.length)
        const table = ties[n] === 1 ? this.atStart : ties[n] === 2 ? this.atEnd : this.inside
        table.set(key, [...(table.get(key) ?? []), n])
        if (table === this.inside) this.noteInside(bytes)
      }
    }
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
    if (!this.hasInside) return n
    const { endings } = this
    let key = 0
    for (let i = 0; i < length; i++) {
      key = ((key << 8) | (bytes[i] as number)) & 0xffffff // i is below length
      const sizes = endings[key & 0xffff] as number // all pairs of bytes have a place
      if (sizes === 0) continue
      if ((sizes & 1) !== 0) report(this.inside.get((key & 0xff) | (1 << 24)))
      if ((sizes & 2) !== 0 && i > 0) report(this.inside.get((key & 0xffff) | (2 << 24)))
      if ((sizes & 4) !== 0 && i > 1) report(this.inside.get(key | (3 << 24)))
    }
    return n
  }

  private noteInside(bytes: Uint8Array): void {
    this.hasInside = true
    const [first = 0, second = 0, third = 0] = bytes
    if (bytes.length === 1)
      for (let before = 0; before < 256; before++)
        this.endings[(before << 8) | first] = (this.endings[(before << 8) | first] ?? 0) | 1
    else {
      const pair = bytes.length === 2 ? (first << 8) | second : (second << 8) | third
      this.endings[pair] = (this.endings[pair] ?? 0) | (bytes.length === 2 ? 2 : 4)
    }
  }
}

function shortKey(bytes: Uint8Array, start: number, size: number): number {
  let key = 0
  for (let i = 0; i < size; i++) key = (key << 8) | (bytes[start + i] ?? 0)
  return key | (size << 24)
}
