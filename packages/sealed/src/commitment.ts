// From an identity to its pseudonym in one measure and epoch, and the check that an opened identity is the one that was seen.
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, encodeHex, encodeText, equalSecrets, expectLength, lengthPrefixed } from './bytes.ts'
import { type KeyedHmac, keyedHmac } from './keyed-hmac.ts'
import { domain, encodeMeasureEpoch, type Identity, type MeasureEpoch, type Pseudonym } from './names.ts'

/** What only the gate, the person, and later the opener know: identity and the secret that hides it. */
export type Commitment = {
  /** 32 bytes. Whoever has it can prove which identity is behind the commitment. */
  readonly rho: Uint8Array
  /** 32 bytes, stored in the row. */
  readonly commitment: Uint8Array
}

/** Makes commitments with the K of one measure and epoch. */
export class CommitmentMaker {
  readonly #name: MeasureEpoch
  readonly #prefix: Uint8Array
  readonly #hmac: KeyedHmac

  /** @param pseudonymKey - K, 32 bytes. */
  constructor(name: MeasureEpoch, pseudonymKey: Uint8Array) {
    expectLength(pseudonymKey, 32, 'pseudonym key')
    this.#name = name
    this.#prefix = encodeMeasureEpoch(name)
    this.#hmac = keyedHmac(pseudonymKey)
  }

  /**
   * Secret and commitment of a person. The same for the same K, measure and epoch, whenever it is computed.
   *
   * @throws SealedError `epoch-erased`.
   */
  commit(identity: Identity): Commitment {
    const rho = this.#hmac.mac(this.#prefix, encodeText(identity))
    return { rho, commitment: commitmentOf(this.#name, identity, rho) }
  }

  /** Overwrites what is left of K here; every later call is refused. */
  erase(): void {
    this.#hmac.erase()
  }
}

const pseudonymDomain = lengthPrefixed(domain('pseudonym'))

/** `com` of the design: 32 bytes that bind measure, epoch and identity, and hide the identity behind rho. */
export function commitmentOf(name: MeasureEpoch, identity: Identity, rho: Uint8Array): Uint8Array {
  expectLength(rho, 32, 'rho')
  const [id, secret] = [lengthPrefixed(encodeText(identity)), lengthPrefixed(rho)]
  return sha256(concatBytes(pseudonymDomain, encodeMeasureEpoch(name), id, secret))
}

/** Whether a commitment of 32 bytes is to this identity in this measure and epoch: the check at every opening. */
export function verifyCommitment(
  commitment: Uint8Array,
  name: MeasureEpoch,
  identity: Identity,
  rho: Uint8Array,
): boolean {
  return equalSecrets(commitment, commitmentOf(name, identity, rho))
}

/** P: the first half of a commitment. Enough to look up a row, not to prove whose it is. */
export function pseudonymOf(commitment: Uint8Array): Pseudonym {
  expectLength(commitment, 32, 'commitment')
  // Sixteen bytes give the 32 characters of the type.
  return encodeHex(commitment.subarray(0, 16)) as Pseudonym
}
