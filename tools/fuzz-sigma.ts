// Throws hostile files, rules, pipelines, events and states at the engine: for a change of a parser, and before a release.
//
//   sh bin/run tools/fuzz-sigma.ts MINUTES [SEED]
//
// A fault in the content of a file must come back as a fault, nothing may throw, nothing may take seconds, and where there are two
// ways to the same answer both must give it. Each failure is printed once, with the seed of its round; a round is repeated with
// `fuzz-sigma.ts 0 SEED`. Without the public rules on this machine it starts from the files of the package alone.
import { isDeepStrictEqual } from 'node:util'
import { stringify } from 'yaml'
import { matchWidth } from '../packages/sigma/src/batch.ts'
import { StateError } from '../packages/sigma/src/correlation-state.ts'
import { Correlator, type Observation } from '../packages/sigma/src/correlator.ts'
import { type Projection, parseEvent } from '../packages/sigma/src/event.ts'
import { RuleError } from '../packages/sigma/src/fault.ts'
import { Matcher } from '../packages/sigma/src/matcher.ts'
import { observe } from '../packages/sigma/src/observation.ts'
import { parsePipeline } from '../packages/sigma/src/pipeline.ts'
import { evaluatorOf } from '../packages/sigma/src/reference.ts'
import { compileRegex } from '../packages/sigma/src/regex-automaton.ts'
import { compileCapturing } from '../packages/sigma/src/regex-captures.ts'
import { parseRegex } from '../packages/sigma/src/regex-syntax.ts'
import { loadRuleSet, parseRuleFile } from '../packages/sigma/src/rule-file.ts'
import { fastMatcher } from '../packages/sigma/src/testing/ask.ts'
import { readWithLibrary } from '../packages/sigma/src/yaml-documents.ts'
import { readPlainDocument } from '../packages/sigma/src/yaml-plain.ts'
import {
  eventLine,
  fieldNames,
  mutated,
  pipelineTexts,
  Random,
  rule,
  ruleTexts,
  step,
  word,
} from './fuzz-sigma-input.ts'

/** No round may take longer: everything in it is bounded. */
const slowMs = 5_000

/** What can go wrong without an exception. */
class Finding extends Error {}

function check(isRight: boolean, what: string): void {
  if (!isRight) throw new Finding(what)
}

/** Generated rules and broken events on the plain evaluator, the matcher, and the one on the kernel, line by line and as a batch. */
function compareOn(random: Random, projection: Projection | undefined): void {
  const { rules } = parseRuleFile(random.some(4, () => stringify(rule(random, 'r'))).join('---\n'))
  const source = { product: 'test', services: [], categories: [] }
  const options = { unknownSource: source, ...(projection === undefined ? {} : { projection }) }
  const matcher = new Matcher(rules, options)
  const fast = fastMatcher(rules, options)
  const holds = rules.map((one) => evaluatorOf(one, projection))
  const lines = random.some(12, () => eventLine(random))
  const batch: string[] = []
  for (const [index, line] of lines.entries()) {
    const event = parseEvent(line.toWellFormed())
    const expected = event === undefined ? [] : holds.flatMap((one, number) => (one(event) ? [number] : []))
    for (const [name, result] of [
      ['matcher', matcher.match(Buffer.from(line))],
      ['kernel', fast.match(Buffer.from(line))],
    ] as const) {
      // A line that is no JSON in a part that no rule reads may go unnoticed; one that is JSON must be read.
      if (event === undefined) continue
      check(!result.broken, `${name} calls broken: ${line}`)
      check(isDeepStrictEqual([...result.rules], expected), `${name} ${result.rules}, reference ${expected}: ${line}`)
    }
    if (event !== undefined) batch.push(...expected.map((number) => `${index} ${number}`))
  }
  if (lines.some((line) => line.includes('\n'))) return
  const { matches } = fast.matchBytes(Buffer.from(lines.join('\n')))
  const found: string[] = []
  for (let i = 0; i < matches.length; i += matchWidth) {
    const line = lines[matches[i] ?? 0] ?? ''
    if (parseEvent(line.toWellFormed()) !== undefined) found.push(`${matches[i]} ${matches[i + 1]}`)
  }
  check(isDeepStrictEqual(found, batch), `batch ${found}, reference ${batch}: ${lines.join('\n')}`)
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
  ['rules and events', (random) => compareOn(random, undefined)],
  [
    'rules and events behind a projection',
    (random) => compareOn(random, { fields: random.some(4, () => random.one(fieldNames)) }),
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
