// Steps of pipelines that change values: what each makes of one item.
import { type DraftItem, type DraftSelection, expanded, within } from './detection.ts'
import { RuleError } from './fault.ts'
import type { DraftValue, RuleValue } from './modifiers.ts'
import { openPattern, type Pattern, parsePattern } from './pattern.ts'
import type { Section } from './pipeline-section.ts'
import { fillPlaceholders } from './placeholders.ts'
import { type CapturingRegex, compileCapturing, parseReplacement } from './regex-captures.ts'
import { numberOf } from './value-test.ts'
import { parsePatternText, patternText, textsOf, valuesOf } from './value-text.ts'

/** Values of placeholders by name. */
export type Variables = ReadonlyMap<string, readonly string[]>

/** What a step makes of an item; `undefined` leaves it as it is. */
export type ItemChange = (item: DraftItem, variables: Variables) => DraftSelection | undefined

/** Reads the parameters of a step. */
export type ChangeParser = (section: Section) => ItemChange

/** An item of which nothing is left. */
export const nothingLeft: DraftSelection = { kind: 'all', parts: [] }

/** The steps that change values, by type. */
export const valueSteps: ReadonlyMap<string, ChangeParser> = new Map<string, ChangeParser>([
  ['drop_detection_item', () => () => nothingLeft],
  ['replace_string', parseReplaceString],
  ['map_string', parseMapString],
  ['set_value', parseSetValue],
  ['convert_type', parseConvertType],
  ['case', parseCase],
  ['regex', parseRegexStep],
  ['hashes_fields', parseHashes],
  ['extract_fields', parseExtract],
  ['value_placeholders', (section) => parsePlaceholders(section, undefined)],
  ['wildcard_placeholders', (section) => parsePlaceholders(section, '*')],
  [
    'detection_item_failure',
    (section) => {
      const message = section.text('message')
      return ({ path }) => {
        throw new RuleError('pipeline', message, path)
      }
    },
  ],
])

/** Changes each value of an item on its own; `undefined` from all of them leaves the item as it is. */
function overValues(
  item: DraftItem,
  change: (value: DraftValue) => readonly DraftValue[] | undefined,
): DraftItem | undefined {
  // What waits for its placeholders has no values yet.
  if (item.content.kind === 'open') return undefined
  const { values } = item.content
  let isChanged = false
  const changed = values.values.map((variants) =>
    variants.flatMap((value) => {
      const found = change(value)
      if (found !== undefined) isChanged = true
      return found ?? [value]
    }),
  )
  return isChanged ? { ...item, content: { kind: 'values', values: { ...values, values: changed } } } : undefined
}

/** Changes the texts of an item. What is encoded is no text any more. */
function overPatterns(item: DraftItem, change: (pattern: Pattern) => Pattern): DraftItem | undefined {
  return overValues(item, (value) => {
    if (value.kind !== 'text' || value.encoded) return undefined
    return [{ ...value, patterns: value.patterns.map(change) }]
  })
}

function compileIn(section: Section, key: string): CapturingRegex {
  const source = section.text(key)
  return within([...section.path, key], () => compileCapturing(source))
}

function parseReplaceString(section: Section): ItemChange {
  const regex = compileIn(section, 'regex')
  const text = section.any('replacement')
  if (typeof text !== 'string') return section.refuse('expected "replacement" with a text')
  const replacement = within([...section.path, 'replacement'], () => parseReplacement(text, regex))
  const skipSpecial = section.flag('skip_special')
  const interpretSpecial = section.flag('interpret_special')
  if (interpretSpecial && !skipSpecial)
    section.refuse('expected "skip_special: true": without it wildcards are always read', 'interpret_special')
  const replaced = (whole: string): string => regex.replace(whole, replacement)
  const change = (pattern: Pattern): Pattern => {
    if (!skipSpecial) return parsePatternText(replaced(patternText(pattern)))
    return joinLiterals(
      pattern.flatMap((piece) =>
        typeof piece !== 'string' ? [piece] : interpretSpecial ? parsePattern(replaced(piece)) : [replaced(piece)],
      ),
    )
  }
  return (item) =>
    overValues(item, (value) => {
      if (value.kind === 'number') return [{ kind: 'text', patterns: [change([String(value.number)])], encoded: false }]
      if (value.kind !== 'text' || value.encoded) return undefined
      return [{ ...value, patterns: value.patterns.map(change) }]
    })
}

/** Two literal texts must never stand side by side, and none may be empty. */
function joinLiterals(pattern: Pattern): Pattern {
  const joined: Pattern[number][] = []
  for (const piece of pattern) {
    const last = joined.at(-1)
    if (piece === '') continue
    if (typeof piece === 'string' && typeof last === 'string') joined[joined.length - 1] = last + piece
    else joined.push(piece)
  }
  return joined
}

function parseMapString(section: Section): ItemChange {
  const mapping = section.mapping('mapping')
  return (item) =>
    overValues(item, (value) => {
      if (value.kind !== 'text' || value.encoded) return undefined
      const [text, ...more] = textsOf(value)
      const targets = text === undefined || more.length > 0 ? undefined : mapping.get(text)
      return targets?.map((target) => ({ ...value, patterns: [parsePattern(target)] }))
    })
}

function parseSetValue(section: Section): ItemChange {
  const raw = section.any('value')
  const type = section.optionalOneOf('force_type', ['str', 'num'])
  if (raw !== undefined && !['string', 'number', 'boolean'].includes(typeof raw))
    section.refuse('expected a text, a number, true, false or null', 'value')
  // Checked above; a missing value is null.
  const value = setValue((raw ?? null) as RuleValue, type)
  if (value === undefined) return section.refuse(`the value cannot be of type "${type}"`, 'value')
  return (item) => overValues(item, () => [value])
}

function setValue(raw: RuleValue, type: 'str' | 'num' | undefined): DraftValue | undefined {
  if (type === 'num') {
    const number = typeof raw === 'number' ? raw : typeof raw === 'string' ? numberOf(raw) : undefined
    return number === undefined ? undefined : { kind: 'number', number }
  }
  if (raw === null || typeof raw === 'boolean')
    return type === 'str' ? undefined : raw === null ? { kind: 'null' } : { kind: 'boolean', boolean: raw }
  if (typeof raw === 'number' && type === undefined) return { kind: 'number', number: raw }
  return { kind: 'text', patterns: [parsePattern(String(raw))], encoded: false }
}

function parseConvertType(section: Section): ItemChange {
  const target = section.oneOf('target_type', ['str', 'num'])
  return (item) =>
    overValues(item, (value) => {
      if (target === 'str')
        return value.kind === 'number'
          ? [{ kind: 'text', patterns: [[String(value.number)]], encoded: false }]
          : undefined
      if (value.kind !== 'text') return undefined
      return textsOf(value).map((text) => {
        const number = numberOf(text)
        if (number === undefined) throw new RuleError('pipeline', `the value "${text}" is no number`, item.path)
        return { kind: 'number', number }
      })
    })
}

function parseCase(section: Section): ItemChange {
  const method = section.optionalOneOf('method', ['lower', 'upper', 'snake_case']) ?? 'lower'
  const change = {
    lower: (text: string) => text.toLowerCase(),
    upper: (text: string) => text.toUpperCase(),
    snake_case: (text: string) => text.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase(),
  }[method]
  return (item) =>
    overPatterns(item, (pattern) => pattern.map((piece) => (typeof piece === 'string' ? change(piece) : piece)))
}

/** In a query language this makes expressions of texts. Here only what it means counts: whether case matters. */
function parseRegexStep(section: Section): ItemChange {
  const method =
    section.optionalOneOf('method', ['plain', 'ignore_case_flag', 'ignore_case_brackets']) ?? 'ignore_case_brackets'
  if (method !== 'plain') return () => undefined
  return (item) => overValues(item, (value) => (value.kind === 'text' ? [{ ...value, cased: true }] : undefined))
}

const hashLengths = new Map([
  [32, 'MD5'],
  [40, 'SHA1'],
  [64, 'SHA256'],
  [128, 'SHA512'],
])

function parseHashes(section: Section): ItemChange {
  const algorithms = section.texts('valid_hash_algos')
  const prefix = section.optionalText('field_prefix') ?? ''
  const dropsName = section.flag('drop_algo_prefix')
  const fields = section.optionalTexts('field_to_parse') ?? ['Hashes', 'Hash']
  return (item) => {
    if (item.field === undefined || !fields.includes(item.field) || item.content.kind === 'open') return undefined
    const values = valuesOf(item)
    if (values.some((value) => value.kind !== 'text' || value.encoded)) return undefined
    const found = values.flatMap(textsOf).flatMap((text): (readonly [string, string])[] => {
      const hash = hashOf(text)
      if (hash === undefined || !algorithms.includes(hash.algorithm)) return []
      return [[prefix + (dropsName ? '' : hash.algorithm), hash.value]]
    })
    if (found.length === 0)
      throw new RuleError('pipeline', `expected a hash of one of ${algorithms.join(', ')}`, item.path)
    const parts = found.map(([field, value]) =>
      itemOf(item, field, { kind: 'text', patterns: [[value]], encoded: false }),
    )
    return { kind: item.content.values.all ? 'all' : 'any', parts }
  }
}

function hashOf(text: string): { readonly algorithm: string; readonly value: string } | undefined {
  const parts = text.includes('|') ? text.split('|') : text.split('=')
  const [first = '', second] = parts
  if (parts.length === 2 && second !== undefined)
    return { algorithm: first.replace(/^\*+/, '').toUpperCase(), value: second.replace(/^[*?]+|[*?]+$/g, '') }
  const value = first.replace(/^[*?]+|[*?]+$/g, '')
  const algorithm = hashLengths.get(value.length)
  return algorithm === undefined ? undefined : { algorithm, value }
}

/** An item of one value in the place of another item. */
function itemOf(item: DraftItem, field: string, value: DraftValue): DraftItem {
  const negated = item.content.kind === 'values' && item.content.values.negated
  return {
    ...item,
    field,
    content: { kind: 'values', values: { values: [[value]], all: false, negated, cased: false } },
  }
}

function parseExtract(section: Section): ItemChange {
  const regex = compileIn(section, 'regex')
  if (!regex.names.some((name) => name !== undefined)) section.refuse('expected a named group', 'regex')
  const prefix = section.optionalText('field_prefix')
  const keeps = section.flag('preserve_unmatched')
  return (item) => {
    if (item.field === undefined || item.content.kind === 'open') return undefined
    const { field } = item
    const values = valuesOf(item)
    if (values.some((value) => value.kind !== 'text' || value.encoded)) return undefined
    const parts = values.flatMap((value): DraftSelection[] => {
      const [text = ''] = textsOf(value)
      const groups = regex.match(text)?.groups
      if (groups === undefined) return keeps ? [itemOf(item, field, value)] : []
      const found = regex.names.flatMap((name, number) => {
        const group = groups[number]
        if (name === undefined || group === undefined || group === '') return []
        return [itemOf(item, prefix === undefined ? name : `${prefix}.${name}`, extracted(group))]
      })
      return found.length === 0 ? [] : [{ kind: 'all', parts: found }]
    })
    if (parts.length === 0) return undefined
    return { kind: item.content.values.all ? 'all' : 'any', parts }
  }
}

function extracted(text: string): DraftValue {
  if (/^(null|none)$/i.test(text)) return { kind: 'null' }
  const number = text !== '0' && text.startsWith('0') ? undefined : numberOf(text)
  return number === undefined
    ? { kind: 'text', patterns: [parsePatternText(text)], encoded: false }
    : { kind: 'number', number }
}

/** @param fixed - Instead of the values of variables. */
function parsePlaceholders(section: Section, fixed: string | undefined): ItemChange {
  const include = section.optionalTexts('include')
  const exclude = section.optionalTexts('exclude')
  if (include !== undefined && exclude !== undefined) section.refuse('either "include" or "exclude"', 'exclude')
  const isMeant = (name: string): boolean => include?.includes(name) ?? !(exclude?.includes(name) ?? false)
  return (item, variables) => {
    const { content, path, field } = item
    if (content.kind !== 'open') return undefined
    const wildcard = content.modifiers.includes('re') ? '.*' : fixed
    const valuesFor = (name: string): readonly string[] | undefined => {
      if (!isMeant(name)) return undefined
      if (fixed !== undefined) return [wildcard ?? fixed]
      const values = variables.get(name)
      if (values === undefined) throw new RuleError('placeholder', `no variable is called "${name}"`, path)
      return values
    }
    const fill = (text: RuleValue): readonly RuleValue[] =>
      typeof text === 'string' ? within(path, () => fillPlaceholders(text, valuesFor)) : [text]
    const texts = content.texts.map((variants) => variants.flatMap(fill))
    return { ...item, content: within(path, () => expanded(content.modifiers, texts, field === undefined)) }
  }
}

/** The texts of keywords as texts of a field: anywhere in it. */
export function openTexts(item: DraftItem): DraftItem {
  const { content } = item
  if (content.kind === 'values') return overPatterns(item, (pattern) => openPattern(pattern, 'both')) ?? item
  if (content.modifiers.includes('re')) return item
  return { ...item, content: { ...content, modifiers: [...content.modifiers, 'contains'] } }
}
