import { randomUUID } from 'node:crypto'
import type { Act } from '../../platform/act.ts'
import { Refused } from '../../platform/problem.ts'
import { administratorsNow, refused } from './appointing.ts'
import { decideAppointment } from './appointments.ts'
import { addAppointments, allAppointments, lockAppointments } from './appointments-store.ts'
import { appointmentGiven } from './entry-kinds.ts'
import { groupOfOffice } from './office-groups.ts'
import { inForce } from './offices.ts'
import { employmentOf, enterEmployee, noteSignInLinks, organisationOf, today, worksHere } from './people.ts'
import { changeEmployee, countEmployees, type Employee, findEmployee, findEmployeeNamed, lockStaff } from './store.ts'

/** Who is to be administrator. `subject`: what the sign-in provider calls this person; undefined leaves it as it is. */
export type FirstAdministrator = {
  readonly staffNumber: string
  readonly subject: string | undefined
  /** For somebody who is not in the staff list yet. */
  readonly person:
    | {
        readonly userName: string
        readonly givenName: string
        readonly familyName: string
        readonly email: string
      }
    | undefined
}

/** Administrators whom the command line of the server names: with two, one proposes and the other confirms. */
const namedHere = 2

/**
 * Names an administrator from the command line of the server: the first two, also where they are gone.
 *
 * Only as long as fewer than two can sign in: from then on administrators do it, where others see it.
 */
export async function appointFirstAdministrator(act: Act, wish: FirstAdministrator): Promise<{ id: string } | Refused> {
  act.happened('appoint')
  await lockStaff(act.tx)
  await lockAppointments(act.tx)
  const on = await today(act)
  const held = await allAppointments(act.tx)
  const known = await findEmployeeNamed(act.tx, 'staff_number', wish.staffNumber)
  const { canSignIn: present } = await administratorsNow(act)
  // What is recorded is told to the person as an act on them: those who administer already were only counted.
  act.concerns(known === undefined ? [] : [known.id])
  if (present.size >= namedHere || (known !== undefined && present.has(known.id)))
    return refusal(409, 'administrator-present')
  // What is refused must leave nobody behind.
  if (known === undefined && wish.person !== undefined && wish.subject === undefined) return refusal(409, 'no-subject')
  const employee = known ?? (await enter(act, wish, on))
  if (employee instanceof Refused) return employee
  const named = { ...employee, subject: wish.subject ?? employee.subject }
  if (!worksHere(named, act.at)) return refusal(409, 'not-here')
  if (named.subject === null) return refusal(409, 'no-subject')
  const isRelinked = named.subject !== employee.subject
  if (isRelinked && (await findEmployeeNamed(act.tx, 'subject', named.subject)) !== undefined)
    return refusal(409, 'subject-taken')
  // Only where the rest is granted: what is refused changes nothing.
  const link = async () => {
    if (!isRelinked) return
    await changeEmployee(act.tx, named, act.at)
    await noteSignInLinks(act, [named.id])
  }
  const already = held.find((one) => one.employeeId === named.id && one.office === 'administrator' && inForce(one, on))
  // The office was there and only the name at the provider was missing.
  if (already !== undefined) {
    await link()
    return { id: already.id }
  }
  const { timeZone } = await organisationOf(act)
  const request = {
    employee: employmentOf(named, timeZone),
    ...({ office: 'administrator', unitId: null, kind: 'holder', from: on, until: null } as const),
  }
  const decision = decideAppointment(request, held, { by: null, on, unitIds: new Set() })
  if (decision.kind === 'refused') return refused(decision.because, request.office)
  await link()
  const id = randomUUID()
  const { office, unitId, kind, from, until } = request
  await addAppointments(act.tx, [{ id, office, employeeId: named.id, unitId, kind, from, until }], null, act.at)
  await act.enter(
    appointmentGiven,
    { offices: groupOfOffice(office), seat: kind, from },
    { about: [named.id], details: { office } },
  )
  return { id }
}

async function enter(act: Act, wish: FirstAdministrator, on: string): Promise<Employee | Refused> {
  if (wish.person === undefined)
    return refusal(404, (await countEmployees(act.tx)) > 0 ? 'no-such-employee' : 'no-staff-yet')
  const { staffNumber, subject, person } = wish
  const entered = await enterEmployee(act, {
    ...person,
    ...({ staffNumber, unitId: null, workerType: 'employee', startsOn: on } as const),
    ...(subject === undefined ? {} : { subject }),
  })
  if (entered instanceof Refused) return entered
  const employee = await findEmployee(act.tx, entered.id)
  if (employee === undefined) throw new Error('the employee who was just entered is not there')
  return employee
}

function refusal(status: 404 | 409, code: string): Refused {
  return new Refused(status, [{ code, key: `people.refusal.${code}` }])
}
