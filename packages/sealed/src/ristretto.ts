// Points and scalars of ristretto255 (RFC 9496) as their 32 bytes, and the arithmetic whose time may depend on them: on what
// is public, or done once by a person on their own device.
import { ed25519, ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concatBytes, expectLength, lengthPrefixed } from './bytes.ts'
import { domain } from './names.ts'
import { SealedError } from './sealed-error.ts'

/** A point of the group, decoded. */
export type Point = InstanceType<typeof ristretto255.Point>

/** Order of the group: 2^252 + 27742317777372353535851937790883648493. */
const order = ed25519.Point.Fn.ORDER

/** The generator G. */
export const generator: Point = ristretto255.Point.BASE

/** The second generator of TDH2: nobody knows its logarithm, because it is the hash of a text. */
export const secondGenerator: Point = ristretto255_hasher.hashToCurve(domain('tdh2 second generator'), {
  DST: 'sealed-identity/v1 gbar ristretto255_XMD:SHA-512_R255MAP_RO_',
})

/**
 * Decodes a point.
 *
 * @throws SealedError `not-a-point` for another length, a second spelling of a point, and the identity element.
 */
export function decodePoint(bytes: Uint8Array, part: string): Point {
  try {
    const point = ristretto255.Point.fromBytes(bytes)
    if (!point.equals(ristretto255.Point.ZERO)) return point
  } catch {
    // Whatever the library found wrong, it is not a point.
  }
  throw new SealedError('not-a-point', part)
}

/**
 * Decodes a scalar from 32 bytes, little-endian.
 *
 * @throws SealedError `not-a-scalar` for another length, zero, and anything from the order of the group on.
 */
export function decodeScalar(bytes: Uint8Array, part: string): bigint {
  const scalar = littleEndian(bytes)
  if (bytes.length !== 32 || scalar === 0n || scalar >= order) throw new SealedError('not-a-scalar', part)
  return scalar
}

/** The 32 bytes of a scalar below the order, little-endian. */
export function encodeScalar(scalar: bigint): Uint8Array {
  const bytes = new Uint8Array(32)
  let left = scalar
  for (let at = 0; at < 32; at++) {
    bytes[at] = Number(left & 0xffn)
    left >>= 8n
  }
  return bytes
}

/**
 * A scalar from 64 random bytes, so that no scalar is likelier than another.
 *
 * @throws SealedError `wrong-length`; `not-random` when all bytes are the same, or in the one case in 2^252 that gives zero.
 */
export function scalarFromRandom(random: Uint8Array, part: string): bigint {
  expectLength(random, 64, part)
  const scalar = littleEndian(random) % order
  if (random.every((byte) => byte === random[0]) || scalar === 0n) throw new SealedError('not-random', part)
  return scalar
}

/** `H2S` of the design: SHA-512 over every part with its length, as a number modulo the order. */
export function hashToScalar(word: string, ...parts: readonly Uint8Array[]): bigint {
  const prefixed = [domain(word), ...parts].map(lengthPrefixed)
  return littleEndian(sha512(concatBytes(...prefixed))) % order
}

/** Sum of a scalar and a product, modulo the order: `s + r·c`. */
export function addProduct(s: bigint, r: bigint, c: bigint): bigint {
  return (s + r * c) % order
}

function littleEndian(bytes: Uint8Array): bigint {
  let number = 0n
  for (let at = bytes.length - 1; at >= 0; at--) number = (number << 8n) | BigInt(bytes[at] ?? 0)
  return number
}
