import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseEvent } from './event.ts'
import { Matcher } from './matcher.ts'
import { evaluatorOf } from './reference.ts'
import { ask, asker, fastMatcher, ruleOf } from './testing/ask.ts'

const source = { product: 'test', services: [], categories: [] }

test('keys and values written with escapes are found', () => {
  assert.equal(ask({ 'key|contains': 'mimi' }, '{"\\u006bey":"x\\u006dimikatz"}'), true)
  assert.equal(ask(['sekurlsa::logon'], '{"x":"sekur\\u006csa::logonpasswords"}'), true)
  assert.equal(ask(['sekurlsa::logon'], '{"x":"se\u212aurl\u017fa::logon"}'), true)
  assert.equal(ask(['http://f/<script'], '{"x":"http:\\/\\/f\\/<script"}'), true)
  assert.equal(ask({ 'a|contains': 'a/b"c\\d' }, '{"a":"xa\\/b\\"c\\\\dx"}'), true)
})

test('of a key that stands twice the last counts', () => {
  assert.equal(ask({ a: 'x' }, '{"a":"x","a":"y"}'), false)
  assert.equal(ask({ a: 'y' }, '{"a":"x","a":"y"}'), true)
  assert.equal(ask({ 'a.b': 'x' }, '{"a":{"b":"x"},"a":{"c":"y"}}'), false)
  assert.equal(ask({ 'a.b': 'x' }, '{"a":{"b":"x"},"a":1}'), false)
  assert.equal(ask({ 'a.b': null }, '{"a":{"b":"x"},"a":{"c":"y"}}'), true)
})

test('an empty event as the very first is broken, and the next one is read', () => {
  const matcher = fastMatcher([ruleOf({ selection: { a: 'x' } })], {
    unknownSource: { product: 'test', services: [], categories: [] },
  })
  assert.deepEqual(matcher.match(Buffer.alloc(0)), { broken: true, rules: [] })
  assert.deepEqual(matcher.match(Buffer.from('{"a":"x"}')), { broken: false, rules: [0] })
  assert.equal(matcher.matchBytes(Buffer.alloc(0)).lines, 0)
})

test('white space, numbers and nesting in every form of JSON', () => {
  assert.equal(ask({ b: 2 }, ' { "a" : [ 1 , { "x" : [ ] } , {} ] ,\t"b" : 2 } '), true)
  assert.equal(ask({ a: 100 }, '{"a":1e2}'), true)
  assert.equal(ask({ a: 0 }, '{"a":-0}'), true)
  assert.equal(ask({ a: 1 }, '{"a":1.0}'), true)
  assert.equal(ask({ a: '12345678901234567000' }, '{"a":12345678901234567001}'), true)
  assert.equal(ask({ 'a.b': 1 }, `{"x":${'['.repeat(400)}${']'.repeat(400)},"a":{"b":1}}`), true)
})

const brokenLines = [
  '',
  '[]',
  '1',
  '{',
  '{"a"}',
  '{"a":}',
  '{"a":1,}',
  '{"a":1 "b":2}',
  '{"a":01}',
  '{"a":tru}',
  '{"a":"x}',
  '{"a":[1,2}}',
  '{"a":{]}',
  '{"a":1}}',
  '{a:1}',
  '{"a":1e}',
  '{"a":"\\x"}',
  '{"a":-}',
]

for (const line of brokenLines) {
  test(`broken line: ${line}`, () => assert.equal(ask({ a: 'x' }, line), false))
}

test('values at every length around the steps of four bytes', () => {
  for (let size = 0; size < 40; size++) {
    const head = 'é"\\'.repeat(3).slice(0, size % 9) + 'x'.repeat(size)
    assert.equal(ask({ 'a|contains': 'NeedLe' }, { a: `${head}needle` }), true)
    assert.equal(ask({ 'a|endswith': 'NeedLe' }, { a: `${head}needle` }), true)
    assert.equal(ask({ 'a|startswith': 'NeedLe' }, { a: `needle${head}` }), true)
    assert.equal(ask({ a: `${head.toUpperCase()}x` }, { a: `${head}x` }), true)
  }
})

test('very long values, very many keys, and near misses stay fast', () => {
  const rule = ruleOf({
    selection: { 'a|contains': ['powershell -enc', 'invoke-mimikatz', 'ab'] },
    k: ['lsadump::sam'],
    condition: 'selection or k',
  })
  const matcher = new Matcher([rule], { unknownSource: source })
  const hostile = [
    { a: 'powershell -en '.repeat(70_000) },
    { a: 'lsadump::sa'.repeat(90_000) },
    { a: '\\"'.repeat(200_000) },
    { a: '\u017f\u212a'.repeat(100_000) },
    Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`field${i}`, 'x'.repeat(100)])),
  ]
  for (const event of hostile) {
    const bytes = Buffer.from(JSON.stringify(event))
    const startedAt = performance.now()
    assert.deepEqual(matcher.match(bytes).rules, [])
    assert.ok(performance.now() - startedAt < 1_000)
  }
  const twice = Buffer.from(`{${'"a":"x",'.repeat(100_000)}"a":"xab"}`)
  assert.deepEqual(matcher.match(twice).rules, [0])
})

test('what a projection leaves out is not there, for keywords neither', () => {
  const event = { a: 'secret', b: { c: 'word', d: 'secret' }, 'b.e': 'flat' }
  assert.equal(ask({ a: 'secret' }, event, { fields: ['b'] }), false)
  assert.equal(ask({ a: null }, event, { fields: ['b'] }), true)
  assert.equal(ask({ 'a|exists': false }, event, { fields: ['b'] }), true)
  assert.equal(ask(['secret'], event, { fields: ['b.c'] }), false)
  assert.equal(ask(['word'], event, { fields: ['b.c'] }), true)
  assert.equal(ask({ 'b.c': 'word' }, event, { fields: ['b'] }), true)
  assert.equal(ask({ 'b.d': 'secret' }, event, { fields: ['b.c'] }), false)
  assert.equal(ask({ 'b.e': 'flat' }, event, { fields: ['b.e'] }), true)
  assert.equal(ask({ 'b.e': 'flat' }, event, { fields: ['b'] }), false)
  assert.equal(ask({ 'a|fieldref': 'x' }, { a: 1, x: 1 }, { fields: ['a'] }), false)
})

test('a rule fires only on events of its log source', () => {
  const rule = {
    ...ruleOf({ selection: { Image: 'x' } }),
    logsource: { product: 'windows', category: 'process_creation', service: undefined },
  }
  const matcher = new Matcher([rule])
  const event = (id: number): Buffer =>
    Buffer.from(JSON.stringify({ Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: id, Image: 'x' }))
  assert.deepEqual(matcher.match(event(1)).rules, [0])
  assert.deepEqual(matcher.match(event(22)).rules, [])
  assert.deepEqual(matcher.match(Buffer.from('{"Image":"x"}')).rules, [])
})

// Few characters, so that rules and events meet often; with all that JSON and Sigma treat in their own way.
const character = fc.constantFrom(
  'a',
  'b',
  'A',
  'S',
  '\u017f',
  '\\',
  '*',
  '?',
  '-',
  '/',
  '"',
  ' ',
  'é',
  'É',
  '\n',
  '1',
  '😀',
  '\u2013',
  '\\*',
)
const word = fc.array(character, { maxLength: 6 }).map((parts) => parts.join(''))
const field = fc.constantFrom('a', 'b', 'c.d', 'c', 'e.f.g')
const scalar = fc.oneof(word, fc.constantFrom(0, 1, 11, -1, 1.5, true, false))
const modifiers = fc.constantFrom(
  '',
  '',
  '|contains',
  '|startswith',
  '|endswith',
  '|contains|windash',
  '|cased',
  '|contains|cased',
  '|neq',
  '|fieldref',
  '|base64offset|contains',
  '|startswith|neq',
)
const values = fc.oneof(word, fc.array(word, { minLength: 2, maxLength: 4 }))
const fieldItem = fc.tuple(field, modifiers, values, fc.boolean()).map(
  ([name, modifier, value, all]): Record<string, unknown> => ({
    [`${name}${modifier}${all && Array.isArray(value) && !modifier.includes('neq') ? '|all' : ''}`]: value,
  }),
)
const plainItem = fc
  .tuple(field, fc.oneof(scalar, fc.constant(null)))
  .map(([name, value]): Record<string, unknown> => ({ [name]: value }))
const otherItem = fc
  .tuple(
    field,
    fc.constantFrom<readonly [string, unknown]>(
      ['|exists', true],
      ['|exists', false],
      ['|gt', 0],
      ['|lte', 1],
      ['|re', 'a.?b|^S'],
      ['|re|i', 'aS+$'],
    ),
  )
  .map(([name, [modifier, value]]): Record<string, unknown> => ({ [name + modifier]: value }))
const selection = fc.oneof(
  fc
    .array(fc.oneof(fieldItem, plainItem, otherItem), { minLength: 1, maxLength: 3 })
    .map((items) => Object.assign({}, ...items)),
  fc.array(
    word.filter((text) => text !== ''),
    { minLength: 1, maxLength: 3 },
  ),
  fc.array(word, { minLength: 2, maxLength: 2 }).map((words) => ({ '|all': words })),
  fc.array(fc.oneof(fieldItem, plainItem, word), { minLength: 1, maxLength: 3 }),
)
const condition = fc.constantFrom(
  'x',
  'x and y',
  'x or y',
  'not x',
  'x and not y',
  'not (x or y)',
  '1 of them',
  'all of them',
  'not (x and not y)',
)
const json: fc.Arbitrary<unknown> = fc.oneof(
  scalar,
  fc.constant(null),
  fc.array(fc.oneof(scalar, fc.constant(null)), { maxLength: 3 }),
  fc.record({ d: scalar }),
  fc.array(fc.record({ d: scalar }), { maxLength: 2 }),
)
const event = fc.record(
  { a: json, b: json, c: json, 'c.d': json, e: fc.record({ f: fc.oneof(fc.record({ g: json }), json) }), z: scalar },
  { requiredKeys: [] },
)

test('the fast evaluator agrees with the reference on generated rules and events', () => {
  let matched = 0
  fc.assert(
    fc.property(
      selection,
      selection,
      condition,
      fc.array(event, { minLength: 1, maxLength: 5 }),
      (x, y, text, events) => {
        let rule: ReturnType<typeof ruleOf>
        try {
          rule = ruleOf({ x, y, condition: text })
        } catch {
          return
        }
        const ask = asker(rule)
        for (const one of events) if (ask(one)) matched++
        const askProjected = asker(rule, { fields: ['a', 'c'] })
        for (const one of events) askProjected(one)
      },
    ),
    { numRuns: 4_000 },
  )
  // Rules and events do meet.
  assert.ok(matched > 1_000, `${matched} matches`)
})

test('many rules in one matcher give what each gives alone, over and over', () => {
  fc.assert(
    fc.property(
      fc.array(selection, { minLength: 5, maxLength: 20 }),
      fc.array(event, { minLength: 300, maxLength: 400 }),
      (selections, events) => {
        const rules = selections.flatMap((one) => {
          try {
            return [ruleOf({ selection: one })]
          } catch {
            return []
          }
        })
        const matcher = new Matcher(rules, { unknownSource: source })
        const fast = fastMatcher(rules, { unknownSource: source })
        const evaluators = rules.map((rule) => evaluatorOf(rule))
        for (const one of events) {
          const line = JSON.stringify(one)
          const expected = evaluators.flatMap((holds, number) => (holds(parseEvent(line) ?? {}) ? [number] : []))
          assert.deepEqual(matcher.match(Buffer.from(line)).rules, expected, line)
          assert.deepEqual(fast.match(Buffer.from(line)).rules, expected, line)
        }
      },
    ),
    { numRuns: 20 },
  )
})
