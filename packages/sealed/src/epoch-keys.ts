// The secrets of one measure and epoch, as they live in the one process that holds them.
import { copyBytes, expectLength } from './bytes.ts'
import type { MeasureEpoch } from './names.ts'
import { decodeScalar, encodeScalar, generator, scalarFromRandom } from './ristretto.ts'
import { SealedError } from './sealed-error.ts'

/** The secrets of one measure and epoch. Random, derived from nothing. */
export type EpochKeys = MeasureEpoch & {
  /** K: 32 bytes. Whoever has it can try the numbers of the staff against the pseudonyms. Destroyed with the epoch. */
  readonly pseudonymKey: Uint8Array
  /** r: a scalar, 32 bytes. Makes tags and capsules. Destroyed with the epoch. */
  readonly subjectScalar: Uint8Array
  /** D: 32 bytes. Encrypts the events of the epoch. Destroyed at the end of their retention. */
  readonly eventKey: Uint8Array
}

/** Random bytes that {@link makeEpochKeys} needs. */
export const epochKeysRandomBytes = 128

/**
 * Makes the secrets of an epoch.
 *
 * @param random - 128 bytes from a generator for secrets, used for this and nothing else.
 * @throws SealedError `wrong-length`, `not-random`.
 */
export function makeEpochKeys(name: MeasureEpoch, random: Uint8Array): EpochKeys {
  expectLength(random, epochKeysRandomBytes, 'random')
  const [pseudonymKey, eventKey] = [copyBytes(random, 0, 32), copyBytes(random, 32, 64)]
  for (const key of [pseudonymKey, eventKey]) {
    if (key.every((byte) => byte === key[0])) throw new SealedError('not-random', 'random')
  }
  const subjectScalar = encodeScalar(scalarFromRandom(random.subarray(64), 'random'))
  return { measure: name.measure, epoch: name.epoch, pseudonymKey, subjectScalar, eventKey }
}

/** R: 32 bytes, the point that is published when the epoch opens and with which each person finds the own rows. */
export function epochPointOf({ subjectScalar }: EpochKeys): Uint8Array {
  return generator.multiply(decodeScalar(subjectScalar, 'subject scalar')).toBytes()
}

/** Overwrites K and r. What the engine itself holds of them has its own `erase`; the end of the process erases the rest. */
export function eraseEpochSecrets({ pseudonymKey, subjectScalar }: EpochKeys): void {
  pseudonymKey.fill(0)
  subjectScalar.fill(0)
}
