// Reading a log from somebody who is not trusted: every hash and entry is tied to a root before it is given out.

import { equalBytes } from './bytes.ts'
import { decodeEntryBundle } from './entry-bundle.ts'
import { tileWidth } from './limits.ts'
import { type Hash, hashLeaf, isIndexIn, type NodeReader, rootOf } from './merkle.ts'
import {
  bundleOf,
  checkTileBytes,
  countAtLevel,
  formatTilePath,
  rootInTile,
  spanOf,
  type Tile,
  tileOf,
} from './tiles.ts'

/** Gets a file of the log by its path, `undefined` when it is not there. Any other failure may throw. */
export type FetchFile = (path: string) => Promise<Uint8Array | undefined>

/** A file that is missing or contradicts the root. The log, or who serves it, is at fault; keep the checkpoint as proof. */
export class LogFault extends Error {
  override readonly name = 'LogFault'
  readonly path: string

  constructor(path: string, fault: string) {
    super(`${path}: ${fault}`)
    this.path = path
  }
}

/**
 * The tree behind a checkpoint whose signatures have been verified.
 *
 * Invariant: `#tiles` holds only tiles that lead to the root.
 */
export class TileReader {
  readonly size: number
  readonly root: Hash
  readonly #fetch: FetchFile
  readonly #tiles = new Map<string, Uint8Array>()
  #isEdgeRead = false

  constructor(checkpoint: { readonly size: number; readonly root: Hash }, fetchFile: FetchFile) {
    this.size = checkpoint.size
    this.root = checkpoint.root
    this.#fetch = fetchFile
  }

  /**
   * Makes a proof from tiles: gets the tiles it needs, verifies them, runs it. Tiles stay in memory.
   *
   * @param make - A pure function of the nodes, such as `(read) => proveInclusion(3, size, read)`; it runs twice.
   * @throws LogFault when a tile is missing or wrong; MalformedError when it has the wrong length.
   */
  async prove<Proof>(make: (read: NodeReader) => Proof): Promise<Proof> {
    const needed = new Map<string, Tile>()
    const placeholder = new Uint8Array(32)
    make((level, index) => {
      const tile = this.#tileWith(level, index)
      needed.set(formatTilePath(tile), tile)
      return placeholder
    })
    for (const tile of needed.values()) await this.#tile(tile)
    return make((level, index) => this.#node(level, index))
  }

  /**
   * The entries of the bundle that holds the entry `index`, each verified against its leaf hash.
   *
   * @returns The entries, and the index of the first one.
   * @throws LogFault when a file is missing or an entry is not the one in the tree; TypeError without such an entry.
   */
  async entriesAround(index: number): Promise<{ readonly first: number; readonly entries: readonly Uint8Array[] }> {
    if (!isIndexIn(index, this.size)) throw new TypeError(`expected an index below ${this.size}, got ${index}`)
    const bundle = bundleOf(index, this.size)
    const leaves = await this.#tile({ ...bundle, level: 0 })
    const { bytes, width } = await this.#get(bundle)
    const entries = decodeEntryBundle(bytes, width).slice(0, bundle.width)
    for (const [at, entry] of entries.entries()) {
      if (!equalBytes(hashLeaf(entry), leaves.subarray(at * 32, at * 32 + 32))) {
        throw new LogFault(formatTilePath(bundle), `entry ${bundle.index * tileWidth + at} is not the one in the tree`)
      }
    }
    return { first: bundle.index * tileWidth, entries }
  }

  #tileWith(nodeLevel: number, index: number): Tile {
    const { level, first } = spanOf(nodeLevel, index)
    return tileOf(level, first, this.size)
  }

  #node(nodeLevel: number, index: number): Hash {
    const { first, count } = spanOf(nodeLevel, index)
    const path = formatTilePath(this.#tileWith(nodeLevel, index))
    const bytes = this.#tiles.get(path)
    if (bytes === undefined) throw new TypeError('expected a proof that asks for the same nodes both times')
    return rootInTile(bytes, first % tileWidth, count)
  }

  /** One verified tile: a full one through the hash in its parent, a partial one as part of the right edge. */
  async #tile(tile: Tile): Promise<Uint8Array> {
    await this.#readEdge()
    const path = formatTilePath(tile)
    const known = this.#tiles.get(path)
    if (known !== undefined) return known
    const level = Number(tile.level)
    const parent = await this.#tile(tileOf(level + 1, tile.index, this.size))
    const { bytes } = await this.#get(tile)
    const slot = tile.index % tileWidth
    if (!equalBytes(rootInTile(bytes, 0, tileWidth), parent.subarray(slot * 32, slot * 32 + 32))) {
      throw new LogFault(path, 'the tile does not lead to the root')
    }
    this.#tiles.set(path, bytes)
    return bytes
  }

  /** The last tile of each level: together they give the root, so they are right or wrong together. */
  async #readEdge(): Promise<void> {
    if (this.#isEdgeRead) return
    const edge = new Map<number, { readonly tile: Tile; readonly bytes: Uint8Array }>()
    for (let level = 0; countAtLevel(level, this.size) > 0; level++) {
      const tile = tileOf(level, countAtLevel(level, this.size) - 1, this.size)
      // The root of a full tile stands in the level above, so it is verified from there.
      if (tile.width < tileWidth) edge.set(level, { tile, bytes: (await this.#get(tile)).bytes })
    }
    const root = rootOf(this.size, (nodeLevel, index) => {
      const { level, first, count } = spanOf(nodeLevel, index)
      const { bytes = new Uint8Array(0) } = edge.get(level) ?? {}
      return rootInTile(bytes, first % tileWidth, count)
    })
    if (!equalBytes(root, this.root))
      throw new LogFault('checkpoint', 'the tiles at the right edge do not give its root')
    for (const { tile, bytes } of edge.values()) this.#tiles.set(formatTilePath(tile), bytes)
    this.#isEdgeRead = true
  }

  /** Bytes of a file; where a partial one is gone, the full one that replaced it, with the width it really has. */
  async #get(tile: Tile): Promise<{ readonly bytes: Uint8Array; readonly width: number }> {
    const path = formatTilePath(tile)
    const bytes = await this.#fetch(path)
    if (bytes !== undefined) return { bytes: this.#checked(tile, bytes), width: tile.width }
    const full: Tile = { ...tile, width: tileWidth }
    const wider = tile.width < tileWidth ? await this.#fetch(formatTilePath(full)) : undefined
    if (wider === undefined) throw new LogFault(path, 'the file is missing')
    if (tile.level === 'entries') return { bytes: wider, width: tileWidth }
    return { bytes: this.#checked(full, wider).subarray(0, tile.width * 32), width: tile.width }
  }

  #checked(tile: Tile, bytes: Uint8Array): Uint8Array {
    if (tile.level !== 'entries') checkTileBytes(tile, bytes)
    return bytes
  }
}
