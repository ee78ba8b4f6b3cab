import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RuleError } from './fault.ts'
import { compileRegex } from './regex-automaton.ts'
import { parseRegex, type RegexFlags } from './regex-syntax.ts'
import { regexLiteral } from './required-literal.ts'

const plain: RegexFlags = { ignoreCase: false, multiline: false, dotAll: false }

function compile(source: string, flags: RegexFlags = plain): { test: (value: string) => boolean } {
  return compileRegex(parseRegex(source, flags))
}

const cases: readonly { readonly source: string; readonly yes: readonly string[]; readonly no: readonly string[] }[] = [
  { source: 'a|bc', yes: ['xa', 'bc'], no: ['b', ''] },
  { source: '^a.c$', yes: ['abc', 'abc\n'], no: ['a\nc', 'xabc', 'abc\n\n'] },
  { source: 'x*', yes: ['', 'y'], no: [] },
  { source: 'a{2,3}$', yes: ['aa', 'baaaa'], no: ['a', 'ba'] },
  { source: '^(ab){2}$', yes: ['abab'], no: ['ab', 'ababab'] },
  { source: '\\bcat\\b', yes: ['a cat.'], no: ['concat', 'cats'] },
  { source: '\\Bcat', yes: ['concat'], no: ['cat'] },
  { source: '(?i)set.*INVOKE', yes: ['SET x invoke'], no: ['invoke set'] },
  { source: 'a(?i:b)c', yes: ['aBc'], no: ['ABc', 'aBC'] },
  { source: '(?m)^b$', yes: ['a\nb\nc'], no: ['ab'] },
  { source: '(?s)a.b', yes: ['a\nb'], no: ['ab'] },
  { source: '[^\\d\\s]+$', yes: ['1a'], no: ['1'] },
  { source: '[]a-]', yes: [']', '-'], no: ['b'] },
  { source: '[[:alpha:]_]{3}', yes: ['a_b'], no: ['a1b'] },
  { source: '\\x41\\u0042\\x{43}', yes: ['ABC'], no: ['abc'] },
  { source: '(?<name>a)(?:b)(?#note)c', yes: ['abc'], no: ['ab'] },
  { source: '^.$', yes: ['😀', 'é'], no: ['ab'] },
  { source: 'a+?b', yes: ['aab'], no: ['b'] },
  { source: '{a}', yes: ['{a}'], no: ['a'] },
]

for (const { source, yes, no } of cases) {
  test(`regular expression ${source}`, () => {
    const regex = compile(source)
    for (const value of yes) assert.equal(regex.test(value), true, JSON.stringify(value))
    for (const value of no) assert.equal(regex.test(value), false, JSON.stringify(value))
  })
}

const refused: readonly (readonly [source: string, message: RegExp])[] = [
  ['a(?=b)', /look-ahead/],
  ['(?<!a)b', /look-behind/],
  ['(a)\\1', /back-reference/],
  ['(?>a)', /atomic/],
  ['a++', /possessive/],
  ['*a', /nothing before it/],
  ['[a', /without "\]"/],
  ['a)', /without "\("/],
  ['(((a{1000}){1000}){1000})', /steps/],
  ['a{2000}', /more than 1000/],
  ['\\p{L}', /escape "\\p"/],
]

for (const [source, message] of refused) {
  test(`refused: ${source}`, () => {
    assert.throws(
      () => compile(source),
      (error) => error instanceof RuleError && message.test(error.message),
    )
  })
}

test('expressions that hang a backtracking engine run in linear time', () => {
  const hostile: readonly (readonly [string, string])[] = [
    ['(a+)+$', `${'a'.repeat(50_000)}b`],
    ['(a|aa)*c', 'a'.repeat(50_000)],
    ['(.*)*x', 'y'.repeat(50_000)],
    ['(x+x+)+y', 'x'.repeat(50_000)],
    ['(?:set).*&&\\s?set.*(?:environment|invoke|\\$\\{?input).*&&.*"', '&&set'.repeat(10_000)],
    ['(a?){50}a{50}b', 'a'.repeat(50_000)],
    ['.*.*.*=.*', 'x'.repeat(50_000)],
    ['[ab]*a[ab]{12}c', 'ab'.repeat(25_000)],
  ]
  for (const [source, value] of hostile) {
    const regex = compile(source)
    const startedAt = performance.now()
    assert.equal(regex.test(value), false, source)
    assert.ok(performance.now() - startedAt < 2_000, `${source} took ${performance.now() - startedAt} ms`)
  }
})

const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\b', '^', '$', '(a|b)', '(?:ab)', ' ')
const expression = fc
  .array(fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{2}', '{0,2}')), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.map(([one, times]) => (/^[\\^$]/.test(one) && one !== '\\w' ? one : one + times)).join(''))

test('agrees with the engine of the language on what both know', () => {
  fc.assert(
    fc.property(expression, fc.stringMatching(/^[ab c\n]{0,12}$/), fc.boolean(), (source, value, multiline) => {
      // `$` also stands before a final newline here, as in PCRE.
      const theirs = new RegExp(multiline ? source : source.replaceAll('$', '(?=\\n?$(?!\\n))'), multiline ? 'm' : '')
      assert.equal(compile(source, { ...plain, multiline }).test(value), theirs.test(value))
    }),
    { numRuns: 2_000 },
  )
})

test('a required literal stands in every match', () => {
  fc.assert(
    fc.property(expression, fc.stringMatching(/^[ab ]{0,12}$/), (source, value) => {
      const literal = regexLiteral(source, plain)
      if (compile(source).test(value)) assert.ok(value.includes(literal ?? ''))
    }),
    { numRuns: 2_000 },
  )
})
