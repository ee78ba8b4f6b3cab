// The files of a log from the database: each entry stands there, and what else a log has follows from the entries.
import { AbsenceIndex, formatIndexEntry } from '@openwacht/tlog/absence-index.ts'
import { equalBytes } from '@openwacht/tlog/bytes.ts'
import { formatCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { tileWidth } from '@openwacht/tlog/limits.ts'
import { formatNote, signNote } from '@openwacht/tlog/signed-note.ts'
import { TileWriter } from '@openwacht/tlog/tile-writer.ts'
import { formatTilePath, tilesBetween } from '@openwacht/tlog/tiles.ts'
import type { Tx } from '../../platform/database.ts'
import { marksOfLeaf } from '../../platform/entry-marks.ts'
import type { LogFolder } from './log-folder.ts'
import type { LogKey } from './log-key.ts'
import { logPaths } from './log-paths.ts'
import { LogMismatch } from './mismatch.ts'
import { type Head, leavesBetween } from './store.ts'

/**
 * Writes the files of a log whose folder is empty: after a move to another machine, or when a disk was lost.
 *
 * The log does not become another one: its root must be the one that the database knows. Entries that only the lost files had are
 * gone; a witness that saw them will say so.
 *
 * @throws LogMismatch where the entries do not give that root; then there is no checkpoint.
 */
export async function rebuildFiles(tx: Tx, folder: LogFolder, key: LogKey, head: Head): Promise<void> {
  const writer = TileWriter.empty()
  const index = new AbsenceIndex()
  const wanted = new Set(tilesBetween(0, head.size).map(formatTilePath))
  for (let first = 0; first < head.size; first += tileWidth) {
    const end = Math.min(first + tileWidth, head.size)
    const leaves = new Map((await leavesBetween(tx, first, end)).map(({ index: at, leaf }) => [at, leaf]))
    const entries: Uint8Array[] = []
    for (let at = first; at < end; at++) {
      // Where there is no row, the log stated its map.
      const entry = leaves.get(at) ?? formatIndexEntry(index.entry())
      if (index.follow(at, entry, marksOfLeaf) !== undefined) throw new LogMismatch('other-entry', `entry ${at}`)
      entries.push(entry)
    }
    const { files } = writer.append(entries)
    await folder.store(files.filter(({ path }) => wanted.has(path)))
  }
  if (!equalBytes(writer.root(), head.root)) throw new LogMismatch('other-root', 'log_head')
  const text = formatCheckpoint({ origin: key.origin, size: head.size, root: head.root, extensions: [] })
  const checkpoint = formatNote(await signNote(text, [key.signer]))
  await folder.store([{ path: logPaths.checkpoint, bytes: checkpoint }])
}
