import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { canonicalBytes, canonicalJson, isCanonicalJson, type Json } from './canonical-json.ts'

// Numbers of RFC 8785, appendix B: the bits of an IEEE 754 double, and how it is written.
const numbers: readonly (readonly [bits: string, text: string])[] = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
]

function doubleOf(bits: string): number {
  return Buffer.from(bits, 'hex').readDoubleBE()
}

describe('canonical JSON', () => {
  for (const [bits, text] of numbers) {
    test(`the double ${bits} is written ${text}`, () => assert.equal(canonicalJson(doubleOf(bits)), text))
  }

  for (const bits of ['7fffffffffffffff', '7ff0000000000000']) {
    test(`the double ${bits} is refused`, () => assert.throws(() => canonicalJson(doubleOf(bits)), TypeError))
  }

  test('the example of section 3.2.2 comes out as in section 3.2.3', () => {
    const input = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`
    const expected = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`
    assert.equal(canonicalJson(JSON.parse(input)), expected)
  })

  test('its bytes are those of section 3.2.4', () => {
    assert.equal(Buffer.from(canonicalBytes('€$\u000f\nA')).toString('hex'), '22e282ac245c75303030665c6e4122')
  })

  test('names are sorted by UTF-16 code units, also beyond the basic plane', () => {
    const input = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    assert.deepEqual(Object.values(JSON.parse(canonicalJson(input))).sort(), Object.values(input).sort())
    assert.deepEqual(
      [...canonicalJson(input).matchAll(/":"([^"]+)"/g)].map(([, word]) => word),
      [
        'Carriage Return',
        'One',
        'Control',
        'Latin Small Letter O With Diaeresis',
        'Euro Sign',
        'Emoji: Grinning Face',
        'Hebrew Letter Dalet With Dagesh',
      ],
    )
  })

  const impossible: readonly { name: string; value: unknown }[] = [
    { name: 'a lone surrogate', value: '\ud800' },
    { name: 'a lone surrogate in a name', value: { '\udead': 1 } },
    { name: 'undefined', value: { a: undefined } },
    { name: 'a big integer', value: 1n },
  ]
  for (const { name, value } of impossible) {
    // What no caller with these types can pass, on purpose.
    test(`${name} is refused`, () => assert.throws(() => canonicalJson(value as Json), TypeError))
  }

  const spellings: readonly { name: string; text: string; expected: boolean }[] = [
    { name: 'the canonical one', text: '{"a":1,"b":["x",null]}', expected: true },
    { name: 'names in another order', text: '{"b":1,"a":2}', expected: false },
    { name: 'names in another order inside', text: '[{"b":1,"a":2}]', expected: false },
    { name: 'a space', text: '{"a": 1}', expected: false },
    { name: 'a name twice', text: '{"a":1,"a":1}', expected: false },
    { name: 'a number with a fraction of nothing', text: '[1.0]', expected: false },
    { name: 'zero below zero', text: '[-0]', expected: false },
    { name: 'a letter that need not be escaped', text: '["\\u0041"]', expected: false },
    { name: 'a control character, escaped as it must be', text: '["\\u0001"]', expected: true },
    { name: 'a lone surrogate', text: '["\\ud800"]', expected: false },
    { name: 'numbers as names, in the order of text', text: '{"10":1,"9":2}', expected: true },
    { name: 'numbers as names, in the order of numbers', text: '{"9":2,"10":1}', expected: false },
  ]
  for (const { name, text, expected } of spellings) {
    test(`a spelling: ${name}`, () => assert.equal(isCanonicalJson(text, JSON.parse(text)), expected))
  }

  test('a text is canonical when it is what the value gives, and else not', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: Json = JSON.parse(text)
        let written: string | undefined
        try {
          written = canonicalJson(value)
        } catch {
          // A lone surrogate: no text is its canonical form.
        }
        assert.equal(isCanonicalJson(text, value), written === text)
        if (written !== undefined) assert.ok(isCanonicalJson(written, value))
      }),
    )
  })
})
