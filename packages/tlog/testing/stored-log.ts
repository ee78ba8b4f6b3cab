// The files of a log in memory, to be altered: for the tests of whoever verifies whole logs.
import { encodeEntryBundle } from '../src/entry-bundle.ts'
import type { Hash } from '../src/merkle.ts'
import { TileWriter } from '../src/tile-writer.ts'
import { formatTilePath } from '../src/tiles.ts'

export type StoredLog = {
  readonly files: Map<string, Uint8Array>
  readonly size: number
  readonly root: Hash
  readonly entries: readonly Uint8Array[]
}

/** Entry `index` of the logs here: no two are alike. */
export function entryAt(index: number): Uint8Array {
  return new TextEncoder().encode(`entry ${index} ${'.'.repeat(index % 7)}`)
}

/** A log of so many entries, appended in batches; older partial files stay only with `isKeepingOld`. */
export function storeLog(
  size: number,
  batch = size,
  isKeepingOld = false,
  make: (index: number) => Uint8Array = entryAt,
): StoredLog {
  const files = new Map<string, Uint8Array>()
  const writer = TileWriter.empty()
  const entries = Array.from({ length: size }, (_, index) => make(index))
  for (let from = 0; from < size; from += batch) {
    for (const { path, bytes } of writer.append(entries.slice(from, from + batch)).files) {
      if (!isKeepingOld) for (const old of olderOf(path, files)) files.delete(old)
      files.set(path, bytes)
    }
  }
  return { files, size, root: writer.root(), entries }
}

/** Replaces the entries of all bundles, and nothing else; the number of entries in each bundle stays where it can. */
export function withEntries({ files, size }: StoredLog, entries: readonly Uint8Array[]): Map<string, Uint8Array> {
  const altered = new Map(files)
  for (let first = 0; first < size; first += 256) {
    const width = Math.min(256, size - first)
    const path = formatTilePath({ level: 'entries', index: first / 256, width })
    const isLast = first + width === size
    altered.set(path, encodeEntryBundle(entries.slice(first, isLast ? undefined : first + width)))
  }
  return altered
}

function olderOf(path: string, files: ReadonlyMap<string, Uint8Array>): readonly string[] {
  const full = path.replace(/\.p\/\d+$/, '')
  return [...files.keys()].filter((one) => one !== path && one.startsWith(`${full}.p/`))
}
