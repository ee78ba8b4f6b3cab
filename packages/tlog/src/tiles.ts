// Tiles: the tree cut in files of 256 hashes, and which file holds what (C2SP tlog-tiles).
import { maxCount, tileWidth } from './limits.ts'
import { MalformedError, quote } from './malformed.ts'
import { type Hash, hashNode, isCount } from './merkle.ts'

/** One file of a log: a tile of the tree at `level` 0 to 63, or the bundle with the entries under a tile of level 0. */
export type Tile = {
  readonly level: number | 'entries'
  /** Position in its level, from 0. */
  readonly index: number
  /** Hashes or entries in it: 256, or 1 to 255 for a partial one. */
  readonly width: number
}

const maxLevel = 63

/** Path of a tile below the prefix of the log: `tile/0/x001/x234/067`, `tile/entries/000.p/3`. */
export function formatTilePath({ level, index, width }: Tile): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? []
  const name = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${name}${width === tileWidth ? '' : `.p/${width}`}`
}

/** @throws MalformedError for a path that {@link formatTilePath} does not give. */
export function parseTilePath(path: string): Tile {
  const parts = /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/.exec(path)
  if (parts === null) throw new MalformedError('tile path', `expected tile/<level>/<index>, got ${quote(path)}`)
  const [, levelText = '', name = '', widthText] = parts
  const level = levelText === 'entries' ? levelText : Number(levelText)
  const index = Number(name.replaceAll(/[x/]/g, ''))
  const width = widthText === undefined ? tileWidth : Number(widthText)
  const tile: Tile = { level, index, width }
  const isInRange = (level === 'entries' || level <= maxLevel) && index <= maxCount
  // A second spelling, such as a leading x000 or the width 256, would be a second address of the same tile.
  if (!isInRange || formatTilePath(tile) !== path) {
    throw new MalformedError('tile path', `expected one spelling for each tile, got ${quote(path)}`)
  }
  return tile
}

/** Hashes at the level of a tile in a tree of `size` leaves: complete subtrees of 256^level leaves. */
export function countAtLevel(level: number, size: number): number {
  return Math.floor(size / tileWidth ** level)
}

/** The tile with the complete subtree `index` of that tile level, as wide as a tree of `size` leaves has it. */
export function tileOf(level: number, index: number, size: number): Tile {
  const position = Math.floor(index / tileWidth)
  return { level, index: position, width: Math.min(tileWidth, countAtLevel(level, size) - position * tileWidth) }
}

/** The bundle with the entry `index`, as wide as a log of `size` entries has it. */
export function bundleOf(index: number, size: number): Tile {
  return { ...tileOf(0, index, size), level: 'entries' }
}

/**
 * All files a log writes when it grows, bundles and tiles, level by level: those that are new or wider than before. With
 * `oldSize` 0 these are all files of the log, without the partial ones that went before.
 *
 * @throws TypeError when a size is no size or the log would shrink.
 */
export function tilesBetween(oldSize: number, size: number): readonly Tile[] {
  if (!isCount(oldSize) || !isCount(size) || oldSize > size) {
    throw new TypeError(`expected a log that grows, got ${oldSize} to ${size}`)
  }
  const tiles: Tile[] = []
  for (let level = 0; countAtLevel(level, size) > 0; level++) {
    const from = countAtLevel(level, oldSize)
    const until = countAtLevel(level, size)
    const first = Math.floor(from / tileWidth)
    for (let index = first; index * tileWidth < until && from < until; index++) {
      const width = Math.min(tileWidth, until - index * tileWidth)
      if (level === 0) tiles.push({ level: 'entries', index, width })
      tiles.push({ level, index, width })
    }
  }
  return tiles
}

/** Where a complete subtree stands: the tile level and, in it, the run of hashes that its root is computed from. */
export type TileSpan = { readonly level: number; readonly first: number; readonly count: number }

/** Where the complete subtree `index` of tree level `nodeLevel` is found. */
export function spanOf(nodeLevel: number, index: number): TileSpan {
  const count = 2 ** (nodeLevel % 8)
  return { level: Math.floor(nodeLevel / 8), first: index * count, count }
}

/**
 * Root of a run of hashes in a tile.
 *
 * @param first - Position in the tile, from 0.
 * @param count - A power of two.
 */
export function rootInTile(tile: Uint8Array, first: number, count: number): Hash {
  if (count === 1) return tile.slice(first * 32, first * 32 + 32)
  const half = count / 2
  return hashNode(rootInTile(tile, first, half), rootInTile(tile, first + half, half))
}

/** @throws MalformedError unless the bytes are exactly the hashes of a tile of this width. */
export function checkTileBytes(tile: Tile, bytes: Uint8Array): void {
  if (bytes.length !== tile.width * 32) {
    throw new MalformedError('tile', `expected ${tile.width * 32} bytes, got ${bytes.length}`)
  }
}
