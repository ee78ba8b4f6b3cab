// Trust policies: which logs are believed and which witnesses must have seen them (C2SP tlog-policy).
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import { cosignatureTimestamp, noteVerifier } from './cosignature.ts'
import type { VerifyEd25519 } from './ed25519.ts'
import { maxPolicyBytes, maxPolicyEntries } from './limits.ts'
import { MalformedError, quote } from './malformed.ts'
import { type NoteVerifier, parseNote, verifyNote } from './signed-note.ts'
import { decodeUtf8, parseDecimal } from './strict-text.ts'
import { parseVerifierKey, signatureTypes, type VerifierKey } from './verifier-key.ts'

/** A log or witness: its key, and where it is reached if the policy says so. */
export type Party = { readonly key: VerifierKey; readonly url: string | undefined }

/** A group has seen a checkpoint when at least `threshold` of its members, witnesses or groups, have. */
export type Group = { readonly threshold: number; readonly members: readonly string[] }

/** A policy. Witnesses and groups by the name they have in it, which means nothing elsewhere. */
export type Policy = {
  readonly logs: readonly Party[]
  readonly witnesses: ReadonlyMap<string, Party>
  readonly groups: ReadonlyMap<string, Group>
  /** Name of a witness or group; `none` when no witness is needed. */
  readonly quorum: string
}

/** A witness of the policy with a good cosignature, and the second (since 1970) it was made. */
export type Witnessed = { readonly name: string; readonly timestamp: number }

/** What a policy says of a checkpoint. */
export type Verdict =
  | {
      readonly kind: 'accepted'
      readonly checkpoint: Checkpoint
      readonly text: string
      readonly witnessed: readonly Witnessed[]
    }
  | { readonly kind: 'refused'; readonly because: 'unknown-log'; readonly origin: string }
  | { readonly kind: 'refused'; readonly because: 'no-log-signature' }
  | { readonly kind: 'refused'; readonly because: 'wrong-signature'; readonly name: string }
  | { readonly kind: 'refused'; readonly because: 'no-quorum'; readonly witnessed: readonly Witnessed[] }

const noQuorum = 'none'

type Draft = {
  readonly logs: Party[]
  readonly witnesses: Map<string, Party>
  readonly groups: Map<string, Group>
  readonly members: Set<string>
  quorum: string | undefined
}

/**
 * Parses a policy file. ML-DSA-44 keys are kept, but cannot be verified here and so never count.
 *
 * @throws MalformedError with the line, for every rule of the specification that a policy breaks.
 */
export function parsePolicy(bytes: Uint8Array): Policy {
  if (bytes.length > maxPolicyBytes) throw new MalformedError('policy', `expected at most ${maxPolicyBytes} bytes`)
  const lines = textOf(bytes).split('\n')
  if (lines.pop() !== '') throw new MalformedError('policy', 'expected a newline at the end', lines.length + 1)
  const draft: Draft = { logs: [], witnesses: new Map(), groups: new Map(), members: new Set(), quorum: undefined }
  for (const [at, line] of lines.entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '')
    const fail = (expected: string): never => {
      throw new MalformedError('policy', expected, at + 1)
    }
    if (words.length > 0 && !words[0]?.startsWith('#')) addLine(draft, words, fail)
  }
  if (draft.quorum === undefined) throw new MalformedError('policy', 'expected a quorum line')
  const { logs, witnesses, groups, quorum } = draft
  return { logs, witnesses, groups, quorum }
}

type Fail = (expected: string) => never

/** A policy is octets; both readings keep different names different, so names compare as octets. */
function textOf(bytes: Uint8Array): string {
  const control = bytes.findIndex((byte) => (byte < 0x20 && byte !== 0x09 && byte !== 0x0a) || byte === 0x7f)
  if (control >= 0) {
    const line = bytes.subarray(0, control).filter((byte) => byte === 0x0a).length + 1
    throw new MalformedError('policy', 'expected no control character but tab and newline', line)
  }
  return decodeUtf8(bytes) ?? Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
}

function addLine(draft: Draft, [kind = '', ...words]: readonly string[], fail: Fail): void {
  if (kind === 'log') addLog(draft, words, fail)
  else if (kind === 'witness') addWitness(draft, words, fail)
  else if (kind === 'group') addGroup(draft, words, fail)
  else if (kind === 'quorum') setQuorum(draft, words, fail)
  else fail(`expected log, witness, group or quorum, got ${quote(kind)}`)
}

function addLog(draft: Draft, words: readonly string[], fail: Fail): void {
  const [key = '', url, ...rest] = words
  if (words.length < 1 || rest.length > 0) fail('expected: log <vkey> [<url>]')
  const party = { key: keyOf(key, signatureTypes.ed25519, fail), url }
  if (isListed(draft.logs, party.key)) fail('expected each log once, got a key that is above')
  draft.logs.push(party)
  if (draft.logs.length > maxPolicyEntries) fail(`expected at most ${maxPolicyEntries} logs`)
}

function addWitness(draft: Draft, words: readonly string[], fail: Fail): void {
  const [name = '', key = '', url, ...rest] = words
  if (words.length < 2 || rest.length > 0) fail('expected: witness <name> <vkey> [<url>]')
  checkFree(draft, name, fail)
  const party = { key: keyOf(key, signatureTypes.ed25519Cosignature, fail), url }
  if (isListed([...draft.witnesses.values()], party.key)) fail('expected each witness once, got a key that is above')
  draft.witnesses.set(name, party)
  if (draft.witnesses.size > maxPolicyEntries) fail(`expected at most ${maxPolicyEntries} witnesses`)
}

function addGroup(draft: Draft, words: readonly string[], fail: Fail): void {
  const [name = '', rule = '', ...members] = words
  if (members.length < 1) fail('expected: group <name> all|any|<k> <name>...')
  checkFree(draft, name, fail)
  const threshold = rule === 'any' ? 1 : rule === 'all' ? members.length : (parseDecimal(rule) ?? 0)
  if (threshold < 1 || threshold > members.length)
    fail(`expected all, any or 1 to ${members.length}, got ${quote(rule)}`)
  for (const member of members) {
    if (!isDefined(draft, member)) fail(`expected a name from a line above, got ${quote(member)}`)
    if (draft.members.has(member)) fail(`expected ${quote(member)} in one group only`)
    draft.members.add(member)
  }
  draft.groups.set(name, { threshold, members })
  if (draft.groups.size > maxPolicyEntries) fail(`expected at most ${maxPolicyEntries} groups`)
}

function setQuorum(draft: Draft, words: readonly string[], fail: Fail): void {
  const [name = '', ...rest] = words
  if (words.length < 1 || rest.length > 0) fail('expected: quorum <name>')
  if (draft.quorum !== undefined) fail('expected one quorum line')
  if (name !== noQuorum && !isDefined(draft, name)) fail(`expected a name from a line above, got ${quote(name)}`)
  draft.quorum = name
}

function keyOf(text: string, type: number, fail: Fail): VerifierKey {
  try {
    const key = parseVerifierKey(text)
    return key.type === type || key.type === signatureTypes.mldsa44Cosignature
      ? key
      : fail(`expected a key of type ${type}, got type ${key.type}`)
  } catch (error) {
    if (error instanceof MalformedError && error.format === 'verifier key') return fail(error.message)
    throw error
  }
}

function checkFree(draft: Draft, name: string, fail: Fail): void {
  if (name === noQuorum || isDefined(draft, name)) fail(`expected a new name, got ${quote(name)}`)
}

function isDefined({ witnesses, groups }: Draft, name: string): boolean {
  return witnesses.has(name) || groups.has(name)
}

/** "Two vkeys are considered duplicate if they wrap the same underlying public key". */
function isListed(parties: readonly Party[], { name, keyId, publicKey }: VerifierKey): boolean {
  const bytes = String(publicKey)
  return parties.some(({ key }) => String(key.publicKey) === bytes || (key.name === name && key.keyId === keyId))
}

/** Whether these witnesses, by their names in the policy, are enough. */
export function isQuorum(policy: Policy, cosigned: ReadonlySet<string>): boolean {
  const hasSeen = (name: string): boolean => {
    const group = policy.groups.get(name)
    return group === undefined ? cosigned.has(name) : group.members.filter(hasSeen).length >= group.threshold
  }
  return policy.quorum === noQuorum || hasSeen(policy.quorum)
}

/**
 * Decides whether a checkpoint is valid under a policy: signed by the log that its origin names, and cosigned by a quorum.
 * A policy without logs accepts none. Timestamps are verified and given, not judged.
 *
 * @throws MalformedError when the bytes are no checkpoint.
 */
export async function judgeCheckpoint(policy: Policy, bytes: Uint8Array, verify: VerifyEd25519): Promise<Verdict> {
  const note = parseNote(bytes)
  const checkpoint = parseCheckpoint(note.text)
  const { origin } = checkpoint
  const logs = policy.logs.filter(({ key }) => key.name === origin)
  if (logs.length === 0) return { kind: 'refused', because: 'unknown-log', origin }
  const signed = await verifyNote(note, verifiersOf(logs, verify))
  if (signed.kind === 'refused') {
    return signed.because === 'wrong-signature' ? signed : { kind: 'refused', because: 'no-log-signature' }
  }
  const cosigned = await verifyNote(note, verifiersOf([...policy.witnesses.values()], verify))
  if (cosigned.kind === 'refused' && cosigned.because === 'wrong-signature') return cosigned
  const witnessed = [...policy.witnesses].flatMap(([name, { key }]) => {
    const found = cosigned.kind === 'opened' ? cosigned.verified.find((one) => isBy(one, key)) : undefined
    return found === undefined ? [] : [{ name, timestamp: cosignatureTimestamp(found.signature) ?? 0 }]
  })
  return isQuorum(policy, new Set(witnessed.map(({ name }) => name)))
    ? { kind: 'accepted', checkpoint, text: note.text, witnessed }
    : { kind: 'refused', because: 'no-quorum', witnessed }
}

function verifiersOf(parties: readonly Party[], verify: VerifyEd25519): readonly NoteVerifier[] {
  return parties.flatMap(({ key }) => noteVerifier(key, verify) ?? [])
}

type KeyReference = { readonly name: string; readonly keyId: number }

function isBy(signature: KeyReference, key: KeyReference): boolean {
  return signature.name === key.name && signature.keyId === key.keyId
}
