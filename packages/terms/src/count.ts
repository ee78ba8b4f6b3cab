import { unionList } from './holidays.ts'
import { addDays, addMonths, type LocalDate } from './local-date.ts'
import type { Case, Doubt, Suspension, Term } from './term.ts'
import { type Calendar, countWorkingDays, type DayOff, suspendedDay } from './working-days.ts'

/** One way to count a term to its last day. */
export type Count = { readonly last: LocalDate; readonly passed: readonly DayOff[] }

/** Both ways to count: the plain one, and the one that lets more days pass uncounted, with the doubt between them. */
export type Counts = {
  readonly plain: Count
  readonly wide: Count
  readonly between: readonly Doubt[]
  readonly articles: readonly string[]
}

/** Counts a term in days or longer units from its event. The day of the event does not count. */
export function count(term: Term, facts: Case): Counts {
  return term.length.unit === 'working-days' ? inWorkingDays(term, facts) : inCalendarDays(term, facts)
}

function inWorkingDays(term: Term, facts: Case): Counts {
  const { narrow, wide, doubt } = calendars(term, facts)
  const step = term.direction === 'after' ? 1 : -1
  const certain = term.suspension === 'certain' ? (facts.suspended ?? []) : []
  const wider = facts.suspended ?? []
  const amount = term.length.amount
  const one = countWorkingDays(facts.from, amount, step, narrow, (date) => isSuspended(date, certain))
  const other = countWorkingDays(facts.from, amount, step, wide, (date) => isSuspended(date, wider))
  return {
    plain: { last: one.date, passed: one.passed },
    wide: { last: other.date, passed: other.passed },
    between: [...doubt, ...(certain.length < wider.length ? (['suspension-argued'] as const) : [])],
    articles: term.law === 'eu' ? ['Regulation 1182/71 art. 2(2), 3(1)'] : [],
  }
}

type TwoCalendars = { readonly narrow: Calendar; readonly wide: Calendar; readonly doubt: readonly Doubt[] }

function calendars(term: Term, { place, closedDays = [] }: Case): TwoCalendars {
  const none: ReadonlySet<string> = new Set()
  const closed = new Set(closedDays)
  if (term.law === 'eu') return same({ holidays: unionList(place), closedDays: none })
  if (place === 'dk') {
    const narrow = { holidays: 'dk', closedDays: none } as const
    return { narrow, wide: { ...narrow, closedDays: closed }, doubt: ['closed-days-argued'] }
  }
  if (term.law === 'nl' && (term.basis === 'act' || term.basis === 'order')) {
    return same({ holidays: 'nl-awt', closedDays: none })
  }
  return {
    narrow: { holidays: 'nl', closedDays: none },
    wide: { holidays: 'eu-nl', closedDays: closed },
    doubt: closed.size > 0 ? ['legal-holidays-argued', 'closed-days-argued'] : ['legal-holidays-argued'],
  }
}

function same(calendar: Calendar): TwoCalendars {
  return { narrow: calendar, wide: calendar, doubt: [] }
}

function inCalendarDays(term: Term, { from, suspended = [] }: Case): Counts {
  const last = added(from, term)
  const still = standingStill(from, last, suspended)
  const plain: Count = term.suspension === 'certain' ? still : { last, passed: [] }
  return {
    plain,
    wide: still,
    between: term.suspension === 'argued' && still.last !== last ? ['suspension-argued'] : [],
    articles: term.law === 'eu' ? ['Regulation 1182/71 art. 3(1)-(2)'] : [],
  }
}

function added(from: LocalDate, { length: { amount, unit }, direction }: Term): LocalDate {
  const signed = direction === 'after' ? amount : -amount
  switch (unit) {
    case 'weeks':
      return addDays(from, 7 * signed)
    case 'months':
      // Regulation 1182/71 art. 3(2)(c): a date that does not exist gives the last day of that month. Dutch and Danish
      // practice is the same.
      return addMonths(from, signed)
    case 'years':
      return addMonths(from, 12 * signed)
    default:
      return addDays(from, signed)
  }
}

/** Every day of standing still inside the term adds one day at its end, which may reach the next suspension. */
function standingStill(from: LocalDate, last: LocalDate, suspended: readonly Suspension[]): Count {
  const passed: DayOff[] = []
  if (suspended.length === 0) return { last, passed }
  let end = last
  for (let day = addDays(from, 1); day <= end; day = addDays(day, 1)) {
    if (!isSuspended(day, suspended)) continue
    passed.push(suspendedDay(day))
    end = addDays(end, 1)
  }
  return { last: end, passed }
}

function isSuspended(date: LocalDate, suspended: readonly Suspension[]): boolean {
  return suspended.some(({ first, last }) => first <= date && date <= last)
}
