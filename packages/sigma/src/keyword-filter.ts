// Says quickly that no keyword can stand in a line. It looks at the raw bytes, and only at every few of them: of each keyword
// it knows enough neighbouring groups of four bytes that one of them must lie on a step.
import { hashFactor } from './gram-table.ts'
import type { RequiredLiteral } from './required-literal.ts'

/** Characters that a JSON writer may put down in another form; `/` too. */
const escapable = /["\\/\p{Cc}]/u

/** A filter for one set of keywords. Its yes means "look properly", its no is certain for a line without `\u` and all ASCII. */
export class KeywordFilter {
  /** Bytes between two places that are looked at. */
  readonly step: number
  private readonly width: number
  private readonly mask: number
  private readonly bits: Int32Array
  private readonly grams: ReadonlyMap<number, readonly Part[]>

  private constructor(parts: readonly string[]) {
    const shortest = Math.min(...parts.map((part) => part.length), maxPart)
    this.width = Math.min(4, shortest)
    this.step = shortest - this.width + 1
    this.mask = this.width === 4 ? -1 : (1 << (this.width * 8)) - 1
    this.bits = new Int32Array(1 << 8)
    const grams = new Map<number, Part[]>()
    for (const part of parts) {
      const bytes = Uint8Array.from(part, (character) => character.charCodeAt(0) | 0x20)
      for (let offset = 0; offset < this.step; offset++) {
        let gram = 0
        for (let i = 0; i < this.width; i++) gram |= (bytes[offset + i] ?? 0) << (i * 8)
        grams.set(gram, [...(grams.get(gram) ?? []), { bytes, offset }])
        const hash = Math.imul(gram, hashFactor) >>> 19
        this.bits[hash >>> 5] = (this.bits[hash >>> 5] ?? 0) | (1 << (hash & 31))
      }
    }
    this.grams = grams
  }

  /** The filter of a set of texts; `undefined` when one of them has no part that looks the same in every JSON text. */
  static of(literals: readonly RequiredLiteral[]): KeywordFilter | undefined {
    const parts: string[] = []
    for (const { text } of literals) {
      // A line with a character outside ASCII is looked at properly in any case.
      if (/[^\p{ASCII}]/u.test(text)) continue
      const part = text.split(escapable).reduce((best, one) => (one.length > best.length ? one : best), '')
      if (part.length < 2) return undefined
      parts.push(part)
    }
    return new KeywordFilter(parts.length === 0 ? ['\u0001\u0001\u0001\u0001'] : parts)
  }

  /** Whether a keyword may stand in the line; `padding` bytes must follow it. */
  mayHold(view: DataView, source: Uint8Array, from: number, to: number): boolean {
    const { bits, step, mask } = this
    const last = to - this.width
    const folding = 0x20202020 & mask
    for (let at = from; at <= last; at += step) {
      const gram = (view.getInt32(at, true) & mask) | folding
      const hash = Math.imul(gram, hashFactor) >>> 19
      if (((bits[hash >>> 5] as number) & (1 << (hash & 31))) !== 0 && this.standsAt(gram, source, at, from, to))
        return true
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

type Part = { readonly bytes: Uint8Array; readonly offset: number }

/** A longer step would skip more, but by then other work dominates. */
const maxPart = 16
