import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'

type Tables = {
  sessions: {
    id: string
    token_hash: Uint8Array
    employee_id: string
    created_at: Date
    last_seen_at: Date
    ends_at: Date
    ended_at: Date | null
    passkey_verified_at: Date | null
    browser: string
  }
  passkeys: {
    id: string
    employee_id: string
    credential_id: string
    public_key: Uint8Array
    counter: number
    transports: string
    label: string
    backed_up: boolean
    created_at: Date
    last_used_at: Date | null
  }
  passkey_challenges: {
    id: string
    session_id: string
    challenge: string
    purpose: 'register' | 'verify'
    ends_at: Date
    used_at: Date | null
  }
  credentials: {
    id: string
    purpose: CredentialPurpose
    label: string
    secret_hash: Uint8Array
    created_by: string | null
    created_at: Date
    ends_at: Date
    ended_at: Date | null
  }
}

/** One signed-in browser of one employee. The token itself is known to the browser alone. */
export type Session = {
  readonly id: string
  readonly employeeId: string
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly endsAt: Date
  readonly endedAt: Date | null
  readonly passkeyVerifiedAt: Date | null
  readonly browser: string
}
/** A passkey as stored: the public half. */
export type Passkey = {
  readonly id: string
  readonly employeeId: string
  readonly credentialId: string
  readonly publicKey: Uint8Array<ArrayBuffer>
  readonly counter: number
  readonly transports: readonly string[]
  readonly label: string
  readonly backedUp: boolean
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}
/** What a machine may do with a credential. */
export type CredentialPurpose = 'scim' | 'authzen' | 'metrics'
/** Key of a machine. The secret is shown once and kept only as SHA-256. */
export type Credential = {
  readonly id: string
  readonly purpose: CredentialPurpose
  readonly label: string
  readonly createdAt: Date
  readonly endsAt: Date
  readonly endedAt: Date | null
}

const sessionColumns = [
  'id',
  'employee_id',
  'created_at',
  'last_seen_at',
  'ends_at',
  'ended_at',
  'passkey_verified_at',
  'browser',
] as const

function sessionOf(row: Pick<Tables['sessions'], (typeof sessionColumns)[number]>): Session {
  return {
    id: row.id,
    employeeId: row.employee_id,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    endsAt: row.ends_at,
    endedAt: row.ended_at,
    passkeyVerifiedAt: row.passkey_verified_at,
    browser: row.browser,
  }
}

/** The session a token belongs to. @param tokenHash - SHA-256 of the token, 32 bytes. */
export async function findSession(tx: Tx, tokenHash: Uint8Array): Promise<Session | undefined> {
  const row = await tx
    .withTables<Tables>()
    .selectFrom('sessions')
    .select(sessionColumns)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row && sessionOf(row)
}

/** One session by its id. */
export async function findSessionById(tx: Tx, id: string): Promise<Session | undefined> {
  const row = await tx
    .withTables<Tables>()
    .selectFrom('sessions')
    .select(sessionColumns)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && sessionOf(row)
}

/** Sessions of one employee that have not ended by then, the newest first. */
export async function openSessionsOf(tx: Tx, employeeId: string, at: Date): Promise<Session[]> {
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('sessions')
    .select(sessionColumns)
    .where('employee_id', '=', employeeId)
    .where('ended_at', 'is', null)
    .where('ends_at', '>', at)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map(sessionOf)
}

/** How long a session is known after its end, to tell its person why it opens nothing any more. */
const knownAfterEndMs = 24 * 60 * 60_000

/** Removes sessions that ended long ago, whoever had them; some at a time, and none that others hold. */
async function dropSessions(tx: Tx, at: Date): Promise<void> {
  const over = new Date(at.getTime() - knownAfterEndMs)
  const { rows } = await sql<{ id: string }>`select id from sessions where ends_at <= ${over}
    order by ends_at limit 100 for update skip locked`.execute(tx)
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await tx.withTables<Tables>().deleteFrom('passkey_challenges').where('session_id', 'in', ids).execute()
  await tx.withTables<Tables>().deleteFrom('sessions').where('id', 'in', ids).execute()
}

/** Writes a new session, and removes those that ended long before it: when somebody worked is nobody's to keep. */
export async function addSession(tx: Tx, session: Session, tokenHash: Uint8Array): Promise<void> {
  await dropSessions(tx, session.createdAt)
  await tx
    .withTables<Tables>()
    .insertInto('sessions')
    .values({
      id: session.id,
      token_hash: tokenHash,
      employee_id: session.employeeId,
      created_at: session.createdAt,
      last_seen_at: session.lastSeenAt,
      ends_at: session.endsAt,
      ended_at: session.endedAt,
      passkey_verified_at: session.passkeyVerifiedAt,
      browser: session.browser,
    })
    .execute()
}

/** Notes that a session is in use. Waits for nobody: where another act holds the session, that one counts. */
export async function touchSession(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update sessions set last_seen_at = ${at}
    where id in (select id from sessions where id = ${id} for no key update skip locked)`.execute(tx)
}

/** Notes that the person behind a session proved presence by passkey. */
export async function verifySession(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.withTables<Tables>().updateTable('sessions').set({ passkey_verified_at: at }).where('id', '=', id).execute()
}

/** Ends one session of an employee. @returns false where there was none to end. */
export async function endSession(tx: Tx, id: string, employeeId: string, at: Date): Promise<boolean> {
  const result = await tx
    .withTables<Tables>()
    .updateTable('sessions')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('employee_id', '=', employeeId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Ends every session of an employee. */
export async function endSessionsOf(tx: Tx, employeeId: string, at: Date): Promise<void> {
  await tx
    .withTables<Tables>()
    .updateTable('sessions')
    .set({ ended_at: at })
    .where('employee_id', '=', employeeId)
    .where('ended_at', 'is', null)
    .execute()
}

const passkeyColumns = [
  'id',
  'employee_id',
  'credential_id',
  'public_key',
  sql<number>`counter::float8`.as('counter'),
  'transports',
  'label',
  'backed_up',
  'created_at',
  'last_used_at',
] as const

/** Passkeys of one employee, the oldest first. */
export async function passkeysOf(tx: Tx, employeeId: string): Promise<Passkey[]> {
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('passkeys')
    .select(passkeyColumns)
    .where('employee_id', '=', employeeId)
    .orderBy('created_at')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    employeeId: row.employee_id,
    credentialId: row.credential_id,
    publicKey: new Uint8Array(row.public_key),
    counter: row.counter,
    transports: row.transports.split(' ').filter((transport) => transport !== ''),
    label: row.label,
    backedUp: row.backed_up,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }))
}

/** True where this passkey is somebody's already. */
export async function isKnownPasskey(tx: Tx, credentialId: string): Promise<boolean> {
  const row = await tx
    .withTables<Tables>()
    .selectFrom('passkeys')
    .select('id')
    .where('credential_id', '=', credentialId)
    .executeTakeFirst()
  return row !== undefined
}

/** Writes a new passkey. */
export async function addPasskey(tx: Tx, passkey: Passkey): Promise<void> {
  await tx
    .withTables<Tables>()
    .insertInto('passkeys')
    .values({
      id: passkey.id,
      employee_id: passkey.employeeId,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: passkey.transports.join(' '),
      label: passkey.label,
      backed_up: passkey.backedUp,
      created_at: passkey.createdAt,
      last_used_at: passkey.lastUsedAt,
    })
    .execute()
}

/** Notes the use of a passkey and its new counter. */
export async function notePasskeyUse(tx: Tx, id: string, counter: number, at: Date): Promise<void> {
  await tx
    .withTables<Tables>()
    .updateTable('passkeys')
    .set({ counter, last_used_at: at })
    .where('id', '=', id)
    .execute()
}

/** Removes one passkey of an employee. @returns false where there was none. */
export async function removePasskey(tx: Tx, id: string, employeeId: string): Promise<boolean> {
  const result = await tx
    .withTables<Tables>()
    .deleteFrom('passkeys')
    .where('id', '=', id)
    .where('employee_id', '=', employeeId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

/** Removes every passkey of an employee. @returns How many there were. */
export async function removePasskeysOf(tx: Tx, employeeId: string): Promise<number> {
  const result = await tx
    .withTables<Tables>()
    .deleteFrom('passkeys')
    .where('employee_id', '=', employeeId)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}

/** Removes challenges that nobody can use any more, whoever they were for; some at a time, and none that others hold. */
async function dropChallenges(tx: Tx, at: Date): Promise<void> {
  await sql`delete from passkey_challenges where id in (
    select id from passkey_challenges where ends_at <= ${at} limit 100 for update skip locked)`.execute(tx)
}

/** Writes a challenge for one ceremony of one session, and removes those that are over. */
export async function addChallenge(
  tx: Tx,
  challenge: {
    readonly id: string
    readonly sessionId: string
    readonly challenge: string
    readonly purpose: 'register' | 'verify'
    readonly endsAt: Date
  },
  at: Date,
): Promise<void> {
  await dropChallenges(tx, at)
  await tx
    .withTables<Tables>()
    .insertInto('passkey_challenges')
    .values({
      id: challenge.id,
      session_id: challenge.sessionId,
      challenge: challenge.challenge,
      purpose: challenge.purpose,
      ends_at: challenge.endsAt,
      used_at: null,
    })
    .execute()
}

/**
 * Takes the newest unused challenge of a session: it is used up from here on, whatever comes of it.
 *
 * @returns The challenge, or undefined where there is none that is still valid.
 */
export async function takeChallenge(
  tx: Tx,
  sessionId: string,
  purpose: 'register' | 'verify',
  at: Date,
): Promise<string | undefined> {
  const tables = tx.withTables<Tables>()
  const newest = await tables
    .selectFrom('passkey_challenges')
    .select(['id', 'challenge'])
    .where('session_id', '=', sessionId)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('ends_at', '>', at)
    .orderBy('ends_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if (newest === undefined) return undefined
  await tables.updateTable('passkey_challenges').set({ used_at: at }).where('id', '=', newest.id).execute()
  return newest.challenge
}

const credentialColumns = ['id', 'purpose', 'label', 'created_at', 'ends_at', 'ended_at'] as const

function credentialOf(row: Pick<Tables['credentials'], (typeof credentialColumns)[number]>): Credential {
  return {
    id: row.id,
    purpose: row.purpose,
    label: row.label,
    createdAt: row.created_at,
    endsAt: row.ends_at,
    endedAt: row.ended_at,
  }
}

/** The credential a secret belongs to. @param secretHash - SHA-256 of the secret, 32 bytes. */
export async function findCredential(tx: Tx, secretHash: Uint8Array): Promise<Credential | undefined> {
  const row = await tx
    .withTables<Tables>()
    .selectFrom('credentials')
    .select(credentialColumns)
    .where('secret_hash', '=', secretHash)
    .executeTakeFirst()
  return row && credentialOf(row)
}

/** All credentials, the newest first, ended ones too. */
export async function allCredentials(tx: Tx): Promise<Credential[]> {
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('credentials')
    .select(credentialColumns)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map(credentialOf)
}

/** Writes a new credential. */
export async function addCredential(
  tx: Tx,
  credential: Credential,
  secretHash: Uint8Array,
  by: string | null,
): Promise<void> {
  await tx
    .withTables<Tables>()
    .insertInto('credentials')
    .values({
      id: credential.id,
      purpose: credential.purpose,
      label: credential.label,
      secret_hash: secretHash,
      created_by: by,
      created_at: credential.createdAt,
      ends_at: credential.endsAt,
      ended_at: null,
    })
    .execute()
}

/** Ends a credential. @returns false where there was none to end. */
export async function endCredential(tx: Tx, id: string, at: Date): Promise<boolean> {
  const result = await tx
    .withTables<Tables>()
    .updateTable('credentials')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}
