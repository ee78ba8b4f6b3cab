// Proof files: that an entry is in a log, to be verified without any connection (C2SP tlog-proof).

import { concatBytes } from './bytes.ts'
import type { VerifyEd25519 } from './ed25519.ts'
import { maxProofFileBytes, maxProofHashes } from './limits.ts'
import { MalformedError, quote } from './malformed.ts'
import { areHashes, type Hash, isCount, verifyInclusion } from './merkle.ts'
import { judgeCheckpoint, type Policy, type Verdict } from './policy.ts'
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, parseDecimal } from './strict-text.ts'

/** A proof file. Nothing about it has been verified, and `extra` is verified by nobody. */
export type TlogProof = {
  /** What the application needs to find the leaf hash again; `undefined` when the file has none. */
  readonly extra: Uint8Array | undefined
  /** Index of the entry, from 0. */
  readonly index: number
  /** From the sibling of the leaf up to the child of the root. */
  readonly path: readonly Hash[]
  /** The signed checkpoint, byte for byte. */
  readonly checkpoint: Uint8Array
}

/** What a proof file shows. */
export type ProofVerdict = Verdict | { readonly kind: 'refused'; readonly because: 'not-included' }

const firstLine = 'c2sp.org/tlog-proof@v1'

/** @throws TypeError for an index or path that no proof has. */
export function formatTlogProof({ extra, index, path, checkpoint }: TlogProof): Uint8Array {
  if (!isCount(index) || path.length > maxProofHashes || !areHashes(path)) {
    throw new TypeError(`expected an index and at most ${maxProofHashes} hashes, got ${index} and ${path.length}`)
  }
  const lines = [firstLine, ...(extra === undefined ? [] : [`extra ${encodeBase64(extra)}`]), `index ${index}`]
  const head = [...lines, ...path.map(encodeBase64), ''].map((line) => `${line}\n`).join('')
  return concatBytes(encodeUtf8(head), checkpoint)
}

/** @throws MalformedError when the bytes are no proof file; its checkpoint is only parsed when it is verified. */
export function parseTlogProof(bytes: Uint8Array): TlogProof {
  const wrong = (expected: string, line?: number): MalformedError => new MalformedError('tlog-proof', expected, line)
  if (bytes.length > maxProofFileBytes) throw wrong(`expected at most ${maxProofFileBytes} bytes`)
  const end = findBlankLine(bytes)
  const head = end < 0 ? undefined : decodeUtf8(bytes.subarray(0, end))
  if (head === undefined) throw wrong('expected lines of text, a blank line and a checkpoint')
  const lines = head.split('\n')
  if (lines[0] !== firstLine) throw wrong(`expected ${firstLine}, got ${quote(lines[0] ?? '')}`, 1)
  const hasExtra = lines[1]?.startsWith('extra ') ?? false
  const extra = hasExtra ? decodeBase64(lines[1]?.slice('extra '.length) ?? '') : undefined
  if (hasExtra && extra === undefined) throw wrong('expected base64 after "extra"', 2)
  const at = hasExtra ? 2 : 1
  const [indexLine = '', ...hashes] = lines.slice(at)
  const index = indexLine.startsWith('index ') ? parseDecimal(indexLine.slice('index '.length)) : undefined
  if (index === undefined) throw wrong(`expected "index" and a number, got ${quote(indexLine)}`, at + 1)
  return { extra, index, path: parseHashLines(hashes, 'tlog-proof', at + 2), checkpoint: bytes.slice(end + 2) }
}

/**
 * One hash a line, at most 63, in base64.
 *
 * @param firstLineNumber - Where they stand, for the place in an error.
 * @throws MalformedError when there are more or one is not 32 bytes.
 */
export function parseHashLines(lines: readonly string[], format: string, firstLineNumber: number): readonly Hash[] {
  if (lines.length > maxProofHashes) throw new MalformedError(format, `expected at most ${maxProofHashes} hashes`)
  return lines.map((line, at) => {
    const hash = decodeBase64(line)
    if (hash?.length === 32) return hash
    throw new MalformedError(format, `expected a hash, got ${quote(line)}`, firstLineNumber + at)
  })
}

/** Position of the first of two newlines in a row, -1 without. */
export function findBlankLine(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) {
    if (bytes[at + 1] === 0x0a) return at
  }
  return -1
}

/**
 * Verifies that the leaf is in a log that the policy believes: signatures, quorum, inclusion.
 *
 * @param leaf - The leaf hash of the entry that is meant, computed by the caller; the file does not hold the entry.
 * @throws MalformedError when the checkpoint in the proof is none.
 *
 * Source: C2SP tlog-proof, "Verifying a tlog proof".
 */
export async function judgeTlogProof(
  proof: TlogProof,
  leaf: Hash,
  policy: Policy,
  verify: VerifyEd25519,
): Promise<ProofVerdict> {
  const verdict = await judgeCheckpoint(policy, proof.checkpoint, verify)
  if (verdict.kind === 'refused') return verdict
  const { size, root } = verdict.checkpoint
  return verifyInclusion(leaf, proof.index, size, root, proof.path)
    ? verdict
    : { kind: 'refused', because: 'not-included' }
}
