// Remembers which predicates a value made true, compared byte by byte. Values of events repeat: paths, companies, accounts.
// Where they do not, the memory switches itself off for a while, so that it costs next to nothing.
import { hashFactor } from './gram-table.ts'

const places = 512
/** Longer values are not kept. */
export const maxMemoSize = 256
/** Look-ups between two decisions whether it pays. */
const trial = 1024
/** Look-ups that are skipped when less than half of a trial were hits. */
const pause = 32 * trial

/** The memory of one field of one plan. */
export class ValueMemo {
  private readonly bytes = new Uint8Array(places * maxMemoSize)
  private readonly view = new DataView(this.bytes.buffer)
  private readonly sizes = new Int16Array(places).fill(-1)
  private readonly results = new Array<Int32Array | undefined>(places)
  private place = 0
  private asked = 0
  private hits = 0
  private paused = 0

  /** Whether this value should be asked about at all. */
  isOn(size: number): boolean {
    if (this.paused > 0) {
      this.paused--
      return false
    }
    return size <= maxMemoSize
  }

  /** The predicates of a value that is known; `undefined` when it is not. Three bytes behind the value may be read. */
  find(view: DataView, start: number, size: number): Int32Array | undefined {
    let hash = size
    let at = start
    const end = start + size
    for (; at + 4 <= end; at += 4) hash = Math.imul(hash ^ view.getInt32(at, true), hashFactor) ^ (hash >>> 15)
    const restMask = (1 << ((end - at) * 8)) - 1
    hash = Math.imul(hash ^ (view.getInt32(at, true) & restMask), hashFactor)
    this.place = hash >>> 23
    if (++this.asked === trial) this.judge()
    if (this.sizes[this.place] !== size) return undefined
    const kept = this.place * maxMemoSize
    for (at = 0; at + 4 <= size; at += 4) {
      if (this.view.getInt32(kept + at, true) !== view.getInt32(start + at, true)) return undefined
    }
    for (; at < size; at++) if (this.bytes[kept + at] !== view.getUint8(start + at)) return undefined
    this.hits++
    return this.results[this.place]
  }

  /** Keeps the predicates of the value that `find` did not know. */
  keep(source: Uint8Array, start: number, size: number, predicates: Int32Array): void {
    this.bytes.set(source.subarray(start, start + size), this.place * maxMemoSize)
    this.sizes[this.place] = size
    this.results[this.place] = predicates
  }

  private judge(): void {
    if (this.hits * 2 < this.asked) this.paused = pause
    this.asked = 0
    this.hits = 0
  }
}
