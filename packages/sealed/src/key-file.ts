// The file with the secrets of one measure and epoch: a header that names both, and a slot for each secret, wrapped by the key of
// the installation. It is shorter than a sector of a disk, so it is written at once, also when a slot is destroyed in its place.
import { gcm } from '@noble/ciphers/aes.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, copyBytes, encodeText, equalSecrets, expectLength, lengthPrefixed } from './bytes.ts'
import type { EpochKeys } from './epoch-keys.ts'
import { domain, encodeMeasureEpoch, type MeasureEpoch, parseMeasureEpoch } from './names.ts'
import { decodeScalar } from './ristretto.ts'
import { SealedError } from './sealed-error.ts'

/** The slots, in the order of the file. The envelope key is for the unmasking window; until there is one, its slot is empty. */
export const keySlots = ['pseudonym-key', 'subject-scalar', 'event-key', 'envelope-key'] as const

/** Name of a slot: K, r, D and Z of the design. */
export type KeySlot = (typeof keySlots)[number]

/** What a slot holds. */
export type SlotContent =
  /** 32 bytes. */
  | { readonly kind: 'key'; readonly key: Uint8Array }
  /** Zeros: destroyed, or never filled. */
  | { readonly kind: 'destroyed' }
  /** Wrapped by another key, changed, moved from another file, or destroyed only in part. */
  | { readonly kind: 'unreadable' }

/** A key file, opened. */
export type OpenedKeyFile = MeasureEpoch & { readonly slots: Readonly<Record<KeySlot, SlotContent>> }

/** Random bytes that {@link encodeKeyFile} and {@link rewrapKeyFile} need: a salt for each slot. */
export const keyFileRandomBytes = 4 * 32

const magic = encodeText('openwacht-keys/1')
const slotBytes = 80
const allSlotsBytes = keySlots.length * slotBytes
// Each salt is used once, so each wrapping key encrypts one message.
const nonce = new Uint8Array(12)

/**
 * The key file of an epoch, to be made durable before the first pseudonym of it is used.
 *
 * @param wrappingKey - Key of the installation for key files: 32 bytes.
 * @param random - 128 bytes from a generator for secrets, used for this file alone.
 * @throws SealedError `wrong-length`, `not-random`.
 */
export function encodeKeyFile(keys: EpochKeys, wrappingKey: Uint8Array, random: Uint8Array): Uint8Array {
  const { pseudonymKey, subjectScalar, eventKey } = keys
  return encodeSlots(keys, [pseudonymKey, subjectScalar, eventKey, undefined], wrappingKey, random)
}

/**
 * Opens a key file. A slot that cannot be read does not hide the others: it is `unreadable`.
 *
 * @throws SealedError `not-a-key-file` for other bytes; `not-a-measure`, `not-an-epoch` for a header with odd names;
 *   `wrong-length` for a wrapping key that is not 32 bytes.
 */
export function openKeyFile(bytes: Uint8Array, wrappingKey: Uint8Array): OpenedKeyFile {
  expectLength(wrappingKey, 32, 'wrapping key')
  const { name, header } = readHeader(bytes)
  const contentOf = (at: number): SlotContent => {
    const slot = bytes.subarray(header.length + at * slotBytes, header.length + (at + 1) * slotBytes)
    if (slot.every((byte) => byte === 0)) return { kind: 'destroyed' }
    try {
      const key = cipherOf(wrappingKey, slot.subarray(0, 32), header, slotName(at)).decrypt(slot.subarray(32))
      return { kind: 'key', key }
    } catch {
      return { kind: 'unreadable' }
    }
  }
  const slots = {
    'pseudonym-key': contentOf(0),
    'subject-scalar': contentOf(1),
    'event-key': contentOf(2),
    'envelope-key': contentOf(3),
  }
  return { ...name, slots }
}

/**
 * The secrets of an epoch that is not over; `undefined` when K, r or D is destroyed: the epoch then goes on as a sub-epoch.
 *
 * @throws SealedError `wrong-key-or-altered`; `not-a-scalar` when r is none.
 */
export function epochKeysOf({ measure, epoch, slots }: OpenedKeyFile): EpochKeys | undefined {
  const keys = (['pseudonym-key', 'subject-scalar', 'event-key'] as const).map((name) => {
    const slot = slots[name]
    if (slot.kind === 'unreadable') throw new SealedError('wrong-key-or-altered', `slot ${name}`)
    return slot.kind === 'key' ? slot.key : undefined
  })
  const [pseudonymKey, subjectScalar, eventKey] = keys
  if (pseudonymKey === undefined || subjectScalar === undefined || eventKey === undefined) return undefined
  decodeScalar(subjectScalar, 'slot subject-scalar')
  return { measure, epoch, pseudonymKey, subjectScalar, eventKey }
}

/**
 * The same file with slots destroyed: zeros in their place, whatever was there. Needs no key. Write it over the file in place,
 * not beside it, and sync: a file that is renamed over another leaves the former on the disk.
 *
 * @returns As many bytes as before.
 * @throws SealedError `not-a-key-file`.
 */
export function destroyKeySlots(bytes: Uint8Array, destroyed: readonly KeySlot[]): Uint8Array {
  const { header } = readHeader(bytes)
  const left = copyBytes(bytes)
  for (const name of destroyed) {
    const from = header.length + keySlots.indexOf(name) * slotBytes
    left.fill(0, from, from + slotBytes)
  }
  return left
}

/**
 * The same file under the next key of the installation. Once the former key is gone, so is every slot that was destroyed before,
 * in every copy and in every place of a disk where it may still lie.
 *
 * @param random - As for {@link encodeKeyFile}.
 * @throws SealedError `wrong-key-or-altered` when a slot cannot be read: nothing is left out unseen.
 */
export function rewrapKeyFile(bytes: Uint8Array, former: Uint8Array, next: Uint8Array, random: Uint8Array): Uint8Array {
  const opened = openKeyFile(bytes, former)
  const keys = keySlots.map((name) => {
    const slot = opened.slots[name]
    if (slot.kind === 'unreadable') throw new SealedError('wrong-key-or-altered', `slot ${name}`)
    return slot.kind === 'key' ? slot.key : undefined
  })
  return encodeSlots(opened, keys, next, random)
}

function encodeSlots(
  name: MeasureEpoch,
  keys: readonly (Uint8Array | undefined)[],
  wrappingKey: Uint8Array,
  random: Uint8Array,
): Uint8Array {
  expectLength(wrappingKey, 32, 'wrapping key')
  expectLength(random, keyFileRandomBytes, 'random')
  const header = concatBytes(magic, encodeMeasureEpoch(parseMeasureEpoch(name.measure, name.epoch)))
  const slots = keys.map((key, at) => {
    if (key === undefined) return new Uint8Array(slotBytes)
    expectLength(key, 32, `slot ${slotName(at)}`)
    const salt = random.subarray(at * 32, (at + 1) * 32)
    if (salt.every((byte) => byte === salt[0])) throw new SealedError('not-random', 'random')
    return concatBytes(salt, cipherOf(wrappingKey, salt, header, slotName(at)).encrypt(key))
  })
  return concatBytes(header, ...slots)
}

function cipherOf(wrappingKey: Uint8Array, salt: Uint8Array, header: Uint8Array, slot: string) {
  const info = concatBytes(domain('key-file'), lengthPrefixed(encodeText(slot)), header)
  return gcm(hkdf(sha256, wrappingKey, salt, info, 32), nonce, header)
}

function slotName(at: number): string {
  return keySlots[at] ?? ''
}

function readHeader(bytes: Uint8Array): { readonly name: MeasureEpoch; readonly header: Uint8Array } {
  const header = bytes.subarray(0, Math.max(0, bytes.length - allSlotsBytes))
  const notOurs = new SealedError('not-a-key-file', 'key file')
  // Longest: the magic and two names, none over 64 characters.
  if (header.length > magic.length + 132 || !equalSecrets(header.subarray(0, magic.length), magic)) throw notOurs
  const [measure, epochFrom] = readText(header, magic.length)
  const [epoch, end] = readText(header, epochFrom)
  if (end !== header.length) throw notOurs
  return { name: parseMeasureEpoch(measure, epoch), header }
}

/** A prefixed text and where the next begins; past the end of the bytes when it does not fit, which no header has. */
function readText(bytes: Uint8Array, from: number): readonly [string, number] {
  const length = Number(bytes[from]) * 256 + Number(bytes[from + 1])
  const end = from + 2 + length
  if (!(end <= bytes.length)) return ['', Number.POSITIVE_INFINITY]
  return [String.fromCharCode(...bytes.subarray(from + 2, end)), end]
}
