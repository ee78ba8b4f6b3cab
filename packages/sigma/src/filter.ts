// Filters: one condition that many rules get, so that what an organisation knows to be harmless is written down once.
//
// Source: Sigma filters specification 2.1.0.
import type { Condition } from './condition.ts'
import { type DraftSelection, isMap, within } from './detection.ts'
import { type Fault, RuleError } from './fault.ts'
import { type Logsource, logsourceLiesIn, parseLogsource } from './logsource.ts'
import { type Attributes, type DraftRule, parseAttributes, parseDetection } from './rule.ts'

/** A filter as it stands in its file. */
export type Filter = Attributes & {
  readonly kind: 'filter'
  readonly logsource: Logsource
  /** Ids or names of rules, or all rules of the log source. */
  readonly rules: readonly string[] | 'any'
  readonly selections: ReadonlyMap<string, DraftSelection>
  readonly condition: Condition
}

/** A document with the doubtful forms that were found in it. */
export type ParsedFilter = { readonly filter: Filter; readonly warnings: readonly Fault[] }

/**
 * Checks one document that is a filter.
 *
 * @throws RuleError with the path inside the document.
 */
export function parseFilter(document: Readonly<Record<string, unknown>>): ParsedFilter {
  const warnings: Fault[] = []
  const attributes = parseAttributes(document, warnings)
  const logsource = within(['logsource'], () => parseLogsource(document.logsource))
  const section = document.filter
  if (!isMap(section))
    throw new RuleError('filter', 'expected a map with rules, selections and a condition', ['filter'])
  const rules = within(['filter', 'rules'], () => parseRules(section.rules))
  if (typeof section.condition !== 'string')
    throw new RuleError('filter', 'expected one condition', ['filter', 'condition'])
  const { selections, condition } = parseDetection(section, ['filter'], ['rules'], warnings)
  if (!negates(condition)) {
    const message =
      'this filter keeps only what its selections match: write "not selection" to leave out what they match'
    warnings.push({ code: 'filter', message, path: ['filter', 'condition'] })
  }
  return { filter: { kind: 'filter', ...attributes, logsource, rules, selections, condition }, warnings }
}

function parseRules(value: unknown): readonly string[] | 'any' {
  if (typeof value === 'string' && value !== '') return value.toLowerCase() === 'any' ? 'any' : [value]
  if (!Array.isArray(value) || value.length === 0)
    throw new RuleError('filter', 'expected "any" or a list of ids or names of rules')
  return value.map((one: unknown, index) => {
    if (typeof one !== 'string' || one === '')
      throw new RuleError('filter', 'expected the id or name of a rule', [index])
    return one
  })
}

function negates(condition: Condition): boolean {
  if (condition.kind === 'not') return true
  return condition.kind !== 'selection' && condition.parts.some(negates)
}

/** Whether a filter means a rule, and when not, why not. */
export function filterMeans(filter: Filter, rule: DraftRule): 'applies' | 'other-rule' | 'other-logsource' {
  const isNamed =
    filter.rules === 'any' ||
    filter.rules.some((name) => name === rule.name || name.toLowerCase() === rule.id?.toLowerCase())
  if (!isNamed) return 'other-rule'
  return logsourceLiesIn(rule.logsource, filter.logsource) ? 'applies' : 'other-logsource'
}

/**
 * The rule with the condition of a filter added: `(rule) and (filter)`.
 *
 * @param number - Number of the filter: no condition of the rule can reach a selection of the filter.
 */
export function applyFilter(rule: DraftRule, filter: Filter, number: number): DraftRule {
  const renamed = (name: string): string => `_filter ${number} ${name}`
  const selections = new Map(rule.selections)
  for (const [name, selection] of filter.selections) selections.set(renamed(name), selection)
  return { ...rule, selections, condition: { kind: 'and', parts: [rule.condition, rename(filter.condition, renamed)] } }
}

function rename(condition: Condition, renamed: (name: string) => string): Condition {
  switch (condition.kind) {
    case 'selection':
      return { kind: 'selection', name: renamed(condition.name) }
    case 'not':
      return { kind: 'not', part: rename(condition.part, renamed) }
    case 'and':
    case 'or':
      return { kind: condition.kind, parts: condition.parts.map((part) => rename(part, renamed)) }
  }
}
