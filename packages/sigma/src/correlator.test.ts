import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { StateError } from './correlation-state.ts'
import { Correlator, type Observation } from './correlator.ts'
import { alertsAlone } from './rule-file.ts'
import { correlateSlowly } from './testing/correlation-reference.ts'
import { correlate, observed, type Section, type Seen, shown, workingSet } from './testing/correlation-set.ts'

const base = { rules: ['a'], 'group-by': ['user'], timespan: '10s' }
const many = { ...base, type: 'event_count', condition: { gte: 3 } }
const u = { user: 'u' }
const of = (user: string): { user: string } => ({ user })

test('an event that two rules match, under one id, is counted once', () => {
  const set = workingSet({ x: { ...many, rules: ['a', 'b'], condition: { gte: 2 } } })
  const [one, two] = observed(set, [
    ['a', 0, u],
    ['b', 0, u],
  ])
  assert.ok(one !== undefined && two !== undefined)
  const correlator = new Correlator(set)
  assert.deepEqual(correlator.add([one, { ...two, id: one.id }]), [])
  assert.deepEqual(correlator.finish(), [])
})

const chained = {
  failed: many,
  entered: { type: 'temporal_ordered', rules: ['failed', 'b'], 'group-by': ['user'], timespan: '20s' },
}

test('many failures followed by a success: a correlation is a part of another one', () => {
  const set = workingSet(chained)
  const results = correlate(set, [
    ['a', 0, u],
    ['a', 1, u],
    ['b', 2, u],
    ['a', 3, u],
    ['b', 4, of('v')],
    ['b', 5, u],
  ])
  assert.deepEqual(shown(set, results), ['failed @3 u 3', 'entered @5 u 2'])
  const parts = results.at(-1)?.parts ?? []
  assert.deepEqual(
    parts.map(({ link, at, id, result }) => [link.kind, at, id, result?.parts.map((part) => part.id)]),
    [
      ['correlation', 3_000, '3', ['0', '1', '3']],
      ['rule', 5_000, '5', undefined],
    ],
  )
})

test('a part that goes on to hold counts at each of its events, also those that are not told', () => {
  const set = workingSet(chained)
  const failures = Array.from({ length: 9 }, (_, second): Seen => ['a', second, u])
  // The failures are told at second 2 only; the success comes 20 seconds after the last of them.
  const results = correlate(set, [...failures, ['b', 28, u]])
  assert.deepEqual(shown(set, results), ['failed @2 u 3', 'entered @28 u 2'])
})

test('a correlation over one that groups otherwise joins on the events themselves', () => {
  const set = workingSet({
    spray: { ...many, 'group-by': ['host'] },
    entered: { type: 'temporal_ordered', rules: ['spray', 'b'], 'group-by': ['user'], timespan: '20s' },
  })
  const on = (user: string): { host: string; user: string } => ({ host: 'h', user })
  const results = correlate(set, [
    ['a', 0, on('u')],
    ['a', 1, on('v')],
    ['a', 2, on('w')],
    ['b', 3, of('U')],
    ['b', 4, of('x')],
  ])
  assert.deepEqual(shown(set, results), ['spray @2 h 3', 'entered @3 u 2'])
})

test('a correlation over the end of a window', () => {
  const set = workingSet({
    few: { ...many, condition: { lt: 3 } },
    twice: { type: 'event_count', rules: ['few'], 'group-by': ['user'], timespan: '1m', condition: { gte: 2 } },
  })
  const results = correlate(set, [
    ['a', 0, u],
    ['a', 20, u],
    ['a', 21, u],
  ])
  assert.deepEqual(shown(set, results), ['few @10 u 1', 'few @30 u 2', 'twice @30 u 2'])
})

test('rules of a correlation do not alert by themselves, unless one that uses them says so', () => {
  const set = workingSet({ x: many, y: { ...many, rules: ['b'], generate: true }, z: { ...many, rules: ['x'] } })
  const rule = (name: string): number => set.rules.findIndex((one) => one.name === name)
  assert.equal(alertsAlone(set, 'rule', rule('a')), false)
  assert.equal(alertsAlone(set, 'rule', rule('b')), true)
  assert.equal(alertsAlone(set, 'rule', rule('c')), true)
  assert.equal(
    alertsAlone(
      set,
      'correlation',
      set.correlations.findIndex(({ name }) => name === 'x'),
    ),
    false,
  )
  assert.equal(
    alertsAlone(
      set,
      'correlation',
      set.correlations.findIndex(({ name }) => name === 'z'),
    ),
    true,
  )
})

test('an event is decided when its lateness has passed; an older one is late, and counted', () => {
  const set = workingSet({ x: { ...many, condition: { gte: 1 } } })
  const correlator = new Correlator(set, { latenessMs: 5_000 })
  const at = (...events: readonly Seen[]): readonly Observation[] =>
    observed(set, events).map((one, index) => ({ ...one, id: `${events[0]?.[1]} ${index}` }))
  assert.deepEqual(shown(set, correlator.add(at(['a', 10, of('u')], ['a', 14, of('v')]))), [])
  assert.deepEqual(shown(set, correlator.add(at(['a', 16, of('w')], ['a', 11, of('x')]))), ['x @10 u 1'])
  assert.deepEqual(shown(set, correlator.add(at(['a', 10.9, of('late')]))), [])
  assert.deepEqual(shown(set, correlator.finish()), ['x @11 x 1', 'x @14 v 1', 'x @16 w 1'])
  assert.deepEqual(correlator.losses, new Map([[-1, new Map([['late', 1]])]]))
})

test('the clock decides where no event comes, and refuses events from the future', () => {
  const set = workingSet({ x: { ...many, condition: { lt: 3 } } })
  const correlator = new Correlator(set, { latenessMs: 5_000 })
  correlator.advance(100_000)
  assert.deepEqual(
    correlator.add(
      observed(set, [
        ['a', 100, u],
        ['a', 106, of('future')],
      ]),
    ),
    [],
  )
  assert.deepEqual(shown(set, correlator.advance(115_000)), [])
  assert.deepEqual(shown(set, correlator.advance(116_000)), ['x @110 u 1'])
  assert.deepEqual(correlator.losses, new Map([[-1, new Map([['future', 1]])]]))
})

test('groups give way at the bound, oldest first, and that is counted', () => {
  const set = workingSet({ x: { ...many, condition: { gte: 2 } } })
  const names = ['p', 'q', 'r', 'q', 'p', 'r']
  const correlator = new Correlator(set, { maxGroups: 2 })
  correlator.add(
    observed(
      set,
      names.map((name, second): Seen => ['a', second, of(name)]),
    ),
  )
  assert.deepEqual(shown(set, correlator.finish()), ['x @3 q 2'])
  assert.deepEqual(correlator.losses, new Map([[0, new Map([['group', 3]])]]))
})

test('events of a group give way at the bound, and its results say that they are incomplete', () => {
  const set = workingSet({ x: { ...base, type: 'value_sum', condition: { field: 'n', gte: 4 } } })
  const correlator = new Correlator(set, { maxEntriesPerGroup: 3 })
  const events = ['1', '1', '1', '1', '2'].map((n, second): Seen => ['a', second, { ...u, n }])
  correlator.add(observed(set, events))
  const results = correlator.finish()
  assert.deepEqual(shown(set, results), ['x @4 u 4'])
  assert.equal(results[0]?.incomplete, true)
  assert.deepEqual(correlator.losses, new Map([[0, new Map([['entry', 2]])]]))
})

test('all events together are bounded too', () => {
  const set = workingSet({ x: many })
  const correlator = new Correlator(set, { maxEntries: 4 })
  correlator.add(
    observed(
      set,
      ['p', 'q', 'p', 'q', 'p', 'q'].map((name, second): Seen => ['a', second, of(name)]),
    ),
  )
  // At the fifth event the other group gives way.
  assert.deepEqual(shown(set, correlator.finish()), ['x @4 p 3'])
  assert.deepEqual(correlator.losses.get(0)?.get('group'), 1)
})

test('more events waiting than the bound are decided early, and that is counted', () => {
  const set = workingSet({ x: { ...many, condition: { gte: 1 } } })
  const correlator = new Correlator(set, { maxPending: 2, latenessMs: 60_000 })
  const results = correlator.add(
    observed(set, [
      ['a', 1, of('u')],
      ['a', 2, of('v')],
      ['a', 3, of('w')],
    ]),
  )
  assert.deepEqual(shown(set, results), ['x @1 u 1'])
  assert.deepEqual(correlator.losses, new Map([[-1, new Map([['hurried', 1]])]]))
})

test('what can be decided anyhow is not decided early, however large the batch', () => {
  const set = workingSet({ x: { ...many, condition: { gte: 1 } } })
  const correlator = new Correlator(set, { maxPending: 2, latenessMs: 1_000 })
  const results = correlator.add(
    observed(
      set,
      [1, 11, 21, 31].map((second): Seen => ['a', second, of('u')]),
    ),
  )
  assert.equal(results.length, 3)
  assert.deepEqual(correlator.losses, new Map())
})

test('what a condition does not count is counted elsewhere: nothing is lost silently', () => {
  const set = workingSet({ x: { ...base, type: 'value_sum', condition: { field: 'n', gt: 1e300 } } })
  const correlator = new Correlator(set)
  const values = Array.from({ length: 20 }, (_, i) => String(i))
  correlator.add(
    observed(set, [
      ['a', 0, { n: '1' }],
      ['a', 1, u],
      ['a', 2, { ...u, n: 'x' }],
      ['a', 3, { ...u, n: values }],
      ['a', 4, { ...u, n: '1e999' }],
    ]),
  )
  correlator.finish()
  assert.deepEqual(
    correlator.losses,
    new Map([
      [
        0,
        new Map([
          ['ungrouped', 1],
          ['valueless', 3],
          ['crowded', 4],
        ]),
      ],
    ]),
  )
})

test('a time that is no whole number is a mistake of the caller', () => {
  const set = workingSet({ x: many })
  assert.throws(() => new Correlator(set).add([{ rule: 0, at: Number.NaN, id: '', values: {} }]), TypeError)
})

// Every type, with a correlation over each, so that one run shows them all.
const everything: Readonly<Record<string, Section>> = {
  count: { ...many, rules: ['a', 'b'], timespan: '4s' },
  few: { ...many, rules: ['a'], timespan: '5s', condition: { lte: 2 } },
  range: { ...many, rules: ['b'], timespan: '5s', condition: { gt: 1, lt: 4 } },
  values: { ...base, type: 'value_count', timespan: '4s', condition: { field: 'n', gte: 3 } },
  novalues: { ...base, type: 'value_count', timespan: '4s', condition: { field: 'n', eq: 2 } },
  sum: { ...base, type: 'value_sum', timespan: '4s', condition: { field: 'n', gte: 6 } },
  smallsum: { ...base, type: 'value_sum', timespan: '4s', condition: { field: 'n', lt: 3 } },
  average: { ...base, type: 'value_avg', timespan: '4s', condition: { field: 'n', gt: 2 } },
  median: { ...base, type: 'value_median', timespan: '4s', condition: { field: 'n', gt: 1 } },
  percentile: { ...base, type: 'value_percentile', timespan: '4s', condition: { field: 'n', percentile: 80, gte: 3 } },
  share: { ...base, type: 'value_percentile', timespan: '6s', condition: { field: 'n', lte: 30 } },
  all: { ...base, type: 'temporal', rules: ['a', 'b', 'c'], timespan: '4s' },
  nottwo: { ...base, type: 'temporal', rules: ['a', 'b', 'c'], timespan: '4s', condition: { neq: 2 } },
  ordered: { ...base, type: 'temporal_ordered', rules: ['a', 'b', 'c', 'd'], timespan: '6s', condition: { gte: 3 } },
  alias: { ...many, rules: ['a', 'd'], timespan: '3s', 'group-by': ['who'], aliases: { who: { a: 'user', d: 'n' } } },
  aftercount: { ...base, type: 'temporal_ordered', rules: ['count', 'c'], timespan: '5s' },
  carrying: { ...many, rules: ['count', 'all'], 'group-by': ['n'], timespan: '8s', condition: { gte: 2 } },
  overwindows: { ...many, rules: ['few', 'nottwo', 'd'], timespan: '12s', condition: { gte: 2 } },
  overall: { ...base, type: 'temporal', rules: ['aftercount', 'overwindows'], timespan: '9s' },
}

const event = fc.tuple(
  fc.constantFrom('a', 'b', 'c', 'd'),
  // Many fall on the same instant.
  fc.integer({ min: 0, max: 60 }).map((half) => half / 2),
  fc.record(
    { user: fc.constantFrom('u', 'U', 'v'), n: fc.constantFrom('0', '1', '2', '3', '4.5', 'x') },
    { requiredKeys: [] },
  ),
)
const events: fc.Arbitrary<readonly Seen[]> = fc.oneof(
  fc.array(event, { maxLength: 8 }),
  fc.array(event, { minLength: 60, maxLength: 90, size: 'max' }),
)
test('the correlator agrees with the obvious one', () => {
  const set = workingSet(everything)
  const found = new Map<string, number>()
  fc.assert(
    fc.property(events, (seen) => {
      const results = shown(set, correlate(set, seen))
      const expected = shown(
        set,
        correlateSlowly(set, observed(set, seen)).map((one) => ({ ...one, values: [], parts: [], incomplete: false })),
      )
      assert.deepEqual(sortedTexts(results), sortedTexts(expected))
      for (const text of results) found.set(text.split(' ')[0] ?? '', 1)
    }),
    { numRuns: 300 },
  )
  // Every correlation was seen to match.
  assert.deepEqual([...found.keys()].sort(), Object.keys(everything).sort())
})

function sortedTexts(texts: readonly string[]): readonly string[] {
  return [...texts].sort()
}

test('any batches, and any order within the lateness, give the same results', () => {
  const set = workingSet(everything)
  const latenessMs = 4_000
  fc.assert(
    fc.property(events, fc.array(fc.nat(1_000)), fc.array(fc.integer({ min: 1, max: 9 })), (seen, shifts, sizes) => {
      const observations = observed(set, seen).toSorted((a, b) => a.at - b.at)
      const whole = new Correlator(set, { latenessMs })
      const expected = [...whole.add(observations), ...whole.finish()]
      // Each event comes up to the lateness after its time; none of them is late then.
      const delay = (index: number): number => ((shifts[index % Math.max(1, shifts.length)] ?? 0) / 1_000) * latenessMs
      const shuffled = observations
        .map((one, index) => ({ one, comes: one.at + delay(index) }))
        .sort((a, b) => a.comes - b.comes)
        .map(({ one }) => one)
      const inBatches = new Correlator(set, { latenessMs })
      const results = []
      for (let at = 0, n = 0; at < shuffled.length; n++) {
        const size = sizes[n % Math.max(1, sizes.length)] ?? 1
        results.push(...inBatches.add(shuffled.slice(at, at + size)))
        at += size
      }
      results.push(...inBatches.finish())
      assert.deepEqual(results, expected)
      assert.deepEqual(inBatches.losses.get(-1), undefined)
    }),
    { numRuns: 200 },
  )
})

test('a correlator that takes over a saved state goes on as if nothing had been', () => {
  const set = workingSet(everything)
  fc.assert(
    fc.property(events, fc.nat(60), (seen, cut) => {
      const observations = observed(set, seen).toSorted((a, b) => a.at - b.at)
      const options = { latenessMs: 1_000 }
      const whole = new Correlator(set, options)
      const expected = [...whole.add(observations), ...whole.finish()]
      const first = new Correlator(set, options)
      const before = first.add(observations.slice(0, cut))
      const second = new Correlator(set, options)
      assert.deepEqual(second.restore(first.save()), [])
      assert.equal(second.save(), first.save())
      const results = [...before, ...second.add(observations.slice(cut)), ...second.finish()]
      assert.deepEqual(results, expected)
      assert.deepEqual(second.losses, whole.losses)
    }),
    { numRuns: 100 },
  )
})

test('a state knows its rules by name: new ones begin anew, changed ones too, the others go on', () => {
  const first = workingSet({ x: many, y: many })
  const before = new Correlator(first, { latenessMs: 0 })
  before.add(
    observed(first, [
      ['a', 0, u],
      ['a', 1, u],
      ['a', 2.5, u],
    ]),
  )
  const second = workingSet({ new: many, y: many, x: { ...many, condition: { gte: 2 } } })
  const after = new Correlator(second, { latenessMs: 0 })
  const changed = after.restore(before.save()).map((number) => second.correlations[number]?.title)
  assert.deepEqual(changed, ['new', 'x'])
  assert.deepEqual(shown(second, after.finish()), ['y @2.5 u 3'])
})

const states = [
  '',
  '{}',
  '[]',
  '{"format":"openwacht-sigma-correlator","version":2}',
  '{"format":"openwacht-sigma-correlator","version":1}',
]
for (const state of states) {
  test(`refused as a state: ${state}`, () => {
    assert.throws(() => new Correlator(workingSet({ x: many })).restore(state), StateError)
  })
}

test('memory is given back: groups of long ago are gone', () => {
  const set = workingSet({ x: many })
  const correlator = new Correlator(set, { latenessMs: 0, maxGroups: 50 })
  for (let second = 0; second < 1_000; second++) correlator.add(observed(set, [['a', second * 2, of(`u${second}`)]]))
  // Never more than six users within the timespan: none had to give way.
  assert.deepEqual(correlator.losses, new Map())
  assert.ok(correlator.save().length < 5_000)
})
