import type { Identify, Principal } from '../../platform/act.ts'
import { allowedActions } from '../../platform/authorization.ts'
import type { Tx } from '../../platform/database.ts'
import type { House } from '../../platform/http.ts'
import { languages } from '../../platform/messages.ts'
import { theHouse } from '../../platform/route.ts'
import { officesGivenTo, organisationOf } from './people.ts'
import { passkeyFreshUntil } from './sessions.ts'
import type { SessionAnswer } from './shapes.ts'
import { findSessionById, passkeysOf } from './sign-in-store.ts'
import { findEmployee } from './store.ts'

/** What a browser needs to know of who uses it: the name, the offices, what may be tried. */
export async function readSession(house: House, identify: Identify): Promise<SessionAnswer> {
  const at = house.now()
  return house.database.transaction().execute(async (tx) => {
    const { name, jurisdiction } = await organisationOf({ tx })
    const place = {
      organisation: { name, jurisdiction, demonstration: house.demonstration },
      languages: [...languages],
    }
    const known = await identify(tx, at)
    if (known.kind === 'unknown' || known.principal.entity.type !== 'Employee') {
      return { ...place, employee: null, allowed: [], assurance: { passkeys: 0, verifiedUntil: null } }
    }
    const who = await whoIs(house, tx, at, known.principal)
    await known.atLast?.(tx)
    return { ...place, ...who }
  })
}

async function whoIs(
  house: House,
  tx: Tx,
  at: Date,
  principal: Principal,
): Promise<Pick<SessionAnswer, 'employee' | 'allowed' | 'assurance'>> {
  const { id } = principal.entity
  const employee = await findEmployee(tx, id)
  const session = principal.sessionId === undefined ? undefined : await findSessionById(tx, principal.sessionId)
  const freshUntil = session && passkeyFreshUntil(session)
  // As if the passkey were given: a screen shows what somebody may do, and the act asks for it.
  const circumstances = { passkeyFresh: true, holdsPasskey: principal.holdsPasskey, demonstration: house.demonstration }
  return {
    employee:
      employee === undefined
        ? null
        : {
            id,
            givenName: employee.givenName,
            familyName: employee.familyName,
            language: employee.language,
            offices: await officesGivenTo({ tx, at }, employee),
          },
    allowed: allowedActions(house.authorizer, principal.entity, theHouse, circumstances),
    assurance: {
      passkeys: (await passkeysOf(tx, id)).length,
      verifiedUntil: freshUntil !== undefined && at < freshUntil ? freshUntil.toISOString() : null,
    },
  }
}
