import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { formatFault } from './fault.ts'
import { anyDash, anyOne, anyRun, type Pattern } from './pattern.ts'
import { joinPipelines, type Pipeline, parsePipeline } from './pipeline.ts'
import { loadRuleSet, parseRuleFile, type RuleSet } from './rule-file.ts'
import { askRule } from './testing/ask.ts'
import { parsePatternText, patternText } from './value-text.ts'

type Document = Readonly<Record<string, unknown>>

function pipelineOf(document: Document): Pipeline {
  const { pipeline, faults } = parsePipeline(stringify(document))
  if (pipeline === undefined) throw new Error(faults.map(({ message }) => message).join())
  return pipeline
}

function piped(steps: readonly Document[], rule: Document, vars: Document = {}): RuleSet {
  return parseRuleFile(
    stringify({ title: 'Test', logsource: { product: 'test', category: 'process_creation' }, ...rule }),
    [pipelineOf({ name: 'p', transformations: steps, vars })],
  )
}

type Case = {
  readonly name: string
  readonly steps: readonly Document[]
  readonly detection: Document
  readonly vars?: Document
  readonly rule?: Document
  readonly yes: readonly object[]
  readonly no: readonly object[]
}

const rename = { type: 'field_name_mapping', mapping: { Image: 'exe', User: ['user', 'owner'] } }
const s = (selection: unknown, condition = 's'): Document => ({ s: selection, condition })

const cases: readonly Case[] = [
  {
    name: 'a field under another name, its modifiers kept',
    steps: [rename],
    detection: s({ 'Image|endswith|cased': 'a', Other: 1 }),
    yes: [{ exe: 'xa', Other: 1 }],
    no: [
      { Image: 'xa', Other: 1 },
      { exe: 'xA', Other: 1 },
    ],
  },
  {
    name: 'one field under several names: any of them',
    steps: [rename],
    detection: s({ User: 'x' }),
    yes: [{ user: 'x' }, { owner: 'x' }],
    no: [{ User: 'x' }],
  },
  {
    name: 'what must not be there must be there under none of the names',
    steps: [rename],
    detection: { a: { 'User|neq': 'x' }, b: { User: null }, c: { 'User|exists': false }, condition: 'a or (b and c)' },
    yes: [{ user: 'y', owner: 'z' }, {}],
    no: [
      { user: 'x', owner: 'y' },
      { user: 'x', owner: 'x' },
    ],
  },
  {
    name: 'one of the names is enough for presence',
    steps: [rename],
    detection: s({ 'User|exists': true }),
    yes: [{ user: 1 }, { owner: null }],
    no: [{}],
  },
  {
    name: 'references to fields are renamed too',
    steps: [rename],
    detection: s({ 'Image|fieldref': 'User' }),
    yes: [{ exe: 'x', owner: 'X' }],
    no: [{ exe: 'x', User: 'x' }],
  },
  {
    name: 'keywords to a field: anywhere in it',
    steps: [{ type: 'field_name_mapping', mapping: { '': 'message' } }],
    detection: s(['word']),
    yes: [{ message: 'a word here' }],
    no: [{ other: 'a word here' }],
  },
  {
    name: 'all keywords to a field',
    steps: [{ type: 'field_name_mapping', mapping: { '': 'message' } }],
    detection: s({ '|all': ['one', 'two'] }),
    yes: [{ message: 'two one' }],
    no: [{ message: 'one', other: 'two' }],
  },
  {
    name: 'prefixes of fields',
    steps: [{ type: 'field_name_prefix_mapping', mapping: { 'win.': 'winlog.', sys: ['a', 'b'] } }],
    detection: s({ 'win.x': 1, sysy: 2, z: 3 }),
    yes: [{ winlog: { x: 1 }, by: 2, z: 3 }],
    no: [{ win: { x: 1 }, ay: 2, z: 3 }],
  },
  {
    name: 'a prefix and a suffix',
    steps: [
      { type: 'field_name_prefix', prefix: 'e.', field_name_conditions: [{ type: 'exclude_fields', fields: ['k'] }] },
      {
        type: 'field_name_suffix',
        suffix: '_s',
        field_name_conditions: [{ type: 'include_fields', fields: ['^e\\..$'], mode: 're' }],
      },
    ],
    detection: s({ a: 1, k: 2 }),
    yes: [{ e: { a_s: 1 }, k: 2 }],
    no: [{ a: 1, k: 2 }],
  },
  {
    name: 'a prefix for what was not mapped before',
    steps: [
      { ...rename, id: 'known' },
      {
        type: 'field_name_prefix',
        prefix: 'raw.',
        field_name_conditions: [{ type: 'processing_item_applied', processing_item_id: 'known' }],
        field_name_cond_not: true,
      },
    ],
    detection: s({ Image: 1, Other: 2 }),
    yes: [{ exe: 1, raw: { Other: 2 } }],
    no: [{ raw: { exe: 1, Other: 2 } }],
  },
  {
    name: 'a dropped item is not asked for any more',
    steps: [{ type: 'drop_detection_item', field_name_conditions: [{ type: 'include_fields', fields: ['x'] }] }],
    detection: { s: { x: 1, y: 2 }, filter: { x: 3 }, condition: 's and not filter' },
    yes: [{ y: 2 }, { y: 2, x: 3 }],
    no: [{ x: 1 }],
  },
  {
    name: 'an added condition',
    steps: [{ type: 'add_condition', conditions: { 'index|startswith': 'win', n: [1, 2] } }],
    detection: { s: { a: 1 }, t: { a: 2 }, condition: 's or t' },
    yes: [{ a: 2, index: 'windows', n: 2 }],
    no: [{ a: 1 }, { a: 2, index: 'windows', n: 3 }],
  },
  {
    name: 'an added condition that must not hold',
    steps: [{ type: 'add_condition', conditions: { a: 2 }, negated: true, name: 'own' }],
    detection: s({ b: 1 }),
    yes: [{ b: 1 }],
    no: [{ b: 1, a: 2 }],
  },
  {
    name: 'an added condition is not among "them"',
    steps: [{ type: 'add_condition', conditions: { a: 2 } }],
    detection: { s: { b: 1 }, t: { c: 1 }, condition: '1 of them' },
    yes: [{ b: 1, a: 2 }],
    no: [{ a: 2 }],
  },
  {
    name: 'a condition made of the log source',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the notation of pipelines
    steps: [{ type: 'add_condition', conditions: { kind: '$product-${category}$$' }, template: true }],
    detection: s({ a: 1 }),
    yes: [{ a: 1, kind: 'test-process_creation$' }],
    no: [{ a: 1, kind: '$product' }],
  },
  {
    name: 'a text replaced, wildcards and all',
    steps: [{ type: 'replace_string', regex: '^\\*\\\\(.*)$', replacement: '\\1' }],
    detection: s({ 'a|endswith': '\\cmd.exe', b: 'C:\\x\\*' }),
    yes: [{ a: 'cmd.exe', b: 'C:\\x*' }],
    no: [{ a: 'x\\cmd.exe', b: 'C:\\x*' }],
  },
  {
    name: 'backslashes to slashes, also before wildcards',
    steps: [{ type: 'replace_string', regex: '\\\\', replacement: '/', skip_special: true }],
    detection: s({ a: 'C:\\\\*\\x' }),
    yes: [{ a: 'C:/any/x' }],
    no: [{ a: 'C:\\any\\x' }],
  },
  {
    name: 'wildcards in a replacement only where they are asked for',
    steps: [
      {
        type: 'replace_string',
        regex: 'any',
        replacement: '*',
        skip_special: true,
        interpret_special: true,
        field_name_conditions: [{ type: 'include_fields', fields: ['a'] }],
      },
      {
        type: 'replace_string',
        regex: 'any',
        replacement: '*',
        skip_special: true,
        field_name_conditions: [{ type: 'include_fields', fields: ['b'] }],
      },
    ],
    detection: s({ a: 'x any', b: 'x any' }),
    yes: [{ a: 'x 17', b: 'x *' }],
    no: [{ a: 'x 17', b: 'x 17' }],
  },
  {
    name: 'a number is replaced as a text',
    steps: [{ type: 'replace_string', regex: '^1', replacement: '2' }],
    detection: s({ a: 10 }),
    yes: [{ a: 20 }],
    no: [{ a: 10 }],
  },
  {
    name: 'dashes stay open after a replacement',
    steps: [{ type: 'replace_string', regex: 'enc', replacement: 'e' }],
    detection: s({ 'a|contains|windash': ' -enc' }),
    yes: [{ a: 'x /e' }, { a: 'x –e' }],
    no: [{ a: 'x /enc'.replace('/e', '+e') }],
  },
  {
    name: 'a value by a table, one to many',
    steps: [{ type: 'map_string', mapping: { one: '1', two: ['2', 'zwei*'] } }],
    detection: s({ a: ['one', 'two', 'three'] }),
    yes: [{ a: 1 }, { a: 'zweimal' }, { a: 'three' }],
    no: [{ a: 'one' }, { a: 'two' }],
  },
  {
    name: 'a set value',
    steps: [{ type: 'set_value', value: 'x', field_name_conditions: [{ type: 'include_fields', fields: ['a'] }] }],
    detection: s({ a: ['p', 'q'], b: 1 }),
    yes: [{ a: 'x', b: 1 }],
    no: [{ a: 'p', b: 1 }],
  },
  {
    name: 'types converted',
    steps: [{ type: 'convert_type', target_type: 'num' }],
    detection: s({ a: '0x10'.replace('0x', '') }),
    yes: [{ a: 10 }, { a: '10' }],
    no: [{ a: '1' }],
  },
  {
    name: 'case of values that keep their case',
    steps: [{ type: 'case', method: 'upper' }],
    detection: s({ 'a|cased': 'ab*' }),
    yes: [{ a: 'ABc' }],
    no: [{ a: 'abc' }],
  },
  {
    name: 'snake case',
    steps: [{ type: 'case', method: 'snake_case' }],
    detection: s({ 'a|cased': 'ConsoleLogin' }),
    yes: [{ a: 'console_login' }],
    no: [{ a: 'ConsoleLogin' }],
  },
  {
    name: 'texts as expressions: only whether case matters',
    steps: [
      { type: 'regex', method: 'plain', field_name_conditions: [{ type: 'include_fields', fields: ['a'] }] },
      { type: 'regex' },
    ],
    detection: s({ a: 'Ab', b: 'C.d' }),
    yes: [{ a: 'Ab', b: 'c.D' }],
    no: [
      { a: 'ab', b: 'C.d' },
      { a: 'Ab', b: 'Cxd' },
    ],
  },
  {
    name: 'hashes under fields of their own',
    steps: [{ type: 'hashes_fields', valid_hash_algos: ['MD5', 'SHA1', 'IMPHASH'], field_prefix: 'File' }],
    detection: s({ 'Hashes|contains': ['IMPHASH=AA', 'md5=BB', `${'c'.repeat(40)}`] }),
    yes: [{ FileIMPHASH: 'aa' }, { FileMD5: 'bb' }, { FileSHA1: 'c'.repeat(40) }],
    no: [{ Hashes: 'IMPHASH=AA' }],
  },
  {
    name: 'parts of a value under fields of their own',
    steps: [{ type: 'extract_fields', regex: '(?P<type>\\w+):(?P<value>\\w+)', field_prefix: 'reg' }],
    detection: s({ reg: ['DWORD:00001', 'QWORD:7'] }),
    yes: [{ reg: { type: 'dword', value: '00001' } }, { reg: { type: 'qword', value: 7 } }],
    no: [{ reg: { type: 'dword', value: '7' } }, { reg: 'DWORD:00001' }],
  },
  {
    name: 'placeholders from variables, one to many',
    steps: [{ type: 'value_placeholders' }],
    vars: { servers: ['srv1', 'srv2*'], port: 8080 },
    detection: s({ 'a|expand': '%servers%:%port%', 'b|expand': '\\%servers%' }),
    yes: [
      { a: 'SRV1:8080', b: '%servers%' },
      { a: 'srv2.x:8080', b: '%servers%' },
    ],
    no: [
      { a: 'srv1:80', b: '%servers%' },
      { a: 'srv1:8080', b: 'srv1' },
    ],
  },
  {
    name: 'a per cent sign in a variable is no placeholder',
    steps: [{ type: 'value_placeholders' }],
    vars: { x: '%y%' },
    detection: s({ 'a|expand': '%x%' }),
    yes: [{ a: '%y%' }],
    no: [{ a: 'y' }],
  },
  {
    name: 'placeholders inside, with the modifiers around them',
    steps: [
      { type: 'value_placeholders', include: ['x'] },
      { type: 'wildcard_placeholders', exclude: ['x'] },
    ],
    vars: { x: ['1', '2'] },
    detection: s({ 'a|contains|all|expand': ['p%x%', 'q%y%r'] }),
    yes: [{ a: 'p2 q anything r' }],
    no: [{ a: 'p3 qr' }, { a: 'p1' }],
  },
  {
    name: 'placeholders in an expression',
    steps: [{ type: 'value_placeholders' }],
    vars: { x: ['a+', 'b'] },
    detection: s({ 'a|expand|re': '^%x%$' }),
    yes: [{ a: 'aaa' }, { a: 'b' }],
    no: [{ a: 'c' }],
  },
  {
    name: 'a step only for some rules, by an expression of conditions',
    steps: [
      {
        ...rename,
        rule_conditions: {
          l: { type: 'logsource', category: 'process_creation' },
          f: { type: 'contains_field', field: 'No' },
        },
        rule_cond_expr: 'l and not f',
      },
    ],
    detection: s({ Image: 1 }),
    yes: [{ exe: 1 }],
    no: [{ Image: 1 }],
  },
  {
    name: 'any of the conditions, and their opposite',
    steps: [
      {
        ...rename,
        rule_conditions: [
          { type: 'logsource', product: 'other' },
          { type: 'logsource', product: 'test' },
        ],
        rule_cond_op: 'or',
      },
      {
        ...rename,
        mapping: { exe: 'never' },
        rule_conditions: [{ type: 'logsource', product: 'test' }],
        rule_cond_not: true,
      },
    ],
    detection: s({ Image: 1 }),
    yes: [{ exe: 1 }],
    no: [{ never: 1 }],
  },
  {
    name: 'conditions on what the rule says',
    steps: [
      {
        type: 'add_condition',
        conditions: { a: 1 },
        rule_conditions: [{ type: 'rule_attribute', attribute: 'level', value: 'high', op: 'gte' }],
      },
      {
        type: 'add_condition',
        conditions: { b: 1 },
        rule_conditions: [{ type: 'rule_attribute', attribute: 'level', value: 'low', op: 'lte' }],
      },
      { type: 'add_condition', conditions: { c: 1 }, rule_conditions: [{ type: 'tag', tag: 'attack.t1' }] },
      {
        type: 'add_condition',
        conditions: { d: 1 },
        rule_conditions: [{ type: 'rule_attribute', attribute: 'tags', value: 'x', op: 'in' }],
      },
      {
        type: 'add_condition',
        conditions: { e: 1 },
        rule_conditions: [{ type: 'rule_attribute', attribute: 'own', value: 7, op: 'gt' }],
      },
      { type: 'add_condition', conditions: { f: 1 }, rule_conditions: [{ type: 'is_sigma_correlation_rule' }] },
      { type: 'add_condition', conditions: { g: 1 }, rule_conditions: [{ type: 'is_sigma_rule' }] },
    ],
    rule: { level: 'critical', tags: ['attack.t1'], own: 8 },
    detection: s({ Image: 1 }),
    yes: [{ Image: 1, a: 1, c: 1, e: 1, g: 1 }],
    no: [
      { Image: 1, c: 1, e: 1, g: 1 },
      { Image: 1, a: 1, e: 1, g: 1 },
      { Image: 1, a: 1, c: 1, g: 1 },
      { Image: 1, a: 1, c: 1, e: 1 },
    ],
  },
  {
    name: 'conditions on values',
    steps: [
      {
        type: 'set_value',
        value: 'A',
        detection_item_conditions: [{ type: 'match_string', cond: 'any', pattern: '^\\*x' }],
      },
      { type: 'set_value', value: 'B', detection_item_conditions: [{ type: 'match_value', cond: 'all', value: 7 }] },
      { type: 'set_value', value: 'C', detection_item_conditions: [{ type: 'contains_wildcard', cond: 'any' }] },
      { type: 'set_value', value: 'D', detection_item_conditions: [{ type: 'is_null', cond: 'all' }] },
    ],
    detection: s({ 'a|contains': ['x', 'y'], b: 7, c: '?', d: null, e: 'e' }),
    yes: [{ a: 'a', b: 'b', c: 'c', d: 'd', e: 'e' }],
    no: [{ a: 'x', b: 7, c: '1', e: 'e' }],
  },
  {
    name: 'the state that one step leaves for another',
    steps: [
      { type: 'set_state', key: 'layout', val: 'ecs', rule_conditions: [{ type: 'logsource', product: 'test' }] },
      { ...rename, rule_conditions: [{ type: 'processing_state', key: 'layout', val: 'ecs' }] },
      {
        ...rename,
        mapping: { exe: 'never' },
        rule_conditions: [{ type: 'processing_state', key: 'layout', val: 'ecs', op: 'ne' }],
      },
    ],
    detection: s({ Image: 1 }),
    yes: [{ exe: 1 }],
    no: [{ never: 1 }],
  },
  {
    name: 'a step that follows on another',
    steps: [
      { ...rename, id: 'first' },
      {
        type: 'set_value',
        value: 'x',
        detection_item_conditions: [{ type: 'processing_item_applied', processing_item_id: 'first' }],
      },
      {
        type: 'add_condition',
        conditions: { z: 1 },
        rule_conditions: [{ type: 'processing_item_applied', processing_item_id: 'never' }],
      },
    ],
    detection: s({ Image: 'p', Other: 'q' }),
    yes: [{ exe: 'x', Other: 'q' }],
    no: [{ exe: 'p', Other: 'q' }],
  },
  {
    name: 'steps inside a step, under its condition',
    steps: [
      {
        type: 'nest',
        rule_conditions: [{ type: 'logsource', product: 'test' }],
        items: [rename, { type: 'nest', items: [{ type: 'field_name_prefix', prefix: 'p.' }] }],
      },
      {
        type: 'nest',
        rule_conditions: [{ type: 'logsource', product: 'other' }],
        items: [{ type: 'rule_failure', message: 'no' }],
      },
    ],
    detection: s({ Image: 1 }),
    yes: [{ p: { exe: 1 } }],
    no: [{ exe: 1 }],
  },
]

for (const { name, steps, detection, vars = {}, rule = {}, yes, no } of cases) {
  test(name, () => {
    const { rules, faults } = piped(steps, { detection, ...rule }, vars)
    const [only] = rules
    assert.ok(only !== undefined, faults[0]?.message)
    for (const event of yes) assert.equal(askRule(only, event), true, JSON.stringify(event))
    for (const event of no) assert.equal(askRule(only, event), false, JSON.stringify(event))
  })
}

test('a changed log source', () => {
  const { rules } = piped([{ type: 'change_logsource', product: 'Zeek', service: 'dns' }], { detection: s({ a: 1 }) })
  assert.deepEqual(rules[0]?.logsource, { product: 'zeek', service: 'dns', category: undefined })
})

test('the list of fields and attributes of its own', () => {
  const { rules } = piped(
    [
      { type: 'add_field', field: ['User', 'x'] },
      { ...rename, id: 'known' },
      { type: 'remove_field', field: 'x' },
      {
        type: 'field_name_prefix',
        prefix: 'p.',
        field_name_conditions: [{ type: 'processing_item_applied', processing_item_id: 'known' }],
      },
      { type: 'set_custom_attribute', attribute: 'own', value: [1] },
    ],
    { detection: s({ a: 1 }), fields: ['y'] },
  )
  assert.deepEqual(rules[0]?.fields, ['y', 'p.user', 'p.owner'])
  assert.deepEqual(rules[0]?.custom.own, [1])
  const set = piped([{ type: 'set_field', fields: ['only'] }], { detection: s({ a: 1 }), fields: ['y'] })
  assert.deepEqual(set.rules[0]?.fields, ['only'])
})

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
