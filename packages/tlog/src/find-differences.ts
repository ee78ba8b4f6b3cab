// Who is right where entries and hash files differ: from the root down, a file is believed when it leads to the root, and what is
// there is held against it.
import type { BlockTree } from './block-tree.ts'
import { equalBytes } from './bytes.ts'
import { entriesUpTo } from './entry-bundle.ts'
import { type Difference, leafDifferences } from './leaf-differences.ts'
import { tileWidth } from './limits.ts'
import { type Hash, hashLeaf, rootOf } from './merkle.ts'
import type { FetchFile } from './tile-reader.ts'
import { bundleOf, countAtLevel, formatTilePath, rootInTile, spanOf, type Tile, tileOf } from './tiles.ts'

/** What is there: the tree that the entries give, the files, and blocks that are looked into even where the hashes agree. */
export type Found = { readonly tree: BlockTree; readonly read: FetchFile; readonly suspects: ReadonlySet<number> }

/** What comparing gave. */
export type Differences = {
  readonly faults: readonly Difference[]
  /** Paths of the hash files that were found to lead to the root. */
  readonly proven: ReadonlySet<string>
  /** Runs of blocks whose entries are not those of the tree, first and last included. */
  readonly differing: readonly { readonly first: number; readonly last: number }[]
}

/** Blocks in a row that are compared together, so that an entry that moved out of one is found in the next. Arbitrary. */
const mostBlocksTogether = 1024

/**
 * Compares what is there with the tree behind a root.
 *
 * @param head - Size and root that are believed; `found.tree` has at least that size.
 * @param believed - Gives the hash files of that tree: of the log itself, or of an earlier copy of it. They are verified.
 */
export async function findDifferences(
  head: { readonly size: number; readonly root: Hash },
  believed: FetchFile,
  found: Found,
): Promise<Differences> {
  return new DifferenceFinder(head, believed, found).run()
}

type BundleLeaves = { readonly leaves: readonly Hash[]; readonly isReadable: boolean }

type BadBlock = { readonly index: number; readonly leaves: readonly Hash[] }

type ReadBlock = BadBlock & { readonly there: BundleLeaves }

class DifferenceFinder {
  readonly #head: { readonly size: number; readonly root: Hash }
  readonly #believed: FetchFile
  readonly #found: Found
  readonly #faults: Difference[] = []
  readonly #proven = new Set<string>()
  readonly #differing: { readonly first: number; readonly last: number }[] = []
  readonly #bad: BadBlock[] = []
  /** By level: the parts that have a block to look into. */
  readonly #suspects = new Map<number, ReadonlySet<number>>()

  constructor(head: { readonly size: number; readonly root: Hash }, believed: FetchFile, found: Found) {
    this.#head = head
    this.#believed = believed
    this.#found = found
  }

  async run(): Promise<Differences> {
    const edge = await this.#edge()
    if (edge === undefined) this.#addSpan(0, this.#head.size - 1)
    for (const [level, bytes] of [...(edge ?? [])].reverse()) await this.#descend(this.#edgeTile(level), bytes)
    await this.#compareEntries()
    return { faults: this.#faults, proven: this.#proven, differing: this.#differing }
  }

  #addSpan(first: number, last: number): void {
    this.#faults.push({ code: 'entries-differ', first, last })
    this.#differing.push({ first: Math.floor(first / tileWidth), last: Math.floor(last / tileWidth) })
  }

  #edgeTile(level: number): Tile {
    return tileOf(level, countAtLevel(level, this.#head.size) - 1, this.#head.size)
  }

  /** The last tiles of all levels that give the root: of each the file, or what the entries give where the file is wrong. */
  async #edge(): Promise<ReadonlyMap<number, Uint8Array> | undefined> {
    const choices: { readonly level: number; readonly options: readonly Uint8Array[]; readonly hasFile: boolean }[] = []
    for (let level = 0; countAtLevel(level, this.#head.size) > 0; level++) {
      const tile = this.#edgeTile(level)
      // The root of a full tile stands in the level above and is found from there.
      if (tile.width === tileWidth) continue
      const file = await this.#fileOf(tile)
      const computed = level === 0 ? await this.#leavesThere(tile) : this.#found.tree.tile(tile)
      choices.push({ level, options: [...(file ? [file] : []), ...(computed ? [computed] : [])], hasFile: !!file })
    }
    const combinations = choices.reduce((count, { options }) => count * options.length, 1)
    for (let combination = 0; combination < combinations; combination++) {
      const edge = new Map<number, Uint8Array>()
      let rest = combination
      for (const { level, options, hasFile } of choices) {
        const choice = rest % options.length
        rest = Math.floor(rest / options.length)
        edge.set(level, options[choice] ?? new Uint8Array(0))
        if (hasFile && choice === 0) this.#proven.add(formatTilePath(this.#edgeTile(level)))
      }
      if (this.#isRoot(edge)) return edge
      this.#proven.clear()
    }
    return undefined
  }

  #isRoot(edge: ReadonlyMap<number, Uint8Array>): boolean {
    const root = rootOf(this.#head.size, (nodeLevel, index) => {
      const { level, first, count } = spanOf(nodeLevel, index)
      return rootInTile(edge.get(level) ?? new Uint8Array(0), first % tileWidth, count)
    })
    return equalBytes(root, this.#head.root)
  }

  /** Goes into every part of a believed tile that the entries contradict. */
  async #descend(tile: Tile, bytes: Uint8Array): Promise<void> {
    const level = Number(tile.level)
    if (level === 0) {
      this.#bad.push({ index: tile.index, leaves: hashesIn(bytes) })
      return
    }
    for (const [slot, hash] of hashesIn(bytes).entries()) {
      const index = tile.index * tileWidth + slot
      const there = this.#found.tree.node(level, index)
      const isSuspect = this.#hasSuspect(level, index)
      if (!isSuspect && there !== undefined && equalBytes(there, hash)) continue
      const child: Tile = { level: level - 1, index, width: tileWidth }
      const file = await this.#fileOf(child)
      if (file !== undefined && equalBytes(rootInTile(file, 0, tileWidth), hash)) {
        this.#proven.add(formatTilePath(child))
        await this.#descend(child, file)
      } else if (there === undefined || !equalBytes(there, hash)) {
        const span = tileWidth ** level
        this.#addSpan(index * span, (index + 1) * span - 1)
      }
    }
  }

  #hasSuspect(level: number, index: number): boolean {
    let parents = this.#suspects.get(level)
    if (parents === undefined) {
      const blocks = tileWidth ** (level - 1)
      parents = new Set([...this.#found.suspects].map((block) => Math.floor(block / blocks)))
      this.#suspects.set(level, parents)
    }
    return parents.has(index)
  }

  /** Compares the leaves of neighbouring blocks together, up to one that cannot be read to its end. */
  async #compareEntries(): Promise<void> {
    this.#bad.sort((one, other) => one.index - other.index)
    let row: ReadBlock[] = []
    for (const { index, leaves } of this.#bad) {
      const there = await this.#entriesThere(index, leaves.length)
      if (row.length >= mostBlocksTogether || row.at(-1)?.index !== index - 1 || there === undefined) {
        this.#compareRow(row)
        row = []
      }
      // A bundle that is not there is told as a missing file, not as so many removed entries.
      if (there !== undefined) row.push({ index, leaves, there })
      if (there?.isReadable === false) {
        this.#compareRow(row)
        row = []
      }
    }
    this.#compareRow(row)
  }

  #compareRow(row: readonly ReadBlock[]): void {
    const [first, last] = [row[0], row.at(-1)]
    if (first === undefined || last === undefined) return
    const expected = row.flatMap(({ leaves }) => leaves)
    const found = row.flatMap(({ there }) => there.leaves)
    // Of equal length: an entry that is gone lets the first one after the row in, which is no difference.
    const isCut = found.length === expected.length && (last.index + 1) * tileWidth < this.#head.size
    const end = last.there.isReadable ? (isCut ? 'cut' : 'whole') : 'unreadable'
    const differences = leafDifferences(expected, found, first.index * tileWidth, end)
    this.#faults.push(...differences)
    if (differences.length > 0) this.#differing.push({ first: first.index, last: last.index })
  }

  /** Leaf hashes of what stands in a bundle, also where it has too few or too many; `undefined` when it is not there. */
  async #entriesThere(index: number, width: number): Promise<BundleLeaves | undefined> {
    // What is there may go on after the tree that is believed.
    const tile = bundleOf(index * tileWidth, this.#found.tree.size)
    const exact = await this.#found.read(formatTilePath(tile))
    const bundle = exact ?? (await this.#found.read(formatTilePath({ ...tile, width: tileWidth })))
    if (bundle === undefined) return undefined
    const endsHere = exact !== undefined && tile.width === width
    // One entry more is looked at in a file that should end here, to tell an entry that was put in.
    const { entries, end } = entriesUpTo(bundle, endsHere ? width + 1 : width)
    return { leaves: entries.map(hashLeaf), isReadable: entries.length >= width || end === bundle.length }
  }

  async #leavesThere(tile: Tile): Promise<Uint8Array | undefined> {
    const { leaves } = (await this.#entriesThere(tile.index, tile.width)) ?? {}
    if (leaves?.length !== tile.width) return undefined
    const bytes = new Uint8Array(tile.width * 32)
    for (const [at, leaf] of leaves.entries()) bytes.set(leaf, at * 32)
    return bytes
  }

  /** The bytes of a hash file; of a full one that replaced a partial one the beginning. `undefined` for another length. */
  async #fileOf(tile: Tile): Promise<Uint8Array | undefined> {
    const file = await this.#believed(formatTilePath(tile))
    if (file !== undefined) return file.length === tile.width * 32 ? file : undefined
    const wider =
      tile.width < tileWidth ? await this.#believed(formatTilePath({ ...tile, width: tileWidth })) : undefined
    return wider?.length === tileWidth * 32 ? wider.subarray(0, tile.width * 32) : undefined
  }
}

function hashesIn(bytes: Uint8Array): readonly Hash[] {
  return Array.from({ length: bytes.length / 32 }, (_, at) => bytes.subarray(at * 32, at * 32 + 32))
}
