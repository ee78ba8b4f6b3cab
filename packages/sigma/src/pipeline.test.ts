import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { formatFault } from './fault.ts'
import { anyDash, anyOne, anyRun, type Pattern } from './pattern.ts'
import { joinPipelines, type Pipeline, parsePipeline } from './pipeline.ts'
import { loadRuleSet, parseRuleFile } from './rule-file.ts'
import { askRule } from './testing/ask.ts'
import { type Document, piped, pipelineOf } from './testing/piped.ts'
import { parsePatternText, patternText } from './value-text.ts'

const rename = { type: 'field_name_mapping', mapping: { Image: 'exe', User: ['user', 'owner'] } }
const s = (selection: unknown, condition = 's'): Document => ({ s: selection, condition })

const failures: readonly {
  readonly steps: readonly Document[]
  readonly detection: Document
  readonly fault: string
}[] = [
  {
    steps: [{ type: 'rule_failure', id: 'stop', message: 'not for us' }],
    detection: s({ a: 1 }),
    fault: 'f:1:1: pipeline "p", step "stop": not for us',
  },
  {
    steps: [
      {
        type: 'detection_item_failure',
        message: 'no b',
        field_name_conditions: [{ type: 'include_fields', fields: ['b'] }],
      },
    ],
    detection: s({ a: 1, b: 2 }),
    fault: 'f:8:8: pipeline "p", step detection_item_failure: no b',
  },
  {
    steps: [rename, { type: 'strict_field_mapping_failure' }],
    detection: s({ Image: 1, Other: 2 }),
    fault: 'f:8:12: pipeline "p", step strict_field_mapping_failure: the field "Other" is not mapped',
  },
  {
    steps: [{ type: 'value_placeholders' }],
    detection: s({ 'a|expand': '%x%' }),
    fault: 'f:7:15: pipeline "p", step value_placeholders: no variable is called "x"',
  },
  {
    steps: [{ type: 'convert_type', target_type: 'num' }],
    detection: s({ a: 'x' }),
    fault: 'f:7:8: pipeline "p", step convert_type: the value "x" is no number',
  },
  {
    steps: [{ type: 'drop_detection_item' }],
    detection: s({ a: 'x' }),
    fault: 'f:6:3: nothing is left of this rule',
  },
  {
    steps: [{ type: 'hashes_fields', valid_hash_algos: ['MD5'] }],
    detection: s({ Hashes: 'IMPHASH=A' }),
    fault: 'f:7:13: pipeline "p", step hashes_fields: expected a hash of one of MD5',
  },
  {
    steps: [{ type: 'add_condition', conditions: { a: '$service' }, template: true }],
    detection: s({ a: 'x' }),
    fault: 'f:3:3: pipeline "p", step add_condition: the log source of the rule names no service',
  },
  {
    steps: Array.from({ length: 20 }, () => ({ type: 'field_name_prefix_mapping', mapping: { a: ['a', 'ab'] } })),
    detection: s({ a: 'x' }),
    fault: 'f:1:1: pipeline "p", step field_name_prefix_mapping: expected at most 5000 items in a rule',
  },
]

for (const { steps, detection, fault } of failures) {
  test(`the rule is refused, with its place: ${fault}`, () => {
    const { faults, rules } = piped(steps, { detection })
    assert.deepEqual(rules, [])
    assert.deepEqual(
      faults.map((one) => formatFault('f', one)),
      [fault],
    )
  })
}

const refused: readonly { readonly name: string; readonly text: string; readonly faults: readonly string[] }[] = [
  { name: 'no map', text: '- a', faults: ['f:1:1: expected a map'] },
  { name: 'nothing', text: '', faults: ['f: expected one document'] },
  { name: 'an unknown key', text: 'nam: x', faults: ['f:1:6: expected one of name, priority, allowed_backends'] },
  {
    name: 'an unknown step',
    text: 'transformations:\n  - type: field_mapping',
    faults: ['f:2:11: expected one of add_condition, add_field'],
  },
  { name: 'a step without type', text: 'transformations:\n  - id: x', faults: ['f:2:5: expected "type" with a text'] },
  {
    name: 'an unknown parameter',
    text: 'transformations:\n  - type: field_name_prefix\n    prefix: x\n    sufix: y',
    faults: ['f:4:12: expected one of type, id,'],
  },
  {
    name: 'a missing parameter',
    text: 'transformations:\n  - type: field_name_prefix',
    faults: ['f:2:5: expected "prefix" with a text'],
  },
  {
    name: 'a mapping to nothing',
    text: 'transformations:\n  - type: field_name_mapping\n    mapping: {a: []}',
    faults: ['f:3:18: expected a text or a list of texts'],
  },
  {
    name: 'an unknown condition',
    text: 'transformations:\n  - type: drop_detection_item\n    rule_conditions: [{type: logsorce}]',
    faults: ['f:3:30: expected one of logsource, contains_detection_item'],
  },
  {
    name: 'a condition of another kind',
    text: 'transformations:\n  - type: drop_detection_item\n    detection_item_conditions: [{type: logsource, product: x}]',
    faults: ['f:3:40: expected one of match_string, match_value'],
  },
  {
    name: 'a parameter of a condition',
    text: 'transformations:\n  - type: drop_detection_item\n    rule_conditions: [{type: tag, tag: x, op: y}]',
    faults: ['f:3:47: expected one of type, tag'],
  },
  {
    name: 'a linking without conditions',
    text: 'transformations:\n  - type: drop_detection_item\n    rule_cond_op: or',
    faults: ['f:3:19: expected "rule_conditions"'],
  },
  {
    name: 'a linking and an expression',
    text: 'transformations:\n  - type: drop_detection_item\n    rule_cond_op: or\n    rule_cond_expr: a\n    rule_conditions: {a: {type: tag, tag: x}}',
    faults: ['f:3:19: either "rule_cond_op" or "rule_cond_expr"'],
  },
  {
    name: 'an expression with an unknown name',
    text: 'transformations:\n  - type: drop_detection_item\n    rule_cond_expr: a and b\n    rule_conditions: {a: {type: tag, tag: x}}',
    faults: ['f:3:27: expected the name of a condition, got "b"'],
  },
  {
    name: 'a condition that is not used',
    text: 'transformations:\n  - type: drop_detection_item\n    rule_cond_expr: a\n    rule_conditions: {a: {type: tag, tag: x}, b: {type: tag, tag: y}}',
    faults: ['f:3:21: the condition "b" is not used'],
  },
  {
    name: 'conditions on items for a step that has none',
    text: 'transformations:\n  - type: change_logsource\n    product: x\n    field_name_conditions: [{type: include_fields, fields: [a]}]',
    faults: ['f:4:28: "change_logsource" looks at whole rules'],
  },
  {
    name: 'no log source',
    text: 'transformations:\n  - type: change_logsource',
    faults: ['f:2:5: expected at least one of category'],
  },
  {
    name: 'an expression that cannot be',
    text: 'transformations:\n  - type: replace_string\n    regex: "a("\n    replacement: x',
    faults: ['f:3:14: regular expression refused: a "(" without ")"'],
  },
  {
    name: 'a group that is not there',
    text: "transformations:\n  - type: replace_string\n    regex: a\n    replacement: 'x\\1'",
    faults: ['f:4:20: the expression has no group "\\1"'],
  },
  {
    name: 'a modifier of an added condition',
    text: 'transformations:\n  - type: add_condition\n    conditions: {a|contain: x}',
    faults: ['f:3:29: modifier "contain": not known'],
  },
  { name: 'queries', text: 'postprocessing: [{type: embed}]', faults: ['f:1:17: this works on queries'] },
  {
    name: 'what has no meaning here, each with its reason',
    text: 'transformations:\n  - type: query_expression_placeholders\n  - type: file_placeholders\n  - type: http_placeholders\n  - type: command_placeholders\n  - type: field_name_transform',
    faults: [
      'f:2:11: "query_expression_placeholders" is refused: there is no query language',
      'f:3:11: "file_placeholders" is refused: the engine reads no files',
      'f:4:11: "http_placeholders" is refused: the engine has no network',
      'f:5:11: "command_placeholders" is refused: the engine runs no programs',
      'f:6:11: "field_name_transform" is refused: it needs a program',
    ],
  },
  {
    name: 'all faults at once, nested ones too',
    text: 'priority: high\n',
    faults: ['f:1:11: expected a number'],
  },
  {
    name: 'faults in nested steps and variables',
    text: 'vars: {a: [], b: x}\ntransformations:\n  - type: nest\n    items:\n      - type: x\n  - type: set_state\n',
    faults: ['f:1:11: expected a text, a number or a list', 'f:5:15: expected one of', 'f:6:5: expected "key"'],
  },
  {
    name: 'a level that is none',
    text: 'transformations:\n  - type: rule_failure\n    message: x\n    rule_conditions: [{type: rule_attribute, attribute: level, value: grave}]',
    faults: ['f:4:71: expected one of informational'],
  },
  {
    name: 'an order that is none',
    text: 'transformations:\n  - type: rule_failure\n    message: x\n    rule_conditions: [{type: rule_attribute, attribute: title, value: x, op: gt}]',
    faults: ['f:4:78: "title" has no order'],
  },
]

for (const { name, text, faults } of refused) {
  test(`a pipeline is refused, with the place: ${name}`, () => {
    const found = parsePipeline(text)
    assert.equal(found.pipeline, undefined)
    const shown = found.faults.map((fault) => formatFault('f', fault))
    assert.equal(shown.length, faults.length, shown.join('\n'))
    for (const [index, fault] of faults.entries())
      assert.ok(shown[index]?.startsWith(fault), `${shown[index]}\n${fault}`)
  })
}

test('the key null stands for keywords', () => {
  const text = 'transformations:\n  - type: field_name_mapping\n    mapping:\n      null: message\n'
  const { pipeline } = parsePipeline(text)
  assert.deepEqual(pipeline?.steps[0]?.action.kind === 'rename' && pipeline.steps[0].action.rename(undefined), [
    'message',
  ])
})

test('pipelines run by priority, and later variables replace earlier ones', () => {
  const of = (name: string, priority: number, vars: Document, mapping: Document): Pipeline =>
    pipelineOf({ name, priority, vars, transformations: [{ type: 'field_name_mapping', mapping }] })
  const joined = joinPipelines([
    of('b', 20, { x: 1 }, { b: 'c' }),
    of('a', 10, { x: 2, y: 3 }, { a: 'b' }),
    of('c', 20, { y: 4 }, { c: 'd' }),
  ])
  assert.deepEqual(
    [...joined.variables],
    [
      ['x', ['1']],
      ['y', ['4']],
    ],
  )
  const { rules } = parseRuleFile(stringify({ title: 'x', logsource: { product: 'test' }, detection: s({ a: 1 }) }), [
    joined,
  ])
  const [rule] = rules
  assert.ok(rule !== undefined)
  assert.equal(askRule(rule, { d: 1 }), true)
})

test('filters are mapped with the rules that they belong to', () => {
  const rule = stringify({ title: 'x', name: 'x', logsource: { product: 'test' }, detection: s({ Image: 1 }) })
  const filter = stringify({
    title: 'f',
    logsource: { product: 'test' },
    filter: { rules: ['x'], selection: { User: 'known' }, condition: 'not selection' },
  })
  const { rules } = loadRuleSet(
    [
      { name: 'a', text: rule },
      { name: 'b', text: filter },
    ],
    [pipelineOf({ transformations: [rename] })],
  )
  const [only] = rules
  assert.ok(only !== undefined)
  assert.equal(askRule(only, { exe: 1, user: 'x' }), true)
  assert.equal(askRule(only, { exe: 1, owner: 'KNOWN' }), false)
})

test('correlations read the fields that the pipeline gave each of their rules', () => {
  const rule = (name: string, product: string): string =>
    stringify({ title: name, name, logsource: { product }, detection: s({ a: 1 }) })
  const correlation = stringify({
    title: 'c',
    correlation: {
      type: 'value_count',
      rules: ['p', 'q'],
      'group-by': ['User', 'who'],
      aliases: { who: { p: 'Image', q: 'Other' } },
      timespan: '1m',
      condition: { field: 'Image', gte: 1 },
    },
  })
  const steps = [
    { ...rename, id: 'x', rule_conditions: [{ type: 'logsource', product: 'win' }] },
    {
      type: 'field_name_suffix',
      suffix: '2',
      field_name_conditions: [{ type: 'processing_item_applied', processing_item_id: 'x' }],
    },
  ]
  const { reads, faults } = parseRuleFile([rule('p', 'win'), rule('q', 'lin'), correlation].join('---\n'), [
    pipelineOf({ transformations: steps }),
  ])
  assert.deepEqual(faults, [])
  assert.deepEqual(
    reads.map((names) => Object.fromEntries(names ?? [])),
    [
      { User: ['user2', 'owner2'], Image: ['exe2'] },
      { User: ['User'], Other: ['Other'], Image: ['Image'] },
    ],
  )
})

test('a pipeline may refuse a correlation, and what is built on it is refused too', () => {
  const rule = stringify({ title: 'a', name: 'a', logsource: { product: 'test' }, detection: s({ a: 1 }) })
  const correlation = (name: string, of: string): string =>
    stringify({
      title: name,
      name,
      correlation: { type: 'event_count', rules: [of], 'group-by': ['u'], timespan: '1m', condition: { gte: 2 } },
    })
  const steps = [
    {
      type: 'rule_failure',
      message: 'too slow',
      rule_conditions: [
        { type: 'is_sigma_correlation_rule' },
        { type: 'logsource', product: 'test' },
        { type: 'rule_attribute', attribute: 'name', value: 'c' },
      ],
    },
  ]
  const { correlations, faults } = parseRuleFile([rule, correlation('c', 'a'), correlation('d', 'c')].join('---\n'), [
    pipelineOf({ transformations: steps }),
  ])
  assert.deepEqual(correlations, [])
  assert.deepEqual(
    faults.map(({ message }) => message),
    ['pipeline, step rule_failure: too slow', 'the rule "c" did not load'],
  )
})

const pattern: fc.Arbitrary<Pattern> = fc
  .array(
    fc.oneof(
      fc.constantFrom(anyRun, anyOne, anyDash),
      fc.string({ unit: fc.constantFrom('\\', '*', '?', 'a'), minLength: 1, maxLength: 4 }),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => {
    const joined: Pattern[number][] = []
    for (const piece of pieces) {
      const last = joined.at(-1)
      if (typeof piece === 'string' && typeof last === 'string') joined[joined.length - 1] = last + piece
      else joined.push(piece)
    }
    return joined
  })

test('a pattern as text and back is the pattern', () => {
  fc.assert(
    fc.property(pattern, (one) => assert.deepEqual(parsePatternText(patternText(one)), one)),
    { numRuns: 2_000 },
  )
})
