import { noteVerifier } from '@openwacht/tlog/cosignature.ts'
import { verifyEd25519 } from '@openwacht/tlog/ed25519-node.ts'
import { type Policy, parsePolicy } from '@openwacht/tlog/policy.ts'
import type { NoteVerifier } from '@openwacht/tlog/signed-note.ts'
import { decodeUtf8, encodeUtf8 } from '@openwacht/tlog/strict-text.ts'
import type { LogKey } from './log-key.ts'

/** Who believes this log: the policy as it is published, and what follows from it. */
export type WitnessPolicy = {
  readonly bytes: Uint8Array
  readonly policy: Policy
  readonly witnesses: readonly Witness[]
}

/** One witness of the policy. `url` is where it is asked; undefined for one whose cosignatures come another way. */
export type Witness = { readonly name: string; readonly url: string | undefined; readonly verifier: NoteVerifier }

/**
 * The policy of this log: its own key, and witnesses, groups and quorum of the file that the organisation gives.
 *
 * @param url - Public address of the log; undefined where only this machine reaches it.
 * @param given - Text of that file; undefined without witnesses. Lines on other logs in it are left out.
 * @throws MalformedError, with the line, where it is no policy.
 */
export function witnessPolicy(key: LogKey, url: string | undefined, given: Uint8Array | undefined): WitnessPolicy {
  if (given !== undefined) parsePolicy(given)
  const lines = given === undefined ? ['quorum none'] : (decodeUtf8(given) ?? '').split('\n').slice(0, -1)
  const log = `log ${key.verifierKey}${url === undefined ? '' : ` ${url}`}`
  const kept = lines.filter((line) => !/^[ \t]*log[ \t]/.test(line))
  const bytes = encodeUtf8([log, ...kept].map((line) => `${line}\n`).join(''))
  const policy = parsePolicy(bytes)
  const witnesses = [...policy.witnesses].flatMap(([name, { key: witnessKey, url: address }]) => {
    const verifier = noteVerifier(witnessKey, verifyEd25519)
    return verifier === undefined ? [] : [{ name, url: address, verifier }]
  })
  return { bytes, policy, witnesses }
}
