import type { LocalDate } from './local-date.ts'

/**
 * Easter Sunday in the Gregorian calendar.
 *
 * @param year - 1583 or later.
 *
 * Source: the anonymous Gregorian computus, as printed in J. Meeus, Astronomical Algorithms, chapter 8. Its letters are kept.
 */
export function easterSunday(year: number): LocalDate {
  const whole = Math.floor
  const a = year % 19
  const b = whole(year / 100)
  const c = year % 100
  const d = whole(b / 4)
  const e = b % 4
  const f = whole((b + 8) / 25)
  const g = whole((b - f + 1) / 3)
  const h = (19 * a + b - d - g + 15) % 30
  const i = whole(c / 4)
  const k = c % 4
  const l = (32 + 2 * e + 2 * i - h - k) % 7
  const m = whole((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  const day = `${(n % 31) + 1}`.padStart(2, '0')
  // A day in March or April of a year with four digits.
  return `${year}-0${whole(n / 31)}-${day}` as LocalDate
}
