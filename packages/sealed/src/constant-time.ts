// Multiplication by a secret that is used over and over, where the time of many runs could be gathered: the arithmetic of
// curve25519-dalek, which is designed for constant time. About a quarter of the time of the JavaScript one, too.
import { GroupElement, ScalarNonZero } from '@nolai/libpep-wasm'
import { equalSecrets, expectLength } from './bytes.ts'
import { SealedError } from './sealed-error.ts'

const identityElement = new Uint8Array(32)

/** A secret scalar, ready to multiply many points. */
export type SecretScalar = {
  /**
   * The scalar times a point, as 32 bytes.
   *
   * @param point - 32 bytes.
   * @throws SealedError `not-a-point` for a second spelling of a point and the identity element.
   */
  readonly multiply: (point: Uint8Array, part: string) => Uint8Array
  /** Gives the memory of the scalar back. Later calls throw. */
  readonly erase: () => void
}

/**
 * Loads a scalar.
 *
 * @param bytes - 32 bytes, little-endian.
 * @throws SealedError `not-a-scalar` for zero, and anything from the order of the group on.
 */
export function secretScalar(bytes: Uint8Array, part: string): SecretScalar {
  expectLength(bytes, 32, part)
  const scalar = ScalarNonZero.fromBytes(bytes)
  if (scalar === undefined) throw new SealedError('not-a-scalar', part)
  return {
    multiply(point, partOfPoint) {
      const decoded = point.length === 32 ? GroupElement.fromBytes(point) : undefined
      if (decoded === undefined || equalSecrets(point, identityElement))
        throw new SealedError('not-a-point', partOfPoint)
      const product = decoded.mul(scalar)
      const encoded = product.toBytes()
      // Not freed, they would wait for a collector that does not see the memory of the module.
      decoded.free()
      product.free()
      return encoded
    },
    erase: () => scalar.free(),
  }
}
