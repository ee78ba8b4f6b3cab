// What one value of a rule asks of one value of an event.
import { type Network, networkContains } from './cidr.ts'
import { foldCase, isAscii } from './fold.ts'
import { type Pattern, patternTest } from './pattern.ts'
import { compileRegex } from './regex-automaton.ts'
import { parseRegex, type RegexFlags } from './regex-syntax.ts'

/** Parts of a date that modifiers can take out. */
export type DatePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'

/** How two numbers are compared. */
export type Comparison = 'lt' | 'lte' | 'gt' | 'gte' | 'eq'

/** How the value of another field must stand to this one. */
export type FieldRelation = 'equals' | 'contains' | 'startswith' | 'endswith'

/** A checked value of a rule after its modifiers. Plain values: they can be sent to another thread. */
export type ValueTest =
  /** The pattern is folded unless `cased`. */
  | { readonly kind: 'text'; readonly pattern: Pattern; readonly cased: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'exists'; readonly expected: boolean }
  | { readonly kind: 'compare'; readonly comparison: Comparison; readonly number: number; readonly part?: DatePart }
  | { readonly kind: 'cidr'; readonly network: Network }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: RegexFlags }
  | { readonly kind: 'field'; readonly field: string; readonly relation: FieldRelation; readonly cased: boolean }

/** A single value of an event: no object, no list. */
export type Scalar = string | number | boolean

/** The text of a value, as all text tests see it. */
export function textOf(value: Scalar): string {
  if (typeof value !== 'string') return String(value)
  return isAscii(value) ? value : value.toWellFormed()
}

/** The tests that look at one present value and at nothing else. */
export type ScalarTest = Exclude<ValueTest, { kind: 'null' } | { kind: 'exists' } | { kind: 'field' }>

/** Makes a test of one present value: a function of its text. */
export function scalarTest(test: ScalarTest): (text: string) => boolean {
  switch (test.kind) {
    case 'text': {
      const matches = patternTest(test.pattern)
      return test.cased ? matches : (text) => matches(foldCase(text))
    }
    case 'compare':
      return comparison(test)
    case 'cidr':
      return (text) => networkContains(test.network, text)
    case 'regex': {
      const regex = compileRegex(parseRegex(test.source, test.flags))
      return (text) => regex.test(text)
    }
  }
}

/** Whether one text stands to another as `fieldref` and its modifiers ask. */
export function relationHolds(relation: FieldRelation, cased: boolean, text: string, other: string): boolean {
  // Folding keeps the length, so two texts of different length need not be folded.
  if (relation === 'equals' && text.length !== other.length) return false
  const [left, right] = cased ? [text, other] : [foldCase(text), foldCase(other)]
  switch (relation) {
    case 'equals':
      return left === right
    case 'contains':
      return left.includes(right)
    case 'startswith':
      return left.startsWith(right)
    case 'endswith':
      return left.endsWith(right)
  }
}

function comparison(test: Extract<ValueTest, { kind: 'compare' }>): (text: string) => boolean {
  const { part, number } = test
  return (text) => {
    const found = part === undefined ? numberOf(text) : datePart(text, part)
    if (found === undefined) return false
    switch (test.comparison) {
      case 'lt':
        return found < number
      case 'lte':
        return found <= number
      case 'gt':
        return found > number
      case 'gte':
        return found >= number
      case 'eq':
        return found === number
    }
  }
}

/** The number in a text in decimal notation; `undefined` for anything else. */
export function numberOf(text: string): number | undefined {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : undefined
}

const isoDate = /^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/

/**
 * A part of a date in the form of ISO 8601, or of seconds (or milliseconds) since 1970. The clock is the one that the
 * value itself is written in; an offset is not applied. The week is that of ISO 8601.
 */
function datePart(text: string, part: DatePart): number | undefined {
  const found = isoDate.exec(text)
  const seconds = found === null ? numberOf(text) : undefined
  const instant =
    found === null
      ? seconds === undefined
        ? Number.NaN
        : seconds * (seconds > 1e11 ? 1 : 1000)
      : Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3]), Number(found[4] ?? 0), Number(found[5] ?? 0))
  const date = new Date(instant)
  if (Number.isNaN(date.getTime())) return undefined
  switch (part) {
    case 'minute':
      return date.getUTCMinutes()
    case 'hour':
      return date.getUTCHours()
    case 'day':
      return date.getUTCDate()
    case 'week':
      return isoWeek(date)
    case 'month':
      return date.getUTCMonth() + 1
    case 'year':
      return date.getUTCFullYear()
  }
}

const dayMs = 86_400_000

function isoWeek(date: Date): number {
  // The week belongs to the year of its Thursday.
  const thursday = date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * dayMs
  const year = new Date(thursday).getUTCFullYear()
  return Math.floor((thursday - Date.UTC(year, 0, 1)) / dayMs / 7) + 1
}
