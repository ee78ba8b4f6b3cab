import type { Declaration, Period } from './declaration.ts'

/** What the rules need to know besides the declaration: the day, and what the parties agreed. */
export type LegalContext = {
  /** Today, 'YYYY-MM-DD'. */
  readonly on: string
  /**
   * Least notice before a control measure in Denmark. Six weeks as in the DA/LO agreement; the length in the agreement for
   * municipalities and regions is to be confirmed, so it is a parameter.
   */
  readonly controlNotice: Period
}

/** The notice to plan with as long as the agreement of the organisation says nothing else. */
export const usualControlNotice: Period = { amount: 6, unit: 'weeks' }

/** Names of the law that differ per country. */
export type Jurisdiction = Declaration['jurisdiction']
