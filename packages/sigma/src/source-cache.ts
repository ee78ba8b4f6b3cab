// Remembers which plan goes with which channel, event id and event type, compared byte by byte.
import { hashFactor } from './gram-table.ts'
import type { Plan } from './plan.ts'
import { kinds, type Tokenizer } from './tokenizer.ts'

const places = 1024

type Entry = { readonly bytes: Uint8Array; readonly plan: Plan | undefined }

/** A cache of the answers for flat Windows events; it holds at most one answer per place. */
export class SourceCache {
  private readonly entries = new Array<Entry | undefined>(places)
  private readonly slots: readonly number[]
  private hash = 0

  /** @param slots - Slots of `Channel`, `EventID` and `EventType`. */
  constructor(slots: readonly number[]) {
    this.slots = slots
  }

  /** The plan of the line that the tokenizer holds; `missing` when it has to be asked for. */
  find(tokens: Tokenizer, missing: symbol): Plan | undefined | symbol {
    const { source } = tokens
    let hash = 0
    let size = 0
    for (const slot of this.slots) {
      hash = Math.imul(hash ^ 1, hashFactor)
      if (!isPlain(tokens, slot)) continue
      const end = tokens.end[slot] as number // a slot of the tokenizer
      for (let i = tokens.start[slot] as number; i < end; i++)
        hash = Math.imul(hash ^ (source[i] as number), hashFactor)
      size += end - (tokens.start[slot] as number)
    }
    this.hash = hash >>> 22
    const entry = this.entries[this.hash]
    if (entry === undefined || entry.bytes.length !== size + this.slots.length) return missing
    let at = 0
    for (const slot of this.slots) {
      if (entry.bytes[at++] !== (isPlain(tokens, slot) ? tokens.kind[slot] : 0)) return missing
      if (!isPlain(tokens, slot)) continue
      const end = tokens.end[slot] as number
      for (let i = tokens.start[slot] as number; i < end; i++) if (entry.bytes[at++] !== source[i]) return missing
    }
    return entry.plan
  }

  /** Keeps the answer for the line that `find` was asked about last. */
  keep(tokens: Tokenizer, plan: Plan | undefined): void {
    const bytes: number[] = []
    for (const slot of this.slots) {
      bytes.push(isPlain(tokens, slot) ? (tokens.kind[slot] ?? 0) : 0)
      if (isPlain(tokens, slot)) bytes.push(...tokens.source.subarray(tokens.start[slot], tokens.end[slot]))
    }
    this.entries[this.hash] = { bytes: Uint8Array.from(bytes), plan }
  }

  /** Only a Windows channel, and only values that are read as they stand, decide by their bytes. */
  serves(tokens: Tokenizer): boolean {
    const [channel = -1] = this.slots
    if (!tokens.has(channel) || tokens.kind[channel] !== kinds.string) return false
    return this.slots.every((slot) => !tokens.has(slot) || (tokens.end[slot] ?? 0) - (tokens.start[slot] ?? 0) < 200)
  }
}

function isPlain(tokens: Tokenizer, slot: number): boolean {
  return tokens.has(slot) && (tokens.kind[slot] === kinds.string || tokens.kind[slot] === kinds.number)
}
