// Says quickly that none of some texts stands in a line or value. It looks at the raw bytes of the JSON, and only at every few
// of them: of each text it knows enough neighbouring groups of four bytes that one of them must lie on a step.
import { isCommon } from './common-text.ts'
import { isAscii } from './fold.ts'
import { hashFactor } from './gram-table.ts'
import type { RequiredLiteral } from './required-literal.ts'

/** Characters that a JSON writer may put down in another form; `/` too. */
const escapable = /["\\/\p{Cc}]/u

/**
 * A filter for one set of texts. Its yes means "look properly"; its no is certain for a line without `\u`, without the two
 * characters that fold to an ASCII letter, and, when `wide`, without any character outside ASCII.
 */
export class RawFilter {
  /** Some of the texts have characters outside ASCII. */
  readonly wide: boolean
  /** Bytes between two places that are looked at. */
  readonly step: number
  /** Bytes that are looked at together. */
  readonly width: number
  readonly mask: number
  readonly shift: number
  readonly marks: Uint8Array
  /** By bytes: the parts that have them, and where. */
  readonly grams: ReadonlyMap<number, readonly Part[]>

  private constructor(parts: readonly string[], wide: boolean) {
    this.wide = wide
    // Every byte more to skip needs one group more of each text.
    const affordable = 4 + Math.floor(maxGrams / parts.length)
    const shortest = parts.reduce((least, part) => Math.min(least, part.length), Math.min(maxPart, affordable))
    this.width = Math.min(4, shortest)
    this.step = shortest - this.width + 1
    this.mask = this.width === 4 ? -1 : (1 << (this.width * 8)) - 1
    this.shift = 32 - Math.min(17, Math.max(13, Math.ceil(Math.log2(parts.length * this.step * 64))))
    this.marks = new Uint8Array(1 << (32 - this.shift))
    const grams = new Map<number, Part[]>()
    for (const part of parts) {
      const bytes = Uint8Array.from(rarest(part, shortest), (character) => character.charCodeAt(0) | 0x20)
      for (let offset = 0; offset < this.step; offset++) {
        let gram = 0
        for (let i = 0; i < this.width; i++) gram |= (bytes[offset + i] ?? 0) << (i * 8)
        grams.set(gram, [...(grams.get(gram) ?? []), { bytes, offset }])
        this.marks[Math.imul(gram, hashFactor) >>> this.shift] = 1
      }
    }
    this.grams = grams
  }

  /** The filter of a set of texts; `undefined` when one of them has no part that looks the same in every JSON text. */
  static of(literals: readonly RequiredLiteral[]): RawFilter | undefined {
    const parts: string[] = []
    for (const { text } of literals) {
      if (!isAscii(text)) continue
      const part = text.split(escapable).reduce((best, one) => (one.length > best.length ? one : best), '')
      if (part.length < 2) return undefined
      parts.push(part)
    }
    const wide = literals.some(({ text }) => !isAscii(text))
    return new RawFilter(parts.length === 0 ? ['\u0001\u0001\u0001\u0001'] : parts, wide)
  }

  /** Whether one of the texts may stand between two places; `padding` bytes must follow. */
  mayHold(view: DataView, source: Uint8Array, from: number, to: number): boolean {
    const { marks, step, mask, shift } = this
    const last = to - this.width
    const folding = 0x20202020 & mask
    for (let at = from; at <= last; at += step) {
      const gram = (view.getInt32(at, true) & mask) | folding
      if (marks[Math.imul(gram, hashFactor) >>> shift] === 1 && this.standsAt(gram, source, at, from, to)) return true
    }
    return false
  }

  private standsAt(gram: number, source: Uint8Array, at: number, from: number, to: number): boolean {
    for (const { bytes, offset } of this.grams.get(gram) ?? []) {
      const start = at - offset
      if (start < from || start + bytes.length > to) continue
      let i = 0
      while (i < bytes.length && ((source[start + i] ?? 0) | 0x20) === bytes[i]) i++
      if (i === bytes.length) return true
    }
    return false
  }
}

/** So many neighbouring characters of a text, those with the fewest common groups. */
function rarest(part: string, size: number): string {
  let best = part.slice(0, size)
  let least = Number.POSITIVE_INFINITY
  for (let at = 0; at + size <= part.length; at++) {
    let common = 0
    for (let i = at; i + 4 <= at + size; i++) if (isCommon(part.slice(i, i + 4))) common++
    if (common >= least) continue
    least = common
    best = part.slice(at, at + size)
  }
  return best
}

/** Groups of bytes of all texts together: their table fits in 128 KiB. */
const maxGrams = 8_000

/** A text as raw bytes, bit 5 of each set, and how far into it some of them stand. */
export type Part = { readonly bytes: Uint8Array; readonly offset: number }

/** A longer step would skip more, but by then other work dominates. */
const maxPart = 16
