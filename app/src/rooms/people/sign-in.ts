import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Act, Identify, Principal } from '../../platform/act.ts'
import type { EntityId } from '../../platform/authorization.ts'
import type { Tx } from '../../platform/database.ts'
import type { Reason } from '../../platform/problem.ts'
import { principalOfCredential } from './credentials.ts'
import { offices } from './offices.ts'
import { officesHeldBy, today, worksHere } from './people.ts'
import { browserLabel, decideSession, endOfSession, passkeyFreshUntil } from './sessions.ts'
import {
  addSession,
  endSession,
  findSession,
  openSessionsOf,
  passkeysOf,
  type Session,
  touchSession,
} from './sign-in-store.ts'
import { type Employee, findEmployee, findEmployeeNamed } from './store.ts'

/** How often, at most, the use of a session is noted. */
const touchEveryMs = 60_000

/** What a request brings along to say who asks: the token of a session, or the secret of a machine. */
export type Proof = { readonly token: string | undefined; readonly secret: string | undefined }

/** Finds out who asks, in the transaction of the act. A secret goes before a session. */
export function identifyBy({ token, secret }: Proof): Identify {
  return async (tx, at) => {
    if (secret !== undefined) {
      const machine = await principalOfCredential({ tx, at }, secret)
      return machine === undefined ? unknown('no-such-credential') : { kind: 'principal', principal: machine }
    }
    if (token === undefined) return unknown('no-session')
    return principalOfSession(tx, at, token)
  }
}

function unknown(code: string): { kind: 'unknown'; why: Reason } {
  return { kind: 'unknown', why: { code, key: `people.sign-in.${code}` } }
}

async function principalOfSession(tx: Tx, at: Date, token: string): ReturnType<Identify> {
  const session = await findSession(tx, hashOfToken(token))
  const employee = session && (await findEmployee(tx, session.employeeId))
  if (session === undefined || employee === undefined) return unknown('no-session')
  const principal = await principalOf({ tx, at }, employee, session)
  const decision = decideSession(session, { leavesAt: employee.leavesAt, decides: decides(principal) }, at)
  if (decision.kind === 'refused') return unknown(decision.because)
  const isDue = at.getTime() - session.lastSeenAt.getTime() >= touchEveryMs
  const atLast = (last: Tx) => touchSession(last, session.id, at)
  return { kind: 'principal', principal, ...(isDue ? { atLast } : {}) }
}

/** An employee as a principal: with the offices in force now. */
export async function principalOf(
  act: Pick<Act, 'tx' | 'at'>,
  employee: Employee,
  session: Session | undefined,
): Promise<Principal> {
  const held = await officesHeldBy(act, employee)
  const freshUntil = session && passkeyFreshUntil(session)
  return {
    entity: {
      type: 'Employee',
      id: employee.id,
      attributes: { offices: [...new Set(held.map((office) => office.office))] },
    },
    passkeyFresh: freshUntil !== undefined && act.at < freshUntil,
    holdsPasskey: (await passkeysOf(act.tx, employee.id)).length > 0,
    sessionId: session?.id,
  }
}

/**
 * Who another system asks about: an employee by id, or by the name that the sign-in provider has for them, or the house.
 * Somebody without access is not known, like somebody who never was.
 */
export async function findPrincipal(act: Pick<Act, 'tx' | 'at'>, asked: EntityId): Promise<Principal | undefined> {
  if (asked.type === 'House') {
    const entity = { type: 'House', id: asked.id, attributes: {} }
    return { entity, passkeyFresh: false, holdsPasskey: false, sessionId: undefined }
  }
  if (asked.type !== 'Employee') return undefined
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(asked.id)
  const employee = isId ? await findEmployee(act.tx, asked.id) : await findEmployeeNamed(act.tx, 'subject', asked.id)
  if (employee === undefined || !worksHere(employee, act.at) || (await today(act)) < employee.startsOn) return undefined
  return principalOf(act, employee, undefined)
}

/** True where a principal holds an office that decides. */
function decides(principal: Principal): boolean {
  const held = principal.entity.attributes.offices
  return Array.isArray(held) && offices.some((office) => office.decides && held.includes(office.code))
}

/** Finds out whom the provider vouched for, by the name it has for them. */
export function identifySubject(subject: string): Identify {
  return async (tx, at) => {
    const employee = await findEmployeeNamed(tx, 'subject', subject)
    if (employee === undefined) return unknown('unknown-employee')
    if (!worksHere(employee, at)) return unknown('left')
    if ((await today({ tx, at })) < employee.startsOn) return unknown('not-yet')
    return { kind: 'principal', principal: await principalOf({ tx, at }, employee, undefined) }
  }
}

/**
 * Starts a session for whoever acts. One that the browser still had is ended: the token changes at every sign-in.
 *
 * @param oldToken - Token of the browser's earlier session, if any.
 * @returns The new token for the cookie.
 */
export async function startSession(
  act: Act,
  browser: { readonly userAgent: string | undefined; readonly oldToken: string | undefined },
): Promise<{ token: string; maxAgeS: number }> {
  const { id: employeeId } = act.principal.entity
  act.concerns([employeeId])
  const token = randomBytes(32).toString('base64url')
  const endsAt = endOfSession(act.at)
  const session = {
    id: randomUUID(),
    employeeId,
    createdAt: act.at,
    lastSeenAt: act.at,
    endsAt,
    endedAt: null,
    passkeyVerifiedAt: null,
    browser: browserLabel(browser.userAgent),
  }
  // In this order: the new session holds on to the row of the person, and nobody may wait for that with a session in hand.
  await addSession(act.tx, session, hashOfToken(token))
  if (browser.oldToken !== undefined) {
    const old = await findSession(act.tx, hashOfToken(browser.oldToken))
    if (old !== undefined) await endSession(act.tx, old.id, old.employeeId, act.at)
  }
  return { token, maxAgeS: Math.floor((endsAt.getTime() - act.at.getTime()) / 1000) }
}

/** Sessions of whoever asks. */
export async function listOwnSessions(act: Act) {
  const sessions = await openSessionsOf(act.tx, act.principal.entity.id, act.at)
  return {
    sessions: sessions.map((session) => ({
      id: session.id,
      browser: session.browser,
      createdAt: session.createdAt.toISOString(),
      lastSeenAt: session.lastSeenAt.toISOString(),
      endsAt: session.endsAt.toISOString(),
      current: session.id === act.principal.sessionId,
    })),
  }
}

/** Ends a session of whoever asks; the one in use when no id is given. */
export async function endOwnSession(act: Act, id: string | undefined): Promise<boolean> {
  const which = id ?? act.principal.sessionId
  return which !== undefined && endSession(act.tx, which, act.principal.entity.id, act.at)
}

/** Ends every session of whoever asks, but the one in use. @returns How many. */
export async function endOtherSessions(act: Act): Promise<{ ended: number }> {
  const { id } = act.principal.entity
  act.concerns([id])
  const others = (await openSessionsOf(act.tx, id, act.at)).filter((one) => one.id !== act.principal.sessionId)
  for (const one of others) await endSession(act.tx, one.id, id, act.at)
  return { ended: others.length }
}

/** SHA-256 of a session token: what the database knows of it. */
export function hashOfToken(token: string): Uint8Array {
  return createHash('sha256').update(token).digest()
}
