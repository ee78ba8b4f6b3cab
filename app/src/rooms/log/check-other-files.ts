// The files of the log besides its tiles: checkpoints, policy, evidence of a fork, and what does not belong there.
import { equalBytes } from '@openwacht/tlog/bytes.ts'
import { type Checkpoint, openCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import type { Hash } from '@openwacht/tlog/merkle.ts'
import { type NoteVerifier, parseNote } from '@openwacht/tlog/signed-note.ts'
import type { Finding } from './findings.ts'
import { parseForkAnswer } from './fork-evidence.ts'
import type { LogFolder } from './log-folder.ts'
import type { LogKey } from './log-key.ts'
import { logPaths, tileAt, unfinishedEnding } from './log-paths.ts'

/** A tree that a file or a table speaks of: its root must be the root of so many entries. */
export type SpokenOf = {
  readonly place: string
  readonly code: Finding['code']
  readonly size: number
  readonly root: Hash
}

/** What the check of the files is told: the key of the log, those of its witnesses, and the policy as it should be. */
export type FilesToCheck = {
  readonly folder: LogFolder
  readonly key: LogKey
  readonly witnesses: readonly NoteVerifier[]
  readonly policy: Uint8Array | undefined
}

/** The checkpoints that are kept, each with its signatures verified. */
export async function readNotes(
  { folder, key, witnesses }: FilesToCheck,
  paths: readonly string[],
  findings: Finding[],
): Promise<readonly SpokenOf[]> {
  const notes: SpokenOf[] = []
  for (const place of paths.filter((path) => isNote(path) && !path.endsWith(unfinishedEnding))) {
    const head = await openWhole((await folder.read(place)) ?? new Uint8Array(0), key, witnesses)
    if (head === undefined) findings.push({ code: 'checkpoint', place })
    else notes.push({ place, code: 'checkpoint', size: head.size, root: head.root })
  }
  return notes
}

function isNote(path: string): boolean {
  return path === logPaths.checkpoint || path === logPaths.witnessed || /^witness\/[^/]+$/.test(path)
}

/** A checkpoint under which every signature is known and holds; undefined for any other. */
async function openWhole(
  bytes: Uint8Array,
  key: LogKey,
  witnesses: readonly NoteVerifier[],
): Promise<Checkpoint | undefined> {
  const verifiers = [key.verifier, ...witnesses]
  try {
    const opened = await openCheckpoint(bytes, key.origin, verifiers)
    if (opened.kind === 'refused') return undefined
    const { signatures } = parseNote(bytes)
    const isWhole = opened.verified.length === signatures.length && opened.checkpoint.extensions.length === 0
    const isOurs = opened.verified.some(({ keyId, name }) => keyId === key.verifier.keyId && name === key.origin)
    return isWhole && isOurs ? opened.checkpoint : undefined
  } catch (error) {
    if (error instanceof MalformedError) return undefined
    throw error
  }
}

/** Files that are neither tiles nor checkpoints. What lies beyond the checkpoint is no part of the log. */
export async function checkOthers(wanted: FilesToCheck, paths: readonly string[]): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const path of paths) {
    if (path.endsWith(unfinishedEnding) || tileAt(path) !== undefined || isNote(path) || ofTheLock.includes(path))
      continue
    const bytes = (await wanted.folder.read(path)) ?? new Uint8Array(0)
    const isKnown = path === logPaths.policy || /^fork\/[1-9][0-9]*\/(ours|theirs|answer)$/.test(path)
    if (!isKnown) findings.push({ code: 'unknown-file', place: path })
    else if (!(await isAsWritten(wanted, path, bytes))) findings.push({ code: 'changed-file', place: path })
  }
  return findings
}

/** Of the process that holds the folder. */
const ofTheLock = ['lock', 'lock-journal', 'running.json']

async function isAsWritten({ key, policy }: FilesToCheck, path: string, bytes: Uint8Array): Promise<boolean> {
  if (path === logPaths.policy) return policy === undefined || equalBytes(bytes, policy)
  if (path.endsWith('/answer')) return parseForkAnswer(bytes) !== undefined
  return isSignedByLog(bytes, key)
}

/** Evidence may carry signatures of witnesses that are not in the policy any more. */
async function isSignedByLog(bytes: Uint8Array, key: LogKey): Promise<boolean> {
  try {
    return (await openCheckpoint(bytes, key.origin, [key.verifier])).kind === 'opened'
  } catch (error) {
    if (error instanceof MalformedError) return false
    throw error
  }
}
