import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, addMonths, localDate } from '../../../../packages/terms/src/local-date.ts'
import type { Period } from './declaration.ts'
import { comparePeriods, fitsIn } from './period.ts'

const cases: readonly { a: Period; b: Period; expected: number | undefined }[] = [
  { a: { amount: 7, unit: 'days' }, b: { amount: 1, unit: 'weeks' }, expected: 0 },
  { a: { amount: 24, unit: 'hours' }, b: { amount: 1, unit: 'days' }, expected: 0 },
  { a: { amount: 12, unit: 'months' }, b: { amount: 1, unit: 'years' }, expected: 0 },
  { a: { amount: 30, unit: 'days' }, b: { amount: 1, unit: 'months' }, expected: undefined },
  { a: { amount: 26, unit: 'days' }, b: { amount: 1, unit: 'months' }, expected: -1 },
  { a: { amount: 2, unit: 'years' }, b: { amount: 90, unit: 'days' }, expected: 1 },
]

for (const { a, b, expected } of cases) {
  test(`${a.amount} ${a.unit} against ${b.amount} ${b.unit}`, () => {
    assert.equal(comparePeriods(a, b), expected)
  })
}

test('what only the calendar can compare does not certainly fit', () => {
  assert.equal(fitsIn({ amount: 30, unit: 'days' }, { amount: 1, unit: 'months' }), false)
})

test('where lengths are compared, the calendar agrees on every day of start', () => {
  const months = fc.integer({ min: 1, max: 120 })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000 }), months, fc.integer({ min: 1, max: 3_700 }), (start, n, days) => {
      const from = addDays(localDate('2014-01-01'), start)
      const order = comparePeriods({ amount: n, unit: 'months' }, { amount: days, unit: 'days' })
      const [byMonth, byDay] = [addMonths(from, n), addDays(from, days)]
      if (order === -1) assert.ok(byMonth < byDay)
      if (order === 1) assert.ok(byMonth > byDay)
    }),
    { numRuns: 2_000 },
  )
})
