import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { skipUnlessOutside } from '../../../tools/outside.ts'
import { publicData, publicRuleFiles } from './testing/public-data.ts'
import { readWithLibrary } from './yaml-documents.ts'
import { readPlainDocument } from './yaml-plain.ts'

function sameAsLibrary(text: string): void {
  const plain = readPlainDocument(text)
  if (plain === undefined) return
  assert.deepEqual([plain.value], readWithLibrary(text), text)
}

const texts = [
  'a: 1\nb: -0x1F\nc: 0o17\nd: 1e3\ne: ~\nf: Null\ng: TRUE\nh: .5\ni: 1_000\nj: 2024-01-01\nk: no\n',
  "a: 'it''s'\nb: \"x\\\\y\\n\"\n'c d': x # comment\n\"e\": y\n",
  'a: |\n  x\n   y\n\n  z\nb: >-\n  one\n  two\n\n  three\nc: x\n',
  'a:\n- 1\n- b: 2\n  c: 3\n-\n  d: 4\n- "x"\ne:\nf:\n  - x: y\n',
  'a: b: c\n',
  'a: x\n  y\n',
  'a: [1, 2]\n',
  'a: &x 1\nb: *x\n',
  'a: 1\na: 2\n',
  'a:\n   - x\n  - y\n',
  'a: "\\u0041"\n',
  'a: x #y\nb: x#y\n# only a comment\n',
  '- a\n- b\n',
  'a: |2\n    x\n',
  'a: - b\n',
  '? a\n: b\n',
]

for (const text of texts)
  test(`reads like the library or leaves it: ${JSON.stringify(text.slice(0, 24))}`, () => sameAsLibrary(text))

test('generated block YAML is read like the library reads it', () => {
  const line = fc.constantFrom(
    'a: x',
    'b: 1',
    "c: 'y'",
    'd:',
    'e: |',
    'f: >-',
    '- x',
    '- a: 1',
    '-',
    'text',
    '# c',
    '',
    'g: "z"',
    'h: ~',
    'i: x # y',
    "'j': 1",
    'k: a: b',
    'l: [x]',
    '- - x',
  )
  const indented = fc.tuple(fc.constantFrom('', '', '  ', '    ', ' '), line).map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.array(indented, { maxLength: 10 }), (lines) => {
      const text = `${lines.join('\n')}\n`
      const plain = readPlainDocument(text)
      if (plain !== undefined) assert.deepEqual([plain.value], readWithLibrary(text), text)
    }),
    { numRuns: 5_000 },
  )
})

test(
  'nearly every public rule is read the fast way, and as the library reads it',
  skipUnlessOutside(publicData),
  () => {
    const files = publicRuleFiles()
    const plain = files.filter(({ text }) => readPlainDocument(text) !== undefined)
    assert.ok(plain.length / files.length > 0.99)
    for (const [index, { text }] of plain.entries()) if (index % 10 === 0) sameAsLibrary(text)
  },
)
