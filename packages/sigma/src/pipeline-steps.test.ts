import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askRule } from './testing/ask.ts'
import { type Document, piped } from './testing/piped.ts'

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
