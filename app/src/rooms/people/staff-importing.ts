import { randomUUID } from 'node:crypto'
import type { Act } from '../../platform/act.ts'
import { bandOf } from '../../platform/entry-kind.ts'
import { Refused } from '../../platform/problem.ts'
import { allAppointments } from './appointments-store.ts'
import { staffImported } from './entry-kinds.ts'
import {
  employmentOf,
  endOfficesOfReturning,
  newPasskeyHandle,
  noteSignInLinks,
  organisationOf,
  proposedOffices,
  today,
  worksHere,
} from './people.ts'
import { needsSecondPerson, officesFrom } from './second-person.ts'
import { endSessionsOf } from './sign-in-store.ts'
import { type ImportPreview, type ImportRow, previewImport } from './staff-import.ts'
import { startOfDay } from './start-of-day.ts'
import { addEmployees, addUnits, allEmployees, allUnits, changeEmployee, type Employee, lockStaff } from './store.ts'

/** A preview with what it was made from. */
type Staged = { readonly preview: ImportPreview; readonly employees: readonly Employee[]; readonly timeZone: string }

/** Says what an import would do, line by line; changes nothing. */
export async function previewStaffImport(act: Act, bytes: Uint8Array): Promise<ImportPreview> {
  const { preview, employees } = await stage(act, bytes)
  const known = new Map(employees.map((employee) => [employee.staffNumber, employee.id]))
  act.concerns(preview.rows.flatMap((row) => known.get(row.staffNumber) ?? []))
  act.happened('previewImport')
  return preview
}

/**
 * Carries out an import: the whole file, or with any fault nothing at all.
 *
 * @param lines - `good`: a person has seen the bad lines and wants the good ones without them.
 */
export async function importStaff(
  act: Act,
  bytes: Uint8Array,
  lines: 'all' | 'good',
): Promise<{ created: number; changed: number; same: number; units: number } | Refused> {
  await lockStaff(act.tx)
  const { preview, employees, timeZone } = await stage(act, bytes)
  if (preview.faults.length > 0 && (lines === 'all' || preview.rows.length === 0)) {
    act.concerns([])
    return new Refused(422, [
      { code: 'faults-in-file', key: 'people.refusal.faults-in-file', values: { count: preview.counts.badLines } },
    ])
  }
  const known = new Map(employees.map((employee) => [employee.staffNumber, employee]))
  // As by hand: nobody enters their own departure, and nobody puts it off.
  const self = act.principal.entity.id
  if (preview.rows.some((row) => row.changes.includes('lastDay') && known.get(row.staffNumber)?.id === self)) {
    act.concerns([])
    return new Refused(409, [{ code: 'not-oneself', key: 'people.refusal.not-oneself' }])
  }
  const units = preview.newUnits.map((name) => ({ id: randomUUID(), name, parentId: null, externalId: null }))
  await addUnits(act.tx, units)
  const unitIds = new Map(units.map((unit) => [unit.name.toLowerCase(), unit.id]))
  const wanted = preview.rows
    .filter((row) => row.kind !== 'same')
    .map((row) => ({ row, employee: employeeOf(row, known.get(row.staffNumber), unitIds, timeZone) }))
  const created = wanted.filter(({ row }) => row.kind === 'new').map(({ employee }) => employee)
  const changed = wanted.filter(({ row }) => row.kind === 'changed').map(({ employee }) => employee)
  await addEmployees(
    act.tx,
    created.map((employee) => ({ ...employee, passkeyHandle: newPasskeyHandle() })),
    act.at,
  )
  for (const employee of changed) {
    await changeEmployee(act.tx, employee, act.at)
    await endOfficesOfReturning(act, known.get(employee.staffNumber), employee)
    if (!worksHere(employee, act.at)) await endSessionsOf(act.tx, employee.id, act.at)
  }
  // A first link of many people at once is what a file is for; another one is entered, as it is by hand.
  const relinked = changed.filter(({ staffNumber, subject }) => {
    const before = known.get(staffNumber)?.subject ?? null
    return before !== null && before !== subject
  })
  await noteSignInLinks(
    act,
    relinked.map(({ id }) => id),
  )
  const about = wanted.map(({ employee }) => employee.id)
  act.concerns(about)
  act.happened('importStaff')
  if (about.length > 0) {
    const counts = { created: bandOf(created.length), changed: bandOf(changed.length) }
    await act.enter(staffImported, counts, { about, details: {} })
  }
  return { created: created.length, changed: changed.length, same: preview.counts.same, units: units.length }
}

async function stage(act: Act, bytes: Uint8Array): Promise<Staged> {
  const employees = await allEmployees(act.tx)
  const { timeZone } = await organisationOf(act)
  const on = await today(act)
  const appointments = Map.groupBy(await allAppointments(act.tx), ({ employeeId }) => employeeId)
  const proposed = await proposedOffices(act)
  const persons = employees.map((employee) => {
    const offices = officesFrom(appointments.get(employee.id) ?? [], employee.id, on)
    return {
      ...employee,
      ...employmentOf(employee, timeZone),
      kept: employee.source === 'scim',
      guarded: {
        departure: needsSecondPerson('departure', offices),
        signInLink: needsSecondPerson('sign-in-link', [...offices, ...(proposed.get(employee.id) ?? [])]),
      },
    }
  })
  const preview = previewImport(bytes, { persons, units: await allUnits(act.tx) }, on)
  return { preview, employees, timeZone }
}

function employeeOf(
  row: ImportRow,
  was: Employee | undefined,
  unitIds: ReadonlyMap<string, string>,
  timeZone: string,
): Employee {
  const { staffNumber, userName, givenName, familyName, email, subject, workerType, language, startsOn, lastDay } = row
  const madeUnit = row.newUnit === null ? undefined : unitIds.get(row.newUnit.toLowerCase())
  // An exact instant of leaving that was entered by hand is kept where the file says the same day.
  const sameDay = was !== undefined && was.leavesAt !== null && employmentOf(was, timeZone).lastDay === lastDay
  return {
    id: was?.id ?? randomUUID(),
    staffNumber,
    userName,
    externalId: was?.externalId ?? null,
    subject,
    givenName,
    familyName,
    email,
    unitId: madeUnit ?? row.unitId,
    workerType,
    language,
    startsOn,
    leavesAt: sameDay ? was.leavesAt : lastDay === null ? null : startOfDay(lastDay, 1, timeZone),
    removedAt: was?.removedAt ?? null,
    source: was?.source ?? 'csv',
  }
}

/** The names of the units by id. */
export async function allUnitNames(act: Act): Promise<ReadonlyMap<string, string>> {
  return new Map((await allUnits(act.tx)).map((unit) => [unit.id, unit.name]))
}
