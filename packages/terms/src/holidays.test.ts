import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { outsideFolder, skipUnlessOutside } from '../../../tools/outside.ts'
import { easterSunday } from './easter.ts'
import { equatedDays, type HolidayCode, type HolidayList, holidayOn, holidaysOf } from './holidays.ts'
import { localDate, weekday } from './local-date.ts'

const shortDays = (list: HolidayList, year: number): string =>
  [...holidaysOf(list, year).keys()]
    .filter((date) => holidayOn(date, list) !== 'equated-day')
    .map((date) => date.slice(5))
    .sort()
    .join(' ')

// Dutch days by the Algemene termijnenwet without equated days, and Danish days, worked out by hand from Easter.
const tables = [
  {
    year: 2026,
    nl: '01-01 04-03 04-06 04-27 05-05 05-14 05-25',
    dk: '01-01 04-02 04-03 04-05 04-06 05-14 05-24 05-25',
  },
  {
    year: 2027,
    nl: '01-01 03-26 03-29 04-27 05-05 05-06 05-17',
    dk: '01-01 03-25 03-26 03-28 03-29 05-06 05-16 05-17',
  },
  {
    year: 2028,
    nl: '01-01 04-14 04-17 04-27 05-05 05-25 06-05',
    dk: '01-01 04-13 04-14 04-16 04-17 05-25 06-04 06-05',
  },
  {
    year: 2029,
    nl: '01-01 03-30 04-02 04-27 05-05 05-10 05-21',
    dk: '01-01 03-29 03-30 04-01 04-02 05-10 05-20 05-21',
  },
  {
    year: 2030,
    nl: '01-01 04-19 04-22 04-27 05-05 05-30 06-10',
    dk: '01-01 04-18 04-19 04-21 04-22 05-30 06-09 06-10',
  },
  {
    year: 2031,
    nl: '01-01 04-11 04-14 04-26 05-05 05-22 06-02',
    dk: '01-01 04-10 04-11 04-13 04-14 05-22 06-01 06-02',
  },
]

for (const { year, nl, dk } of tables) {
  test(`${year}: the days of the Algemene termijnenwet`, () => {
    assert.equal(shortDays('nl-awt', year), `${nl} 12-25 12-26`)
  })
  test(`${year}: the Danish days`, () => {
    assert.equal(shortDays('dk', year), `${dk} 12-25 12-26`)
  })
}

test('Great Prayer Day is an ordinary day from 2024 on', () => {
  assert.equal(holidayOn(localDate('2023-05-05'), 'dk'), 'great-prayer-day')
  assert.ok(![...holidaysOf('dk', 2024).values()].includes('great-prayer-day'))
  assert.equal(holidayOn(localDate('2024-04-26'), 'dk'), undefined)
})

test('no Danish act makes 1 May, 5 June, 24 or 31 December a holiday', () => {
  for (const day of ['2026-05-01', '2026-06-05', '2026-12-24', '2026-12-31']) {
    assert.equal(holidayOn(localDate(day), 'dk'), undefined)
  }
})

test('an equated day is one for the Algemene termijnenwet only', () => {
  for (const day of equatedDays) {
    assert.equal(holidayOn(day, 'nl-awt'), 'equated-day')
    assert.equal(holidayOn(day, 'nl'), undefined)
    assert.equal(holidayOn(day, 'eu-nl'), undefined)
    assert.ok(weekday(day) < 6, day)
  }
})

test('Good Friday and 5 May are holidays for terms in acts, not days off for everybody', () => {
  assert.equal(holidayOn(localDate('2026-04-03'), 'nl-awt'), 'good-friday')
  assert.equal(holidayOn(localDate('2026-05-05'), 'nl-awt'), 'liberation-day')
  assert.equal(holidayOn(localDate('2026-04-03'), 'nl'), undefined)
  assert.equal(holidayOn(localDate('2026-05-05'), 'nl'), undefined)
})

test('Easter is a Sunday from 22 March to 25 April', () => {
  for (let year = 1900; year <= 2299; year += 1) {
    const easter = easterSunday(year)
    assert.equal(new Date(`${easter}T00:00:00Z`).getUTCDay(), 0, easter)
    assert.ok(easter.slice(5) >= '03-22' && easter.slice(5) <= '04-25', easter)
  }
})

const words: Readonly<Record<string, HolidayCode>> = {
  "New Year's Day": 'new-years-day',
  'Maundy Thursday': 'maundy-thursday',
  'Good Friday': 'good-friday',
  'Easter Sunday': 'easter-sunday',
  'Easter Monday': 'easter-monday',
  "King's Day": 'kings-day',
  'Great Prayer Day': 'great-prayer-day',
  'Ascension Day': 'ascension-day',
  'Ascension Day; Liberation Day': 'ascension-day',
  Pentecost: 'whit-sunday',
  'Pentecost Monday': 'whit-monday',
  'Christmas Day': 'christmas-day',
  'Second Day of Christmas': 'second-christmas-day',
}

const vectors = 'vectors/holidays'

test('the movable days agree with lists made by others', skipUnlessOutside(vectors), () => {
  const compared = { dk: 0, nl: 0 }
  for (const [file, list] of [
    ['DK_COMMON.json', 'dk'],
    ['NL_COMMON.json', 'nl'],
  ] as const) {
    const days: Record<string, string> = JSON.parse(readFileSync(join(outsideFolder(vectors) ?? '', file), 'utf8'))
    for (const [date, name] of Object.entries(days)) {
      const code = words[name]
      const year = Number(date.slice(0, 4))
      if (year < 2014 || code === undefined) continue
      // Their list names days that are Sundays or that Dutch law gives another rank; those are compared by date alone.
      if (list === 'nl' && (code === 'easter-sunday' || code === 'whit-sunday')) {
        assert.equal(weekday(localDate(date)), 7, date)
      } else {
        assert.equal(holidayOn(localDate(date), code === 'good-friday' && list === 'nl' ? 'nl-awt' : list), code, date)
      }
      compared[list] += 1
    }
    for (let year = 2014; year <= 2050; year += 1) {
      for (const date of holidaysOf(list, year).keys()) assert.ok(date in days, `${date} is in no list of others`)
    }
  }
  assert.ok(compared.dk > 350 && compared.nl > 300, JSON.stringify(compared))
})
