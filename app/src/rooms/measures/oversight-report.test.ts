import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { leastTold, suppressed } from './oversight-report.ts'

const rows = (...counts: number[]) => counts.map((count, index) => ({ what: String(index), count, suppressed: false }))
const left = (...counts: number[]) => suppressed(rows(...counts)).map(({ count }) => count)

test('a number from 1 to 4 is left out, nought and five are told', () => {
  assert.deepEqual(left(0, 1, 4, 5, 0), [0, null, null, 5, 0])
})

test('where one alone would be left out, the smallest other goes too: nobody reckons it from a sum', () => {
  assert.deepEqual(left(3, 9, 7, 0), [null, 9, null, 0])
})

test('one small number among noughts is left out alone: there is nothing to hide it behind, and nothing to reckon it from', () => {
  assert.deepEqual(left(2, 0, 0), [null, 0, 0])
})

test('no small number is ever told, and never one alone is hidden beside larger ones', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(12), { maxLength: 12 }), (counts) => {
      const shown = suppressed(rows(...counts))
      for (const { count } of shown) assert.ok(count === null || count === 0 || count >= leastTold)
      const hidden = shown.filter(({ count }) => count === null).length
      if (counts.some((count) => count >= leastTold)) assert.notEqual(hidden, 1)
    }),
  )
})
