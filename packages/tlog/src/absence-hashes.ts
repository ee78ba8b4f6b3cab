// The hashes of the absence map. Their first bytes differ from each other and from those of the log's own tree, so that no
// part of one can pass for a part of another.
import type { Hash } from './merkle.ts'
import { sha256, sha256Into } from './sha256.ts'
import { encodeUtf8 } from './strict-text.ts'

/** Hash of a part of the map without keys. Nobody can hash anything to it. */
export const emptyPart: Hash = new Uint8Array(32)

const keyAndValue = new Uint8Array(65).fill(0x02, 0, 1)
const branch = new Uint8Array(65).fill(0x03, 0, 1)
const oneEntry = new Uint8Array(9).fill(0x04, 0, 1)
const oneEntryView = new DataView(oneEntry.buffer)
const commitmentPrefix = Uint8Array.of(0x05)

/** Hash of a part with one key: its key and the digest of its entries. */
export function hashKey(key: Uint8Array, digest: Hash): Hash {
  const hash = new Uint8Array(32)
  keyAndValue.set(key, 1)
  keyAndValue.set(digest, 33)
  sha256Into(hash, keyAndValue)
  return hash
}

/** Hash of a part with more than one key: the half whose next bit is 0, then the half whose next bit is 1. */
export function hashBranch(zero: Hash, one: Hash): Hash {
  const hash = new Uint8Array(32)
  hashBranchInto(hash, zero, one)
  return hash
}

/** As {@link hashBranch}, written into `target`. */
export function hashBranchInto(target: Uint8Array, zero: Hash, one: Hash): void {
  branch.set(zero, 1)
  branch.set(one, 33)
  sha256Into(target, branch)
}

/** Digest of the entries of a key, as indices in the log, each as eight bytes, most significant first. */
export function digestEntries(entries: readonly number[]): Hash {
  const [first] = entries
  if (first !== undefined && entries.length === 1) {
    oneEntryView.setBigUint64(1, BigInt(first))
    return sha256(oneEntry)
  }
  const bytes = new Uint8Array(1 + entries.length * 8).fill(0x04, 0, 1)
  const view = new DataView(bytes.buffer)
  for (const [at, entry] of entries.entries()) view.setBigUint64(1 + at * 8, BigInt(entry))
  return sha256(bytes)
}

/**
 * What a delayed entry carries in place of the key it is about.
 *
 * @param blind - 32 random bytes for this entry alone; without them the commitment says nothing about the key.
 */
export function commitTo(blind: Uint8Array, key: Uint8Array): Hash {
  if (blind.length !== 32 || key.length !== 32) throw new TypeError('expected a blind and a key of 32 bytes each')
  const bytes = new Uint8Array(64)
  bytes.set(blind)
  bytes.set(key, 32)
  return sha256(commitmentPrefix, bytes)
}

/** The two keys under which the map counts a band: all its delayed entries, and those of them that were revealed. */
export type BandKeys = { readonly delayed: Uint8Array; readonly revealed: Uint8Array }

/** The keys of a band, from its label; anybody can compute them. */
export function bandKeys(label: string): BandKeys {
  const bytes = encodeUtf8(label)
  return { delayed: sha256(Uint8Array.of(0x06), bytes), revealed: sha256(Uint8Array.of(0x07), bytes) }
}
