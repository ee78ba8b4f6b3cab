// Byte strings: joined, prefixed with their length, written in hexadecimal, compared.
import { SealedError } from './sealed-error.ts'

/** A copy of some bytes that shares nothing with them. The `slice` of a Node buffer, which may come in here, does share. */
export function copyBytes(bytes: Uint8Array, from = 0, to = bytes.length): Uint8Array {
  return Uint8Array.from(bytes.subarray(from, to))
}

/** All parts one after the other. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const all = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/**
 * `lp(x)` of the design: the length in two bytes, big-endian, and the bytes.
 *
 * @throws SealedError `wrong-length` above 65,535 bytes.
 */
export function lengthPrefixed(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 0xffff) throw new SealedError('wrong-length', 'prefixed bytes')
  const prefixed = new Uint8Array(bytes.length + 2)
  prefixed[0] = bytes.length >> 8
  prefixed[1] = bytes.length & 0xff
  prefixed.set(bytes, 2)
  return prefixed
}

const encoder = new TextEncoder()

/** Bytes of a text in UTF-8; of ASCII text, its characters. A lone surrogate becomes U+FFFD. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(text)
}

const hexDigits = encodeText('0123456789abcdef')

/** Lower-case hexadecimal of up to a few thousand bytes. */
export function encodeHex(bytes: Uint8Array): string {
  const digits: number[] = []
  for (const byte of bytes) digits.push(hexDigits[byte >> 4] ?? 0, hexDigits[byte & 15] ?? 0)
  // One flat text of 32 characters: put together piece by piece, it would take ten times the memory.
  return String.fromCharCode(...digits)
}

/**
 * Whether two byte strings are equal, in a time that depends on their length alone: a difference in the first byte takes
 * as long as one in the last.
 */
export function equalSecrets(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false
  let difference = 0
  for (let at = 0; at < left.length; at++) difference |= Number(left[at]) ^ Number(right[at])
  return difference === 0
}

/**
 * Stops at a byte string of another length.
 *
 * @throws SealedError `wrong-length`.
 */
export function expectLength(bytes: Uint8Array, length: number, part: string): void {
  if (bytes.length !== length) throw new SealedError('wrong-length', part)
}
