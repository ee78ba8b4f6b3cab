// Files and standard input as batches of whole lines.
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { maxLineBytes } from '../../../packages/sigma/src/fast-matcher.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { batchBytes, type Slab, type Slabs } from './scan-slabs.ts'

/** A file of events, or standard input. */
export type Source = { readonly name: string; readonly path: string | undefined; readonly bytes: number }

/** Whole lines of one source; `source` is its number. The bytes after `to` are not part of it. */
export type Batch = {
  readonly source: number
  readonly slab: Slab
  readonly from: number
  readonly to: number
  /** The batch is one line that was too long to read; it stands for it. */
  readonly tooLong: boolean
  /** Bytes that were read of the source so far, as they lie on the disk. */
  readonly read: number
}

/** Fills memory from one source. */
type Feed = {
  /** Reads into the bytes; 0 at the end. */
  readonly fill: (into: Uint8Array) => Promise<number>
  readonly read: () => number
  /** Why reading ended, when that was not the end. */
  readonly damage: () => unknown
  /** What is there should go out at once: nobody knows when more comes. */
  readonly isLive: boolean
  readonly close: () => Promise<void>
}

/** The batches of all sources, one after the other. The slab of each belongs to the caller. */
export async function* batchesOf(sources: readonly Source[], input: Readable, slabs: Slabs): AsyncGenerator<Batch> {
  for (const [number, source] of sources.entries()) {
    const feed = source.path === undefined ? streamFeed(input, () => 0) : await fileFeed(source.path)
    try {
      yield* linesOf(number, feed, slabs)
      if (feed.damage() !== undefined) {
        throw new OperatorError(
          `${source.name} is damaged: it ends in the middle, or is not what its first bytes say`,
          'What was found before the damage stands above. Get the file again.',
        )
      }
    } finally {
      await feed.close()
    }
  }
}

async function* linesOf(source: number, feed: Feed, slabs: Slabs): AsyncGenerator<Batch> {
  let slab = await slabs.take()
  let filled = await firstBytes(feed, slab.bytes)
  let from = startsWith(slab.bytes, filled, byteOrderMark) ? byteOrderMark.length : 0
  let isEnd = filled === 0
  while (!isEnd) {
    const wanted = filled < batchBytes ? batchBytes : maxLineBytes
    const count = await feed.fill(slab.bytes.subarray(filled, wanted))
    filled += count
    isEnd = count === 0
    // Half a line before a damage is no line.
    const end = isEnd && feed.damage() === undefined ? filled : lastLineEnd(slab.bytes, from, filled)
    if (end > from && (isEnd || filled >= batchBytes || (feed.isLive && slabs.isIdle))) {
      const next = await slabs.take()
      next.bytes.set(slab.bytes.subarray(end, filled))
      yield { source, slab, from, to: end, tooLong: false, read: feed.read() }
      filled -= end
      slab = next
      from = 0
    } else if (filled === maxLineBytes) {
      const rest = await skipLine(feed, slab.bytes)
      const next = await slabs.take()
      next.bytes.set(slab.bytes.subarray(rest.from, rest.to))
      yield { source, slab, from: 0, to: 0, tooLong: true, read: feed.read() }
      filled = rest.to - rest.from
      isEnd = rest.isEnd
      slab = next
      from = 0
    }
  }
  slabs.put(slab)
}

/** Reads on until enough is there to tell what it is. */
async function firstBytes(feed: Feed, into: Uint8Array): Promise<number> {
  let filled = 0
  while (filled < byteOrderMark.length) {
    const count = await feed.fill(into.subarray(filled, batchBytes))
    if (count === 0) break
    filled += count
  }
  return filled
}

/** Throws away what comes up to the next line break; gives where what follows it lies in the memory. */
async function skipLine(
  feed: Feed,
  bytes: Uint8Array,
): Promise<{ readonly from: number; readonly to: number; readonly isEnd: boolean }> {
  for (;;) {
    const count = await feed.fill(bytes.subarray(0, batchBytes))
    if (count === 0) return { from: 0, to: 0, isEnd: true }
    const found = bytes.subarray(0, count).indexOf(10)
    if (found >= 0) return { from: found + 1, to: count, isEnd: false }
  }
}

/** Behind the last line break; `from` when there is none. */
function lastLineEnd(bytes: Uint8Array, from: number, to: number): number {
  const found = bytes.subarray(from, to).lastIndexOf(10)
  return found < 0 ? from : from + found + 1
}

async function fileFeed(path: string): Promise<Feed> {
  const file = await open(path)
  const head = new Uint8Array(4)
  const { bytesRead } = await file.read(head, 0, head.length, 0)
  const kind = magics.findIndex((magic) => startsWith(head, bytesRead, magic))
  if (kind < 0) return plainFeed(file)
  let read = 0
  const chunks = unpack(file, kind === 0 ? createGunzip : createZstdDecompress, (position) => {
    read = position
  })
  return { ...streamFeed(chunks, () => read), isLive: false, close: () => file.close() }
}

/** Unpacks a file, and again what follows the first packed piece: such files may be put behind each other. */
async function* unpack(
  file: FileHandle,
  unpacker: typeof createGunzip | typeof createZstdDecompress,
  tell: (position: number) => void,
): AsyncGenerator<Uint8Array> {
  const { size } = await file.stat()
  for (let start = 0; start < size; ) {
    const unpacked = unpacker({ chunkSize: readBytes })
    for await (const chunk of Readable.from(readOn(file, start)).pipe(unpacked)) {
      tell(start + unpacked.bytesWritten)
      yield chunk
    }
    if (unpacked.bytesWritten === 0) return
    start += unpacked.bytesWritten
  }
}

async function* readOn(file: FileHandle, start: number): AsyncGenerator<Uint8Array> {
  for (let position = start; ; ) {
    const { bytesRead, buffer } = await file.read(new Uint8Array(readBytes), 0, readBytes, position)
    if (bytesRead === 0) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

const readBytes = 2 ** 18

function plainFeed(file: FileHandle): Feed {
  let position = 0
  return {
    fill: async (into) => {
      const { bytesRead } = await file.read(into, 0, into.length, position)
      position += bytesRead
      return bytesRead
    },
    read: () => position,
    damage: () => undefined,
    isLive: false,
    close: () => file.close(),
  }
}

function streamFeed(stream: AsyncIterable<unknown>, read: () => number): Feed {
  const chunks = stream[Symbol.asyncIterator]()
  let chunk: Uint8Array = new Uint8Array()
  let damage: unknown
  const next = async (): Promise<Uint8Array | undefined> => {
    try {
      const { done, value } = await chunks.next()
      return done === true ? undefined : (value as Uint8Array) // no encoding is set on these streams
    } catch (error) {
      if (!isDamage(error)) throw error
      damage = error
      return undefined
    }
  }
  return {
    fill: async (into) => {
      while (chunk.length === 0) {
        const more = await next()
        if (more === undefined) return 0
        chunk = more
      }
      const count = Math.min(into.length, chunk.length)
      into.set(chunk.subarray(0, count))
      chunk = chunk.subarray(count)
      return count
    },
    read,
    damage: () => damage,
    isLive: true,
    close: async () => {
      await chunks.return?.()
    },
  }
}

const byteOrderMark = [0xef, 0xbb, 0xbf]
/** First bytes of gzip (RFC 1952) and of Zstandard (RFC 8878). */
const magics = [
  [0x1f, 0x8b],
  [0x28, 0xb5, 0x2f, 0xfd],
]

function startsWith(bytes: Uint8Array, count: number, wanted: readonly number[]): boolean {
  return count >= wanted.length && wanted.every((byte, index) => bytes[index] === byte)
}

/** Faults of zlib: the packed bytes are not as they should be. */
function isDamage(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(Z_|ZSTD_)/.test(code)
}
