import type { Act } from '../../platform/act.ts'
import { Refused } from '../../platform/problem.ts'
import { appointmentsOf } from './appointments-store.ts'
import { passkeysForgotten } from './entry-kinds.ts'
import { groupOfOffice } from './office-groups.ts'
import { type OfficeCode, officeOf } from './offices.ts'
import { today } from './people.ts'
import { officesFrom } from './second-person.ts'
import { endSessionsOf, removePasskeysOf } from './sign-in-store.ts'
import { findEmployeeNamed } from './store.ts'

/**
 * Forgets every passkey of one person, from the command line of the server: for who lost the only one, which is asked for
 * before it can be replaced.
 *
 * All sessions of that person end: an open browser of somebody else must not be the first to make another. Who runs the
 * server and also controls the account at the sign-in provider could act as this person from here on. So everybody reads
 * it in the log, with the group of the office that weighs most, and the person on the own page.
 *
 * @returns The number of passkeys that were there.
 */
export async function forgetPasskeys(act: Act, staffNumber: string): Promise<{ passkeys: number } | Refused> {
  act.happened('forgetPasskeys')
  const employee = await findEmployeeNamed(act.tx, 'staff_number', staffNumber)
  act.concerns(employee === undefined ? [] : [employee.id])
  if (employee === undefined) return refusal(404, 'no-such-staff-number')
  const passkeys = await removePasskeysOf(act.tx, employee.id)
  if (passkeys === 0) return refusal(409, 'no-passkeys')
  await endSessionsOf(act.tx, employee.id, act.at)
  const held = officesFrom(await appointmentsOf(act.tx, employee.id), employee.id, await today(act))
  const office = weightiest(held)
  await act.enter(passkeysForgotten, { offices: groupOfOffice(office) }, { about: [employee.id], details: { office } })
  return { passkeys }
}

/** Of several offices the one that others would miss most: one that oversees, else one that decides. */
function weightiest(held: readonly OfficeCode[]): OfficeCode {
  return (
    held.find((office) => officeOf(office).oversight) ??
    held.find((office) => officeOf(office).decides) ??
    held[0] ??
    'employee'
  )
}

function refusal(status: 404 | 409, code: string): Refused {
  return new Refused(status, [{ code, key: `people.refusal.${code}` }])
}
