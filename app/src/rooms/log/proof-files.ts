import { bandKeys } from '@openwacht/tlog/absence-hashes.ts'
import { judgeAbsenceProof, undisclosedOf } from '@openwacht/tlog/absence-proof.ts'
import type { VerifyEd25519 } from '@openwacht/tlog/ed25519.ts'
import { maxProvenKeys } from '@openwacht/tlog/limits.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { hashLeaf } from '@openwacht/tlog/merkle.ts'
import type { Policy } from '@openwacht/tlog/policy.ts'
import { judgeTlogProof, parseTlogProof } from '@openwacht/tlog/tlog-proof.ts'
import { decodeLeaf, type EntryKind } from '../../platform/entry-kind.ts'
import { delayBandsOf, measureDayKey, subjectDayKey } from '../../platform/entry-marks.ts'
import { dayPlus } from './leaf-checker.ts'
import type { Finding } from './verification-findings.ts'

// Proof files, as somebody exported them: of an entry, or of absence. Verified without any connection.

/** What believing a proof takes. */
export type ProofTrust = {
  readonly policy: Policy
  readonly kinds: ReadonlyMap<string, EntryKind>
  readonly verify: VerifyEd25519
}

/** About whom absence is asked, and for which days, the first and last included. */
export type AbsenceQuestion = {
  readonly about:
    | { readonly kind: 'secret'; readonly secret: Uint8Array }
    | { readonly kind: 'measure'; readonly measure: string }
  readonly from: string
  readonly until: string
}

/** Whether a proof file is one of absence; else it is one of an entry. @throws MalformedError for neither. */
export function isAbsenceProof(bytes: Uint8Array): boolean {
  const { extra } = parseTlogProof(bytes)
  // An entry is JSON; before a statement of the map stands its length, in two bytes.
  return extra !== undefined && extra.length > 2 && (extra[0] ?? 0) < 2
}

/** Judges the proof of an entry, which it carries in its `extra`. `path` names the file in what is found. */
export async function judgeEntryProof(
  path: string,
  bytes: Uint8Array,
  { policy, kinds, verify }: ProofTrust,
): Promise<readonly Finding[]> {
  try {
    const proof = parseTlogProof(bytes)
    const leaf = proof.extra
    if (leaf === undefined) return [{ level: 'fault', code: 'proof-refused', path, because: 'no-entry' }]
    const verdict = await judgeTlogProof(proof, hashLeaf(leaf), policy, verify)
    if (verdict.kind === 'refused') return [{ level: 'fault', code: 'proof-refused', path, because: verdict.because }]
    const place = { entry: proof.index, size: verdict.checkpoint.size }
    const entry = decodeLeaf(leaf, kinds)
    return typeof entry === 'string'
      ? [{ level: 'proven', code: 'proof-opaque', ...place }]
      : [{ level: 'proven', code: 'proof-entry', ...place, kind: entry.kind, day: entry.day }]
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error
    return [{ level: 'fault', code: 'malformed', path, wrong: error.message }]
  }
}

/** Judges a proof of absence for the keys of each day, which are computed here and not taken from the file. */
export async function judgeAbsence(
  path: string,
  bytes: Uint8Array,
  question: AbsenceQuestion,
  { policy, verify }: Omit<ProofTrust, 'kinds'>,
): Promise<readonly Finding[]> {
  const { from, until } = question
  const days = daysOf(from, until)
  const bands = delayBandsOf(from, until)
  const dayKeys = days.map((day) => keyOn(question, day))
  const bandPairs = bands.map((band) => bandKeys(band))
  try {
    const keys = [...dayKeys, ...bandPairs.flatMap(({ delayed, revealed }) => [delayed, revealed])]
    const verdict = await judgeAbsenceProof(bytes, keys, policy, verify)
    if (verdict.kind === 'refused') return [{ level: 'fault', code: 'proof-refused', path, because: verdict.because }]
    const { answers, covers } = verdict
    const present = days.flatMap((day, at): Finding[] => {
      const answer = answers[at]
      return answer?.kind === 'present'
        ? [{ level: 'proven', code: 'present', day, entries: answer.entries.join(', ') }]
        : []
    })
    const undisclosed = bands.flatMap((band, at): Finding[] => {
      const [delayed, revealed] = answers.slice(days.length + at * 2, days.length + at * 2 + 2)
      if (delayed === undefined || revealed === undefined) return []
      const count = undisclosedOf(delayed, revealed).length
      return count > 0 ? [{ level: 'unproven', code: 'undisclosed', band, count }] : []
    })
    const absent: Finding[] = present.length > 0 ? present : [{ level: 'proven', code: 'absent', from, until, covers }]
    return [...absent, ...undisclosed, { level: 'unproven', code: 'truth' }]
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error
    return [{ level: 'fault', code: 'malformed', path, wrong: error.message }]
  }
}

/** Days that one question may have: a key for each must fit in one proof, beside those of the bands. */
export const maxDays = maxProvenKeys - 200

/** The days of a period; none when it ends before it begins. */
export function daysOf(from: string, until: string): readonly string[] {
  const days: string[] = []
  for (let day = from; day <= until && days.length < maxDays; day = dayPlus(day, 1)) days.push(day)
  return days
}

function keyOn({ about }: AbsenceQuestion, day: string): Uint8Array {
  return about.kind === 'secret' ? subjectDayKey(about.secret, day) : measureDayKey(about.measure, day)
}
