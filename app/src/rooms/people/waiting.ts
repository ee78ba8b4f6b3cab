import type { Act } from '../../platform/act.ts'
import { assessHouse } from './appointing.ts'
import { allAppointments } from './appointments-store.ts'
import { addDays } from './local-date.ts'
import { today } from './people.ts'
import { passkeysOf } from './sign-in-store.ts'
import { countLeaving } from './store.ts'

/** One thing that waits for somebody: a code with a message, how many, and where to go. */
export type Waiting = { readonly code: string; readonly count: number; readonly link: string }

/** Days before an appointment ends on which its holder and the administrator are told. */
const noticeDays = 30

/** What waits for whoever asks, for the start page. Names nobody else. */
export async function waitingFor(act: Act): Promise<{ waiting: Waiting[] }> {
  const waiting: Waiting[] = []
  const add = (code: string, count: number, link: string) => {
    if (count > 0) waiting.push({ code, count, link })
  }
  const { id, attributes } = act.principal.entity
  const held = Array.isArray(attributes.offices) ? attributes.offices : []
  const on = await today(act)
  const appointments = await allAppointments(act.tx)

  const passkeys = await passkeysOf(act.tx, id)
  add('no-passkey', passkeys.length === 0 ? 1 : 0, '/me')
  const soon = addDays(on, noticeDays)
  const ending = appointments.filter(
    (appointment) => appointment.until !== null && appointment.until > on && appointment.until <= soon,
  )
  add('own-office-ends', ending.filter((appointment) => appointment.employeeId === id).length, '/me')

  if (held.includes('administrator')) {
    add('offices-end', ending.length, '/offices')
    add('people-leave', await countLeaving(act.tx, act.at), '/staff')
  }
  if (
    ['administrator', 'municipal-secretary', 'ciso', 'dpo', 'privacy-officer'].some((office) => held.includes(office))
  ) {
    const found = await assessHouse(act)
    add('tasks-stopped', found.filter((task) => task.state === 'stopped').length, '/tasks')
    add('tasks-fragile', found.filter((task) => task.state === 'fragile').length, '/tasks')
  }
  return { waiting }
}
