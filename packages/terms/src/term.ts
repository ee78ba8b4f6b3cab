import type { HolidayCode } from './holidays.ts'
import type { LocalDate, Place } from './local-date.ts'

/** Whose law sets the term. `house`: the organisation's own rule, counted on the calendar of its place. */
export type Law = 'eu' | 'nl' | 'dk' | 'house'

/**
 * In what the term stands. An act and an order in council fall under the acts on terms; a collective agreement, guidance, a
 * promise or a house rule does not (Algemene termijnenwet art. 5).
 */
export type Basis = 'act' | 'order' | 'agreement' | 'guidance'

/** Unit of a length. `working-days` counts only days that are neither weekend nor holiday. */
export type Unit = 'hours' | 'days' | 'working-days' | 'weeks' | 'months' | 'years'

/** `after` an event; `before` it, as for a notice or a summons. */
export type Direction = 'after' | 'before'

/**
 * What the end of the term means for who plans with it, which decides the reading that is safe.
 *
 * `act-by`: we must act, at the latest then. `erase-by`: at the latest then it is gone. `may-until`: until then somebody else
 * may still act. `not-before`: the first day on which it is allowed. `keep-until`: until then it must be there.
 */
export type Bearing = 'act-by' | 'erase-by' | 'may-until' | 'not-before' | 'keep-until'

/** A length of time in one unit. */
export type Length = { readonly amount: number; readonly unit: Unit }

/** One rule with a term. */
export type Term = {
  readonly law: Law
  readonly basis: Basis
  readonly length: Length
  readonly direction: Direction
  readonly bearing: Bearing
  /** Article that sets the length. */
  readonly article: string
  /** The law may mean that a last day off moves it, but that has not been settled: it is then only the other reading. */
  readonly rollOverArgued?: true
  /** The term stands still in certain times; `argued` when not every authority accepts it. */
  readonly suspension?: 'certain' | 'argued'
  /** The length itself has not been confirmed for this term. */
  readonly lengthUnconfirmed?: true
}

/** Days on which a term stands still, the first and the last included. */
export type Suspension = { readonly first: LocalDate; readonly last: LocalDate }

/** The facts of one case. */
export type Case = {
  /** Day of the event. It is not counted itself. */
  readonly from: LocalDate
  readonly place: Place
  /** Days on which this organisation is closed by its own choice: 'YYYY-MM-DD', or 'MM-DD' for every year. */
  readonly closedDays?: readonly string[]
  readonly suspended?: readonly Suspension[]
}

/** Why a day did not count, or could not be the last day. */
export type SkipReason = 'saturday' | 'sunday' | HolidayCode | 'closed-day' | 'suspended'

/** A day that was passed over. `reading`: in which of the two dates of the answer it plays a part. */
export type SkippedDay = {
  readonly date: LocalDate
  readonly reason: SkipReason
  readonly source: string
  readonly reading: 'safe' | 'other' | 'both'
}

/** Why an answer is less certain than it looks. Closed; each is explained in the README of this package. */
export type Doubt =
  /** Nobody has settled whether Regulation 1182/71 moves the last day of this term. */
  | 'union-roll-over-argued'
  /** The hour in which the event fell may not count (Regulation 1182/71 art. 3(1)). */
  | 'hour-of-event-argued'
  /** Whether the term must hold two working days is argued (Regulation 1182/71 art. 3(5)). Never used to compute. */
  | 'two-working-days-argued'
  /** The Algemene termijnenwet may move the last day, but plan on the day as counted. */
  | 'dutch-roll-over-argued'
  /** No general Danish rule was found that moves a last day. */
  | 'danish-roll-over-argued'
  /** The Danish way to count working days was not seen in a text of law. */
  | 'danish-working-days-unconfirmed'
  /** Days that the organisation is closed by choice are no holidays by law. */
  | 'closed-days-argued'
  /** Good Friday and 5 May are holidays for terms in acts; for other terms that is not settled. */
  | 'legal-holidays-argued'
  /** The equated days of a year in reach are not known here. */
  | 'equated-days-unknown'
  /** Not every authority lets the term stand still here. */
  | 'suspension-argued'
  /** The length of the term was not confirmed in its text. */
  | 'length-unconfirmed'

/** The end of a term in days, working days, weeks, months or years. */
export type DayAnswer = {
  readonly kind: 'day'
  readonly from: LocalDate
  /** The day as counted, before anything moves it. */
  readonly counted: LocalDate
  /** The day to plan on: of two readings the careful one. */
  readonly safe: LocalDate
  /** The day of the other reading that can be defended; `undefined` when there is one reading. */
  readonly other: LocalDate | undefined
  /** Articles applied, the one that sets the length first. */
  readonly articles: readonly string[]
  /** Days passed over, in the order of time. */
  readonly skipped: readonly SkippedDay[]
  readonly doubts: readonly Doubt[]
}

/** The end of a term in hours. */
export type InstantAnswer = {
  readonly kind: 'instant'
  readonly from: Date
  readonly safe: Date
  /** The instant of the other reading; `undefined` when there is one reading. */
  readonly other: Date | undefined
  /** `safe` on the clock on the wall of the place, with its offset. */
  readonly wallClock: string
  readonly articles: readonly string[]
  /** Always empty: hours pass over no day. */
  readonly skipped: readonly SkippedDay[]
  readonly doubts: readonly Doubt[]
}

/** Whether the earliest reading is the careful one; else the latest is. */
export function planEarliest(bearing: Bearing): boolean {
  return bearing === 'act-by' || bearing === 'erase-by'
}
