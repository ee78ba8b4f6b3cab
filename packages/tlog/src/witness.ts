// A witness: remembers the latest tree of each log and cosigns only what continues it (C2SP tlog-witness).

import { equalBytes } from './bytes.ts'
import { parseTreeHead } from './checkpoint.ts'
import { verifyConsistency } from './consistency.ts'
import { MalformedError } from './malformed.ts'
import { emptyRoot, type Hash } from './merkle.ts'
import {
  formatSignatureLines,
  type NoteSigner,
  type NoteVerifier,
  parseNote,
  signNote,
  verifyNote,
} from './signed-note.ts'
import { encodeUtf8 } from './strict-text.ts'
import { type AddCheckpoint, parseAddCheckpoint, sizeMediaType, type WitnessAnswer } from './witness-messages.ts'

/** The tree that a witness cosigned last. */
export type WitnessedTree = { readonly size: number; readonly root: Hash }

/** What a witness remembers: its latest tree of each log, by origin. */
export type WitnessState = ReadonlyMap<string, WitnessedTree>

/** What a witness is configured with. */
export type WitnessSettings = {
  /** Keys that are believed for a log, by its origin. */
  readonly logs: ReadonlyMap<string, readonly NoteVerifier[]>
  /** The keys of the witness, at least one, each with the time of this request in it. */
  readonly cosigners: readonly NoteSigner[]
}

/**
 * What follows from a request. Make `state` durable before the answer is sent, and let no other request of the same log
 * come between: else an old tree could replace a newer one.
 */
export type WitnessStep = { readonly state: WitnessState; readonly answer: WitnessAnswer }

/**
 * Answers one add-checkpoint request. Never throws for what a client sends: that is a 400.
 *
 * @throws TypeError for a witness without a key: its 200 would say nothing.
 *
 * Source: C2SP tlog-witness, "add-checkpoint".
 */
export async function answerAddCheckpoint(
  state: WitnessState,
  body: Uint8Array,
  settings: WitnessSettings,
): Promise<WitnessStep> {
  if (settings.cosigners.length === 0) throw new TypeError('expected a witness with a key')
  try {
    const request = parseAddCheckpoint(body)
    const note = parseNote(request.checkpoint)
    const head = parseTreeHead(note.text)
    const keys = settings.logs.get(head.origin)
    if (keys === undefined) return { state, answer: plain(404, 'unknown log') }
    const opened = await verifyNote(note, keys)
    if (opened.kind === 'refused') return { state, answer: plain(403, opened.because) }
    const refusal = refusalOf(request, head, state.get(head.origin))
    if (refusal !== undefined) return { state, answer: refusal }
    const { signatures } = await signNote(note.text, settings.cosigners)
    return {
      state: new Map([...state, [head.origin, { size: head.size, root: head.root }]]),
      answer: { status: 200, contentType: 'text/plain; charset=utf-8', body: formatSignatureLines(signatures) },
    }
  } catch (error) {
    if (error instanceof MalformedError) return { state, answer: plain(400, error.message) }
    throw error
  }
}

/** Why a checkpoint with a good signature is not cosigned, in the order that the specification gives. */
function refusalOf(
  { oldSize, proof }: AddCheckpoint,
  head: WitnessedTree,
  latest: WitnessedTree | undefined,
): WitnessAnswer | undefined {
  if (oldSize > head.size) return plain(400, 'the old size is larger than the checkpoint')
  const known = latest?.size ?? 0
  if (oldSize !== known) return { status: 409, contentType: sizeMediaType, body: encodeUtf8(`${known}\n`) }
  if (head.size === 0 && !equalBytes(head.root, emptyRoot)) return plain(422, 'the empty tree has another root')
  const continues =
    oldSize === 0 || latest === undefined
      ? proof.length === 0
      : verifyConsistency(oldSize, head.size, latest.root, head.root, proof)
  return continues ? undefined : plain(422, 'the consistency proof does not verify')
}

function plain(status: number, reason: string): WitnessAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', body: encodeUtf8(`${reason}\n`) }
}
