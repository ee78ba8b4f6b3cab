// The sealed identity: threshold encryption of who is behind a commitment, which the officers and the notary open together, one at a
// time (TDH2: Shoup and Gennaro 1998, over ristretto255, with AES-GCM in place of the paper's pad). Here its parts, and the check that
// anybody can make, also in a browser; `seal-identity.ts` makes it. Opening is not here.
import { concatBytes, encodeText, equalSecrets, expectLength, lengthPrefixed } from './bytes.ts'
import { domain, encodeMeasureEpoch, type MeasureEpoch } from './names.ts'
import { decodePoint, decodeScalar, encodeScalar, generator, hashToScalar, secondGenerator } from './ristretto.ts'
import { SealedError } from './sealed-error.ts'

/** Everything that a sealed identity is bound to. Opened under any other label, it does not open. */
export type SealLabel = MeasureEpoch & {
  /** Identifier of the officers' keys: `keyset-2026-11`. */
  readonly keyset: string
  /** com of the row, 32 bytes. */
  readonly commitment: Uint8Array
  /** N of the row, 32 bytes. Bound, so that nobody can hide an opening from the person by exchanging it. */
  readonly noticeKey: Uint8Array
}

/** S: what is stored of a sealed identity. */
export type SealedIdentity = {
  /** u, 32 bytes, unique in the table: one u in two rows would let one opening open both. */
  readonly u: Uint8Array
  /** ū, 32 bytes. */
  readonly uBar: Uint8Array
  /** χ, a scalar, 32 bytes. */
  readonly challenge: Uint8Array
  /** f, a scalar, 32 bytes. */
  readonly response: Uint8Array
  /** c, 144 bytes, whatever the length of the identity. */
  readonly ciphertext: Uint8Array
}

/** Bytes of c: a message of 128 bytes and its tag. */
export const ciphertextBytes = 144

/**
 * Whether whoever made a sealed identity made it for exactly this label and knew the secret in it. Anybody can check it, and must before a
 * partial decryption: else a copied u, changed and put at another row, would be opened under a harmless name. It says nothing about who
 * is inside; that is compared with the commitment at the opening.
 */
export function verifySealedIdentity(sealed: SealedIdentity, label: SealLabel): boolean {
  const { u, uBar, challenge, response, ciphertext } = sealed
  expectLength(ciphertext, ciphertextBytes, 'ciphertext')
  const labelBytes = encodeLabel(label)
  let again: bigint
  try {
    const [first, second] = [decodePoint(u, 'u'), decodePoint(uBar, 'ū')]
    const [chi, f] = [decodeScalar(challenge, 'challenge'), decodeScalar(response, 'response')]
    // Nothing here is secret.
    const w = generator.multiplyUnsafe(f).subtract(first.multiplyUnsafe(chi))
    const wBar = secondGenerator.multiplyUnsafe(f).subtract(second.multiplyUnsafe(chi))
    again = hashToScalar('tdh2', ciphertext, labelBytes, u, w.toBytes(), uBar, wBar.toBytes())
  } catch (error) {
    // A part that is no point or no scalar was made by nobody who followed the rules.
    if (error instanceof SealedError) return false
    throw error
  }
  return equalSecrets(encodeScalar(again), challenge)
}

/** L of the design. @throws SealedError `not-a-keyset`, `wrong-length`. */
export function encodeLabel(label: SealLabel): Uint8Array {
  const { keyset, commitment, noticeKey } = label
  if (!/^[!-~]{1,64}$/.test(keyset)) throw new SealedError('not-a-keyset', 'keyset')
  expectLength(commitment, 32, 'commitment')
  expectLength(noticeKey, 32, 'notice key')
  return concatBytes(
    lengthPrefixed(domain('label')),
    lengthPrefixed(encodeText(keyset)),
    encodeMeasureEpoch(label),
    lengthPrefixed(commitment),
    lengthPrefixed(noticeKey),
  )
}
