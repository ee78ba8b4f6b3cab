// The keys that rules look at, as a tree the tokenizer walks: flat keys, and paths with dots.
import { Buffer } from 'node:buffer'
import { hashFactor } from './gram-table.ts'

/** Most keys of one object that are remembered although no rule asks for them. Arbitrary; more are found by hash alone. */
const maxForeignKeys = 512

/**
 * Numbers fields and finds keys. A field is one slot; a key of an event is one entry of a node. Each entry remembers which
 * entry came next the last time: events of one kind have the same keys in the same order.
 */
export class KeyTree {
  readonly fields: readonly string[]
  readonly slotOf: ReadonlyMap<string, number>
  /** Of each entry: its slot, -1 when none. */
  readonly slots: number[] = []
  /** Of each entry: 1 when its slot is reached by the flat key, 0 when by a path. */
  readonly flat: number[] = []
  /** Of each entry: the node below it, -1 when none. */
  readonly below: number[] = []
  /** Of each entry: the entry that came after it last time. */
  readonly next: number[] = []
  /** Of each node: the entry that came first last time. */
  readonly first: number[] = []
  /** Of each node: how many keys lie above it. */
  readonly depth: number[] = []
  /** Of each node: the slots below it. */
  readonly slotsBelow: number[][] = []
  private readonly keys: Uint8Array[] = []
  private readonly tables: Map<number, number[]>[] = []

  /** @param mayBeFlat - Whether the whole name counts as a key; its path always does. */
  constructor(fields: readonly string[], mayBeFlat: (field: string) => boolean = () => true) {
    this.fields = [...new Set(fields)]
    this.slotOf = new Map(this.fields.map((field, slot) => [field, slot]))
    this.addNode(0)
    for (const [slot, field] of this.fields.entries()) {
      const path = field.split('.')
      if (path.length > 1) this.addPath(path, slot)
      if (!mayBeFlat(field)) continue
      const entry = this.entryFor(0, field)
      this.slots[entry] = slot
      this.flat[entry] = 1
    }
  }

  /** The key of an entry without quotes. */
  keyOf(entry: number): Uint8Array {
    return this.keys[entry] ?? new Uint8Array()
  }

  /** Entry of a key; -1 when it is not among those known or remembered. */
  find(node: number, source: Uint8Array, start: number, end: number, hash: number): number {
    const table = this.tables[node]
    for (const entry of table?.get(hash) ?? []) {
      const key = this.keys[entry]
      if (key !== undefined && key.length === end - start && sameBytes(key, source, start)) return entry
    }
    if (table === undefined || table.size > maxForeignKeys + this.fields.length) return -1
    return this.addEntry(node, source.slice(start, end), hash)
  }

  private addPath(path: readonly string[], slot: number): void {
    let node = 0
    for (const [index, key] of path.entries()) {
      const entry = this.entryFor(node, key)
      if (index === path.length - 1) {
        this.slots[entry] = slot
        this.flat[entry] = 0
        return
      }
      let next = this.below[entry] ?? -1
      if (next < 0) next = this.below[entry] = this.addNode(index + 1)
      this.slotsBelow[next]?.push(slot)
      node = next
    }
  }

  private entryFor(node: number, key: string): number {
    const bytes = Buffer.from(key, 'utf8')
    return this.find(node, bytes, 0, bytes.length, hashOf(bytes, 0, bytes.length))
  }

  private addNode(depth: number): number {
    this.first.push(-1)
    this.depth.push(depth)
    this.slotsBelow.push([])
    return this.tables.push(new Map()) - 1
  }

  private addEntry(node: number, key: Uint8Array, hash: number): number {
    const entry = this.keys.push(key) - 1
    this.slots.push(-1)
    this.flat.push(0)
    this.below.push(-1)
    this.next.push(-1)
    const table = this.tables[node]
    table?.set(hash, [...(table.get(hash) ?? []), entry])
    return entry
  }
}

/** Hash of a key as the tokenizer computes it byte by byte. */
export function hashOf(source: Uint8Array, start: number, end: number): number {
  let hash = 0
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (source[i] ?? 0), hashFactor)
  return hash
}

function sameBytes(key: Uint8Array, source: Uint8Array, start: number): boolean {
  for (let i = 0; i < key.length; i++) if (key[i] !== source[start + i]) return false
  return true
}
