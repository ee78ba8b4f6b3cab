import { randomBytes, randomUUID } from 'node:crypto'
import type { Act } from '../../platform/act.ts'
import { maxMarks } from '../../platform/entry-marks.ts'
import { InputError, Refused } from '../../platform/problem.ts'
import { appointmentsOf, endAppointment, lockAppointments } from './appointments-store.ts'
import { appointmentEnded, signInLinkChanged } from './entry-kinds.ts'
import { addDays, type LocalDate, lastDayOf, localDate } from './local-date.ts'
import { groupOfOffice } from './office-groups.ts'
import { type Appointment, type Employment, type OfficeCode, officesOf } from './offices.ts'
import { openProposals } from './proposals-store.ts'
import { needsSecondPerson, officesFrom, type ProposalKind } from './second-person.ts'
import type { ChangedEmployee, EmployeeAnswer, NewEmployee } from './shapes.ts'
import { endSessionsOf } from './sign-in-store.ts'
import {
  addEmployees,
  allUnits,
  changeEmployee,
  changeLanguage,
  type Employee,
  employeesPage,
  findEmployee,
  findEmployeeNamed,
  findOrganisation,
  lockStaff,
  type NamedBy,
  type Organisation,
  peopleByUnit,
  type StaffState,
  type Unit,
} from './store.ts'

/** Rows on one page of the staff list. */
export const pageSizeRows = 50

/** The organisation of this house. Throws before the first start has named it. */
export async function organisationOf(act: Pick<Act, 'tx'>): Promise<Organisation> {
  const organisation = await findOrganisation(act.tx)
  if (organisation === undefined) throw new Error('the house has no organisation yet')
  return organisation
}

/** The day it is here, by the clock of the organisation. */
export async function today(act: Pick<Act, 'tx' | 'at'>): Promise<LocalDate> {
  return dayAt(act, act.at)
}

/** The day of the organisation on which an instant falls. */
export async function dayAt(act: Pick<Act, 'tx'>, at: Date): Promise<LocalDate> {
  // The last moment that has passed lies on that day, except at midnight itself: then the day begins.
  return lastDayOf(new Date(at.getTime() + 1), (await organisationOf(act)).timeZone)
}

/** An office as its holder sees it: with the name of the unit. */
export type OfficeHeld = Pick<Appointment, 'office' | 'unitId' | 'kind' | 'until'> & {
  readonly unitName: string | null
}

/** The offices an employee holds now; that of employee is the first. Nothing for who has not begun or has left. */
export async function officesHeldBy(act: Pick<Act, 'tx' | 'at'>, employee: Employee): Promise<OfficeHeld[]> {
  if (!worksHere(employee, act.at)) return []
  const { timeZone } = await organisationOf(act)
  const units = await allUnits(act.tx)
  const appointments = await appointmentsOf(act.tx, employee.id)
  const held = officesOf(employmentOf(employee, timeZone), appointments, await today(act))
  return held.map((one) => ({ ...one, unitName: nameOf(units, one.unitId) }))
}

/** The offices that were given to an employee, as they hold now. */
export async function officesGivenTo(act: Pick<Act, 'tx' | 'at'>, employee: Employee): Promise<OfficeHeld[]> {
  return (await officesHeldBy(act, employee)).filter(({ office }) => office !== 'employee')
}

/** Whether a change of this kind to an employee needs a second person. */
export async function isGuarded(act: Pick<Act, 'tx' | 'at'>, kind: ProposalKind, employeeId: string): Promise<boolean> {
  return needsSecondPerson(kind, await officesThatGuard(act, kind, employeeId))
}

/**
 * The offices for which a change to an employee could need a second person. For an account also those that somebody is
 * proposed for: else one who proposes gets the office by the account that they give afterwards.
 */
export async function officesThatGuard(
  act: Pick<Act, 'tx' | 'at'>,
  kind: ProposalKind,
  employeeId: string,
): Promise<readonly OfficeCode[]> {
  const held = officesFrom(await appointmentsOf(act.tx, employeeId), employeeId, await today(act))
  if (kind !== 'sign-in-link') return held
  return [...held, ...((await proposedOffices(act)).get(employeeId) ?? [])]
}

/** The offices that people are proposed for now, by their id. */
export async function proposedOffices(
  act: Pick<Act, 'tx' | 'at'>,
): Promise<ReadonlyMap<string, readonly OfficeCode[]>> {
  const open = (await openProposals(act.tx, act.at)).filter(({ kind }) => kind === 'appointment')
  const byPerson = Map.groupBy(open, ({ employeeId }) => employeeId)
  return new Map([...byPerson].map(([id, ones]) => [id, ones.flatMap(({ offices }) => offices)]))
}

/** The refusal of a change that needs a second person, and says so. */
export function secondPersonNeeded(): Refused {
  return new Refused(409, [{ code: 'second-person', key: 'people.refusal.second-person' }])
}

/** One page of the staff list. */
export async function listStaff(
  act: Act,
  wish: { search: string | undefined; unitId: string | undefined; state: StaffState; page: number },
) {
  const when = { at: act.at, on: await today(act) }
  const { employees, total } = await employeesPage(act.tx, { ...wish, when, sizeRows: pageSizeRows })
  const units = await allUnits(act.tx)
  act.concerns(employees.map((employee) => employee.id))
  return {
    employees: employees.map((employee) => answerOf(employee, units, act.at)),
    total,
    page: wish.page,
    pageSize: pageSizeRows,
  }
}

/** One employee with the offices held today. */
export async function readEmployee(act: Act, id: string) {
  const employee = await findEmployee(act.tx, id)
  act.concerns(employee === undefined ? [] : [employee.id])
  if (employee === undefined) return noSuchEmployee()
  return {
    employee: answerOf(employee, await allUnits(act.tx), act.at),
    offices: await officesGivenTo(act, employee),
    secondPerson: {
      departure: await isGuarded(act, 'departure', id),
      signInLink: await isGuarded(act, 'sign-in-link', id),
    },
  }
}

/** Enters one employee by hand. */
export async function enterEmployee(act: Act, wish: NewEmployee): Promise<{ id: string } | Refused> {
  await lockStaff(act.tx)
  const taken = await takenBy(act, wish, undefined)
  if (taken !== undefined) {
    act.concerns([])
    return taken
  }
  const id = randomUUID()
  const { subject, language, ...rest } = wish
  const employee: Employee = {
    ...rest,
    id,
    subject: subject ?? null,
    externalId: null,
    language: language ?? null,
    leavesAt: null,
    removedAt: null,
    source: 'hand',
  }
  await addEmployees(act.tx, [{ ...employee, passkeyHandle: newPasskeyHandle() }], act.at)
  act.concerns([id])
  return { id }
}

/** Corrects what is known of one employee. What the staff administration keeps is corrected there. */
export async function correctEmployee(act: Act, id: string, wish: ChangedEmployee): Promise<undefined | Refused> {
  await lockStaff(act.tx)
  const employee = await findEmployee(act.tx, id)
  act.concerns(employee === undefined ? [] : [id])
  if (employee === undefined) return noSuchEmployee()
  if (employee.source === 'scim')
    return new Refused(409, [{ code: 'kept-elsewhere', key: 'people.refusal.kept-elsewhere' }])
  const changed: Employee = { ...employee, ...definedOnly(wish) }
  const taken = await takenBy(act, changed, employee)
  if (taken !== undefined) return taken
  await changeEmployee(act.tx, changed, act.at)
  act.happened('correctEmployee', changedFields(employee, changed))
  return undefined
}

const correctable = ['givenName', 'familyName', 'email', 'unitId', 'workerType', 'language'] as const

function changedFields(was: Employee, now: Employee): readonly string[] {
  return correctable.filter((field) => was[field] !== now[field])
}

/** Links somebody to another account of the sign-in provider. For who oversees a second person confirms it first. */
export async function relink(act: Act, id: string, subject: string | null): Promise<undefined | Refused> {
  await lockStaff(act.tx)
  const employee = await findEmployee(act.tx, id)
  act.concerns(employee === undefined ? [] : [id])
  if (employee === undefined) return noSuchEmployee()
  if (employee.source === 'scim')
    return new Refused(409, [{ code: 'kept-elsewhere', key: 'people.refusal.kept-elsewhere' }])
  if (await isGuarded(act, 'sign-in-link', id)) return secondPersonNeeded()
  return changeSignInLink(act, employee, subject)
}

/** Writes another account for an employee, unless it is somebody's already. */
export async function changeSignInLink(
  act: Act,
  employee: Employee,
  subject: string | null,
): Promise<undefined | Refused> {
  const changed: Employee = { ...employee, subject }
  const taken = await takenBy(act, changed, employee)
  if (taken !== undefined) return taken
  await changeEmployee(act.tx, changed, act.at)
  await noteSignInLinks(act, subject === employee.subject ? [] : [employee.id])
  return undefined
}

/**
 * Notes that another account signs in as these people from now on, by whatever way that was changed. The sessions of the
 * account before end.
 */
export async function noteSignInLinks(act: Act, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  for (const id of ids) await endSessionsOf(act.tx, id, act.at)
  for (let from = 0; from < ids.length; from += maxMarks)
    await act.enter(signInLinkChanged, {}, { about: ids.slice(from, from + maxMarks), details: {} })
}

/**
 * The instant at which somebody leaves, as a caller wrote it; `now` by the clock of the server.
 *
 * @throws InputError for an instant outside the calendar of the house.
 */
export function departureInstant(text: string, now: Date): Date {
  const instant = text === 'now' ? now : new Date(text)
  const year = instant.getUTCFullYear()
  if (year > 1900 && year < 2999) return instant
  throw new InputError([{ path: 'body/leavesAt', code: 'wrong-form' }])
}

/** Notes from which instant an employee has no access, or takes that back. For who oversees a second person confirms either first. */
export async function setDeparture(act: Act, id: string, leavesAt: Date | null): Promise<undefined | Refused> {
  // The whole row is written: what somebody else changes meanwhile must not be undone, nor this by them.
  await lockStaff(act.tx)
  const employee = await findEmployee(act.tx, id)
  act.concerns(employee === undefined ? [] : [id])
  if (employee === undefined) return noSuchEmployee()
  if (act.principal.entity.id === id) return notOneself()
  const why = leavesAt === null ? undefined : await whyNotLeave(act, employee, leavesAt)
  if (why !== undefined) return why
  const changes = leavesAt !== null || employee.leavesAt !== null
  if (changes && (await isGuarded(act, 'departure', id))) return secondPersonNeeded()
  await changeDeparture(act, employee, leavesAt)
  return undefined
}

/** The refusal of noting one's own departure. */
export function notOneself(): Refused {
  return new Refused(409, [{ code: 'not-oneself', key: 'people.refusal.not-oneself' }])
}

/** Why nobody can note this departure: the last day is before the first one. */
export async function whyNotLeave(act: Act, employee: Employee, leavesAt: Date): Promise<undefined | Refused> {
  const { startsOn } = employee
  if (lastDayOf(leavesAt, (await organisationOf(act)).timeZone) >= startsOn) return undefined
  const values = { date: { day: startsOn } }
  return new Refused(409, [{ code: 'ends-before-start', key: 'people.refusal.ends-before-start', values }])
}

/** Writes a departure. An instant that has come ends every session in the same transaction. */
export async function changeDeparture(act: Act, employee: Employee, leavesAt: Date | null): Promise<void> {
  await changeEmployee(act.tx, { ...employee, leavesAt }, act.at)
  await endOfficesOfReturning(act, employee, { leavesAt })
  if (leavesAt !== null && leavesAt <= act.at) await endSessionsOf(act.tx, employee.id, act.at)
}

/**
 * Ends the offices of somebody who was away and comes back: they ended at departure, and only an appointment gives one
 * again. Who is back on their last day itself was not away: a directory that errs for an hour takes no office.
 */
export async function endOfficesOfReturning(
  act: Act,
  was: Employee | undefined,
  now: Pick<Employee, 'leavesAt'>,
): Promise<void> {
  if (was?.leavesAt == null || worksHere(was, act.at) || !worksHere(now, act.at)) return
  const lastDay = lastDayOf(was.leavesAt, (await organisationOf(act)).timeZone)
  if ((await today(act)) <= lastDay) return
  await lockAppointments(act.tx)
  const first = addDays(lastDay, 1)
  for (const { id, office, kind, from, until: planned } of await appointmentsOf(act.tx, was.id)) {
    if (planned !== null && planned <= first) continue
    // One that had not begun is withdrawn on its first day.
    const until = [from, first].toSorted().at(-1) ?? first
    await endAppointment(act.tx, id, until, null, act.at)
    await act.enter(
      appointmentEnded,
      { offices: groupOfOffice(office), seat: kind, until },
      { about: [was.id], details: { office } },
    )
  }
}

/** Chooses the language in which one is spoken to. */
export async function chooseLanguage(act: Act, language: Employee['language']): Promise<undefined> {
  const { id } = act.principal.entity
  act.concerns([id])
  await changeLanguage(act.tx, id, language, act.at)
  return undefined
}

/** The units, each with the number of people now. */
export async function listUnits(act: Act) {
  const people = await peopleByUnit(act.tx, act.at)
  const units = await allUnits(act.tx)
  return {
    units: units.map((unit) => ({
      id: unit.id,
      name: unit.name,
      parentId: unit.parentId,
      people: people.get(unit.id) ?? 0,
    })),
  }
}

/** True from the first day until the instant of leaving. The instant itself is too late. */
export function worksHere(employee: Pick<Employee, 'leavesAt'>, at: Date): boolean {
  return employee.leavesAt === null || at < employee.leavesAt
}

/**
 * True for who has begun, has not left, and is known to the sign-in provider.
 *
 * @param on - The day it is here, 'YYYY-MM-DD'.
 */
export function canSignIn(employee: Employee, at: Date, on: string): boolean {
  return employee.subject !== null && employee.startsOn <= on && worksHere(employee, at)
}

/** An employee as the rules on offices see one. */
export function employmentOf(employee: Employee, timeZone: string): Employment {
  const { id, workerType, unitId, startsOn, leavesAt } = employee
  return {
    id,
    workerType,
    unitId,
    startsOn: localDate(startsOn),
    lastDay: leavesAt === null ? null : lastDayOf(leavesAt, timeZone),
  }
}

/** A random name for a person towards authenticators: 32 bytes, base64url. Never the staff number. */
export function newPasskeyHandle(): string {
  return randomBytes(32).toString('base64url')
}

/** The name of a unit, or null. */
export function nameOf(units: readonly Unit[], id: string | null): string | null {
  return units.find((unit) => unit.id === id)?.name ?? null
}

function answerOf(employee: Employee, units: readonly Unit[], at: Date): EmployeeAnswer {
  return {
    id: employee.id,
    staffNumber: employee.staffNumber,
    userName: employee.userName,
    givenName: employee.givenName,
    familyName: employee.familyName,
    email: employee.email,
    unitId: employee.unitId,
    unitName: nameOf(units, employee.unitId),
    workerType: employee.workerType,
    language: employee.language,
    startsOn: employee.startsOn,
    leavesAt: employee.leavesAt?.toISOString() ?? null,
    source: employee.source,
    maySignIn: employee.subject !== null && worksHere(employee, at),
  }
}

/** There is no such employee. */
export function noSuchEmployee(): Refused {
  return new Refused(404, [{ code: 'no-such-employee', key: 'people.refusal.no-such-employee' }])
}

/** Names that must be one person's alone, and are another's already. What stays as it was is not asked again. */
async function takenBy(
  act: Act,
  wish: Pick<NewEmployee, 'staffNumber' | 'userName' | 'email' | 'unitId'> & { subject?: string | null },
  was: Employee | undefined,
) {
  const isTaken = async (column: NamedBy, value: string | null | undefined, before: string | null | undefined) => {
    // A directory sends people without an address: none is nobody's.
    if (value === before || !value) return false
    const found = await findEmployeeNamed(act.tx, column, value)
    return found !== undefined && found.id !== was?.id
  }
  const units = await allUnits(act.tx)
  const reasons = [
    (await isTaken('staff_number', wish.staffNumber, was?.staffNumber)) && 'staff-number-taken',
    (await isTaken('user_name', wish.userName, was?.userName)) && 'user-name-taken',
    (await isTaken('subject', wish.subject, was?.subject)) && 'subject-taken',
    (await isTaken('email', wish.email, was?.email)) && 'email-taken',
    wish.unitId !== null && !units.some((unit) => unit.id === wish.unitId) && 'no-such-unit',
  ].filter((code) => typeof code === 'string')
  return reasons.length === 0
    ? undefined
    : new Refused(
        409,
        reasons.map((code) => ({ code, key: `people.refusal.${code}` })),
      )
}

function definedOnly<T extends object>(wish: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  // Only keys that were sent are left, so none is undefined.
  return Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>
  }
}
