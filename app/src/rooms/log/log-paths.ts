import { tileWidth } from '@openwacht/tlog/limits.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { countAtLevel, parseTilePath, type Tile } from '@openwacht/tlog/tiles.ts'

/** Files of the log besides its tiles, by their path in its folder. */
export const logPaths = {
  checkpoint: 'checkpoint',
  witnessed: 'witnessed-checkpoint',
  policy: 'policy',
} as const

/** What a file is called until it is whole. */
export const unfinishedEnding = '.unfinished'

/** The tile at a path, or undefined where it is none. */
export function tileAt(path: string): Tile | undefined {
  try {
    return parseTilePath(path)
  } catch (error) {
    if (error instanceof MalformedError) return undefined
    throw error
  }
}

/** True where a tile, full or partial, holds nothing beyond a tree of this size. */
export function isInside({ level, index, width }: Tile, size: number): boolean {
  return index * tileWidth + width <= countAtLevel(level === 'entries' ? 0 : level, size)
}
