import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, lastDayOf, localDate, parseLocalDate } from './local-date.ts'

const dates = [
  { name: 'a day of the calendar is read', text: '2026-11-24', expected: '2026-11-24' },
  { name: '29 February exists in a leap year', text: '2028-02-29', expected: '2028-02-29' },
  { name: '29 February does not exist in another year', text: '2026-02-29', expected: undefined },
  { name: 'month 13 does not exist', text: '2026-13-01', expected: undefined },
  { name: 'day 0 does not exist', text: '2026-01-00', expected: undefined },
  { name: 'one digit for the month is refused', text: '2026-1-01', expected: undefined },
  { name: 'a time behind the date is refused', text: '2026-01-01T00:00', expected: undefined },
  { name: 'a year before 1900 is refused', text: '1899-12-31', expected: undefined },
  { name: 'a year after 2999 is refused', text: '3000-01-01', expected: undefined },
  { name: 'nothing is refused', text: '', expected: undefined },
]
for (const { name, text, expected } of dates) {
  test(name, () => assert.equal(parseLocalDate(text), expected))
}

test('a wrong date in a program is a mistake of its programmer', () => {
  assert.throws(() => localDate('yesterday'), TypeError)
})

const leavers = [
  { name: 'who leaves at midnight had the day before as last day', at: '2026-06-30T22:00:00Z', expected: '2026-06-30' },
  {
    name: 'who leaves one minute after midnight still has that day',
    at: '2026-06-30T22:01:00Z',
    expected: '2026-07-01',
  },
  { name: 'in winter midnight is one hour before that of UTC', at: '2026-12-31T23:00:00Z', expected: '2026-12-31' },
  { name: 'who leaves in the afternoon has that day as last day', at: '2026-12-31T14:00:00Z', expected: '2026-12-31' },
]
for (const { name, at, expected } of leavers) {
  test(name, () => assert.equal(lastDayOf(new Date(at), 'Europe/Amsterdam'), expected))
}

test('days go over the end of a month and back', () => {
  assert.equal(addDays(localDate('2026-12-31'), 1), '2027-01-01')
  fc.assert(
    fc.property(fc.integer({ min: -20000, max: 20000 }), (days) => {
      const start = localDate('2026-03-29')
      assert.equal(addDays(addDays(start, days), -days), start)
    }),
  )
})
