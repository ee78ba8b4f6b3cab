import assert from 'node:assert/strict'
import { pbkdf2Sync } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CheckPhrase, checkPhraseOf, formatCheckPhrase, parseCheckPhrase } from './check-phrase.ts'
import { MalformedError } from './malformed.ts'

const tree = { origin: 'log.example/2026', size: 48_213, root: new Uint8Array(32).fill(7) }
const phrase: CheckPhrase = { size: 48_213, digits: '01234567890123456789012345678901' }

/** A vector of our own: whoever writes another verifier must get the same digits. */
const expected = '48213-7 33700 31581 75719 32655 25795 96188 20907 98904'

test('the phrase of a tree is the same for everybody, always', () => {
  assert.equal(formatCheckPhrase(checkPhraseOf(tree)), expected)
})

test('the digits are those that another implementation of PBKDF2 gives', () => {
  const text = `log.example/2026\n48213\n${Buffer.from(tree.root).toString('base64')}\n`
  const hash = pbkdf2Sync(text, 'openwacht.tlog/check-phrase/v1', 2 ** 18, 32, 'sha256')
  const digits = (BigInt(`0x${hash.toString('hex')}`) % 10n ** 32n).toString().padStart(32, '0')
  assert.equal(checkPhraseOf(tree).digits, digits)
})

test('another origin, size or root gives other digits', () => {
  const { digits } = checkPhraseOf(tree)
  const root = tree.root.with(31, 8)
  for (const other of [
    { ...tree, origin: 'log.example/2027' },
    { ...tree, size: 48_214 },
    { ...tree, root },
  ]) {
    assert.notEqual(checkPhraseOf(other).digits, digits)
  }
})

test('a phrase has the size, and eight groups of five digits', () => {
  assert.match(formatCheckPhrase(phrase), /^48213-\d( \d{5}){8}$/)
})

test('what is written reads back, however it is spaced', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 40 }), fc.bigInt({ min: 0n, max: 10n ** 32n - 1n }), (size, number) => {
      const one: CheckPhrase = { size, digits: String(number).padStart(32, '0') }
      const text = formatCheckPhrase(one)
      for (const spelled of [text, text.replaceAll(' ', ''), text.replaceAll(/[ -]/g, '\n'), ` ${text}.\r\n`]) {
        assert.deepEqual(parseCheckPhrase(spelled), one)
      }
    }),
  )
})

/** The part of a phrase that is refused, `undefined` when it is read. */
function refusedPart(text: string): number | undefined {
  try {
    parseCheckPhrase(text)
    return undefined
  } catch (error) {
    assert.ok(error instanceof MalformedError)
    return error.line ?? 0
  }
}

const parts = formatCheckPhrase(phrase).split(' ')

test('every wrong digit is found, and the part it stands in is named', () => {
  for (const [part, text] of parts.entries()) {
    for (let at = 0; at < text.length; at++) {
      if (text[at] === '-') continue
      for (let digit = 0; digit <= 9; digit++) {
        if (String(digit) === text[at]) continue
        const wrong = `${text.slice(0, at)}${digit}${text.slice(at + 1)}`
        assert.equal(refusedPart(parts.with(part, wrong).join(' ')), part + 1, wrong)
      }
    }
  }
})

test('two neighbouring digits of a group exchanged are found', () => {
  for (const [part, text] of parts.entries()) {
    for (let at = 0; at + 1 < text.length; at++) {
      const [one = '', other = ''] = text.slice(at, at + 2)
      if (one === other || one === '-' || other === '-') continue
      const wrong = `${text.slice(0, at)}${other}${one}${text.slice(at + 2)}`
      assert.equal(refusedPart(parts.with(part, wrong).join(' ')), part + 1, wrong)
    }
  }
})

test('two groups exchanged are found, also where they hold the same digits but for their check digit', () => {
  for (let one = 1; one <= 8; one++) {
    for (let other = one + 1; other <= 8; other++) {
      const exchanged = parts.with(one, parts[other] ?? '').with(other, parts[one] ?? '')
      assert.notEqual(refusedPart(exchanged.join(' ')), undefined)
    }
  }
})

for (const { name, text } of [
  { name: 'nothing', text: '' },
  { name: 'letters', text: `${parts.join(' ')} ok` },
  { name: 'a group too few', text: parts.slice(0, -1).join(' ') },
  { name: 'only the groups', text: parts.slice(1).join(' ') },
  { name: 'a size with a leading zero', text: `0${parts.join(' ')}` },
  { name: 'a size beyond every log', text: `9${'9'.repeat(30)}${parts.join(' ')}` },
  { name: 'a very long text', text: '1'.repeat(100_000) },
]) {
  test(`refused: ${name}`, () => assert.notEqual(refusedPart(text), undefined))
}
