import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatFault } from './fault.ts'
import { parseRuleFile } from './rule-file.ts'
import { correlationSet, correlationText, type Section } from './testing/correlation-set.ts'

const good = { type: 'event_count', rules: ['a'], 'group-by': ['user'], timespan: '10m', condition: { gte: 3 } }
const counting = { ...good, type: 'value_count', condition: { field: 'ip', gte: 3 } }
const percentile = { ...good, type: 'value_percentile', condition: { field: 'n', gte: 3 } }
const temporal = { ...good, type: 'temporal', rules: ['a', 'b'], condition: undefined }

const cases: readonly { readonly name: string; readonly section: Section; readonly fault: string | undefined }[] = [
  { name: 'the usual form', section: good, fault: undefined },
  { name: 'a range', section: { ...good, condition: { gt: 100, lte: 200 } }, fault: undefined },
  { name: 'one rule as a text', section: { ...good, rules: 'a' }, fault: undefined },
  {
    name: 'several fields to count',
    section: { ...counting, condition: { field: ['ip', 'port'], eq: 3 } },
    fault: undefined,
  },
  {
    name: 'a percentile',
    section: { ...percentile, condition: { field: 'n', percentile: 95, gt: 0.5 } },
    fault: undefined,
  },
  { name: 'a share', section: { ...percentile, condition: { field: 'n', lte: 1 } }, fault: undefined },
  {
    name: 'negative sums',
    section: { ...counting, type: 'value_sum', condition: { field: 'n', lt: -1.5 } },
    fault: undefined,
  },
  { name: 'generate inside the section', section: { ...good, generate: true }, fault: undefined },
  { name: 'two of three', section: { ...temporal, condition: { gte: 1 } }, fault: undefined },
  {
    name: 'a type that is not there',
    section: { ...good, type: 'near' },
    fault: 'expected one of event_count, value_count, temporal',
  },
  { name: 'no rules', section: { ...good, rules: [] }, fault: 'expected a list of ids or names of rules' },
  { name: 'a rule twice', section: { ...good, rules: ['a', 'a'] }, fault: 'this rule stands there twice' },
  {
    name: 'an unknown rule',
    section: { ...good, rules: ['z'] },
    fault: 'expected the id or name of a rule of this set, got "z"',
  },
  { name: 'a misspelt key', section: { ...good, groupby: ['user'] }, fault: 'expected one of type, rules, group-by' },
  {
    name: 'a timespan without unit',
    section: { ...good, timespan: '10' },
    fault: 'expected a number followed by s, m, h or d',
  },
  {
    name: 'a timespan in months',
    section: { ...good, timespan: '1M' },
    fault: 'expected a number followed by s, m, h or d',
  },
  {
    name: 'a timespan of nothing',
    section: { ...good, timespan: '0s' },
    fault: 'expected a number followed by s, m, h or d',
  },
  { name: 'a timespan of years', section: { ...good, timespan: '400d' }, fault: 'at most 366d' },
  {
    name: 'no condition',
    section: { ...good, condition: undefined },
    fault: 'expected a condition: event_count needs one',
  },
  { name: 'a text as condition', section: { ...temporal, condition: 'a and b' }, fault: 'a text is no condition' },
  { name: 'an empty condition', section: { ...good, condition: {} }, fault: 'expected one of gt, gte' },
  {
    name: 'two lower bounds',
    section: { ...good, condition: { gt: 1, gte: 2 } },
    fault: 'expected one comparison, or gt or gte',
  },
  {
    name: 'three comparisons',
    section: { ...good, condition: { gt: 1, lt: 9, neq: 5 } },
    fault: 'expected one comparison, or gt or gte',
  },
  {
    name: 'equal and unequal',
    section: { ...good, condition: { eq: 1, neq: 2 } },
    fault: 'expected one comparison, or gt or gte',
  },
  {
    name: 'a range of nothing',
    section: { ...good, condition: { gt: 5, lt: 6 } },
    fault: 'no number from the range 1 and more fulfils',
  },
  {
    name: 'fewer than one event',
    section: { ...good, condition: { lt: 1 } },
    fault: 'no number from the range 1 and more fulfils',
  },
  {
    name: 'more rules than there are',
    section: { ...temporal, condition: { gte: 3 } },
    fault: 'no number from the range 1 to 2 fulfils',
  },
  {
    name: 'a share above all',
    section: { ...percentile, condition: { field: 'n', gte: 1_000 } },
    fault: 'without "percentile" it is the share',
  },
  {
    name: 'a percentile above all',
    section: { ...percentile, condition: { field: 'n', percentile: 101, gt: 1 } },
    fault: 'from 0 to 100',
  },
  { name: 'half an event', section: { ...good, condition: { gte: 1.5 } }, fault: 'a whole number' },
  { name: 'a count as a text', section: { ...good, condition: { gte: '3' } }, fault: 'expected a number' },
  { name: 'too many events', section: { ...good, condition: { gte: 1e6 } }, fault: 'expected at most 100000' },
  {
    name: 'a field to count events',
    section: { ...good, condition: { gte: 3, field: 'x' } },
    fault: 'expected for event_count one of gt',
  },
  {
    name: 'no field to count values',
    section: { ...counting, condition: { gte: 3 } },
    fault: 'expected "field": value_count needs one',
  },
  {
    name: 'two fields to add up',
    section: { ...counting, type: 'value_sum', condition: { field: ['a', 'b'], gt: 3 } },
    fault: 'value_sum looks at one field',
  },
  {
    name: 'a percentile of a count',
    section: { ...counting, condition: { field: 'ip', gte: 3, percentile: 5 } },
    fault: 'expected for value_count one of',
  },
  {
    name: 'an alias of another rule',
    section: { ...good, aliases: { user: { b: 'x' } } },
    fault: 'expected a rule of "rules", got "b"',
  },
  {
    name: 'an alias with a gap',
    section: { ...temporal, aliases: { user: { a: 'x' } } },
    fault: 'the alias "user" names no field for the rule "b"',
  },
  { name: 'generate as a text', section: { ...good, generate: 'yes' }, fault: 'expected true or false' },
]

for (const { name, section, fault } of cases) {
  test(`${fault === undefined ? 'loads' : 'refused'}: ${name}`, () => {
    const { faults, correlations } = correlationSet({ x: section })
    assert.equal(correlations.length, fault === undefined ? 1 : 0, faults[0]?.message)
    if (fault !== undefined) {
      assert.equal(faults.length, 1)
      assert.ok(faults[0]?.message.includes(fault), faults[0]?.message)
    }
  })
}

test('a fault names its place', () => {
  const text = correlationText('x', { ...good, rules: ['a'], condition: { gte: 1.5 } })
  assert.deepEqual(
    parseRuleFile(text).faults.map((fault) => formatFault('f', fault)),
    ['f:11:10: expected a whole number that is not negative'],
  )
  const unknown = correlationText('x', { ...good, rules: ['here', 'there'] })
  assert.deepEqual(
    parseRuleFile(unknown).faults.map((fault) => formatFault('f', fault)),
    ['f:6:7: expected the id or name of a rule of this set, got "here"'],
  )
})

test('without group-by everything is one group, and that is told', () => {
  const { warnings, correlations } = correlationSet({ x: { ...good, 'group-by': undefined } })
  assert.deepEqual(correlations[0]?.groupBy, [])
  assert.match(warnings[0]?.message ?? '', /without it all events are one group/)
})

test('correlations may refer to each other in any order, and parts come first', () => {
  const { correlations, faults } = correlationSet({
    outer: { ...temporal, rules: ['inner', 'b'] },
    inner: { ...good, 'group-by': ['user', 'ip'] },
  })
  assert.deepEqual(faults, [])
  assert.deepEqual(
    correlations.map(({ title, links }) => [title, links]),
    [
      ['inner', [{ kind: 'rule', number: 0 }]],
      [
        'outer',
        [
          { kind: 'correlation', number: 0 },
          { kind: 'rule', number: 1 },
        ],
      ],
    ],
  )
})

test('a circle of correlations is refused', () => {
  const { correlations, faults } = correlationSet({
    one: { ...good, rules: ['two'] },
    two: { ...good, rules: ['one'] },
    three: good,
  })
  assert.deepEqual(
    correlations.map(({ title }) => title),
    ['three'],
  )
  assert.deepEqual(
    faults.map(({ message }) => message),
    [
      '"two" cannot be used: "one" cannot be used: this correlation is a part of itself',
      '"one" cannot be used: this correlation is a part of itself',
    ],
  )
})

test('what refers to a rule that did not load is refused too', () => {
  const { correlations, faults } = correlationSet({
    one: { ...good, timespan: 'soon' },
    two: { ...good, rules: ['one'] },
    three: { ...good, rules: ['two'] },
  })
  assert.deepEqual(correlations, [])
  assert.deepEqual(
    faults.map(({ message }) => message),
    [
      'expected a number followed by s, m, h or d, such as 90m',
      'the rule "one" did not load',
      '"two" cannot be used: the rule "one" did not load',
    ],
  )
})

test('a name that two rules have is refused where it is used', () => {
  const { faults } = correlationSet({ a: good, x: good })
  assert.match(faults[0]?.message ?? '', /2 rules are called "a"/)
})

test('what is decided at the end of its window cannot give fields that it does not group by', () => {
  const few = { ...good, condition: { lte: 3 } }
  const { faults } = correlationSet({ few, outer: { ...temporal, rules: ['few', 'b'], 'group-by': ['ip'] } })
  assert.match(faults[0]?.message ?? '', /"few" does not group by "ip"/)
  const many = correlationSet({ many: good, outer: { ...temporal, rules: ['many', 'b'], 'group-by': ['ip'] } })
  assert.deepEqual(many.faults, [])
  assert.deepEqual(many.correlations[0]?.carried, ['ip'])
})

test('more correlations in a row than the limit are refused', () => {
  const chain = Object.fromEntries(
    Array.from({ length: 9 }, (_, i) => [`c${i}`, { ...good, rules: [i === 0 ? 'a' : `c${i - 1}`] }]),
  )
  const { correlations, faults } = correlationSet(chain)
  assert.equal(correlations.length, 8)
  assert.match(faults[0]?.message ?? '', /at most 8 correlations in a row/)
})
