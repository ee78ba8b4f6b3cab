// Finds what may hide a text from a look at the raw bytes: `\\u` escapes, and the two characters that fold to an ASCII letter.
import { Buffer } from 'node:buffer'

/** The long s and the Kelvin sign, as UTF-8; and the escape that can stand for any character. */
const marks = ['\\u', '\u017f', '\u212a'].map((text) => Buffer.from(text, 'utf8'))

/** Remembers where the next mark stands in a buffer of lines, so that each byte is searched once. */
export class SourceMarks {
  private buffer: Buffer = Buffer.alloc(0)
  private readonly next = new Float64Array(marks.length)

  /** Sets the buffer; lines must be asked about from first to last. */
  setSource(source: Uint8Array): void {
    this.buffer = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    this.next.fill(-1)
  }

  /** Whether a mark stands in the line. */
  standIn(from: number, to: number): boolean {
    for (const [index, mark] of marks.entries()) {
      if ((this.next[index] ?? 0) < from) {
        const found = this.buffer.indexOf(mark, from)
        this.next[index] = found < 0 ? Number.POSITIVE_INFINITY : found
      }
      if ((this.next[index] ?? 0) < to) return true
    }
    return false
  }
}
