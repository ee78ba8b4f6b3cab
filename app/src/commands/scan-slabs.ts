// Memory that input is read into and threads read from, without a copy between them.
import { padding } from '../../../packages/sigma/src/tokenizer.ts'

/** Bytes of a line beyond which it is not read: it is told as broken. Arbitrary; recorded events stay below 100 kB. */
export const maxLineBytes = 8 * 2 ** 20

/** Bytes that a batch is filled up to. A longer line makes it longer. */
export const batchBytes = 2 ** 20

/** One piece of memory; the system gives it pages only as far as it is written to. */
export type Slab = { readonly number: number; readonly bytes: Uint8Array }

/** A fixed number of slabs. Who takes the last one waits: that is what keeps memory flat. */
export class Slabs {
  readonly buffer: SharedArrayBuffer
  private readonly count: number
  private readonly free: Slab[]
  private readonly waiting: ((slab: Slab) => void)[] = []

  constructor(count: number) {
    this.count = count
    this.buffer = new SharedArrayBuffer(count * slabBytes)
    this.free = Array.from({ length: count }, (_, number) => slabOf(this.buffer, number)).reverse()
  }

  /** Whether more than half of the slabs lie idle: what is there should be worked on now. */
  get isIdle(): boolean {
    return this.free.length * 2 > this.count
  }

  /** A free slab, now or as soon as there is one. */
  async take(): Promise<Slab> {
    return this.free.pop() ?? new Promise((resolve) => this.waiting.push(resolve))
  }

  /** Gives a slab back. */
  put(slab: Slab): void {
    const next = this.waiting.shift()
    if (next === undefined) this.free.push(slab)
    else next(slab)
  }
}

const slabBytes = maxLineBytes + padding

/** The slab of a number, as another thread sees it. */
export function slabOf(buffer: SharedArrayBuffer, number: number): Slab {
  return { number, bytes: new Uint8Array(buffer, number * slabBytes, slabBytes) }
}
