// The keys that rules look at, in the memory of the kernel: one set per thread, since it learns the order of keys.
import { Buffer } from 'node:buffer'
import type { Arena } from './arena.ts'
import { decodeString } from './folded-value.ts'
import { entryAt, entryBytes, nodeAt, nodeBytes, slotBytes } from './kernel-layout.ts'
import { keyProbes } from './kernel-tokenizer.ts'

/** Keys that are remembered although no rule asks for them. Arbitrary; more are asked for each time. */
const maxForeignKeys = 1_024
const maxForeignSize = 64
/** More would only be a table without collisions. Arbitrary. */
const maxTableBits = 22

type HashBytes = (at: number, size: number, seed: number) => number

/** Numbers fields, and finds what is no entry yet. */
export class KeyEntries {
  readonly slotOf: ReadonlyMap<string, number>
  /** Address of the node of the event itself, of the table of entries, and one less than its places. */
  readonly root: number
  readonly table: number
  readonly mask: number
  private readonly arena: Arena
  private readonly hashBytes: HashBytes
  private readonly slots: number
  private readonly known = new Map<number, Map<string, number>>()
  private readonly foreign: number
  private foreignCount = 0

  /**
   * @param fields - Each is one slot, in this order.
   * @param slots - Address of the slots.
   * @param mayBeFlat - Whether the whole name counts as a key; its path always does.
   */
  constructor(
    arena: Arena,
    fields: readonly string[],
    slots: number,
    mayBeFlat: (field: string) => boolean,
    hashBytes: HashBytes,
  ) {
    this.arena = arena
    this.hashBytes = hashBytes
    this.slots = slots
    this.slotOf = new Map(fields.map((field, slot) => [field, slot]))
    const below = new Map<number, number[]>()
    this.root = this.addNode(0)
    for (const [slot, field] of fields.entries()) {
      const path = field.split('.')
      if (path.length > 1) this.addPath(path, slot, below)
      if (!mayBeFlat(field)) continue
      const entry = this.entryFor(this.root, field)
      this.set(entry, entryAt.slot, slots + slot * slotBytes)
      this.set(entry, entryAt.flat, 1)
    }
    for (const [node, numbers] of below) {
      this.set(node, nodeAt.slots, arena.putInts(numbers.map((slot) => slots + slot * slotBytes)))
      this.set(node, nodeAt.count, numbers.length)
    }
    this.foreign = arena.take(maxForeignKeys * (entryBytes + maxForeignSize + 16))
    const { table, mask } = this.makeTable()
    this.table = table
    this.mask = mask
  }

  /** Entry of a key that is not in the table: it is written with escapes, or new; 0 when nothing asks for it. */
  unknownKey(node: number, start: number, end: number): number {
    const { arena } = this
    const raw = arena.bytes.subarray(start, end)
    if (raw.includes(92)) return this.known.get(node)?.get(decodeString(arena.bytes, start, end) ?? '') ?? 0
    const size = end - start
    if (this.foreignCount === maxForeignKeys || size > maxForeignSize) return 0
    const place = this.freePlace(this.table, this.mask, start, size, node)
    if (place === undefined) return 0
    const entry = this.foreign + this.foreignCount++ * (entryBytes + maxForeignSize + 16)
    arena.bytes.copyWithin(entry + entryBytes, start, end)
    this.set(entry, entryAt.key, entry + entryBytes)
    this.set(entry, entryAt.size, size)
    this.set(entry, entryAt.node, node)
    arena.ints[place] = entry
    return entry
  }

  /** Forgets the rounds that entries were seen in. */
  clearRounds(): void {
    for (const entries of this.known.values()) for (const entry of entries.values()) this.set(entry, entryAt.round, 0)
  }

  private addPath(path: readonly string[], slot: number, below: Map<number, number[]>): void {
    let node = this.root
    for (const [index, key] of path.entries()) {
      const entry = this.entryFor(node, key)
      if (index === path.length - 1) {
        this.set(entry, entryAt.slot, this.slots + slot * slotBytes)
        this.set(entry, entryAt.flat, 0)
        return
      }
      let next = this.get(entry, entryAt.below)
      if (next === 0) {
        next = this.addNode(index + 1)
        this.set(entry, entryAt.below, next)
      }
      const numbers = below.get(next)
      if (numbers === undefined) below.set(next, [slot])
      else numbers.push(slot)
      node = next
    }
  }

  private entryFor(node: number, key: string): number {
    const entries = this.known.get(node)
    const known = entries?.get(key)
    if (known !== undefined) return known
    const bytes = Buffer.from(key, 'utf8')
    const entry = this.arena.take(entryBytes)
    this.set(entry, entryAt.key, this.arena.putBytes(bytes))
    this.set(entry, entryAt.size, bytes.length)
    this.set(entry, entryAt.node, node)
    entries?.set(key, entry)
    return entry
  }

  private addNode(depth: number): number {
    const node = this.arena.take(nodeBytes)
    this.set(node, nodeAt.depth, depth)
    this.known.set(node, new Map())
    return node
  }

  /** The table of the known keys, each within a few places of where its hash points. */
  private makeTable(): { readonly table: number; readonly mask: number } {
    const entries = [...this.known.values()].flatMap((own) => [...own.values()])
    for (let bits = Math.max(13, Math.ceil(Math.log2(entries.length * 16))); bits <= maxTableBits; bits++) {
      const table = this.arena.take(4 << bits)
      const mask = (1 << bits) - 1
      if (entries.every((entry) => this.enter(table, mask, entry))) return { table, mask }
    }
    throw new RangeError('the names of the fields fall on too few places')
  }

  private enter(table: number, mask: number, entry: number): boolean {
    const node = this.get(entry, entryAt.node)
    const place = this.freePlace(table, mask, this.get(entry, entryAt.key), this.get(entry, entryAt.size), node)
    if (place === undefined) return false
    this.arena.ints[place] = entry
    return true
  }

  /** A free word of the table for a key; `undefined` when all that would be looked at are taken. */
  private freePlace(table: number, mask: number, at: number, size: number, node: number): number | undefined {
    const hash = this.hashBytes(at, size, node)
    for (let probe = 0; probe < keyProbes; probe++) {
      const place = (table >> 2) + ((hash + probe) & mask)
      if (this.arena.ints[place] === 0) return place
    }
    return undefined
  }

  private get(address: number, offset: number): number {
    return this.arena.ints[(address + offset) >> 2] ?? 0
  }

  private set(address: number, offset: number, to: number): void {
    this.arena.ints[(address + offset) >> 2] = to
  }
}
