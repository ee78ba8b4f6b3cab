// The modifiers that change a text into another one before it is looked for.
//
// Source: Sigma modifiers appendix, `base64`, `base64offset`, `utf16`, `utf16le`, `utf16be`, `wide`.
import { Buffer } from 'node:buffer'

/** Names of the UTF-16 forms; `wide` is little-endian. */
export type Utf16Form = 'wide' | 'utf16le' | 'utf16be' | 'utf16'

/** Encodes as UTF-16; the form `utf16` opens with the byte order mark FF FE. */
export function encodeUtf16(text: string, form: Utf16Form): Uint8Array {
  const littleEndian = Buffer.from(text, 'utf16le')
  if (form === 'utf16be') return littleEndian.swap16()
  return form === 'utf16' ? Buffer.concat([Buffer.from([0xff, 0xfe]), littleEndian]) : littleEndian
}

/** Base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

/**
 * The three texts of which one stands in every Base64 text that contains the bytes, whatever comes before them.
 * Characters that also depend on the neighbours are cut off.
 */
export function encodeBase64Offsets(bytes: Uint8Array): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = encodeBase64(Buffer.concat([Buffer.alloc(offset), bytes]))
    const from = [0, 2, 3][offset] ?? 0
    const cut = [0, 3, 2][(bytes.length + offset) % 3] ?? 0
    return encoded.slice(from, encoded.length - cut)
  })
}
