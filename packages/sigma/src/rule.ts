// A Sigma rule: its attributes, checked.
//
// Source: Sigma rules specification 2.1.0.
import { type Condition, parseCondition } from './condition.ts'
import { type Budget, isMap, parseSelection, type Selection, within } from './detection.ts'
import { type Fault, RuleError } from './fault.ts'
import { type Logsource, parseLogsource } from './logsource.ts'
import type { Placeholders } from './modifiers.ts'

/** Severity, lowest first. */
export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const
export type Level = (typeof levels)[number]

/** Maturity of a rule. */
export const statuses = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'] as const
export type Status = (typeof statuses)[number]

/** What rules, correlations and filters have in common. */
export type Attributes = {
  readonly title: string
  /** UUID; missing in rules that are not published. */
  readonly id: string | undefined
  /** Name by which correlations and filters may refer to it. */
  readonly name: string | undefined
  readonly level: Level | undefined
  readonly status: Status | undefined
  readonly author: string | undefined
  readonly description: string | undefined
  readonly tags: readonly string[]
  readonly taxonomy: string | undefined
}

/** A rule that can be evaluated. Plain values: it can be sent to another thread. */
export type Rule = Attributes & {
  readonly kind: 'rule'
  readonly logsource: Logsource
  readonly selections: ReadonlyMap<string, Selection>
  readonly condition: Condition
}

/** A rule with the deprecated forms that were found in it. */
export type ParsedRule = { readonly rule: Rule; readonly warnings: readonly Fault[] }

/**
 * Checks one document that is a detection rule.
 *
 * @param placeholders - Values for the modifier `expand`.
 * @throws RuleError with the path inside the document.
 */
export function parseRule(document: Readonly<Record<string, unknown>>, placeholders: Placeholders): ParsedRule {
  const warnings: Fault[] = []
  const attributes = parseAttributes(document, warnings)
  const logsource = within(['logsource'], () => parseLogsource(document.logsource))
  const { selections, condition } = within(['detection'], () =>
    parseDetection(document.detection, placeholders, warnings),
  )
  return { rule: { kind: 'rule', ...attributes, logsource, selections, condition }, warnings }
}

/** Reads the attributes that every kind of document has. @throws RuleError `attribute`. */
export function parseAttributes(document: Readonly<Record<string, unknown>>, warnings: Fault[]): Attributes {
  const { title, id } = document
  if (typeof title !== 'string' || title.trim() === '') throw new RuleError('attribute', 'expected a title', ['title'])
  if (typeof id === 'string' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    warnings.push({ code: 'attribute', message: 'expected a UUID', path: ['id'] })
  for (const name of ['date', 'modified']) {
    if (typeof document[name] === 'string' && /^\d{4}\/\d{1,2}\/\d{1,2}$/.test(document[name]))
      warnings.push({ code: 'deprecated', message: 'a date with slashes: write YYYY-MM-DD', path: [name] })
  }
  return {
    title,
    id: text(document, 'id'),
    name: text(document, 'name'),
    level: oneOf(document, 'level', levels),
    status: oneOf(document, 'status', statuses),
    author: text(document, 'author'),
    description: text(document, 'description'),
    tags: texts(document, 'tags'),
    taxonomy: text(document, 'taxonomy'),
  }
}

/** The selections of a detection section and its condition. */
export function parseDetection(
  value: unknown,
  placeholders: Placeholders,
  warnings: Fault[],
): { readonly selections: ReadonlyMap<string, Selection>; readonly condition: Condition } {
  if (!isMap(value)) throw new RuleError('detection', 'expected a map of selections with a condition')
  const budget: Budget = { values: 0 }
  const selections = new Map<string, Selection>()
  for (const [name, content] of Object.entries(value)) {
    if (name === 'condition') continue
    if (name === 'timeframe') {
      const message = 'timeframe has no effect since Sigma 2: write a correlation rule with a timespan'
      warnings.push({ code: 'deprecated', message, path: ['detection', name] })
      continue
    }
    // A pattern such as `1 of filter*` reaches it all the same; its own name cannot stand in a condition.
    if (!/^[A-Za-z0-9_-]+$/.test(name)) {
      const message = 'expected a name of letters, digits, "_" and "-": no condition can name this one'
      warnings.push({ code: 'detection', message, path: ['detection', name] })
    }
    selections.set(
      name,
      within([name], () => parseSelection(content, placeholders, budget)),
    )
  }
  if (selections.size === 0) throw new RuleError('detection', 'expected at least one selection')
  return {
    selections,
    condition: within(['condition'], () => parseConditions(value.condition, [...selections.keys()])),
  }
}

/** A list of conditions holds when one of them does. */
export function parseConditions(value: unknown, names: readonly string[]): Condition {
  if (typeof value === 'string') return parseCondition(value, names)
  if (!Array.isArray(value) || value.length === 0) throw new RuleError('condition', 'expected a condition')
  const parts = value.map((one: unknown, index) => {
    if (typeof one !== 'string') throw new RuleError('condition', 'expected a condition', [index])
    return within([index], () => parseCondition(one, names))
  })
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { kind: 'or', parts }
}

function text(document: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = document[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new RuleError('attribute', 'expected a text', [name])
  return value
}

function texts(document: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const value = document[name]
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new RuleError('attribute', 'expected a list of texts', [name])
  return value.map((one: unknown, index) => {
    if (typeof one !== 'string') throw new RuleError('attribute', 'expected a text', [name, index])
    return one
  })
}

function oneOf<T extends string>(
  document: Readonly<Record<string, unknown>>,
  name: string,
  allowed: readonly T[],
): T | undefined {
  const value = document[name]
  if (value === undefined || value === null) return undefined
  const found = allowed.find((one) => one === value)
  if (found === undefined) throw new RuleError('attribute', `expected one of ${allowed.join(', ')}`, [name])
  return found
}
