import { Temporal } from './temporal.ts'
import type { TermFaultCode } from './term-error.ts'

/** A day on the calendar of the place, 'YYYY-MM-DD'. Such texts sort in the order of time. */
export type LocalDate = string & { readonly brand: 'LocalDate' }

/** Where the act must be done, which decides the public holidays and the clock on the wall. */
export type Place = 'nl' | 'dk'

/** Years with a known calendar: King's Day exists since 2014; the end is arbitrary, laws change sooner. */
export const firstYear = 2014
export const lastYear = 2150

const zones: { readonly [Of in Place]: string } = { nl: 'Europe/Amsterdam', dk: 'Europe/Copenhagen' }

/** Reads 'YYYY-MM-DD', or says what is wrong with it. */
export function readLocalDate(text: string): LocalDate | { readonly fault: TermFaultCode } {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return { fault: 'not-a-date' }
  const year = Number(text.slice(0, 4))
  if (year < firstYear || year > lastYear) return { fault: 'year-out-of-range' }
  const instant = new Date(`${text}T00:00:00Z`)
  // A day such as 30 February is either no instant at all or another day.
  if (Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== text) return { fault: 'not-a-date' }
  // The text has just been checked against the calendar.
  return text as LocalDate
}

/** The same for a date in the text of a program. Throws `TypeError` when it is none. */
export function localDate(text: string): LocalDate {
  const date = readLocalDate(text)
  if (typeof date !== 'string') throw new TypeError(`expected a date YYYY-MM-DD, got "${text}": ${date.fault}`)
  return date
}

// A day on a calendar has no clock, so days are numbered as the days of UTC; a hundred times faster than an object each.
const dayMs = 86_400_000

/** The day `days` later; a negative number counts back. */
export function addDays(date: LocalDate, days: number): LocalDate {
  // An instant of UTC is written with its day first, YYYY-MM-DD.
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10) as LocalDate
}

/** The same day so many months later, or the last day of that month when the date does not exist in it. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  // Temporal writes a year of four digits as YYYY-MM-DD.
  return Temporal.PlainDate.from(date).add({ months }, { overflow: 'constrain' }).toString() as LocalDate
}

/** Day of the week: 1 is Monday, 7 is Sunday (ISO 8601). */
export function weekday(date: LocalDate): number {
  const sundayIsZero = new Date(Date.parse(date)).getUTCDay()
  return sundayIsZero === 0 ? 7 : sundayIsZero
}

/** The later of two days. */
export function latest(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b
}

/** The day on which an instant falls at a place. */
export function dayAt(instant: Date, place: Place): LocalDate {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(zones[place])
  // Temporal writes a year of four digits as YYYY-MM-DD.
  return zoned.toPlainDate().toString() as LocalDate
}

/** An instant as the clock on the wall shows it, to the second, with its offset: '2026-10-26T09:00:00+01:00'. */
export function wallClock(instant: Date, place: Place): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zones[place])
    .toString({ smallestUnit: 'second', timeZoneName: 'never' })
}
