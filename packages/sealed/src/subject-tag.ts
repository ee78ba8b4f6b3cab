// The two parts of a row that are for the person it is about: a tag to find it by, and a capsule with the proof that it is theirs.
// Both follow from one secret that the epoch and the person share: r·A for the gate, a·R for the person.
import { gcm } from '@noble/ciphers/aes.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, expectLength, lengthPrefixed } from './bytes.ts'
import { domain, encodeMeasureEpoch, type MeasureEpoch } from './names.ts'

const [tagDomain, capsuleDomain] = [lengthPrefixed(domain('subject-tag')), domain('capsule')]

// Each key encrypts one message: r is new for each measure and epoch, and each person has one rho in it.
const nonce = new Uint8Array(12)

/** Tag of a person's row: 16 bytes that only the person and the gate of that epoch can compute. */
export function subjectTagOf(shared: Uint8Array, name: MeasureEpoch): Uint8Array {
  expectLength(shared, 32, 'shared secret')
  return sha256(concatBytes(tagDomain, lengthPrefixed(shared), encodeMeasureEpoch(name))).slice(0, 16)
}

/** Capsule of a person's row: 48 bytes with rho, for the person alone. */
export function encryptCapsule(shared: Uint8Array, rho: Uint8Array): Uint8Array {
  expectLength(rho, 32, 'rho')
  return gcm(capsuleKeyOf(shared), nonce).encrypt(rho)
}

/** rho of a capsule, 32 bytes; `undefined` when it was made for another secret, or changed. */
export function decryptCapsule(shared: Uint8Array, capsule: Uint8Array): Uint8Array | undefined {
  expectLength(capsule, 48, 'capsule')
  const cipher = gcm(capsuleKeyOf(shared), nonce)
  try {
    return cipher.decrypt(capsule)
  } catch {
    return undefined
  }
}

function capsuleKeyOf(shared: Uint8Array): Uint8Array {
  expectLength(shared, 32, 'shared secret')
  return hkdf(sha256, shared, new Uint8Array(0), capsuleDomain, 32)
}
