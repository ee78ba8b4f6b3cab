import assert from 'node:assert/strict'
import { test } from 'node:test'
import { correlate, type Section, type Seen, shown, workingSet } from './testing/correlation-set.ts'

const base = { rules: ['a'], 'group-by': ['user'], timespan: '10s' }
const many = { ...base, type: 'event_count', condition: { gte: 3 } }
const u = { user: 'u' }
const of = (user: string): { user: string } => ({ user })

type Case = {
  readonly name: string
  readonly section: Section
  readonly events: readonly Seen[]
  readonly expected: readonly string[]
}

const cases: readonly Case[] = [
  {
    name: 'three events within the timespan, the ends included',
    section: many,
    events: [
      ['a', 0, u],
      ['a', 5, u],
      ['a', 10, u],
    ],
    expected: ['x @10 u 3'],
  },
  {
    name: 'a moment too late is too late',
    section: many,
    events: [
      ['a', 0, u],
      ['a', 5, u],
      ['a', 10.001, u],
    ],
    expected: [],
  },
  {
    name: 'windows slide: they are not cut at fixed places',
    section: many,
    events: [
      ['a', 0, u],
      ['a', 8, u],
      ['a', 12, u],
      ['a', 15, u],
    ],
    expected: ['x @15 u 3'],
  },
  {
    name: 'each group counts for itself, whatever the case of its letters',
    section: many,
    events: [
      ['a', 0, of('U')],
      ['a', 1, of('v')],
      ['a', 2, u],
      ['a', 3, of('v')],
      ['a', 4, u],
    ],
    expected: ['x @4 U 3'],
  },
  {
    name: 'a condition that goes on to hold is told once per timespan',
    section: many,
    events: Array.from({ length: 30 }, (_, second): Seen => ['a', second, u]),
    expected: ['x @2 u 3', 'x @12 u 3 again 1', 'x @22 u 3 again 2'],
  },
  {
    name: 'a condition that holds anew is told anew',
    section: many,
    events: [
      ['a', 0, u],
      ['a', 1, u],
      ['a', 2, u],
      ['a', 12, u],
      ['a', 13, u],
      ['a', 14, u],
    ],
    expected: ['x @2 u 3', 'x @14 u 3'],
  },
  {
    name: 'more than',
    section: { ...many, condition: { gt: 1 } },
    events: [
      ['a', 0, u],
      ['a', 1, u],
    ],
    expected: ['x @1 u 2'],
  },
  {
    name: 'an event without the field that is grouped by belongs to no group',
    section: many,
    events: [
      ['a', 0, u],
      ['a', 1],
      ['a', 2, {}],
      ['a', 3, u],
    ],
    expected: [],
  },
  {
    name: 'an event with several values of it belongs to each group',
    section: { ...many, condition: { gte: 2 } },
    events: [
      ['a', 0, { user: ['u', 'v'] }],
      ['a', 1, of('v')],
    ],
    expected: ['x @1 v 2'],
  },
  {
    name: 'no group-by field: one group',
    section: { ...many, 'group-by': [] },
    events: [
      ['a', 0, u],
      ['a', 1],
      ['a', 2, of('v')],
    ],
    expected: ['x @2  3'],
  },
  {
    name: 'two fields that only together are the same are not the same group',
    section: { ...many, 'group-by': ['user', 'host'], condition: { gte: 2 } },
    events: [
      ['a', 0, { user: '1', host: '12' }],
      ['a', 1, { user: '11', host: '2' }],
      ['a', 2, { user: '1', host: '12' }],
    ],
    expected: ['x @2 1/12 2'],
  },
  {
    name: 'an event that two of the rules match is one event',
    section: { ...many, rules: ['a', 'b'], condition: { gte: 2 } },
    events: [
      ['a', 0, u],
      ['b', 1, u],
      ['b', 20, u],
    ],
    expected: ['x @1 u 2'],
  },
  {
    name: 'fewer than: decided when the window has ended that the first event opened',
    section: { ...many, condition: { lt: 3 } },
    events: [
      ['a', 0, u],
      ['a', 1, u],
      ['a', 11, u],
      ['a', 12, u],
      ['a', 13, u],
    ],
    expected: ['x @10 u 2'],
  },
  {
    name: 'a range is decided at the end of the window',
    section: { ...many, condition: { gte: 2, lte: 3 } },
    events: [
      ['a', 0, u],
      ['a', 1, u],
      ['a', 2, u],
      ['a', 3, u],
      ['a', 20, u],
      ['a', 21, u],
    ],
    expected: ['x @30 u 2'],
  },
  {
    name: 'exactly, and not exactly',
    section: { ...many, condition: { neq: 2 } },
    events: [
      ['a', 0, u],
      ['a', 1, u],
      ['a', 11, u],
      ['a', 30, u],
      ['a', 31, u],
      ['a', 40, u],
    ],
    expected: ['x @21 u 1', 'x @40 u 3'],
  },
  {
    name: 'distinct values, whatever their case',
    section: { ...base, type: 'value_count', condition: { field: 'ip', gte: 2 } },
    events: [
      ['a', 0, { ...u, ip: 'A' }],
      ['a', 1, { ...u, ip: 'a' }],
      ['a', 2, { ...u, ip: 'b' }],
    ],
    expected: ['x @2 u 2'],
  },
  {
    name: 'distinct values expire one by one',
    section: { ...base, type: 'value_count', condition: { field: 'ip', gte: 3 } },
    events: [
      ['a', 0, { ...u, ip: 'a' }],
      ['a', 1, { ...u, ip: 'b' }],
      ['a', 9, { ...u, ip: 'a' }],
      ['a', 12, { ...u, ip: 'c' }],
    ],
    expected: [],
  },
  {
    name: 'an event without the field that is counted does not count',
    section: { ...base, type: 'value_count', condition: { field: 'ip', gte: 1 } },
    events: [['a', 0, u]],
    expected: [],
  },
  {
    name: 'distinct pairs',
    section: { ...base, type: 'value_count', condition: { field: ['ip', 'port'], gte: 3 } },
    events: [
      ['a', 0, { ...u, ip: 'a', port: '1' }],
      ['a', 1, { ...u, ip: 'a', port: '2' }],
      ['a', 2, { ...u, ip: 'a', port: '1' }],
      ['a', 3, { ...u, ip: 'b', port: '1' }],
    ],
    expected: ['x @3 u 3'],
  },
  {
    name: 'a sum, of numbers alone',
    section: { ...base, type: 'value_sum', condition: { field: 'n', gt: 10 } },
    events: [
      ['a', 0, { ...u, n: '5.5' }],
      ['a', 1, { ...u, n: 'many' }],
      ['a', 2, { ...u, n: '5' }],
    ],
    expected: ['x @2 u 10.5'],
  },
  {
    name: 'a sum forgets what is too old',
    section: { ...base, type: 'value_sum', condition: { field: 'n', gte: 10 } },
    events: [
      ['a', 0, { ...u, n: '9' }],
      ['a', 11, { ...u, n: '9' }],
      ['a', 12, { ...u, n: '1' }],
    ],
    expected: ['x @12 u 10'],
  },
  {
    name: 'every number of a list is added',
    section: { ...base, type: 'value_sum', condition: { field: 'n', gte: 10 } },
    events: [['a', 0, { ...u, n: ['5', '5'] }]],
    expected: ['x @0 u 10'],
  },
  {
    name: 'an average',
    section: { ...base, type: 'value_avg', condition: { field: 'n', gt: 2 } },
    events: [
      ['a', 0, { ...u, n: '1' }],
      ['a', 1, { ...u, n: '2' }],
      ['a', 2, { ...u, n: '6' }],
    ],
    expected: ['x @2 u 3'],
  },
  {
    name: 'an average below: decided at the end of the window',
    section: { ...base, type: 'value_avg', condition: { field: 'n', lt: 2 } },
    events: [
      ['a', 0, { ...u, n: '1' }],
      ['a', 1, { ...u, n: '9' }],
      ['a', 20, { ...u, n: '1' }],
    ],
    expected: ['x @30 u 1'],
  },
  {
    name: 'a median, of an even number between the two in the middle',
    section: { ...base, type: 'value_median', condition: { field: 'n', gte: 2.5 } },
    events: [
      ['a', 0, { ...u, n: '1' }],
      ['a', 1, { ...u, n: '2' }],
      ['a', 2, { ...u, n: '3' }],
      ['a', 3, { ...u, n: '100' }],
    ],
    expected: ['x @3 u 2.5'],
  },
  {
    name: 'a percentile',
    section: { ...base, type: 'value_percentile', condition: { field: 'n', percentile: 90, gt: 8 } },
    events: Array.from({ length: 11 }, (_, i): Seen => ['a', i / 10, { ...u, n: String(i) }]),
    expected: ['x @0.9 u 8.1'],
  },
  {
    name: 'rare values: those with a small share of the window',
    section: { ...base, type: 'value_percentile', condition: { field: 'image', lte: 10 } },
    events: Array.from({ length: 20 }, (_, i): Seen => ['a', i / 10, { ...u, image: i === 7 ? 'rare' : 'usual' }]),
    expected: ['x @10 u 5'],
  },
  {
    name: 'all rules in any order',
    section: { ...base, type: 'temporal', rules: ['a', 'b', 'c'] },
    events: [
      ['c', 0, u],
      ['a', 5, u],
      ['a', 6, u],
      ['b', 10, u],
      ['c', 21, u],
    ],
    expected: ['x @10 u 3'],
  },
  {
    name: 'two of three rules',
    section: { ...base, type: 'temporal', rules: ['a', 'b', 'c'], condition: { gte: 2 } },
    events: [
      ['c', 0, u],
      ['a', 5, u],
    ],
    expected: ['x @5 u 2'],
  },
  {
    name: 'one event that all the rules match fulfils temporal',
    section: { ...base, type: 'temporal', rules: ['a', 'b'] },
    events: [
      ['a', 0, u],
      ['b', 0, u],
    ],
    expected: ['x @0 u 2'],
  },
  {
    name: 'all rules in their order',
    section: { ...base, type: 'temporal_ordered', rules: ['a', 'b', 'c'] },
    events: [
      ['b', 0, u],
      ['a', 1, u],
      ['c', 2, u],
      ['b', 3, u],
      ['c', 4, u],
    ],
    expected: ['x @4 u 3'],
  },
  {
    name: 'the wrong order is no match',
    section: { ...base, type: 'temporal_ordered', rules: ['a', 'b'] },
    events: [
      ['b', 0, u],
      ['a', 1, u],
    ],
    expected: [],
  },
  {
    name: 'events of one instant count as being in order',
    section: { ...base, type: 'temporal_ordered', rules: ['a', 'b'] },
    events: [
      ['b', 1, u],
      ['a', 1, u],
    ],
    expected: ['x @1 u 2'],
  },
  {
    name: 'the first event may be repeated: the latest that still fits counts',
    section: { ...base, type: 'temporal_ordered', rules: ['a', 'b', 'c'] },
    events: [
      ['a', 0, u],
      ['a', 5, u],
      ['b', 6, u],
      ['c', 14, u],
    ],
    expected: ['x @14 u 3'],
  },
  {
    name: 'aliases: other fields of other rules',
    section: {
      ...base,
      type: 'temporal',
      rules: ['a', 'b'],
      'group-by': ['inner', 'outer'],
      aliases: { inner: { a: 'dst', b: 'src' }, outer: { a: 'src', b: 'dst' } },
    },
    events: [
      ['a', 0, { dst: '10.0.0.1', src: '1.1.1.1' }],
      ['b', 1, { dst: '10.0.0.1', src: '1.1.1.1' }],
      ['b', 2, { src: '10.0.0.1', dst: '1.1.1.1' }],
    ],
    expected: ['x @2 10.0.0.1/1.1.1.1 2'],
  },
]

for (const { name, section, events, expected } of cases) {
  test(name, () => {
    const set = workingSet({ x: section })
    assert.deepEqual(shown(set, correlate(set, events)), expected)
  })
}
