// The row behind a pseudonym, as the first gate keeps it, and what the person it is about can do with it.
import { concatBytes, copyBytes, equalSecrets, expectLength } from './bytes.ts'
import { pseudonymOf, verifyCommitment } from './commitment.ts'
import type { Identity, MeasureEpoch, Pseudonym } from './names.ts'
import { noticeKeyOf } from './notice-key.ts'
import { decryptCapsule, subjectTagOf } from './subject-tag.ts'

/** What is stored once for each person, measure and epoch. Nothing in it tells who, or whether the person has an access key. */
export type IdentityRow = {
  /** com: 32 bytes. Its first half is the pseudonym, unique in the table. */
  readonly commitment: Uint8Array
  /** N: 32 bytes. */
  readonly noticeKey: Uint8Array
  /** 16 bytes. The root over the rows of an epoch is taken in the order of the tags. */
  readonly tag: Uint8Array
  /** 48 bytes. */
  readonly capsule: Uint8Array
}

/** Bytes of an encoded row. What a quorum opens (TDH2) comes after it, with the first ceremony. */
export const identityRowBytes = 128

/** `com ‖ N ‖ tag ‖ capsule`: 128 bytes. */
export function encodeIdentityRow({ commitment, noticeKey, tag, capsule }: IdentityRow): Uint8Array {
  expectLength(commitment, 32, 'commitment')
  expectLength(noticeKey, 32, 'notice key')
  expectLength(tag, 16, 'tag')
  expectLength(capsule, 48, 'capsule')
  return concatBytes(commitment, noticeKey, tag, capsule)
}

/** Reads a row of 128 bytes. Every such row can be read: what it is worth, the person and the opening check. */
export function decodeIdentityRow(bytes: Uint8Array): IdentityRow {
  expectLength(bytes, identityRowBytes, 'identity row')
  return {
    commitment: copyBytes(bytes, 0, 32),
    noticeKey: copyBytes(bytes, 32, 64),
    tag: copyBytes(bytes, 64, 80),
    capsule: copyBytes(bytes, 80),
  }
}

/** What a person made of a row. */
export type OwnRow =
  /** Somebody else's. */
  | { readonly kind: 'not-mine' }
  /** `rho` proves it; kept, it proves it also when the row is gone. */
  | { readonly kind: 'mine'; readonly pseudonym: Pseudonym; readonly rho: Uint8Array }
  /** It has my tag, and the rest does not follow from me: it was changed, or its maker lied. The row is the evidence. */
  | { readonly kind: 'tampered'; readonly part: 'capsule' | 'commitment' | 'notice-key' }

/**
 * Lets a person judge a row, without help of anybody.
 *
 * @param shared - What the person shares with the epoch (`sharedWithEpoch`).
 */
export function judgeOwnRow(row: IdentityRow, name: MeasureEpoch, identity: Identity, shared: Uint8Array): OwnRow {
  if (!equalSecrets(row.tag, subjectTagOf(shared, name))) return { kind: 'not-mine' }
  const rho = decryptCapsule(shared, row.capsule)
  if (rho === undefined) return { kind: 'tampered', part: 'capsule' }
  if (!verifyCommitment(row.commitment, name, identity, rho)) return { kind: 'tampered', part: 'commitment' }
  if (!equalSecrets(row.noticeKey, noticeKeyOf(rho))) return { kind: 'tampered', part: 'notice-key' }
  return { kind: 'mine', pseudonym: pseudonymOf(row.commitment), rho }
}
