// What a correlation says when it matches.
import type { Link } from './correlation-links.ts'

/** An event, or the match of a correlation, that a match consists of. */
export type Part = {
  /** The rule that matched, by its number in the set. */
  readonly link: Link
  /** Milliseconds since 1970. */
  readonly at: number
  /** What the caller called the event. */
  readonly id: string
  /** The match of a correlation that is a part; left out when a result would grow too large. */
  readonly result: CorrelationResult | undefined
}

/** A match of a correlation. */
export type CorrelationResult = {
  /** Number in the set. */
  readonly correlation: number
  /** Time of the event that decided, or the end of the window; milliseconds since 1970. */
  readonly at: number
  /** The values of the fields that it groups by, in the order of the rule, as the first event of the group had them. */
  readonly group: readonly string[]
  /**
   * The number that was compared. An `event_count` or `value_count` with a lower bound alone counts no further than that
   * bound needs.
   */
  readonly value: number
  /** For shares: the values, folded, whose share fulfils the condition. */
  readonly values: readonly string[]
  /** The newest of what it consists of, oldest first: at most `maxParts`. */
  readonly parts: readonly Part[]
  /** Earlier results of this group since the condition began to hold; it goes on at most once per timespan. */
  readonly repeat: number
  /** Something of this group was forgotten at a bound: the number may be too small. */
  readonly incomplete: boolean
}

/** Parts that a result shows, the parts of its parts counted. Arbitrary. */
export const maxParts = 100

/** Parts of a result with those of its parts. */
export function weightOf(result: CorrelationResult | undefined): number {
  return result === undefined ? 0 : result.parts.reduce((sum, part) => sum + 1 + weightOf(part.result), 0)
}
