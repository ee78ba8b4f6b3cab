// The state of one correlation: its groups, from the first event of each to its expiry.
import { endsWithWindow, isShare, isTemporal } from './correlation.ts'
import { type LinkedCorrelation, nameFor } from './correlation-links.ts'
import { type CorrelationResult, maxParts, type Part, weightOf } from './correlation-result.ts'
import type { Carried, Counted, Entry, Window, WindowState } from './correlation-window.ts'
import { makeWindow } from './correlation-windows.ts'
import { maxSummand } from './exact-sum.ts'
import { foldCase } from './fold.ts'
import { numberOf } from './value-test.ts'

/** What reaches a correlation: a match of one of its rules. */
export type Input = {
  readonly part: number
  readonly at: number
  readonly id: string
  /** The same for all inputs that count as one event. */
  readonly event: string
  readonly values: Carried
  readonly result: CorrelationResult | undefined
}

/** A match of this correlation, as those above it see it. */
export type Occurrence = Omit<Input, 'part' | 'event'>

/** What was not counted or was forgotten, and why. */
export type Loss =
  /** Older than what was decided already. */
  | 'late'
  /** Further ahead of the clock than events can be. */
  | 'future'
  /** Decided before its lateness had passed, because too many events were waiting. */
  | 'hurried'
  /** A field that the correlation groups by is missing. */
  | 'ungrouped'
  /** The field that is counted is missing, or is no number. */
  | 'valueless'
  /** More groups or values in one event than are looked at. */
  | 'crowded'
  /** A group that gave way to a newer one. */
  | 'group'
  /** An event of a group that gave way to a newer one. */
  | 'entry'

/** Bounds of what one correlation keeps. */
export type GroupLimits = {
  readonly maxGroups: number
  readonly maxEntries: number
  readonly maxEntriesPerGroup: number
}

/** Groups, or values, that one event may belong to. Arbitrary. */
const maxCombinations = 16

type Group = {
  readonly key: string
  /** As the first event wrote them. */
  texts: readonly string[]
  readonly window: Window
  readonly openedAt: number
  lastAt: number
  lastEvent: string
  holds: boolean
  result: CorrelationResult | undefined
  resultAt: number
  repeat: number
  incomplete: boolean
  before: Group | undefined
  after: Group | undefined
}

/** A group as plain values. */
export type GroupState = {
  readonly key: string
  readonly texts: readonly string[]
  readonly window: WindowState
  readonly openedAt: number
  readonly lastAt: number
  readonly lastEvent: string
  readonly holds: boolean
  readonly result: CorrelationResult | undefined
  readonly resultAt: number
  readonly repeat: number
  readonly incomplete: boolean
}

/** Where a correlation tells what it found and what it lost. */
export type GroupListener = {
  result(result: CorrelationResult): void
  occurrence(occurrence: Occurrence): void
  loss(loss: Loss, count: number): void
}

/** The groups of one correlation. Inputs must come in order of time. */
export class CorrelationGroups {
  /** Decided at the end of a window that the first event of a group opens. */
  readonly whole: boolean
  private readonly correlation: LinkedCorrelation
  private readonly number: number
  private readonly limits: GroupLimits
  private readonly listener: GroupListener
  /** By part. */
  private readonly groupNames: readonly (readonly string[])[]
  private readonly valueNames: readonly (readonly string[])[]
  private readonly isPart: boolean
  private readonly groups = new Map<string, Group>()
  private entries = 0
  /** Ends of the list from the group that was touched (or opened) longest ago to the newest. */
  private first: Group | undefined
  private last: Group | undefined

  /** @param isPart - Other correlations refer to this one. */
  constructor(
    correlation: LinkedCorrelation,
    number: number,
    isPart: boolean,
    limits: GroupLimits,
    listener: GroupListener,
  ) {
    this.correlation = correlation
    this.number = number
    this.isPart = isPart
    this.limits = limits
    this.listener = listener
    this.whole = endsWithWindow(correlation)
    const names = (own: readonly string[]): readonly (readonly string[])[] =>
      correlation.rules.map((_, part) => own.map((name) => nameFor(correlation, name, part)))
    this.groupNames = names(correlation.groupBy)
    this.valueNames = names(correlation.condition.fields)
  }

  /** Groups that are kept. */
  get size(): number {
    return this.groups.size
  }

  /** The time at which the oldest window ends; `Infinity` when none is open. */
  get nextEnd(): number {
    return this.whole && this.first !== undefined
      ? this.first.openedAt + this.correlation.timespanMs
      : Number.POSITIVE_INFINITY
  }

  /** Takes the inputs of one instant. */
  take(inputs: Input[]): void {
    if (inputs.length > 1) {
      const ordered = isTemporal(this.correlation.type)
      inputs.sort((a, b) => (ordered ? a.part - b.part : 0) || compare(a.event, b.event) || a.part - b.part)
    }
    for (const input of inputs) this.takeOne(input)
  }

  /** Closes the windows that end at an instant. */
  close(at: number): void {
    while (this.first !== undefined && this.first.openedAt + this.correlation.timespanMs === at) {
      const group = this.first
      this.remove(group)
      const decision = group.window.decide(this.correlation.condition.bounds)
      if (decision === undefined) continue
      const [newest] = group.window.entries().slice(-1)
      this.say(group, at, decision.value, decision.values)
      if (this.isPart)
        this.listener.occurrence({ at, id: newest?.id ?? '', values: this.groupValues(group), result: group.result })
    }
  }

  /** Forgets the groups that cannot be part of a match any more. */
  expire(now: number): void {
    if (this.whole) return
    const oldest = now - this.correlation.timespanMs
    while (this.first !== undefined && this.first.lastAt < oldest) this.remove(this.first)
  }

  /** The groups, from the one touched longest ago to the newest. */
  save(): readonly GroupState[] {
    const saved: GroupState[] = []
    for (let group = this.first; group !== undefined; group = group.after) {
      const { key, texts, openedAt, lastAt, lastEvent, holds, result, resultAt, repeat, incomplete } = group
      const window = group.window.save()
      saved.push({ key, texts, window, openedAt, lastAt, lastEvent, holds, result, resultAt, repeat, incomplete })
    }
    return saved
  }

  /** Takes over groups that were saved, in their order. */
  restore(saved: readonly GroupState[]): void {
    for (const state of saved) {
      const window = makeWindow(this.correlation, this.limits.maxEntriesPerGroup, state.window)
      const group: Group = { ...state, window, before: undefined, after: undefined }
      this.groups.set(group.key, group)
      this.entries += window.size
      this.append(group)
    }
    this.makeRoom()
  }

  private takeOne(input: Input): void {
    const groups = this.combinations(input, this.groupNames[input.part] ?? [])
    if (groups.length === 0) {
      this.listener.loss('ungrouped', 1)
      return
    }
    const counted = this.counted(input)
    if (counted.length === 0) {
      this.listener.loss('valueless', 1)
      return
    }
    for (const texts of groups) this.enter(input, texts, counted)
  }

  private enter(input: Input, texts: readonly string[], counted: readonly Counted[]): void {
    const { timespanMs, type, condition } = this.correlation
    const group = this.groupOf(texts, input.at)
    const temporal = isTemporal(type)
    // An event that several of the rules match is one event, except where the rules themselves are counted.
    if (!temporal && group.lastEvent === input.event && group.lastAt === input.at) return
    if (input.at - group.lastAt > timespanMs) {
      // As if it had been forgotten in between, whether it was or not.
      group.holds = false
      group.texts = texts
    }
    group.lastAt = input.at
    group.lastEvent = input.event
    const before = group.window.size
    if (!this.whole) group.window.expire(input.at - timespanMs)
    let forgotten = 0
    for (const one of counted) forgotten += group.window.add(one)
    this.entries += group.window.size - before
    if (forgotten > 0) {
      group.incomplete = true
      this.listener.loss('entry', forgotten)
    }
    if (this.entries > this.limits.maxEntries || this.groups.size > this.limits.maxGroups) this.makeRoom()
    if (this.whole) return
    const decision = group.window.decide(condition.bounds)
    if (decision === undefined) {
      group.holds = false
      return
    }
    this.hold(group, input, decision.value, decision.values, counted[0]?.entry)
  }

  /** The condition holds at this input: tell it when it is new or a timespan has passed, and tell those above each time. */
  private hold(group: Group, input: Input, value: number, values: readonly string[], entry: Entry | undefined): void {
    const begins = !group.holds
    const isTold = begins || input.at - group.resultAt >= this.correlation.timespanMs
    if (isTold) {
      group.repeat = begins ? 0 : group.repeat + 1
      this.say(group, input.at, value, values)
    }
    group.holds = true
    if (!this.isPart) return
    // Where it begins to hold, every event that led to it gives its values; later each its own.
    const entries = isTold ? group.window.entries() : entry === undefined ? [] : [entry]
    for (const carried of distinct(entries))
      this.listener.occurrence({
        at: input.at,
        id: input.id,
        values: { ...carried, ...this.groupValues(group) },
        result: group.result,
      })
  }

  private say(group: Group, at: number, value: number, values: readonly string[]): void {
    const { links } = this.correlation
    const parts: Part[] = []
    let weight = 0
    for (const { at: partAt, id, part, result } of group.window.entries().slice(-maxParts)) {
      const link = links[part]
      if (link === undefined) continue
      const own = weightOf(result)
      const shown = weight + own <= maxParts ? result : undefined
      if (shown !== undefined) weight += own
      parts.push({ link, at: partAt, id, result: shown })
    }
    const { texts, repeat, incomplete } = group
    const result = { correlation: this.number, at, group: texts, value, values, parts, repeat, incomplete }
    group.result = result
    group.resultAt = at
    this.listener.result(result)
  }

  private groupValues(group: Group): Carried {
    return Object.fromEntries(this.correlation.groupBy.map((name, index) => [name, [group.texts[index] ?? '']]))
  }

  /** What the type counts or computes of an input; without entries the input says nothing to it. */
  private counted(input: Input): readonly Counted[] {
    const { carried, type } = this.correlation
    const own: Carried | undefined = carried.length === 0 ? undefined : pick(input.values, carried)
    const entry: Entry = { at: input.at, id: input.id, part: input.part, carried: own, result: input.result }
    const names = this.valueNames[input.part] ?? []
    if (names.length === 0) return [{ entry, key: '', number: 0 }]
    if (type === 'value_count' || isShare(type, this.correlation.condition))
      return this.combinations(input, names).map((texts) => ({ entry, key: keyOf(texts), number: 0 }))
    const numbers = this.numbersOf(input.values, names[0] ?? '')
    return numbers.map((number) => ({ entry, key: '', number }))
  }

  private numbersOf(values: Carried, name: string): readonly number[] {
    const texts = Object.hasOwn(values, name) ? (values[name] ?? []) : []
    const numbers = texts
      .map(numberOf)
      .filter((one) => one !== undefined)
      .filter((one) => Math.abs(one) <= maxSummand)
    if (numbers.length > maxCombinations) this.listener.loss('crowded', numbers.length - maxCombinations)
    return numbers.slice(0, maxCombinations)
  }

  /** Every combination of the values of some names; none when a name has no value. */
  private combinations(input: Input, names: readonly string[]): readonly (readonly string[])[] {
    let found: readonly (readonly string[])[] = [[]]
    for (const name of names) {
      const texts = Object.hasOwn(input.values, name) ? input.values[name] : undefined
      if (texts === undefined || texts.length === 0) return []
      // Nearly always: one name with one value.
      if (names.length === 1 && texts.length === 1) return [texts]
      const distinctTexts = texts.length === 1 ? texts : [...new Set(texts)].sort(compare)
      found = found.flatMap((before) => distinctTexts.map((text) => [...before, text]))
      if (found.length > maxCombinations) {
        this.listener.loss('crowded', found.length - maxCombinations)
        found = found.slice(0, maxCombinations)
      }
    }
    return found
  }

  private groupOf(texts: readonly string[], at: number): Group {
    const key = keyOf(texts)
    const known = this.groups.get(key)
    if (known !== undefined) {
      if (!this.whole && known !== this.last) {
        this.unlink(known)
        this.append(known)
      }
      return known
    }
    const group: Group = {
      key,
      texts,
      window: makeWindow(this.correlation, this.limits.maxEntriesPerGroup),
      openedAt: at,
      lastAt: at,
      lastEvent: '',
      holds: false,
      result: undefined,
      resultAt: 0,
      repeat: 0,
      incomplete: false,
      before: undefined,
      after: undefined,
    }
    this.groups.set(key, group)
    this.append(group)
    return group
  }

  /** The group that was touched longest ago gives way. */
  private makeRoom(): void {
    while (
      this.first !== undefined &&
      this.first !== this.last &&
      (this.groups.size > this.limits.maxGroups || this.entries > this.limits.maxEntries)
    ) {
      this.remove(this.first)
      this.listener.loss('group', 1)
    }
  }

  private remove(group: Group): void {
    this.groups.delete(group.key)
    this.entries -= group.window.size
    this.unlink(group)
  }

  private append(group: Group): void {
    group.before = this.last
    group.after = undefined
    if (this.last === undefined) this.first = group
    else this.last.after = group
    this.last = group
  }

  private unlink(group: Group): void {
    if (group.before === undefined) this.first = group.after
    else group.before.after = group.after
    if (group.after === undefined) this.last = group.before
    else group.after.before = group.before
  }
}

/** A key that two lists of texts share only when they are the same but for case. */
export function keyOf(texts: readonly string[]): string {
  const [only = ''] = texts
  if (texts.length === 1) return foldCase(only)
  return texts.map((text) => `${text.length}:${foldCase(text)}`).join('')
}

/** Order of UTF-16 units: the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function pick(values: Carried, names: readonly string[]): Carried {
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(values, name) ? [[name, values[name] ?? []]] : [])))
}

/** The carried values of entries, each once; one empty set when they carry none. */
function distinct(entries: readonly Entry[]): readonly Carried[] {
  const found = new Map<string, Carried>()
  for (const { carried } of entries) found.set(JSON.stringify(carried ?? {}), carried ?? {})
  return [...found.values()]
}
