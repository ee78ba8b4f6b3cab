// Memory that input is read into and threads read from, without a copy between them.
import { maxLineBytes } from '../../../packages/sigma/src/fast-matcher.ts'
import { padding } from '../../../packages/sigma/src/tokenizer.ts'

/** Bytes that a batch is filled up to. A longer line makes it longer. */
export const batchBytes = 2 ** 20

/** A piece of the memory: `bytes` begin at `address`. The system gives it pages only as far as it is written to. */
export type Slab = { readonly address: number; readonly bytes: Uint8Array }

const slabBytes = maxLineBytes + padding

/** Slabs that keep as many threads busy while others are filled and written out. */
export function slabsFor(threads: number): { readonly count: number; readonly bytes: number } {
  const count = threads * 2 + 2
  return { count, bytes: count * slabBytes }
}

/** A fixed number of slabs. Who takes the last one waits: that is what keeps memory flat. */
export class Slabs {
  private readonly count: number
  private readonly free: Slab[]
  private readonly waiting: ((slab: Slab) => void)[] = []

  constructor(memory: SharedArrayBuffer, start: number, count: number) {
    this.count = count
    this.free = Array.from({ length: count }, (_, number) => {
      const address = start + number * slabBytes
      return { address, bytes: new Uint8Array(memory, address, slabBytes) }
    }).reverse()
  }

  /** Whether half of the slabs lie idle: what is there should be worked on now. */
  get isIdle(): boolean {
    return this.free.length * 2 >= this.count
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
