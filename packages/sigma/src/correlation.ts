// A correlation rule: its attributes, checked. Which rules its references mean is found later, when all files are read.
//
// Source: Sigma correlation rules specification 2.1.0.
import { isMap, within } from './detection.ts'
import { type Fault, RuleError } from './fault.ts'
import { maxCorrelationCount, maxCorrelationRules, maxGroupFields, maxTimespanMs } from './limits.ts'
import { type Attributes, parseAttributes } from './rule.ts'

/** The types of the specification, and the median, which its text names as a percentile. */
export const correlationTypes = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
] as const

/** One of the types. */
export type CorrelationType = (typeof correlationTypes)[number]

/** How the counted or computed number must stand to a given one. */
export type BoundOperator = (typeof boundOperators)[number]
const boundOperators = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const

/** One comparison of a condition. */
export type Bound = { readonly operator: BoundOperator; readonly number: number }

/** When a correlation matches. */
export type CorrelationCondition = {
  /** One comparison, or a lower and an upper one. */
  readonly bounds: readonly Bound[]
  /** The fields whose values are counted or computed; more than one only for `value_count`. */
  readonly fields: readonly string[]
  /** For `value_percentile`, 0 to 100. Without it the share of each value is looked at, as in the specification's example. */
  readonly percentile: number | undefined
}

/** A correlation as it stands in its file. */
export type Correlation = Attributes & {
  readonly kind: 'correlation'
  readonly type: CorrelationType
  /** Ids or names of rules and of other correlations. */
  readonly rules: readonly string[]
  readonly groupBy: readonly string[]
  /** By alias: by reference to a rule: the field. */
  readonly aliases: ReadonlyMap<string, ReadonlyMap<string, string>>
  readonly timespanMs: number
  readonly condition: CorrelationCondition
  /** The rules it refers to also alert by themselves. */
  readonly generate: boolean
}

/** A document with the deprecated or doubtful forms that were found in it. */
export type ParsedCorrelation = { readonly correlation: Correlation; readonly warnings: readonly Fault[] }

type Document = Readonly<Record<string, unknown>>

/**
 * Checks one document that is a correlation rule.
 *
 * @throws RuleError with the path inside the document.
 */
export function parseCorrelation(document: Document): ParsedCorrelation {
  const warnings: Fault[] = []
  const attributes = parseAttributes(document, warnings)
  const section = document.correlation
  if (!isMap(section)) throw new RuleError('correlation', 'expected a map with type, rules, timespan', ['correlation'])
  const parsed = within(['correlation'], () => parseSection(section))
  const generate = parseGenerate(document, section)
  const warn = (message: string, name: string): void => {
    warnings.push({ code: 'correlation', message, path: ['correlation', name] })
  }
  if (section['group-by'] === undefined || section['group-by'] === null)
    warn('expected group-by: without it all events are one group', 'type')
  if (isTemporal(parsed.type) && parsed.rules.length === 1)
    warn(`${parsed.type} of one rule matches whenever that rule does`, 'rules')
  return { correlation: { kind: 'correlation', ...attributes, ...parsed, generate }, warnings }
}

/** Whether a type looks at which rules matched. */
export function isTemporal(type: CorrelationType): boolean {
  return type === 'temporal' || type === 'temporal_ordered'
}

/**
 * Whether a correlation is decided at the end of a window that its first event opens, and not at each event. It must be when
 * an event that is still to come could make the condition false: with an upper bound, and for shares.
 */
export function endsWithWindow({ type, condition }: Pick<Correlation, 'type' | 'condition'>): boolean {
  return isShare(type, condition) || condition.bounds.some(({ operator }) => operator !== 'gt' && operator !== 'gte')
}

/** Whether a correlation looks at the share of each value. */
export function isShare(type: CorrelationType, condition: CorrelationCondition): boolean {
  return type === 'value_percentile' && condition.percentile === undefined
}

/** Whether a number fulfils all bounds. */
export function boundsHold(bounds: readonly Bound[], number: number): boolean {
  return bounds.every((bound) => boundHolds(bound, number))
}

function boundHolds(bound: Bound, number: number): boolean {
  switch (bound.operator) {
    case 'gt':
      return number > bound.number
    case 'gte':
      return number >= bound.number
    case 'lt':
      return number < bound.number
    case 'lte':
      return number <= bound.number
    case 'eq':
      return number === bound.number
    case 'neq':
      return number !== bound.number
  }
}

const sectionKeys = ['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate']

function parseSection(section: Document): Omit<Correlation, keyof Attributes | 'kind' | 'generate'> {
  for (const key of Object.keys(section)) {
    if (!sectionKeys.includes(key))
      throw new RuleError('correlation', `expected one of ${sectionKeys.join(', ')}`, [key])
  }
  const type = parseType(section.type)
  const rules = parseRules(section.rules)
  const groupBy = parseGroupBy(section['group-by'])
  const aliases = parseAliases(section.aliases, rules)
  for (const [index, name] of groupBy.entries()) checkAlias(aliases.get(name), name, rules, ['group-by', index])
  const timespanMs = parseTimespan(section.timespan)
  const condition = within(['condition'], () => parseCondition(type, section.condition, rules.length))
  for (const name of condition.fields) checkAlias(aliases.get(name), name, rules, ['condition', 'field'])
  return { type, rules, groupBy, aliases, timespanMs, condition }
}

function parseType(value: unknown): CorrelationType {
  const type = correlationTypes.find((one) => one === value)
  if (type === undefined) throw new RuleError('correlation', `expected one of ${correlationTypes.join(', ')}`, ['type'])
  return type
}

function parseRules(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : typeof value === 'string' ? [value] : []
  if (list.length === 0) throw new RuleError('correlation', 'expected a list of ids or names of rules', ['rules'])
  if (list.length > maxCorrelationRules)
    throw new RuleError('limit', `expected at most ${maxCorrelationRules} rules`, ['rules'])
  return list.map((one, index) => {
    if (typeof one !== 'string' || one === '')
      throw new RuleError('correlation', 'expected the id or name of a rule', ['rules', index])
    if (list.indexOf(one) !== index)
      throw new RuleError('correlation', 'this rule stands there twice', ['rules', index])
    return one
  })
}

function parseGroupBy(value: unknown): readonly string[] {
  if (value === undefined || value === null) return []
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (list.length > maxGroupFields)
    throw new RuleError('limit', `expected at most ${maxGroupFields} fields`, ['group-by'])
  return list.map((one, index) => {
    if (typeof one !== 'string' || one === '')
      throw new RuleError('correlation', 'expected a field', ['group-by', index])
    if (list.indexOf(one) !== index)
      throw new RuleError('correlation', 'this field stands there twice', ['group-by', index])
    return one
  })
}

function parseAliases(value: unknown, rules: readonly string[]): Correlation['aliases'] {
  const aliases = new Map<string, ReadonlyMap<string, string>>()
  if (value === undefined || value === null) return aliases
  if (!isMap(value)) throw new RuleError('correlation', 'expected a map of aliases', ['aliases'])
  for (const [alias, mapping] of Object.entries(value)) {
    if (!isMap(mapping))
      throw new RuleError('correlation', 'expected a map of rules and their fields', ['aliases', alias])
    const fields = new Map<string, string>()
    for (const [rule, field] of Object.entries(mapping)) {
      const path = ['aliases', alias, rule]
      if (!rules.includes(rule)) throw new RuleError('correlation', `expected a rule of "rules", got "${rule}"`, path)
      if (typeof field !== 'string' || field === '') throw new RuleError('correlation', 'expected a field', path)
      fields.set(rule, field)
    }
    aliases.set(alias, fields)
  }
  return aliases
}

/** An alias that is used must say for each rule which field it means. */
function checkAlias(
  alias: ReadonlyMap<string, string> | undefined,
  name: string,
  rules: readonly string[],
  path: readonly (string | number)[],
): void {
  const missing = alias === undefined ? undefined : rules.find((rule) => !alias.has(rule))
  if (missing !== undefined)
    throw new RuleError('correlation', `the alias "${name}" names no field for the rule "${missing}"`, path)
}

const units = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
])

function parseTimespan(value: unknown): number {
  const found = typeof value === 'string' ? /^([1-9]\d{0,8})([smhd])$/.exec(value) : null
  if (found === null)
    throw new RuleError('correlation', 'expected a number followed by s, m, h or d, such as 90m', ['timespan'])
  const span = Number(found[1]) * (units.get(found[2] ?? '') ?? 0)
  if (span > maxTimespanMs) throw new RuleError('limit', 'expected a timespan of at most 366d', ['timespan'])
  return span
}

function parseGenerate(document: Document, section: Document): boolean {
  // The schema has it beside the section, pySigma inside.
  for (const [path, value] of [
    [['generate'], document.generate],
    [['correlation', 'generate'], section.generate],
  ] as const) {
    if (value === undefined || value === null) continue
    if (typeof value !== 'boolean') throw new RuleError('correlation', 'expected true or false', path)
    return value
  }
  return false
}

function parseCondition(type: CorrelationType, value: unknown, rules: number): CorrelationCondition {
  if (value === undefined || value === null) {
    if (isTemporal(type)) return { bounds: [{ operator: 'gte', number: rules }], fields: [], percentile: undefined }
    throw new RuleError('correlation', `expected a condition: ${type} needs one`)
  }
  if (typeof value === 'string')
    throw new RuleError('correlation', 'expected a map such as "gte: 2": a text is no condition of a correlation')
  if (!isMap(value)) throw new RuleError('correlation', 'expected a map such as "gte: 10"')
  const known = [...boundOperators, ...(isTemporal(type) || type === 'event_count' ? [] : ['field'])]
  if (type === 'value_percentile') known.push('percentile')
  for (const key of Object.keys(value)) {
    if (!known.includes(key))
      throw new RuleError('correlation', `expected for ${type} one of ${known.join(', ')}`, [key])
  }
  const fields = parseFields(type, value.field)
  const percentile = parsePercentile(value.percentile)
  const condition = { bounds: parseBounds(type, value), fields, percentile }
  checkBounds(type, condition, rules)
  return condition
}

function parseFields(type: CorrelationType, value: unknown): readonly string[] {
  if (isTemporal(type) || type === 'event_count') return []
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (type !== 'value_count' && list.length > 1)
    throw new RuleError('correlation', `${type} looks at one field`, ['field'])
  if (list.length > maxGroupFields) throw new RuleError('limit', `expected at most ${maxGroupFields} fields`, ['field'])
  if (value === undefined || value === null || list.length === 0)
    throw new RuleError('correlation', `expected "field": ${type} needs one`)
  return list.map((one) => {
    if (typeof one !== 'string' || one === '') throw new RuleError('correlation', 'expected a field', ['field'])
    return one
  })
}

function parsePercentile(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' && value >= 0 && value <= 100) return value
  throw new RuleError('correlation', 'expected a number from 0 to 100', ['percentile'])
}

function parseBounds(type: CorrelationType, value: Document): readonly Bound[] {
  const bounds: Bound[] = []
  for (const operator of boundOperators) {
    const number = value[operator]
    if (number === undefined) continue
    if (typeof number !== 'number' || !Number.isFinite(number))
      throw new RuleError('correlation', 'expected a number', [operator])
    if (counts(type) && (!Number.isInteger(number) || number < 0))
      throw new RuleError('correlation', 'expected a whole number that is not negative', [operator])
    if (counts(type) && number > maxCorrelationCount)
      throw new RuleError('limit', `expected at most ${maxCorrelationCount}`, [operator])
    bounds.push({ operator, number })
  }
  const [first, second, ...more] = bounds
  if (first === undefined) throw new RuleError('correlation', `expected one of ${boundOperators.join(', ')}`)
  const isLower = ['gt', 'gte'].includes(first.operator)
  if (more.length > 0 || (second !== undefined && !(isLower && ['lt', 'lte'].includes(second.operator))))
    throw new RuleError('correlation', 'expected one comparison, or gt or gte together with lt or lte')
  return bounds
}

function counts(type: CorrelationType): boolean {
  return isTemporal(type) || type === 'event_count' || type === 'value_count'
}

/** A condition that no number can fulfil is a mistake. */
function checkBounds(type: CorrelationType, condition: CorrelationCondition, rules: number): void {
  const { bounds } = condition
  const most = isTemporal(type) ? rules : isShare(type, condition) ? 100 : Number.POSITIVE_INFINITY
  // What counts begins with the first event of a group: it is never 0.
  const least = counts(type) ? 1 : isShare(type, condition) ? 0 : Number.NEGATIVE_INFINITY
  const numbers = bounds.map(({ number }) => number)
  const tries = counts(type)
    ? numbers.flatMap((number) => [number - 1, number, number + 1])
    : [
        ...numbers.flatMap((number) => [number - 1, number, number + 1]),
        (Math.min(...numbers) + Math.max(...numbers)) / 2,
      ]
  if ([...tries, least, most].some((one) => one >= least && one <= most && boundsHold(bounds, one))) return
  const hint = isShare(type, condition) ? ': without "percentile" it is the share of a value, in percent' : ''
  const range = isTemporal(type)
    ? `1 to ${rules}`
    : counts(type)
      ? '1 and more'
      : isShare(type, condition)
        ? '0 to 100'
        : 'any'
  throw new RuleError('correlation', `no number from the range ${range} fulfils this condition${hint}`)
}
