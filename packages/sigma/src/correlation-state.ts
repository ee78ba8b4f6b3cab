// The state of a correlator as text, with its version. Rules stand in it by name, because their numbers change with the set.
import type { GroupState, Loss } from './correlation-groups.ts'
import type { Link, LinkedCorrelation } from './correlation-links.ts'
import type { CorrelationResult, Part } from './correlation-result.ts'
import type { Carried, Counted, Entry, SavedChain } from './correlation-window.ts'
import type { Correlated, Observation } from './correlator.ts'

/** Everything that a correlator knows, by the numbers of its set. */
export type SavedState = {
  readonly watermark: number
  readonly clock: number
  readonly pending: readonly Observation[]
  readonly groups: readonly (readonly GroupState[])[]
  readonly losses: readonly (readonly [number, readonly (readonly [Loss, number])[]])[]
}

/** The text is no state of a correlator, or of another version. */
export class StateError extends Error {
  override readonly name = 'StateError'
}

const format = 'openwacht-sigma-correlator'
const version = 1

/** Writes a state. */
export function writeState(set: Correlated, state: SavedState): string {
  const names = new Names(set)
  return JSON.stringify({
    format,
    version,
    watermark: finite(state.watermark),
    clock: finite(state.clock),
    pending: state.pending.map(({ rule, at, id, values }) => [names.rules[rule], at, id, values]),
    losses: state.losses.map(([number, losses]) => [number < 0 ? null : names.correlations[number], losses]),
    correlations: state.groups.map((groups, number) => ({
      name: names.correlations[number],
      definition: names.definitions[number],
      groups: groups.map((group) => ({
        ...group,
        result: names.writeResult(group.result),
        window: {
          ...group.window,
          counted: group.window.counted.map(({ entry, key, number: value }) => [names.writeEntry(entry), key, value]),
          chains: group.window.chains.map(({ end, entries }) => [end, entries.map((entry) => names.writeEntry(entry))]),
        },
      })),
    })),
  })
}

/**
 * Reads a state for a set.
 *
 * @returns `changed`: numbers of the correlations that the state says nothing about, or that were defined otherwise.
 * @throws StateError
 */
export function readState(
  set: Correlated,
  text: string,
): { readonly state: SavedState; readonly changed: readonly number[] } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new StateError('expected JSON', { cause })
  }
  const root = map(value)
  if (root.format !== format) throw new StateError(`expected format "${format}"`)
  if (root.version !== version) throw new StateError(`expected version ${version}, got ${JSON.stringify(root.version)}`)
  const names = new Names(set)
  const groups: (readonly GroupState[])[] = set.correlations.map(() => [])
  const unchanged = new Set<number>()
  for (const one of list(root.correlations)) {
    const saved = map(one)
    const number = names.correlations.indexOf(string(saved.name))
    if (number < 0 || names.definitions[number] !== saved.definition) continue
    unchanged.add(number)
    groups[number] = list(saved.groups).map((group) => names.readGroup(group))
  }
  const state = {
    watermark: root.watermark === null ? Number.NEGATIVE_INFINITY : number(root.watermark),
    clock: root.clock === null ? Number.POSITIVE_INFINITY : number(root.clock),
    pending: list(root.pending).flatMap((one) => names.readObservation(one)),
    groups,
    losses: list(root.losses).flatMap((one) => names.readLosses(one)),
  }
  return { state, changed: [...set.correlations.keys()].filter((one) => !unchanged.has(one)) }
}

/** The names of the rules of a set, and what is written by them. */
class Names {
  readonly rules: readonly string[]
  readonly correlations: readonly string[]
  readonly definitions: readonly string[]

  constructor(set: Correlated) {
    this.rules = unique(set.rules)
    this.correlations = unique(set.correlations)
    this.definitions = set.correlations.map((correlation) => this.define(correlation))
  }

  writeEntry({ at, id, part, carried, result }: Entry): unknown {
    return [at, id, part, carried ?? null, this.writeResult(result)]
  }

  writeResult(result: CorrelationResult | undefined): unknown {
    if (result === undefined) return null
    const parts = result.parts.map(({ link, at, id, result: inner }) => [
      ...this.writeLink(link),
      at,
      id,
      this.writeResult(inner),
    ])
    return { ...result, correlation: this.correlations[result.correlation], parts }
  }

  readObservation(value: unknown): readonly Observation[] {
    const [name, at, id, values] = list(value)
    const rule = this.rules.indexOf(string(name))
    return rule < 0 ? [] : [{ rule, at: number(at), id: string(id), values: carried(values) }]
  }

  readLosses(value: unknown): SavedState['losses'] {
    const [name, losses] = list(value)
    const found = name === null ? -1 : this.correlations.indexOf(string(name))
    if (name !== null && found < 0) return []
    // What a loss is called is only counted, never acted upon.
    return [[found, list(losses).map((one) => [string(list(one)[0]) as Loss, number(list(one)[1])])]]
  }

  readGroup(value: unknown): GroupState {
    const group = map(value)
    const window = map(group.window)
    return {
      key: string(group.key),
      texts: list(group.texts).map(string),
      window: {
        counted: list(window.counted).map((one) => this.readCounted(one)),
        count: number(window.count),
        total: list(window.total).map(number),
        chains: list(window.chains).map((one) => this.readChain(one)),
      },
      openedAt: number(group.openedAt),
      lastAt: number(group.lastAt),
      lastEvent: string(group.lastEvent),
      holds: group.holds === true,
      result: this.readResult(group.result),
      resultAt: number(group.resultAt),
      repeat: number(group.repeat),
      incomplete: group.incomplete === true,
    }
  }

  private readCounted(value: unknown): Counted {
    const [entry, key, counted] = list(value)
    return { entry: this.readEntry(entry), key: string(key), number: number(counted) }
  }

  private readChain(value: unknown): SavedChain {
    const [end, entries] = list(value)
    return { end: number(end), entries: list(entries).map((entry) => this.readEntry(entry)) }
  }

  private readEntry(value: unknown): Entry {
    const [at, id, part, values, result] = list(value)
    return {
      at: number(at),
      id: string(id),
      part: number(part),
      carried: values === null ? undefined : carried(values),
      result: this.readResult(result),
    }
  }

  private readResult(value: unknown): CorrelationResult | undefined {
    if (value === null || value === undefined) return undefined
    const result = map(value)
    const correlation = this.correlations.indexOf(string(result.correlation))
    // A correlation that is gone: what it said is not shown any more.
    if (correlation < 0) return undefined
    return {
      correlation,
      at: number(result.at),
      group: list(result.group).map(string),
      value: number(result.value),
      values: list(result.values).map(string),
      parts: list(result.parts).flatMap((part) => this.readPart(part)),
      repeat: number(result.repeat),
      incomplete: result.incomplete === true,
    }
  }

  private readPart(value: unknown): readonly Part[] {
    const [kind, name, at, id, result] = list(value)
    const isRule = kind === 'rule'
    const found = (isRule ? this.rules : this.correlations).indexOf(string(name))
    if (found < 0) return []
    const link: Link = { kind: isRule ? 'rule' : 'correlation', number: found }
    return [{ link, at: number(at), id: string(id), result: this.readResult(result) }]
  }

  private writeLink({ kind, number: of }: Link): readonly [string, string | undefined] {
    return [kind, (kind === 'rule' ? this.rules : this.correlations)[of]]
  }

  /** What must be the same for a state to fit. */
  private define(correlation: LinkedCorrelation): string {
    const { type, rules, groupBy, aliases, timespanMs, condition, links, carried: names } = correlation
    const fields = [...aliases].map(([alias, mapping]) => [alias, [...mapping]])
    const parts = links.map((link) => this.writeLink(link))
    return JSON.stringify([type, rules, groupBy, fields, timespanMs, condition, parts, names])
  }
}

/** A name for each, the same in every run: id, name or title, with a number where two share it. */
function unique(
  list: readonly { readonly id: string | undefined; readonly name: string | undefined; readonly title: string }[],
): readonly string[] {
  const seen = new Map<string, number>()
  return list.map(({ id, name, title }) => {
    const base = id ?? name ?? `title ${title}`
    const times = seen.get(base) ?? 0
    seen.set(base, times + 1)
    return times === 0 ? base : `${base} ${times + 1}`
  })
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

function map(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new StateError('expected a map')
  // An object that is no list is a map.
  return value as Readonly<Record<string, unknown>>
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new StateError('expected a list')
  return value
}

function string(value: unknown): string {
  if (typeof value !== 'string') throw new StateError('expected a text')
  return value
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new StateError('expected a number')
  return value
}

function carried(value: unknown): Carried {
  return Object.fromEntries(Object.entries(map(value)).map(([name, texts]) => [name, list(texts).map(string)]))
}
