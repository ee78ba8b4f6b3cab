import { Temporal } from 'temporal-polyfill'
import type { LocalDate } from './local-date.ts'

/** The first instant of the day `days` after a date, by the clock of a time zone. Right also where a day has 23 hours. */
export function startOfDay(date: LocalDate, days: number, timeZone: string): Date {
  const day = Temporal.PlainDate.from(date).add({ days })
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds)
}
