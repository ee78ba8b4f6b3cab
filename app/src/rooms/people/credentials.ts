import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Act, Principal } from '../../platform/act.ts'
import { Refused } from '../../platform/problem.ts'
import { credentialEnded, credentialMade } from './entry-kinds.ts'
import {
  addCredential,
  allCredentials,
  type CredentialPurpose,
  endCredential,
  findCredential,
} from './sign-in-store.ts'

const dayMs = 24 * 60 * 60 * 1000

/** The credentials there are, ended ones too. */
export async function listCredentials(act: Act) {
  const credentials = await allCredentials(act.tx)
  return {
    credentials: credentials.map(({ id, purpose, label, createdAt, endsAt, endedAt }) => ({
      id,
      purpose,
      label,
      createdAt: createdAt.toISOString(),
      endsAt: endsAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    })),
  }
}

/** Makes a credential for a machine. The secret is given once and cannot be asked for again. */
export async function makeCredential(act: Act, wish: { purpose: CredentialPurpose; label: string; days: number }) {
  const id = randomUUID()
  const secret = `ow_${wish.purpose}_${randomBytes(32).toString('base64url')}`
  const endsAt = new Date(act.at.getTime() + wish.days * dayMs)
  const credential = { id, purpose: wish.purpose, label: wish.label, createdAt: act.at, endsAt, endedAt: null }
  await addCredential(act.tx, credential, hashOfSecret(secret), act.principal.entity.id)
  await act.enter(credentialMade, { purpose: wish.purpose }, { details: {} })
  return { id, secret, endsAt: endsAt.toISOString() }
}

/** Ends a credential: from here on it opens nothing. */
export async function withdrawCredential(act: Act, id: string): Promise<null | Refused> {
  const credential = (await allCredentials(act.tx)).find((one) => one.id === id)
  if (credential === undefined || !(await endCredential(act.tx, id, act.at)))
    return new Refused(404, [{ code: 'no-such-credential', key: 'people.refusal.no-such-credential' }])
  await act.enter(credentialEnded, { purpose: credential.purpose }, { details: {} })
  return null
}

/** The machine a secret belongs to, or undefined: unknown, ended or past its end. */
export async function principalOfCredential(
  act: Pick<Act, 'tx' | 'at'>,
  secret: string,
): Promise<Principal | undefined> {
  const credential = await findCredential(act.tx, hashOfSecret(secret))
  if (credential === undefined || credential.endedAt !== null || credential.endsAt <= act.at) return undefined
  return {
    entity: { type: 'Credential', id: credential.id, attributes: { purpose: credential.purpose } },
    passkeyFresh: false,
    holdsPasskey: false,
    sessionId: undefined,
  }
}

function hashOfSecret(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest()
}
