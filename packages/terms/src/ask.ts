import { lastDay, lastInstant } from './deadline.ts'
import { dayAt, type LocalDate, type Place, readLocalDate } from './local-date.ts'
import { findTerm, type NamedTerm } from './named-terms.ts'
import type { DayAnswer, InstantAnswer, Suspension, Term, Unit } from './term.ts'
import { TermError, type TermFault, type TermFaultCode } from './term-error.ts'

/** The longest term in each unit. Arbitrary: over it somebody made a typing mistake. */
export const maxAmount: { readonly [Of in Unit]: number } = {
  hours: 10_000,
  days: 40_000,
  'working-days': 2_000,
  weeks: 5_000,
  months: 1_200,
  years: 100,
}

/** The facts of a case as they come from outside. */
export type Question = {
  /** Day of the event 'YYYY-MM-DD', or its instant for a term in hours. */
  readonly from: string | Date
  /** Needed where the law leaves the holidays to the place: Union law and house rules. */
  readonly place?: Place
  /** The extension that the law gives has been used. */
  readonly extended?: boolean
  /** Days the organisation is closed by choice: 'YYYY-MM-DD', or 'MM-DD' for every year. */
  readonly closedDays?: readonly string[]
  /** Days on which the term stood still, the first and the last included, 'YYYY-MM-DD'. */
  readonly suspended?: readonly { readonly first: string; readonly last: string }[]
}

/** The end of a term: a day, or an instant for a term in hours. */
export type TermAnswer = DayAnswer | InstantAnswer

/**
 * The end of a term that has a name in `namedTerms`.
 *
 * Throws `TermError` with every place of the question that is wrong.
 */
export function askNamedTerm(name: string, question: Question): TermAnswer {
  const term = findTerm(name)
  if (term === undefined) throw new TermError([{ path: 'term', code: 'term-unknown' }])
  const faults = [...extensionFaults(term, question), ...validityFaults(term, question)]
  const extension = question.extended === true ? (term.extension ?? 0) : 0
  const length = { ...term.length, amount: term.length.amount + extension }
  return answer({ ...term, length }, question, faults)
}

/**
 * The end of a term of the caller's own, such as a parameter of the staff rules.
 *
 * Throws `TermError` with every place of the question that is wrong.
 */
export function askTerm(term: Term, question: Question): TermAnswer {
  const faults: readonly TermFault[] = question.extended === true ? [{ path: 'extended', code: 'no-extension' }] : []
  return answer(term, question, faults)
}

function answer(term: Term, question: Question, before: readonly TermFault[]): TermAnswer {
  const faults = [...before]
  const fault = (path: string, code: TermFaultCode): number => faults.push({ path, code })

  const { amount, unit } = term.length
  if (!Number.isSafeInteger(amount) || amount < 0 || amount > maxAmount[unit])
    fault('length.amount', 'amount-out-of-range')
  const place = placeOf(term, question)
  if (place === undefined) fault('place', 'place-missing')
  const closedDays = question.closedDays ?? []
  for (const [index, day] of closedDays.entries()) {
    if (!isClosedDay(day)) fault(`closedDays.${index}`, 'not-a-closed-day')
  }
  const suspended = (question.suspended ?? []).flatMap((one, index) => suspensionOf(one, `suspended.${index}`, fault))
  if (suspended.length > 0 && term.suspension === undefined) fault('suspended', 'no-suspension')
  const from = startOf(unit, question.from, fault)
  if (faults.length > 0 || from === undefined || place === undefined) throw new TermError(faults)
  if (from instanceof Date) return lastInstant(term, from, place)
  return lastDay(term, { from, place, closedDays, suspended })
}

type Report = (path: string, code: TermFaultCode) => void

function startOf(unit: Term['length']['unit'], from: string | Date, fault: Report): LocalDate | Date | undefined {
  if (unit === 'hours') {
    if (!(from instanceof Date)) fault('from', 'starts-at-an-instant')
    else if (Number.isNaN(from.getTime())) fault('from', 'not-an-instant')
    else if (typeof readLocalDate(from.toISOString().slice(0, 10)) !== 'string') fault('from', 'year-out-of-range')
    else return from
    return undefined
  }
  if (from instanceof Date) {
    fault('from', 'starts-on-a-day')
    return undefined
  }
  return dayOf(from, 'from', fault)
}

function dayOf(text: string, path: string, fault: Report): LocalDate | undefined {
  const date = readLocalDate(text)
  if (typeof date === 'string') return date
  fault(path, date.fault)
  return undefined
}

function suspensionOf(
  one: { readonly first: string; readonly last: string },
  path: string,
  fault: Report,
): readonly Suspension[] {
  const first = dayOf(one.first, `${path}.first`, fault)
  const last = dayOf(one.last, `${path}.last`, fault)
  if (first === undefined || last === undefined) return []
  if (last < first) fault(`${path}.last`, 'suspension-ends-before-it-starts')
  return [{ first, last }]
}

function isClosedDay(day: string): boolean {
  // 2024 has a 29 February.
  return typeof readLocalDate(/^\d\d-\d\d$/.test(day) ? `2024-${day}` : day) === 'string'
}

/** Dutch law has Dutch holidays, Danish law Danish ones, whatever the question says. */
function placeOf({ law }: Term, question: Question): Place | undefined {
  return law === 'nl' || law === 'dk' ? law : question.place
}

function extensionFaults(term: NamedTerm, { extended }: Question): readonly TermFault[] {
  return extended === true && term.extension === undefined ? [{ path: 'extended', code: 'no-extension' }] : []
}

function validityFaults(term: NamedTerm, question: Question): readonly TermFault[] {
  const place = placeOf(term, question)
  const { from } = question
  if (from instanceof Date && (place === undefined || Number.isNaN(from.getTime()))) return []
  const day = from instanceof Date && place !== undefined ? dayOrNothing(from, place) : from
  if (typeof day !== 'string' || typeof readLocalDate(day) !== 'string') return []
  if (term.validFrom !== undefined && day < term.validFrom) return [{ path: 'from', code: 'not-in-force-yet' }]
  if (term.validUntil !== undefined && day > term.validUntil) return [{ path: 'from', code: 'no-longer-in-force' }]
  return []
}

function dayOrNothing(instant: Date, place: Place): string | undefined {
  return typeof readLocalDate(instant.toISOString().slice(0, 10)) === 'string' ? dayAt(instant, place) : undefined
}
