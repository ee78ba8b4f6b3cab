import { tileWidth } from '@openwacht/tlog/limits.ts'
import type { LogFile } from '@openwacht/tlog/tile-writer.ts'
import type { Disk } from './disk.ts'
import { isInside, tileAt, unfinishedEnding } from './log-paths.ts'

/**
 * The folder of a log. A file in it is there whole or not at all: it is written beside, synced, renamed, and its folder is
 * synced.
 */
export class LogFolder {
  readonly disk: Disk
  /** Folders whose place in the folder above is on the disk. */
  readonly #known = new Set<string>([''])

  constructor(disk: Disk) {
    this.disk = disk
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return this.disk.read(path)
  }

  /** Stores files. When it is done they survive a loss of power; when it fails, some of them may be there. */
  async store(files: readonly LogFile[]): Promise<void> {
    for (const { path, bytes } of files) {
      await this.disk.write(path + unfinishedEnding, bytes)
      await this.disk.sync(path + unfinishedEnding)
    }
    for (const { path } of files) await this.disk.rename(path + unfinishedEnding, path)
    for (const folder of this.#foldersOf(files)) await this.disk.syncFolder(folder)
    for (const { path } of files) for (const folder of foldersAbove(path)) this.#known.add(folder)
  }

  /** Removes what an append left that did not come to its checkpoint: else it would pass for a part of a later tree. */
  async sweep(size: number): Promise<void> {
    for (const path of await this.disk.list()) {
      const tile = tileAt(path)
      const isBeyond = tile !== undefined && !isInside(tile, size)
      if (isBeyond || path.endsWith(unfinishedEnding)) await this.disk.remove(path)
    }
  }

  /** Removes the partial tiles in whose place full ones came. Whoever asks for one then takes the full one. */
  async prune(files: readonly LogFile[]): Promise<void> {
    for (const { path } of files) if (tileAt(path)?.width === tileWidth) await this.disk.remove(`${path}.p`)
  }

  /** The folder of each file, and those above that are new. The deepest first. */
  #foldersOf(files: readonly LogFile[]): readonly string[] {
    const folders = new Set<string>()
    for (const { path } of files) {
      const [own = '', ...above] = foldersAbove(path)
      folders.add(own)
      let child = own
      for (const folder of above) {
        if (!this.#known.has(child)) folders.add(folder)
        child = folder
      }
    }
    return [...folders].sort((left, right) => right.length - left.length)
  }
}

/** The folders a file is in, the deepest first, the last one `''`. */
function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1)
  return Array.from({ length: parts.length + 1 }, (_, at) => parts.slice(0, parts.length - at).join('/'))
}
