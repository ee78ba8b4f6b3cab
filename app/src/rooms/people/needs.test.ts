import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allOf, anyOf, lacking, one, several, someOf, waysOf } from './needs.ts'
import type { OfficeCode } from './offices.ts'

const secretary = one('municipal-secretary')
const head = one('im-head')
const adviser = one('confidential-adviser')

const ways = [
  { name: 'one office is one way', need: head, expected: ['im-head'] },
  { name: 'two seats are filled both', need: several(2, 'administrator'), expected: ['administrator administrator'] },
  { name: 'any of two gives two ways', need: anyOf(head, adviser), expected: ['im-head', 'confidential-adviser'] },
  { name: 'all of two is one way', need: allOf(head, adviser), expected: ['im-head confidential-adviser'] },
  {
    name: 'two of three gives three ways',
    need: someOf(2, secretary, head, adviser),
    expected: [
      'municipal-secretary im-head',
      'municipal-secretary confidential-adviser',
      'im-head confidential-adviser',
    ],
  },
  {
    name: 'ways multiply',
    need: allOf(secretary, anyOf(head, adviser)),
    expected: ['municipal-secretary im-head', 'municipal-secretary confidential-adviser'],
  },
  { name: 'more than there are parts is no way', need: someOf(2, head), expected: [] },
]
for (const { name, need, expected } of ways) {
  test(name, () =>
    assert.deepEqual(
      waysOf(need).map((way) => way.join(' ')),
      expected,
    ),
  )
}

const team: readonly OfficeCode[] = ['diso', 'ciso', 'manager']
const lacks: readonly {
  name: string
  way: readonly OfficeCode[]
  persons: number
  officers: Partial<Record<OfficeCode, readonly string[]>>
  offices: readonly OfficeCode[]
  short: number
}[] = [
  {
    name: 'an empty house lacks all',
    way: team,
    persons: 2,
    officers: {},
    offices: ['diso', 'ciso', 'manager'],
    short: 2,
  },
  {
    name: 'one person may sit in two seats',
    way: team,
    persons: 2,
    officers: { diso: ['a'], ciso: ['a'], manager: ['b'] },
    offices: [],
    short: 0,
  },
  {
    name: 'unless more persons are needed',
    way: team,
    persons: 3,
    officers: { diso: ['a'], ciso: ['a'], manager: ['b'] },
    offices: [],
    short: 1,
  },
  {
    name: 'two seats of one office need two persons',
    way: ['administrator', 'administrator'],
    persons: 1,
    officers: { administrator: ['a'] },
    offices: ['administrator'],
    short: 0,
  },
  {
    name: 'the persons are given to the seats so that most differ',
    way: team,
    persons: 3,
    officers: { diso: ['a', 'b'], ciso: ['a'], manager: ['b', 'c'] },
    offices: [],
    short: 0,
  },
  {
    name: 'the order of the persons does not matter',
    way: team,
    persons: 3,
    officers: { diso: ['a', 'b'], ciso: ['b', 'a'], manager: ['a', 'c'] },
    offices: [],
    short: 0,
  },
  {
    name: 'three seats and two persons stay two',
    way: team,
    persons: 3,
    officers: { diso: ['a', 'b'], ciso: ['a', 'b'], manager: ['a', 'b'] },
    offices: [],
    short: 1,
  },
]
for (const { name, way, persons, officers, offices, short } of lacks) {
  test(name, () => {
    // Object.entries forgets the type of the keys; the table above has only offices.
    const entries = Object.entries(officers) as [OfficeCode, readonly string[]][]
    const got = lacking(way, persons, new Map(entries.map(([office, ids]) => [office, new Set(ids)])))
    assert.deepEqual(got, { offices, persons: short })
  })
}
