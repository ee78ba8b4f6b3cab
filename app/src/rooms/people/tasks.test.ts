import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decideAppointment } from './appointments.ts'
import { addDays, localDate } from './local-date.ts'
import { waysOf } from './needs.ts'
import { type Appointment, type Employment, type OfficeCode, officeOf, offices } from './offices.ts'
import { type Task, type TaskCode, tasks } from './task-table.ts'
import { absences, assess, type TaskState } from './tasks.ts'

const on = localDate('2026-08-03')

function staff(count: number, more: Partial<Employment> = {}): Employment[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `p${n}`,
    workerType: 'employee',
    unitId: 'u1',
    startsOn: localDate('2020-01-01'),
    lastDay: null,
    ...more,
  }))
}

function seat(office: OfficeCode, employeeId: string, more: Partial<Appointment> = {}): Appointment {
  const unitId = officeOf(office).scope === 'unit' ? 'u1' : null
  const id = `${office} ${employeeId}`
  return { id, office, employeeId, unitId, kind: 'holder', from: on, until: null, ...more }
}

function stateOf(code: TaskCode, appointments: readonly Appointment[], employees = staff(12)) {
  const found = assess(tasks, appointments, employees, on).find((task) => task.code === code)
  assert.ok(found)
  return found
}

const quorum = [
  seat('municipal-secretary', 'p1'),
  seat('im-head', 'p2'),
  seat('confidential-adviser', 'p3'),
  seat('works-council-member', 'p4'),
]
const team = [seat('ciso', 'p1'), seat('dpo', 'p2'), seat('im-head', 'p3'), seat('confidential-adviser', 'p4')]
const deputies = [
  seat('ciso', 'p5', { kind: 'deputy' }),
  seat('dpo', 'p6', { kind: 'deputy' }),
  seat('im-head', 'p7', { kind: 'deputy' }),
  seat('confidential-adviser', 'p8', { kind: 'deputy' }),
]

const states: readonly {
  name: string
  code: TaskCode
  has: readonly Appointment[]
  expected: TaskState
  hangsOn?: readonly string[]
}[] = [
  { name: 'without a DPO nobody advises', code: 'dpo-advice', has: [], expected: 'stopped' },
  {
    name: 'with one DPO the advice hangs on that person',
    code: 'dpo-advice',
    has: [seat('dpo', 'p2')],
    expected: 'fragile',
    hangsOn: ['p2'],
  },
  {
    name: 'with a deputy it works',
    code: 'dpo-advice',
    has: [seat('dpo', 'p2'), seat('dpo', 'p6', { kind: 'deputy' })],
    expected: 'works',
  },
  {
    name: 'a deputy alone can act',
    code: 'dpo-advice',
    has: [seat('dpo', 'p6', { kind: 'deputy' })],
    expected: 'fragile',
    hangsOn: ['p6'],
  },
  {
    name: 'an office that starts tomorrow does not help today',
    code: 'dpo-advice',
    has: [seat('dpo', 'p2', { from: addDays(on, 1) })],
    expected: 'stopped',
  },
  {
    name: 'an office that ends today does not help today',
    code: 'dpo-advice',
    has: [seat('dpo', 'p2', { from: addDays(on, -9), until: on })],
    expected: 'stopped',
  },
  {
    name: 'an office of a person who is not there does not help',
    code: 'dpo-advice',
    has: [seat('dpo', 'p99')],
    expected: 'stopped',
  },
  {
    name: 'two of three officers and a member of the council open an identity',
    code: 'identity-opening',
    has: [...quorum.slice(1)],
    expected: 'fragile',
    hangsOn: ['p2', 'p3', 'p4'],
  },
  {
    name: 'with all three officers only the council is alone',
    code: 'identity-opening',
    has: quorum,
    expected: 'fragile',
    hangsOn: ['p4'],
  },
  {
    name: 'with two members of the council no officer can be missed too much',
    code: 'identity-opening',
    has: [...quorum, seat('works-council-member', 'p5')],
    expected: 'works',
  },
  {
    name: 'without the council no identity is opened',
    code: 'identity-opening',
    has: quorum.slice(0, 3),
    expected: 'stopped',
  },
  {
    name: 'a deputy of the same office adds no share',
    code: 'identity-opening',
    has: [seat('im-head', 'p2'), seat('im-head', 'p5', { kind: 'deputy' }), seat('works-council-member', 'p4')],
    expected: 'stopped',
  },
  {
    name: 'one person with two shares counts once',
    code: 'identity-opening',
    has: [seat('im-head', 'p2'), seat('confidential-adviser', 'p2'), seat('works-council-member', 'p4')],
    expected: 'stopped',
  },
  { name: 'a mailbox needs all four of the team', code: 'mailbox-access', has: team.slice(1), expected: 'stopped' },
  {
    name: 'the team of four without deputies hangs on each of them',
    code: 'mailbox-access',
    has: team,
    expected: 'fragile',
    hangsOn: ['p1', 'p2', 'p3', 'p4'],
  },
  {
    name: 'the team of four with deputies works',
    code: 'mailbox-access',
    has: [...team, ...deputies],
    expected: 'works',
  },
  {
    name: 'one member replaced by the deputy is enough',
    code: 'mailbox-access',
    has: [...team.slice(1), ...deputies.slice(0, 1)],
    expected: 'fragile',
    hangsOn: ['p2', 'p3', 'p4', 'p5'],
  },
  {
    name: 'one CISO who is DISO too advises on work abroad',
    code: 'work-abroad',
    has: [seat('manager', 'p1'), seat('diso', 'p2'), seat('ciso', 'p2')],
    expected: 'fragile',
    hangsOn: ['p1', 'p2'],
  },
  {
    name: 'nobody decides about work abroad on their own advice alone',
    code: 'work-abroad',
    has: [seat('manager', 'p2'), seat('diso', 'p2'), seat('ciso', 'p2')],
    expected: 'stopped',
  },
  {
    name: 'two members are no meeting of the council',
    code: 'council-consent',
    has: [seat('works-council-member', 'p1'), seat('works-council-member', 'p2')],
    expected: 'stopped',
  },
  {
    name: 'three members are, and each is needed',
    code: 'council-consent',
    has: ['p1', 'p2', 'p3'].map((id) => seat('works-council-member', id)),
    expected: 'fragile',
    hangsOn: ['p1', 'p2', 'p3'],
  },
  {
    name: 'four members can miss one',
    code: 'council-consent',
    has: ['p1', 'p2', 'p3', 'p4'].map((id) => seat('works-council-member', id)),
    expected: 'works',
  },
  {
    name: 'one administrator keeps the house going',
    code: 'administration',
    has: [seat('administrator', 'p1')],
    expected: 'fragile',
    hangsOn: ['p1'],
  },
  {
    name: 'but cannot change an administrator',
    code: 'administrator-change',
    has: [seat('administrator', 'p1')],
    expected: 'stopped',
  },
]
for (const { name, code, has, expected, hangsOn } of states) {
  test(name, () => {
    const got = stateOf(code, has)
    assert.equal(got.state, expected)
    assert.deepEqual(
      got.hangsOn.map((one) => one.employeeId),
      hangsOn ?? [],
    )
  })
}

test('what is missing is that of the way that lacks least', () => {
  assert.deepEqual(stateOf('identity-opening', quorum.slice(0, 3)).missing, ['works-council-member'])
  assert.deepEqual(stateOf('identity-opening', quorum.slice(3)).missing, ['municipal-secretary', 'im-head'])
  const twoShares = [seat('im-head', 'p2'), seat('confidential-adviser', 'p2'), seat('works-council-member', 'p4')]
  const short = stateOf('identity-opening', twoShares)
  assert.deepEqual(short.missing, [])
  assert.equal(short.personsShort, 1)
})

test('the units without an officer are named and do not change the state', () => {
  const employees = [...staff(12), { ...staff(1)[0], id: 'q', unitId: 'u2' } as Employment] // spread of a list element
  const got = stateOf('retention-advice', [seat('record-manager', 'p1'), seat('record-manager', 'p2')], employees)
  assert.equal(got.state, 'works')
  assert.deepEqual(got.unitsWithout, [{ office: 'record-manager', unitIds: ['u2'] }])
})

test('for a seat of the employer at most five are proposed, all lawful', () => {
  const got = stateOf('mailbox-access', [...team, seat('analyst', 'p9')], staff(30))
  assert.deepEqual(
    got.deputies.map((one) => one.office),
    ['ciso', 'dpo', 'im-head', 'confidential-adviser'],
  )
  for (const { office, employeeIds } of got.deputies) {
    assert.equal(employeeIds.length, 5)
    for (const id of employeeIds) {
      const employee = staff(30).find((one) => one.id === id)
      assert.ok(employee)
      const request = { employee, office, unitId: null, kind: 'deputy', from: on, until: null } as const
      const facts = { by: null, on, unitIds: new Set<string>() }
      assert.equal(decideAppointment(request, [...team, seat('analyst', 'p9')], facts).kind, 'granted')
    }
  }
})

test('first comes a colleague of the same unit, then a deputy, then who has few offices', () => {
  const people = staff(8).map((one, n) => ({ ...one, unitId: n === 1 || n === 5 ? 'u1' : 'u2' }))
  const has = [
    seat('im-head', 'p1'),
    seat('registry', 'p5'),
    seat('communications', 'p6', { kind: 'deputy' }),
    seat('registry', 'p0'),
  ]
  const got = stateOf('investigation-order', [...has, seat('municipal-secretary', 'p7')], people)
  assert.deepEqual(got.deputies.find((one) => one.office === 'im-head')?.employeeIds, ['p5', 'p6', 'p2', 'p3', 'p4'])
})

test('who leaves, an intern, and a person from elsewhere are not proposed', () => {
  const [a, b, c, d] = staff(4)
  assert.ok(a && b && c && d)
  const people = [
    a,
    { ...b, lastDay: addDays(on, 9) },
    { ...c, workerType: 'intern' as const },
    { ...d, workerType: 'elsewhere' as const },
  ]
  assert.deepEqual(stateOf('protocol-adoption', [], people).deputies[0]?.employeeIds, ['p0'])
})

test('the employer proposes nobody for the council, a neighbour may help with the DPO', () => {
  assert.deepEqual(stateOf('log-witness', []).deputies, [
    { office: 'works-council-member', employeeIds: [], hints: ['elected-by-staff'] },
  ])
  assert.deepEqual(stateOf('dpo-advice', []).deputies[0]?.hints, ['neighbour-or-region'])
})

test('absence shows what stops meanwhile and proposes nobody who is away', () => {
  const all = absences(tasks, [...team, ...deputies.slice(1)], staff(12), on, new Set(['p1', 'p2', 'p11']))
  const mailbox = all.find((one) => one.code === 'mailbox-access')
  assert.equal(mailbox?.before, 'fragile')
  assert.equal(mailbox?.meanwhile.state, 'stopped')
  assert.deepEqual(mailbox?.meanwhile.missing, ['ciso'])
  assert.ok(mailbox?.meanwhile.deputies.every((one) => !one.employeeIds.includes('p11')))
  const advice = all.find((one) => one.code === 'dpo-advice')
  assert.equal(advice?.before, 'works')
  assert.equal(advice?.meanwhile.state, 'fragile')
})

test('every office has its part in a task, and every task can be met', () => {
  const all: readonly Task[] = tasks
  const used = new Set(all.flatMap((task) => waysOf(task.need).flat()))
  assert.deepEqual(
    offices.filter((office) => !office.inherent && !used.has(office.code)),
    [],
  )
  for (const task of all) {
    assert.ok(waysOf(task.need).length > 0)
    assert.ok(waysOf(task.need).every((way) => way.length >= task.persons))
  }
})

const rank = { stopped: 0, fragile: 1, works: 2 } as const
const appointable = offices.filter((office) => !office.inherent).map((office) => office.code)
const anyone = fc.record({ office: fc.constantFrom(...appointable), who: fc.integer({ min: 0, max: 11 }) })
const house = fc.array(anyone, { maxLength: 30 }).map((list) => list.map(({ office, who }) => seat(office, `p${who}`)))

test('another person in an office never makes a task worse', () => {
  fc.assert(
    fc.property(house, fc.constantFrom(...appointable), (has, office) => {
      const before = assess(tasks, has, staff(12), on)
      const newcomer = { ...staff(13)[12], id: 'new' } as Employment // spread of a list element
      const after = assess(tasks, [...has, seat(office, 'new')], [...staff(12), newcomer], on)
      after.forEach((task, n) => {
        const was = before[n]
        assert.ok(was && rank[task.state] >= rank[was.state], task.code)
      })
    }),
  )
})

test('the order of appointments and of persons does not matter', () => {
  fc.assert(
    fc.property(house, (has) => {
      assert.deepEqual(assess(tasks, has.toReversed(), staff(12).toReversed(), on), assess(tasks, has, staff(12), on))
    }),
    { numRuns: 50 },
  )
})

test('a task is fragile exactly when it works and the absence of one person stops it', () => {
  fc.assert(
    fc.property(house, (has) => {
      const now = assess(tasks, has, staff(12), on)
      const alone = staff(12).map((one) => ({
        id: one.id,
        meanwhile: assess(
          tasks,
          has,
          staff(12).filter((other) => other.id !== one.id),
          on,
        ),
      }))
      now.forEach((task, n) => {
        if (task.state === 'stopped') return
        const stops = alone.filter((one) => one.meanwhile[n]?.state === 'stopped').map((one) => one.id)
        assert.deepEqual(
          task.hangsOn.map((one) => one.employeeId),
          stops.sort(),
          task.code,
        )
      })
    }),
    { numRuns: 50 },
  )
})
