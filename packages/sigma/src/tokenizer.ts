// Reads one JSON object byte by byte and notes where the values stand that rules look at. It makes no texts and no objects.
// Structure is checked everywhere; what stands inside a string only when a rule looks at it.
import { Buffer } from 'node:buffer'
import { decodeString } from './folded-value.ts'
import { hashFactor } from './gram-table.ts'
import { hashOf, type KeyTree } from './key-tree.ts'
import type { SlotReader } from './slot-values.ts'

/** What stands in a slot. `list` is a list at the end of the path, `inside-list` one on the way to it. */
export const kinds = { string: 1, number: 2, true: 3, false: 4, null: 5, object: 6, list: 7, insideList: 8 } as const

/** Objects and lists inside each other. Beyond it a line counts as broken. */
export const maxNesting = 500

/** Bytes that must follow the last line of a buffer, so that sixteen bytes can be read anywhere in it. */
export const padding = 64

/** Reads lines of one buffer. What it found of a line stays until the next line is read. */
export class Tokenizer implements SlotReader {
  readonly tree: KeyTree
  source: Uint8Array = new Uint8Array(padding)
  /** Slots that have a value, in the order of the event. */
  readonly touched: Int32Array
  touchedCount = 0
  /** Number of the line; a slot has a value when its round is this one. */
  round = 0
  readonly slotRound: Int32Array
  readonly kind: Uint8Array
  /** First byte of the value; of a string, behind the quote. */
  readonly start: Int32Array
  /** First byte behind the value; of a string, the quote. */
  readonly end: Int32Array
  /** For `inside-list`: how many keys of the path lie above the list. */
  readonly above: Int32Array
  private readonly flat: Uint8Array
  view: DataView = new DataView(new ArrayBuffer(padding))
  private buffer: Buffer = Buffer.alloc(padding)
  private limit = 0
  private entryRound = new Int32Array(1024)
  private nesting = 0

  constructor(tree: KeyTree) {
    this.tree = tree
    const count = tree.fields.length
    this.touched = new Int32Array(count)
    this.slotRound = new Int32Array(count)
    this.kind = new Uint8Array(count)
    this.start = new Int32Array(count)
    this.end = new Int32Array(count)
    this.above = new Int32Array(count)
    this.flat = new Uint8Array(count)
  }

  /** Sets the buffer whose lines are read next; `padding` bytes must follow its last line. */
  setSource(source: Uint8Array): void {
    this.source = source
    this.view = new DataView(source.buffer, source.byteOffset, source.byteLength)
    this.buffer = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  }

  /** Whether a slot has a value in this line. */
  has(slot: number): boolean {
    return this.slotRound[slot] === this.round
  }

  kindOf(slot: number): number {
    return this.kind[slot] ?? 0
  }
  startOf(slot: number): number {
    return this.start[slot] ?? 0
  }
  endOf(slot: number): number {
    return this.end[slot] ?? 0
  }
  aboveOf(slot: number): number {
    return this.above[slot] ?? 0
  }

  /** Counts lines from one again. */
  restart(): void {
    this.round = 0
    this.slotRound.fill(0)
    this.entryRound.fill(0)
  }

  /** Reads the line from `from` up to `to`. @returns false when it is no JSON object. */
  read(from: number, to: number): boolean {
    this.round++
    this.touchedCount = 0
    this.limit = to
    this.nesting = 0
    const at = this.skipSpace(from)
    if (this.source[at] !== 123 || at >= to) return false
    const end = this.readObject(at + 1, 0)
    return end >= 0 && this.skipSpace(end) >= to
  }

  /** From behind the brace to behind its partner; -1 when broken. `node` -1: nothing in it is looked at. */
  private readObject(from: number, node: number): number {
    const { source, tree } = this
    if (++this.nesting > maxNesting) return -1
    let at = this.skipSpace(from)
    if (source[at] === 125) {
      this.nesting--
      return at < this.limit ? at + 1 : -1
    }
    let entry = -1
    for (;;) {
      if (source[at] !== 34) return -1
      let keyEnd = -1
      if (node >= 0) {
        const guess = entry < 0 ? (tree.first[node] as number) : (tree.next[entry] as number)
        const before = entry
        if (guess >= 0) keyEnd = this.matchKey(guess, at + 1)
        if (keyEnd >= 0) entry = guess
        else {
          keyEnd = this.findString(at + 1)
          if (keyEnd < 0) return -1
          entry = this.lookUpKey(node, at + 1, keyEnd)
          if (before >= 0) tree.next[before] = entry
          else tree.first[node] = entry
        }
      } else {
        keyEnd = this.findString(at + 1)
        if (keyEnd < 0) return -1
      }
      at = keyEnd + 1
      if (source[at] !== 58) {
        at = this.skipSpace(at)
        if (source[at] !== 58) return -1
      }
      at++
      if ((source[at] as number) <= 32) at = this.skipSpace(at)
      at = this.readValue(at, node < 0 ? -1 : entry, node)
      if (at < 0) return -1
      if ((source[at] as number) <= 32) at = this.skipSpace(at)
      if (at >= this.limit) return -1
      if (source[at] === 44) {
        at++
        if ((source[at] as number) <= 32) at = this.skipSpace(at)
      } else if (source[at] === 125) {
        this.nesting--
        return at + 1
      } else return -1
    }
  }

  private readValue(at: number, entry: number, node: number): number {
    const { source } = this
    const slot = entry < 0 ? -1 : (this.tree.slots[entry] as number)
    const below = entry < 0 ? -1 : (this.tree.below[entry] as number)
    if (below >= 0) this.forget(entry, below)
    switch (source[at]) {
      case 34: {
        const end = this.findString(at + 1)
        if (end < 0) return -1
        if (slot >= 0) this.note(slot, entry, kinds.string, at + 1, end)
        return end + 1
      }
      case 123: {
        const end = this.readObject(at + 1, below)
        if (end >= 0 && slot >= 0) this.note(slot, entry, kinds.object, at, end)
        return end
      }
      case 91: {
        const end = this.readList(at + 1)
        if (end < 0) return -1
        if (slot >= 0) this.note(slot, entry, kinds.list, at, end)
        if (below >= 0) this.noteInside(node, below, at, end)
        return end
      }
      case 116:
        return this.literal(at, slot, entry, 'true', kinds.true)
      case 102:
        return this.literal(at, slot, entry, 'false', kinds.false)
      case 110:
        return this.literal(at, slot, entry, 'null', kinds.null)
      default: {
        const end = this.findNumber(at)
        if (end >= 0 && slot >= 0) this.note(slot, entry, kinds.number, at, end)
        return end
      }
    }
  }

  private readList(from: number): number {
    const { source } = this
    if (++this.nesting > maxNesting) return -1
    let at = this.skipSpace(from)
    if (source[at] === 93 && at < this.limit) {
      this.nesting--
      return at + 1
    }
    for (;;) {
      at = this.readValue(this.skipSpace(at), -1, -1)
      if (at < 0) return -1
      at = this.skipSpace(at)
      if (at >= this.limit) return -1
      if (source[at] === 93) {
        this.nesting--
        return at + 1
      }
      if (source[at] !== 44) return -1
      at++
    }
  }

  private note(slot: number, entry: number, kind: number, start: number, end: number): void {
    const flat = this.tree.flat[entry] as number
    if (this.slotRound[slot] !== this.round) {
      this.slotRound[slot] = this.round
      this.touched[this.touchedCount++] = slot
    } else if (this.flat[slot] === 1 && flat === 0) return // the flat key comes before the path, wherever it stands
    this.flat[slot] = flat
    this.kind[slot] = kind
    this.start[slot] = start
    this.end[slot] = end
  }

  private noteInside(node: number, below: number, start: number, end: number): void {
    for (const slot of this.tree.slotsBelow[below] ?? []) {
      if (this.slotRound[slot] === this.round && this.flat[slot] === 1) continue
      if (this.slotRound[slot] !== this.round) this.touched[this.touchedCount++] = slot
      this.slotRound[slot] = this.round
      this.flat[slot] = 0
      this.kind[slot] = kinds.insideList
      this.start[slot] = start
      this.end[slot] = end
      this.above[slot] = (this.tree.depth[node] as number) + 1
    }
  }

  /** The last of two equal keys counts: what the first one held is not there. */
  private forget(entry: number, below: number): void {
    if (entry >= this.entryRound.length) {
      const longer = new Int32Array(entry * 2)
      longer.set(this.entryRound)
      this.entryRound = longer
    }
    if (this.entryRound[entry] === this.round) {
      for (const slot of this.tree.slotsBelow[below] ?? []) {
        if (this.slotRound[slot] !== this.round || this.flat[slot] === 1) continue
        this.slotRound[slot] = 0
        const place = this.touched.indexOf(slot)
        this.touched[place] = this.touched[--this.touchedCount] as number
      }
    }
    this.entryRound[entry] = this.round
  }

  private lookUpKey(node: number, start: number, end: number): number {
    const { source, tree } = this
    let hash = 0
    for (let i = start; i < end; i++) {
      const byte = source[i] as number
      if (byte === 92) return this.lookUpEscapedKey(node, start, end)
      hash = Math.imul(hash ^ byte, hashFactor)
    }
    return tree.find(node, source, start, end, hash)
  }

  private lookUpEscapedKey(node: number, start: number, end: number): number {
    const key = Buffer.from(decodeString(this.source, start, end) ?? '', 'utf8')
    return this.tree.find(node, key, 0, key.length, hashOf(key, 0, key.length))
  }

  /** The quote behind a key that was guessed; -1 when another key stands here. */
  private matchKey(entry: number, at: number): number {
    const { source } = this
    const key = this.tree.keyOf(entry)
    const size = key.length
    if (source[at + size] !== 34) return -1
    for (let i = 0; i < size; i++) if (key[i] !== source[at + i]) return -1
    return at + size
  }

  /** The quote that ends the string whose first byte is at `from`; -1 when it does not end in this line. */
  private findString(from: number): number {
    const { view, source, limit } = this
    let at = from
    for (;;) {
      // Four bytes at a time: the lowest byte whose high bit survives is the quote.
      let rounds = 0
      for (; at < limit; at += 4) {
        const x = view.getInt32(at, true) ^ 0x22222222
        const marks = (x - 0x01010101) & ~x & 0x80808080
        if (marks !== 0) {
          at += (31 - Math.clz32(marks & -marks)) >> 3
          break
        }
        if (++rounds > 24) {
          at = this.buffer.indexOf(34, at + 4)
          if (at < 0) return -1
          break
        }
      }
      if (at >= limit) return -1
      if (source[at - 1] !== 92) return at
      let back = at - 2
      while (back >= from && source[back] === 92) back--
      if (((at - back) & 1) === 1) return at
      at++
    }
  }

  private findNumber(from: number): number {
    const { source, limit } = this
    let at = from
    while (at < limit) {
      const byte = source[at] as number
      if (byte < 48 || byte > 57) break
      at++
    }
    const byte = source[at] as number
    const isPlain = at > from && (source[from] !== 48 || at === from + 1)
    if (isPlain && (byte === 44 || byte === 125 || byte === 93 || byte <= 32)) return at
    while (at < limit && isNumberByte(source[at] as number)) at++
    const text = this.buffer.toString('latin1', from, at)
    return /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(text) ? at : -1
  }

  private literal(at: number, slot: number, entry: number, word: string, kind: number): number {
    const end = at + word.length
    if (end > this.limit || this.buffer.toString('latin1', at, end) !== word) return -1
    if (slot >= 0) this.note(slot, entry, kind, at, end)
    return end
  }

  private skipSpace(from: number): number {
    const { source, limit } = this
    let at = from
    while (at < limit) {
      const byte = source[at]
      if (byte !== 32 && byte !== 9 && byte !== 13 && byte !== 10) break
      at++
    }
    return at
  }
}

function isNumberByte(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || byte === 45 || byte === 43 || byte === 46 || byte === 69 || byte === 101
}
