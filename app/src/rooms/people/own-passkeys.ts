import { randomUUID } from 'node:crypto'
import type { Act } from '../../platform/act.ts'
import { Refused } from '../../platform/problem.ts'
import {
  challengeLimitMs,
  finishRegistration,
  finishVerification,
  mostPasskeys,
  type PasskeyRefusal,
  registrationOptions,
  verificationOptions,
} from './passkeys.ts'
import type { RelyingParty } from './relying-party.ts'
import { passkeyFreshUntil } from './sessions.ts'
import {
  addChallenge,
  addPasskey,
  isKnownPasskey,
  notePasskeyUse,
  passkeysOf,
  removePasskey,
  takeChallenge,
  verifySession,
} from './sign-in-store.ts'
import { findEmployee, passkeyHandleOf } from './store.ts'

/** Passkeys of whoever asks. */
export async function listOwnPasskeys(act: Act) {
  const passkeys = await passkeysOf(act.tx, concernsSelf(act))
  return {
    passkeys: passkeys.map(({ id, label, createdAt, lastUsedAt, backedUp }) => ({
      id,
      label,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      backedUp,
    })),
  }
}

/** Begins the making of a passkey. @returns Options for the browser. */
export async function beginRegistration(act: Act, party: RelyingParty): Promise<object | Refused> {
  const id = concernsSelf(act)
  const known = await passkeysOf(act.tx, id)
  if (known.length >= mostPasskeys) return refusal('too-many')
  const employee = await findEmployee(act.tx, id)
  const handle = await passkeyHandleOf(act.tx, id)
  const options = await registrationOptions(party, { handle, label: employee?.userName ?? '' }, known)
  await keepChallenge(act, options.challenge, 'register')
  return options
}

/** Ends the making of a passkey: what the browser made is checked and kept. */
export async function register(
  act: Act,
  party: RelyingParty,
  label: string,
  response: object,
): Promise<{ id: string } | Refused> {
  const employeeId = concernsSelf(act)
  const challenge = await challengeOf(act, 'register')
  if (challenge === undefined) return refusal('no-challenge')
  const known = await passkeysOf(act.tx, employeeId)
  if (known.length >= mostPasskeys) return refusal('too-many')
  const result = await finishRegistration(party, challenge, response)
  if (result.kind === 'refused') return refusal(result.code)
  // A key that is somebody's already must not become another's as well. Source: WebAuthn Level 3, section 7.1, step 26.
  if (await isKnownPasskey(act.tx, result.passkey.credentialId)) return refusal('already-known')
  const id = randomUUID()
  await addPasskey(act.tx, { ...result.passkey, id, employeeId, label, createdAt: act.at, lastUsedAt: null })
  // Whoever just made one has just been verified by it.
  await verifySession(act.tx, act.principal.sessionId ?? '', act.at)
  return { id }
}

/** Removes one of the own passkeys. */
export async function unregister(act: Act, id: string): Promise<null | Refused> {
  const removed = await removePasskey(act.tx, id, concernsSelf(act))
  return removed ? null : new Refused(404, [{ code: 'no-such-passkey', key: 'people.refusal.no-such-passkey' }])
}

/** Begins a proof of presence. @returns Options for the browser. */
export async function beginVerification(act: Act, party: RelyingParty): Promise<object | Refused> {
  const known = await passkeysOf(act.tx, concernsSelf(act))
  if (known.length === 0) return refusal('unknown-passkey')
  const options = await verificationOptions(party, known)
  await keepChallenge(act, options.challenge, 'verify')
  return options
}

/** Ends a proof of presence. From here on the session may decide, for a short while. */
export async function verify(
  act: Act,
  party: RelyingParty,
  response: object,
): Promise<{ verifiedUntil: string } | Refused> {
  const employeeId = concernsSelf(act)
  const challenge = await challengeOf(act, 'verify')
  if (challenge === undefined) return refusal('no-challenge')
  const known = await passkeysOf(act.tx, employeeId)
  const result = await finishVerification(party, challenge, response, known)
  if (result.kind === 'refused') return refusal(result.code)
  const used = known.find((passkey) => passkey.credentialId === result.credentialId)
  if (used === undefined) return refusal('unknown-passkey')
  await notePasskeyUse(act.tx, used.id, result.counter, act.at)
  await verifySession(act.tx, act.principal.sessionId ?? '', act.at)
  return { verifiedUntil: passkeyFreshUntil({ passkeyVerifiedAt: act.at })?.toISOString() ?? '' }
}

function concernsSelf(act: Act): string {
  const { id } = act.principal.entity
  act.concerns([id])
  return id
}

async function keepChallenge(act: Act, challenge: string, purpose: 'register' | 'verify'): Promise<void> {
  const endsAt = new Date(act.at.getTime() + challengeLimitMs)
  const sessionId = act.principal.sessionId ?? ''
  await addChallenge(act.tx, { id: randomUUID(), sessionId, challenge, purpose, endsAt }, act.at)
}

function challengeOf(act: Act, purpose: 'register' | 'verify'): Promise<string | undefined> {
  return takeChallenge(act.tx, act.principal.sessionId ?? '', purpose, act.at)
}

/** A refusal that keeps what was written: a challenge is spent by the first answer to it, also by a wrong one. */
function refusal(code: PasskeyRefusal): Refused {
  return new Refused(409, [{ code, key: `people.passkey.${code}` }], 'kept')
}
