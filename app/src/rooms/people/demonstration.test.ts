import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decideAppointment } from './appointments.ts'
import { councilSize, demonstration, demonstrationStaff } from './demonstration.ts'
import { addDays, localDate } from './local-date.ts'
import { offices, officesOf, present } from './offices.ts'
import { readEmail, readStaffNumber, readUserName } from './staff-cells.ts'
import { tasks } from './task-table.ts'
import { absences, assess } from './tasks.ts'

const today = localDate('2026-11-24')

for (const jurisdiction of ['nl', 'dk'] as const) {
  const house = demonstration(jurisdiction, today)
  const title = (text: string) => `${house.organisation.name}: ${text}`

  test(title('the same day gives the same municipality'), () => {
    assert.deepEqual(demonstration(jurisdiction, today), house)
  })

  test(title('400 staff are in service'), () => {
    const serving = house.employees.filter((one) => one.workerType !== 'elsewhere' && present(one, today))
    assert.equal(serving.length, demonstrationStaff)
    assert.equal(house.units.length, 14)
  })

  test(title('everybody has a name and number of their own'), () => {
    for (const field of ['id', 'staffNumber', 'userName', 'email'] as const) {
      assert.equal(new Set(house.employees.map((one) => one[field])).size, house.employees.length, field)
    }
    const names = house.employees.map((one) => `${one.givenName} ${one.familyName}`)
    assert.equal(new Set(names).size, names.length)
    for (const one of house.employees) {
      for (const cell of [readEmail(one.email), readUserName(one.userName), readStaffNumber(one.staffNumber)]) {
        assert.ok('value' in cell, one.email)
      }
    }
  })

  test(title('addresses lie in a domain that nobody can have'), () => {
    assert.ok(house.employees.every((one) => one.email.endsWith('.example')))
  })

  test(title('every appointment would be granted on its first day, whatever the order'), () => {
    const persons = new Map(house.employees.map((one) => [one.id, one]))
    const unitIds = new Set(house.units.map((unit) => unit.id))
    for (const appointment of house.appointments) {
      const employee = persons.get(appointment.employeeId)
      assert.ok(employee)
      const held = house.appointments.filter((one) => one.id !== appointment.id)
      const decision = decideAppointment({ ...appointment, employee }, held, {
        by: null,
        on: appointment.from,
        unitIds,
      })
      assert.deepEqual(decision, { kind: 'granted' }, `${appointment.office} ${employee.userName}`)
    }
  })

  test(title('there is one persona for each office, and that person holds it today'), () => {
    assert.deepEqual(
      house.personas.map((one) => one.office),
      offices.map((office) => office.code),
    )
    for (const persona of house.personas) {
      const employee = house.employees.find((one) => one.id === persona.employeeId)
      assert.ok(employee)
      const held = officesOf(employee, house.appointments, today).map((one) => one.office)
      assert.ok(held.includes(persona.office), persona.id)
    }
    assert.equal(new Set(house.personas.map((one) => one.employeeId)).size, house.personas.length)
  })

  test(title('the persona of the employee holds nothing else'), () => {
    const persona = house.personas.find((one) => one.office === 'employee')
    assert.ok(house.appointments.every((one) => one.employeeId !== persona?.employeeId))
  })

  test(title('one CISO, a DPO from elsewhere, a council of seven, one who has left and one who will'), () => {
    const holders = (code: string) => house.appointments.filter((one) => one.office === code)
    assert.equal(holders('ciso').length, 1)
    assert.equal(holders('works-council-member').length, councilSize)
    const dpo = house.employees.find((one) => one.id === holders('dpo')[0]?.employeeId)
    assert.equal(dpo?.workerType, 'elsewhere')
    assert.equal(house.employees.filter((one) => one.lastDay !== null && one.lastDay < today).length, 1)
    assert.equal(house.employees.filter((one) => one.lastDay !== null && one.lastDay >= today).length, 1)
  })

  test(title('some tasks hang on one person and one is stopped'), () => {
    const states = Object.groupBy(assess(tasks, house.appointments, house.employees, today), (task) => task.state)
    assert.deepEqual(
      states.stopped?.map((task) => task.code),
      ['administrator-change'],
    )
    assert.deepEqual(
      states.fragile?.map((task) => task.code),
      [
        'dpo-advice',
        'own-access-without-key',
        'breach-notification',
        'mailbox-access',
        'work-abroad',
        'administration',
      ].sort((a, b) => tasks.findIndex((task) => task.code === a) - tasks.findIndex((task) => task.code === b)),
    )
  })

  test(title('with the secretary and three of the council away in August an identity still opens lawfully'), () => {
    const away = house.appointments.filter((one) => one.office === 'works-council-member').slice(0, 3)
    const secretary = house.personas.find((one) => one.office === 'municipal-secretary')
    const absent = new Set([...away.map((one) => one.employeeId), secretary?.employeeId ?? ''])
    const august = absences(tasks, house.appointments, house.employees, addDays(today, 250), absent)
    for (const code of ['identity-opening', 'council-consent', 'investigation-order'] as const) {
      assert.notEqual(august.find((one) => one.code === code)?.meanwhile.state, 'stopped', code)
    }
  })

  test(title('the second administrator, whom the screen proposes, mends the task that is stopped'), () => {
    const stopped = assess(tasks, house.appointments, house.employees, today).find((task) => task.state === 'stopped')
    const [employeeId] = stopped?.deputies[0]?.employeeIds ?? []
    assert.ok(employeeId)
    const mended = [
      ...house.appointments,
      { id: 'x', office: 'administrator', employeeId, unitId: null, kind: 'deputy', from: today, until: null } as const,
    ]
    const after = assess(tasks, mended, house.employees, today)
    assert.equal(after.filter((task) => task.state === 'stopped').length, 0)
  })
}
