// Checkpoints: what a log says its tree is now, as a signed note (C2SP tlog-checkpoint).

import { equalBytes } from './bytes.ts'
import { MalformedError, quote } from './malformed.ts'
import { areHashes, emptyRoot, type Hash, isCount } from './merkle.ts'
import { type NoteSignature, type NoteVerifier, openNote } from './signed-note.ts'
import { decodeBase64, encodeBase64, findControlCharacter, parseDecimal } from './strict-text.ts'

/** The head of a tree. */
export type Checkpoint = {
  /** Identity of the log; by custom also the name of its key. */
  readonly origin: string
  /** Number of entries. */
  readonly size: number
  readonly root: Hash
  /** Further lines. Ours have none: programs differ on whether witnesses sign them. */
  readonly extensions: readonly string[]
}

/** What opening a checkpoint gave. */
export type OpenedCheckpoint =
  | {
      readonly kind: 'opened'
      readonly checkpoint: Checkpoint
      /** The signed text, as cosigners sign it. */
      readonly text: string
      /** Signatures of the given keys, each verified. */
      readonly verified: readonly NoteSignature[]
    }
  | { readonly kind: 'refused'; readonly because: 'no-known-signature' }
  | { readonly kind: 'refused'; readonly because: 'wrong-signature'; readonly name: string }
  | { readonly kind: 'refused'; readonly because: 'wrong-origin'; readonly origin: string }

/**
 * The text of a checkpoint, to be signed.
 *
 * @throws TypeError for an origin, size, root or extension that cannot stand in a checkpoint.
 */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  const lines = [origin, ...extensions]
  if (!lines.every(isLine)) throw new TypeError('expected an origin and extensions of one line that is not empty')
  if (!isCount(size) || !areHashes([root])) throw new TypeError(`expected a size and a root of 32 bytes, got ${size}`)
  return [origin, size, encodeBase64(root), ...extensions].map((line) => `${line}\n`).join('')
}

/** @throws MalformedError when the text of a note is no checkpoint, also when size 0 has another root than the empty one. */
export function parseCheckpoint(text: string): Checkpoint {
  const checkpoint = parseTreeHead(text)
  if (checkpoint.size === 0 && !equalBytes(checkpoint.root, emptyRoot)) {
    throw new MalformedError('checkpoint', 'expected the root of the empty tree', 3)
  }
  return checkpoint
}

/** As {@link parseCheckpoint}, but size 0 may have any root: a witness has an answer of its own to that. */
export function parseTreeHead(text: string): Checkpoint {
  const lines = text.split('\n')
  if (lines.pop() !== '') throw new MalformedError('checkpoint', 'expected a newline at the end')
  const [origin = '', sizeLine = '', rootLine = '', ...extensions] = lines
  const empty = [origin, sizeLine, rootLine, ...extensions].findIndex((line) => !isLine(line))
  if (empty >= 0) throw new MalformedError('checkpoint', 'expected a line that is not empty', empty + 1)
  const size = parseDecimal(sizeLine)
  if (size === undefined) throw new MalformedError('checkpoint', `expected a tree size, got ${quote(sizeLine)}`, 2)
  const root = decodeBase64(rootLine)
  if (root?.length !== 32) throw new MalformedError('checkpoint', `expected a root hash, got ${quote(rootLine)}`, 3)
  return { origin, size, root, extensions }
}

/**
 * Verifies the signature of a log and parses its checkpoint.
 *
 * @param origin - The log that is meant: a checkpoint of another one is refused, although its signature may be good.
 * @param logKeys - Keys of the log. One good signature is enough, so a witness is no part of this: a policy judges both.
 * @throws MalformedError when the bytes are no signed note or the text is no checkpoint.
 */
export async function openCheckpoint(
  bytes: Uint8Array,
  origin: string,
  logKeys: readonly NoteVerifier[],
): Promise<OpenedCheckpoint> {
  const opened = await openNote(bytes, logKeys)
  if (opened.kind === 'refused') return opened
  const { text } = opened.note
  const checkpoint = parseCheckpoint(text)
  if (checkpoint.origin !== origin) return { kind: 'refused', because: 'wrong-origin', origin: checkpoint.origin }
  return { kind: 'opened', checkpoint, text, verified: opened.verified }
}

function isLine(line: string): boolean {
  return line.length > 0 && line.isWellFormed() && findControlCharacter(line) < 0
}
