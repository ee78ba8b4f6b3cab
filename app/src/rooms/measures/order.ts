import type { Period } from './declaration.ts'
import { comparePeriods } from './period.ts'

/** How the later of two values stands to the earlier one. Every function here is a partial order, so verdicts can be combined. */
export type Verdict = 'same' | 'narrower' | 'wider' | 'different'

/** The verdict on a whole: narrower only when no part is wider, and different as soon as parts disagree. */
export function together(verdicts: Iterable<Verdict>): Verdict {
  let whole: Verdict = 'same'
  for (const verdict of verdicts) {
    if (verdict === 'same' || verdict === whole) continue
    if (whole !== 'same' || verdict === 'different') return 'different'
    whole = verdict
  }
  return whole
}

/** The same question the other way round: for what protects, more is narrower. */
export function reversed(verdict: Verdict): Verdict {
  if (verdict === 'narrower') return 'wider'
  return verdict === 'wider' ? 'narrower' : verdict
}

/** Equal, or different: for what has no smaller and larger, and for what may never shrink unnoticed. */
export function equality(before: unknown, after: unknown): Verdict {
  return isEqual(before, after) ? 'same' : 'different'
}

/** Fewer members are narrower. */
export function subset(before: readonly string[], after: readonly string[]): Verdict {
  const [left, right] = [new Set(before), new Set(after)]
  return fromSides(right.isSubsetOf(left), left.isSubsetOf(right))
}

/**
 * Sets of patterns: narrower when everything after is covered by something before.
 *
 * @param covers - Must be reflexive and transitive.
 */
export function coverage<T>(
  before: readonly T[],
  after: readonly T[],
  covers: (outer: T, inner: T) => boolean,
): Verdict {
  const down = after.every((inner) => before.some((outer) => covers(outer, inner)))
  const up = before.every((inner) => after.some((outer) => covers(outer, inner)))
  return fromSides(down, up)
}

/** Steps of a scale, the narrowest first. */
export function scale<T>(steps: readonly T[], before: T, after: T): Verdict {
  return fromNumber(steps.indexOf(after) - steps.indexOf(before))
}

/** A larger number is wider. */
export function number(before: number, after: number): Verdict {
  return fromNumber(after - before)
}

/** A later day is wider. Days are 'YYYY-MM-DD'. */
export function day(before: string, after: string): Verdict {
  return fromNumber(after < before ? -1 : after > before ? 1 : 0)
}

/** A longer time is wider; lengths that only the calendar can compare are different. */
export function period(before: Period, after: Period): Verdict {
  const order = comparePeriods(after, before)
  return order === undefined ? 'different' : fromNumber(order)
}

/** As `coverage`, where what is covered is asked of the whole set at once. */
export function coverageBySet<T>(
  before: readonly T[],
  after: readonly T[],
  covered: (outer: ReadonlySet<T>, inner: T) => boolean,
): Verdict {
  const [left, right] = [new Set(before), new Set(after)]
  const down = after.every((inner) => covered(left, inner))
  return fromSides(
    down,
    before.every((inner) => covered(right, inner)),
  )
}

function fromNumber(difference: number): Verdict {
  return fromSides(difference <= 0, difference >= 0)
}

function fromSides(down: boolean, up: boolean): Verdict {
  if (down) return up ? 'same' : 'narrower'
  return up ? 'wider' : 'different'
}

/** Whether two values of a document are equal; the order of keys does not matter, the order of items does. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  return left.length === right.size && left.every(([key, value]) => right.has(key) && isEqual(value, right.get(key)))
}

/** Key of the sentence that explains a verdict. */
export function verdictKey(verdict: Verdict): string {
  return `measures.verdict.${verdict}`
}
