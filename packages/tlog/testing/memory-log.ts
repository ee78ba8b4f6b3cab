// A small whole log in memory for the tests of this engine: every complete subtree kept, so that any proof can be made.
import { CompactTree } from '../src/compact-tree.ts'
import { type Hash, hashLeaf, type NodeReader } from '../src/merkle.ts'

export class MemoryLog {
  readonly entries: Uint8Array[] = []
  readonly leaves: Hash[] = []
  readonly #nodes = new Map<string, Hash>()
  readonly #tree = new CompactTree()

  append(entries: readonly Uint8Array[]): void {
    for (const entry of entries) {
      this.entries.push(entry)
      this.leaves.push(hashLeaf(entry))
      this.#tree.append(hashLeaf(entry), (level, index, hash) => this.#nodes.set(`${level} ${index}`, hash))
    }
  }

  root(): Hash {
    return this.#tree.root()
  }

  get size(): number {
    return this.#tree.size
  }

  readonly node: NodeReader = (level, index) => {
    const hash = this.#nodes.get(`${level} ${index}`)
    if (hash === undefined) throw new Error(`no complete subtree ${index} at level ${level}`)
    return hash
  }

  /** Entries that differ in bytes and in length, the empty one among them. */
  static entries(count: number, from = 0): Uint8Array[] {
    return Array.from({ length: count }, (_, at) => {
      const index = from + at
      return new Uint8Array(index % 17).fill(index & 0xff)
    })
  }
}
