// Throws hostile files, rules, pipelines, events and states at the engine: for a change of a parser, and before a release.
//
//   sh bin/run tools/fuzz-sigma.ts MINUTES [SEED]
//
// A fault in the content of a file must come back as a fault, nothing may throw, nothing may take seconds, and where there are two
// ways to the same answer both must give it. Each failure is printed once, with the seed of its round; a round is repeated with
// `fuzz-sigma.ts 0 SEED`. Without the public rules on this machine it starts from the files of the package alone.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { stringify } from 'yaml'
import { StateError } from '../packages/sigma/src/correlation-state.ts'
import { Correlator, type Observation } from '../packages/sigma/src/correlator.ts'
import { parseEvent } from '../packages/sigma/src/event.ts'
import { RuleError } from '../packages/sigma/src/fault.ts'
import { Matcher } from '../packages/sigma/src/matcher.ts'
import { observe } from '../packages/sigma/src/observation.ts'
import { parsePipeline } from '../packages/sigma/src/pipeline.ts'
import { evaluatorOf } from '../packages/sigma/src/reference.ts'
import { compileRegex } from '../packages/sigma/src/regex-automaton.ts'
import { compileCapturing } from '../packages/sigma/src/regex-captures.ts'
import { parseRegex } from '../packages/sigma/src/regex-syntax.ts'
import { loadRuleSet, parseRuleFile } from '../packages/sigma/src/rule-file.ts'
import { publicData, publicRuleFiles } from '../packages/sigma/src/testing/public-data.ts'
import { readWithLibrary } from '../packages/sigma/src/yaml-documents.ts'
import { readPlainDocument } from '../packages/sigma/src/yaml-plain.ts'
import { outsideFolder } from './outside.ts'

/** No round may take longer: everything in it is bounded. */
const slowMs = 5_000

const pipelineFolder = join(import.meta.dirname, '../packages/sigma/pipelines')
const pipelineTexts = readdirSync(pipelineFolder).map((name) => readFileSync(join(pipelineFolder, name), 'utf8'))
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
const ruleTexts = [
  correlationText,
  ...(outsideFolder(publicData) === undefined ? [] : publicRuleFiles().map(({ text }) => text)),
]

class Random {
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

function mutated(random: Random, text: string): string {
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
const fieldNames = ['a', 'b', 'c.d', 'user', '', 'a.b.c', '__proto__', 'toString', 'é', 'a b', '.', 'a..b']

function word(random: Random, most = 8): string {
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

function rule(random: Random, name: string): Record<string, unknown> {
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

function eventLine(random: Random): string {
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

function step(random: Random, depth = 0): Record<string, unknown> {
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

/** What can go wrong without an exception. */
class Finding extends Error {}

function check(isRight: boolean, what: string): void {
  if (!isRight) throw new Finding(what)
}

const rounds: readonly (readonly [name: string, run: (random: Random) => void])[] = [
  [
    'rule text',
    (random) => {
      const { faults } = parseRuleFile(mutated(random, random.one(ruleTexts)))
      check(
        faults.every(({ message }) => message !== ''),
        'a fault without a message',
      )
    },
  ],
  [
    'both readers of YAML',
    (random) => {
      const text = mutated(random, random.one(random.next(3) === 0 ? pipelineTexts : ruleTexts))
      const plain = readPlainDocument(text)
      if (plain === undefined) return
      let expected: unknown
      try {
        expected = readWithLibrary(text)
      } catch (error) {
        if (!(error instanceof RuleError)) throw error
        throw new Finding(`the fast reader accepts what the library refuses: ${error.message}`)
      }
      check(isDeepStrictEqual([plain.value], expected), 'the readers differ')
    },
  ],
  [
    'pipeline text',
    (random) => {
      const { pipeline } = parsePipeline(mutated(random, random.one(pipelineTexts)))
      if (pipeline !== undefined) parseRuleFile(random.one(ruleTexts), [pipeline])
    },
  ],
  [
    'rules and events',
    (random) => {
      const { rules } = parseRuleFile(random.some(4, () => stringify(rule(random, 'r'))).join('---\n'))
      const source = { product: 'test', services: [], categories: [] }
      const matcher = new Matcher(rules, { unknownSource: source })
      const holds = rules.map((one) => evaluatorOf(one))
      for (const line of random.some(12, () => eventLine(random))) {
        const event = parseEvent(line.toWellFormed())
        const { broken, rules: found } = matcher.match(Buffer.from(line))
        const expected = event === undefined ? [] : holds.flatMap((one, number) => (one(event) ? [number] : []))
        // A line that is no JSON in a part that no rule reads may go unnoticed; one that is JSON must be read.
        if (event === undefined) continue
        check(!broken, `called broken: ${line}`)
        check(isDeepStrictEqual([...found], expected), `matcher ${found}, reference ${expected}: ${line}`)
      }
    },
  ],
  [
    'pipelines and rules',
    (random) => {
      const { pipeline } = parsePipeline(
        stringify({ transformations: random.some(5, () => step(random)), vars: { x: ['1', 'a*'] } }),
      )
      if (pipeline === undefined) return
      const { rules } = parseRuleFile(random.some(3, () => stringify(rule(random, 'r'))).join('---\n'), [pipeline])
      for (const one of rules) evaluatorOf(one)(parseEvent(eventLine(random)) ?? {})
    },
  ],
  [
    'expressions',
    (random) => {
      const source = word(random, 10)
      const flags = { ignoreCase: random.next(2) === 0, multiline: random.next(2) === 0, dotAll: random.next(2) === 0 }
      let expected: RegExp | undefined
      try {
        expected = new RegExp(
          source,
          `u${flags.ignoreCase ? 'i' : ''}${flags.multiline ? 'm' : ''}${flags.dotAll ? 's' : ''}`,
        )
      } catch {
        // No expression of JavaScript: it must not throw here either.
      }
      let regex: ReturnType<typeof compileRegex>
      try {
        regex = compileRegex(parseRegex(source, flags))
        compileCapturing(source).replace(word(random, 20), ['-'])
      } catch (error) {
        if (error instanceof RuleError) return
        throw error
      }
      const value = word(random, 12).toWellFormed()
      const found = regex.test(value)
      // A dollar sign before a last line break, and `\u2028`, are read otherwise there.
      if (expected !== undefined && !value.includes('\n') && !source.includes('\\'))
        check(
          found === expected.test(value),
          `${found} for ${JSON.stringify(source)} ${JSON.stringify(flags)} on ${JSON.stringify(value)}`,
        )
    },
  ],
  [
    'correlations and states',
    (random) => {
      const section = {
        type: random.one([
          'event_count',
          'value_count',
          'temporal',
          'temporal_ordered',
          'value_sum',
          'value_avg',
          'value_median',
          'value_percentile',
          'x',
        ]),
        rules: random.some(3, () => random.one(['r0', 'r1', 'c0', 'c1', 'x'])),
        'group-by': random.some(2, () => random.one(fieldNames)),
        timespan: random.one(['1s', '5m', '1h', '99d', 'x']),
        condition: {
          [random.one(['gt', 'gte', 'lt', 'lte', 'eq', 'neq'])]: random.next(5),
          ...(random.next(2) === 0 ? { field: random.one(fieldNames) } : {}),
        },
      }
      const other = {
        ...section,
        rules: ['r0', 'r1'],
        timespan: '10s',
        type: random.one(['event_count', 'temporal']),
        condition: { gte: 2 },
      }
      const texts = [
        rule(random, 'r0'),
        rule(random, 'r1'),
        { title: 'c0', name: 'c0', correlation: section },
        { title: 'c1', name: 'c1', correlation: other },
      ]
      const set = loadRuleSet(texts.map((one, index) => ({ name: String(index), text: stringify(one) })))
      const observations = random.some(60, (): readonly Observation[] => {
        const event = parseEvent(eventLine(random)) ?? {}
        return observe(set, event, [...set.rules.keys()], random.next(100_000), String(random.next(40)))
      })
      const options = {
        latenessMs: 2_000,
        maxGroups: 1 + random.next(5),
        maxEntries: 3 + random.next(20),
        maxEntriesPerGroup: 2,
        maxPending: 5,
      }
      const correlator = new Correlator(set, options)
      for (const one of observations) correlator.add(one)
      const saved = correlator.save()
      const second = new Correlator(set, options)
      second.restore(saved)
      check(second.save() === saved, 'a restored state is another one')
      check(isDeepStrictEqual(second.finish(), correlator.finish()), 'a restored correlator gives other results')
      const at = random.next(saved.length + 1)
      try {
        new Correlator(set, options).restore(
          saved.slice(0, at) + random.one(['', '1', '"', 'null', '[]', '-', '{}']) + saved.slice(at + random.next(6)),
        )
      } catch (error) {
        if (!(error instanceof StateError)) throw error
      }
    },
  ],
]

const [minutes = '1', firstSeed] = process.argv.slice(2)
const until = Date.now() + Number(minutes) * 60_000
const known = new Map<string, number>()
const counts = new Map<string, number>()
let seed = firstSeed === undefined ? Date.now() & 0x3fffffff : Number(firstSeed)
console.log(`first seed ${seed}`)
do {
  const [name, run] = rounds[seed % rounds.length] as (typeof rounds)[number] // inside the list
  counts.set(name, (counts.get(name) ?? 0) + 1)
  const random = new Random(Math.imul(seed + 1, 0x9e3779b1))
  const startedAt = process.cpuUsage()
  try {
    run(random)
    const { user } = process.cpuUsage(startedAt)
    check(user / 1_000 < slowMs, 'slow')
  } catch (error) {
    const text =
      error instanceof Error
        ? `${error.constructor.name}: ${error.message}\n${error.stack?.split('\n').slice(1, 4).join('\n')}`
        : String(error)
    const key = `${name} ${text.replace(/[^A-Za-z]+/g, ' ').slice(0, 80)}`
    const times = (known.get(key) ?? 0) + 1
    known.set(key, times)
    if (times === 1) console.log(`seed ${seed}, ${name}: ${text}`)
  }
  seed++
} while (Date.now() < until)
for (const [name, count] of counts) console.log(`${name}: ${count} rounds`)
for (const [key, times] of known) console.log(`${times} times: ${key}`)
process.exitCode = known.size === 0 ? 0 : 1
