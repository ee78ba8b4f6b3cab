// The strict readings that the text formats of C2SP share: UTF-8, base64, hexadecimal, decimals. One value has one spelling:
// whatever another program would read differently is refused here.
import { maxCount } from './limits.ts'

const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const utf8Encoder = new TextEncoder()

/** Bytes of a text in UTF-8. */
export function encodeUtf8(text: string): Uint8Array {
  return utf8Encoder.encode(text)
}

/** Text of UTF-8 bytes, a byte order mark included; `undefined` when they are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8Decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** Where a text has a character below U+0020, which no line of these formats may hold; -1 when it has none. */
export function findControlCharacter(text: string): number {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 0x20) return at
  return -1
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const sextets = new Int8Array(128).fill(-1)
for (let value = 0; value < alphabet.length; value++) sextets[alphabet.charCodeAt(value)] = value

/** Base64 of RFC 4648, section 4, with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3)
    const group = (first << 16) | (second << 8) | third
    const left = bytes.length - at
    text += `${alphabet[group >> 18]}${alphabet[(group >> 12) & 63]}`
    text += left > 1 ? alphabet[(group >> 6) & 63] : '='
    text += left > 2 ? alphabet[group & 63] : '='
  }
  return text
}

/** Bytes of padded base64; `undefined` for any other spelling: no padding, white space, URL alphabet, stray last bits. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const digits = text.length - padding
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  let bits = 0
  let held = 0
  let written = 0
  for (let at = 0; at < digits; at++) {
    const sextet = sextets[text.charCodeAt(at)] ?? -1
    if (sextet < 0) return undefined
    held = ((held << 6) | sextet) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[written++] = (held >> bits) & 0xff
    }
  }
  return (held & ((1 << bits) - 1)) === 0 ? bytes : undefined
}

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const hexDigits = new Int8Array(128).fill(-1)
for (let value = 0; value < 16; value++) hexDigits[value.toString(16).charCodeAt(0)] = value

/** Lower-case hexadecimal. */
export function encodeHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hexPairs[byte]
  return text
}

/** Bytes of lower-case hexadecimal; `undefined` for any other spelling. */
export function decodeHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined
  const bytes = new Uint8Array(text.length / 2)
  for (let at = 0; at < bytes.length; at++) {
    const high = hexDigits[text.charCodeAt(2 * at)] ?? -1
    const low = hexDigits[text.charCodeAt(2 * at + 1)] ?? -1
    if (high < 0 || low < 0) return undefined
    bytes[at] = (high << 4) | low
  }
  return bytes
}

/** A whole number in ASCII decimals, no sign and no leading zero; `undefined` otherwise and above `maxCount`. */
export function parseDecimal(text: string): number | undefined {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined
  const value = Number(text)
  return value <= maxCount ? value : undefined
}
