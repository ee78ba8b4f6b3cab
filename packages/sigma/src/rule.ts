// A Sigma rule: its attributes, checked.
//
// Source: Sigma rules specification 2.1.0.
import { type Condition, parseCondition } from './condition.ts'
import {
  type Budget,
  type DraftSelection,
  finishSelection,
  isMap,
  parseSelection,
  type Selection,
  within,
} from './detection.ts'
import { type Fault, RuleError } from './fault.ts'
import { type Logsource, parseLogsource } from './logsource.ts'

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
  readonly license: string | undefined
  readonly references: readonly string[]
  /** As they stand in the file: YYYY-MM-DD. */
  readonly date: string | undefined
  readonly modified: string | undefined
  readonly related: readonly RelatedRule[]
  readonly tags: readonly string[]
  readonly taxonomy: string | undefined
  /** Fields that help whoever looks at a match. */
  readonly fields: readonly string[]
  readonly falsepositives: readonly string[]
  readonly scope: readonly string[]
  /** Every other key of the document, and what a pipeline set. */
  readonly custom: Readonly<Record<string, unknown>>
}

/** How a rule stands to another one, by its id. */
export type RelatedRule = { readonly id: string; readonly type: (typeof relations)[number] }

/** The relations between rules. */
export const relations = ['derived', 'obsolete', 'merged', 'renamed', 'similar'] as const

/** A rule that can be evaluated. Plain values: it can be sent to another thread. */
export type Rule = Attributes & {
  readonly kind: 'rule'
  readonly logsource: Logsource
  readonly selections: ReadonlyMap<string, Selection>
  readonly condition: Condition
}

/** A rule before its tests are made: what filters and pipelines work on. */
export type DraftRule = Attributes & {
  readonly kind: 'rule'
  readonly logsource: Logsource
  readonly selections: ReadonlyMap<string, DraftSelection>
  readonly condition: Condition
}

/** A document with the deprecated forms that were found in it. */
export type ParsedRule = { readonly rule: DraftRule; readonly warnings: readonly Fault[] }

type Document = Readonly<Record<string, unknown>>

/**
 * Checks one document that is a detection rule.
 *
 * @throws RuleError with the path inside the document.
 */
export function parseRule(document: Document): ParsedRule {
  const warnings: Fault[] = []
  const attributes = parseAttributes(document, warnings)
  const logsource = within(['logsource'], () => parseLogsource(document.logsource))
  const { selections, condition } = parseDetection(document.detection, ['detection'], [], warnings)
  return { rule: { kind: 'rule', ...attributes, logsource, selections, condition }, warnings }
}

/**
 * Makes the rule that can be evaluated. A selection of which a pipeline left nothing says nothing: it drops out of the
 * condition.
 *
 * @throws RuleError `placeholder`, `regex`, `modifier`; `detection` when nothing is left of the whole rule.
 */
export function finishRule(draft: DraftRule): Rule {
  const selections = new Map<string, Selection>()
  for (const [name, selection] of draft.selections) {
    const finished = finishSelection(selection)
    if (finished !== undefined) selections.set(name, finished)
  }
  const condition = withoutEmpty(draft.condition, selections)
  if (condition === undefined) throw new RuleError('detection', 'nothing is left of this rule', ['detection'])
  return { ...draft, selections, condition }
}

function withoutEmpty(condition: Condition, selections: ReadonlyMap<string, Selection>): Condition | undefined {
  if (condition.kind === 'selection') return selections.has(condition.name) ? condition : undefined
  if (condition.kind === 'not') {
    const part = withoutEmpty(condition.part, selections)
    return part === undefined ? undefined : { kind: 'not', part }
  }
  const parts = condition.parts.map((part) => withoutEmpty(part, selections)).filter((part) => part !== undefined)
  const [only] = parts
  return parts.length < 2 ? only : { kind: condition.kind, parts }
}

/** Reads the attributes that every kind of document has. @throws RuleError `attribute`. */
export function parseAttributes(document: Document, warnings: Fault[]): Attributes {
  const { title, id } = document
  if (typeof title !== 'string' || title.trim() === '') throw new RuleError('attribute', 'expected a title', ['title'])
  const warn = (code: 'attribute' | 'deprecated', message: string, name: string): void => {
    warnings.push({ code, message, path: [name] })
  }
  if (title.length > maxTitle) warn('attribute', `expected a title of at most ${maxTitle} characters`, 'title')
  if (typeof id === 'string' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    warn('attribute', 'expected a UUID', 'id')
  for (const name of ['date', 'modified']) {
    const value = document[name]
    if (typeof value !== 'string' || /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(value)) continue
    if (/^\d{4}\/\d{1,2}\/\d{1,2}$/.test(value)) warn('deprecated', 'a date with slashes: write YYYY-MM-DD', name)
    else warn('attribute', 'expected a date as YYYY-MM-DD', name)
  }
  return {
    title,
    id: text(document, 'id'),
    name: text(document, 'name'),
    level: oneOf(document, 'level', levels),
    status: oneOf(document, 'status', statuses),
    author: text(document, 'author'),
    description: text(document, 'description'),
    license: text(document, 'license'),
    references: texts(document, 'references', warnings),
    date: text(document, 'date'),
    modified: text(document, 'modified'),
    related: parseRelated(document.related),
    tags: texts(document, 'tags'),
    taxonomy: text(document, 'taxonomy'),
    fields: texts(document, 'fields'),
    falsepositives: texts(document, 'falsepositives', warnings),
    scope: texts(document, 'scope'),
    custom: Object.fromEntries(Object.entries(document).filter(([key]) => !knownKeys.has(key))),
  }
}

/** Source: Sigma rules specification 2.1.0, "Title". */
const maxTitle = 256

const knownKeys = new Set([
  'title',
  'id',
  'name',
  'level',
  'status',
  'author',
  'description',
  'license',
  'references',
  'date',
  'modified',
  'related',
  'tags',
  'taxonomy',
  'fields',
  'falsepositives',
  'scope',
  'logsource',
  'detection',
  'correlation',
  'filter',
  'generate',
])

function parseRelated(value: unknown): readonly RelatedRule[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new RuleError('attribute', 'expected a list of related rules', ['related'])
  return value.map((one: unknown, index) => {
    const type = isMap(one) ? relations.find((relation) => relation === one.type) : undefined
    if (!isMap(one) || typeof one.id !== 'string' || type === undefined)
      throw new RuleError('attribute', `expected an id and a type: ${relations.join(', ')}`, ['related', index])
    return { id: one.id, type }
  })
}

/**
 * The selections of a detection or filter section and its condition.
 *
 * @param path - Where the section stands in its document.
 * @param others - Keys of the section that are no selections.
 * @throws RuleError with the path inside the document.
 */
export function parseDetection(
  value: unknown,
  path: readonly (string | number)[],
  others: readonly string[],
  warnings: Fault[],
): { readonly selections: ReadonlyMap<string, DraftSelection>; readonly condition: Condition } {
  if (!isMap(value)) throw new RuleError('detection', 'expected a map of selections with a condition', path)
  const budget: Budget = { values: 0 }
  const selections = new Map<string, DraftSelection>()
  for (const [name, content] of Object.entries(value)) {
    if (name === 'condition' || others.includes(name)) continue
    if (name === 'timeframe') {
      const message = 'timeframe has no effect since Sigma 2: write a correlation rule with a timespan'
      warnings.push({ code: 'deprecated', message, path: [...path, name] })
      continue
    }
    // A pattern such as `1 of filter*` reaches it all the same; its own name cannot stand in a condition.
    if (!/^[A-Za-z0-9_-]+$/.test(name)) {
      const message = 'expected a name of letters, digits, "_" and "-": no condition can name this one'
      warnings.push({ code: 'detection', message, path: [...path, name] })
    }
    selections.set(name, parseSelection(content, [...path, name], budget))
  }
  if (selections.size === 0) throw new RuleError('detection', 'expected at least one selection', path)
  const names = [...selections.keys()]
  return { selections, condition: within([...path, 'condition'], () => parseConditions(value.condition, names)) }
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

function text(document: Document, name: string): string | undefined {
  const value = document[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new RuleError('attribute', 'expected a text', [name])
  return value
}

/** With `warnings` a single text is taken for a list of one, and that is told. */
function texts(document: Document, name: string, warnings?: Fault[]): readonly string[] {
  const value = document[name]
  if (value === undefined || value === null) return []
  if (typeof value === 'string' && warnings !== undefined) {
    warnings.push({ code: 'attribute', message: 'expected a list of texts', path: [name] })
    return [value]
  }
  if (!Array.isArray(value)) throw new RuleError('attribute', 'expected a list of texts', [name])
  return value.map((one: unknown, index) => {
    if (typeof one !== 'string') throw new RuleError('attribute', 'expected a text', [name, index])
    return one
  })
}

function oneOf<T extends string>(document: Document, name: string, allowed: readonly T[]): T | undefined {
  const value = document[name]
  if (value === undefined || value === null) return undefined
  const found = allowed.find((one) => one === value)
  if (found === undefined) throw new RuleError('attribute', `expected one of ${allowed.join(', ')}`, [name])
  return found
}
