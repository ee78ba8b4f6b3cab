import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOfInstant } from './dates.ts'

const rows = [
  { name: 'just before midnight in summer', instant: '2026-08-31T21:59:59.999Z', expected: '2026-08-31' },
  { name: 'midnight itself is the next day', instant: '2026-08-31T22:00:00Z', expected: '2026-09-01' },
  { name: 'in winter midnight is an hour later', instant: '2026-12-31T22:59:59Z', expected: '2026-12-31' },
]

for (const { name, instant, expected } of rows) {
  test(`day: ${name}`, () => assert.equal(dayOfInstant(new Date(instant), 'Europe/Amsterdam'), expected))
}
