// The sealed identity: threshold encryption of who is behind a commitment, which the officers and the notary open together, one at a
// time (TDH2: Shoup and Gennaro 1998, over ristretto255, with AES-GCM in place of the paper's pad). Made by the gate with the public key of
// their ceremony; checked by anybody. Opening is not here.
import { gcm } from '@noble/ciphers/aes.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, encodeText, equalSecrets, expectLength, lengthPrefixed } from './bytes.ts'
import { secretScalar } from './constant-time.ts'
import { maxAttributionLength } from './limits.ts'
import { domain, encodeMeasureEpoch, type Identity, type MeasureEpoch } from './names.ts'
import {
  addProduct,
  decodePoint,
  decodeScalar,
  encodeScalar,
  generator,
  hashToScalar,
  scalarFromRandom,
  secondGenerator,
} from './ristretto.ts'
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

/** What is sealed. */
export type SealedMessage = {
  readonly identity: Identity
  /** 32 bytes. */
  readonly rho: Uint8Array
  /** How the event was attributed to the person, up to 14 ASCII characters; the opener must show it. */
  readonly attribution: string
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

/** Random bytes that {@link sealIdentity} needs. */
export const sealRandomBytes = 128

const messageBytes = 128
// Each key is used once: it follows from a random point and the label.
const nonce = new Uint8Array(12)
const secondGeneratorBytes = secondGenerator.toBytes()
const generatorBytes = generator.toBytes()

/**
 * Seals who is behind a commitment.
 *
 * @param officersKey - Y of the keyset, 32 bytes, from the certificate of its ceremony.
 * @param random - 128 bytes from a generator for secrets, never used twice.
 * @throws SealedError `not-a-point`, `not-a-keyset`, `not-an-attribution`, `wrong-length`, `not-random`.
 */
export function sealIdentity(
  message: SealedMessage,
  label: SealLabel,
  officersKey: Uint8Array,
  random: Uint8Array,
): SealedIdentity {
  expectLength(random, sealRandomBytes, 'random')
  const plaintext = encodeMessage(message)
  const labelBytes = encodeLabel(label)
  const r = scalarFromRandom(random.subarray(0, 64), 'random')
  const s = scalarFromRandom(random.subarray(64), 'random')
  const [secretR, secretS] = [secretScalar(encodeScalar(r), 'random'), secretScalar(encodeScalar(s), 'random')]
  const u = secretR.multiply(generatorBytes, 'generator')
  const uBar = secretR.multiply(secondGeneratorBytes, 'generator')
  const w = secretS.multiply(generatorBytes, 'generator')
  const wBar = secretS.multiply(secondGeneratorBytes, 'generator')
  const shared = secretR.multiply(officersKey, "officers' key")
  const ciphertext = cipherOf(shared, u, labelBytes).encrypt(plaintext)
  const challenge = hashToScalar('tdh2', ciphertext, labelBytes, u, w, uBar, wBar)
  const response = addProduct(s, r, challenge)
  for (const scalar of [secretR, secretS]) scalar.erase()
  for (const secret of [shared, plaintext]) secret.fill(0)
  return { u, uBar, challenge: encodeScalar(challenge), response: encodeScalar(response), ciphertext }
}

/**
 * Whether whoever made a sealed identity made it for exactly this label and knew the secret in it. Anybody can check it, and must before a
 * partial decryption: else a copied u, changed and put at another row, would be opened under a harmless name. It says nothing about who
 * is inside; that is compared with the commitment at the opening.
 */
export function verifySealedIdentity(sealed: SealedIdentity, label: SealLabel): boolean {
  const { u, uBar, challenge, response, ciphertext } = sealed
  expectLength(ciphertext, messageBytes + 16, 'ciphertext')
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

/** M of the design: 128 bytes, so that the size of a row does not tell the length of an identity. */
function encodeMessage({ identity, rho, attribution }: SealedMessage): Uint8Array {
  if (!/^[ -~]*$/.test(attribution) || attribution.length > maxAttributionLength)
    throw new SealedError('not-an-attribution', 'attribution')
  expectLength(rho, 32, 'rho')
  const message = new Uint8Array(messageBytes)
  message.set(concatBytes(lengthPrefixed(encodeText(identity)), rho, encodeText(attribution)))
  return message
}

function cipherOf(shared: Uint8Array, u: Uint8Array, label: Uint8Array) {
  const salt = sha256(concatBytes(lengthPrefixed(u), lengthPrefixed(label)))
  return gcm(hkdf(sha256, shared, salt, domain('kem'), 32), nonce, label)
}
