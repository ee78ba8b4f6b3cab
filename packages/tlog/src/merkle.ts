// The Merkle tree of RFC 6962: hashes, roots, and the proofs that an entry is in it and that it only grew.

import { equalBytes } from './bytes.ts'
import { maxCount } from './limits.ts'
import { sha256 } from './sha256.ts'

/** A hash of the tree, 32 bytes. Treat as immutable: hashes are shared between trees, tiles and proofs. */
export type Hash = Uint8Array

/**
 * Gives the hash of a complete subtree: at `level` 0 the hash of the leaf `index`, at `level` l the root over the leaves
 * from index·2^l up to (index+1)·2^l. Only asked for subtrees that lie whole inside the tree.
 */
export type NodeReader = (level: number, index: number) => Hash

/** Root of the tree without entries: the hash of the empty string. Source: RFC 6962, section 2.1. */
export const emptyRoot: Hash = sha256(new Uint8Array(0))

const leafPrefix = Uint8Array.of(0x00)
const nodePrefix = Uint8Array.of(0x01)

/** Hash of an entry as a leaf. Source: RFC 6962, section 2.1. */
export function hashLeaf(entry: Uint8Array): Hash {
  return sha256(leafPrefix, entry)
}

/** Hash of two subtrees of 32 bytes each. Source: RFC 6962, section 2.1. */
export function hashNode(left: Hash, right: Hash): Hash {
  return sha256(nodePrefix, left, right)
}

/** Root of the tree over the leaves, recomputed from all of them; {@link rootOf} needs only the complete subtrees. */
export function rootOfLeaves(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return emptyRoot
  let row: readonly Hash[] = leaves
  // Pairing each level and carrying an odd last one up gives the tree of RFC 6962: its left subtrees are always full.
  while (row.length > 1) {
    const above: Hash[] = []
    for (let at = 0; at < row.length; at += 2) {
      const [left, right] = row.slice(at, at + 2)
      if (left !== undefined) above.push(right === undefined ? left : hashNode(left, right))
    }
    row = above
  }
  return row[0] ?? emptyRoot
}

/** Root of the tree of the first `size` leaves. */
export function rootOf(size: number, read: NodeReader): Hash {
  return size === 0 ? emptyRoot : rootOfRange(0, size, read)
}

/** Root over the leaves from `start` up to `end`; `start` is a multiple of the smallest power of two ≥ end − start. */
export function rootOfRange(start: number, end: number, read: NodeReader): Hash {
  const size = end - start
  const split = splitOf(size)
  if (size === 1 || split * 2 === size) return read(Math.log2(size), start / size)
  return hashNode(rootOfRange(start, start + split, read), rootOfRange(start + split, end, read))
}

/**
 * Proof that the leaf `index` (from 0) is in the tree of `size` leaves: from its sibling up to the child of the root.
 * Source: RFC 6962, section 2.1.1.
 *
 * @throws TypeError when there is no such leaf.
 */
export function proveInclusion(index: number, size: number, read: NodeReader): readonly Hash[] {
  if (!isIndexIn(index, size)) throw new TypeError(`expected an index below ${size}, got ${index}`)
  return inclusionPath(index, 0, size, read)
}

function inclusionPath(index: number, start: number, end: number, read: NodeReader): readonly Hash[] {
  if (end - start === 1) return []
  const middle = start + splitOf(end - start)
  return index < middle
    ? [...inclusionPath(index, start, middle, read), rootOfRange(middle, end, read)]
    : [...inclusionPath(index, middle, end, read), rootOfRange(start, middle, read)]
}

/** Whether the proof shows the leaf at `index` (from 0) of the tree of `size` leaves with this root. */
export function verifyInclusion(
  leaf: Hash,
  index: number,
  size: number,
  root: Hash,
  proof: readonly Uint8Array[],
): boolean {
  const computed = rootFromInclusion(leaf, index, size, proof)
  return computed !== undefined && equalBytes(computed, root)
}

/**
 * The root that an inclusion proof leads to; `undefined` when it has the wrong length or a hash is not 32 bytes.
 * Source: RFC 9162, section 2.1.3.2.
 */
export function rootFromInclusion(
  leaf: Hash,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Hash | undefined {
  if (!isIndexIn(index, size) || !areHashes([leaf, ...proof])) return undefined
  let hash = leaf
  let position = index
  let last = size - 1
  for (const sibling of proof) {
    if (last === 0) return undefined
    if (position % 2 === 1 || position === last) {
      hash = hashNode(sibling, hash)
      while (position % 2 === 0 && position !== 0) {
        position /= 2
        last = Math.floor(last / 2)
      }
    } else {
      hash = hashNode(hash, sibling)
    }
    position = Math.floor(position / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? hash : undefined
}

/** Largest power of two below `size`; 1 for size 1. Arithmetic, because sizes go beyond 32 bits. */
export function splitOf(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

/** Whether every one is 32 bytes: a hash of another length is refused before anything is hashed with it. */
export function areHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === 32)
}

/** Whether this is the index of a leaf in a tree of this size. */
export function isIndexIn(index: number, size: number): boolean {
  return isCount(index) && isCount(size) && index < size
}

/** Whether this is a size or index this engine can compute with: whole, not negative, at most `maxCount`. */
export function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= maxCount
}
