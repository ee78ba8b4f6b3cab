// Reading a folder of the log when the house opens: everything is verified before anything is appended to it.
import { AbsenceIndex } from '@openwacht/tlog/absence-index.ts'
import { equalBytes } from '@openwacht/tlog/bytes.ts'
import { type Checkpoint, openCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { tileWidth } from '@openwacht/tlog/limits.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { emptyRoot, type Hash, rootOf } from '@openwacht/tlog/merkle.ts'
import { LogFault, TileReader } from '@openwacht/tlog/tile-reader.ts'
import { TileWriter } from '@openwacht/tlog/tile-writer.ts'
import { bundleOf, countAtLevel, formatTilePath, tileOf } from '@openwacht/tlog/tiles.ts'
import { marksOfLeaf } from '../../platform/entry-marks.ts'
import type { LogFolder } from './log-folder.ts'
import type { LogKey } from './log-key.ts'
import { logPaths } from './log-paths.ts'
import { LogMismatch } from './mismatch.ts'

/** The growing end of a log that was read and verified. */
export type LogEnd = {
  readonly writer: TileWriter
  readonly index: AbsenceIndex
  /** The newest checkpoint as it was signed; undefined where there is no entry yet. */
  readonly checkpoint: Uint8Array | undefined
}

/** A log of which nothing was written yet. */
export function emptyEnd(): LogEnd {
  return { writer: TileWriter.empty(), index: new AbsenceIndex(), checkpoint: undefined }
}

/**
 * Reads the newest checkpoint of a folder, and verifies its signature.
 *
 * @throws LogMismatch where it is of another log or key, or is no checkpoint.
 */
export async function readCheckpoint(
  folder: LogFolder,
  key: LogKey,
): Promise<{ readonly bytes: Uint8Array; readonly head: Checkpoint } | undefined> {
  const bytes = await folder.read(logPaths.checkpoint)
  if (bytes === undefined) return undefined
  try {
    const opened = await openCheckpoint(bytes, key.origin, [key.verifier])
    if (opened.kind === 'opened') return { bytes, head: opened.checkpoint }
    const code = opened.because === 'wrong-origin' ? 'other-origin' : 'other-key'
    throw new LogMismatch(opened.because === 'wrong-signature' ? 'broken-file' : code, logPaths.checkpoint)
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error
    throw new LogMismatch('broken-file', logPaths.checkpoint, { cause: error })
  }
}

/**
 * Reads a whole log: every tile and bundle is verified against the checkpoint, and every entry goes through the absence map.
 *
 * @param onEntries - Is given the entries in their order, with the index of the first.
 * @throws LogMismatch where a file is not what the checkpoint signs.
 */
export async function readLog(
  folder: LogFolder,
  { bytes, head }: { readonly bytes: Uint8Array; readonly head: Checkpoint },
  onEntries: (first: number, entries: readonly Uint8Array[]) => void = () => undefined,
): Promise<LogEnd> {
  const reader = new TileReader(head, (path) => folder.read(path))
  const index = new AbsenceIndex()
  try {
    for (let first = 0; first < head.size; first += tileWidth) {
      const { entries } = await reader.entriesAround(first)
      for (const [at, entry] of entries.entries()) {
        const fault = index.follow(first + at, entry, marksOfLeaf)
        if (fault !== undefined) throw new LogMismatch('broken-file', `entry ${fault.entry}: ${fault.because}`)
      }
      onEntries(first, entries)
    }
    return { writer: await resumeWriter(folder, head.size), index, checkpoint: bytes }
  } catch (error) {
    if (error instanceof LogFault) throw new LogMismatch('broken-file', error.path, { cause: error })
    if (error instanceof MalformedError) throw new LogMismatch('broken-file', error.format, { cause: error })
    throw error
  }
}

/** The root of the first entries of a log, from tiles that lead to its checkpoint. */
export async function rootAt(folder: LogFolder, head: Checkpoint, size: number): Promise<Hash> {
  if (size === 0) return emptyRoot
  const reader = new TileReader(head, (path) => folder.read(path))
  try {
    return await reader.prove((read) => rootOf(size, read))
  } catch (error) {
    if (error instanceof LogFault) throw new LogMismatch('broken-file', error.path, { cause: error })
    if (error instanceof MalformedError) throw new LogMismatch('broken-file', error.format, { cause: error })
    throw error
  }
}

/** Throws LogMismatch unless the database's head is a beginning of the log in the files. */
export async function refuseOtherHead(
  folder: LogFolder,
  head: Checkpoint | undefined,
  known: { readonly origin: string; readonly size: number; readonly root: Uint8Array },
): Promise<void> {
  if (known.size > (head?.size ?? 0)) throw new LogMismatch('shorter-files', logPaths.checkpoint)
  if (head === undefined) return
  if (known.origin !== head.origin) throw new LogMismatch('other-origin', logPaths.checkpoint)
  if (!equalBytes(await rootAt(folder, head, known.size), known.root))
    throw new LogMismatch('other-root', logPaths.checkpoint)
}

/** The partial files at the right edge are read before: the writer takes them at once. */
async function resumeWriter(folder: LogFolder, size: number): Promise<TileWriter> {
  const edge = new Map<string, Uint8Array>()
  const paths = size % tileWidth === 0 ? [] : [formatTilePath(bundleOf(size - 1, size))]
  for (let level = 0; countAtLevel(level, size) > 0; level++) {
    const tile = tileOf(level, countAtLevel(level, size) - 1, size)
    if (tile.width < tileWidth) paths.push(formatTilePath(tile))
  }
  for (const path of paths) {
    const bytes = await folder.read(path)
    if (bytes === undefined) throw new LogMismatch('broken-file', path)
    edge.set(path, bytes)
  }
  return TileWriter.resume(size, (path) => edge.get(path) ?? new Uint8Array(0))
}
