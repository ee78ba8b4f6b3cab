// Signed notes: text with signature lines under it (C2SP signed-note). Checkpoints and witness answers are made of them.

import { concatBytes } from './bytes.ts'
import { maxNoteBytes, maxSignatures } from './limits.ts'
import { MalformedError, quote } from './malformed.ts'
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, findControlCharacter } from './strict-text.ts'
import { isKeyName } from './verifier-key.ts'

/** One signature line. */
export type NoteSignature = {
  readonly name: string
  readonly keyId: number
  /** What the algorithm of the key made; the key id before it is taken off. */
  readonly signature: Uint8Array
}

/** A note as it was read. Nothing about it has been verified. */
export type Note = {
  /** With its last newline, which is signed too. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** A key that can verify signatures under notes. */
export type NoteVerifier = {
  readonly name: string
  readonly keyId: number
  readonly verify: (text: string, signature: Uint8Array) => boolean | Promise<boolean>
}

/** A key that can sign notes. */
export type NoteSigner = {
  readonly name: string
  readonly keyId: number
  readonly sign: (text: string) => Uint8Array | Promise<Uint8Array>
}

/** What opening a note gave. `verified` holds each known key once, with its signature. */
export type OpenedNote =
  | { readonly kind: 'opened'; readonly note: Note; readonly verified: readonly NoteSignature[] }
  | { readonly kind: 'refused'; readonly because: 'no-known-signature' }
  | { readonly kind: 'refused'; readonly because: 'wrong-signature'; readonly name: string }

/** @throws MalformedError when the bytes are no signed note. */
export function parseNote(bytes: Uint8Array): Note {
  if (bytes.length > maxNoteBytes) {
    throw new MalformedError('signed note', `expected at most ${maxNoteBytes} bytes, got ${bytes.length}`)
  }
  const whole = decodeUtf8(bytes)
  if (whole === undefined) throw new MalformedError('signed note', 'expected UTF-8')
  const control = controlCharacterIn(whole)
  if (control !== undefined) throw new MalformedError('signed note', 'expected no control character', control)
  const blank = whole.lastIndexOf('\n\n')
  if (blank < 0) throw new MalformedError('signed note', 'expected a blank line before the signatures')
  const text = whole.slice(0, blank + 1)
  return { text, signatures: parseSignatureLines(encodeUtf8(whole.slice(blank + 2)), text.split('\n').length) }
}

/**
 * One or more signature lines, as a witness answers them.
 *
 * @param linesBefore - Lines that stand before them, for the place in an error.
 * @throws MalformedError when a line is no signature line, the last newline is missing, or there are too many.
 */
export function parseSignatureLines(bytes: Uint8Array, linesBefore = 0): readonly NoteSignature[] {
  const text = bytes.length <= maxNoteBytes ? decodeUtf8(bytes) : undefined
  if (text === undefined || !text.endsWith('\n')) {
    throw new MalformedError('signed note', 'expected signature lines that end in a newline', linesBefore + 1)
  }
  const lines = text.slice(0, -1).split('\n')
  if (lines.length > maxSignatures) {
    throw new MalformedError('signed note', `expected at most ${maxSignatures} signatures, got ${lines.length}`)
  }
  return lines.map((line, at) => parseSignatureLine(line, linesBefore + at + 1))
}

function parseSignatureLine(line: string, at: number): NoteSignature {
  const [dash, name = '', encoded = '', ...rest] = line.split(' ')
  const bytes = decodeBase64(encoded)
  if (dash !== '—' || rest.length > 0 || !isKeyName(name) || bytes === undefined || bytes.length < 5) {
    throw new MalformedError('signed note', `expected "— <name> <signature>", got ${quote(line)}`, at)
  }
  return { name, keyId: new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), signature: bytes.slice(4) }
}

/** Line, from 1, of the first control character that is no newline. */
function controlCharacterIn(text: string): number | undefined {
  const line = text.split('\n').findIndex((one) => findControlCharacter(one) >= 0)
  return line < 0 ? undefined : line + 1
}

/** Bytes of a note with its signature lines. */
export function formatNote({ text, signatures }: Note): Uint8Array {
  return concatBytes(encodeUtf8(`${text}\n`), formatSignatureLines(signatures))
}

/** Signature lines, each with its newline. */
export function formatSignatureLines(signatures: readonly NoteSignature[]): Uint8Array {
  const lines = signatures.map(({ name, keyId, signature }) => {
    const id = Uint8Array.of(keyId >>> 24, keyId >>> 16, keyId >>> 8, keyId)
    return `— ${name} ${encodeBase64(concatBytes(id, signature))}\n`
  })
  return encodeUtf8(lines.join(''))
}

/**
 * Signs a text.
 *
 * @throws TypeError when the text does not end in a newline or would not read back as the text of a note.
 */
export async function signNote(text: string, signers: readonly NoteSigner[]): Promise<Note> {
  if (!text.endsWith('\n') || !text.isWellFormed() || controlCharacterIn(text) !== undefined) {
    throw new TypeError('expected text without control characters that ends in a newline')
  }
  const signatures = await Promise.all(
    signers.map(async ({ name, keyId, sign }) => ({ name, keyId, signature: await sign(text) })),
  )
  return { text, signatures }
}

/**
 * Parses a note and verifies every signature of a known key. Signatures of unknown keys are ignored; one wrong signature of
 * a known key refuses the whole note, and so does a note that no known key signed.
 *
 * @throws MalformedError when the bytes are no signed note; TypeError when two verifiers have the same name and id.
 *
 * Source: C2SP signed-note, "Signatures".
 */
export async function openNote(bytes: Uint8Array, verifiers: readonly NoteVerifier[]): Promise<OpenedNote> {
  return verifyNote(parseNote(bytes), verifiers)
}

/** As {@link openNote}, for a note that has been parsed. */
export async function verifyNote(note: Note, verifiers: readonly NoteVerifier[]): Promise<OpenedNote> {
  const known = new Map(verifiers.map((verifier) => [keyOf(verifier), verifier]))
  if (known.size !== verifiers.length) throw new TypeError('expected verifiers that differ in name or key id')
  const verified = new Map<string, NoteSignature>()
  for (const signature of note.signatures) {
    const verifier = known.get(keyOf(signature))
    if (verifier === undefined) continue
    if (!(await verifier.verify(note.text, signature.signature))) {
      return { kind: 'refused', because: 'wrong-signature', name: signature.name }
    }
    if (!verified.has(keyOf(signature))) verified.set(keyOf(signature), signature)
  }
  if (verified.size === 0) return { kind: 'refused', because: 'no-known-signature' }
  return { kind: 'opened', note, verified: [...verified.values()] }
}

/** A name cannot contain a space, so this names one key. */
function keyOf({ name, keyId }: { readonly name: string; readonly keyId: number }): string {
  return `${keyId} ${name}`
}
