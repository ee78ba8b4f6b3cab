// Keys that sign notes, and the cosignatures of witnesses: statements with a timestamp (C2SP tlog-cosignature).

import { concatBytes } from './bytes.ts'
import type { SignEd25519, VerifyEd25519 } from './ed25519.ts'
import { maxCount } from './limits.ts'
import type { NoteSigner, NoteVerifier } from './signed-note.ts'
import { encodeUtf8 } from './strict-text.ts'
import { signatureTypes, type VerifierKey } from './verifier-key.ts'

const timestampBytes = 8

/** The bytes a witness signs: that, as of `timestamp` (seconds since 1970), this is the largest tree it has seen. */
export function cosignedMessage(timestamp: number, checkpointText: string): Uint8Array {
  return encodeUtf8(`cosignature/v1\ntime ${timestamp}\n${checkpointText}`)
}

/** The timestamp of a cosignature, in seconds since 1970; `undefined` when it is too short or beyond `maxCount`. */
export function cosignatureTimestamp(signature: Uint8Array): number | undefined {
  if (signature.length < timestampBytes) return undefined
  const timestamp = new DataView(signature.buffer, signature.byteOffset, timestampBytes).getBigUint64(0)
  return timestamp <= BigInt(maxCount) ? Number(timestamp) : undefined
}

/**
 * How a key verifies signatures under notes, by its type.
 *
 * @returns undefined for a type that is not verified here, such as ML-DSA-44.
 */
export function noteVerifier(key: VerifierKey, verify: VerifyEd25519): NoteVerifier | undefined {
  const { name, keyId, publicKey } = key
  switch (key.type) {
    case signatureTypes.ed25519:
      return { name, keyId, verify: (text, signature) => verify(publicKey, encodeUtf8(text), signature) }
    case signatureTypes.ed25519Cosignature:
      return {
        name,
        keyId,
        verify: (text, signature) => {
          const timestamp = cosignatureTimestamp(signature)
          if (timestamp === undefined) return false
          return verify(publicKey, cosignedMessage(timestamp, text), signature.slice(timestampBytes))
        },
      }
    default:
      return undefined
  }
}

/** How a log signs its checkpoints. @throws TypeError unless the key is of type Ed25519. */
export function logSigner({ name, keyId, type }: VerifierKey, sign: SignEd25519): NoteSigner {
  if (type !== signatureTypes.ed25519) throw new TypeError(`expected a key of type 1, got ${type}`)
  return { name, keyId, sign: (text) => sign(encodeUtf8(text)) }
}

/**
 * How a witness cosigns checkpoints at one instant.
 *
 * @param timestamp - Seconds since 1970, above zero: zero would say nothing about when.
 * @throws TypeError unless the key is of type Ed25519 cosignature and the timestamp a whole number above zero.
 */
export function cosigner({ name, keyId, type }: VerifierKey, sign: SignEd25519, timestamp: number): NoteSigner {
  if (type !== signatureTypes.ed25519Cosignature) throw new TypeError(`expected a key of type 4, got ${type}`)
  if (!Number.isSafeInteger(timestamp) || timestamp <= 0) {
    throw new TypeError(`expected a timestamp in whole seconds, got ${timestamp}`)
  }
  return {
    name,
    keyId,
    sign: async (text) => {
      const prefix = new Uint8Array(timestampBytes)
      new DataView(prefix.buffer).setBigUint64(0, BigInt(timestamp))
      return concatBytes(prefix, await sign(cosignedMessage(timestamp, text)))
    },
  }
}
