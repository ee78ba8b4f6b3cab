import { type HolidayList, holidayOn, holidaySources } from './holidays.ts'
import { addDays, type LocalDate, weekday } from './local-date.ts'
import type { SkipReason } from './term.ts'

/** Which days do not count: weekends, one list of holidays, and days the organisation chose. */
export type Calendar = {
  readonly holidays: HolidayList
  /** 'YYYY-MM-DD', or 'MM-DD' for every year. */
  readonly closedDays: ReadonlySet<string>
}

/** A day that does not count, with the reason and where that reason stands. */
export type DayOff = { readonly date: LocalDate; readonly reason: SkipReason; readonly source: string }

/** A day, and the days off that were passed to reach it. */
export type Reached = { readonly date: LocalDate; readonly passed: readonly DayOff[] }

/** Why a day is no working day; `undefined` for a working day. A holiday on a Sunday is called by its name. */
export function dayOff(date: LocalDate, calendar: Calendar): DayOff | undefined {
  const holiday = holidayOn(date, calendar.holidays)
  if (holiday !== undefined) return { date, reason: holiday, source: holidaySources[calendar.holidays] }
  const day = weekday(date)
  if (day > 5) return { date, reason: day === 6 ? 'saturday' : 'sunday', source: weekendSources[calendar.holidays] }
  const closed = calendar.closedDays.has(date) || calendar.closedDays.has(date.slice(5))
  return closed ? { date, reason: 'closed-day', source: 'decision of the organisation' } : undefined
}

const weekendSources: { readonly [Of in HolidayList]: string } = {
  'nl-awt': 'Algemene termijnenwet art. 1(1)',
  nl: 'Saturday and Sunday are no working days',
  'eu-nl': 'Regulation 1182/71 art. 2(2)',
  dk: 'Saturday and Sunday are no working days',
}

/** The day itself when it is a working day, else the next one that is. */
export function nextWorkingDay(date: LocalDate, calendar: Calendar): Reached {
  const passed: DayOff[] = []
  let day = date
  for (let off = dayOff(day, calendar); off !== undefined; off = dayOff(day, calendar)) {
    passed.push(off)
    day = addDays(day, 1)
  }
  return { date: day, passed }
}

/**
 * Counts working days from a day that does not count itself.
 *
 * @param amount - 0 or more; 0 gives the day itself, whatever it is.
 * @param step - 1 counts on, -1 counts back.
 * @param standsStill - Days on which the term is suspended.
 */
export function countWorkingDays(
  from: LocalDate,
  amount: number,
  step: 1 | -1,
  calendar: Calendar,
  standsStill: (date: LocalDate) => boolean,
): Reached {
  const passed: DayOff[] = []
  let day = from
  let left = amount
  while (left > 0) {
    day = addDays(day, step)
    const off = dayOff(day, calendar) ?? (standsStill(day) ? suspendedDay(day) : undefined)
    if (off === undefined) left -= 1
    else passed.push(off)
  }
  return { date: day, passed }
}

/** Working days among the days after `from` up to and including `last`. */
export function workingDaysIn(from: LocalDate, last: LocalDate, calendar: Calendar, atMost: number): number {
  let found = 0
  for (let day = addDays(from, 1); day <= last && found < atMost; day = addDays(day, 1)) {
    if (dayOff(day, calendar) === undefined) found += 1
  }
  return found
}

/** A day on which the term stood still. */
export function suspendedDay(date: LocalDate): DayOff {
  return { date, reason: 'suspended', source: 'suspension of the term' }
}
