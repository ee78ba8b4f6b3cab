// Writing a log: entries in, the files of the new tree out. Where the files go and when they are durable is the caller's.
import { CompactTree } from './compact-tree.ts'
import { checkEntry, decodeEntryBundle, encodeEntryBundle } from './entry-bundle.ts'
import { tileWidth } from './limits.ts'
import { type Hash, hashLeaf } from './merkle.ts'
import { checkTileBytes, countAtLevel, formatTilePath, rootInTile, spanOf, type Tile, tileOf } from './tiles.ts'

/** One file to store, at its path below the prefix of the log. A path is written once; its bytes never change. */
export type LogFile = { readonly path: string; readonly bytes: Uint8Array }

/** What a batch of entries did. `files` must be durable before a checkpoint with this size and root is signed. */
export type Appended = { readonly size: number; readonly root: Hash; readonly files: readonly LogFile[] }

/**
 * The growing end of a log: its right-hand tiles and last bundle.
 *
 * Invariant: `#edges[level]` holds the hashes of the partial tile of that level, fewer than 256, and `#entries` the
 * entries of the partial bundle.
 */
export class TileWriter {
  readonly #tree: CompactTree
  readonly #edges: Hash[][]
  #entries: Uint8Array[]

  private constructor(tree: CompactTree, edges: Hash[][], entries: Uint8Array[]) {
    this.#tree = tree
    this.#edges = edges
    this.#entries = entries
  }

  /** A writer for a log that has no entry yet. */
  static empty(): TileWriter {
    return new TileWriter(new CompactTree(), [], [])
  }

  /**
   * Goes on with a log of `size` entries. Compare `root` with the last signed checkpoint before the first append.
   *
   * @param readFile - Gives the bytes of a partial tile or bundle of that size, by path.
   * @throws MalformedError when a file has the wrong length.
   */
  static resume(size: number, readFile: (path: string) => Uint8Array): TileWriter {
    const edges: Hash[][] = []
    const edgeTile = (level: number): Tile => tileOf(level, countAtLevel(level, size) - 1, size)
    const read = (tile: Tile): Uint8Array => {
      const bytes = readFile(formatTilePath(tile))
      if (tile.level !== 'entries') checkTileBytes(tile, bytes)
      return bytes
    }
    for (let level = 0; countAtLevel(level, size) > 0; level++) {
      const tile = edgeTile(level)
      // A full last tile has its root in the level above, which may not have a tile of its own to find it in.
      const bytes = tile.width === tileWidth ? new Uint8Array(0) : read(tile)
      edges.push(Array.from({ length: bytes.length / 32 }, (_, at) => bytes.slice(at * 32, at * 32 + 32)))
    }
    const width = size % tileWidth
    const entries = width === 0 ? [] : decodeEntryBundle(read({ ...edgeTile(0), level: 'entries' }), width)
    return new TileWriter(treeOf(size, edges), edges, [...entries])
  }

  get size(): number {
    return this.#tree.size
  }

  root(): Hash {
    return this.#tree.root()
  }

  /**
   * Adds a batch. The files are those that are complete now and the partial ones at the new right edge: of each path the
   * last state only, so a batch of 256 aligned entries gives one bundle and one tile of level 0.
   *
   * @throws TypeError when an entry is longer than 65,535 bytes; nothing is added then.
   */
  append(entries: readonly Uint8Array[]): Appended {
    for (const entry of entries) checkEntry(entry)
    const files: LogFile[] = []
    const touched = new Set<number>()
    const onNode = (level: number, index: number, hash: Hash): void => {
      if (level % 8 === 0) this.#addToTile(level / 8, index, hash, files, touched)
    }
    for (const entry of entries) {
      this.#entries.push(entry)
      this.#tree.append(hashLeaf(entry), onNode)
    }
    if (touched.has(0) && this.#entries.length > 0) files.push(this.#bundle())
    for (const level of touched) {
      const edge = this.#edges[level] ?? []
      if (edge.length > 0) {
        files.push(tileFile(tileOf(level, countAtLevel(level, this.size) - 1, this.size), edge))
      }
    }
    return { size: this.size, root: this.root(), files }
  }

  #addToTile(level: number, index: number, hash: Hash, files: LogFile[], touched: Set<number>): void {
    touched.add(level)
    let edge = this.#edges[level]
    if (edge === undefined) {
      edge = []
      this.#edges[level] = edge
    }
    edge.push(hash)
    if (edge.length < tileWidth) return
    const tile: Tile = { level, index: Math.floor(index / tileWidth), width: tileWidth }
    if (level === 0) {
      files.push({ path: formatTilePath({ ...tile, level: 'entries' }), bytes: encodeEntryBundle(this.#entries) })
      this.#entries = []
    }
    files.push(tileFile(tile, edge))
    this.#edges[level] = []
  }

  #bundle(): LogFile {
    const tile: Tile = { level: 'entries', index: Math.floor(this.size / tileWidth), width: this.#entries.length }
    return { path: formatTilePath(tile), bytes: encodeEntryBundle(this.#entries) }
  }
}

function tileFile(tile: Tile, hashes: readonly Hash[]): LogFile {
  const bytes = new Uint8Array(hashes.length * 32)
  for (const [at, hash] of hashes.entries()) bytes.set(hash, at * 32)
  return { path: formatTilePath(tile), bytes }
}

/** The tree whose edge is computed from the partial tiles: each complete subtree at the edge lies in one of them. */
function treeOf(size: number, edges: readonly (readonly Hash[])[]): CompactTree {
  const edge: Hash[] = []
  let start = 0
  for (let level = Math.floor(Math.log2(Math.max(size, 1))); level >= 0; level--) {
    const width = 2 ** level
    if (Math.floor(size / width) % 2 === 0) continue
    const { level: tileLevel, first, count } = spanOf(level, start / width)
    const hashes = edges[tileLevel] ?? []
    const bytes = new Uint8Array(count * 32)
    const from = first % tileWidth
    for (const [at, hash] of hashes.slice(from, from + count).entries()) bytes.set(hash, at * 32)
    edge.push(rootInTile(bytes, 0, count))
    start += width
  }
  return new CompactTree(size, edge)
}
