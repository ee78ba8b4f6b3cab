import type { Act } from '../../platform/act.ts'
import { administratorsNow, assessHouse, holds } from './appointing.ts'
import { allAppointments } from './appointments-store.ts'
import { addDays } from './local-date.ts'
import { type Appointment, inForce, officeOf, offices } from './offices.ts'
import { today } from './people.ts'
import { confirmedDepartures } from './proposals-store.ts'
import { waitingProposals } from './proposing.ts'
import { type SetUpStep, setUpSteps } from './set-up.ts'
import { passkeysOf } from './sign-in-store.ts'
import { countEmployees, countLeaving, officeHolders } from './store.ts'

/** One thing that waits for somebody: a code with a message, how many, and where to go. */
export type Waiting = { readonly code: string; readonly count: number; readonly link: string }

/** What waits for whoever asks in a room above this one. */
export type WaitingElsewhere = (act: Act) => Promise<Waiting[]>

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
  const proposals = await waitingProposals(act)
  add('proposals-about-you', proposals.aboutMe, '/proposals')
  add('proposals-to-confirm', proposals.toConfirm, '/proposals')
  if (isAdministrator || overTasks.some((office) => holds(act, office)) || holdsOversight(act))
    add('overseers-gone', await countOverseersGone(act, appointments), '/offices')
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
  const people = await countEmployees(act.tx)
  const { canSignIn, cannotSignIn } = await administratorsNow(act)
  return {
    waiting,
    setUp: setUpSteps({ people, administrators: canSignIn.size, cannotSignIn: cannotSignIn.size, hasPasskey, stopped }),
  }
}

/** Days for which it is told that the directory took an overseer's access away. */
const goneDays = 30

/** Seats of oversight whose holder has no access since lately, without a second person who confirmed that. */
async function countOverseersGone(act: Act, appointments: readonly Appointment[]): Promise<number> {
  const on = await today(act)
  const since = new Date(act.at.getTime() - goneDays * 24 * 60 * 60 * 1000)
  const confirmed = await confirmedDepartures(act.tx)
  const gone = (await officeHolders(act.tx)).filter(
    ({ id, leavesAt }) => leavesAt !== null && leavesAt > since && leavesAt <= act.at && !confirmed.has(id),
  )
  const ids = new Set(gone.map(({ id }) => id))
  return appointments.filter((one) => ids.has(one.employeeId) && officeOf(one.office).oversight && inForce(one, on))
    .length
}

function holdsOversight(act: Act): boolean {
  return offices.some(({ code, oversight }) => oversight && holds(act, code))
}
