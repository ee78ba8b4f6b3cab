import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatDay, formatInstant } from './dates.ts'
import { createSay, isLanguage, type Language } from './messages.ts'

const texts = { 'a.plain': 'Dag {name}', 'a.count': '{count, plural, =0 {niets} one {# taak} other {# taken}}' }

function refuse(key: string): never {
  throw new Error(`no message "${key}"`)
}

const cases: readonly { name: string; key: string; values?: Record<string, string | number>; expected: string }[] = [
  { name: 'a value is filled in', key: 'a.plain', values: { name: 'Fatima' }, expected: 'Dag Fatima' },
  { name: 'a name that looks like a tag stays a name', key: 'a.plain', values: { name: '<b>' }, expected: 'Dag <b>' },
  { name: 'zero has its own words', key: 'a.count', values: { count: 0 }, expected: 'niets' },
  { name: 'one is singular', key: 'a.count', values: { count: 1 }, expected: '1 taak' },
  {
    name: 'numbers are written as in the language',
    key: 'a.count',
    values: { count: 12500 },
    expected: '12.500 taken',
  },
]

for (const { name, key, values, expected } of cases) {
  test(`messages: ${name}`, () => {
    assert.equal(createSay('nl', texts, refuse)(key, values), expected)
  })
}

test('a message that does not exist is never shown as nothing', () => {
  assert.throws(() => createSay('nl', texts, refuse)('a.absent'), /no message "a.absent"/)
  assert.equal(createSay('nl', texts, (key) => `⚠ ${key}`)('a.absent'), '⚠ a.absent')
})

test('only our three languages are languages', () => {
  assert.deepEqual(['nl', 'da', 'en', 'de', 'NL', '', null, undefined].filter(isLanguage), ['nl', 'da', 'en'])
})

const days: readonly { language: Language; day: string; instant: string }[] = [
  { language: 'nl', day: '1 september 2026', instant: '1 september 2026 om 01:30' },
  { language: 'da', day: '1. september 2026', instant: '1. september 2026 kl. 01.30' },
  { language: 'en', day: '1 September 2026', instant: '1 September 2026 at 01:30' },
]

for (const { language, day, instant } of days) {
  test(`dates in ${language} are written as people there write them, by the clock of the organisation`, () => {
    assert.equal(formatDay('2026-09-01', language), day)
    assert.equal(formatInstant('2026-08-31T23:30:00Z', language, 'Europe/Amsterdam'), instant)
  })
}
