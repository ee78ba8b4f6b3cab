import type { Act } from '../../platform/act.ts'
import { holds } from './appointing.ts'
import { allAppointments } from './appointments-store.ts'
import { addDays } from './local-date.ts'
import { inForce } from './offices.ts'
import { employmentOf, organisationOf, today, worksHere } from './people.ts'
import { type SetUpStep, setUpSteps } from './set-up.ts'
import { passkeysOf } from './sign-in-store.ts'
import { allEmployees } from './store.ts'
import { tasks } from './task-table.ts'
import { assess } from './tasks.ts'

/** One thing that waits for somebody: a code with a message, how many, and where to go. */
export type Waiting = { readonly code: string; readonly count: number; readonly link: string }

/** Days before an appointment ends on which its holder and the administrator are told. */
const noticeDays = 30

/** Offices that are told of tasks that nobody can do. */
const overTasks = ['municipal-secretary', 'ciso', 'dpo', 'privacy-officer']

/** What waits for whoever asks, for the start page, and for an administrator how far setting up is. Names nobody else. */
export async function waitingFor(act: Act): Promise<{ waiting: Waiting[]; setUp: SetUpStep[] | null }> {
  const waiting: Waiting[] = []
  const add = (code: string, count: number, link: string) => {
    if (count > 0) waiting.push({ code, count, link })
  }
  const { id } = act.principal.entity
  const on = await today(act)
  const appointments = await allAppointments(act.tx)
  const isAdministrator = holds(act, 'administrator')

  const hasPasskey = (await passkeysOf(act.tx, id)).length > 0
  add('no-passkey', hasPasskey ? 0 : 1, '/me#passkeys')
  const soon = addDays(on, noticeDays)
  const ending = appointments.filter(
    (appointment) => appointment.until !== null && appointment.until > on && appointment.until <= soon,
  )
  add('own-office-ends', ending.filter((appointment) => appointment.employeeId === id).length, '/me#offices')
  if (!isAdministrator && !overTasks.some((office) => holds(act, office))) return { waiting, setUp: null }

  const employees = await allEmployees(act.tx)
  const here = employees.filter((employee) => worksHere(employee, act.at))
  if (isAdministrator) {
    add('offices-end', ending.length, '/offices')
    add('people-leave', here.filter((employee) => employee.leavesAt !== null).length, '/staff?state=leaving')
  }
  const { timeZone } = await organisationOf(act)
  const employments = here.map((employee) => employmentOf(employee, timeZone))
  const found = assess(tasks, appointments, employments, on)
  const stopped = found.filter((task) => task.state === 'stopped').map((task) => task.code)
  add('tasks-stopped', stopped.length, '/tasks')
  add('tasks-fragile', found.filter((task) => task.state === 'fragile').length, '/tasks#fragile')
  const administrators = new Set(
    appointments.filter((one) => one.office === 'administrator' && inForce(one, on)).map((one) => one.employeeId),
  ).size
  const facts = { people: here.length, administrators, hasPasskey, stopped }
  return { waiting, setUp: isAdministrator ? setUpSteps(facts) : null }
}
