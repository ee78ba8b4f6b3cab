import type { Api } from './api.ts'

// Types of WebAuthn messages; the code is loaded only when a passkey is used.
type CreationOptions = import('@simplewebauthn/browser').PublicKeyCredentialCreationOptionsJSON
type RequestOptions = import('@simplewebauthn/browser').PublicKeyCredentialRequestOptionsJSON

/** Longest name of a passkey, in characters, as the server takes it. */
export const maxLabelLength = 60

/** How using a passkey ended. `cancelled`: the person or the browser stopped it. */
export type PasskeyOutcome = 'done' | 'cancelled' | 'already-registered' | 'impossible'

/** True when this browser can use passkeys here. */
export function canUsePasskeys(): boolean {
  return typeof PublicKeyCredential === 'function' && isSecureContext
}

/**
 * Makes a passkey on this device or key and registers it.
 *
 * @param label - What the person calls it, such as "Work phone".
 * @throws ProblemError when the server refuses it.
 */
export async function registerPasskey(api: Api, label: string): Promise<PasskeyOutcome> {
  if (!canUsePasskeys()) return 'impossible'
  const optionsJSON = await api.send<CreationOptions>('POST', '/passkeys/registration-options')
  const { startRegistration } = await import('@simplewebauthn/browser')
  const response = await startRegistration({ optionsJSON }).catch(outcomeOf)
  if (typeof response === 'string') return response
  await api.send('POST', '/passkeys', { label, response })
  return 'done'
}

/**
 * Proves with a passkey that it is still the same person.
 *
 * @throws ProblemError when the server does not accept the proof.
 */
export async function verifyPasskey(api: Api): Promise<PasskeyOutcome> {
  if (!canUsePasskeys()) return 'impossible'
  const optionsJSON = await api.send<RequestOptions>('POST', '/passkeys/verification-options')
  const { startAuthentication } = await import('@simplewebauthn/browser')
  const response = await startAuthentication({ optionsJSON }).catch(outcomeOf)
  if (typeof response === 'string') return response
  await api.send('POST', '/passkeys/verifications', { response })
  return 'done'
}

/** Source: Web Authentication Level 3, sections 5.1.3 and 5.1.4: the names of the errors. */
function outcomeOf(error: unknown): Exclude<PasskeyOutcome, 'done'> {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'AbortError':
      return 'cancelled'
    case 'InvalidStateError':
      return 'already-registered'
    case 'NotSupportedError':
    case 'SecurityError':
    case 'ConstraintError':
      return 'impossible'
    default:
      throw error
  }
}
