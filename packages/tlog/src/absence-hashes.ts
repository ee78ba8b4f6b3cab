// The hashes of the absence map. Their first bytes differ from each other and from those of the log's own tree, so that no
// part of one can pass for a part of another.
import type { Hash } from './merkle.ts'
import { sha256, sha256Into } from './sha256.ts'
import { encodeUtf8 } from './strict-text.ts'

/** Hash of a part of the map without keys. Nobody can hash anything to it. */
export const emptyPart: Hash = new Uint8Array(32)

const keyPrefix = Uint8Array.of(0x02)
const branchPrefix = Uint8Array.of(0x03)
const entriesPrefix = Uint8Array.of(0x04)
const commitmentPrefix = Uint8Array.of(0x05)
const delayedPrefix = Uint8Array.of(0x06)
const revealedPrefix = Uint8Array.of(0x07)

/** Hash of a part with one key: its key and the digest of its entries. */
export function hashKey(key: Uint8Array, digest: Hash): Hash {
  return sha256(keyPrefix, key, digest)
}

/** Hash of a part with more than one key: the half whose next bit is 0, then the half whose next bit is 1. */
export function hashBranch(zero: Hash, one: Hash): Hash {
  return sha256(branchPrefix, zero, one)
}

/** As {@link hashBranch}, written into `target`. */
export function hashBranchInto(target: Uint8Array, zero: Hash, one: Hash): void {
  sha256Into(target, branchPrefix, zero, one)
}

/** Digest of the entries of a key, as indices in the log, each as eight bytes, most significant first. */
export function digestEntries(entries: readonly number[]): Hash {
  const bytes = new Uint8Array(entries.length * 8)
  for (const [at, entry] of entries.entries()) writeIndex(bytes, at * 8, entry)
  return sha256(entriesPrefix, bytes)
}

/** Without big integers, which cost more than the hash. */
function writeIndex(bytes: Uint8Array, from: number, index: number): void {
  let rest = index
  for (let at = from + 7; rest > 0; at--) {
    bytes[at] = rest % 256
    rest = Math.floor(rest / 256)
  }
}

/**
 * What a delayed entry carries in place of the key it is about.
 *
 * @param blind - 32 random bytes for this entry alone; without them the commitment says nothing about the key.
 */
export function commitTo(blind: Uint8Array, key: Uint8Array): Hash {
  if (blind.length !== 32 || key.length !== 32) throw new TypeError('expected a blind and a key of 32 bytes each')
  return sha256(commitmentPrefix, blind, key)
}

/** The two keys under which the map counts a band: all its delayed entries, and those of them that were revealed. */
export type BandKeys = { readonly delayed: Uint8Array; readonly revealed: Uint8Array }

/** The keys of a band, from its label; anybody can compute them. */
export function bandKeys(label: string): BandKeys {
  const bytes = encodeUtf8(label)
  return { delayed: sha256(delayedPrefix, bytes), revealed: sha256(revealedPrefix, bytes) }
}
