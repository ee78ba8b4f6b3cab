import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ExactSum, maxSummand } from './exact-sum.ts'
import { SortedNumbers } from './sorted-numbers.ts'

const number = fc.oneof(
  fc.double({ min: -maxSummand, max: maxSummand, noNaN: true }),
  fc.integer().map((one) => one / 8),
  fc.constantFrom(0.1, 1e16, 1, -1, 2 ** -1074, 2 ** 53, 1e200, -1e200, 2 ** 52 + 0.5),
)

/** A number as a whole number of the smallest units that a double can hold: exact. */
function units(value: number): bigint {
  const [words] = new BigUint64Array(new Float64Array([value]).buffer)
  const bits = words ?? 0n
  const exponent = (bits >> 52n) & 0x7ffn
  const mantissa = (bits & 0xfffffffffffffn) | (exponent === 0n ? 0n : 1n << 52n)
  const size = mantissa << (exponent === 0n ? 0n : exponent - 1n)
  return bits >> 63n === 0n ? size : -size
}

test('a sum is the number nearest to the exact one', () => {
  fc.assert(
    fc.property(fc.array(number, { maxLength: 40 }), (numbers) => {
      const sum = new ExactSum()
      for (const one of numbers) sum.add(one)
      const value = sum.value()
      const exact = numbers.reduce((total, one) => total + units(one), 0n)
      const distance = (other: number): bigint => {
        const difference = units(other) - exact
        return difference < 0n ? -difference : difference
      }
      const step = Math.max(Math.abs(value) * 2 ** -53, 2 ** -1074)
      for (const other of [value + step, value - step]) {
        if (other === value) continue
        assert.ok(
          distance(value) < distance(other) || (distance(value) === distance(other) && units(value) % 2n === 0n),
        )
      }
    }),
    { numRuns: 3_000 },
  )
})

test('the order and what was taken away again leave no trace', () => {
  fc.assert(
    fc.property(fc.array(number, { maxLength: 30 }), fc.array(number, { maxLength: 30 }), (kept, gone) => {
      const plain = new ExactSum()
      for (const one of kept) plain.add(one)
      const sum = new ExactSum()
      for (const one of gone) sum.add(one)
      for (const one of kept.toReversed()) sum.add(one)
      for (const one of gone) sum.add(-one)
      assert.equal(sum.value() + 0, plain.value() + 0)
      assert.equal(new ExactSum(sum.parts).value() + 0, plain.value() + 0)
    }),
    { numRuns: 2_000 },
  )
})

test('percentiles of numbers that come and go are those of the sorted numbers', () => {
  const few = fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 60 })
  fc.assert(
    fc.property(few, few, fc.integer({ min: 0, max: 100 }), (kept, gone, percent) => {
      const sorted = new SortedNumbers()
      for (const one of [...gone, ...kept]) sorted.add(one)
      for (const one of gone) sorted.remove(one)
      const all = kept.toSorted((a, b) => a - b)
      const rank = (percent * (all.length - 1)) / 100
      const low = all[Math.floor(rank)] ?? 0
      const high = all[Math.ceil(rank)] ?? 0
      assert.ok(Math.abs(sorted.percentile(percent) - (low + (high - low) * (rank - Math.floor(rank)))) < 1e-9)
    }),
  )
})
