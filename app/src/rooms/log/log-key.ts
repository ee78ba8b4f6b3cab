import { logSigner, noteVerifier } from '@openwacht/tlog/cosignature.ts'
import { ed25519FromSeed, verifyEd25519 } from '@openwacht/tlog/ed25519-node.ts'
import type { NoteSigner, NoteVerifier } from '@openwacht/tlog/signed-note.ts'
import { formatVerifierKey, isKeyName, signatureTypes, verifierKey } from '@openwacht/tlog/verifier-key.ts'
import type { DeriveKey } from '../../platform/installation-key.ts'

/** The key of a log: how it signs, how its signature is verified, and the line that others are given. */
export type LogKey = {
  readonly origin: string
  readonly signer: NoteSigner
  readonly verifier: NoteVerifier
  readonly verifierKey: string
}

/** The key of the log with this origin, from the key of the installation: one secret to keep. */
export function logKeyOf(derive: DeriveKey, origin: string): LogKey {
  const { sign, publicKey } = ed25519FromSeed(derive('transparency log signing key', 32))
  const key = verifierKey(origin, signatureTypes.ed25519, publicKey)
  const verifier = noteVerifier(key, verifyEd25519)
  if (verifier === undefined) throw new TypeError('expected a key that verifies')
  return { origin, signer: logSigner(key, sign), verifier, verifierKey: formatVerifierKey(key) }
}

/**
 * The origin of a new log: the public address without its scheme, and `/log`.
 *
 * @param publicUrl - undefined where only this machine reaches it.
 */
export function originOf(publicUrl: string | undefined): string {
  const { host, pathname } = new URL(publicUrl ?? 'http://localhost')
  const origin = `${host}${pathname.replace(/\/$/, '')}/log`
  // An address may hold what a name of a key may not.
  return isKeyName(origin) ? origin : encodeURI(origin).replaceAll('+', '%2B')
}
