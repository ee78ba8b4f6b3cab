// Hostile input for the fuzzer of the engine: files, rules, events and steps of pipelines, from a seed.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publicData, publicRuleFiles } from '../packages/sigma/src/testing/public-data.ts'
import { outsideFolder } from './outside.ts'

const pipelineFolder = join(import.meta.dirname, '../packages/sigma/pipelines')
/** The pipelines of the package. */
export const pipelineTexts = readdirSync(pipelineFolder).map((name) => readFileSync(join(pipelineFolder, name), 'utf8'))
const correlationText = `title: many
name: many
correlation: {type: event_count, rules: [base], group-by: [user], timespan: 1m, condition: {gte: 2}}
---
title: base
name: base
logsource: {product: test}
detection: {selection: {a|contains: x}, condition: selection}
---
title: out
logsource: {product: test}
filter: {rules: any, selection: {b: 1}, condition: not selection}
`
/** Rules to begin with. */
export const ruleTexts = [
  correlationText,
  ...(outsideFolder(publicData) === undefined ? [] : publicRuleFiles().map(({ text }) => text)),
]

/** Numbers from a seed. */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = seed | 1
  }

  next(below: number): number {
    this.state ^= this.state << 13
    this.state ^= this.state >>> 17
    this.state ^= this.state << 5
    return (this.state >>> 0) % below
  }

  one<T>(list: readonly T[]): T {
    return list[this.next(list.length)] as T // no list is empty
  }

  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.next(most + 1) }, make)
  }
}

const bits = [
  '&a ',
  '*a',
  '*a ',
  '!!binary ',
  '!x ',
  '? ',
  ': ',
  '- ',
  '{',
  '}',
  '[',
  ']',
  ',',
  '|',
  '|-',
  '>+',
  '"',
  "'",
  '\\',
  '#',
  '%YAML 1.1\n',
  '---\n',
  '...\n',
  '\t',
  '\r',
  '\n',
  '\n\n',
  '  ',
  '\u0000',
  '\ufeff',
  '\u2028',
  '\ud800',
  '~',
  'null',
  '.nan',
  '.inf',
  '0x1f',
  '1e999',
  '<<: ',
  '__proto__: ',
  'constructor: ',
  'action: global\n',
  '2024-01-01',
  'true',
  '|re',
  '|expand',
  '%x%',
  '*',
  '?',
  '\\*',
  'all of ',
  'not ',
  ' or ',
  '(((',
]

/** A text with faults in it. */
export function mutated(random: Random, text: string): string {
  let result = text.length > 6_000 ? text.slice(0, 6_000) : text
  for (let times = 1 + random.next(6); times > 0; times--) {
    const at = random.next(result.length + 1)
    const lines = result.split('\n')
    switch (random.next(7)) {
      case 0:
        result = result.slice(0, at) + random.one(bits) + result.slice(at)
        break
      case 1:
        result = result.slice(0, at) + result.slice(at + random.next(8))
        break
      case 2:
        lines.splice(random.next(lines.length), 1)
        result = lines.join('\n')
        break
      case 3:
        lines.splice(random.next(lines.length), 0, random.one(lines))
        result = lines.join('\n')
        break
      case 4:
        lines[random.next(lines.length)] = `${' '.repeat(random.next(9))}${random.one(lines).trimStart()}`
        result = lines.join('\n')
        break
      case 5:
        result = result.slice(0, at) + String.fromCharCode(random.next(0x10000)) + result.slice(at + 1)
        break
      case 6: {
        const other = random.one(ruleTexts)
        const from = random.next(other.length + 1)
        result = result.slice(0, at) + other.slice(from, from + random.next(200)) + result.slice(at)
      }
    }
  }
  return result
}

const modifierNames = [
  'contains',
  'startswith',
  'endswith',
  'all',
  're',
  'i',
  'm',
  's',
  'cased',
  'exists',
  'neq',
  'lt',
  'lte',
  'gt',
  'gte',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'year',
  'cidr',
  'windash',
  'base64',
  'base64offset',
  'wide',
  'utf16',
  'utf16be',
  'expand',
  'fieldref',
  'nothing',
]
const letters = [
  'a',
  'b',
  'A',
  'x',
  '*',
  '?',
  '\\',
  '-',
  '/',
  '"',
  ' ',
  'é',
  'ſ',
  '\u212a',
  '😀',
  '\n',
  '1',
  '.',
  '+',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '^',
  '$',
  '|',
  '%x%',
  '\ud800',
  '\u0000',
]
/** Names of fields, plain and awkward. */
export const fieldNames = ['a', 'b', 'c.d', 'user', '', 'a.b.c', '__proto__', 'toString', 'é', 'a b', '.', 'a..b']

/** A short text of awkward characters. */
export function word(random: Random, most = 8): string {
  return random.some(most, () => random.one(letters)).join('')
}

function scalar(random: Random): unknown {
  return random.one<() => unknown>([
    () => word(random),
    () => word(random),
    () => random.next(30),
    () => -random.next(5) / 4,
    () => random.next(2) === 0,
    () => null,
    () => '10.0.0.0/8',
  ])()
}

function selection(random: Random, depth = 0): unknown {
  if (random.next(5) === 0) return random.some(3, () => word(random))
  if (depth < 2 && random.next(4) === 0) return random.some(3, () => selection(random, depth + 1))
  return Object.fromEntries(
    random.some(3, () => [
      [random.one(fieldNames), ...random.some(2, () => random.one(modifierNames))].join('|'),
      random.next(3) === 0 ? random.some(3, () => scalar(random)) : scalar(random),
    ]),
  )
}

const conditions = [
  's',
  's and t',
  's or not t',
  '1 of them',
  'all of s*',
  'not (s or t)',
  't',
  'not s',
  '(s)',
  's and',
  '1 of x*',
]

/** A rule, right or wrong. */
export function rule(random: Random, name: string): Record<string, unknown> {
  return {
    title: 'x',
    name,
    logsource: { product: 'test' },
    detection: { s: selection(random), t: selection(random), condition: random.one(conditions) },
  }
}

function json(random: Random, depth = 0): unknown {
  if (depth < 3 && random.next(4) === 0) return random.some(3, () => json(random, depth + 1))
  if (depth < 3 && random.next(4) === 0)
    return Object.fromEntries(
      random.some(4, () => [random.one([...fieldNames, 'd', 'c', 'b']), json(random, depth + 1)]),
    )
  return scalar(random)
}

/** One line of events. */
export function eventLine(random: Random): string {
  const line = JSON.stringify(
    Object.fromEntries(random.some(6, () => [random.one([...fieldNames, 'c']), json(random)])),
  )
  if (random.next(4) > 0) return line
  const at = random.next(line.length + 1)
  return (
    line.slice(0, at) +
    random.one(['', ',', '"', '\\', '}', '1', '\\u0041', '\\ud800', ' ', '\u0001', '[[', 'tru', '-', 'e5']) +
    line.slice(at + random.next(3))
  )
}

const stepTypes = [
  'field_name_mapping',
  'field_name_prefix_mapping',
  'field_name_prefix',
  'field_name_suffix',
  'drop_detection_item',
  'hashes_fields',
  'extract_fields',
  'wildcard_placeholders',
  'value_placeholders',
  'query_expression_placeholders',
  'add_condition',
  'change_logsource',
  'add_field',
  'remove_field',
  'set_field',
  'replace_string',
  'map_string',
  'set_state',
  'regex',
  'set_value',
  'convert_type',
  'rule_failure',
  'detection_item_failure',
  'strict_field_mapping_failure',
  'set_custom_attribute',
  'nest',
  'case',
  'unknown',
]

function mapping(random: Random): unknown {
  return Object.fromEntries(
    random.some(3, () => [
      random.one(fieldNames),
      random.next(2) === 0 ? random.one(fieldNames) : random.some(3, () => random.one(fieldNames)),
    ]),
  )
}

/** One step of a pipeline. */
export function step(random: Random, depth = 0): Record<string, unknown> {
  const parameters: Record<string, () => unknown> = {
    mapping: () => mapping(random),
    prefix: () => word(random, 3),
    suffix: () => word(random, 3),
    conditions: () => selection(random),
    product: () => random.one(['test', 'other', '']),
    field: () => random.one(fieldNames),
    fields: () => random.some(2, () => random.one(fieldNames)),
    regex: () => word(random),
    replacement: () => word(random),
    skip_special: () => random.next(2) === 0,
    interpret_special: () => random.next(2) === 0,
    key: () => 'k',
    val: () => scalar(random),
    value: () => scalar(random),
    attribute: () => random.one(['level', 'own', '__proto__']),
    message: () => word(random),
    method: () => random.one(['lower', 'upper', 'snake_case', 'plain', 'x']),
    target_type: () => random.one(['str', 'num']),
    valid_hash_algos: () => ['MD5'],
    items: () => (depth < 3 ? random.some(2, () => step(random, depth + 1)) : []),
    template: () => random.next(2) === 0,
    rule_conditions: () => [
      { type: random.one(['logsource', 'contains_field', 'tag', 'x']), product: 'test', field: 'a', tag: 'x' },
    ],
    field_name_conditions: () => [
      { type: random.one(['include_fields', 'exclude_fields']), fields: random.some(2, () => random.one(fieldNames)) },
    ],
    detection_item_conditions: () => [{ type: 'match_string', cond: 'any', pattern: word(random) }],
  }
  const wanted: Readonly<Record<string, readonly string[]>> = {
    field_name_mapping: ['mapping'],
    field_name_prefix_mapping: ['mapping'],
    field_name_prefix: ['prefix'],
    field_name_suffix: ['suffix'],
    hashes_fields: ['valid_hash_algos'],
    extract_fields: ['regex'],
    add_condition: ['conditions'],
    change_logsource: ['product'],
    add_field: ['field'],
    remove_field: ['field'],
    set_field: ['fields'],
    replace_string: ['regex', 'replacement'],
    map_string: ['mapping'],
    set_state: ['key', 'val'],
    set_value: ['value'],
    convert_type: ['target_type'],
    rule_failure: ['message'],
    detection_item_failure: ['message'],
    set_custom_attribute: ['attribute', 'value'],
    nest: ['items'],
    case: ['method'],
  }
  const type = random.one(stepTypes)
  const guards = ['rule_conditions', 'field_name_conditions', 'detection_item_conditions'].filter(
    () => random.next(4) === 0,
  )
  const odd = random.next(6) === 0 ? [random.one(Object.keys(parameters))] : []
  const chosen = [...(wanted[type] ?? []), ...guards, ...odd]
  return { type, ...Object.fromEntries(chosen.map((name) => [name, parameters[name]?.()])) }
}
