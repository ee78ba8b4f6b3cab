// A whole log from somebody who is not trusted: every entry and every hash file, in one pass, and the entry that differs by its
// number. Whoever watches a log runs this over all of it.
import { BlockTree } from './block-tree.ts'
import { equalBytes } from './bytes.ts'
import { entriesUpTo } from './entry-bundle.ts'
import { findDifferences } from './find-differences.ts'
import type { Difference } from './leaf-differences.ts'
import { tileWidth } from './limits.ts'
import { MalformedError } from './malformed.ts'
import { type Hash, hashLeaf } from './merkle.ts'
import type { FetchFile } from './tile-reader.ts'
import { countAtLevel, formatTilePath, parseTilePath, type Tile, tileOf } from './tiles.ts'

/** Where a log comes from. */
export type LogFiles = {
  /** Gives a file by its path; `undefined` when it is not there. Bounds what it reads; throws when it cannot be read. */
  readonly read: FetchFile
  /** Paths of all files below `tile/`, where they can be listed: older and newer files are then compared too. */
  readonly listed?: readonly string[]
}

/** A file that is not there or not as the tree has it; `first` and `last` are the entries that it covers. */
export type FileFault = {
  readonly code: 'file-missing' | 'file-malformed' | 'file-changed'
  readonly path: string
  readonly first: number
  readonly last: number
}

/** A fault of a log, with the file or the entry. */
export type LogFault = FileFault | Difference

/** What verifying a whole log gave. */
export type LogReport = {
  /** The faults, at most {@link maxListedFaults}, in the order of the log. Empty: everything leads to the root. */
  readonly faults: readonly LogFault[]
  /** How many more there are. */
  readonly further: number
  /** Roots of the first entries, as they follow from the entries, for each size that was asked. */
  readonly roots: ReadonlyMap<number, Hash>
  /** Files of the tree of this checkpoint. */
  readonly files: number
  /** Listed files of smaller trees, which were compared too. */
  readonly older: number
  /** Files whose end lies beyond this checkpoint, so that the rest of them could not be compared. */
  readonly beyond: readonly string[]
  /** Listed paths that no log has. */
  readonly strange: readonly string[]
  /** The tree as it follows from the entries. */
  readonly tree: BlockTree
}

/** What a verifier wants to be told, and how it reads. */
export type VerifyOptions = {
  /** Told of each entry in order; `undefined` where it could not be read. It has not been compared with the root yet. */
  readonly onEntry?: (index: number, entry: Uint8Array | undefined) => void
  /** Told after each bundle how many entries have been read. */
  readonly onProgress?: (entries: number) => void
  /** Sizes of earlier trees whose roots are wanted. */
  readonly sizes?: readonly number[]
  /** Bundles that are asked for before they are needed; each may take 16 MB. */
  readonly ahead?: number
}

/** Faults that a report lists: enough to see a pattern. Arbitrary. */
export const maxListedFaults = 100

/**
 * Verifies a whole log against the size and root of a checkpoint whose signatures have been verified: reads all entries,
 * computes every hash, compares every file. Memory does not grow with the log but for 32 bytes for 256 entries.
 *
 * @throws what `read` throws; nothing has been shown then.
 */
export async function verifyLog(
  head: { readonly size: number; readonly root: Hash },
  files: LogFiles,
  options: VerifyOptions = {},
): Promise<LogReport> {
  return new LogVerifier(head, files, options).run()
}

/** A file as it was found; `width` is 256 where a full one stands in for a partial one that is gone. */
type Got = { readonly bytes: Uint8Array; readonly width: number }

type Block = { readonly bundle: Got | undefined; readonly hashes: Got | undefined }

class LogVerifier {
  readonly #head: { readonly size: number; readonly root: Hash }
  readonly #read: FetchFile
  readonly #options: VerifyOptions
  readonly #tree = new BlockTree()
  readonly #roots = new Map<number, Hash>()
  readonly #wantedSizes: ReadonlySet<number>
  readonly #listed = new Map<string, { readonly path: string; readonly width: number }[]>()
  readonly #strange: string[] = []
  /** Listed files of another width than the tree has now. */
  readonly #older = new Set<string>()
  readonly #beyond: string[] = []
  /** Differences of files, which count only when the tree shows who is right. */
  readonly #fileFaults: FileFault[] = []
  /** Blocks whose bundle is not as long as it should be. */
  readonly #oddBlocks = new Set<number>()
  #files = 0

  constructor(head: { readonly size: number; readonly root: Hash }, files: LogFiles, options: VerifyOptions) {
    this.#head = head
    this.#read = files.read
    this.#options = options
    this.#wantedSizes = new Set(options.sizes)
    for (const path of files.listed ?? []) this.#list(path)
  }

  async run(): Promise<LogReport> {
    const { size } = this.#head
    const blocks = Math.ceil(size / tileWidth)
    const waiting: Promise<Block>[] = []
    const ahead = Math.max(1, this.#options.ahead ?? 8)
    this.#noteRoot()
    for (let index = 0; index < blocks; index++) {
      while (waiting.length < ahead && index + waiting.length < blocks) {
        const block = this.#getBlock(index + waiting.length)
        // It is awaited below; until then a failure must not count as nobody's.
        block.catch(() => undefined)
        waiting.push(block)
      }
      const block = await waiting.shift()
      if (block !== undefined) await this.#takeBlock(index, block)
      this.#options.onProgress?.(Math.min(size, (index + 1) * tileWidth))
    }
    await this.#compareUpperTiles()
    return this.#report(await this.#faults())
  }

  async #getBlock(index: number): Promise<Block> {
    const tile = this.#tileAt(0, index)
    const [bundle, hashes] = await Promise.all([this.#get({ ...tile, level: 'entries' }), this.#get(tile)])
    return { bundle, hashes }
  }

  async #get(tile: Tile): Promise<Got | undefined> {
    const bytes = await this.#read(formatTilePath(tile))
    if (bytes !== undefined) return { bytes, width: tile.width }
    if (tile.width === tileWidth) return undefined
    const wider = await this.#read(formatTilePath({ ...tile, width: tileWidth }))
    return wider === undefined ? undefined : { bytes: wider, width: tileWidth }
  }

  async #takeBlock(index: number, { bundle, hashes }: Block): Promise<void> {
    const tile = this.#tileAt(0, index)
    const entries = this.#entriesOf({ ...tile, level: 'entries' }, bundle)
    const given = this.#hashesOf(tile, hashes)
    // What is missing as a whole is told as that; what is there is looked into.
    if (entries === undefined && bundle !== undefined) this.#oddBlocks.add(index)
    const computed = new Uint8Array(tile.width * 32)
    for (let at = 0; at < tile.width; at++) {
      const entry = entries?.[at]
      // Without its entry the hash in the tile stands in, so that one lost file does not hide what the others say.
      const leaf = entry === undefined ? (given ?? computed).slice(at * 32, at * 32 + 32) : hashLeaf(entry)
      computed.set(leaf, at * 32)
      this.#options.onEntry?.(index * tileWidth + at, entry)
      this.#tree.append(leaf)
      this.#noteRoot()
    }
    if (given !== undefined && !equalBytes(given, computed)) this.#fault('file-changed', tile)
    await this.#compareOthers(tile, computed)
    if (bundle !== undefined && entries !== undefined) {
      await this.#compareOthers({ ...tile, level: 'entries' }, bundle.bytes)
    }
  }

  /** The entries of a bundle; `undefined`, and a fault, when it is not there or not what it should be. */
  #entriesOf(tile: Tile, got: Got | undefined): readonly Uint8Array[] | undefined {
    if (got === undefined) this.#fault('file-missing', tile)
    const { entries, end } = entriesUpTo(got?.bytes ?? new Uint8Array(0), tile.width)
    if (entries.length === tile.width && (end === got?.bytes.length || got?.width !== tile.width)) return entries
    if (got !== undefined) this.#fault('file-malformed', tile)
    return undefined
  }

  /** The hashes of a tile; `undefined`, and a fault, when it is not there or has another length. */
  #hashesOf(tile: Tile, got: Got | undefined): Uint8Array | undefined {
    if (got === undefined) this.#fault('file-missing', tile)
    else if (got.bytes.length === got.width * 32) return got.bytes.subarray(0, tile.width * 32)
    else this.#fault('file-malformed', tile)
    return undefined
  }

  async #compareUpperTiles(): Promise<void> {
    for (let level = 1; countAtLevel(level, this.#head.size) > 0; level++) {
      const tiles = Math.ceil(countAtLevel(level, this.#head.size) / tileWidth)
      for (let index = 0; index < tiles; index++) {
        const tile = this.#tileAt(level, index)
        const computed = this.#tree.tile(tile)
        const given = this.#hashesOf(tile, await this.#get(tile))
        if (given !== undefined && !equalBytes(given, computed)) this.#fault('file-changed', tile)
        await this.#compareOthers(tile, computed)
      }
    }
  }

  /** Older partial files of a tile must be its beginning; of newer ones the beginning is compared. */
  async #compareOthers(tile: Tile, bytes: Uint8Array): Promise<void> {
    const key = `${tile.level}/${tile.index}`
    this.#files++
    const others = this.#listed.get(key) ?? []
    this.#listed.delete(key)
    for (const { path, width } of others.filter((one) => one.width !== tile.width)) {
      const file = await this.#read(path)
      if (file === undefined) continue
      this.#older.add(path)
      if (width > tile.width) this.#beyond.push(path)
      if (!isOneBeginning(tile, bytes, width, file)) this.#fault('file-changed', { ...tile, width })
    }
  }

  /** Decides who is right where entries and hash files differ. */
  async #faults(): Promise<readonly LogFault[]> {
    if (equalBytes(this.#tree.root(), this.#head.root) && this.#oddBlocks.size === 0) return this.#fileFaults
    const there = { tree: this.#tree, read: this.#read, suspects: this.#oddBlocks }
    const { faults, proven, differing } = await findDifferences(this.#head, this.#read, there)
    // A tile that leads to the root is right, whatever the entries under it give. Of older files nobody can tell then.
    const isAccusedInVain = ({ code, path, first, last }: FileFault): boolean =>
      code === 'file-changed' &&
      (proven.has(path) || (this.#older.has(path) && differing.some((run) => isWithin(run, first, last))))
    const all = [...this.#fileFaults.filter((fault) => !isAccusedInVain(fault)), ...faults]
    // Who serves the files can give others the second time: what was read first does not lead to the root, and that stays.
    return all.length > 0 ? all : [{ code: 'entries-differ', first: 0, last: this.#head.size - 1 }]
  }

  #report(faults: readonly LogFault[]): LogReport {
    const leftOver = [...this.#listed.values()].flat().map(({ path }) => path)
    return {
      faults: faults.slice(0, maxListedFaults),
      further: Math.max(0, faults.length - maxListedFaults),
      roots: this.#roots,
      files: this.#files,
      older: [...this.#older].filter((path) => !this.#beyond.includes(path)).length,
      beyond: [...this.#beyond, ...leftOver].slice(0, maxListedFaults),
      strange: this.#strange,
      tree: this.#tree,
    }
  }

  #noteRoot(): void {
    if (this.#wantedSizes.has(this.#tree.size)) this.#roots.set(this.#tree.size, this.#tree.root())
  }

  #tileAt(level: number, index: number): Tile {
    return tileOf(level, index * tileWidth, this.#head.size)
  }

  #fault(code: FileFault['code'], tile: Tile): void {
    const level = tile.level === 'entries' ? 0 : tile.level
    const first = tile.index * tileWidth ** (level + 1)
    const last = Math.min(this.#head.size, first + tile.width * tileWidth ** level) - 1
    this.#fileFaults.push({ code, path: formatTilePath(tile), first, last })
  }

  #list(path: string): void {
    const tile = tileAtPath(path)
    if (tile === undefined) {
      this.#strange.push(path)
      return
    }
    const key = `${tile.level}/${tile.index}`
    const others = this.#listed.get(key) ?? []
    this.#listed.set(key, [...others, { path, width: tile.width }])
  }
}

/** Whether a narrower or wider file of the same tile has the same beginning, and nothing after its end. */
function isOneBeginning(tile: Tile, bytes: Uint8Array, width: number, file: Uint8Array): boolean {
  const common = Math.min(tile.width, width)
  if (tile.level !== 'entries') {
    return file.length === width * 32 && equalBytes(file.subarray(0, common * 32), bytes.subarray(0, common * 32))
  }
  const { entries, end } = entriesUpTo(file, width)
  const { end: commonEnd } = entriesUpTo(bytes, common)
  const isWhole = entries.length === width && end === file.length
  return isWhole && equalBytes(file.subarray(0, commonEnd), bytes.subarray(0, commonEnd))
}

/** Whether a run of blocks has some of these entries. */
function isWithin(run: { readonly first: number; readonly last: number }, first: number, last: number): boolean {
  return run.first <= Math.floor(last / tileWidth) && run.last >= Math.floor(first / tileWidth)
}

function tileAtPath(path: string): Tile | undefined {
  try {
    return parseTilePath(path)
  } catch (error) {
    if (error instanceof MalformedError) return undefined
    throw error
  }
}
