// The key with which an employee finds the own rows. Its secret half is made on the device of the employee and stays there.
import { expectLength } from './bytes.ts'
import { decodePoint, decodeScalar, encodeScalar, generator, hashToScalar } from './ristretto.ts'
import { SealedError } from './sealed-error.ts'

/** Both halves of an access key. */
export type AccessKey = {
  /** a: a scalar, 32 bytes, for the employee alone. */
  readonly secret: Uint8Array
  /** A: a point, 32 bytes, kept in the registry of the organisation. */
  readonly point: Uint8Array
}

/**
 * The access key that follows from a secret of the employee: what a passkey gives by its PRF, or what a recovery code stands for.
 *
 * @param secret - 32 bytes. The same secret gives the same key, on any device.
 * @throws SealedError `wrong-length`; `not-random` when all bytes are the same.
 */
export function accessKeyFrom(secret: Uint8Array): AccessKey {
  expectLength(secret, 32, 'access secret')
  if (secret.every((byte) => byte === secret[0])) throw new SealedError('not-random', 'access secret')
  const scalar = hashToScalar('access-key', secret)
  return { secret: encodeScalar(scalar), point: generator.multiply(scalar).toBytes() }
}

/**
 * Stops at an access point that no honest device sends, before it is kept: 32 bytes that are no point, or the identity element.
 *
 * @throws SealedError `not-a-point`.
 */
export function checkAccessPoint(point: Uint8Array): void {
  decodePoint(point, 'access point')
}

/**
 * What an employee shares with an epoch, computed by the employee: `a·R`.
 *
 * @param epochPoint - R of the epoch, 32 bytes, from the log.
 * @returns 32 bytes.
 * @throws SealedError `not-a-point`, `not-a-scalar`.
 */
export function sharedWithEpoch(secret: Uint8Array, epochPoint: Uint8Array): Uint8Array {
  return decodePoint(epochPoint, 'epoch point').multiply(decodeScalar(secret, 'access secret')).toBytes()
}
