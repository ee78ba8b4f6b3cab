import { Temporal } from 'temporal-polyfill'

/** A day on the calendar of the organisation, 'YYYY-MM-DD', years 1900 to 2999. Such texts sort in the order of time. */
export type LocalDate = string & { readonly brand: 'LocalDate' }

/** Reads 'YYYY-MM-DD'; `undefined` for another shape, a day that does not exist, or a year outside 1900 to 2999. */
export function parseLocalDate(text: string): LocalDate | undefined {
  if (!/^(19|2\d)\d\d-\d\d-\d\d$/.test(text)) return undefined
  const instant = new Date(`${text}T00:00:00Z`)
  // A day such as 30 February is either no instant at all or another day.
  if (Number.isNaN(instant.getTime()) || instant.toISOString().slice(0, 10) !== text) return undefined
  // The text has just been checked against the calendar.
  return text as LocalDate
}

/** The same for a date in the text of a program. Throws `TypeError` when it is none. */
export function localDate(text: string): LocalDate {
  const date = parseLocalDate(text)
  if (date === undefined) throw new TypeError(`expected a date YYYY-MM-DD, got "${text}"`)
  return date
}

/** The day `days` after `date`; a negative number counts back. Throws `TypeError` outside the years 1900 to 2999. */
export function addDays(date: LocalDate, days: number): LocalDate {
  const instant = new Date(`${date}T00:00:00Z`)
  instant.setUTCDate(instant.getUTCDate() + days)
  return localDate(instant.toISOString().slice(0, 10))
}

/**
 * The last day on which somebody who leaves still has any access.
 *
 * @param leavesAt - First instant without access, UTC. Midnight belongs to the day before.
 * @param timeZone - IANA name of the organisation's zone.
 */
export function lastDayOf(leavesAt: Date, timeZone: string): LocalDate {
  const last = Temporal.Instant.fromEpochMilliseconds(leavesAt.getTime() - 1)
  return localDate(last.toZonedDateTimeISO(timeZone).toPlainDate().toString())
}
