// Proofs that one tree, or one subtree, is the beginning or a part of another (RFC 6962; subtrees as in Merkle Tree
// Certificates, draft-ietf-plants-merkle-tree-certs, section 4).

import { equalBytes } from './bytes.ts'
import {
  areHashes,
  emptyRoot,
  type Hash,
  hashNode,
  isCount,
  isIndexIn,
  type NodeReader,
  rootOfRange,
  splitOf,
  verifyInclusion,
} from './merkle.ts'

/**
 * Proof that the tree of `size` leaves begins with the tree of `oldSize` leaves. Source: RFC 6962, section 2.1.2.
 *
 * @throws TypeError unless 0 < oldSize ≤ size: nothing can be proved about the empty tree.
 */
export function proveConsistency(oldSize: number, size: number, read: NodeReader): readonly Hash[] {
  if (!isCount(size) || !isIndexIn(oldSize - 1, size)) {
    throw new TypeError(`expected an old size from 1 to ${size}, got ${oldSize}`)
  }
  return proveSubtreeConsistency(0, oldSize, size, read)
}

/**
 * Whether the proof shows that the tree of `size` leaves begins with the tree of `oldSize` leaves. An old size of zero is
 * refused: every tree begins with the empty one, so such a proof would show nothing.
 */
export function verifyConsistency(
  oldSize: number,
  size: number,
  oldRoot: Hash,
  root: Hash,
  proof: readonly Uint8Array[],
): boolean {
  return oldSize !== 0 && verifySubtreeConsistency(0, oldSize, size, oldRoot, root, proof)
}

/**
 * Whether the leaves from `start` up to `end` form a subtree: `start` is a multiple of the smallest power of two that is
 * not below their number. Source: draft-ietf-plants-merkle-tree-certs, section 4.1.
 */
export function isSubtree(start: number, end: number): boolean {
  if (!isCount(start) || !isCount(end) || start > end) return false
  const size = end - start
  return size < 2 || start % (splitOf(size) * 2) === 0
}

/** Whether the proof shows the leaf `index` of the log inside the subtree from `start` up to `end` with this root. */
export function verifySubtreeInclusion(
  leaf: Hash,
  index: number,
  start: number,
  end: number,
  root: Hash,
  proof: readonly Uint8Array[],
): boolean {
  return isSubtree(start, end) && isCount(index) && verifyInclusion(leaf, index - start, end - start, root, proof)
}

/**
 * Proof that the leaves from `start` up to `end` stand unchanged in the tree of `size` leaves.
 *
 * @throws TypeError when they form no subtree of that tree.
 */
export function proveSubtreeConsistency(start: number, end: number, size: number, read: NodeReader): readonly Hash[] {
  if (!isSubtree(start, end) || end > size) throw new TypeError(`expected a subtree of ${size}, got ${start} to ${end}`)
  return start === end ? [] : consistencyPath({ start, end }, { start: 0, end: size }, true, read)
}

type Range = { readonly start: number; readonly end: number }

function consistencyPath(part: Range, whole: Range, isKnown: boolean, read: NodeReader): readonly Hash[] {
  if (part.start === whole.start && part.end === whole.end) {
    return isKnown ? [] : [rootOfRange(whole.start, whole.end, read)]
  }
  const middle = whole.start + splitOf(whole.end - whole.start)
  const left = { start: whole.start, end: middle }
  const right = { start: middle, end: whole.end }
  const root = ({ start, end }: Range): Hash => rootOfRange(start, end, read)
  if (part.end <= middle) return [...consistencyPath(part, left, isKnown, read), root(right)]
  if (part.start >= middle) return [...consistencyPath(part, right, isKnown, read), root(left)]
  return [...consistencyPath({ start: middle, end: part.end }, right, false, read), root(left)]
}

/**
 * Whether the proof shows the subtree with root `subtreeRoot` inside the tree of `size` leaves with root `root`. The empty
 * subtree has the hash of the empty string and is part of every tree.
 * Source: draft-ietf-plants-merkle-tree-certs, section 4.4.
 */
export function verifySubtreeConsistency(
  start: number,
  end: number,
  size: number,
  subtreeRoot: Hash,
  root: Hash,
  proof: readonly Uint8Array[],
): boolean {
  if (!isSubtree(start, end) || !isCount(size) || end > size) return false
  if (start === end) return proof.length === 0 && equalBytes(subtreeRoot, emptyRoot)
  if (start === 0 && end === size) return proof.length === 0 && equalBytes(subtreeRoot, root)
  if (!areHashes([subtreeRoot, root, ...proof])) return false
  const left = [...proof]
  const roots = rootsFromProof({ start, end }, { start: 0, end: size }, subtreeRoot, left)
  return (
    roots !== undefined && left.length === 0 && equalBytes(roots.part, subtreeRoot) && equalBytes(roots.whole, root)
  )
}

/** Both roots as the proof has them, built from the leaves up; takes hashes from the end of `proof`, outermost first. */
function rootsFromProof(
  part: Range,
  whole: Range,
  known: Hash | undefined,
  proof: Uint8Array[],
): { readonly part: Hash; readonly whole: Hash } | undefined {
  if (part.start === whole.start && part.end === whole.end) {
    const root = known ?? proof.pop()
    return root && { part: root, whole: root }
  }
  const sibling = proof.pop()
  if (sibling === undefined) return undefined
  const middle = whole.start + splitOf(whole.end - whole.start)
  if (part.end <= middle) {
    const inner = rootsFromProof(part, { start: whole.start, end: middle }, known, proof)
    return inner && { part: inner.part, whole: hashNode(inner.whole, sibling) }
  }
  const right = { start: middle, end: whole.end }
  if (part.start >= middle) {
    const inner = rootsFromProof(part, right, known, proof)
    return inner && { part: inner.part, whole: hashNode(sibling, inner.whole) }
  }
  const inner = rootsFromProof({ start: middle, end: part.end }, right, undefined, proof)
  return inner && { part: hashNode(sibling, inner.part), whole: hashNode(sibling, inner.whole) }
}
