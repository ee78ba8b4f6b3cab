import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type AppointmentFacts,
  type AppointmentRequest,
  decideAppointment,
  decideEnd,
  firstDayWithoutAdministrator,
} from './appointments.ts'
import { incompatible } from './incompatibilities.ts'
import { addDays, localDate } from './local-date.ts'
import { type Appointment, type Employment, type OfficeCode, officeOf, offices } from './offices.ts'

const today = localDate('2026-08-03')
const person: Employment = {
  id: 'p1',
  workerType: 'employee',
  unitId: 'u1',
  startsOn: localDate('2020-01-01'),
  lastDay: null,
}
const request: AppointmentRequest = {
  employee: person,
  office: 'ciso',
  unitId: null,
  kind: 'holder',
  from: today,
  until: null,
}
const facts: AppointmentFacts = { by: 'administrator', on: today, unitIds: new Set(['u1', 'u2']) }

function held(office: OfficeCode, more: Partial<Appointment> = {}): Appointment {
  const unitId = officeOf(office).scope === 'unit' ? 'u1' : null
  return { id: `a-${office}`, office, employeeId: 'p1', unitId, kind: 'holder', from: today, until: null, ...more }
}

function codes(asked: AppointmentRequest, has: readonly Appointment[] = [], around = facts) {
  const decision = decideAppointment(asked, has, around)
  return decision.kind === 'granted' ? [] : decision.because.map((one) => one.code)
}

const leaver = { ...person, lastDay: localDate('2026-08-03') }
const elsewhere: Employment = { ...person, workerType: 'elsewhere', unitId: null }
const unitDiso = { ...request, office: 'diso', unitId: 'u1' } as const

const table: readonly {
  name: string
  asked?: Partial<AppointmentRequest>
  has?: readonly Appointment[]
  by?: string | null
  expected: readonly string[]
}[] = [
  { name: 'somebody without other offices becomes CISO', expected: [] },
  { name: 'nobody is appointed employee', asked: { office: 'employee' }, expected: ['office-comes-with-employment'] },
  { name: 'an office of a unit needs the unit', asked: { office: 'manager' }, expected: ['unit-missing'] },
  { name: 'an office of the organisation has no unit', asked: { unitId: 'u1' }, expected: ['unit-not-allowed'] },
  { name: 'a unit that does not exist is refused', asked: { ...unitDiso, unitId: 'u9' }, expected: ['unit-unknown'] },
  { name: 'one day is the shortest term', asked: { until: addDays(today, 1) }, expected: [] },
  { name: 'an end on the first day is no term', asked: { until: today }, expected: ['until-not-after-from'] },
  {
    name: 'an end before the start is no term',
    asked: { until: addDays(today, -1) },
    expected: ['until-not-after-from'],
  },
  { name: 'yesterday is too late to start', asked: { from: addDays(today, -1) }, expected: ['from-in-the-past'] },
  { name: 'the last day at work can still be the first in office', asked: { employee: leaver }, expected: [] },
  {
    name: 'the day after the last at work cannot',
    asked: { employee: leaver, from: addDays(today, 1) },
    expected: ['after-end-of-employment'],
  },
  {
    name: 'the first day at work can be the first in office',
    asked: { employee: { ...person, startsOn: today } },
    expected: [],
  },
  {
    name: 'the day before the first at work cannot',
    asked: { employee: { ...person, startsOn: addDays(today, 1) } },
    expected: ['before-start-of-employment'],
  },
  { name: 'a shared DPO from elsewhere is possible', asked: { employee: elsewhere, office: 'dpo' }, expected: [] },
  {
    name: 'a person from elsewhere is no secretary of this house',
    asked: { employee: elsewhere, office: 'municipal-secretary' },
    expected: ['not-in-our-service'],
  },
  { name: 'the same seat twice is refused', has: [held('ciso')], expected: ['already-appointed'] },
  {
    name: 'the same seat again after its end is possible',
    has: [held('ciso', { from: addDays(today, -9), until: today })],
    expected: [],
  },
  {
    name: 'nobody is their own deputy',
    asked: { kind: 'deputy' },
    has: [held('ciso')],
    expected: ['holder-and-deputy'],
  },
  {
    name: 'the same office in another unit is possible',
    asked: { ...unitDiso, unitId: 'u2' },
    has: [held('diso')],
    expected: [],
  },
  {
    name: 'deputy in another unit than one holds is possible',
    asked: { ...unitDiso, unitId: 'u2', kind: 'deputy' },
    has: [held('diso')],
    expected: [],
  },
  {
    name: 'the DPO becomes no analyst',
    asked: { office: 'analyst' },
    has: [held('dpo')],
    expected: ['dpo-oversees-this'],
  },
  {
    name: 'being deputy counts as holding',
    asked: { office: 'analyst', kind: 'deputy' },
    has: [held('dpo', { kind: 'deputy' })],
    expected: ['dpo-oversees-this'],
  },
  {
    name: 'the day on which the other office has ended is free',
    asked: { office: 'analyst' },
    has: [held('dpo', { from: addDays(today, -9), until: today })],
    expected: [],
  },
  {
    name: 'one common day is too much',
    asked: { office: 'analyst' },
    has: [held('dpo', { until: addDays(today, 1) })],
    expected: ['dpo-oversees-this'],
  },
  {
    name: 'an office that starts later is in the way of one without end',
    asked: { office: 'analyst' },
    has: [held('dpo', { from: addDays(today, 300) })],
    expected: ['dpo-oversees-this'],
  },
  {
    name: 'but not of one that ends on that day',
    asked: { office: 'analyst', until: addDays(today, 300) },
    has: [held('dpo', { from: addDays(today, 300) })],
    expected: [],
  },
  {
    name: 'the office of another person is not in the way',
    asked: { office: 'analyst' },
    has: [held('dpo', { employeeId: 'p2' })],
    expected: [],
  },
  { name: 'an administrator does not make themselves CISO', by: 'p1', expected: ['own-appointment'] },
  {
    name: 'an administrator does not make themselves shop steward',
    asked: { office: 'shop-steward' },
    by: 'p1',
    expected: ['own-appointment'],
  },
  { name: 'also not as deputy', asked: { kind: 'deputy' }, by: 'p1', expected: ['own-appointment'] },
  { name: 'an administrator may give themselves the post', asked: { office: 'registry' }, by: 'p1', expected: [] },
  {
    name: 'set-up from the command line appoints the first administrator',
    asked: { office: 'administrator' },
    by: null,
    expected: [],
  },
  {
    name: 'all reasons are told, not only the first',
    asked: { employee: leaver, office: 'im-head', unitId: 'u1', from: addDays(today, 9), until: today },
    by: 'p1',
    has: [held('ciso', { from: addDays(today, -100) })],
    expected: ['unit-not-allowed', 'until-not-after-from', 'after-end-of-employment', 'own-appointment'],
  },
  {
    name: 'all reasons of a pair are told',
    asked: { office: 'im-head' },
    has: [held('ciso')],
    expected: ['asks-and-opens', 'one-vote-each'],
  },
]
for (const { name, asked, has, by, expected } of table) {
  test(name, () => {
    const around = { ...facts, by: by === undefined ? facts.by : by }
    assert.deepEqual(codes({ ...request, ...asked }, has, around), expected)
  })
}

test('a refusal names the other office and its appointment', () => {
  const decision = decideAppointment({ ...request, office: 'analyst' }, [held('dpo')], facts)
  assert.deepEqual(decision, {
    kind: 'refused',
    because: [{ code: 'dpo-oversees-this', other: 'dpo', appointmentId: 'a-dpo' }],
  })
})

const appointable = offices.filter((office) => !office.inherent).map((office) => office.code)
const anyHeld = fc.record({
  office: fc.constantFrom(...appointable),
  kind: fc.constantFrom('holder' as const, 'deputy' as const),
  start: fc.integer({ min: -50, max: 50 }),
  days: fc.option(fc.integer({ min: 0, max: 60 })),
})

test('the order of the appointments does not matter', () => {
  const lists = fc.uniqueArray(anyHeld, { maxLength: 8, selector: (one) => `${one.office} ${one.kind}` })
  fc.assert(
    fc.property(lists, fc.constantFrom(...appointable), (list, office) => {
      const has = list.map((one, n) => {
        const from = addDays(today, one.start)
        return held(one.office, {
          id: `a${n}`,
          kind: one.kind,
          from,
          until: one.days === null ? null : addDays(from, one.days),
        })
      })
      const unitId = officeOf(office).scope === 'unit' ? 'u1' : null
      const asked = { ...request, office, unitId }
      assert.deepEqual(decideAppointment(asked, has, facts), decideAppointment(asked, has.toReversed(), facts))
    }),
  )
})

test('a pair is refused whichever of the two comes first, as holder or as deputy', () => {
  const kinds = ['holder', 'deputy'] as const
  for (const a of appointable) {
    for (const b of appointable.filter((code) => code !== a)) {
      for (const kind of kinds) {
        const unitId = officeOf(b).scope === 'unit' ? 'u1' : null
        const got = codes({ ...request, office: b, unitId, kind: 'holder' }, [held(a, { kind })])
        assert.deepEqual(got, [...incompatible(a, b)].sort(), `${a} then ${b}`)
      }
    }
  }
})

const boss = held('administrator', { from: addDays(today, -10) })
const second = held('administrator', { id: 'a-second', employeeId: 'p2', kind: 'deputy', from: addDays(today, -10) })
const two = [person, { ...person, id: 'p2' }]

const ends: readonly {
  name: string
  appointment: Appointment
  until?: string
  by?: string | null
  others?: readonly Appointment[]
  employees?: readonly Employment[]
  expected: readonly string[]
}[] = [
  { name: 'an office ends today', appointment: held('ciso'), expected: [] },
  {
    name: 'yesterday cannot be changed',
    appointment: held('ciso', { from: addDays(today, -9) }),
    until: '2026-08-02',
    expected: ['end-in-the-past'],
  },
  {
    name: 'an office ends no earlier than its first day',
    appointment: held('ciso', { from: addDays(today, 9) }),
    expected: ['end-before-from'],
  },
  {
    name: 'an office that has not begun is withdrawn',
    appointment: held('ciso', { from: addDays(today, 9) }),
    until: '2026-08-12',
    expected: [],
  },
  {
    name: 'an end is not moved to a later day',
    appointment: held('ciso', { until: addDays(today, 1) }),
    until: '2026-08-05',
    expected: ['already-ends'],
  },
  {
    name: 'an end may come earlier',
    appointment: held('ciso', { until: addDays(today, 2) }),
    until: '2026-08-04',
    expected: [],
  },
  { name: 'the last administrator stays', appointment: boss, expected: ['last-administrator'] },
  { name: 'a deputy can administer', appointment: boss, others: [second], expected: [] },
  {
    name: 'a deputy who has left cannot',
    appointment: boss,
    others: [second],
    employees: [person, { ...person, id: 'p2', lastDay: addDays(today, -1) }],
    expected: ['last-administrator'],
  },
  {
    name: 'a deputy who will leave leaves nobody',
    appointment: boss,
    others: [second],
    employees: [person, { ...person, id: 'p2', lastDay: addDays(today, 30) }],
    expected: ['last-administrator'],
  },
  {
    name: 'a successor who starts on that day is in time',
    appointment: boss,
    others: [{ ...second, from: today }],
    expected: [],
  },
  {
    name: 'a successor who starts a day later is not',
    appointment: boss,
    others: [{ ...second, from: addDays(today, 1) }],
    expected: ['last-administrator'],
  },
  {
    name: 'an administrator does not remove the DPO',
    appointment: held('dpo', { from: addDays(today, -9) }),
    by: 'p2',
    expected: ['overseer-ended-by-others'],
  },
  {
    name: 'the command line does not remove the DPO',
    appointment: held('dpo', { from: addDays(today, -9) }),
    by: null,
    expected: ['overseer-ended-by-others'],
  },
  { name: 'a DPO steps down', appointment: held('dpo', { from: addDays(today, -9) }), by: 'p1', expected: [] },
  {
    name: 'the deputy of the DPO does not remove the DPO',
    appointment: held('dpo', { from: addDays(today, -9) }),
    by: 'p2',
    others: [held('dpo', { id: 'x', employeeId: 'p2', kind: 'deputy' })],
    expected: ['overseer-ended-by-others'],
  },
  {
    name: 'the council ends the seat of a member',
    appointment: held('works-council-member', { from: addDays(today, -9) }),
    by: 'p2',
    others: [held('works-council-member', { id: 'x', employeeId: 'p2' })],
    expected: [],
  },
  {
    name: 'a former member of the council does not',
    appointment: held('works-council-member', { from: addDays(today, -9) }),
    by: 'p2',
    others: [held('works-council-member', { id: 'x', employeeId: 'p2', from: addDays(today, -9), until: today })],
    expected: ['overseer-ended-by-others'],
  },
  {
    name: 'a mistake about the DPO is put right before the first day',
    appointment: held('dpo', { from: addDays(today, 1) }),
    until: '2026-08-04',
    by: 'p2',
    expected: [],
  },
]
for (const { name, appointment, until, by, others, employees, expected } of ends) {
  test(name, () => {
    const decision = decideEnd(appointment, localDate(until ?? today), {
      by: by === undefined ? 'p9' : by,
      on: today,
      held: [appointment, ...(others ?? [])],
      employees: employees ?? two,
    })
    assert.deepEqual(decision.kind === 'granted' ? [] : decision.because.map((one) => one.code), expected)
  })
}

test('a chain of administrators without a gap never leaves the house alone', () => {
  const chain = [0, 10, 20].map((start, n) =>
    held('administrator', {
      id: `c${n}`,
      from: addDays(today, start),
      until: n === 2 ? null : addDays(today, start + 10),
    }),
  )
  assert.equal(firstDayWithoutAdministrator(chain, two, today), undefined)
  assert.equal(firstDayWithoutAdministrator(chain.slice(0, 2), two, today), '2026-08-23')
  assert.equal(
    firstDayWithoutAdministrator(
      [chain[0], chain[2]].flatMap((one) => one ?? []),
      two,
      today,
    ),
    '2026-08-13',
  )
  assert.equal(firstDayWithoutAdministrator([], two, today), today)
})

test('administration ends with the day after the last day at work', () => {
  const leaving = [{ ...person, lastDay: addDays(today, 5) }]
  assert.equal(firstDayWithoutAdministrator([boss], leaving, today), addDays(today, 6))
})
