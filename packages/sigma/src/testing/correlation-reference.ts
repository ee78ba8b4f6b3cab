// Correlation in the obvious way: everything in memory, every window computed anew for every event. It says what a match is.
import { boundsHold, type Correlation, endsWithWindow, isShare, isTemporal } from '../correlation.ts'
import { keyOf } from '../correlation-groups.ts'
import { type LinkedCorrelation, nameFor } from '../correlation-links.ts'
import type { Carried } from '../correlation-window.ts'
import type { Correlated, Observation } from '../correlator.ts'

/** A match, without the parts of parts. */
export type PlainResult = {
  readonly correlation: number
  readonly at: number
  readonly group: readonly string[]
  readonly value: number
  readonly repeat: number
}

type Input = {
  readonly part: number
  readonly at: number
  /** 1 for what comes from the end of a window: after everything else of its instant. */
  readonly phase: number
  readonly event: string
  readonly id: string
  readonly values: Carried
}

type Member = Input & { readonly texts: readonly string[]; readonly counted: readonly (string | number)[] }

/** All matches of all correlations, by correlation and time. */
export function correlateSlowly(set: Correlated, observations: readonly Observation[]): readonly PlainResult[] {
  const inputs: Input[][] = set.correlations.map(() => [])
  const results: PlainResult[] = []
  for (const [number, { links }] of set.correlations.entries())
    for (const [part, link] of links.entries())
      for (const { rule, at, id, values } of observations)
        if (link.kind === 'rule' && link.number === rule)
          inputs[number]?.push({ part, at, phase: 0, event: id, id, values })
  for (const [number, correlation] of set.correlations.entries()) {
    const found = matchesOf(correlation, number, inputs[number] ?? [])
    results.push(...found.results)
    for (const [parent, { links }] of set.correlations.entries())
      for (const [part, link] of links.entries())
        if (link.kind === 'correlation' && link.number === number)
          for (const one of found.occurrences) inputs[parent]?.push({ ...one, part, event: `${number}\n${one.id}` })
  }
  return results
}

type Matches = {
  readonly results: readonly PlainResult[]
  readonly occurrences: readonly Omit<Input, 'part' | 'event'>[]
}

function matchesOf(correlation: LinkedCorrelation, number: number, inputs: readonly Input[]): Matches {
  const ordered = isTemporal(correlation.type)
  const sorted = [...inputs].sort(
    (a, b) =>
      a.at - b.at ||
      a.phase - b.phase ||
      (ordered ? a.part - b.part : 0) ||
      (a.event < b.event ? -1 : a.event > b.event ? 1 : 0) ||
      a.part - b.part,
  )
  const groups = new Map<string, Member[]>()
  for (const input of sorted) {
    const counted = countedOf(correlation, input)
    if (counted.length === 0) continue
    const names = correlation.groupBy.map((name) => nameFor(correlation, name, input.part))
    for (const texts of combinations(input.values, names)) {
      const key = keyOf(texts)
      const group = groups.get(key) ?? []
      groups.set(key, group)
      const isSame = (other: Member): boolean => other.at === input.at && other.event === input.event
      if (!ordered && group.some(isSame)) continue
      group.push({ ...input, texts, counted })
    }
  }
  const results: PlainResult[] = []
  const occurrences: Omit<Input, 'part' | 'event'>[] = []
  for (const group of groups.values()) {
    const found = endsWithWindow(correlation)
      ? windowsOf(correlation, number, group)
      : slidesOf(correlation, number, group)
    results.push(...found.results)
    occurrences.push(...found.occurrences)
  }
  return { results, occurrences }
}

/** Windows that the first event of a group opens, each decided at its end. */
function windowsOf(correlation: LinkedCorrelation, number: number, group: readonly Member[]): Matches {
  const results: PlainResult[] = []
  const occurrences: Omit<Input, 'part' | 'event'>[] = []
  for (let rest = group; rest.length > 0; ) {
    const start = rest[0]?.at ?? 0
    const end = start + correlation.timespanMs
    const window = rest.filter(({ at }) => at <= end)
    rest = rest.filter(({ at }) => at > end)
    const value = numberOf(correlation, window)
    if (value === undefined) continue
    const texts = window[0]?.texts ?? []
    results.push({ correlation: number, at: end, group: texts, value, repeat: 0 })
    occurrences.push({ at: end, phase: 1, id: window.at(-1)?.id ?? '', values: groupValues(correlation, texts) })
  }
  return { results, occurrences }
}

/** At each event the window of one timespan that ends with it. */
function slidesOf(correlation: LinkedCorrelation, number: number, group: readonly Member[]): Matches {
  const { timespanMs } = correlation
  const results: PlainResult[] = []
  const occurrences: Omit<Input, 'part' | 'event'>[] = []
  let holds = false
  let repeat = 0
  let toldAt = 0
  let texts: readonly string[] = []
  for (const [index, member] of group.entries()) {
    const previous = group[index - 1]
    if (previous === undefined || member.at - previous.at > timespanMs) {
      holds = false
      texts = member.texts
    }
    const window = group.slice(0, index + 1).filter(({ at }) => at >= member.at - timespanMs)
    const value = numberOf(correlation, window)
    if (value === undefined) {
      holds = false
      continue
    }
    const isTold = !holds || member.at - toldAt >= timespanMs
    if (isTold) {
      repeat = holds ? repeat + 1 : 0
      toldAt = member.at
      results.push({ correlation: number, at: member.at, group: texts, value, repeat })
    }
    holds = true
    const own = groupValues(correlation, texts)
    for (const carried of carriedOf(correlation, isTold ? window : [member]))
      occurrences.push({ at: member.at, phase: member.phase, id: member.id, values: { ...carried, ...own } })
  }
  return { results, occurrences }
}

/** The events that led to a number: of many the newest that are enough, of a value or a rule the newest. */
function speakers({ type, condition }: Correlation, window: readonly Member[]): readonly Member[] {
  if (type === 'event_count') return window.slice(-enoughFor(condition.bounds))
  const isNewest = (same: (a: Member, b: Member) => boolean): readonly Member[] =>
    window.filter((one, index) => !window.slice(index + 1).some((later) => same(one, later)))
  if (type === 'temporal') return isNewest((a, b) => a.part === b.part)
  if (type === 'value_count')
    return isNewest((a, b) => a.counted[0] === b.counted[0]).slice(-enoughFor(condition.bounds))
  return window
}

function enoughFor(bounds: Correlation['condition']['bounds']): number {
  return Math.max(1, ...bounds.map(({ operator, number }) => (operator === 'gte' ? number : number + 1)))
}

function carriedOf(correlation: LinkedCorrelation, window: readonly Member[]): readonly Carried[] {
  const found = new Map<string, Carried>()
  for (const { values } of speakers(correlation, window)) {
    const carried = Object.fromEntries(
      correlation.carried.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
    )
    found.set(JSON.stringify(carried), carried)
  }
  return [...found.values()]
}

function groupValues(correlation: Correlation, texts: readonly string[]): Carried {
  return Object.fromEntries(correlation.groupBy.map((name, index) => [name, [texts[index] ?? '']]))
}

/** The number of a window when it fulfils the condition. */
function numberOf(correlation: Correlation, window: readonly Member[]): number | undefined {
  const { type, condition } = correlation
  const numbers = window.flatMap(({ counted }) => counted.filter((one) => typeof one === 'number'))
  const keys = window.flatMap(({ counted }) => counted.filter((one) => typeof one === 'string'))
  const most = Math.max(
    1,
    ...condition.bounds.map(({ operator, number }) => (operator === 'gte' ? number : number + 1)),
  )
  const all = [...numbers].sort((a, b) => a - b)
  const candidates = (): readonly number[] => {
    switch (type) {
      case 'event_count':
        return [endsWithWindow(correlation) ? window.length : Math.min(window.length, most)]
      case 'value_count':
        return [Math.min(new Set(keys).size, most)]
      case 'temporal':
        return [new Set(window.map(({ part }) => part)).size]
      case 'temporal_ordered':
        return [longestRun(window.map(({ part }) => part))]
      case 'value_sum':
        return [numbers.reduce((sum, one) => sum + one, 0)]
      case 'value_avg':
        return [numbers.reduce((sum, one) => sum + one, 0) / numbers.length]
      case 'value_median':
        return [between(all, 0.5)]
      case 'value_percentile':
        return isShare(type, condition)
          ? [...new Set(keys)]
              .map((key) => (keys.filter((other) => other === key).length / keys.length) * 100)
              .sort((a, b) => a - b)
          : [between(all, (condition.percentile ?? 0) / 100)]
    }
  }
  return candidates().find((one) => boundsHold(condition.bounds, one))
}

function between(sorted: readonly number[], part: number): number {
  const rank = part * (sorted.length - 1)
  const low = sorted[Math.floor(rank)] ?? 0
  const high = sorted[Math.ceil(rank)] ?? 0
  return low + (high - low) * (rank - Math.floor(rank))
}

/** The most numbers that can be taken in their order so that each is larger than the one before. */
function longestRun(parts: readonly number[]): number {
  const lengths: number[] = []
  for (const [index, part] of parts.entries())
    lengths.push(1 + Math.max(0, ...lengths.filter((_, before) => before < index && (parts[before] ?? 0) < part)))
  return Math.max(0, ...lengths)
}

function countedOf(correlation: Correlation, input: Input): readonly (string | number)[] {
  const { type, condition } = correlation
  if (condition.fields.length === 0) return ['']
  const names = condition.fields.map((name) => nameFor(correlation, name, input.part))
  if (type === 'value_count' || isShare(type, condition)) return combinations(input.values, names).map(keyOf)
  return (input.values[names[0] ?? ''] ?? []).filter((text) => /^-?\d+(\.\d+)?$/.test(text)).map(Number)
}

function combinations(values: Carried, names: readonly string[]): readonly (readonly string[])[] {
  return names.reduce<readonly (readonly string[])[]>(
    (found, name) => found.flatMap((before) => [...(values[name] ?? [])].sort().map((text) => [...before, text])),
    [[]],
  )
}
