// Asks one copy of the sources of Sigma about rules, events and streams, and compares with the plain evaluators of the sources as they
// are. Runs in a worker of `mutate-sigma.ts`, which can end it.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { parentPort } from 'node:worker_threads'
import { stringify } from 'yaml'
import type { Correlator, Observation } from '../packages/sigma/src/correlator.ts'
import { parseEvent } from '../packages/sigma/src/event.ts'
import { eventSource } from '../packages/sigma/src/event-source.ts'
import { logsourceFits } from '../packages/sigma/src/logsource.ts'
import type { Matcher } from '../packages/sigma/src/matcher.ts'
import { evaluatorOf } from '../packages/sigma/src/reference.ts'
import type { Rule } from '../packages/sigma/src/rule.ts'
import { loadRuleSet, parseRuleFile, type RuleSet } from '../packages/sigma/src/rule-file.ts'
import { correlateSlowly } from '../packages/sigma/src/testing/correlation-reference.ts'
import { Random } from './fuzz-sigma-input.ts'
import { meetingLine, meetingRule } from './mutate-sigma-input.ts'

const testSource = { product: 'test', services: [], categories: [] }

/** Rules with the lines they are asked about and what they answer. */
type Question = {
  readonly rules: readonly Rule[]
  readonly fields: readonly string[] | undefined
  readonly lines: readonly string[]
  readonly expected: readonly unknown[]
}

/** A stream with what the slow correlator finds in it. */
type Stream = {
  readonly set: RuleSet
  readonly observations: readonly Observation[]
  readonly expected: readonly string[]
}

function question(seed: number, count: number, lineCount: number): Question {
  const random = new Random(Math.imul(seed + 1, 0x9e3779b1))
  const text = Array.from({ length: count * 2 }, () => stringify(meetingRule(random))).join('---\n')
  const rules = parseRuleFile(text).rules.slice(0, count)
  const fields = seed % 5 === 0 ? ['a', 'c'] : undefined
  const lines = Array.from({ length: lineCount }, () => meetingLine(random))
  return { rules, fields, lines, expected: answers(rules, fields, lines) }
}

function answers(
  rules: readonly Rule[],
  fields: readonly string[] | undefined,
  lines: readonly string[],
): readonly unknown[] {
  const holds = rules.map((rule) => evaluatorOf(rule, fields === undefined ? undefined : { fields }))
  return lines.map((line) => {
    const event = parseEvent(line)
    return {
      broken: event === undefined,
      rules: event === undefined ? [] : holds.flatMap((one, number) => (one(event) ? [number] : [])),
    }
  })
}

/** Lines that JSON allows and writers avoid, long values, and lines that are no JSON. */
function oddLines(): Question {
  const selections = [
    { 'a|contains': 'needle' },
    { 'a|endswith': 'needle' },
    { 'a|startswith': 'needle' },
    { a: 'needle' },
    { a: 100 },
    { 'a.b': 'x' },
    ['keyword one'],
    { 'a|contains': 'é/"x' },
    { '|all': ['keyword', 'needle'] },
    { a: '*' },
    { 'a|contains|windash': ' -needle' },
    { 'a|re': 'ne{2}dle$' },
    { a: 'x' },
    ['\u017fharp'],
  ]
  const text = selections
    .map((s) => stringify({ title: 'x', logsource: { product: 'test' }, detection: { s, condition: 's' } }))
    .join('---\n')
  const { rules } = parseRuleFile(text)
  const long = 'x '.repeat(400)
  const lines = [
    '{"a":"ne\\u0065dle"}',
    '{"\\u0061":"needle"}',
    '{"a":"x","a":"needle"}',
    '{"a":"needle","a":"x"}',
    '{"a":1e2}',
    '{"a":100.0}',
    '{"a":-0}',
    '{"a":{"b":"x"}}',
    '{"a.b":"x","a":{"b":"y"}}',
    '{"a":{"b":"x"},"a":1}',
    '{"a":[{"b":"y"},{"b":"x"}]}',
    ' { "a" : [ "q" , "needle" ] , "z" : { "y" : [ [ "a keyword one" ] ] } } ',
    '{"z":"KEYWORD ONE needle"}',
    '{"z":"\\u006beyword one"}',
    '{"a":"é\\/\\"x"}',
    '{"a":"x \u2013needle"}',
    '{"z":"\u017fHARP"}',
    '{"z":"sharp"}',
    '',
    '{',
    '[]',
    '{"a":}',
    '{"a":"needle"',
    '{"a":"needle"}}',
    '{"a":"needle",}',
    '{"a":tru}',
    'null',
    JSON.stringify({ a: `${long}needle` }),
    JSON.stringify({ a: `needle${long}` }),
    JSON.stringify({ a: `${long}n` }),
    JSON.stringify({ a: long, z: `${long}keyword one` }),
    JSON.stringify({ a: `${long}\u212aneedle` }),
    JSON.stringify({ a: `${'é'.repeat(60)}needle` }),
    JSON.stringify(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, i]))),
  ]
  return {
    rules,
    fields: undefined,
    lines: [...lines, ...lines],
    expected: [...answers(rules, undefined, lines), ...answers(rules, undefined, lines)],
  }
}

/** Events of several log sources, and rules for each. */
function sources(): Question {
  const logsources = [
    { product: 'windows' },
    { category: 'process_creation' },
    { product: 'windows', category: 'process_creation' },
    { product: 'windows', service: 'sysmon' },
    { product: 'windows', category: 'dns_query' },
    { product: 'windows', service: 'security' },
    { product: 'zeek', service: 'dns' },
    { product: 'linux' },
    { product: 'windows', category: 'registry_delete' },
    { category: 'registry_event' },
  ]
  const text = logsources
    .map((logsource) => stringify({ title: 'x', logsource, detection: { s: { a: 'x' }, condition: 's' } }))
    .join('---\n')
  const { rules } = parseRuleFile(text)
  const channel = 'Microsoft-Windows-Sysmon/Operational'
  const events = [
    ...[1, 22, 12, 13, 99].map((EventID) => ({ Channel: channel, EventID, a: 'x' })),
    { Channel: channel, EventID: '12', EventType: 'DeleteKey', a: 'x' },
    { Channel: 'Security', EventID: 1, a: 'x' },
    { Channel: 'SECURITY', EventID: 4688, a: 'x' },
    { '@stream': 'dns', a: 'x' },
    { a: 'x' },
    { type: 'SYSCALL', a: 'x' },
    { Channel: 'Linux-Sysmon/Operational', EventID: 1, a: 'x' },
    { product: 'windows', service: '-', category: 'dns_query', a: 'x' },
    { Event: { System: { Channel: channel, EventID: 1 } }, a: 'x' },
  ]
  const lines = [...events, ...events].map((event) => JSON.stringify(event))
  const expected = lines.map((line) => {
    const event = parseEvent(line) ?? {}
    const source = eventSource((field) => {
      const value = field.includes('.')
        ? field.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], event)
        : event[field]
      return value === undefined ? undefined : String(value)
    })
    return {
      broken: false,
      rules: rules.flatMap((rule, number) =>
        logsourceFits(rule.logsource, source.product === undefined ? testSource : source) ? [number] : [],
      ),
    }
  })
  return { rules, fields: undefined, lines, expected }
}

const correlations: readonly string[] = [
  'type: event_count, rules: [a, b], group-by: [user], timespan: 4s, condition: {gte: 3}',
  'type: event_count, rules: [a], group-by: [user], timespan: 5s, condition: {lte: 2}',
  'type: event_count, rules: [b], group-by: [user, n], timespan: 5s, condition: {gt: 1}',
  'type: value_count, rules: [a], group-by: [user], timespan: 4s, condition: {field: n, gte: 3}',
  'type: value_count, rules: [a], group-by: [user], timespan: 4s, condition: {field: [n, user], eq: 2}',
  'type: value_sum, rules: [a], group-by: [user], timespan: 4s, condition: {field: n, gte: 6}',
  'type: value_sum, rules: [a], group-by: [user], timespan: 4s, condition: {field: n, lt: 3}',
  'type: value_avg, rules: [a], group-by: [], timespan: 4s, condition: {field: n, gt: 2}',
  'type: value_avg, rules: [a], group-by: [user], timespan: 4s, condition: {field: n, lte: 2}',
  'type: value_median, rules: [a], group-by: [user], timespan: 4s, condition: {field: n, gt: 1}',
  'type: value_percentile, rules: [a], group-by: [user], timespan: 4s, condition: {field: n, percentile: 80, gte: 3}',
  'type: value_percentile, rules: [a], group-by: [user], timespan: 6s, condition: {field: n, lte: 30}',
  'type: temporal, rules: [a, b, c], group-by: [user], timespan: 4s',
  'type: temporal, rules: [a, b, c], group-by: [user], timespan: 4s, condition: {neq: 2}',
  'type: temporal_ordered, rules: [a, b, c, d], group-by: [user], timespan: 6s, condition: {gte: 3}',
  'type: temporal_ordered, rules: [c0, c], group-by: [user], timespan: 5s',
  'type: event_count, rules: [c0, c12], group-by: [n], timespan: 8s, condition: {gte: 2}',
  'type: event_count, rules: [c1, c13, d], group-by: [user], timespan: 12s, condition: {gte: 2}',
  'type: event_count, rules: [a, d], group-by: [who], timespan: 3s, condition: {gte: 3}, aliases: {who: {a: user, d: n}}',
]

function stream(seed: number): Stream {
  const random = new Random(Math.imul(seed + 77, 0x9e3779b1))
  const rules = ['a', 'b', 'c', 'd'].map(
    (name) => `title: ${name}\nname: ${name}\nlogsource: {product: test}\ndetection: {s: {k: ${name}}, condition: s}\n`,
  )
  const texts = correlations.map(
    (section, number) => `title: c${number}\nname: c${number}\ncorrelation: {${section}}\n`,
  )
  const set = loadRuleSet([{ name: 'x', text: [...rules, ...texts].join('---\n') }])
  const observations = Array.from({ length: 20 + random.next(80) }, (_, index): Observation => {
    const values: Record<string, readonly string[]> = {}
    if (random.next(8) > 0) values.user = random.next(9) === 0 ? ['u', 'v'] : [random.one(['u', 'U', 'v'])]
    if (random.next(8) > 0)
      values.n = random.next(9) === 0 ? ['1', '2'] : [random.one(['0', '1', '2', '3', '4.5', 'x'])]
    return {
      rule: random.next(4),
      at: random.next(50) * 500,
      id: String(index - (random.next(10) === 0 ? 1 : 0)),
      values,
    }
  })
  const unique = observations.filter((one, index) => observations.findIndex((other) => other.id === one.id) === index)
  return { set, observations: unique, expected: correlateSlowly(set, unique).map(shortOf).sort() }
}

function shortOf({
  correlation,
  at,
  group,
  value,
  repeat,
}: {
  correlation: number
  at: number
  group: readonly string[]
  value: number
  repeat: number
}): string {
  return `${correlation} ${at} ${group.join()} ${value} ${repeat}`
}

const questions: readonly Question[] = [
  ...Array.from({ length: 24 }, (_, seed) => question(seed, 1, 8)),
  ...Array.from({ length: 14 }, (_, seed) => question(1_000 + seed, 20, 60)),
  oddLines(),
  sources(),
]
const streams: readonly Stream[] = Array.from({ length: 16 }, (_, seed) => stream(seed))

/** Why a copy is not right; `undefined` when nothing was found. */
async function faultOf(place: string, correlates: boolean): Promise<string | undefined> {
  return correlates ? await correlatorFault(place) : await matcherFault(place)
}

async function load(place: string, name: string): Promise<Record<string, unknown>> {
  return await import(pathToFileURL(join(place, name)).href)
}

async function matcherFault(place: string): Promise<string | undefined> {
  // The copy has the shape of the sources.
  const Copy = (await load(place, 'matcher.ts')).Matcher as typeof Matcher
  for (const { rules, fields, lines, expected } of questions) {
    const matcher = new Copy(rules, {
      unknownSource: testSource,
      ...(fields === undefined ? {} : { projection: { fields } }),
    })
    for (const [index, line] of lines.entries()) {
      const { broken, rules: found } = matcher.match(Buffer.from(line))
      if (!isDeepStrictEqual({ broken, rules: [...found] }, expected[index])) return `differs on ${line}`
    }
  }
  return undefined
}

async function correlatorFault(place: string): Promise<string | undefined> {
  const Correlating = (await load(place, 'correlator.ts')).Correlator as typeof Correlator
  for (const { set, observations, expected } of streams) {
    const correlator = new Correlating(set, { latenessMs: Number.POSITIVE_INFINITY })
    const results = [...correlator.add(observations), ...correlator.finish()]
    if (!isDeepStrictEqual(results.map(shortOf).sort(), expected)) return 'other correlations'
    const sorted = observations.toSorted((a, b) => a.at - b.at)
    const first = new Correlating(set, { latenessMs: 700 })
    const before = sorted.slice(0, 20).flatMap((one) => [...first.add([one])])
    const second = new Correlating(set, { latenessMs: 700 })
    second.restore(first.save())
    const after = [...second.add(sorted.slice(20)), ...second.finish()]
    if (!isDeepStrictEqual([...before, ...after].map(shortOf).sort(), expected))
      return 'other correlations after a restart'
    if (first.losses.get(-1) !== undefined || second.losses.get(-1) !== undefined) return 'losses'
    const bounded = new Correlating(set, {
      latenessMs: 1_000,
      maxGroups: 2,
      maxEntries: 9,
      maxEntriesPerGroup: 3,
      maxPending: 4,
    })
    const lost = [...bounded.add(observations), ...bounded.finish()]
    const outcome = JSON.stringify([lost, [...bounded.losses].map(([number, losses]) => [number, [...losses]])])
    const known = outcomes.get(set)
    if (known === undefined) outcomes.set(set, outcome)
    else if (known !== outcome) return 'another outcome at the bounds'
  }
  return undefined
}

/** What the sources as they are do at the bounds: asked first. */
const outcomes = new Map<RuleSet, string>()
const baselines = new Map<boolean, Promise<string | undefined>>()

parentPort?.on('message', ({ place, correlates }: { place: string; correlates: boolean }) => {
  const baseline = baselines.get(correlates) ?? faultOf(join(import.meta.dirname, '../packages/sigma/src'), correlates)
  baselines.set(correlates, baseline)
  const answer = async (): Promise<string | undefined> => {
    const fault = await baseline
    return fault === undefined ? await faultOf(place, correlates) : `the sources themselves: ${fault}`
  }
  answer().then(
    (reason) => parentPort?.postMessage(reason),
    (error: unknown) => parentPort?.postMessage(String(error)),
  )
})
