// Makes sealed identities, with the public key of the officers. In Node: secret scalars are multiplied in constant time.
import { gcm } from '@noble/ciphers/aes.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, encodeText, expectLength, lengthPrefixed } from './bytes.ts'
import { secretScalar } from './constant-time.ts'
import { maxAttributionLength } from './limits.ts'
import { domain, type Identity } from './names.ts'
import { addProduct, encodeScalar, generator, hashToScalar, scalarFromRandom, secondGenerator } from './ristretto.ts'
import { SealedError } from './sealed-error.ts'
import { encodeLabel, type SealedIdentity, type SealLabel } from './sealed-identity.ts'

/** What is sealed. */
export type SealedMessage = {
  readonly identity: Identity
  /** 32 bytes. */
  readonly rho: Uint8Array
  /** How the event was attributed to the person, up to 14 ASCII characters; the opener must show it. */
  readonly attribution: string
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
