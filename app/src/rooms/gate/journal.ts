// What the gate keeps, in the order in which it came, synced before anybody is told that it was received.
import { randomBytes } from 'node:crypto'
import type { GrowingFile, JournalFiles } from './journal-files.ts'
import {
  type Frame,
  type FrameNumber,
  formatHeader,
  framesIn,
  headerBytes,
  mostFrameBytes,
  parseHeader,
  recordBytes,
  SegmentCipher,
  type SegmentEnd,
  saltBytes,
} from './journal-format.ts'

/** Where a record lies: the frame, and the place in it from 0. Two records never have the same. */
export type RecordPlace = { readonly frame: FrameNumber; readonly at: number }

/** Bytes in the journal are not what was written: `file` and the place in it, in bytes. */
export class JournalDamage extends Error {
  readonly file: string
  readonly at: number
  constructor(file: string, at: number) {
    super(`the journal is damaged: ${file} at byte ${at}`)
    this.file = file
    this.at = at
  }
}

/** A record that no frame can hold. */
export class RecordTooLong extends Error {}

/** A file of the journal. Of two that have a frame of the same number the later one counts. */
type Segment = { readonly name: string; readonly first: FrameNumber }

/** The segment that frames are added to. */
type Growing = { readonly open: GrowingFile; readonly cipher: SegmentCipher; bytes: number }

type Waiting = {
  readonly records: readonly Uint8Array[]
  readonly bytes: number
  readonly done: (place: RecordPlace) => void
  readonly fail: (error: unknown) => void
}

/** From this size on the next frame begins a new segment: what was drained is given back in pieces of it. */
const segmentBytes = 2 ** 26

/**
 * A journal of one measure and epoch, under the key of its day.
 *
 * Whoever appends while another append is being synced shares the next sync. After a write that failed the segment is left as it is, and
 * the next frame begins a new one with the same number, which from then on is the only one that counts. Only a crash between the two can
 * bring back what was told to have failed: whoever sends it again is known by the number of the batch.
 */
export class Journal {
  readonly #files: JournalFiles
  readonly #key: Uint8Array
  #segments: Segment[]
  #next: FrameNumber = 1
  /** Number of the file that was made last, or was to be made: a name that failed is not tried again. */
  #serial = 0
  #file: Growing | undefined
  #waiting: Waiting[] = []
  #waitingBytes = 0
  #writing: Promise<void> | undefined

  private constructor(files: JournalFiles, key: Uint8Array, segments: Segment[]) {
    this.#files = files
    this.#key = key
    this.#segments = segments
  }

  /**
   * Opens a journal and leaves out what a crash tore. Nobody else may have it open.
   *
   * @param key - Key of the day, 32 bytes.
   * @throws JournalDamage where the newest segment is not what was written.
   */
  static async open(files: JournalFiles, key: Uint8Array): Promise<Journal> {
    const segments: Segment[] = []
    for (const name of await files.list()) {
      const begin = await files.read(name, headerBytes + 1)
      const header = parseHeader(begin)
      if (header !== undefined) segments.push({ name, first: header.first })
      // A crash before the header was synced leaves a file without frames.
      else if (begin.length <= headerBytes) await files.remove(name)
      else throw new JournalDamage(name, 0)
    }
    const journal = new Journal(files, key, segments)
    const newest = segments.at(-1)
    if (newest === undefined) return journal
    journal.#serial = Number.parseInt(newest.name, 16)
    // What a killed process wrote can be read although no disk has it yet: the next frame must not outlive it.
    await files.sync(newest.name)
    await files.syncFolder()
    journal.#next = await journal.#afterLast(newest)
    return journal
  }

  /** The newest frame that is durable; 0 where there is none. */
  get last(): FrameNumber {
    return this.#next - 1
  }

  /** Bytes that wait for a sync: above some measure nobody should be asked for more. */
  get waitingBytes(): number {
    return this.#waitingBytes
  }

  /**
   * Appends records; they lie in one frame, one after the other.
   *
   * @returns The place of the first one, when all of them are durable.
   * @throws RecordTooLong where they do not fit in a frame; what the disk throws: then none of them was received.
   */
  append(records: readonly Uint8Array[]): Promise<RecordPlace> {
    const bytes = records.reduce((sum, record) => sum + recordBytes(record), 0)
    if (bytes > mostFrameBytes) return Promise.reject(new RecordTooLong(`${bytes} bytes`))
    return new Promise((done, fail) => {
      this.#waiting.push({ records, bytes, done, fail })
      this.#waitingBytes += bytes
      this.#writing ??= this.#writeAll()
    })
  }

  /** The durable frames from a number on, in their order. @throws JournalDamage where one of them is gone or not what was written. */
  async *frames(from: FrameNumber): AsyncGenerator<Frame, void, undefined> {
    const segments = [...this.#segments]
    const last = this.last
    const [oldest] = segments
    if (oldest !== undefined && from < oldest.first) throw new JournalDamage(oldest.name, 0)
    for (const [number, segment] of segments.entries()) {
      const end = Math.min(last + 1, segments[number + 1]?.first ?? Number.POSITIVE_INFINITY)
      if (end <= from || end <= segment.first) continue
      let next = segment.first
      const reading = await this.#read(segment)
      let result = reading.next()
      for (; result.done !== true && next < end; result = reading.next()) {
        if (result.value.number >= from) yield result.value
        next = result.value.number + 1
      }
      if (next < end) throw new JournalDamage(segment.name, placeOf(result.done === true ? result.value : undefined))
    }
  }

  /** Removes segments of which every frame has been drained, this number included. The newest segment stays: it holds the numbers. */
  async drop(drained: FrameNumber): Promise<void> {
    const kept = this.#segments.filter(
      (_, number) => (this.#segments[number + 1]?.first ?? Number.POSITIVE_INFINITY) - 1 > drained,
    )
    const gone = this.#segments.filter((segment) => !kept.includes(segment))
    if (gone.length === 0) return
    this.#segments = kept
    for (const { name } of gone) await this.#files.remove(name)
    await this.#files.syncFolder()
  }

  /** Waits for what is being written, and closes the file. */
  async close(): Promise<void> {
    await this.#writing
    await this.#file?.open.close()
    this.#file = undefined
  }

  async #afterLast(segment: Segment): Promise<FrameNumber> {
    const reading = await this.#read(segment)
    let next = segment.first
    for (;;) {
      const { done, value } = reading.next()
      if (done !== true) next = value.number + 1
      else if (value.kind === 'damaged') throw new JournalDamage(segment.name, value.at)
      else return next
    }
  }

  async #read(segment: Segment): Promise<Generator<Frame, SegmentEnd, undefined>> {
    const bytes = await this.#files.read(segment.name)
    const header = parseHeader(bytes)
    if (header === undefined) throw new JournalDamage(segment.name, 0)
    return framesIn(bytes, header, this.#key)
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) await this.#writeFrame(this.#takeFrame())
    this.#writing = undefined
  }

  #takeFrame(): readonly Waiting[] {
    let bytes = 0
    let count = 0
    for (const one of this.#waiting) {
      if (count > 0 && bytes + one.bytes > mostFrameBytes) break
      bytes += one.bytes
      count++
    }
    this.#waitingBytes -= bytes
    return this.#waiting.splice(0, count)
  }

  async #writeFrame(taken: readonly Waiting[]): Promise<void> {
    const number = this.#next
    try {
      const file = await this.#segment()
      const sealed = file.cipher.seal({ number, records: taken.flatMap(({ records }) => records) })
      await file.open.append(sealed)
      await file.open.sync()
      file.bytes += sealed.length
    } catch (error) {
      await this.#giveUpFile()
      for (const { fail } of taken) fail(error)
      return
    }
    this.#next = number + 1
    let at = 0
    for (const { records, done } of taken) {
      done({ frame: number, at })
      at += records.length
    }
  }

  /** The segment that grows; a new one where there is none, or where it is long enough. */
  async #segment(): Promise<Growing> {
    if (this.#file !== undefined && this.#file.bytes >= segmentBytes) await this.#giveUpFile()
    if (this.#file !== undefined) return this.#file
    const header = formatHeader(this.#next, randomBytes(saltBytes))
    const name = (++this.#serial).toString(16).padStart(14, '0')
    const open = await this.#files.create(name)
    try {
      await open.append(header.bytes)
      await open.sync()
      await this.#files.syncFolder()
    } catch (error) {
      await open.close().catch(() => undefined)
      await this.#files.remove(name).catch(() => undefined)
      throw error
    }
    this.#segments.push({ name, first: header.first })
    this.#file = { open, cipher: new SegmentCipher(this.#key, header), bytes: header.bytes.length }
    return this.#file
  }

  async #giveUpFile(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    // What a file that is given up says at its end changes nothing.
    await file?.open.close().catch(() => undefined)
  }
}

function placeOf(end: SegmentEnd | undefined): number {
  return end === undefined || end.kind === 'whole' ? 0 : end.at
}
