import { bandKeys } from '@openwacht/tlog/absence-hashes.ts'
import { judgeAbsenceProof, undisclosedOf } from '@openwacht/tlog/absence-proof.ts'
import { equalBytes } from '@openwacht/tlog/bytes.ts'
import type { VerifyEd25519 } from '@openwacht/tlog/ed25519.ts'
import { maxProvenKeys } from '@openwacht/tlog/limits.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { hashLeaf } from '@openwacht/tlog/merkle.ts'
import type { Policy, Witnessed } from '@openwacht/tlog/policy.ts'
import type { PrunedMap } from '@openwacht/tlog/pruned-map.ts'
import { judgeTlogProof, parseTlogProof } from '@openwacht/tlog/tlog-proof.ts'
import { decodeLeaf, type EntryKind } from '../../platform/entry-kind.ts'
import { delayBandsOf, measureDayKey, subjectDayKey } from '../../platform/entry-marks.ts'
import { dayPlus, instantOf } from './leaf-checker.ts'
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

/**
 * Judges the proof of an entry, which it carries in its `extra`.
 *
 * @param path - Names the file in what is found.
 * @param shown - The leaf that somebody was shown, where there is one: the proof of another entry proves nothing about it.
 */
export async function judgeEntryProof(
  path: string,
  bytes: Uint8Array,
  { policy, kinds, verify }: ProofTrust,
  shown?: Uint8Array,
): Promise<readonly Finding[]> {
  try {
    const proof = parseTlogProof(bytes)
    const leaf = proof.extra
    if (leaf === undefined) return [{ level: 'fault', code: 'proof-refused', path, because: 'no-entry' }]
    if (shown !== undefined && !equalBytes(shown, leaf))
      return [{ level: 'fault', code: 'proof-refused', path, because: 'other-entry' }]
    const verdict = await judgeTlogProof(proof, hashLeaf(leaf), policy, verify)
    if (verdict.kind === 'refused') return [{ level: 'fault', code: 'proof-refused', path, because: verdict.because }]
    const place = { entry: proof.index, size: verdict.checkpoint.size }
    const entry = decodeLeaf(leaf, kinds)
    const found: Finding =
      typeof entry === 'string'
        ? { level: 'proven', code: 'proof-opaque', ...place }
        : { level: 'proven', code: 'proof-entry', ...place, kind: entry.kind, day: entry.day }
    return [found, ...seenBy(verdict.checkpoint.size, verdict.witnessed)]
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
  // Of no day nothing is shown, and of a period that was cut off not all that was asked.
  if (days.length === 0 || days.length >= maxDays)
    return [{ level: 'fault', code: 'proof-refused', path, because: 'no-period' }]
  const bands = delayBandsOf(from, until)
  const keys = [...days.map((day) => keyOn(question, day)), ...bands.flatMap(keysOfBand)]
  try {
    const verdict = await judgeAbsenceProof(bytes, keys, policy, verify)
    if (verdict.kind === 'refused' && verdict.because !== 'unproven')
      return [{ level: 'fault', code: 'proof-refused', path, because: verdict.because }]
    const { map, checkpoint, witnessed } = verdict
    const around: readonly Finding[] = [
      ...seenBy(checkpoint.size, witnessed),
      { level: 'unproven', code: 'newest' },
      { level: 'unproven', code: 'truth' },
    ]
    const present = days.flatMap((day, at): Finding[] => {
      const answer = map.answer(keys[at] ?? keyOn(question, day))
      return answer.kind === 'present'
        ? [{ level: 'proven', code: 'present', day, entries: answer.entries.join(', ') }]
        : []
    })
    const lastDay = lastDayOf(witnessed)
    if (verdict.kind === 'refused' || (lastDay !== undefined && until > lastDay))
      return [...present, coverageOf(question, map, lastDay), ...around]
    const undisclosed = bands.flatMap((band): Finding[] => {
      const [delayed, revealed] = keysOfBand(band)
      const count = undisclosedOf(map.answer(delayed), map.answer(revealed)).length
      return count > 0 ? [{ level: 'unproven', code: 'undisclosed', band, count }] : []
    })
    const absent: Finding[] =
      present.length > 0 ? present : [{ level: 'proven', code: 'absent', from, until, covers: verdict.covers }]
    return [...absent, ...undisclosed, ...around]
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error
    return [{ level: 'fault', code: 'malformed', path, wrong: error.message }]
  }
}

/** Who has seen the tree of a proof, and when the last of them did. */
function seenBy(size: number, witnessed: readonly Witnessed[]): readonly Finding[] {
  const at = latestOf(witnessed)
  if (at === undefined) return [{ level: 'unproven', code: 'no-witness' }]
  return [{ level: 'proven', code: 'cosigned', size, witnesses: witnessed.map(({ name }) => name).join(', '), at }]
}

/** ISO 8601. */
function latestOf(witnessed: readonly Witnessed[]): string | undefined {
  return witnessed.length === 0 ? undefined : instantOf(Math.max(...witnessed.map(({ timestamp }) => timestamp)))
}

/** The last day that a proof can say something of, in any zone of the earth; undefined where nobody says when it was made. */
function lastDayOf(witnessed: readonly Witnessed[]): string | undefined {
  const at = latestOf(witnessed)
  // A year of more digits sorts before all others.
  return at === undefined || at.startsWith('+') ? undefined : dayPlus(at.slice(0, 10), 1)
}

/** Days before and after those that were asked in which is looked for what a proof covers. Arbitrary: five years. */
const daysAround = 1_830

/** What a proof that does not answer all days that were asked does cover. */
function coverageOf(question: AbsenceQuestion, map: PrunedMap, lastDay: string | undefined): Finding {
  const { from, until } = question
  const isOver = (day: string): boolean => lastDay === undefined || day <= lastDay
  const isAnswered = (day: string): boolean =>
    [keyOn(question, day), ...delayBandsOf(day, day).flatMap(keysOfBand)].every(
      (key) => map.answer(key).kind !== 'unproven',
    )
  const days = daysOf(from, until).filter(isOver)
  // In a large map a few days are answered by chance, because others lie on the same way; in a small one nearly all are.
  const isMostly = days.length > 0 && days.filter(isAnswered).length * 2 >= days.length
  const around = isMostly ? days : daysOf(dayPlus(from, -daysAround), dayPlus(until, daysAround)).filter(isOver)
  const [first, last] = longestRun(around, isAnswered)
  if (first === undefined || last === undefined || (first === last && !isMostly))
    return { level: 'unproven', code: 'other-question', from, until }
  return { level: 'unproven', code: 'other-days', coversFrom: first, coversUntil: last, from, until }
}

/** The first and the last day of the longest run of days that are so; none where no day is. */
function longestRun(days: readonly string[], is: (day: string) => boolean): readonly string[] {
  let best: readonly string[] = []
  let start = 0
  for (const [at, day] of days.entries()) {
    if (!is(day)) start = at + 1
    else if (at + 1 - start > best.length) best = days.slice(start, at + 1)
  }
  return best.length === 0 ? [] : [best[0] ?? '', best.at(-1) ?? '']
}

function keysOfBand(band: string): readonly [Uint8Array, Uint8Array] {
  const { delayed, revealed } = bandKeys(band)
  return [delayed, revealed]
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
