// What stands in the slots of a line, decoded: for the few tests that need a text and not bytes.
import { type Found, follow, foundIn, nothing } from './event.ts'
import { decodeString, utf8 } from './folded-value.ts'
import { kinds } from './tokenizer.ts'

/** The slots of the line that was read last, as a tokenizer noted them. */
export type SlotReader = {
  readonly round: number
  readonly source: Uint8Array
  readonly has: (slot: number) => boolean
  readonly kindOf: (slot: number) => number
  readonly startOf: (slot: number) => number
  readonly endOf: (slot: number) => number
  /** For `inside-list`: how many keys of the path lie above the list. */
  readonly aboveOf: (slot: number) => number
}

/** Decodes each slot once per line. */
export class SlotValues {
  /** Set when a text turns out to be none: the line is broken. */
  isBroken = false
  private readonly reader: SlotReader
  private readonly fields: readonly string[]
  private readonly known: (Found | undefined)[] = []
  private readonly rounds: Int32Array

  constructor(reader: SlotReader, fields: readonly string[]) {
    this.reader = reader
    this.fields = fields
    this.rounds = new Int32Array(fields.length)
  }

  /** What stands in a slot; nothing for one that is not there. */
  find(slot: number): Found {
    if (!(slot < this.fields.length) || !this.reader.has(slot)) return nothing
    const known = this.known[slot]
    if (known !== undefined && this.rounds[slot] === this.reader.round) return known
    const found = this.decode(slot)
    this.known[slot] = found
    this.rounds[slot] = this.reader.round
    return found
  }

  /** Forgets the rounds: they begin anew. */
  clearRounds(): void {
    this.rounds.fill(0)
  }

  private decode(slot: number): Found {
    const { reader } = this
    const start = reader.startOf(slot)
    const end = reader.endOf(slot)
    const kind = reader.kindOf(slot)
    if (kind === kinds.object) return { present: true, scalars: [], hasNull: false }
    if (kind === kinds.string) {
      const text = decodeString(reader.source, start, end)
      if (text === undefined) this.isBroken = true
      return { present: true, scalars: [text ?? ''], hasNull: false }
    }
    let value: unknown
    try {
      value = JSON.parse(utf8(reader.source, start, end))
    } catch {
      this.isBroken = true
      return nothing
    }
    if (kind !== kinds.insideList) return foundIn([value])
    const path = (this.fields[slot] ?? '').split('.').slice(reader.aboveOf(slot))
    const values = follow(value, path)
    return values.length === 0 ? nothing : foundIn(values)
  }
}
