/** What can be wrong with a question. Closed: whoever words it needs no default. */
export type TermFaultCode =
  /** Not a day that exists, written YYYY-MM-DD. */
  | 'not-a-date'
  /** Outside the years for which the calendars are known; see `firstYear` and `lastYear`. */
  | 'year-out-of-range'
  /** Not an instant at all. */
  | 'not-an-instant'
  /** Not a whole number, under zero, or over `maxAmount`. */
  | 'amount-out-of-range'
  /** The law of this term leaves the holidays to the place, and none was given. */
  | 'place-missing'
  /** A term in hours starts at an instant, a term in days on a day. */
  | 'starts-at-an-instant'
  | 'starts-on-a-day'
  /** No term of that name. */
  | 'term-unknown'
  /** The law gives no extension here. */
  | 'no-extension'
  /** The event lies before the day on which the rule came into force. */
  | 'not-in-force-yet'
  /** The event lies after the rule ended. */
  | 'no-longer-in-force'
  /** The last day of a suspension lies before its first, or the law knows no suspension here. */
  | 'suspension-ends-before-it-starts'
  | 'no-suspension'
  /** A closed day is neither YYYY-MM-DD nor MM-DD. */
  | 'not-a-closed-day'

/** One fault: `path` is the property of the question, such as `suspended.0.last`. */
export type TermFault = { readonly path: string; readonly code: TermFaultCode }

/** A question that has no answer, with every place that is wrong. */
export class TermError extends Error {
  readonly faults: readonly TermFault[]
  constructor(faults: readonly TermFault[]) {
    super(`term not understood: ${faults.map(({ path, code }) => `${path}: ${code}`).join(', ')}`)
    this.faults = faults
  }
}
