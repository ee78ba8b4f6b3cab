// A tree that only grows and remembers no more than it needs for its root: one hash for each bit of its size.
import { emptyRoot, type Hash, hashNode, isCount } from './merkle.ts'

/** Told of each complete subtree when its last leaf arrives, lower levels first; a leaf itself is level 0. */
export type NodeListener = (level: number, index: number, hash: Hash) => void

/**
 * The right edge of a Merkle tree.
 *
 * Invariant: `#edge` holds, largest first, the roots of the complete subtrees that the bits of the size name.
 */
export class CompactTree {
  #size: number
  readonly #edge: Hash[]

  /**
   * @param edge - As {@link edge} gave it for the same size; the tree is only as honest as this.
   * @throws TypeError when the number of hashes does not belong to the size.
   */
  constructor(size = 0, edge: readonly Hash[] = []) {
    if (!isCount(size) || edge.length !== bitsOf(size)) {
      throw new TypeError(`expected as many hashes as bits in the size ${size}, got ${edge.length}`)
    }
    this.#size = size
    this.#edge = [...edge]
  }

  get size(): number {
    return this.#size
  }

  /** Roots of the complete subtrees at the right edge, largest first: enough to go on later. */
  get edge(): readonly Hash[] {
    return [...this.#edge]
  }

  /** Adds the hash of one leaf: on average one node is hashed. */
  append(leaf: Hash, onNode?: NodeListener): void {
    let hash = leaf
    let index = this.#size
    onNode?.(0, index, hash)
    for (let level = 1; index % 2 === 1; level++) {
      hash = hashNode(this.#edge.pop() ?? emptyRoot, hash)
      index = (index - 1) / 2
      onNode?.(level, index, hash)
    }
    this.#edge.push(hash)
    this.#size++
  }

  /** Root of the tree as it is now. */
  root(): Hash {
    let root = this.#edge.at(-1)
    for (let at = this.#edge.length - 2; at >= 0; at--) {
      const left = this.#edge[at]
      if (left !== undefined && root !== undefined) root = hashNode(left, root)
    }
    return root ?? emptyRoot
  }
}

function bitsOf(size: number): number {
  let bits = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2
  return bits
}
