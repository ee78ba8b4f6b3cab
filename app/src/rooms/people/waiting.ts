import type { Act } from '../../platform/act.ts'
import { assessHouse, holds } from './appointing.ts'
import { allAppointments } from './appointments-store.ts'
import { addDays } from './local-date.ts'
import { inForce } from './offices.ts'
import { today, worksHere } from './people.ts'
import { type SetUpStep, setUpSteps } from './set-up.ts'
import { passkeysOf } from './sign-in-store.ts'
import { countEmployees, countLeaving, officeHolders } from './store.ts'

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

  if (isAdministrator) {
    add('offices-end', ending.length, '/offices')
    add('people-leave', await countLeaving(act.tx, act.at), '/staff?state=leaving')
  }
  const found = await assessHouse(act)
  const stopped = found.filter((task) => task.state === 'stopped').map((task) => task.code)
  add('tasks-stopped', stopped.length, '/tasks')
  add('tasks-fragile', found.filter((task) => task.state === 'fragile').length, '/tasks#fragile')
  if (!isAdministrator) return { waiting, setUp: null }
  const here = new Set((await officeHolders(act.tx)).filter((one) => worksHere(one, act.at)).map((one) => one.id))
  const administrators = new Set(
    appointments
      .filter((one) => one.office === 'administrator' && inForce(one, on) && here.has(one.employeeId))
      .map((one) => one.employeeId),
  ).size
  const people = await countEmployees(act.tx)
  return { waiting, setUp: setUpSteps({ people, administrators, hasPasskey, stopped }) }
}
