import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localDate } from './local-date.ts'
import { type Appointment, type Employment, inForce, isOfficeCode, offices, officesOf, overlap } from './offices.ts'

const day = localDate('2026-08-03')

const terms = [
  { name: 'the day before the first is outside', from: '2026-08-04', until: null, expected: false },
  { name: 'the first day counts', from: '2026-08-03', until: null, expected: true },
  { name: 'the last day is the one before until', from: '2026-01-01', until: '2026-08-04', expected: true },
  { name: 'until itself is outside', from: '2026-01-01', until: '2026-08-03', expected: false },
  { name: 'a withdrawn appointment is never in force', from: '2026-08-03', until: '2026-08-03', expected: false },
]
for (const { name, from, until, expected } of terms) {
  test(name, () => {
    const term = { from: localDate(from), until: until === null ? null : localDate(until) }
    assert.equal(inForce(term, day), expected)
  })
}

const pairs = [
  {
    name: 'terms that touch do not overlap',
    a: ['2026-01-01', '2026-02-01'],
    b: ['2026-02-01', null],
    expected: false,
  },
  { name: 'one day in common is an overlap', a: ['2026-01-01', '2026-02-02'], b: ['2026-02-01', null], expected: true },
  { name: 'two terms without end overlap', a: ['2026-01-01', null], b: ['2030-01-01', null], expected: true },
  { name: 'a term inside another overlaps', a: ['2026-01-01', null], b: ['2026-03-01', '2026-03-02'], expected: true },
  {
    name: 'a withdrawn term overlaps nothing',
    a: ['2026-01-01', null],
    b: ['2026-03-01', '2026-03-01'],
    expected: false,
  },
] as const
for (const { name, a, b, expected } of pairs) {
  test(`${name}, in both orders`, () => {
    const [left, right] = [a, b].map(([from, until]) => ({
      from: localDate(from),
      until: until === null ? null : localDate(until),
    }))
    assert.ok(left && right)
    assert.equal(overlap(left, right), expected)
    assert.equal(overlap(right, left), expected)
  })
}

const person: Employment = {
  id: 'p1',
  workerType: 'employee',
  unitId: null,
  startsOn: localDate('2020-01-01'),
  lastDay: localDate('2026-08-03'),
}
const ciso: Appointment = {
  id: 'a1',
  office: 'ciso',
  employeeId: 'p1',
  unitId: null,
  kind: 'holder',
  from: localDate('2020-01-01'),
  until: null,
}

test('everybody in the register is an employee', () => {
  assert.deepEqual(
    officesOf(person, [], day).map((one) => one.office),
    ['employee'],
  )
})

test('somebody who has left holds nothing, also when the appointment has no end', () => {
  assert.equal(officesOf(person, [ciso], day).length, 2)
  assert.deepEqual(officesOf(person, [ciso], localDate('2026-08-04')), [])
})

test('somebody who has not started holds nothing', () => {
  assert.deepEqual(officesOf(person, [ciso], localDate('2019-12-31')), [])
})

test('the appointment of another gives nothing', () => {
  assert.equal(officesOf(person, [{ ...ciso, employeeId: 'p2' }], day).length, 1)
})

test('the list of offices is the agreed one', () => {
  assert.equal(offices.length, 24)
  assert.equal(new Set(offices.map((office) => office.code)).size, 24)
  assert.deepEqual(
    offices.filter((office) => office.scope === 'unit').map((office) => office.code),
    ['manager', 'diso', 'ipm', 'record-manager'],
  )
  assert.deepEqual(
    offices.filter((office) => office.oversight).map((office) => office.code),
    ['dpo', 'works-council-member', 'shop-steward', 'confidential-adviser', 'union-consultant'],
  )
  assert.deepEqual(
    offices.filter((office) => office.inherent).map((office) => office.code),
    ['employee'],
  )
})

test('a word that is no office is not one', () => {
  assert.ok(isOfficeCode('ciso'))
  assert.ok(!isOfficeCode('constructor'))
  assert.ok(!isOfficeCode('user'))
})
