// What the tables have of one entry, against its leaf.
import { commitTo } from '@openwacht/tlog/absence-hashes.ts'
import { encodeHex } from '@openwacht/tlog/strict-text.ts'
import { commitmentTo, decodeLeaf, type Entry, type EntryKind } from '../../platform/entry-kind.ts'
import { subjectDayKey } from '../../platform/entry-marks.ts'
import { outcomeKind } from '../../platform/outcome-kinds.ts'
import { delayEndedKind, lostKind, outsideErasedKind } from './entry-kinds.ts'
import type { Finding, FindingCode } from './findings.ts'

/** A row of an entry, and of what stands beside it. `openedOn`: the day an effect was announced, in the organisation's zone. */
export type CheckedRow = {
  readonly id: string
  readonly kind: string
  readonly day: string
  readonly measure: string | null
  readonly leaf: Uint8Array
  readonly openedOn: string | undefined
  readonly closes: string | null
  readonly outside: { readonly blind: Uint8Array; readonly details: string } | undefined
  /** Secrets of those it is about; undefined where the salt was erased. `isSealed`: the name of the subject can be opened. */
  readonly subjects: readonly { readonly isSealed: boolean; readonly secret: Uint8Array | undefined }[]
  readonly delay:
    | {
        readonly until: string
        readonly endedBy: string | null
        readonly marks: readonly { readonly blind: Uint8Array; readonly key: Uint8Array }[]
      }
    | undefined
}

/** What stands beside the row of an entry. `isOpened`: an effect was announced. */
export type Beside = Pick<CheckedRow, 'outside' | 'delay'> & { readonly isOpened: boolean }

/** What later entries say of earlier ones, and what therefore may or must be missing. */
export class Endings {
  readonly #erased = new Set<string>()
  readonly #lost = new Set<string>()
  readonly #delaysEnded = new Map<string, string>()
  readonly #missingOutside: string[] = []
  readonly #missingDelay: string[] = []
  readonly #delays = new Map<string, string | null>()
  readonly #wronglyOpened: string[] = []

  /** Takes in an entry, and what of it stands outside. */
  see(entry: Entry, { outside, delay, isOpened }: Beside, kind: EntryKind | undefined): void {
    const of = typeof entry.facts.of === 'string' ? entry.facts.of : ''
    if (entry.kind === outsideErasedKind.name) this.#erased.add(of)
    if (entry.kind === lostKind.name) this.#lost.add(of)
    if (entry.kind === delayEndedKind.name) this.#delaysEnded.set(of, entry.id)
    if (entry.outside !== undefined && outside === undefined) this.#missingOutside.push(entry.id)
    if (entry.marks.delayed !== undefined && delay === undefined) this.#missingDelay.push(entry.id)
    if (delay !== undefined) this.#delays.set(entry.id, delay.endedBy)
    if ((kind?.opens ?? false) !== isOpened) this.#wronglyOpened.push(entry.id)
  }

  /** What is missing that no entry explains. */
  findings(): readonly Finding[] {
    const outside = this.#missingOutside.filter((id) => !this.#erased.has(id) && !this.#lost.has(id))
    const delays = this.#missingDelay.filter((id) => !this.#lost.has(id))
    const ends = [...this.#delays].filter(([id, endedBy]) => endedBy !== (this.#delaysEnded.get(id) ?? null))
    // A row that was put back has nothing open: nobody is left to say how it ended.
    const opened = this.#wronglyOpened.filter((id) => !this.#lost.has(id))
    return [
      ...opened.map((id) => ({ code: 'changed-row' as const, place: `log_pending ${id}` })),
      ...outside.map((id) => ({ code: 'missing-outside' as const, place: `log_outside ${id}` })),
      ...[...delays, ...ends.map(([id]) => id)].map((id) => ({
        code: 'changed-delay' as const,
        place: `log_delays ${id}`,
      })),
    ]
  }
}

/** Checks the row of one entry. `isLost` rows, which were put back from the files, have nothing open. */
export function checkRow(
  row: CheckedRow,
  kinds: ReadonlyMap<string, EntryKind>,
): { readonly entry: Entry | undefined; readonly findings: readonly Finding[] } {
  const entry = decodeLeaf(row.leaf, kinds)
  if (typeof entry === 'string')
    return { entry: undefined, findings: [{ code: 'changed-row', place: `log_pending ${row.id}` }] }
  const found = (isWrong: boolean, code: FindingCode, table: string): readonly Finding[] =>
    isWrong ? [{ code, place: `${table} ${row.id}` }] : []
  return {
    entry,
    findings: [
      ...found(!isRowOf(row, entry), 'changed-row', 'log_pending'),
      ...found(!isOutsideOf(row, entry), 'changed-outside', 'log_outside'),
      ...found(!areSubjectsOf(row, entry, kinds), 'changed-subjects', 'log_subjects'),
      ...found(!isDelayOf(row, entry), 'changed-delay', 'log_delays'),
    ],
  }
}

function isRowOf(row: CheckedRow, entry: Entry): boolean {
  const { facts } = entry
  const closes = [outcomeKind.name, lostKind.name].includes(entry.kind) ? facts.of : null
  const measure = typeof facts.measure === 'string' ? facts.measure : null
  return (
    row.id === entry.id &&
    row.kind === entry.kind &&
    row.day === entry.day &&
    row.measure === measure &&
    row.closes === closes &&
    (row.openedOn === undefined || row.openedOn === entry.day)
  )
}

function isOutsideOf({ outside }: CheckedRow, entry: Entry): boolean {
  // One that is missing is judged when all entries have been seen.
  return outside === undefined || commitmentTo(outside.blind, outside.details) === entry.outside
}

function areSubjectsOf(row: CheckedRow, entry: Entry, kinds: ReadonlyMap<string, EntryKind>): boolean {
  if (row.subjects.some(({ isSealed }) => !isSealed)) return false
  if (row.outside === undefined) return row.subjects.length === 0
  if (kinds.get(entry.kind)?.marks !== 'subjects') return true
  const keys = entry.marks.delayed === undefined ? entry.marks.about : (row.delay?.marks ?? []).map(keyOf)
  const known = row.subjects.flatMap(({ secret }) => (secret === undefined ? [] : [hexOfDay(secret, entry.day)]))
  return row.subjects.length === keys.length && known.every((key) => keys.includes(key))
}

function isDelayOf({ delay }: CheckedRow, { marks }: Entry): boolean {
  if (delay === undefined) return true
  const commitments = delay.marks.map(({ blind, key }) => encodeHex(commitTo(blind, key))).sort()
  return (
    marks.delayed?.until === delay.until &&
    marks.delayed.commitments.length === commitments.length &&
    commitments.every((commitment, at) => commitment === marks.delayed?.commitments[at])
  )
}

function keyOf({ key }: { readonly key: Uint8Array }): string {
  return encodeHex(key)
}

function hexOfDay(secret: Uint8Array, day: string): string {
  return encodeHex(subjectDayKey(secret, day))
}
