import { easterSunday } from './easter.ts'
import { addDays, type LocalDate, localDate, type Place, weekday } from './local-date.ts'

/** A holiday, under one name in every country. */
export type HolidayCode =
  | 'new-years-day'
  | 'maundy-thursday'
  | 'good-friday'
  | 'easter-sunday'
  | 'easter-monday'
  | 'kings-day'
  | 'great-prayer-day'
  | 'liberation-day'
  | 'ascension-day'
  | 'whit-sunday'
  | 'whit-monday'
  | 'christmas-day'
  | 'second-christmas-day'
  /** Equated with a holiday by decree, for the Algemene termijnenwet only. */
  | 'equated-day'

/**
 * Which list: `nl-awt` for terms in Dutch acts; `nl` for what Dutch people hold as free days, for promises and plans;
 * `dk` for Danish law; `eu-nl` for terms of Union law that run in the Netherlands.
 */
export type HolidayList = 'nl-awt' | 'nl' | 'eu-nl' | 'dk'

/** Where a list of holidays comes from. */
export const holidaySources: { readonly [Of in HolidayList]: string } = {
  'nl-awt': 'Algemene termijnenwet art. 3',
  nl: 'Algemene termijnenwet art. 3(1), without Good Friday and 5 May',
  'eu-nl': 'Regulation 1182/71 art. 2(1); Algemene termijnenwet art. 3(1)-(2)',
  dk: 'Danish public holidays; Act 214/2023 § 1',
}

/**
 * Days that Dutch decrees equate with holidays for the Algemene termijnenwet, of the years `equatedYears`.
 *
 * Source: Algemene termijnenwet art. 3(3) and the decree for 2026-2028. Another decree is expected for 2029.
 */
export const equatedDays: readonly LocalDate[] = [
  '2026-01-02',
  '2026-05-15',
  '2027-05-07',
  '2028-04-28',
  '2028-05-26',
].map(localDate)

/** First and last year whose equated days are known here. */
export const equatedYears = { first: 2026, last: 2028 } as const

/** The last year in which Great Prayer Day was a Danish holiday. Source: Act 214/2023 § 1. */
const lastGreatPrayerDay = 2023

// Pure memory: the same year gives the same days for ever.
const known: { readonly [Of in HolidayList]: Map<number, ReadonlyMap<LocalDate, HolidayCode>> } = {
  'nl-awt': new Map(),
  nl: new Map(),
  'eu-nl': new Map(),
  dk: new Map(),
}

/** Holidays of a year, by day. Weekends are not in it, unless the holiday falls on one. */
export function holidaysOf(list: HolidayList, year: number): ReadonlyMap<LocalDate, HolidayCode> {
  const years = known[list]
  const found = years.get(year)
  if (found !== undefined) return found
  const made = new Map(list === 'dk' ? danish(year) : dutch(list, year))
  years.set(year, made)
  return made
}

/** The holiday on a day, `undefined` when it is none in this list. */
export function holidayOn(date: LocalDate, list: HolidayList): HolidayCode | undefined {
  return holidaysOf(list, Number(date.slice(0, 4))).get(date)
}

/** The list that Regulation 1182/71 art. 2(1) means: the holidays of the Member State where the act is to be done. */
export function unionList(place: Place): HolidayList {
  return place === 'nl' ? 'eu-nl' : 'dk'
}

type Entry = readonly [LocalDate, HolidayCode]

function on(year: number, monthAndDay: string): LocalDate {
  // Fixed days of this file, in a year with four digits.
  return `${year}-${monthAndDay}` as LocalDate
}

function dutch(list: 'nl-awt' | 'nl' | 'eu-nl', year: number): readonly Entry[] {
  const easter = easterSunday(year)
  const free: Entry[] = [
    [on(year, '01-01'), 'new-years-day'],
    [addDays(easter, 1), 'easter-monday'],
    [kingsDay(year), 'kings-day'],
    [addDays(easter, 39), 'ascension-day'],
    [addDays(easter, 50), 'whit-monday'],
    [on(year, '12-25'), 'christmas-day'],
    [on(year, '12-26'), 'second-christmas-day'],
  ]
  if (list === 'nl') return free
  // Algemene termijnenwet art. 3(1)-(2): Good Friday is equated, and 5 May is a holiday every year.
  const legal: Entry[] = [
    [addDays(easter, -2), 'good-friday'],
    [on(year, '05-05'), 'liberation-day'],
  ]
  // Art. 3(3): "for the application of this act" alone, so not for Union law.
  const equated = list === 'nl-awt' ? equatedDays.filter((date) => date.startsWith(`${year}`)) : []
  // Where two fall on one day the last name stays: Ascension Day can be 5 May.
  return [...equated.map((date): Entry => [date, 'equated-day']), ...legal, ...free]
}

/** 27 April, or 26 April when that is a Sunday. */
function kingsDay(year: number): LocalDate {
  const day = on(year, '04-27')
  return weekday(day) === 7 ? addDays(day, -1) : day
}

function danish(year: number): readonly Entry[] {
  const easter = easterSunday(year)
  const prayer: readonly Entry[] = year <= lastGreatPrayerDay ? [[addDays(easter, 26), 'great-prayer-day']] : []
  return [
    [on(year, '01-01'), 'new-years-day'],
    [addDays(easter, -3), 'maundy-thursday'],
    [addDays(easter, -2), 'good-friday'],
    [easter, 'easter-sunday'],
    [addDays(easter, 1), 'easter-monday'],
    ...prayer,
    [addDays(easter, 39), 'ascension-day'],
    [addDays(easter, 49), 'whit-sunday'],
    [addDays(easter, 50), 'whit-monday'],
    [on(year, '12-25'), 'christmas-day'],
    [on(year, '12-26'), 'second-christmas-day'],
  ]
}
