// Absence proofs: a tlog-proof of the last entry of a log, which states the absence map, with the part of the map that
// answers the keys somebody asked for. One file, verified without a connection.
import { type IndexEntry, parseIndexEntry } from './absence-index.ts'
import { concatBytes, equalBytes } from './bytes.ts'
import type { Checkpoint } from './checkpoint.ts'
import type { VerifyEd25519 } from './ed25519.ts'
import { MalformedError } from './malformed.ts'
import { type Hash, hashLeaf } from './merkle.ts'
import type { Policy, Witnessed } from './policy.ts'
import { type Answer, type PrunedMap, parsePrunedMap } from './pruned-map.ts'
import { formatTlogProof, judgeTlogProof, type ProofVerdict, parseTlogProof } from './tlog-proof.ts'

/** What an absence proof is made of. */
export type AbsenceProof = {
  /** The bytes of the last entry of the log. */
  readonly indexEntry: Uint8Array
  /** Given by the map for the keys that were asked for. */
  readonly prunedMap: Uint8Array
  /** Inclusion proof of that last entry. */
  readonly path: readonly Hash[]
  /** Signed checkpoint whose size is one more than the index entry covers. */
  readonly checkpoint: Uint8Array
}

/** What an absence proof shows. */
export type AbsenceVerdict =
  | {
      readonly kind: 'accepted'
      /** Everything before this entry has been counted. */
      readonly covers: number
      /** For each key asked for, in that order; never `unproven`. */
      readonly answers: readonly Exclude<Answer, { kind: 'unproven' }>[]
      readonly map: PrunedMap
      readonly checkpoint: Checkpoint
      readonly witnessed: readonly Witnessed[]
    }
  | Exclude<ProofVerdict, { kind: 'accepted' }>
  /** The entry is not the last one of the tree: entries after it would not be counted. */
  | { readonly kind: 'refused'; readonly because: 'not-last' }
  /** The map is not the one that the entry states. */
  | { readonly kind: 'refused'; readonly because: 'wrong-map' }
  /** The file does not answer the key at this position; `map` says which others it does. */
  | {
      readonly kind: 'refused'
      readonly because: 'unproven'
      readonly position: number
      readonly map: PrunedMap
      readonly checkpoint: Checkpoint
      readonly witnessed: readonly Witnessed[]
    }

/** The file: a tlog-proof (C2SP) whose `extra` holds the index entry, with its length before it, and the pruned map. */
export function formatAbsenceProof({ indexEntry, prunedMap, path, checkpoint }: AbsenceProof): Uint8Array {
  const stated = parseIndexEntry(indexEntry)
  if (stated === undefined) throw new TypeError('expected an index entry')
  const length = Uint8Array.of(indexEntry.length >> 8, indexEntry.length & 0xff)
  return formatTlogProof({ extra: concatBytes(length, indexEntry, prunedMap), index: stated.covers, path, checkpoint })
}

/**
 * Verifies an absence proof for keys: log and witnesses as the policy demands, the index entry as the last of the tree, the
 * map as that entry states it, and an answer to each key.
 *
 * @param keys - 32 bytes each, computed by whoever asks, never taken from the file.
 * @throws MalformedError when the bytes are no absence proof.
 */
export async function judgeAbsenceProof(
  bytes: Uint8Array,
  keys: readonly Uint8Array[],
  policy: Policy,
  verify: VerifyEd25519,
): Promise<AbsenceVerdict> {
  const proof = parseTlogProof(bytes)
  const { indexEntry, stated, prunedMap } = parseExtra(proof.extra)
  const verdict = await judgeTlogProof(proof, hashLeaf(indexEntry), policy, verify)
  if (verdict.kind === 'refused') return verdict
  const isLast = proof.index === verdict.checkpoint.size - 1 && stated.covers === proof.index
  if (!isLast) return { kind: 'refused', because: 'not-last' }
  const map = parsePrunedMap(prunedMap)
  if (!equalBytes(map.root, stated.root)) return { kind: 'refused', because: 'wrong-map' }
  const { checkpoint, witnessed } = verdict
  const answers: Exclude<Answer, { kind: 'unproven' }>[] = []
  for (const [position, key] of keys.entries()) {
    const answer = map.answer(key)
    if (answer.kind === 'unproven')
      return { kind: 'refused', because: 'unproven', position, map, checkpoint, witnessed }
    answers.push(answer)
  }
  return { kind: 'accepted', covers: stated.covers, answers, map, checkpoint, witnessed }
}

type Extra = { readonly indexEntry: Uint8Array; readonly stated: IndexEntry; readonly prunedMap: Uint8Array }

function parseExtra(extra: Uint8Array = new Uint8Array(0)): Extra {
  const [high = 0, low = 0] = extra
  const end = 2 + ((high << 8) | low)
  const indexEntry = extra.subarray(2, end)
  const stated = end <= extra.length ? parseIndexEntry(indexEntry) : undefined
  if (stated === undefined) throw new MalformedError('absence proof', 'expected an index entry in extra')
  return { indexEntry, stated, prunedMap: extra.subarray(end) }
}

/**
 * The delayed entries of a band that are still undisclosed, from the answers to its two keys: as many as could still turn
 * out to be about whoever asks.
 */
export function undisclosedOf(delayed: Answer, revealed: Answer): readonly number[] {
  const known = new Set(revealed.kind === 'present' ? revealed.entries : [])
  return delayed.kind === 'present' ? delayed.entries.filter((entry) => !known.has(entry)) : []
}
