import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { skipUnlessOutside } from '../../../tools/outside.ts'
import { formatFault } from './fault.ts'
import { fields } from './fields.ts'
import { parseRuleFile } from './rule-file.ts'
import { publicData, publicRuleFiles } from './testing/public-data.ts'

const good = `title: Whoami
id: 11111111-2222-3333-4444-555555555555
level: high
tags:
  - attack.discovery
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    Image|endswith: '\\whoami.exe'
  condition: selection
`

test('a rule loads with its attributes', () => {
  const { rules, faults, warnings } = parseRuleFile(good)
  assert.deepEqual(faults, [])
  assert.deepEqual(warnings, [])
  const [rule] = rules
  assert.equal(rule?.title, 'Whoami')
  assert.equal(rule?.level, 'high')
  assert.deepEqual(rule?.tags, ['attack.discovery'])
  assert.deepEqual(rule?.logsource, { product: 'windows', category: 'process_creation', service: undefined })
})

const broken: readonly { readonly name: string; readonly from: string; readonly to: string; readonly fault: string }[] =
  [
    { name: 'no title', from: 'title: Whoami\n', to: '', fault: 'f:1:1: expected a title' },
    {
      name: 'unknown level',
      from: 'level: high',
      to: 'level: grave',
      fault: 'f:3:8: expected one of informational, low, medium, high, critical',
    },
    { name: 'a tag that is no text', from: '- attack.discovery', to: '- 7', fault: 'f:5:5: expected a text' },
    {
      name: 'empty log source',
      from: '  product: windows\n  category: process_creation',
      to: '  definition: x',
      fault: 'f:7:3: expected at least one of category, product and service',
    },
    {
      name: 'unknown modifier',
      from: 'Image|endswith',
      to: 'Image|endwith',
      fault: 'f:11:20: modifier "endwith": not known',
    },
    {
      name: 'a word of the condition',
      from: 'condition: selection',
      to: 'condition: selection and selektion',
      fault: 'f:12:28: expected the name of a selection of this rule, got "selektion"',
    },
    {
      name: 'a regular expression',
      from: "Image|endswith: '\\whoami.exe'",
      to: "Image|re: ['a', 'b(?=c)']",
      fault: 'f:11:16: regular expression refused: look-ahead "(?=", which needs backtracking',
    },
    {
      name: 'no YAML',
      from: 'level: high',
      to: 'level: @high',
      fault: 'f:3:8: Plain value cannot start with reserved character @',
    },
    {
      name: 'a key twice',
      from: 'level: high',
      to: 'level: high\nlevel: low',
      fault: 'f:4:1: Map keys must be unique',
    },
  ]

for (const { name, from, to, fault } of broken) {
  test(`a fault names its place: ${name}`, () => {
    const { rules, faults } = parseRuleFile(good.replace(from, () => to))
    assert.deepEqual(rules, [])
    assert.deepEqual(
      faults.map((one) => formatFault('f', one)),
      [fault],
    )
  })
}

test('one broken document does not stop the others', () => {
  const { rules, faults } = parseRuleFile(`${good}---\ntitle: Broken\n---\n${good}`)
  assert.equal(rules.length, 2)
  assert.deepEqual(
    faults.map((one) => formatFault('f', one)),
    ['f:14:1: expected a detection section'],
  )
})

test('global, repeat and reset still work and are called deprecated', () => {
  const { rules, warnings } = parseRuleFile(
    `action: global\nlogsource: {product: a}\n---\ntitle: One\ndetection: {s: {x: 1}, condition: s}\n---\naction: repeat\ntitle: Two\ndetection: {s: {x: 2}}\n---\naction: reset\n---\ntitle: Three\nlogsource: {product: b}\ndetection: {s: {x: 3}, condition: s}\n`,
  )
  assert.deepEqual(
    rules.map((rule) => `${rule.title} ${rule.logsource.product}`),
    ['One a', 'Two a', 'Three b'],
  )
  assert.deepEqual(
    warnings.map((warning) => warning.code),
    ['deprecated'],
  )
})

test('timeframe and dates with slashes are called deprecated', () => {
  const { rules, warnings } = parseRuleFile(
    `${good.replace('detection:', 'detection:\n  timeframe: 5m')}date: 2020/01/31\n`,
  )
  assert.equal(rules.length, 1)
  assert.deepEqual(
    warnings.map((one) => formatFault('f', one)),
    [
      'f:14:7: a date with slashes: write YYYY-MM-DD',
      'f:10:14: timeframe has no effect since Sigma 2: write a correlation rule with a timespan',
    ],
  )
})

test('hostile YAML is refused, not carried out', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`
  const cycle = `title: x\nlogsource: &l\n  product: *l\n`
  const deep = `a: ${'['.repeat(5_000)}${']'.repeat(5_000)}`
  const long = `title: ${'x'.repeat(3_000_000)}`
  for (const text of [bomb, cycle, deep, long]) {
    const startedAt = performance.now()
    const { rules, faults } = parseRuleFile(text)
    assert.equal(rules.length, 0)
    assert.equal(faults.length, 1)
    assert.ok(performance.now() - startedAt < 2_000)
  }
})

test('fields names what a rule can read', () => {
  const [rule] = parseRuleFile(
    good.replace('condition: selection', 'other:\n    - User|fieldref: Owner\n    - word\n  condition: 1 of them'),
  ).rules
  assert.ok(rule !== undefined)
  assert.deepEqual(fields(rule), { names: ['Image', 'Owner', 'User'], keywords: true })
})

test('any text gives rules or faults, never a crash', () => {
  const piece = fc.constantFrom(
    'title: x\n',
    'logsource:\n',
    '  product: a\n',
    'detection:\n',
    '  s:\n',
    '    a|re: (\n',
    '    - x\n',
    '  condition: s\n',
    '---\n',
    'action: global\n',
    '&a ',
    '*a ',
    '{',
    '[',
    ': ',
    "'",
    '"',
    '- ',
    '\t',
    '\u0000',
    '|',
    '>\n',
    '#',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), (pieces) => {
      const { rules, faults } = parseRuleFile(pieces.join(''))
      assert.ok(rules.length + faults.length >= 0)
    }),
    { numRuns: 2_000 },
  )
})

test('every public rule loads; two wait for the values of a placeholder', skipUnlessOutside(publicData), () => {
  const parsed = publicRuleFiles().map(({ path, text }) => ({ path, ...parseRuleFile(text) }))
  assert.equal(parsed.length, 3_754)
  assert.equal(parsed.flatMap((file) => file.rules).length, 3_752)
  const faults = parsed.flatMap((file) => file.faults)
  assert.deepEqual(
    faults.map((fault) => fault.message),
    Array(2).fill('placeholder "%known_cdcs%" has no values: give them in a pipeline'),
  )
})
