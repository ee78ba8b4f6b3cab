// The files of the log, each against the others: what every entry, tile and checkpoint must be follows from the rest.
import { AbsenceIndex } from '@openwacht/tlog/absence-index.ts'
import { equalBytes } from '@openwacht/tlog/bytes.ts'
import { CompactTree } from '@openwacht/tlog/compact-tree.ts'
import { decodeEntryBundle } from '@openwacht/tlog/entry-bundle.ts'
import { tileWidth } from '@openwacht/tlog/limits.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { emptyRoot, type Hash, hashLeaf } from '@openwacht/tlog/merkle.ts'
import { type LogFile, TileWriter } from '@openwacht/tlog/tile-writer.ts'
import { bundleOf, formatTilePath, type Tile, tilesBetween } from '@openwacht/tlog/tiles.ts'
import { marksOfLeaf } from '../../platform/entry-marks.ts'
import { checkOthers, type FilesToCheck, readNotes, type SpokenOf } from './check-other-files.ts'
import type { Finding } from './findings.ts'
import type { LogFolder } from './log-folder.ts'
import { isInside, logPaths, tileAt } from './log-paths.ts'

/**
 * Checks the files.
 *
 * @param known - What the database knows of the log; it stands in where the checkpoint cannot be read.
 * @param onEntry - Is given each entry with its index, in order; undefined where its bundle cannot be read.
 * @returns How many entries there are, and what was found.
 */
export async function checkFiles(
  wanted: FilesToCheck,
  known: SpokenOf | undefined,
  onEntries: (first: number, entries: readonly (Uint8Array | undefined)[]) => Promise<void>,
): Promise<{ readonly size: number; readonly findings: readonly Finding[] }> {
  const { folder } = wanted
  const findings: Finding[] = []
  const paths = await folder.disk.list()
  const notes = await readNotes(wanted, paths, findings)
  const newest = notes.find(({ place }) => place === logPaths.checkpoint) ?? known
  const size = newest?.size ?? 0
  if (size > 0 && !paths.includes(logPaths.checkpoint))
    findings.push({ code: 'missing-file', place: logPaths.checkpoint })
  const spoken = [...notes, ...(known === undefined ? [] : [known])]
  const pass = new EntryPass(folder, size, spoken)
  for (let first = 0; first < size; first += tileWidth) await onEntries(first, await pass.read(first))
  findings.push(...(await pass.findings(newest)), ...(await checkPartials(folder, paths, size)))
  findings.push(...(await checkOthers(wanted, paths)))
  return { size, findings }
}

/** Goes through the entries once, and rebuilds all that follows from them. */
class EntryPass {
  readonly #folder: LogFolder
  readonly #size: number
  readonly #wanted: ReadonlySet<string>
  readonly #writer = TileWriter.empty()
  readonly #tree = new CompactTree()
  readonly #index = new AbsenceIndex()
  readonly #spoken: readonly SpokenOf[]
  readonly #roots = new Map<number, Hash>([[0, emptyRoot]])
  readonly #changedFiles: string[] = []
  readonly #changedEntries: string[] = []
  readonly #found: Finding[] = []
  #mapIsBroken = false

  constructor(folder: LogFolder, size: number, spoken: readonly SpokenOf[]) {
    this.#folder = folder
    this.#size = size
    this.#wanted = new Set(tilesBetween(0, size).map(formatTilePath))
    this.#spoken = spoken
  }

  /** Reads one bundle, and holds everything that it completes against the files. */
  async read(first: number): Promise<readonly (Uint8Array | undefined)[]> {
    const bundle = bundleOf(first, this.#size)
    const entries = await this.#entriesOf(bundle)
    const leaves = await this.#folder.read(formatTilePath({ ...bundle, level: 0 }))
    for (const [at, entry] of entries.entries()) {
      const leaf = hashLeaf(entry ?? new Uint8Array(0))
      if (!equalBytes(leaf, leaves?.subarray(at * 32, at * 32 + 32) ?? leaf))
        this.#changedEntries.push(`entry ${first + at}`)
      this.#tree.append(leaf)
      if (this.#spoken.some(({ size }) => size === this.#tree.size)) this.#roots.set(this.#tree.size, this.#tree.root())
      this.#follow(first + at, entry)
    }
    const { files } = this.#writer.append(entries.map((entry) => entry ?? new Uint8Array(0)))
    // Of partial tiles only those of the whole tree must be there; others were of smaller trees, or never.
    for (const file of files) if (this.#wanted.has(file.path)) await this.#compare(file)
    return entries
  }

  /** What follows from all of it. The newest checkpoint says which side is right: the entries, or the tiles over them. */
  async findings(newest: SpokenOf | undefined): Promise<readonly Finding[]> {
    const isRight = (tree: SpokenOf) => equalBytes(this.#roots.get(tree.size) ?? new Uint8Array(0), tree.root)
    const entriesAreRight = newest === undefined || isRight(newest)
    const other = this.#spoken.filter((tree) => tree !== newest && !isRight(tree))
    if (entriesAreRight) {
      const changed = this.#changedFiles.map((place) => ({ code: 'changed-file' as const, place }))
      return [...this.#found, ...changed, ...other.map(({ code, place }) => ({ code, place }))]
    }
    const changed = this.#changedEntries.map((place) => ({ code: 'changed-entry' as const, place }))
    if (this.#found.length > 0 || changed.length > 0) return [...this.#found, ...changed]
    return [{ code: 'wrong-root', place: newest?.place ?? '' }]
  }

  async #entriesOf(bundle: Tile): Promise<readonly (Uint8Array | undefined)[]> {
    const path = formatTilePath(bundle)
    const bytes = await this.#folder.read(path)
    if (bytes === undefined) this.#found.push({ code: 'missing-file', place: path })
    else {
      try {
        return decodeEntryBundle(bytes, bundle.width)
      } catch (error) {
        if (!(error instanceof MalformedError)) throw error
        this.#found.push({ code: 'changed-file', place: path })
      }
    }
    return Array.from({ length: bundle.width }, () => undefined)
  }

  #follow(index: number, entry: Uint8Array | undefined): void {
    if (this.#mapIsBroken) return
    // After the first fault everything that follows would be one too.
    try {
      const fault = this.#index.follow(index, entry ?? new Uint8Array(0), marksOfLeaf)
      this.#mapIsBroken = fault !== undefined || entry === undefined
      if (fault !== undefined) this.#found.push({ code: 'wrong-map', place: `entry ${fault.entry}` })
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error
      this.#mapIsBroken = true
      this.#found.push({ code: 'wrong-map', place: `entry ${index}` })
    }
  }

  async #compare({ path, bytes }: LogFile): Promise<void> {
    const there = await this.#folder.read(path)
    if (there === undefined) this.#found.push({ code: 'missing-file', place: path })
    else if (!equalBytes(there, bytes)) this.#changedFiles.push(path)
  }
}

/** Partial tiles of smaller trees must be the beginnings of what came after them. */
async function checkPartials(folder: LogFolder, paths: readonly string[], size: number): Promise<readonly Finding[]> {
  const whole = new Map(tilesBetween(0, size).map((tile) => [keyOf(tile), tile]))
  const findings: Finding[] = []
  for (const path of paths) {
    const tile = tileAt(path)
    if (tile === undefined || !isInside(tile, size)) continue
    const wider = whole.get(keyOf(tile))
    if (wider === undefined || wider.width === tile.width) continue
    const [bytes, after] = await Promise.all([folder.read(path), folder.read(formatTilePath(wider))])
    if (bytes === undefined || after === undefined || !isBeginning(tile, bytes, after))
      findings.push({ code: 'changed-file', place: path })
  }
  return findings
}

function keyOf({ level, index }: Tile): string {
  return `${level} ${index}`
}

function isBeginning({ level, width }: Tile, bytes: Uint8Array, after: Uint8Array): boolean {
  if (!equalBytes(bytes, after.subarray(0, bytes.length))) return false
  if (level !== 'entries') return bytes.length === width * 32
  try {
    return decodeEntryBundle(bytes, width).length === width
  } catch (error) {
    if (error instanceof MalformedError) return false
    throw error
  }
}
