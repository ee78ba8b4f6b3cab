import assert from 'node:assert/strict'
import { test } from 'node:test'
import { staffStage } from './staff-state.ts'

const at = new Date('2026-09-01T10:00:00Z')

const rows = [
  { name: 'on the first day one works here', startsOn: '2026-09-01', leavesAt: null, expected: 'here' },
  { name: 'the day before, not yet', startsOn: '2026-09-02', leavesAt: null, expected: 'coming' },
  { name: 'a last day ahead', startsOn: '2020-01-01', leavesAt: '2026-09-01T10:00:01Z', expected: 'leaving' },
  {
    name: 'the instant of leaving itself is too late',
    startsOn: '2020-01-01',
    leavesAt: '2026-09-01T10:00:00Z',
    expected: 'left',
  },
  { name: 'gone before the first day', startsOn: '2026-10-01', leavesAt: '2026-08-01T00:00:00Z', expected: 'left' },
]

for (const { name, expected, ...employee } of rows) {
  test(`stage: ${name}`, () => assert.equal(staffStage(employee, '2026-09-01', at), expected))
}
