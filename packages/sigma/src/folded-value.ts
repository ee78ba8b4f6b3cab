// The bytes that a value is compared as: without JSON's escapes, case folded, UTF-8.
import { Buffer } from 'node:buffer'
import { foldCase } from './fold.ts'

/** A scratch buffer with one folded value; the bytes behind `length` mean nothing. */
export class FoldedValue {
  bytes: Uint8Array = new Uint8Array(4096)
  length = 0
  /** The value has bytes above 127: needles with such bytes can be in it. */
  wide = false

  /**
   * Takes the inside of a JSON string.
   *
   * @returns false when its escapes are not JSON.
   */
  readString(source: Uint8Array, start: number, end: number): boolean {
    if (this.bytes.length < end - start + 8) this.bytes = new Uint8Array((end - start) * 2)
    const { bytes } = this
    let length = 0
    for (let i = start; i < end; i++) {
      let byte = source[i] as number // the caller's range lies inside
      if (byte === 92) byte = unescaped[source[++i] as number] as number
      // Zero marks an escape with a code point, or none at all.
      if (byte > 127 || byte === 0) return this.readDecoded(source, start, end)
      bytes[length++] = folded[byte] as number
    }
    this.length = length
    this.wide = false
    return true
  }

  /** Takes plain ASCII, such as a number. */
  readAscii(source: Uint8Array, start: number, end: number): void {
    if (this.bytes.length < end - start + 8) this.bytes = new Uint8Array((end - start) * 2)
    for (let i = start; i < end; i++) this.bytes[i - start] = folded[source[i] as number] as number
    this.length = end - start
    this.wide = false
  }

  /** Takes a decoded text. */
  readText(text: string): void {
    const encoded = Buffer.from(foldCase(text.toWellFormed()), 'utf8')
    if (this.bytes.length < encoded.length + 8) this.bytes = new Uint8Array(encoded.length * 2)
    this.bytes.set(encoded)
    this.length = encoded.length
    this.wide = encoded.some((byte) => byte > 127)
  }

  private readDecoded(source: Uint8Array, start: number, end: number): boolean {
    const text = decodeString(source, start, end)
    if (text === undefined) return false
    this.readText(text)
    return true
  }
}

/** The text of the inside of a JSON string; `undefined` when its escapes are not JSON. */
export function decodeString(source: Uint8Array, start: number, end: number): string | undefined {
  try {
    const value: unknown = JSON.parse(`"${utf8(source, start, end)}"`)
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

/** Bytes as text; broken UTF-8 becomes U+FFFD. */
export function utf8(source: Uint8Array, start: number, end: number): string {
  return Buffer.from(source.buffer, source.byteOffset + start, end - start).toString('utf8')
}

const folded = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte))
const unescaped = new Uint8Array(256)
for (const [letter, byte] of Object.entries({ '"': 34, '\\': 92, '/': 47, b: 8, f: 12, n: 10, r: 13, t: 9 }))
  unescaped[letter.charCodeAt(0)] = byte
