import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { pendingLimitMs } from './sessions.ts'

/** What must come back unchanged when the provider sends a person back. `to` is the path to go on to. */
export type PendingSignIn = {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
  readonly to: string
}

const nonceBytes = 12
const tagBytes = 16

/** Seals a pending sign-in for a cookie. AES-256-GCM; base64url of nonce, ciphertext, tag. @param key - 32 bytes. */
export function sealPending(pending: PendingSignIn, key: Uint8Array, now: Date): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const text = JSON.stringify({ ...pending, until: now.getTime() + pendingLimitMs })
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** Opens a sealed pending sign-in; undefined where it is not ours, was changed, or is too old. */
export function openPending(sealed: string, key: Uint8Array, now: Date): PendingSignIn | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length <= nonceBytes + tagBytes) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString(
      'utf8',
    )
    const { until, ...pending }: PendingSignIn & { until: number } = JSON.parse(text)
    return now.getTime() < until ? pending : undefined
  } catch {
    return undefined
  }
}

/**
 * A path of our own to go on to after sign-in; the start page for anything else. Another site as target would lend our
 * name to a trap.
 */
export function ownPath(to: string | undefined): string {
  if (to === undefined || !/^\/(?![/\\])[\w\-./?=&%~:@+,]*$/.test(to) || to.includes('//')) return '/'
  return URL.canParse(to, 'http://own.invalid') && new URL(to, 'http://own.invalid').host === 'own.invalid' ? to : '/'
}
