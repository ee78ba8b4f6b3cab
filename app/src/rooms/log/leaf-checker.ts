import { commitTo } from '@openwacht/tlog/absence-hashes.ts'
import { AbsenceIndex, type IndexFault, parseIndexEntry } from '@openwacht/tlog/absence-index.ts'
import { MalformedError } from '@openwacht/tlog/malformed.ts'
import { decodeHex, encodeHex } from '@openwacht/tlog/strict-text.ts'
import { decodeLeaf, type Entry, type EntryKind } from '../../platform/entry-kind.ts'
import { marksOfLeaf, noMarks } from '../../platform/entry-marks.ts'

// What the entries of a log must be, one after the other: for everybody who reads a whole log. Pure, so it runs in the browser too.

/** A fault in what an entry says. `entry` is its place in the log, from 0. */
export type LeafFault =
  /** It is no entry of Openwacht, of a kind that this version does not know, or not as its kind demands. */
  | { readonly code: 'leaf-unreadable'; readonly entry: number; readonly wrong: 'json' | 'kind' | 'form' }
  /** Its day lies more than a day before one that came earlier. */
  | { readonly code: 'back-dated'; readonly entry: number; readonly day: string; readonly after: string }
  /** Its day comes after the day on which a witness had seen it already. */
  | { readonly code: 'dated-ahead'; readonly entry: number; readonly day: string; readonly seen: string }
  /** What it states of the absence map is not what follows from the entries before it. */
  | { readonly code: 'wrong-map'; readonly entry: number; readonly because: IndexFault['because'] | 'other-spelling' }

/** What all entries together showed. */
export type LeafReport = {
  readonly faults: readonly LeafFault[]
  /** How many more there are. */
  readonly further: number
  /** Entries of Openwacht among all; with none of them it is the log of somebody else. */
  readonly entries: number
  readonly firstDay: string | undefined
  readonly lastDay: string | undefined
  /** Statements of the absence map that were right, and the place of the last one. */
  readonly statements: number
  readonly lastStatement: number | undefined
  /** Entries of which notice still waits, and those among them of which the last day of waiting is over. */
  readonly delayed: number
  readonly overdue: number
  /** The map could be followed to the end. */
  readonly isMapFollowed: boolean
}

/** At this instant a witness had seen so many entries. */
export type SeenAt = { readonly size: number; readonly day: string }

/** Faults that are listed. Arbitrary: enough to see a pattern. */
const maxFaults = 100

/** The longest that an act can take around midnight, and a day for the zones of the earth. */
const slackDays = { order: 1, witness: 2 } as const

/** Takes the entries of a log in their order. */
export class LeafChecker {
  readonly #kinds: ReadonlyMap<string, EntryKind>
  readonly #seen: readonly (SeenAt & { readonly earliestAfter: string; readonly latestBefore: string })[]
  readonly #map: AbsenceIndex | undefined
  readonly #faults: LeafFault[] = []
  #further = 0
  #entries = 0
  #firstDay: string | undefined
  #lastDay: string | undefined
  /** Days before this one are back-dated. */
  #earliest = ''
  #statements = 0
  #lastStatement: number | undefined
  /** Where notice waits: by commitment the place of the entry and the last day. */
  readonly #waiting = new Map<string, { readonly entry: number; readonly until: string }>()
  #isMapFollowed: boolean

  /**
   * @param seen - What witnesses had seen on which day, in any order: later entries cannot be of much earlier days.
   * @param follows - Whether the absence map is computed too; it takes most of the time where many entries have marks.
   */
  constructor(kinds: ReadonlyMap<string, EntryKind>, seen: readonly SeenAt[], follows: boolean) {
    this.#kinds = kinds
    this.#seen = seen
      .map(({ size, day }) => ({
        size,
        day,
        earliestAfter: dayPlus(day, -slackDays.witness),
        latestBefore: dayPlus(day, slackDays.order),
      }))
      .sort((one, other) => one.size - other.size)
    this.#map = follows ? new AbsenceIndex() : undefined
    this.#isMapFollowed = follows
  }

  /** The next entry; `undefined` where its file could not be read. */
  take(index: number, leaf: Uint8Array | undefined): void {
    if (leaf === undefined) {
      this.#isMapFollowed = false
      return
    }
    const isStatement = this.#takeStatement(index, leaf)
    const entry = isStatement ? undefined : this.#takeEntry(index, leaf)
    this.#follow(index, leaf, isStatement, entry)
  }

  report(): LeafReport {
    return {
      faults: this.#faults,
      further: this.#further,
      entries: this.#entries,
      firstDay: this.#firstDay,
      lastDay: this.#lastDay,
      statements: this.#statements,
      lastStatement: this.#lastStatement,
      ...this.#delays(),
      isMapFollowed: this.#isMapFollowed,
    }
  }

  #takeStatement(index: number, leaf: Uint8Array): boolean {
    try {
      if (parseIndexEntry(leaf) === undefined) return false
      this.#lastStatement = index
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error
      this.#fault({ code: 'wrong-map', entry: index, because: 'other-spelling' })
      this.#isMapFollowed = false
    }
    return true
  }

  #takeEntry(index: number, leaf: Uint8Array): Entry | undefined {
    const entry = decodeLeaf(leaf, this.#kinds)
    if (typeof entry === 'string') {
      this.#fault({ code: 'leaf-unreadable', entry: index, wrong: shortly(entry) })
      return undefined
    }
    const { day, marks } = entry
    this.#entries++
    this.#takeDelays(index, marks)
    this.#firstDay ??= day
    this.#compareDays(index, day)
    if (this.#lastDay === undefined || day > this.#lastDay) {
      this.#lastDay = day
      const earliest = dayPlus(day, -slackDays.order)
      if (earliest > this.#earliest) this.#earliest = earliest
    }
    return entry
  }

  #takeDelays(index: number, { delayed, revealed }: Entry['marks']): void {
    if (delayed !== undefined)
      for (const commitment of delayed.commitments)
        this.#waiting.set(commitment, { entry: index, until: delayed.until })
    for (const { blind, key } of revealed) {
      const [blindBytes, keyBytes] = [decodeHex(blind), decodeHex(key)]
      if (blindBytes !== undefined && keyBytes !== undefined)
        this.#waiting.delete(encodeHex(commitTo(blindBytes, keyBytes)))
    }
  }

  #delays(): Pick<LeafReport, 'delayed' | 'overdue'> {
    const waiting = [...this.#waiting.values()]
    const late = waiting.filter(({ until }) => this.#earliest !== '' && until < this.#earliest)
    const entriesOf = (some: typeof waiting): number => new Set(some.map(({ entry }) => entry)).size
    return { delayed: entriesOf(waiting), overdue: entriesOf(late) }
  }

  #compareDays(index: number, day: string): void {
    if (day < this.#earliest) {
      this.#fault({ code: 'back-dated', entry: index, day, after: this.#lastDay ?? day })
      return
    }
    // The first that has this entry in it, and the last that has it not.
    const having = this.#seen.find(({ size }) => size > index)
    if (having !== undefined && day > having.latestBefore) {
      this.#fault({ code: 'dated-ahead', entry: index, day, seen: having.day })
    }
    const before = this.#seen.findLast(({ size }) => size <= index)
    if (before !== undefined && day < before.earliestAfter) {
      this.#fault({ code: 'back-dated', entry: index, day, after: before.day })
    }
  }

  #follow(index: number, leaf: Uint8Array, isStatement: boolean, entry: Entry | undefined): void {
    // After the first fault all that follows would be one too.
    if (this.#map === undefined || !this.#isMapFollowed) return
    // Most entries mark nobody, and have been read just now: to read them again would cost as much as to hash them.
    const marksNobody = entry !== undefined && entry.marks === noMarks && entry.facts.measure === undefined
    const fault = this.#map.follow(index, leaf, marksNobody ? () => [] : marksOfLeaf)
    if (fault === undefined) {
      if (isStatement) this.#statements++
      return
    }
    this.#isMapFollowed = false
    this.#fault({ code: 'wrong-map', entry: index, because: fault.because })
  }

  #fault(fault: LeafFault): void {
    if (this.#faults.length < maxFaults) this.#faults.push(fault)
    else this.#further++
  }
}

/** What is wrong, from the words of `decodeLeaf`. */
function shortly(words: string): 'json' | 'kind' | 'form' {
  if (words.startsWith('not canonical JSON')) return 'json'
  return words.startsWith('unknown kind') ? 'kind' : 'form'
}

/** A day some days later or, with a number below zero, earlier: YYYY-MM-DD. */
export function dayPlus(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** ISO 8601 of seconds since 1970; the end of time where somebody signed a number beyond it. */
export function instantOf(seconds: number): string {
  return new Date(Math.min(seconds * 1000, 8.64e15)).toISOString()
}
