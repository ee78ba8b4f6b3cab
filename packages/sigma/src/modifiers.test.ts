import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ask, faultOf } from './testing/ask.ts'

type Case = {
  readonly name: string
  readonly selection: unknown
  readonly yes: readonly object[]
  readonly no: readonly object[]
}

const cases: readonly Case[] = [
  {
    name: 'a text matches the whole value, whatever its case',
    selection: { a: 'Cmd' },
    yes: [{ a: 'cmd' }, { a: 'CMD' }, { a: ['x', 'cmd'] }],
    no: [{ a: 'cmd.exe' }, { a: '' }, { b: 'cmd' }, { a: null }, {}],
  },
  {
    name: 'case is folded in every script',
    selection: { a: 'ÅRHUS ΣΑΣ' },
    yes: [{ a: 'århus σας' }],
    no: [{ a: 'arhus σας' }],
  },
  {
    name: 'the Kelvin sign is a k and the long s an s',
    selection: { 'a|contains': 'ks' },
    yes: [{ a: 'x\u212a\u017fx' }],
    no: [{ a: 'x' }],
  },
  {
    name: 'stars and question marks',
    selection: { a: 'a*b?d' },
    yes: [{ a: 'axx\nxbcd' }, { a: 'abéd' }, { a: 'ab😀d' }],
    no: [{ a: 'abd' }],
  },
  { name: 'escaped wildcards are literal', selection: { a: 'a\\*b\\?' }, yes: [{ a: 'a*b?' }], no: [{ a: 'axb?' }] },
  {
    name: 'two backslashes before a star are one and a wildcard',
    selection: { a: 'a\\\\*' },
    yes: [{ a: 'a\\xyz' }],
    no: [{ a: 'a*' }],
  },
  { name: 'contains', selection: { 'a|contains': 'who' }, yes: [{ a: 'xWHOx' }], no: [{ a: 'wo' }] },
  {
    name: 'contains of one and two characters',
    selection: { 'a|contains': ['ø', '-e'] },
    yes: [{ a: 'xØ' }, { a: 'a -Enc' }],
    no: [{ a: 'e-' }],
  },
  {
    name: 'startswith and endswith',
    selection: { 'a|startswith': 'C:\\', 'b|endswith': '\\cmd.exe' },
    yes: [{ a: 'c:\\x', b: 'C:\\CMD.EXE' }],
    no: [{ a: 'xc:\\', b: '\\cmd.exe' }],
  },
  { name: 'a wildcard under endswith', selection: { 'a|endswith': '1?' }, yes: [{ a: '0x10' }], no: [{ a: '0x01' }] },
  {
    name: 'all wants every value',
    selection: { 'a|contains|all': ['-a', '-b'] },
    yes: [{ a: '-b -a' }],
    no: [{ a: '-a' }],
  },
  {
    name: 'all over the members of a list',
    selection: { 'a|contains|all': ['x', 'y'] },
    yes: [{ a: ['x', 'y'] }],
    no: [{ a: ['x', 'z'] }],
  },
  { name: 'cased', selection: { 'a|contains|cased': 'Ab' }, yes: [{ a: 'xAb' }], no: [{ a: 'xab' }] },
  { name: 'neq, also when the field is missing', selection: { 'a|neq': 'x' }, yes: [{ a: 'y' }, {}], no: [{ a: 'X' }] },
  { name: 'exists', selection: { 'a|exists': true }, yes: [{ a: null }, { a: {} }, { a: '' }], no: [{ b: 1 }] },
  { name: 'exists: false', selection: { 'a|exists': false }, yes: [{}], no: [{ a: null }] },
  { name: 'null is missing or null', selection: { a: null }, yes: [{}, { a: null }], no: [{ a: '' }, { a: {} }] },
  {
    name: 'an empty text is there and empty',
    selection: { a: '' },
    yes: [{ a: '' }],
    no: [{}, { a: null }, { a: ' ' }],
  },
  {
    name: 'a star alone is any single value',
    selection: { a: '*' },
    yes: [{ a: '' }, { a: 0 }, { a: false }],
    no: [{}, { a: {} }, { a: [] }],
  },
  {
    name: 'numbers and their texts',
    selection: { a: 10 },
    yes: [{ a: 10 }, { a: '10' }, { a: 1e1 }],
    no: [{ a: '010' }, { a: 100 }],
  },
  { name: 'a text that is a number', selection: { a: '1.5' }, yes: [{ a: 1.5 }, { a: '1.5' }], no: [{ a: '1.50' }] },
  { name: 'true and false and their texts', selection: { a: true }, yes: [{ a: true }, { a: 'True' }], no: [{ a: 1 }] },
  {
    name: 'lt, lte, gt, gte',
    selection: { 'a|gt': 5, 'b|lte': 7 },
    yes: [
      { a: 6, b: '7' },
      { a: '5.1', b: -1 },
    ],
    no: [
      { a: 5, b: 7 },
      { a: 'x', b: 7 },
    ],
  },
  {
    name: 'cidr for version 4',
    selection: { 'a|cidr': ['10.0.0.0/8', '192.168.1.7'] },
    yes: [{ a: '10.255.1.1' }, { a: '::ffff:10.0.0.1' }, { a: '192.168.1.7' }],
    no: [{ a: '11.0.0.1' }, { a: 'x' }],
  },
  {
    name: 'cidr for version 6',
    selection: { 'a|cidr': ['fe80::/10', '::1/128'] },
    yes: [{ a: 'FE80::1%eth0' }, { a: '0:0:0:0:0:0:0:1' }],
    no: [{ a: 'fec0::1' }, { a: '127.0.0.1' }],
  },
  {
    name: 're is case-sensitive and unanchored',
    selection: { 'a|re': 'b+c' },
    yes: [{ a: 'abbc' }],
    no: [{ a: 'aBBc' }],
  },
  { name: 're with flags', selection: { 'a|re|i|m|s': '^x.y$' }, yes: [{ a: 'a\nX\nY\nb' }], no: [{ a: 'ax\nyb' }] },
  {
    name: 'fieldref',
    selection: { 'a|fieldref': 'b' },
    yes: [{ a: 'X', b: 'x' }],
    no: [{ a: 'x', b: 'y' }, { a: 'x' }],
  },
  {
    name: 'fieldref with endswith',
    selection: { 'a|fieldref|endswith': 'b' },
    yes: [{ a: 'domain\\u', b: 'u' }],
    no: [{ a: 'u2', b: 'u' }],
  },
  {
    name: 'windash takes five dashes, not inside words',
    selection: { 'a|contains|windash': ' -param-name' },
    yes: [{ a: 'x /param-name' }, { a: 'x \u2013param-name' }, { a: 'x ―param-name' }],
    no: [{ a: 'x /param/name' }],
  },
  { name: 'base64', selection: { 'a|base64|contains': 'IEX' }, yes: [{ a: 'xSUVYx' }], no: [{ a: 'IEX' }] },
  {
    name: 'base64offset finds a text at every offset',
    selection: { 'a|base64offset|contains': 'foobar' },
    yes: ['', '1', '12'].map((head) => ({ a: btoa(`${head}foobar`) })),
    no: [{ a: btoa('fobar') }],
  },
  {
    name: 'wide before base64offset',
    selection: { 'a|wide|base64offset|contains': 'ping' },
    yes: [{ a: Buffer.from('xping', 'utf16le').toString('base64') }],
    no: [{ a: btoa('ping') }],
  },
  {
    name: 'parts of a date',
    selection: { 'a|hour|gte': 22, 'b|year': 2024, 'c|week': 53 },
    yes: [{ a: '2024-03-01T22:15:00Z', b: '2024-12-31', c: '2021-01-03T00:00:00' }],
    no: [{ a: '2024-03-01T21:59:59+05:00', b: '2024', c: '' }],
  },
  {
    name: 'keywords are found in every value, not in keys',
    selection: ['needle', 4711],
    yes: [{ a: { b: ['a Needle here'] } }, { x: 47110 }],
    no: [{ needle: 'x' }],
  },
  {
    name: 'keywords with all, each in any value',
    selection: { '|all': ['one', 'two'] },
    yes: [{ a: 'two', b: 'one' }],
    no: [{ a: 'one' }],
  },
  {
    name: 'a list of maps is an or, also with texts between',
    selection: [{ a: 1 }, 'word'],
    yes: [{ a: 1 }, { z: 'a word' }],
    no: [{ a: 2 }],
  },
  {
    name: 'nested fields by path, lists on the way',
    selection: { 'a.b.c': 'x' },
    yes: [{ a: { b: { c: 'x' } } }, { a: [{ b: [{ c: 'y' }, { c: 'X' }] }] }],
    no: [{ a: { b: 'x' } }, { a: { 'b.c': 'x' } }],
  },
  {
    name: 'the flat key comes before the path',
    selection: { 'a.b': 'x' },
    yes: [{ 'a.b': 'x', a: { b: 'y' } }, { a: { b: 'x' } }],
    no: [{ a: { b: 'x' }, 'a.b': 'y' }],
  },
]

for (const { name, selection, yes, no } of cases) {
  test(name, () => {
    for (const event of yes) assert.equal(ask(selection, event), true, JSON.stringify(event))
    for (const event of no) assert.equal(ask(selection, event), false, JSON.stringify(event))
  })
}

const refused: readonly { readonly selection: unknown; readonly message: RegExp }[] = [
  { selection: { 'a|contain': 'x' }, message: /"contain": not known/ },
  { selection: { 'a|contains|endswith': 'x' }, message: /exclude each other/ },
  { selection: { 'a|contains|contains': 'x' }, message: /twice/ },
  { selection: { 'a|all': 'x' }, message: /at least two values/ },
  { selection: { 'a|contains': true }, message: /expected a text/ },
  { selection: { 'a|contains': null }, message: /null takes no modifier/ },
  { selection: { a: ['x', null] }, message: /null cannot stand in a list/ },
  { selection: { a: [] }, message: /at least one value/ },
  { selection: { a: { b: 1 } }, message: /expected a text, a number/ },
  { selection: { 'a|lt': 'x' }, message: /expected a number/ },
  { selection: { 'a|cidr': '10.0.0.0/33' }, message: /expected a network/ },
  { selection: { 'a|cidr|contains': '10.0.0.0/8' }, message: /cannot be combined/ },
  { selection: { 'a|exists': 'yes' }, message: /true or false/ },
  { selection: { 'a|exists|neq': true }, message: /exists: false/ },
  { selection: { 'a|i': 'x' }, message: /expected after "re"/ },
  { selection: { 'a|contains|re': 'x' }, message: /first modifier/ },
  { selection: { 'a|re|contains': 'x' }, message: /finds a match anywhere/ },
  { selection: { 'a|re': '(a' }, message: /without "\)"/ },
  { selection: { 'a|contains|base64': 'x' }, message: /without wildcards/ },
  { selection: { 'a|wide': 'x' }, message: /base64/ },
  { selection: { 'a|expand': '%x%' }, message: /"%x%" has no values/ },
  { selection: { '|startswith': ['x', 'y'] }, message: /not on keywords/ },
  { selection: { 'a|neq|all': ['x', 'y'] }, message: /cannot be combined with "all"/ },
  { selection: { a: 1e20 }, message: /15 digits/ },
  { selection: ['a', 1e20], message: /15 digits/ },
  { selection: ['a\ud800'], message: /half a surrogate pair/ },
  { selection: { 'a\udc00': 1 }, message: /half a surrogate pair/ },
  { selection: { 'a|re': '\ud800' }, message: /half a surrogate pair/ },
]

for (const { selection, message } of refused) {
  test(`refused: ${JSON.stringify(selection)}`, () => assert.match(faultOf(selection) ?? 'loads', message))
}
