// The conditions of a pipeline: to which rules, items and fields a step applies.
import { type Condition, parseCondition } from './condition.ts'
import type { Correlation } from './correlation.ts'
import { type DraftItem, isMap, within } from './detection.ts'
import { RuleError } from './fault.ts'
import { type Logsource, logsourceLiesIn, parseLogsource } from './logsource.ts'
import type { Path } from './pipeline-section.ts'
import { Section } from './pipeline-section.ts'
import { compileCapturing } from './regex-captures.ts'
import { type DraftRule, levels, statuses } from './rule.ts'
import { itemsOfDraft } from './rule-items.ts'
import { textsOf, valuesOf } from './value-text.ts'

/** What pipelines remember of one rule. */
export type State = ReadonlyMap<string, unknown>

/** A rule or correlation in a pipeline. */
export type RuleSubject = {
  readonly rule: DraftRule | Correlation
  /** Of the rule; of a correlation those of all the rules it consists of. */
  readonly logsources: readonly Logsource[]
  /** Steps that were applied to it. */
  readonly applied: ReadonlySet<string>
  readonly state: State
}

/** An item in a pipeline. */
export type ItemSubject = { readonly item: DraftItem; readonly state: State }

/** A field name in a pipeline; `undefined` for keywords. */
export type FieldSubject = {
  readonly field: string | undefined
  readonly applied: ReadonlySet<string>
  readonly state: State
}

/** Whether a step applies; `undefined` when it has no conditions of this kind. */
export type Guard<T> = ((subject: T) => boolean) | undefined

type Test<T> = (subject: T) => boolean
type Parser<T> = (section: Section) => Test<T>

/** The conditions of a step. */
export type Guards = {
  readonly rule: Guard<RuleSubject>
  readonly item: Guard<ItemSubject>
  readonly field: Guard<FieldSubject>
}

/**
 * Reads the conditions of a step.
 *
 * @throws RuleError `pipeline` with the path inside the file.
 */
export function parseGuards(step: Section): Guards {
  return {
    rule: parseGuard(step, 'rule', ruleConditions),
    item: parseGuard(step, 'detection_item', itemConditions),
    field: parseGuard(step, 'field_name', fieldConditions),
  }
}

function parseGuard<T>(step: Section, kind: string, parsers: ReadonlyMap<string, Parser<T>>): Guard<T> {
  const key = `${kind}_conditions`
  const [linkKey, notKey, expressionKey] = [`${kind}_cond_op`, `${kind}_cond_not`, `${kind}_cond_expr`]
  const value = step.any(key)
  const link = step.optionalOneOf(linkKey, ['and', 'or'])
  const negated = step.flag(notKey)
  const expression = step.optionalText(expressionKey)
  const tests = parseTests(value, [...step.path, key], parsers)
  if (tests.size === 0) {
    for (const other of [linkKey, notKey, expressionKey])
      if (step.has(other)) step.refuse(`expected "${key}": there is nothing that this could be said of`, other)
    return undefined
  }
  const all = [...tests.values()]
  let holds: Test<T> =
    link === 'or' ? (subject) => all.some((test) => test(subject)) : (subject) => all.every((test) => test(subject))
  if (expression !== undefined) {
    if (link !== undefined) step.refuse(`either "${linkKey}" or "${expressionKey}"`, linkKey)
    if (!isMap(value)) step.refuse(`expected "${key}" as a map of names and conditions`, key)
    holds = parseExpression(expression, tests, [...step.path, expressionKey])
  }
  return negated ? (subject) => !holds(subject) : holds
}

function parseTests<T>(value: unknown, path: Path, parsers: ReadonlyMap<string, Parser<T>>): Map<string, Test<T>> {
  if (value === undefined) return new Map()
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((one: unknown, index) => [index, one])
    : isMap(value)
      ? Object.entries(value)
      : []
  if (entries.length === 0) throw new RuleError('pipeline', 'expected a list or a map of conditions', path)
  return new Map(
    entries.map(([key, one]) => {
      const section = new Section(one, [...path, key])
      const type = section.text('type')
      const parser = parsers.get(type)
      if (parser === undefined)
        section.refuse(`expected one of ${[...parsers.keys()].join(', ')}, got "${type}"`, 'type')
      const test = (parser ?? section.refuse('expected a type'))(section)
      section.done()
      return [String(key), test]
    }),
  )
}

/** `and`, `or`, `not` and parentheses over the names of conditions, each of which must be used. */
function parseExpression<T>(text: string, tests: ReadonlyMap<string, Test<T>>, path: Path): Test<T> {
  let parsed: Condition
  try {
    parsed = within(path, () => parseCondition(text, [...tests.keys()]))
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    const message = error.fault.message.replace('the name of a selection of this rule', 'the name of a condition')
    throw new RuleError('pipeline', message, error.fault.path, error.fault.offset)
  }
  const used = new Set<string>()
  const make = (condition: Condition): Test<T> => {
    switch (condition.kind) {
      case 'selection':
        used.add(condition.name)
        return tests.get(condition.name) ?? (() => false)
      case 'not': {
        const part = make(condition.part)
        return (subject) => !part(subject)
      }
      case 'and':
      case 'or': {
        const parts = condition.parts.map(make)
        return condition.kind === 'and'
          ? (subject) => parts.every((part) => part(subject))
          : (subject) => parts.some((part) => part(subject))
      }
    }
  }
  const test = make(parsed)
  const unused = [...tests.keys()].find((name) => !used.has(name))
  if (unused !== undefined) throw new RuleError('pipeline', `the condition "${unused}" is not used`, path)
  return test
}

const ruleConditions = new Map<string, Parser<RuleSubject>>([
  ['logsource', parseLogsourceCondition],
  ['contains_detection_item', parseContainsItem],
  [
    'contains_field',
    (section) => {
      const field = section.text('field')
      return ({ rule }) => itemsOfDraft(rule).some((item) => item.field === field)
    },
  ],
  ['processing_item_applied', parseApplied],
  ['processing_state', parseState],
  ['is_sigma_rule', () => (subject) => subject.rule.kind === 'rule'],
  ['is_sigma_correlation_rule', () => (subject) => subject.rule.kind === 'correlation'],
  ['rule_attribute', parseAttributeCondition],
  [
    'tag',
    (section) => {
      const tag = section.text('tag').toLowerCase()
      return ({ rule }) => rule.tags.some((one) => one.toLowerCase() === tag)
    },
  ],
])

const itemConditions = new Map<string, Parser<ItemSubject>>([
  ['match_string', parseMatchString],
  [
    'match_value',
    (section) => {
      const text = String(section.scalar('value'))
      return overValues(section, (value) => textsOf(value).includes(text))
    },
  ],
  [
    'contains_wildcard',
    (section) =>
      overValues(
        section,
        (value) => value.kind === 'text' && value.patterns.flat().some((piece) => typeof piece === 'number'),
      ),
  ],
  ['is_null', (section) => overValues(section, (value) => value.kind === 'null')],
  [
    'processing_item_applied',
    (section) => {
      const id = section.text('processing_item_id')
      return ({ item }) => item.applied.includes(id)
    },
  ],
  ['processing_state', parseState],
])

const fieldConditions = new Map<string, Parser<FieldSubject>>([
  ['include_fields', parseFields],
  [
    'exclude_fields',
    (section) => {
      const includes = parseFields(section)
      return (subject) => !includes(subject)
    },
  ],
  ['processing_item_applied', parseApplied],
  ['processing_state', parseState],
])

function parseLogsourceCondition(section: Section): Test<RuleSubject> {
  const [category, product, service] = ['category', 'product', 'service'].map((name) => section.optionalText(name))
  const wanted = within(section.path, () => parseLogsource({ category, product, service }))
  return ({ logsources }) => logsources.some((one) => logsourceLiesIn(one, wanted))
}

function parseContainsItem(section: Section): Test<RuleSubject> {
  const field = section.text('field')
  const text = String(section.scalar('value'))
  return ({ rule }) =>
    itemsOfDraft(rule).some(
      (item) => item.field === field && valuesOf(item).some((value) => textsOf(value).includes(text)),
    )
}

function parseApplied(section: Section): Test<{ readonly applied: ReadonlySet<string> }> {
  const id = section.text('processing_item_id')
  return ({ applied }) => applied.has(id)
}

const operators = ['eq', 'ne', 'gte', 'gt', 'lte', 'lt'] as const

function parseState(section: Section): Test<{ readonly state: State }> {
  const key = section.text('key')
  const wanted = section.scalar('val')
  const operator = section.optionalOneOf('op', operators) ?? 'eq'
  return ({ state }) => {
    const found = state.get(key)
    return isComparable(found) && compares(operator, found, wanted)
  }
}

/** Texts are ordered as texts, numbers as numbers; a text and a number are only ever unequal. */
function compares(
  operator: (typeof operators)[number],
  left: string | number | boolean,
  right: string | number | boolean,
): boolean {
  if (operator === 'eq') return left === right
  if (operator === 'ne') return left !== right
  if (typeof left !== typeof right) return false
  switch (operator) {
    case 'gte':
      return left >= right
    case 'gt':
      return left > right
    case 'lte':
      return left <= right
    case 'lt':
      return left < right
  }
}

function isComparable(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/** Attributes whose words have an order of their own. */
const ranks = new Map<string, readonly string[]>([
  ['level', levels],
  ['status', [...statuses].reverse()],
])

function parseAttributeCondition(section: Section): Test<RuleSubject> {
  const attribute = section.text('attribute')
  const wanted = section.scalar('value')
  const operator = section.optionalOneOf('op', [...operators, 'in', 'not_in']) ?? 'eq'
  const rank = ranks.get(attribute)
  if (rank !== undefined && !rank.includes(String(wanted)))
    section.refuse(`expected one of ${rank.join(', ')}`, 'value')
  const isOrdered = rank !== undefined || typeof wanted === 'number' || attribute === 'date' || attribute === 'modified'
  if (['gte', 'gt', 'lte', 'lt'].includes(operator) && !isOrdered)
    section.refuse(`"${attribute}" has no order: expected eq, ne, in or not_in`, 'op')
  return ({ rule }) => {
    const found = attributeOf(rule, attribute)
    if (Array.isArray(found)) {
      const has = found.some((one) => one === wanted)
      return operator === 'in' ? has : operator === 'not_in' ? !has : operator === 'ne'
    }
    if (!isComparable(found) || operator === 'in' || operator === 'not_in') return false
    if (rank === undefined) return compares(operator, found, wanted)
    return compares(operator, rank.indexOf(String(found)), rank.indexOf(String(wanted)))
  }
}

function attributeOf(rule: DraftRule | Correlation, name: string): unknown {
  if (Object.hasOwn(rule.custom, name)) return rule.custom[name]
  const { id, title, level, status, author, description, license, references, date, modified } = rule
  const { tags, taxonomy, fields, falsepositives, scope } = rule
  const known: Readonly<Record<string, unknown>> = {
    id,
    name: rule.name,
    title,
    level,
    status,
    author,
    description,
    license,
    references,
    date,
    modified,
    tags,
    taxonomy,
    fields,
    falsepositives,
    scope,
  }
  return Object.hasOwn(known, name) ? known[name] : undefined
}

function overValues(
  section: Section,
  test: (value: ReturnType<typeof valuesOf>[number]) => boolean,
): Test<ItemSubject> {
  const link = section.oneOf('cond', ['any', 'all'])
  return ({ item }) => {
    const values = valuesOf(item)
    return link === 'any' ? values.some(test) : values.every(test)
  }
}

function parseMatchString(section: Section): Test<ItemSubject> {
  const regex = within([...section.path, 'pattern'], () => compileCapturing(section.text('pattern')))
  const negated = section.flag('negate')
  return overValues(section, (value) => {
    const matches = value.kind === 'text' && textsOf(value).some((text) => regex.match(text) !== undefined)
    return matches !== negated
  })
}

function parseFields(section: Section): Test<FieldSubject> {
  const fields = section.texts('fields')
  const mode = section.optionalOneOf('mode', ['plain', 're']) ?? 'plain'
  if (mode === 'plain') return ({ field }) => field !== undefined && fields.includes(field)
  const regexes = fields.map((source, index) =>
    within([...section.path, 'fields', index], () => compileCapturing(source)),
  )
  return ({ field }) => field !== undefined && regexes.some((regex) => regex.match(field) !== undefined)
}
