// What each type of correlation keeps of one group: just enough to know its number after the next event.
import {
  type Bound,
  boundsHold,
  type Correlation,
  type CorrelationType,
  endsWithWindow,
  isShare,
} from './correlation.ts'
import { maxParts } from './correlation-result.ts'
import {
  type Counted,
  type Decision,
  decided,
  type Entry,
  nothingSaved,
  Queue,
  type Window,
  type WindowState,
} from './correlation-window.ts'
import { ExactSum } from './exact-sum.ts'
import { SortedNumbers } from './sorted-numbers.ts'

/** Makes the window of a group, empty or as it was saved. */
export function makeWindow(correlation: Correlation, maxEntries: number, saved?: WindowState): Window {
  const { type, condition } = correlation
  const whole = endsWithWindow(correlation)
  const enough = enoughFor(condition.bounds)
  switch (type) {
    case 'event_count':
      return new EventWindow(whole ? maxParts : enough, whole, saved)
    case 'value_count':
      return new ValueWindow(enough, saved)
    case 'temporal':
      return new SeenWindow(correlation.rules.length, saved)
    case 'temporal_ordered':
      return new ChainWindow(correlation.rules.length, saved)
    case 'value_sum':
    case 'value_avg':
      return new SumWindow(type, whole ? maxParts : maxEntries, whole, saved)
    case 'value_median':
    case 'value_percentile':
      if (isShare(type, condition)) return new ShareWindow(maxEntries, saved)
      return new PercentileWindow(type === 'value_median' ? 50 : (condition.percentile ?? 50), maxEntries, saved)
  }
}

/** From which count on a condition says the same for every larger one. */
function enoughFor(bounds: readonly Bound[]): number {
  return Math.max(1, ...bounds.map(({ operator, number }) => (operator === 'gte' ? number : number + 1)))
}

/** Counts events: the newest ones up to the number that decides, or, for a whole window, all. */
class EventWindow implements Window {
  private readonly queue = new Queue()
  private count = 0
  private readonly cap: number
  private readonly whole: boolean

  constructor(cap: number, whole: boolean, saved: WindowState = nothingSaved) {
    this.cap = cap
    this.whole = whole
    for (const counted of saved.counted) this.queue.push(counted)
    this.count = saved.count
  }

  get size(): number {
    return this.queue.size
  }

  add(counted: Counted): number {
    this.count++
    this.queue.push(counted)
    if (this.queue.size > this.cap) this.queue.shift()
    return 0
  }

  expire(before: number): void {
    for (let first = this.queue.first(); first !== undefined && first.entry.at < before; first = this.queue.first())
      this.queue.shift()
  }

  decide(bounds: readonly Bound[]): Decision | undefined {
    return decided(bounds, this.whole ? this.count : this.queue.size)
  }

  entries(): readonly Entry[] {
    return this.queue.all().map(({ entry }) => entry)
  }

  save(): WindowState {
    return { ...nothingSaved, counted: this.queue.all(), count: this.count }
  }
}

/** Counts distinct values: of each the newest entry, and no more values than decide. */
class ValueWindow implements Window {
  /** The value that was seen longest ago stands first. */
  private readonly newest = new Map<string, Counted>()
  private readonly cap: number

  constructor(cap: number, saved: WindowState = nothingSaved) {
    this.cap = cap
    for (const counted of saved.counted) this.newest.set(counted.key, counted)
  }

  get size(): number {
    return this.newest.size
  }

  add(counted: Counted): number {
    this.newest.delete(counted.key)
    this.newest.set(counted.key, counted)
    if (this.newest.size > this.cap) {
      const [oldest] = this.newest.keys()
      if (oldest !== undefined) this.newest.delete(oldest)
    }
    return 0
  }

  expire(before: number): void {
    for (const [key, { entry }] of this.newest) {
      if (entry.at >= before) return
      this.newest.delete(key)
    }
  }

  decide(bounds: readonly Bound[]): Decision | undefined {
    return decided(bounds, this.newest.size)
  }

  entries(): readonly Entry[] {
    return [...this.newest.values()].map(({ entry }) => entry)
  }

  save(): WindowState {
    return { ...nothingSaved, counted: [...this.newest.values()] }
  }
}

/** Of each rule its newest match. */
class SeenWindow implements Window {
  private readonly newest: (Counted | undefined)[]

  constructor(rules: number, saved: WindowState = nothingSaved) {
    this.newest = new Array<Counted | undefined>(rules).fill(undefined)
    for (const counted of saved.counted) this.newest[counted.entry.part] = counted
  }

  get size(): number {
    return this.seen().length
  }

  add(counted: Counted): number {
    this.newest[counted.entry.part] = counted
    return 0
  }

  expire(before: number): void {
    for (const [part, counted] of this.newest.entries())
      if (counted !== undefined && counted.entry.at < before) this.newest[part] = undefined
  }

  decide(bounds: readonly Bound[]): Decision | undefined {
    return decided(bounds, this.seen().length)
  }

  entries(): readonly Entry[] {
    return this.seen()
      .map(({ entry }) => entry)
      .sort((a, b) => a.at - b.at || a.part - b.part)
  }

  save(): WindowState {
    return { ...nothingSaved, counted: this.seen() }
  }

  private seen(): readonly Counted[] {
    return this.newest.filter((counted) => counted !== undefined)
  }
}

/** The last entry of a chain of rules in their order, and the chain before it. */
type Chain = { readonly entry: Entry; readonly start: number; readonly before: Chain | undefined }

/**
 * The longest run of rules that matched in their order, not every rule being needed. Of all runs of one length that end with
 * one rule only the one that began last is kept: whatever comes later, it stays in the window longest.
 */
class ChainWindow implements Window {
  /** By last rule, by length - 1. */
  private readonly best: (Chain | undefined)[][]

  constructor(rules: number, saved: WindowState = nothingSaved) {
    this.best = Array.from({ length: rules }, (_, part) => new Array<Chain | undefined>(part + 1).fill(undefined))
    for (const { end, entries } of saved.chains) {
      const chain = entries.reduce<Chain | undefined>(
        (before, entry) => ({ entry, start: before?.start ?? entry.at, before }),
        undefined,
      )
      const row = this.best[end]
      if (row !== undefined && entries.length > 0) row[entries.length - 1] = chain
    }
  }

  get size(): number {
    return this.best.reduce((sum, row) => sum + row.filter((chain) => chain !== undefined).length, 0)
  }

  add({ entry }: Counted): number {
    const row = this.best[entry.part]
    if (row === undefined) return 0
    row[0] = { entry, start: entry.at, before: undefined }
    for (let length = 2; length <= row.length; length++) {
      let before: Chain | undefined
      for (let part = length - 2; part < entry.part; part++) {
        const chain = this.best[part]?.[length - 2]
        if (chain !== undefined && (before === undefined || chain.start > before.start)) before = chain
      }
      const known = row[length - 1]
      if (before !== undefined && (known === undefined || before.start >= known.start))
        row[length - 1] = { entry, start: before.start, before }
    }
    return 0
  }

  expire(before: number): void {
    for (const row of this.best)
      for (const [index, chain] of row.entries())
        if (chain !== undefined && chain.start < before) row[index] = undefined
  }

  decide(bounds: readonly Bound[]): Decision | undefined {
    return decided(bounds, entriesOf(this.longest()).length)
  }

  entries(): readonly Entry[] {
    return entriesOf(this.longest())
  }

  save(): WindowState {
    const chains = this.best.flatMap((row, end) =>
      row.flatMap((chain) => (chain === undefined ? [] : [{ end, entries: entriesOf(chain) }])),
    )
    return { ...nothingSaved, chains }
  }

  /** Of chains of the same length the one that began last. */
  private longest(): Chain | undefined {
    for (let length = this.best.length; length > 0; length--) {
      let longest: Chain | undefined
      for (const row of this.best) {
        const chain = row[length - 1]
        if (chain !== undefined && (longest === undefined || chain.start > longest.start)) longest = chain
      }
      if (longest !== undefined) return longest
    }
    return undefined
  }
}

function entriesOf(chain: Chain | undefined): readonly Entry[] {
  const entries: Entry[] = []
  for (let one = chain; one !== undefined; one = one.before) entries.push(one.entry)
  return entries.reverse()
}

/** Sum or average. For a whole window the numbers themselves need not be kept. */
class SumWindow implements Window {
  private readonly queue = new Queue()
  private readonly sum: ExactSum
  private count = 0
  private readonly type: CorrelationType
  private readonly cap: number
  private readonly whole: boolean

  constructor(type: CorrelationType, cap: number, whole: boolean, saved: WindowState = nothingSaved) {
    this.type = type
    this.cap = cap
    this.whole = whole
    this.sum = new ExactSum(saved.total)
    this.count = saved.count
    for (const counted of saved.counted) this.queue.push(counted)
  }

  get size(): number {
    return this.queue.size
  }

  add(counted: Counted): number {
    this.queue.push(counted)
    this.sum.add(counted.number)
    this.count++
    if (this.queue.size <= this.cap) return 0
    if (!this.whole) this.takeAway()
    else this.queue.shift()
    return this.whole ? 0 : 1
  }

  expire(before: number): void {
    for (let first = this.queue.first(); first !== undefined && first.entry.at < before; first = this.queue.first())
      this.takeAway()
  }

  decide(bounds: readonly Bound[]): Decision | undefined {
    const sum = this.sum.value()
    return decided(bounds, this.type === 'value_sum' ? sum : sum / this.count)
  }

  entries(): readonly Entry[] {
    return this.queue.all().map(({ entry }) => entry)
  }

  save(): WindowState {
    return { ...nothingSaved, counted: this.queue.all(), count: this.count, total: this.sum.parts }
  }

  private takeAway(): void {
    const first = this.queue.shift()
    if (first === undefined) return
    this.sum.add(-first.number)
    this.count--
  }
}

/** A percentile of the numbers. */
class PercentileWindow implements Window {
  private readonly queue = new Queue()
  private readonly sorted = new SortedNumbers()
  private readonly percent: number
  private readonly cap: number

  constructor(percent: number, cap: number, saved: WindowState = nothingSaved) {
    this.percent = percent
    this.cap = cap
    for (const counted of saved.counted) {
      this.queue.push(counted)
      this.sorted.add(counted.number)
    }
  }

  get size(): number {
    return this.queue.size
  }

  add(counted: Counted): number {
    this.queue.push(counted)
    this.sorted.add(counted.number)
    if (this.queue.size <= this.cap) return 0
    this.takeAway()
    return 1
  }

  expire(before: number): void {
    for (let first = this.queue.first(); first !== undefined && first.entry.at < before; first = this.queue.first())
      this.takeAway()
  }

  decide(bounds: readonly Bound[]): Decision | undefined {
    return decided(bounds, this.sorted.percentile(this.percent))
  }

  entries(): readonly Entry[] {
    return this.queue.all().map(({ entry }) => entry)
  }

  save(): WindowState {
    return { ...nothingSaved, counted: this.queue.all() }
  }

  private takeAway(): void {
    const first = this.queue.shift()
    if (first !== undefined) this.sorted.remove(first.number)
  }
}

/** The share of each value among all of a window, in percent. */
class ShareWindow implements Window {
  private readonly values = new Map<string, { counted: Counted; count: number }>()
  private count = 0
  private bounds: readonly Bound[] = []
  private readonly cap: number

  constructor(cap: number, saved: WindowState = nothingSaved) {
    this.cap = cap
    this.count = saved.count
    for (const [index, counted] of saved.counted.entries())
      this.values.set(counted.key, { counted, count: saved.total[index] ?? 0 })
  }

  get size(): number {
    return this.values.size
  }

  add(counted: Counted): number {
    const known = this.values.get(counted.key)
    if (known === undefined && this.values.size >= this.cap) return 1
    this.values.set(counted.key, { counted, count: (known?.count ?? 0) + 1 })
    this.count++
    return 0
  }

  expire(): void {
    // It lasts as long as its window.
  }

  decide(bounds: readonly Bound[]): Decision | undefined {
    this.bounds = bounds
    const found = this.fulfilling()
    const [first] = found
    return first === undefined ? undefined : { value: first.share, values: found.map(({ key }) => key) }
  }

  entries(): readonly Entry[] {
    return this.fulfilling()
      .map(({ counted }) => counted.entry)
      .sort((a, b) => a.at - b.at)
  }

  save(): WindowState {
    const all = [...this.values.values()]
    return {
      ...nothingSaved,
      counted: all.map(({ counted }) => counted),
      total: all.map(({ count }) => count),
      count: this.count,
    }
  }

  /** The rarest first. */
  private fulfilling(): readonly { key: string; share: number; counted: Counted }[] {
    const found = [...this.values].flatMap(([key, { counted, count }]) => {
      const share = (count / this.count) * 100
      return boundsHold(this.bounds, share) ? [{ key, share, counted }] : []
    })
    return found.sort((a, b) => a.share - b.share || (a.key < b.key ? -1 : 1)).slice(0, maxParts)
  }
}
