// Sets of a few rules and the correlations of a test.
import { stringify } from 'yaml'
import type { CorrelationResult } from '../correlation-result.ts'
import { Correlator, type CorrelatorOptions, type Observation } from '../correlator.ts'
import { loadRuleSet, type RuleSet } from '../rule-file.ts'

/** The section of a correlation. */
export type Section = Readonly<Record<string, unknown>>

/** A document whose correlation has this section. */
export function correlationText(title: string, section: Section): string {
  return stringify({ title, name: title, correlation: section })
}

/** Rules `a` to `d`, each of which finds its own name, and correlations by name. */
export function correlationSet(correlations: Readonly<Record<string, Section>>): RuleSet {
  const rules = ['a', 'b', 'c', 'd'].map((name) =>
    stringify({
      title: name,
      name,
      logsource: { product: 'test' },
      detection: { selection: { kind: name }, condition: 'selection' },
    }),
  )
  const texts = Object.entries(correlations).map(([title, section]) => correlationText(title, section))
  return loadRuleSet([{ name: 'test.yml', text: [...rules, ...texts].join('---\n') }])
}

/** A set in which everything loads. */
export function workingSet(correlations: Readonly<Record<string, Section>>): RuleSet {
  const set = correlationSet(correlations)
  const [fault] = set.faults
  if (fault !== undefined) throw new Error(fault.message)
  return set
}

/** An event of a test: rule, second, and values by name. */
export type Seen = readonly [
  rule: string,
  second: number,
  values?: Readonly<Record<string, string | readonly string[]>>,
]

/** Observations of events, each with an id of its own: `0`, `1` and so on. */
export function observed(set: RuleSet, events: readonly Seen[]): readonly Observation[] {
  return events.map(([name, second, values = {}], index) => ({
    rule: set.rules.findIndex((rule) => rule.name === name),
    at: Math.round(second * 1_000),
    id: String(index),
    values: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? [value] : value]),
    ),
  }))
}

/** All results over events in the order they are given. */
export function correlate(
  set: RuleSet,
  events: readonly Seen[],
  options: CorrelatorOptions = {},
): readonly CorrelationResult[] {
  const correlator = new Correlator(set, { latenessMs: Number.POSITIVE_INFINITY, ...options })
  return [...correlator.add(observed(set, events)), ...correlator.finish()]
}

/** Results as short texts: `name @second group value`. */
export function shown(set: RuleSet, results: readonly CorrelationResult[]): readonly string[] {
  return results.map(({ correlation, at, group, value, repeat }) => {
    const name = set.correlations[correlation]?.title ?? '?'
    const times = repeat === 0 ? '' : ` again ${repeat}`
    return `${name} @${at / 1_000} ${group.join('/')} ${value}${times}`
  })
}
