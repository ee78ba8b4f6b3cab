// A log and two witnesses with fixed keys, for the tests of this engine.
import { formatCheckpoint } from '../src/checkpoint.ts'
import { cosigner, logSigner } from '../src/cosignature.ts'
import type { SignEd25519 } from '../src/ed25519.ts'
import { ed25519FromSeed } from '../src/ed25519-node.ts'
import { formatNote, signNote } from '../src/signed-note.ts'
import { signatureTypes, type VerifierKey, verifierKey } from '../src/verifier-key.ts'

export type TestParty = { readonly key: VerifierKey; readonly sign: SignEd25519 }

function party(name: string, type: number, seed: number): TestParty {
  const { sign, publicKey } = ed25519FromSeed(new Uint8Array(32).fill(seed))
  return { key: verifierKey(name, type, publicKey), sign }
}

export const log = party('log.example/2026', signatureTypes.ed25519, 11)
export const council = party('council.example', signatureTypes.ed25519Cosignature, 12)
export const external = party('external.example', signatureTypes.ed25519Cosignature, 13)

export type CheckpointOptions = {
  readonly origin?: string
  readonly size?: number
  readonly root?: Uint8Array
  readonly timestamp?: number
  readonly isSignedByLog?: boolean
}

/** A checkpoint signed by the log and cosigned by these witnesses, as bytes. */
export async function makeCheckpoint(
  witnesses: readonly TestParty[],
  options: CheckpointOptions = {},
): Promise<Uint8Array> {
  const { origin = log.key.name, size = 5, root = new Uint8Array(32).fill(7) } = options
  const { timestamp = 1_700_000_000, isSignedByLog = true } = options
  const text = formatCheckpoint({ origin, size, root, extensions: [] })
  const signers = [
    ...(isSignedByLog ? [logSigner(log.key, log.sign)] : []),
    ...witnesses.map(({ key, sign }) => cosigner(key, sign, timestamp)),
  ]
  return formatNote(await signNote(text, signers))
}
