import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type VerifiedRegistrationResponse,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { RelyingParty } from './relying-party.ts'

/** A passkey as the ceremonies need it. */
export type KnownPasskey = {
  readonly credentialId: string
  readonly publicKey: Uint8Array<ArrayBuffer>
  readonly counter: number
  readonly transports: readonly string[]
}
/** Why a ceremony fails. The codes are those of `people.passkey.<code>`. */
export type PasskeyRefusal =
  | 'too-many'
  | 'no-challenge'
  | 'not-verified'
  | 'unknown-passkey'
  | 'counter-went-back'
  | 'already-known'

/** Passkeys one person may hold: one for each device and one in the drawer. */
export const mostPasskeys = 10
/** How long a challenge counts. */
export const challengeLimitMs = 5 * 60_000

/**
 * EdDSA, ES256 and RS256, in the order of preference. Source: WebAuthn Level 3, section 5.4: the three that a relying party
 * is told to offer. Left to itself, the library asks Node for ML-DSA, which Node calls an experiment in a warning.
 */
const algorithms = [-8, -7, -257]

/**
 * Options for a browser to make a passkey. The person must be verified by the authenticator; no attestation is asked.
 *
 * @param handle - Random name of the person, base64url; never the staff number.
 */
export function registrationOptions(
  party: RelyingParty,
  person: { handle: string; label: string },
  known: readonly KnownPasskey[],
) {
  return generateRegistrationOptions({
    rpID: party.id,
    rpName: party.name,
    userID: new Uint8Array(Buffer.from(person.handle, 'base64url')),
    userName: person.label,
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
    timeout: challengeLimitMs,
    excludeCredentials: known.map(credentialOf),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  })
}

/** Checks a new passkey. @returns What to store, or why not. */
export async function finishRegistration(
  party: RelyingParty,
  challenge: string,
  response: object,
): Promise<
  { kind: 'made'; passkey: KnownPasskey & { backedUp: boolean } } | { kind: 'refused'; code: PasskeyRefusal }
> {
  const verified = await verifyRegistrationResponse({
    // The library reads and checks every field.
    response: response as Parameters<typeof verifyRegistrationResponse>[0]['response'],
    expectedChallenge: challenge,
    expectedOrigin: party.origin,
    expectedRPID: party.id,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch((): VerifiedRegistrationResponse => ({ verified: false }))
  if (!verified.verified) return { kind: 'refused', code: 'not-verified' }
  const { credential, credentialBackedUp } = verified.registrationInfo
  const { id, publicKey, counter, transports } = credential
  return {
    kind: 'made',
    passkey: { credentialId: id, publicKey, counter, transports: wordsOf(transports), backedUp: credentialBackedUp },
  }
}

/** The library passes on unread what the browser said here. Source: WebAuthn Level 3, section 5.8.4: unknown words may come. */
function wordsOf(transports: unknown): string[] {
  const all: readonly unknown[] = Array.isArray(transports) ? transports.slice(0, 10) : []
  return all.filter((word) => typeof word === 'string').filter((word) => /^[a-z-]{1,20}$/.test(word))
}

/** Options for a browser to prove presence by one of the person's own passkeys. */
export function verificationOptions(party: RelyingParty, known: readonly KnownPasskey[]) {
  return generateAuthenticationOptions({
    rpID: party.id,
    timeout: challengeLimitMs,
    allowCredentials: known.map(credentialOf),
    userVerification: 'required',
  })
}

/** Checks a proof of presence. @returns The passkey used and its new counter, or why not. */
export async function finishVerification(
  party: RelyingParty,
  challenge: string,
  response: object,
  known: readonly KnownPasskey[],
): Promise<{ kind: 'proved'; credentialId: string; counter: number } | { kind: 'refused'; code: PasskeyRefusal }> {
  const used = 'id' in response ? known.find((passkey) => passkey.credentialId === response.id) : undefined
  if (used === undefined) return { kind: 'refused', code: 'unknown-passkey' }
  try {
    const verified = await verifyAuthenticationResponse({
      // The library reads and checks every field.
      response: response as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      // The counter is judged below, so that its reason can be said.
      credential: { id: used.credentialId, publicKey: used.publicKey, counter: 0 },
      requireUserVerification: true,
    })
    if (!verified.verified) return { kind: 'refused', code: 'not-verified' }
    const { newCounter } = verified.authenticationInfo
    // A counter that does not move on shows a copied key. Zero means that the authenticator keeps none.
    if ((newCounter > 0 || used.counter > 0) && newCounter <= used.counter)
      return { kind: 'refused', code: 'counter-went-back' }
    return { kind: 'proved', credentialId: used.credentialId, counter: newCounter }
  } catch {
    return { kind: 'refused', code: 'not-verified' }
  }
}

type Descriptor = NonNullable<Parameters<typeof generateAuthenticationOptions>[0]['allowCredentials']>[number]

function credentialOf(passkey: KnownPasskey): Descriptor {
  // Transports come from the browser that made the passkey, through the library.
  return { id: passkey.credentialId, transports: [...passkey.transports] as NonNullable<Descriptor['transports']> }
}
