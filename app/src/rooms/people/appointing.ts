import { randomUUID } from 'node:crypto'
import type { Act } from '../../platform/act.ts'
import { Refused, type WordedValue } from '../../platform/problem.ts'
import { type AppointmentRefusal, decideAppointment, decideEnd, type EndRefusal } from './appointments.ts'
import {
  addAppointments,
  allAppointments,
  endAppointment,
  findAppointment,
  lockAppointments,
} from './appointments-store.ts'
import { appointmentEnded, appointmentGiven } from './entry-kinds.ts'
import { type LocalDate, parseLocalDate } from './local-date.ts'
import { groupOfOffice } from './office-groups.ts'
import { type Appointment, inForce, isOfficeCode, type OfficeCode, offices } from './offices.ts'
import {
  canSignIn,
  employmentOf,
  nameOf,
  noSuchEmployee,
  organisationOf,
  secondPersonNeeded,
  today,
  worksHere,
} from './people.ts'
import { needsSecondPerson } from './second-person.ts'
import type { AppointmentsAnswer, NewAppointment, TasksAnswer } from './shapes.ts'
import {
  allUnits,
  assessedPeople,
  type Employee,
  employeesPage,
  findEmployee,
  lockStaff,
  officeHolders,
  type Unit,
} from './store.ts'
import { tasks } from './task-table.ts'
import { assess, maxDeputies, type TaskAssessment } from './tasks.ts'

/** Who holds which office: now, later and before. */
export async function listAppointments(act: Act): Promise<AppointmentsAnswer> {
  const on = await today(act)
  const units = await allUnits(act.tx)
  const employees = byId(await officeHolders(act.tx))
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
      state: stateOf(appointment, employees.get(appointment.employeeId), on, act.at),
      person: personOf(employees, units, appointment.employeeId),
    })),
    offices: offices
      .filter((office) => !office.inherent)
      .map(({ code, scope, decides, oversight }) => ({
        office: code,
        scope,
        decides,
        oversight,
        secondPerson: needsSecondPerson('appointment', [code]),
      })),
  }
}

/** With departure every office ends, whatever the appointment says. */
function stateOf(appointment: Appointment, holder: Employee | undefined, on: LocalDate, at: Date) {
  if (holder === undefined || !worksHere(holder, at)) return 'past'
  return inForce(appointment, on) ? 'now' : appointment.from > on ? 'later' : 'past'
}

/** Gives an office to somebody, or refuses with every reason. Some offices a second person confirms first. */
export async function appoint(act: Act, wish: NewAppointment): Promise<{ id: string } | Refused> {
  // The appointment holds on to the row of the person: who changes people must not wait for that with it in hand.
  await lockStaff(act.tx)
  await lockAppointments(act.tx)
  const granted = await grantedAppointment(act, wish, act.principal.entity.id)
  if (granted instanceof Refused) return granted
  return needsSecondPerson('appointment', [granted.office]) ? secondPersonNeeded() : giveOffice(act, granted)
}

/** An appointment that the rules grant, before it is written. */
export type Granted = Omit<Appointment, 'id'> & { readonly by: string }

/**
 * Asks the rules whether somebody may be given an office.
 *
 * @param by - Who gives it.
 */
export async function grantedAppointment(act: Act, wish: NewAppointment, by: string): Promise<Granted | Refused> {
  const employee = await findEmployee(act.tx, wish.employeeId)
  act.concerns(employee === undefined ? [] : [employee.id])
  if (employee === undefined) return noSuchEmployee()
  const from = parseLocalDate(wish.from)
  const until = wish.until === null ? null : parseLocalDate(wish.until)
  if (from === undefined || until === undefined) return refusal(422, 'no-such-day')
  if (!isOfficeCode(wish.office)) return refusal(422, 'no-such-office')

  const { timeZone } = await organisationOf(act)
  const { office, unitId, kind } = wish
  const request = { employee: employmentOf(employee, timeZone), office, unitId, kind, from, until }
  const unitIds = new Set((await allUnits(act.tx)).map((unit) => unit.id))
  const decision = decideAppointment(request, await allAppointments(act.tx), { by, on: await today(act), unitIds })
  if (decision.kind === 'refused') return refused(decision.because, office)
  return { office, employeeId: employee.id, unitId, kind, from, until, by }
}

/** Writes an appointment that was granted. */
export async function giveOffice(act: Act, { by, ...granted }: Granted): Promise<{ id: string }> {
  const id = randomUUID()
  await addAppointments(act.tx, [{ ...granted, id }], by, act.at)
  const { office, kind, from, employeeId } = granted
  await act.enter(
    appointmentGiven,
    { offices: groupOfOffice(office), seat: kind, from },
    { about: [employeeId], details: { office } },
  )
  return { id }
}

/**
 * Ends an appointment from a day on, or refuses with every reason.
 *
 * The administrator ends appointments; somebody in an office of oversight ends their own, or that of a fellow holder.
 */
export async function end(act: Act, id: string, day: string): Promise<null | Refused> {
  await lockAppointments(act.tx)
  const appointment = await findAppointment(act.tx, id)
  act.concerns(appointment === undefined ? [] : [appointment.employeeId])
  if (appointment === undefined) return refusal(404, 'no-such-appointment')
  const until = parseLocalDate(day)
  if (until === undefined) return refusal(422, 'no-such-day')

  const by = act.principal.entity.id
  const on = await today(act)
  const held = await allAppointments(act.tx)
  const fellow = held.some((one) => one.employeeId === by && one.office === appointment.office && inForce(one, on))
  if (!holds(act, 'administrator') && appointment.employeeId !== by && !fellow) return refusal(403, 'not-yours-to-end')
  const { timeZone } = await organisationOf(act)
  const employees = (await officeHolders(act.tx)).map((employee) => employmentOf(employee, timeZone))
  const decision = decideEnd(appointment, until, { by, on, held, employees })
  if (decision.kind === 'refused') return refused(decision.because, appointment.office)
  await endAppointment(act.tx, id, until, by, act.at)
  const { office, kind, employeeId } = appointment
  await act.enter(
    appointmentEnded,
    { offices: groupOfOffice(office), seat: kind, until },
    { about: [employeeId], details: { office } },
  )
  return null
}

/** Which tasks work with the people there are, which do not, and who could deputise. */
export async function assessTasks(act: Act): Promise<TasksAnswer> {
  const on = await today(act)
  const units = await allUnits(act.tx)
  const people = await peopleToAssess(act)
  const employees = byId(people)
  const found = await assessPeople(act, people)
  const named = (id: string) => personOf(employees, units, id)
  act.concerns(
    found.flatMap((task) =>
      [...task.hangsOn, ...task.deputies.flatMap(({ employeeIds }) => employeeIds)].map((one) =>
        typeof one === 'string' ? one : one.employeeId,
      ),
    ),
  )
  return {
    on,
    tasks: found.map((task) => ({
      task: task.code,
      state: task.state,
      source: tasks.find((row) => row.code === task.code)?.source ?? '',
      missing: [...task.missing],
      personsShort: task.personsShort,
      hangsOn: task.hangsOn.map((one) => ({ offices: [...one.offices], person: named(one.employeeId) })),
      deputies: task.deputies.map((one) => ({
        office: one.office,
        people: one.employeeIds.map(named),
        hints: [...one.hints],
      })),
      unitsWithout: task.unitsWithout.map((one) => ({
        office: one.office,
        units: one.unitIds.map((id) => nameOf(units, id) ?? ''),
      })),
    })),
  }
}

/** The state of every task today. */
export async function assessHouse(act: Act): Promise<readonly TaskAssessment[]> {
  return assessPeople(act, await peopleToAssess(act))
}

async function peopleToAssess(act: Act): Promise<Employee[]> {
  return assessedPeople(act.tx, act.at, await today(act), maxDeputies)
}

async function assessPeople(act: Act, people: readonly Employee[]): Promise<readonly TaskAssessment[]> {
  const { timeZone } = await organisationOf(act)
  const here = people.filter((one) => worksHere(one, act.at)).map((one) => employmentOf(one, timeZone))
  return assess(tasks, await allAppointments(act.tx), here, await today(act))
}

/** People who work here and whose name matches, at most 20, to choose from. */
export async function listCandidates(act: Act, search: string) {
  const units = await allUnits(act.tx)
  const when = { at: act.at, on: await today(act) }
  const wish = { search, unitId: undefined, state: 'here', when, page: 1, sizeRows: 20 } as const
  const { employees: here } = await employeesPage(act.tx, wish)
  act.concerns(here.map((employee) => employee.id))
  return {
    candidates: here.map((employee) => ({
      ...personOf(byId(here), units, employee.id),
      maySignIn: canSignIn(employee, act.at, when.on),
    })),
  }
}

/** Ids of those who administer today: who can sign in, and who cannot, which is no help to anybody. */
export async function administratorsNow(
  act: Act,
): Promise<{ canSignIn: ReadonlySet<string>; cannotSignIn: ReadonlySet<string> }> {
  const on = await today(act)
  const people = byId((await officeHolders(act.tx)).filter((one) => worksHere(one, act.at)))
  const held = (await allAppointments(act.tx)).filter((one) => one.office === 'administrator' && inForce(one, on))
  const found = [...new Set(held.map(({ employeeId }) => employeeId))].flatMap((id) => people.get(id) ?? [])
  const can = found.filter((one) => canSignIn(one, act.at, on)).map(({ id }) => id)
  const all = found.map(({ id }) => id)
  return { canSignIn: new Set(can), cannotSignIn: new Set(all.filter((id) => !can.includes(id))) }
}

/** True where whoever acts holds an office now. */
export function holds(act: Pick<Act, 'principal'>, office: string): boolean {
  const held = act.principal.entity.attributes.offices
  return Array.isArray(held) && held.includes(office)
}

function refusal(status: 403 | 404 | 422, code: string): Refused {
  return new Refused(status, [{ code, key: `people.refusal.${code}` }])
}

/** The reasons of the rules on offices, as a refusal in words. */
export function refused(because: readonly (AppointmentRefusal | EndRefusal)[], office: OfficeCode): Refused {
  return new Refused(
    409,
    because.map((reason) => ({
      code: reason.code,
      key: `people.refusal.${reason.code}`,
      values: wordedValues(reason, office),
    })),
  )
}

/** What the messages on appointments show: the two offices, and the day on which it hangs. */
function wordedValues(
  reason: AppointmentRefusal | EndRefusal,
  office: OfficeCode,
): Readonly<Record<string, WordedValue>> {
  const other = 'other' in reason ? { other: { key: `people.office.${reason.other}` } } : {}
  const days: Readonly<Record<string, unknown>> = reason
  const day = ['today', 'startsOn', 'lastDay', 'until', 'from', 'day']
    .map((name) => days[name])
    .find((value) => typeof value === 'string')
  return { office: { key: `people.office.${office}` }, ...other, ...(typeof day === 'string' ? { date: { day } } : {}) }
}

function byId(employees: readonly Employee[]): ReadonlyMap<string, Employee> {
  return new Map(employees.map((employee) => [employee.id, employee]))
}

/** Somebody as others see them: name and unit; no name for who is not among the employees given. */
export function personOf(employees: ReadonlyMap<string, Employee>, units: readonly Unit[], id: string) {
  const employee = employees.get(id)
  return {
    id,
    name: employee === undefined ? '' : `${employee.givenName} ${employee.familyName}`,
    unitName: nameOf(units, employee?.unitId ?? null),
  }
}
