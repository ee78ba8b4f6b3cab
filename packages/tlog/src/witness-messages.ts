// What a log and a witness say to each other: the add-checkpoint call (C2SP tlog-witness). HTTP itself is the caller's.

import { concatBytes } from './bytes.ts'
import { maxNoteBytes, maxProofHashes } from './limits.ts'
import { MalformedError, quote } from './malformed.ts'
import { areHashes, type Hash, isCount } from './merkle.ts'
import { type Note, type NoteSignature, type NoteVerifier, parseSignatureLines, verifyNote } from './signed-note.ts'
import { decodeUtf8, encodeBase64, encodeUtf8, parseDecimal } from './strict-text.ts'
import { findBlankLine, parseHashLines } from './tlog-proof.ts'

/** The request: a checkpoint, and the proof that it continues the one the witness cosigned last. */
export type AddCheckpoint = {
  /** Size of that one; 0 when there is none. */
  readonly oldSize: number
  readonly proof: readonly Hash[]
  /** The signed checkpoint, byte for byte. */
  readonly checkpoint: Uint8Array
}

/** An answer as it goes over HTTP. */
export type WitnessAnswer = { readonly status: number; readonly contentType: string; readonly body: Uint8Array }

/** The media type of the 409 answer, whose body is the size that the witness knows. */
export const sizeMediaType = 'text/x.tlog.size'

/** What an answer means to the log. */
export type AnswerMeaning =
  /** The witness saw it. `signatures` are good ones of known keys and none of them is for another checkpoint. */
  | { readonly kind: 'cosigned'; readonly signatures: readonly NoteSignature[] }
  /** Ask again with a proof from this size. */
  | { readonly kind: 'conflict'; readonly oldSize: number }
  /** 400 and 422 mean a fault of ours, 403 a key and 404 a log that the witness does not know. */
  | { readonly kind: 'refused'; readonly because: 'bad-request' | 'untrusted-key' | 'unknown-log' | 'inconsistent' }
  /** The witness answered 200 without a good signature of a key that it is known by. */
  | { readonly kind: 'not-cosigned' }
  /** A status outside the protocol, such as 503: ask again later. */
  | { readonly kind: 'unavailable'; readonly status: number }

/** @throws TypeError for a size or proof that no request has. */
export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): Uint8Array {
  if (!isCount(oldSize) || proof.length > maxProofHashes || !areHashes(proof)) {
    throw new TypeError(`expected a size and at most ${maxProofHashes} hashes, got ${oldSize} and ${proof.length}`)
  }
  const head = [`old ${oldSize}`, ...proof.map(encodeBase64), ''].map((line) => `${line}\n`).join('')
  return concatBytes(encodeUtf8(head), checkpoint)
}

/** @throws MalformedError when the bytes are no request; its checkpoint is not parsed yet. */
export function parseAddCheckpoint(bytes: Uint8Array): AddCheckpoint {
  const format = 'add-checkpoint request'
  if (bytes.length > maxNoteBytes * 2) throw new MalformedError(format, `expected at most ${maxNoteBytes * 2} bytes`)
  const end = findBlankLine(bytes)
  const head = end < 0 ? undefined : decodeUtf8(bytes.subarray(0, end))
  if (head === undefined) throw new MalformedError(format, 'expected lines of text, a blank line and a checkpoint')
  const [sizeLine = '', ...hashes] = head.split('\n')
  const oldSize = sizeLine.startsWith('old ') ? parseDecimal(sizeLine.slice('old '.length)) : undefined
  if (oldSize === undefined) throw new MalformedError(format, `expected "old" and a size, got ${quote(sizeLine)}`, 1)
  return { oldSize, proof: parseHashLines(hashes, format, 2), checkpoint: bytes.slice(end + 2) }
}

/**
 * What an answer means.
 *
 * @param note - The checkpoint that was sent.
 * @param verifiers - The keys by which this witness is known.
 * @throws MalformedError when the body is not what the status promises.
 */
export async function readWitnessAnswer(
  answer: WitnessAnswer,
  note: Note,
  verifiers: readonly NoteVerifier[],
): Promise<AnswerMeaning> {
  switch (answer.status) {
    case 200: {
      const signatures = parseSignatureLines(answer.body)
      const opened = await verifyNote({ text: note.text, signatures }, verifiers)
      return opened.kind === 'opened' ? { kind: 'cosigned', signatures: opened.verified } : { kind: 'not-cosigned' }
    }
    case 409:
      return { kind: 'conflict', oldSize: parseKnownSize(answer) }
    case 400:
      return { kind: 'refused', because: 'bad-request' }
    case 403:
      return { kind: 'refused', because: 'untrusted-key' }
    case 404:
      return { kind: 'refused', because: 'unknown-log' }
    case 422:
      return { kind: 'refused', because: 'inconsistent' }
    default:
      return { kind: 'unavailable', status: answer.status }
  }
}

function parseKnownSize({ contentType, body }: WitnessAnswer): number {
  const text = body.length <= 20 ? decodeUtf8(body) : undefined
  const size = text?.endsWith('\n') ? parseDecimal(text.slice(0, -1)) : undefined
  if (contentType !== sizeMediaType || size === undefined) {
    throw new MalformedError('add-checkpoint answer', `expected ${sizeMediaType} and a size, got ${quote(contentType)}`)
  }
  return size
}

/** The note with more signatures under it; one that is there already is not repeated. */
export function withSignatures(note: Note, more: readonly NoteSignature[]): Note {
  const isThere = (one: NoteSignature): boolean =>
    note.signatures.some(({ name, keyId }) => name === one.name && keyId === one.keyId)
  return { text: note.text, signatures: [...note.signatures, ...more.filter((one) => !isThere(one))] }
}
