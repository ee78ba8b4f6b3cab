import assert from 'node:assert/strict'
import { test } from 'node:test'
import { correlationFields } from './correlation-fields.ts'
import { type Evidence, evidenceOf } from './evidence.ts'
import { parsePipeline } from './pipeline.ts'
import { parseRuleFile } from './rule-file.ts'
import { ruleOf } from './testing/ask.ts'

/** Evidence as short texts: `selection field=value,value`. */
function shown({ items }: Evidence): readonly string[] {
  return items.map(
    ({ selection, field, keyword, values }) => `${selection} ${keyword ? '"' : ''}${field}=${values.join()}`,
  )
}

type Case = {
  readonly name: string
  readonly detection: Readonly<Record<string, unknown>>
  readonly event: Readonly<Record<string, unknown>>
  readonly selections: readonly string[]
  readonly items: readonly string[]
}

const cases: readonly Case[] = [
  {
    name: 'each field of a selection with the value that fits',
    detection: { s: { a: 'x', 'b|contains': ['p', 'q'] }, condition: 's' },
    event: { a: 'X', b: ['1', 'has q', 'has p'], c: 'secret' },
    selections: ['s'],
    items: ['s a=X', 's b=has q,has p'],
  },
  {
    name: 'of alternatives those that hold',
    detection: { s: [{ a: 1 }, { b: 2, c: 3 }], t: { d: 4 }, u: { e: 5 }, condition: 's or t or u' },
    event: { b: 2, c: 3, d: 4, e: 6 },
    selections: ['s', 't'],
    items: ['s b=2', 's c=3', 't d=4'],
  },
  {
    name: 'what had to be absent is no evidence',
    detection: { s: { a: 1 }, filter: { b: 2 }, condition: 's and not filter' },
    event: { a: 1, b: 3 },
    selections: ['s'],
    items: ['s a=1'],
  },
  {
    name: 'a denial of a denial',
    detection: { s: { a: 1 }, t: { b: 2 }, condition: 'not (s and not t)' },
    event: { a: 1, b: 2 },
    selections: ['t'],
    items: ['t b=2'],
  },
  {
    name: 'absence: no values',
    detection: { s: { a: null, 'b|exists': false, 'c|neq': 'x', d: '' }, condition: 's' },
    event: { a: null, c: 'y', d: '' },
    selections: ['s'],
    items: ['s a=', 's b=', 's c=y', 's d='],
  },
  {
    name: 'keywords with the path to where they were found',
    detection: { s: ['needle', 'x7'], condition: 's' },
    event: { a: { b: ['hay', 'a Needle'] }, 'c.d': 'needle', e: 1, f: 'no' },
    selections: ['s'],
    items: ['s "a.b=a Needle', 's "c.d=needle'],
  },
  {
    name: 'both sides of a reference',
    detection: { s: { 'a|fieldref': 'b' }, condition: 's' },
    event: { a: 'x', b: 'X' },
    selections: ['s'],
    items: ['s a=x', 's b=X'],
  },
  {
    name: 'no match, no evidence',
    detection: { s: { a: 1 }, t: { b: 2 }, condition: 's and t' },
    event: { a: 1 },
    selections: [],
    items: [],
  },
]

for (const { name, detection, event, selections, items } of cases) {
  test(`evidence: ${name}`, () => {
    const evidence = evidenceOf(ruleOf(detection), event)
    assert.deepEqual(evidence.selections, selections)
    assert.deepEqual(shown(evidence), items)
  })
}

test('evidence gives nothing that the rule may not see', () => {
  const rule = ruleOf({ s: ['needle'], condition: 's' })
  const event = { a: 'needle 1', b: { c: 'needle 2', d: 'needle 3' } }
  assert.deepEqual(shown(evidenceOf(rule, event, { fields: ['b.c'] })), ['s "b.c=needle 2'])
})

test('the fields of a correlation are those of its rules and what it groups by and counts', () => {
  const text = `title: a
name: a
logsource: {product: x}
detection: {s: {Image: 1}, k: [word], condition: s or k}
---
title: b
name: b
logsource: {product: y}
detection: {s: {Other: 1}, condition: s}
---
title: inner
name: inner
correlation: {type: value_count, rules: [a], group-by: [User], timespan: 1m, condition: {field: Ip, gte: 2}}
---
title: outer
correlation:
  type: temporal
  rules: [inner, b]
  group-by: [who]
  aliases: {who: {inner: User, b: Name}}
  timespan: 1m
`
  const { pipeline } = parsePipeline(
    'transformations: [{type: field_name_mapping, mapping: {User: [u.name, u.id]}, rule_conditions: [{type: logsource, product: x}]}]',
  )
  assert.ok(pipeline !== undefined)
  const set = parseRuleFile(text, [pipeline])
  assert.deepEqual(set.faults, [])
  const of = (title: string): ReturnType<typeof correlationFields> =>
    correlationFields(
      set,
      set.correlations.findIndex((one) => one.title === title),
    )
  assert.deepEqual(of('inner'), { names: ['Image', 'Ip', 'u.id', 'u.name'], keywords: true })
  assert.deepEqual(of('outer'), { names: ['Image', 'Ip', 'Name', 'Other', 'u.id', 'u.name'], keywords: true })
})
