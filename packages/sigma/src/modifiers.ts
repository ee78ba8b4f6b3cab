// Modifiers: what stands after the bar in `Image|endswith`. They are applied from left to right.
//
// Source: Sigma modifiers appendix 2.1.0.
import { parseNetwork } from './cidr.ts'
import { encodeBase64, encodeBase64Offsets, encodeUtf16 } from './encodings.ts'
import { RuleError } from './fault.ts'
import { foldPattern, literalPattern, openDashes, openPattern, type Pattern, parsePattern } from './pattern.ts'
import { compileRegex } from './regex-automaton.ts'
import { parseRegex, type RegexFlags } from './regex-syntax.ts'
import type { Comparison, DatePart, FieldRelation, ValueTest } from './value-test.ts'

/** A value as it stands in a rule. */
export type RuleValue = string | number | boolean | null

/** What the modifiers of one item make of it: the tests of its values. */
export type ModifiedValues = {
  /** One list per value of the rule: the value matches when one of its tests does. */
  readonly values: readonly (readonly ValueTest[])[]
  /** Every value must match, not one. */
  readonly all: boolean
  /** The item holds when it does not match. */
  readonly negated: boolean
}

/** A value after its modifiers and before it becomes a test: what a pipeline works on. Texts are not folded yet. */
export type DraftValue =
  | { readonly kind: 'text'; readonly patterns: readonly Pattern[]; readonly encoded: boolean; readonly cased?: true }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'boolean'; readonly boolean: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'part'; readonly part: DatePart; readonly number: number }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: RegexFlags }
  | { readonly kind: 'field'; readonly field: string; readonly relation: FieldRelation }
  | { readonly kind: 'test'; readonly test: ValueTest }

/** The values of one item, each with its variants, of which one is enough; and what holds for all of them. */
export type DraftValues = {
  readonly values: readonly (readonly DraftValue[])[]
  readonly all: boolean
  readonly negated: boolean
  readonly cased: boolean
}

type Settings = { all: boolean; cased: boolean; negated: boolean; relation: FieldRelation | undefined }

/**
 * Applies modifiers to the values of one item.
 *
 * @param names - The modifiers in their order, without bars. `expand` must have been carried out.
 * @param values - Each value with its variants: more than one where a placeholder was filled.
 * @throws RuleError `modifier` for an unknown one or one that makes no sense here, `value`.
 */
export function applyModifiers(
  names: readonly string[],
  values: readonly (readonly RuleValue[])[],
  isKeyword: boolean,
): DraftValues {
  const settings: Settings = { all: false, cased: false, negated: false, relation: undefined }
  checkModifiers(names, values.flat(), isKeyword)
  const drafts = values.map((variants) =>
    variants.map((value) => names.reduce((draft, name) => modify(draft, name, settings), startOf(value, names))),
  )
  return { values: drafts, all: settings.all, negated: settings.negated, cased: settings.cased }
}

/**
 * Makes the tests of an item.
 *
 * @param isKeyword - The item has no field: its texts are looked for anywhere in a value.
 * @throws RuleError `regex` or `modifier` for what only shows at the end.
 */
export function finishValues(draft: DraftValues, isKeyword: boolean): ModifiedValues {
  const tests = draft.values.map((variants) => variants.flatMap((one) => testsOf(one, draft.cased, isKeyword)))
  return { values: tests, all: draft.all, negated: draft.negated }
}

function startOf(value: RuleValue, names: readonly string[]): DraftValue {
  if (value === null) return { kind: 'null' }
  if (typeof value === 'number') return { kind: 'number', number: value }
  if (typeof value === 'boolean') return { kind: 'boolean', boolean: value }
  // Regular expressions and networks are taken as they stand; only Sigma's own patterns have Sigma's escaping.
  const raw = names.includes('re') || names.includes('cidr') || names.includes('fieldref')
  return { kind: 'text', patterns: [raw ? literalPattern(value) : parsePattern(value)], encoded: false }
}

function refuse(name: string, why: string): never {
  throw new RuleError('modifier', `modifier "${name}": ${why}`)
}

const comparisons = ['lt', 'lte', 'gt', 'gte'] as const
const dateParts = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
const regexFlags = new Map<string, keyof RegexFlags>([
  ['i', 'ignoreCase'],
  ['ignorecase', 'ignoreCase'],
  ['m', 'multiline'],
  ['multiline', 'multiline'],
  ['s', 'dotAll'],
  ['dotall', 'dotAll'],
])
const sides = new Map<string, { side: 'start' | 'end' | 'both' }>([
  ['contains', { side: 'both' }],
  ['startswith', { side: 'end' }],
  ['endswith', { side: 'start' }],
])

function oneOf<T extends string>(list: readonly T[], name: string): T | undefined {
  return list.find((one) => one === name)
}

function modify(draft: DraftValue, name: string, settings: Settings): DraftValue {
  const comparison = oneOf(comparisons, name)
  if (comparison !== undefined) return compare(draft, name, comparison)
  const part = oneOf(dateParts, name)
  if (part !== undefined) return takePart(draft, part)
  const flag = regexFlags.get(name)
  if (flag !== undefined) {
    if (draft.kind !== 'regex') return refuse(name, 'expected after "re"')
    return { ...draft, flags: { ...draft.flags, [flag]: true } }
  }
  const side = sides.get(name)
  if (side !== undefined) return open(draft, name, side.side, settings)
  switch (name) {
    case 'all':
      settings.all = true
      return draft
    case 'cased':
      if (draft.kind !== 'text' && draft.kind !== 'field') refuse(name, 'expected on texts')
      settings.cased = true
      return draft
    case 'neq':
      settings.negated = true
      return draft
    case 'expand':
      // Carried out before: it changes the texts of the rule, not their meaning.
      return draft
    case 're':
      if (draft.kind !== 'text') return refuse(name, 'expected a text')
      return {
        kind: 'regex',
        source: draft.patterns.flat().join(''),
        flags: { ignoreCase: false, multiline: false, dotAll: false },
      }
    case 'cidr':
      return network(draft)
    case 'exists':
      if (draft.kind !== 'boolean') return refuse(name, 'expected true or false')
      return { kind: 'test', test: { kind: 'exists', expected: draft.boolean } }
    case 'fieldref':
      if (draft.kind !== 'text') return refuse(name, 'expected the name of a field')
      return { kind: 'field', field: draft.patterns.flat().join(''), relation: settings.relation ?? 'equals' }
    case 'windash':
      if (draft.kind !== 'text' || draft.encoded) return refuse(name, 'expected on texts, before any encoding')
      return { ...draft, patterns: draft.patterns.map(openDashes) }
    case 'wide':
    case 'utf16le':
    case 'utf16be':
    case 'utf16':
      return { kind: 'bytes', bytes: encodeUtf16(literalOf(draft, name), name) }
    case 'base64':
    case 'base64offset':
      return encode(draft, name)
    default:
      return refuse(name, 'not known')
  }
}

function compare(draft: DraftValue, name: string, comparison: Comparison): DraftValue {
  if (draft.kind === 'number') return { kind: 'test', test: { kind: 'compare', comparison, number: draft.number } }
  if (draft.kind !== 'part') return refuse(name, 'expected a number')
  return { kind: 'test', test: { kind: 'compare', comparison, number: draft.number, part: draft.part } }
}

function takePart(draft: DraftValue, part: DatePart): DraftValue {
  return draft.kind === 'number' ? { kind: 'part', part, number: draft.number } : refuse(part, 'expected a number')
}

function open(draft: DraftValue, name: string, side: 'start' | 'end' | 'both', settings: Settings): DraftValue {
  const relation = oneOf(['contains', 'startswith', 'endswith'] as const, name)
  settings.relation = relation
  if (draft.kind === 'field' && relation !== undefined) return { ...draft, relation }
  if (draft.kind === 'regex') return refuse(name, '"re" already finds a match anywhere in the value: use "^" and "$"')
  if (draft.kind === 'bytes') return refuse(name, 'expected after base64 or base64offset')
  if (draft.kind === 'number')
    return { kind: 'text', patterns: [openPattern(literalPattern(String(draft.number)), side)], encoded: false }
  if (draft.kind !== 'text') return refuse(name, 'expected a text')
  return { ...draft, patterns: draft.patterns.map((pattern) => openPattern(pattern, side)) }
}

function network(draft: DraftValue): DraftValue {
  const text = draft.kind === 'text' ? draft.patterns.flat().join('') : ''
  const found = parseNetwork(text)
  if (found === undefined)
    throw new RuleError('value', `modifier "cidr": expected a network such as 10.0.0.0/8, got "${text}"`)
  return { kind: 'test', test: { kind: 'cidr', network: found } }
}

function literalOf(draft: DraftValue, name: string): string {
  if (draft.kind === 'number') return String(draft.number)
  if (draft.kind !== 'text') return refuse(name, 'expected a text')
  const [pattern = [], ...more] = draft.patterns
  const [literal = '', ...rest] = pattern
  if (more.length > 0 || rest.length > 0 || typeof literal !== 'string')
    return refuse(name, 'expected a text without wildcards: write the modifier before contains, and escape * and ?')
  return literal
}

function encode(draft: DraftValue, name: 'base64' | 'base64offset'): DraftValue {
  const bytes = draft.kind === 'bytes' ? draft.bytes : new TextEncoder().encode(literalOf(draft, name))
  if (bytes.length === 0) refuse(name, 'expected a text that is not empty')
  const texts = name === 'base64' ? [encodeBase64(bytes)] : encodeBase64Offsets(bytes)
  return { kind: 'text', patterns: texts.map(literalPattern), encoded: true }
}

/** The tests of a finished value. */
function testsOf(draft: DraftValue, allCased: boolean, isKeyword: boolean): readonly ValueTest[] {
  const cased = allCased || (draft.kind === 'text' && draft.cased === true)
  const text = (pattern: Pattern): ValueTest => {
    const whole = isKeyword ? openPattern(pattern, 'both') : pattern
    return { kind: 'text', pattern: cased ? whole : foldPattern(whole), cased }
  }
  switch (draft.kind) {
    case 'text':
      return draft.patterns.map(text)
    case 'number':
      return [text(literalPattern(String(draft.number)))]
    case 'boolean':
      return [text(literalPattern(String(draft.boolean)))]
    case 'null':
      return [{ kind: 'null' }]
    case 'part':
      return [{ kind: 'compare', comparison: 'eq', number: draft.number, part: draft.part }]
    case 'regex':
      compileRegex(parseRegex(draft.source, draft.flags))
      return [{ kind: 'regex', source: draft.source, flags: draft.flags }]
    case 'field':
      return [{ kind: 'field', field: draft.field, relation: draft.relation, cased }]
    case 'test':
      return [draft.test]
    case 'bytes':
      return refuse('utf16', 'expected base64 or base64offset after it')
  }
}

const alone = new Set(['exists', 'cidr', ...comparisons, ...dateParts])
const onlyOnFields = new Set([
  'startswith',
  'endswith',
  'exists',
  'cidr',
  'neq',
  'fieldref',
  ...comparisons,
  ...dateParts,
])
const withParts = new Set<string>([...comparisons, ...dateParts])

/**
 * Checks what no single modifier can see: the company it keeps.
 *
 * @throws RuleError `modifier` or `value`.
 */
export function checkModifiers(names: readonly string[], values: readonly RuleValue[], isKeyword: boolean): void {
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) refuse(name, 'stands there twice')
    if (isKeyword && onlyOnFields.has(name)) refuse(name, 'expected on a field, not on keywords')
    if (name === 're' && index > 0 && names[0] !== 'expand') refuse(name, 'expected as the first modifier')
    const others = names.filter(
      (other) => other !== name && other !== 'neq' && !(withParts.has(name) && withParts.has(other)),
    )
    if (alone.has(name) && others.length > 0) refuse(name, `cannot be combined with "${others[0]}"`)
  }
  if (names.filter((name) => sides.has(name)).length > 1)
    refuse(names.filter((name) => sides.has(name))[1] ?? '', 'contains, startswith and endswith exclude each other')
  if (names.includes('neq') && names.includes('all')) refuse('neq', 'cannot be combined with "all"')
  if (names.includes('neq') && names.includes('exists')) refuse('neq', 'write exists: false')
  if (names.includes('all') && values.length < 2) refuse('all', 'expected at least two values')
  if (names.includes('exists') && values.length > 1) refuse('exists', 'expected one value')
  if (names.includes('cased') && names.includes('re')) refuse('cased', '"re" is case-sensitive by itself')
  if (values.length > 1 && values.includes(null))
    throw new RuleError('value', 'null cannot stand in a list: write a selection of its own')
  if (isKeyword && values.includes(null)) throw new RuleError('value', 'a keyword cannot be null')
  if (names.some((name) => name !== 'neq') && values.includes(null)) refuse(names[0] ?? '', 'null takes no modifier')
}
