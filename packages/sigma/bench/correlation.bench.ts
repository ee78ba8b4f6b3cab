// How many matches a second one correlation takes in, by type, and from the JSON of the event; with many groups, since that is
// what a real stream has.
import { Correlator, type CorrelatorOptions, type Observation } from '../src/correlator.ts'
import { parseEvent } from '../src/event.ts'
import { observe } from '../src/observation.ts'
import { loadRuleSet, type RuleSet } from '../src/rule-file.ts'

const events = 400_000
const users = 20_000
const batch = 1_000
/** Events a second in the time of the events themselves. */
const rate = 5_000

const rules = ['failed', 'entered', 'changed'].map(
  (name) => `title: ${name}
name: ${name}
logsource: {product: test}
detection: {s: {kind: ${name}}, condition: s}
`,
)

function setOf(section: string): RuleSet {
  const correlation = `title: x\nname: x\ncorrelation:\n  rules: [failed]\n  group-by: [user]\n  timespan: 10m\n${section}`
  const set = loadRuleSet([{ name: 'bench.yml', text: [...rules, correlation].join('---\n') }])
  if (set.faults.length > 0) throw new Error(set.faults[0]?.message)
  return set
}

/** A generator whose numbers are the same in each run. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function observations(rulesUsed: number): readonly Observation[] {
  const random = randomFrom(1)
  return Array.from({ length: events }, (_, index) => ({
    rule: Math.floor(random() * rulesUsed),
    at: Math.floor((index / rate) * 1_000 + random() * 500),
    id: `events/server:${index}`,
    values: {
      user: [`user${Math.floor(random() ** 2 * users)}`],
      ip: [`10.0.${Math.floor(random() * 250)}.7`],
      bytes: [String(Math.floor(random() * 100_000))],
    },
  }))
}

/** Processor time: a figure for one core, also where others use the machine. */
function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1_000
}

function measure(title: string, set: RuleSet, list: readonly Observation[], options: CorrelatorOptions = {}): void {
  const times: number[] = []
  let results = 0
  for (let run = 0; run < 4; run++) {
    globalThis.gc?.()
    const correlator = new Correlator(set, { latenessMs: 5_000, ...options })
    const before = process.cpuUsage()
    results = 0
    for (let at = 0; at < list.length; at += batch) results += correlator.add(list.slice(at, at + batch)).length
    results += correlator.finish().length
    times.push(milliseconds(process.cpuUsage(before)))
  }
  const [best = 1] = times.slice(1).sort((a, b) => a - b)
  const perSecond = Math.round((list.length / best) * 1_000)
  console.log(
    `${title}: ${perSecond.toLocaleString('en')} matches per second of processor time, ${results.toLocaleString('en')} results`,
  )
}

const one = observations(1)
const three = observations(3)
measure('event_count gte 100', setOf('  type: event_count\n  condition: {gte: 100}\n'), one)
measure('event_count lte 3 (end of window)', setOf('  type: event_count\n  condition: {lte: 3}\n'), one)
measure('value_count gte 20', setOf('  type: value_count\n  condition: {field: ip, gte: 20}\n'), one)
measure('value_sum', setOf('  type: value_sum\n  condition: {field: bytes, gt: 100000000}\n'), one)
measure(
  'value_percentile',
  setOf('  type: value_percentile\n  condition: {field: bytes, percentile: 95, gt: 99990}\n'),
  one,
)

for (const type of ['temporal', 'temporal_ordered']) {
  const set = loadRuleSet([
    {
      name: 'bench.yml',
      text: [
        ...rules,
        `title: x\ncorrelation: {type: ${type}, rules: [failed, entered, changed], group-by: [user], timespan: 10m}\n`,
      ].join('---\n'),
    },
  ])
  measure(`${type} of three rules`, set, three)
}
const chain = loadRuleSet([
  {
    name: 'bench.yml',
    text: [
      ...rules,
      'title: m\nname: m\ncorrelation: {type: event_count, rules: [failed], group-by: [user], timespan: 10m, condition: {gte: 5}}\n',
      'title: x\ncorrelation: {type: temporal_ordered, rules: [m, entered], group-by: [user], timespan: 10m}\n',
    ].join('---\n'),
  },
])
measure('temporal_ordered over event_count', chain, three)
measure('event_count, 1,000 groups kept of 20,000', setOf('  type: event_count\n  condition: {gte: 100}\n'), one, {
  maxGroups: 1_000,
})

// From the bytes of an event of 2 kB, as the gate has them, to the observation.
const set = setOf('  type: event_count\n  condition: {gte: 100}\n')
const line = JSON.stringify({ kind: 'failed', ...one[0]?.values, Message: 'x'.repeat(1_900) })
const before = process.cpuUsage()
for (let i = 0; i < 200_000; i++) observe(set, parseEvent(line) ?? {}, [0], i, String(i))
console.log(
  `observe, with JSON.parse of 2 kB: ${Math.round(200_000 / (milliseconds(process.cpuUsage(before)) / 1_000)).toLocaleString('en')}/s`,
)
