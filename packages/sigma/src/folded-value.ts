// The bytes that a value is compared as: without JSON's escapes, case folded, UTF-8.
import { Buffer, isAscii } from 'node:buffer'
import { foldCase, foldUnit } from './fold.ts'

/** A scratch buffer with one folded value; the bytes behind `length` mean nothing. */
export class FoldedValue {
  bytes: Uint8Array = new Uint8Array(4096)
  view: DataView = new DataView(this.bytes.buffer)
  length = 0
  /** The value has bytes above 127: needles with such bytes can be in it. */
  wide = false

  /**
   * Takes the inside of a JSON string.
   *
   * @returns false when its escapes are not JSON.
   */
  readString(source: Uint8Array, sourceView: DataView, start: number, end: number): boolean {
    // Folding makes a text at most half as long again: two bytes become three.
    this.makeRoom((end - start) * 1.5)
    const { bytes, view } = this
    let length = 0
    let wide = false
    for (let i = start; i < end; i++) {
      // Four bytes at once as long as none of them is a backslash or outside ASCII.
      while (i + 4 <= end) {
        const four = sourceView.getInt32(i, true)
        const slashes = four ^ 0x5c5c5c5c
        if (((((slashes - 0x01010101) & ~slashes) | four) & 0x80808080) !== 0) break
        const capitals = (four + 0x3f3f3f3f) & ~(four + 0x25252525) & 0x80808080
        view.setInt32(length, four | (capitals >>> 2), true)
        length += 4
        i += 4
      }
      if (i >= end) break
      let byte = source[i] as number // the caller's range lies inside
      if (byte === 92) {
        byte = unescaped[source[++i] as number] as number
        // Zero marks an escape with a code point, or none at all.
        if (byte === 0) {
          const code = source[i] === 117 && i + 4 < end ? hexCode(source, i + 1) : 0
          if (code === 0) return this.readDecoded(source, start, end)
          i += 4
          const size = encode(bytes, length, foldUnit(code))
          length += size
          wide ||= size > 1
          continue
        }
      }
      if (byte < 128) bytes[length++] = folded[byte] as number
      else {
        const size = byte < 0xe0 ? 2 : 3
        const code = i + size > end ? 0 : codePoint(source, i, size)
        if (code === 0) return this.readDecoded(source, start, end)
        i += size - 1
        const written = encode(bytes, length, foldUnit(code))
        length += written
        wide ||= written > 1
      }
    }
    this.length = length
    this.wide = wide
    return true
  }

  /** Takes plain ASCII, such as a number. */
  readAscii(source: Uint8Array, start: number, end: number): void {
    this.makeRoom(end - start)
    for (let i = start; i < end; i++) this.bytes[i - start] = folded[source[i] as number] as number
    this.length = end - start
    this.wide = false
  }

  /** Takes a decoded text. */
  readText(text: string): void {
    const encoded = Buffer.from(foldCase(text.toWellFormed()), 'utf8')
    this.makeRoom(encoded.length)
    this.bytes.set(encoded)
    this.length = encoded.length
    this.wide = !isAscii(encoded)
  }

  private makeRoom(size: number): void {
    if (this.bytes.length >= size + 8) return
    this.bytes = new Uint8Array(size * 2 + 8)
    this.view = new DataView(this.bytes.buffer)
  }

  private readDecoded(source: Uint8Array, start: number, end: number): boolean {
    const text = decodeString(source, start, end)
    if (text === undefined) return false
    this.readText(text)
    return true
  }
}

/** Writes a code point below 65,536 as UTF-8; gives the number of bytes. */
function encode(bytes: Uint8Array, at: number, code: number): number {
  if (code < 0x80) {
    bytes[at] = code
    return 1
  }
  if (code < 0x800) {
    bytes[at] = 0xc0 | (code >> 6)
    bytes[at + 1] = 0x80 | (code & 63)
    return 2
  }
  bytes[at] = 0xe0 | (code >> 12)
  bytes[at + 1] = 0x80 | ((code >> 6) & 63)
  bytes[at + 2] = 0x80 | (code & 63)
  return 3
}

/** The code point of four hexadecimal digits; 0 when they are none, and for halves of pairs. */
function hexCode(source: Uint8Array, at: number): number {
  let code = 0
  for (let i = at; i < at + 4; i++) {
    const digit = hexDigits[source[i] as number] as number // the caller knows that four bytes follow
    if (digit < 0) return 0
    code = (code << 4) | digit
  }
  return code >= 0xd800 && code < 0xe000 ? 0 : code
}

/** The code point of a sequence of two or three bytes; 0 when it is broken or longer: such texts are decoded in full. */
function codePoint(source: Uint8Array, at: number, size: number): number {
  const first = source[at] as number // the caller knows that the sequence fits
  const second = source[at + 1] as number
  if (first < 0xc2 || first > 0xef || (second & 0xc0) !== 0x80) return 0
  if (size === 2) return ((first & 31) << 6) | (second & 63)
  const third = source[at + 2] as number
  const code = ((first & 15) << 12) | ((second & 63) << 6) | (third & 63)
  return (third & 0xc0) !== 0x80 || code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 0 : code
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
const hexDigits = Int8Array.from({ length: 256 }, (_, byte) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase()),
)
