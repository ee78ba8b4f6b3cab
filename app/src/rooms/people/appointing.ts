import { randomUUID } from 'node:crypto'
import type { Act } from '../../platform/act.ts'
import { Refused } from '../../platform/problem.ts'
import {
  addAppointments,
  allAppointments,
  endAppointment,
  findAppointment,
  lockAppointments,
} from './appointments-store.ts'
import { decideAppointment, decideEnd } from './incompatibilities.ts'
import { inForce, offices } from './offices.ts'
import { nameOf, today, worksHere } from './people.ts'
import type { AppointmentsAnswer, NewAppointment, TasksAnswer } from './shapes.ts'
import { allEmployees, allUnits, type Employee, employeesPage, type Unit } from './store.ts'
import { assess, tasks } from './tasks.ts'

/** Who holds which office: now, later and before. */
export async function listAppointments(act: Act): Promise<AppointmentsAnswer> {
  const on = await today(act)
  const units = await allUnits(act.tx)
  const employees = byId(await allEmployees(act.tx))
  const appointments = await allAppointments(act.tx)
  act.concerns(appointments.map((appointment) => appointment.employeeId))
  return {
    on,
    appointments: appointments.map((appointment) => ({
      id: appointment.id,
      office: appointment.office,
      unitId: appointment.unitId,
      unitName: nameOf(units, appointment.unitId),
      kind: appointment.kind,
      from: appointment.from,
      until: appointment.until,
      state: inForce(appointment, on) ? 'now' : appointment.from > on ? 'later' : 'past',
      person: personOf(employees, units, appointment.employeeId),
    })),
    offices: offices
      .filter((office) => !office.inherent)
      .map(({ code, scope, decides, oversight }) => ({ office: code, scope, decides, oversight })),
  }
}

/** Gives an office to somebody, or refuses with every reason. */
export async function appoint(act: Act, wish: NewAppointment): Promise<{ id: string } | Refused> {
  await lockAppointments(act.tx)
  const on = await today(act)
  const employees = await allEmployees(act.tx)
  const employee = employees.find((found) => found.id === wish.employeeId)
  act.concerns(employee === undefined ? [] : [employee.id])
  const decision = decideAppointment(wish, {
    on,
    appointedBy: act.principal.entity.id,
    employee: employee && { ...employee, worksHere: worksHere(employee, act.at) },
    units: await allUnits(act.tx),
    appointments: await allAppointments(act.tx),
  })
  if (decision.kind === 'refused')
    return new Refused(
      409,
      decision.because.map((reason) => ({ ...reason, key: `people.refusal.${reason.code}` })),
    )
  const id = randomUUID()
  await addAppointments(act.tx, [{ ...decision.appointment, id }], act.principal.entity.id, act.at)
  return { id }
}

/** Ends an appointment from a day on, or refuses with every reason. */
export async function end(act: Act, id: string, until: string): Promise<undefined | Refused> {
  await lockAppointments(act.tx)
  const appointment = await findAppointment(act.tx, id)
  act.concerns(appointment === undefined ? [] : [appointment.employeeId])
  if (appointment === undefined)
    return new Refused(404, [{ code: 'no-such-appointment', key: 'people.refusal.no-such-appointment' }])
  const decision = decideEnd(appointment, until, { on: await today(act), appointments: await allAppointments(act.tx) })
  if (decision.kind === 'refused')
    return new Refused(
      409,
      decision.because.map((reason) => ({ ...reason, key: `people.refusal.${reason.code}` })),
    )
  await endAppointment(act.tx, id, decision.until, act.principal.entity.id, act.at)
  return undefined
}

/** Which tasks work with the people there are, which do not, and who could deputise. */
export async function assessTasks(act: Act): Promise<TasksAnswer> {
  const on = await today(act)
  const units = await allUnits(act.tx)
  const everybody = await allEmployees(act.tx)
  const employees = byId(everybody)
  const found = assess(
    tasks,
    await allAppointments(act.tx),
    everybody.filter((employee) => worksHere(employee, act.at)),
    on,
  )
  const named = (id: string) => personOf(employees, units, id)
  act.concerns(
    found.flatMap((task) => [...task.hangsOn, ...task.couldDeputise.map((candidate) => candidate.employeeId)]),
  )
  return {
    on,
    tasks: found.map((task) => ({
      task: task.code,
      state: task.state,
      source: task.source,
      missing: [...task.missing],
      hangsOn: task.hangsOn.map(named),
      couldDeputise: task.couldDeputise.map(({ office, employeeId }) => ({ office, person: named(employeeId) })),
      hints: [...task.hints],
    })),
  }
}

function byId(employees: readonly Employee[]): ReadonlyMap<string, Employee> {
  return new Map(employees.map((employee) => [employee.id, employee]))
}

function personOf(employees: ReadonlyMap<string, Employee>, units: readonly Unit[], id: string) {
  const employee = employees.get(id)
  return {
    id,
    name: employee === undefined ? '' : `${employee.givenName} ${employee.familyName}`,
    unitName: nameOf(units, employee?.unitId ?? null),
  }
}

/** People who work here and whose name matches, at most 20, to choose from. */
export async function listCandidates(act: Act, search: string) {
  const units = await allUnits(act.tx)
  const { employees } = await employeesPage(act.tx, { search, unitId: undefined, page: 1, sizeRows: 20 })
  const here = employees.filter((employee) => worksHere(employee, act.at))
  act.concerns(here.map((employee) => employee.id))
  return { candidates: here.map((employee) => personOf(byId(here), units, employee.id)) }
}
