// Pseudonyms for what the directory does not know: accounts, devices and addresses that belong to nobody there. No row is made
// of them, so there is nothing to open later.
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, encodeHex, encodeText, expectLength, lengthPrefixed } from './bytes.ts'
import { type KeyedHmac, keyedHmac } from './keyed-hmac.ts'
import { domain, encodeMeasureEpoch, type FieldClass, type MeasureEpoch, type Pseudonym } from './names.ts'

/** Makes pseudonyms of unknown values, with a key of its own that follows from K: no value can collide with a person. */
export class UnknownPseudonymMaker {
  readonly #hmac: KeyedHmac

  /** @param pseudonymKey - K, 32 bytes. */
  constructor(name: MeasureEpoch, pseudonymKey: Uint8Array) {
    expectLength(pseudonymKey, 32, 'pseudonym key')
    const words = concatBytes(domain('unknown'), encodeMeasureEpoch(name))
    const key = hkdf(sha256, pseudonymKey, new Uint8Array(0), words, 32)
    this.#hmac = keyedHmac(key)
    key.fill(0)
  }

  /**
   * The pseudonym of a value of any length.
   *
   * @param value - As it is to be compared: folding of case or form is done before.
   * @throws SealedError `epoch-erased`.
   */
  pseudonymOf(fieldClass: FieldClass, value: string): Pseudonym {
    const mac = this.#hmac.mac(lengthPrefixed(encodeText(fieldClass)), encodeText(value))
    // Sixteen bytes give the 32 characters of the type.
    return encodeHex(mac.subarray(0, 16)) as Pseudonym
  }

  /** Overwrites what is left of K here; every later call is refused. */
  erase(): void {
    this.#hmac.erase()
  }
}
