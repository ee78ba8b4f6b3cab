import { type Language, localeOf } from './messages.ts'

/**
 * A day in words, such as "1 september 2026".
 *
 * @param day - 'YYYY-MM-DD', a day by the clock of the organisation.
 */
export function formatDay(day: string, language: Language): string {
  return formatterOf(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}

/**
 * An instant in words, by the clock of the organisation, such as "1 september 2026 om 14:05".
 *
 * @param instant - ISO 8601, UTC.
 * @param timeZone - Of the organisation, such as 'Europe/Amsterdam'.
 */
export function formatInstant(instant: string, language: Language, timeZone: string): string {
  return formatterOf(language, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(new Date(instant))
}

/**
 * The day on which an instant falls by the clock of the organisation, 'YYYY-MM-DD'.
 *
 * @param timeZone - Of the organisation, such as 'Europe/Amsterdam'.
 */
export function dayOfInstant(instant: Date, timeZone: string): string {
  // Swedish writes a day as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(instant)
}

function formatterOf(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(localeOf[language], options)
}
