import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compileCapturing, parseReplacement } from './regex-captures.ts'

const replacements: readonly (readonly [source: string, replacement: string, text: string, expected: string])[] = [
  ['a', 'b', 'banana', 'bbnbnb'],
  ['(.)(.)', '\\2\\1', 'abcd', 'badc'],
  ['(?P<first>\\w+) (?P<second>\\w+)', '\\g<second> \\g<1>', 'one two', 'two one'],
  ['^\\*\\\\', '', '*\\cmd.exe', 'cmd.exe'],
  ['\\\\', '/', 'C:\\a\\b', 'C:/a/b'],
  ['x*', '-', 'abxd', '-a-b--d-'],
  ['(a)|b', '[\\1]', 'ab', '[a][]'],
  ['a+?', 'x', 'aaa', 'xxx'],
  ['<.+?>', '', '<a><b>c', 'c'],
  ['<.+>', '', '<a><b>c', 'c'],
  ['(a*)*b', 'x', 'aaab', 'x'],
  ['(?i)CMD', 'x', 'cmd', 'x'],
  ['\\bc', 'x', 'c cc', 'x xc'],
  ['$', '!', 'end', 'end!'],
  ['😀', '\\n\\\\.', 'a😀b', 'a\n\\.b'],
  ['.', 'x', '😀é', 'xx'],
]

for (const [source, replacement, text, expected] of replacements) {
  test(`replaced: ${source} by ${replacement} in ${text}`, () => {
    const regex = compileCapturing(source)
    assert.equal(regex.replace(text, parseReplacement(replacement, regex)), expected)
  })
}

test('a match begins at the start', () => {
  const regex = compileCapturing('(\\d+)-(?:x)?(y)?')
  assert.deepEqual(regex.match('12-xz')?.groups, ['12-x', '12', undefined])
  assert.equal(regex.match('a12-x'), undefined)
})

for (const [replacement, message] of [
  ['\\2', /no group "\\2"/],
  ['\\g<name>', /no group/],
  ['\\q', /the escape "\\q"/],
  ['\\', /the escape/],
] as const) {
  test(`refused as a replacement: ${replacement}`, () => {
    assert.throws(() => parseReplacement(replacement, compileCapturing('(a)')), message)
  })
}

test('what needs backtracking is refused', () => {
  for (const source of ['(?=a)', '(a)\\1', 'a++', '(?<!x)y']) assert.throws(() => compileCapturing(source), /refused/)
})

const piece = fc.constantFrom(
  'a',
  'b',
  '.',
  '(a|b)',
  '(ab?)',
  '(a+)',
  '(b*?)',
  '[ab]',
  '(?:ab)',
  'a{1,2}',
  '(a|ab)',
  '\\w',
  'x',
)
const source = fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
const text = fc.array(fc.constantFrom('a', 'b', 'x', ' '), { maxLength: 12 }).map((parts) => parts.join(''))

test('groups and replacements are those of JavaScript', () => {
  fc.assert(
    fc.property(source, fc.boolean(), text, (pattern, choice, value) => {
      const whole = choice ? `${pattern}|(b)` : pattern
      const regex = compileCapturing(whole)
      const expected = new RegExp(`^(?:${whole})`).exec(value)
      assert.deepEqual(regex.match(value)?.groups, expected === null ? undefined : [...expected])
      const replaced = value.replace(new RegExp(whole, 'g'), '<$1>').replaceAll('$1', '')
      const hasGroup = regex.names.length > 1
      assert.equal(regex.replace(value, hasGroup ? ['<', 1, '>'] : ['<>']), replaced)
    }),
    { numRuns: 3_000 },
  )
})

test('a hostile expression on a long value stays fast or is refused', () => {
  const value = 'a'.repeat(10_000)
  for (const hostile of ['(a+)+$x', '(a|a)*b', '(a*)*(a*)*b', '(.*)(.*)(.*)(.*)b']) {
    const regex = compileCapturing(hostile)
    assert.equal(regex.replace(value, []), value)
  }
  assert.throws(() => compileCapturing('((a{0,100}){0,100}){0,100}'), /more than 2000 steps/)
  const slow = compileCapturing('.*x|.')
  assert.throws(() => slow.replace('y'.repeat(16_000), ['y']), /too long/)
})
