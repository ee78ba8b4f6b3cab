// The tree as it follows from the entries alone: what the verifier of a whole log holds against every hash file, and where it
// looks for the entry that differs.
import { CompactTree } from './compact-tree.ts'
import { tileWidth } from './limits.ts'
import { emptyRoot, type Hash } from './merkle.ts'
import { rootInTile, type Tile } from './tiles.ts'

const blockLevel = 8

/**
 * A tree that keeps one hash for each full block of 256 leaves: 125 kB for a million entries.
 *
 * Invariant: `#blocks` has the roots of the first `#blockCount` blocks, one after the other.
 */
export class BlockTree {
  readonly #tree = new CompactTree()
  #blocks = new Uint8Array(tileWidth * 32)
  #blockCount = 0

  get size(): number {
    return this.#tree.size
  }

  root(): Hash {
    return this.#tree.root()
  }

  /** Adds the next leaf. */
  append(leaf: Hash): void {
    this.#tree.append(leaf, (level, _index, hash) => {
      if (level === blockLevel) this.#addBlock(hash)
    })
  }

  /** Root of the complete subtree `index` of tile level `level`, from 1 up; `undefined` when it is not complete. */
  node(level: number, index: number): Hash | undefined {
    const span = tileWidth ** (level - 1)
    return (index + 1) * span <= this.#blockCount ? rootInTile(this.#blocks, index * span, span) : undefined
  }

  /** The hashes of a tile of a level from 1 up. Those that are not complete are those of the empty tree. */
  tile({ level, index, width }: Tile): Uint8Array {
    const bytes = new Uint8Array(width * 32)
    for (let slot = 0; slot < width; slot++) {
      bytes.set(this.node(Number(level), index * tileWidth + slot) ?? emptyRoot, slot * 32)
    }
    return bytes
  }

  #addBlock(hash: Hash): void {
    if ((this.#blockCount + 1) * 32 > this.#blocks.length) {
      const wider = new Uint8Array(this.#blocks.length * 2)
      wider.set(this.#blocks)
      this.#blocks = wider
    }
    this.#blocks.set(hash, this.#blockCount * 32)
    this.#blockCount++
  }
}
