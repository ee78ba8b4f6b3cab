// Makes the rows behind pseudonyms: once for each person, measure and epoch, off the path of the events.
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, encodeText } from './bytes.ts'
import { CommitmentMaker } from './commitment.ts'
import { type SecretScalar, secretScalar } from './constant-time.ts'
import type { EpochKeys } from './epoch-keys.ts'
import type { IdentityRow } from './identity-row.ts'
import { type KeyedHmac, keyedHmac } from './keyed-hmac.ts'
import { domain, encodeMeasureEpoch, type Identity, type MeasureEpoch } from './names.ts'
import { noticeKeyInNode } from './notice-key-node.ts'
import { encryptCapsule, subjectTagOf } from './subject-tag.ts'

/** Makes the rows of one measure and epoch. Holds what is left of K and r. */
export class RowMaker {
  readonly #name: MeasureEpoch
  readonly #commitments: CommitmentMaker
  readonly #subjectScalar: SecretScalar
  readonly #nobody: KeyedHmac

  /** @throws SealedError `wrong-length`, `not-a-scalar`. */
  constructor(keys: EpochKeys) {
    this.#name = { measure: keys.measure, epoch: keys.epoch }
    this.#commitments = new CommitmentMaker(keys, keys.pseudonymKey)
    this.#subjectScalar = secretScalar(keys.subjectScalar, 'subject scalar')
    const words = concatBytes(domain('no-access-key'), encodeMeasureEpoch(keys))
    this.#nobody = keyedHmac(hkdf(sha256, keys.pseudonymKey, new Uint8Array(0), words, 32))
  }

  /**
   * The row of a person. Made again from the same keys it is the same, to the byte, so a crash before it was durable costs nothing.
   *
   * @param accessPoint - A of the person, 32 bytes; `undefined` for a person without an access key, whose row then looks like all
   *   others and can be found by nobody.
   * @throws SealedError `not-a-point`, `epoch-erased`.
   */
  make(identity: Identity, accessPoint: Uint8Array | undefined): IdentityRow {
    const { rho, commitment } = this.#commitments.commit(identity)
    const shared =
      accessPoint === undefined
        ? this.#nobody.mac(encodeText(identity))
        : this.#subjectScalar.multiply(accessPoint, 'access point')
    const row = {
      commitment,
      noticeKey: noticeKeyInNode(rho),
      tag: subjectTagOf(shared, this.#name),
      capsule: encryptCapsule(shared, rho),
    }
    for (const secret of [rho, shared]) secret.fill(0)
    return row
  }

  /** Overwrites what is left of K and r here; every later call is refused. */
  erase(): void {
    this.#commitments.erase()
    this.#nobody.erase()
    this.#subjectScalar.erase()
  }
}
