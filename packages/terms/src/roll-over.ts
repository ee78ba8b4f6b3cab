import { equatedYears, type HolidayList, unionList } from './holidays.ts'
import { addDays, type LocalDate } from './local-date.ts'
import type { Case, Doubt, Length, Term } from './term.ts'
import { type Calendar, type DayOff, nextWorkingDay, workingDaysIn } from './working-days.ts'

/** What a rule on the last day makes of a term. */
export type RollOver = {
  /** The last day when the rule applies. */
  readonly last: LocalDate
  readonly passed: readonly DayOff[]
  /** Articles that were applied, or that say that nothing moves. */
  readonly articles: readonly string[]
  /** Why the moved day is only the other reading; `undefined` when the law is clear. */
  readonly argued: Doubt | undefined
  readonly doubts: readonly Doubt[]
}

/**
 * Where the last day goes when it is no working day.
 *
 * @param counted - Last day as counted.
 */
export function rollOver(term: Term, facts: Case, counted: LocalDate): RollOver {
  switch (term.law) {
    case 'nl':
      return dutch(term, facts, counted)
    case 'eu':
      return union(term, facts, counted)
    case 'dk':
      return danish(term, facts, counted)
    case 'house':
      return stays(counted, [])
  }
}

function stays(last: LocalDate, articles: readonly string[]): RollOver {
  return { last, passed: [], articles, argued: undefined, doubts: [] }
}

/** A last day on which something must be gone or still be there is not the last day of an act. */
function isForAnAct({ bearing }: Term): boolean {
  return bearing !== 'erase-by' && bearing !== 'keep-until'
}

function dutch(term: Term, { from }: Case, counted: LocalDate): RollOver {
  if (term.basis !== 'act' && term.basis !== 'order') return stays(counted, [])
  if (term.direction === 'before') return stays(counted, ['Algemene termijnenwet art. 1(2)'])
  if (isTooLong(term.length)) return stays(counted, ['Algemene termijnenwet art. 4'])
  if (!isForAnAct(term)) return stays(counted, [])
  const calendar = plain('nl-awt')
  const first = nextWorkingDay(counted, calendar)
  const second = withTwoWorkingDays(term.length, from, first.date, calendar)
  const articles = [
    ...(first.date === counted ? [] : ['Algemene termijnenwet art. 1(1)']),
    ...(second.date === first.date ? [] : ['Algemene termijnenwet art. 2']),
    ...(term.basis === 'order' ? ['Algemene termijnenwet art. 5'] : []),
  ]
  const passed = [...first.passed, ...second.passed]
  const year = Number(counted.slice(0, 4))
  const unknown = year < equatedYears.first || year > equatedYears.last
  return {
    last: second.date,
    passed,
    articles,
    argued: term.rollOverArgued ? 'dutch-roll-over-argued' : undefined,
    doubts: unknown ? ['equated-days-unknown'] : [],
  }
}

// Algemene termijnenwet art. 4(1)(a): over ninety days, twelve weeks or three months, or one or more years.
function isTooLong({ amount, unit }: Length): boolean {
  switch (unit) {
    case 'hours':
    case 'years':
      return true
    case 'days':
    case 'working-days':
      return amount > 90
    case 'weeks':
      return amount > 12
    case 'months':
      return amount > 3
  }
}

// Art. 2: a term of at least three days holds at least two days that are no Saturday, Sunday or holiday.
function withTwoWorkingDays({ amount, unit }: Length, from: LocalDate, last: LocalDate, calendar: Calendar) {
  const passed: DayOff[] = []
  let date = last
  // A week or more, and a term in working days, holds them of itself.
  if (unit !== 'days' || amount < 3) return { date, passed }
  while (workingDaysIn(from, date, calendar, 2) < 2) {
    const next = nextWorkingDay(addDays(date, 1), calendar)
    passed.push(...next.passed)
    date = next.date
  }
  return { date, passed }
}

function union(term: Term, { from, place }: Case, counted: LocalDate): RollOver {
  if (term.direction === 'before') return stays(counted, ['Regulation 1182/71 art. 3(4)'])
  if (!isForAnAct(term) || term.bearing === 'not-before') return stays(counted, [])
  const calendar = plain(unionList(place))
  const { date, passed } = nextWorkingDay(counted, calendar)
  const fewWorkingDays = term.length.amount >= 2 && workingDaysIn(from, counted, calendar, 2) < 2
  return {
    last: date,
    passed,
    articles: date === counted ? [] : ['Regulation 1182/71 art. 3(4)'],
    argued: 'union-roll-over-argued',
    doubts: fewWorkingDays ? ['two-working-days-argued'] : [],
  }
}

function danish(term: Term, { closedDays = [] }: Case, counted: LocalDate): RollOver {
  if (term.direction === 'before' || !isForAnAct(term) || term.bearing === 'not-before') return stays(counted, [])
  const calendar = { holidays: 'dk', closedDays: new Set(closedDays) } as const
  const { date, passed } = nextWorkingDay(counted, calendar)
  return { last: date, passed, articles: [], argued: 'danish-roll-over-argued', doubts: [] }
}

function plain(holidays: HolidayList): Calendar {
  return { holidays, closedDays: new Set() }
}
