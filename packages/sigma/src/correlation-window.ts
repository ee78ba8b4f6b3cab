// What every window of a correlation has: its entries, its decision, its saved form, and a queue to keep them in.
import { type Bound, boundsHold } from './correlation.ts'
import type { CorrelationResult } from './correlation-result.ts'

/** One event, or one match of a correlation, in a group. */
export type Entry = {
  readonly at: number
  readonly id: string
  /** Which of the rules of the correlation. */
  readonly part: number
  /** Values for the correlations above. */
  readonly carried: Carried | undefined
  readonly result: CorrelationResult | undefined
}

/** Texts by name. */
export type Carried = Readonly<Record<string, readonly string[]>>

/** An entry with what is counted or computed of it. */
export type Counted = { readonly entry: Entry; readonly key: string; readonly number: number }

/** What a window knows: the number, and for shares the values it belongs to. `undefined` when the condition fails. */
export type Decision = { readonly value: number; readonly values: readonly string[] }

/** The events of one group. Entries come in order of time. */
export type Window = {
  /** Adds an entry; gives the number of entries that were forgotten at a bound. */
  add(counted: Counted): number
  /** Forgets what is older. */
  expire(before: number): void
  decide(bounds: readonly Bound[]): Decision | undefined
  /** What the number consists of, oldest first. */
  entries(): readonly Entry[]
  /** Entries that are kept. */
  readonly size: number
  save(): WindowState
}

/** A window as plain values. */
export type WindowState = {
  readonly counted: readonly Counted[]
  readonly count: number
  readonly total: number[]
  readonly chains: readonly SavedChain[]
}

/** A chain of `temporal_ordered`: where it ends, how long it is, and its entries. */
export type SavedChain = { readonly end: number; readonly entries: readonly Entry[] }

/** A window that begins. */
export const nothingSaved: WindowState = { counted: [], count: 0, total: [], chains: [] }

/** The decision on a number of its own. */
export function decided(bounds: readonly Bound[], value: number): Decision | undefined {
  return boundsHold(bounds, value) ? { value, values: [] } : undefined
}

/** A queue of entries: in at the end, out at the front. */
export class Queue {
  private items: Counted[] = []
  private front = 0

  get size(): number {
    return this.items.length - this.front
  }

  push(counted: Counted): void {
    this.items.push(counted)
  }

  first(): Counted | undefined {
    return this.items[this.front]
  }

  shift(): Counted | undefined {
    const first = this.items[this.front]
    if (++this.front > 32 && this.front * 2 > this.items.length) {
      this.items = this.items.slice(this.front)
      this.front = 0
    }
    return first
  }

  all(): readonly Counted[] {
    return this.items.slice(this.front)
  }
}
