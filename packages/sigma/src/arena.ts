// The memory of the kernel: shared between threads, given out piece by piece, never taken back.
import type { Buffer } from 'node:buffer'
import { Buffer as Bytes } from 'node:buffer'

import type { WasmMemory } from './wasm-types.ts'

const pageBytes = 65_536
/** Addresses are compared as signed numbers. */
const maxPages = 32_767
/** The first word holds the first free address, the second one the first address of what was given out from the end. */
const firstFree = 64

/** Memory that tables are written to. The system gives it pages only as far as it is written to. */
export class Arena {
  readonly memory: WasmMemory
  readonly bytes: Uint8Array
  readonly ints: Int32Array
  readonly view: DataView
  readonly buffer: Buffer

  /** @param memory - One that another thread's arena made; without it a new one of `sizeBytes`. */
  constructor(sizeBytes: number, memory?: WasmMemory) {
    const pages = Math.ceil(sizeBytes / pageBytes)
    if (memory === undefined && pages > maxPages) throw new TypeError('expected less than 2 GiB')
    this.memory = memory ?? new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true })
    this.bytes = new Uint8Array(this.memory.buffer)
    this.ints = new Int32Array(this.memory.buffer)
    this.view = new DataView(this.memory.buffer)
    this.buffer = Bytes.from(this.memory.buffer)
    Atomics.compareExchange(this.ints, 0, 0, firstFree)
    Atomics.compareExchange(this.ints, 1, 0, this.bytes.length - 64)
  }

  /**
   * A piece of memory, zeroed, its address a multiple of 16.
   *
   * @throws RangeError when the memory is used up.
   */
  take(size: number): number {
    const address = Atomics.add(this.ints, 0, (size + 15) & ~15)
    if (address + size > Atomics.load(this.ints, 1)) throw new RangeError('the memory of the matcher is used up')
    return address
  }

  /**
   * A piece of memory for what is written before it is read.
   *
   * @throws RangeError when the memory is used up.
   */
  takeLoose(size: number): number {
    const room = (size + 15) & ~15
    const address = Atomics.sub(this.ints, 1, room) - room
    if (address < this.used) throw new RangeError('the memory of the matcher is used up')
    return address
  }

  /** Writes numbers; gives their address. */
  putInts(numbers: ArrayLike<number>): number {
    const address = this.take(numbers.length * 4)
    this.ints.set(numbers, address >> 2)
    return address
  }

  /** Writes bytes; gives their address. */
  putBytes(bytes: Uint8Array): number {
    const address = this.take(bytes.length + 16)
    this.bytes.set(bytes, address)
    return address
  }

  /** Bytes given out so far. */
  get used(): number {
    return Atomics.load(this.ints, 0)
  }

  /** Takes everything back, once nothing that lies in it is used any more. */
  reset(): void {
    this.bytes.fill(0, 0, this.used)
    Atomics.store(this.ints, 0, firstFree)
    Atomics.store(this.ints, 1, this.bytes.length - 64)
  }
}
