// Verifier keys, or vkeys: the public keys of logs and witnesses as one line of text (C2SP signed-note).

import { concatBytes } from './bytes.ts'
import { MalformedError, quote } from './malformed.ts'
import { sha256 } from './sha256.ts'
import { decodeBase64, decodeHex, encodeBase64, encodeHex, encodeUtf8, findControlCharacter } from './strict-text.ts'

/** What a key signs, by the byte that its standard assigns. Other bytes are kept but cannot be verified here. */
export const signatureTypes = {
  /** The text of a note (C2SP signed-note). */
  ed25519: 0x01,
  /** A checkpoint with a timestamp (C2SP tlog-cosignature). */
  ed25519Cosignature: 0x04,
  /** A checkpoint or subtree with a timestamp; not verified here (C2SP tlog-cosignature). */
  mldsa44Cosignature: 0x06,
} as const

/** A public key with its name. Name and id together find its signatures in a note. */
export type VerifierKey = {
  readonly name: string
  /** First four bytes of a hash over name, type and key, as an unsigned number. */
  readonly keyId: number
  readonly type: number
  readonly publicKey: Uint8Array
}

const invalidInName = /[\p{White_Space}+]/u

/** Whether this can name a key: not empty, without white space, control characters and plus signs. */
export function isKeyName(name: string): boolean {
  return name.length > 0 && name.isWellFormed() && !invalidInName.test(name) && findControlCharacter(name) < 0
}

/**
 * A key under its name, with the id that belongs to them.
 *
 * @throws TypeError for a name that cannot stand in a note, or an Ed25519 key that is not 32 bytes.
 */
export function verifierKey(name: string, type: number, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new TypeError(`expected a name without spaces and plus signs, got ${quote(name)}`)
  if (!hasRightLength(type, publicKey))
    throw new TypeError(`expected a key of type ${type}, got ${publicKey.length} bytes`)
  const { buffer } = sha256(concatBytes(encodeUtf8(`${name}\n`), Uint8Array.of(type), publicKey))
  return { name, type, publicKey, keyId: new DataView(buffer).getUint32(0) }
}

/** The line `name+id+key` that others are given. */
export function formatVerifierKey({ name, keyId, type, publicKey }: VerifierKey): string {
  return `${name}+${formatKeyId(keyId)}+${encodeBase64(concatBytes(Uint8Array.of(type), publicKey))}`
}

/** @throws MalformedError when it is no verifier key or its id does not belong to its name and key. */
export function parseVerifierKey(text: string): VerifierKey {
  const wrong = (expected: string): MalformedError =>
    new MalformedError('verifier key', `${expected}, got ${quote(text)}`)
  const [name = '', id = '', ...rest] = text.split('+')
  // The third part is base64, in which a plus is a digit.
  const material = decodeBase64(rest.join('+'))
  if (!isKeyName(name) || decodeHex(id)?.length !== 4 || material === undefined) throw wrong('expected name+id+key')
  const [type = 0] = material
  const publicKey = material.slice(1)
  if (publicKey.length === 0 || !hasRightLength(type, publicKey)) throw wrong('expected a key of its type')
  const key = verifierKey(name, type, publicKey)
  if (formatKeyId(key.keyId) !== id) throw wrong(`expected the id ${formatKeyId(key.keyId)}`)
  return key
}

function formatKeyId(keyId: number): string {
  return encodeHex(Uint8Array.of(keyId >>> 24, keyId >>> 16, keyId >>> 8, keyId))
}

function hasRightLength(type: number, publicKey: Uint8Array): boolean {
  switch (type) {
    case signatureTypes.ed25519:
    case signatureTypes.ed25519Cosignature:
      return publicKey.length === 32
    case signatureTypes.mldsa44Cosignature:
      return publicKey.length === 1312
    default:
      return true
  }
}
