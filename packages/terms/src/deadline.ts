import { type Count, count } from './count.ts'
import { unionList } from './holidays.ts'
import { addDays, dayAt, type LocalDate, latest, type Place, wallClock } from './local-date.ts'
import { type RollOver, rollOver } from './roll-over.ts'
import {
  type Case,
  type DayAnswer,
  type Doubt,
  type InstantAnswer,
  planEarliest,
  type SkippedDay,
  type Term,
} from './term.ts'
import { type DayOff, workingDaysIn } from './working-days.ts'

const hourMs = 3_600_000

/**
 * The end of a term in days, working days, weeks, months or years.
 *
 * An extended term is one longer term from the same event, never a second term from a day that was moved.
 *
 * @returns For `not-before` the first day on which it is allowed, else the last day.
 *
 * Throws `TypeError` for a term in hours: that one starts at an instant.
 */
export function lastDay(term: Term, facts: Case): DayAnswer {
  if (term.length.unit === 'hours') throw new TypeError('a term in hours starts at an instant')
  const counts = count(term, facts)
  const plainRoll = rollOver(term, facts, counts.plain.last)
  const wideRoll = rollOver(term, facts, counts.wide.last)
  const plain = reading(counts.plain, plainRoll.argued === undefined ? plainRoll : undefined)
  const wide = reading(counts.wide, wideRoll)
  const [early, late] = plain.last <= wide.last ? [plain, wide] : [wide, plain]
  const [safe, other] = planEarliest(term.bearing) ? [early, late] : [late, early]
  const differ = safe.last !== other.last
  const moved = wideRoll.argued !== undefined && wideRoll.last !== counts.wide.last
  return {
    kind: 'day',
    from: facts.from,
    counted: counts.plain.last,
    safe: safe.last,
    other: differ ? other.last : undefined,
    articles: [...new Set([term.article, ...counts.articles, ...plainRoll.articles, ...wideRoll.articles])],
    skipped: skippedDays(safe, differ ? other : safe),
    doubts: [
      ...(counts.plain.last === counts.wide.last ? [] : counts.between),
      ...(moved && wideRoll.argued !== undefined ? [wideRoll.argued] : []),
      ...standingDoubts(term, plainRoll),
    ],
  }
}

type Reading = { readonly last: LocalDate; readonly passed: readonly DayOff[] }

function reading(counted: Count, roll: RollOver | undefined): Reading {
  if (roll === undefined) return counted
  return { last: roll.last, passed: [...counted.passed, ...roll.passed] }
}

function standingDoubts(term: Term, roll: RollOver): readonly Doubt[] {
  const danish = term.law === 'dk' && term.length.unit === 'working-days'
  return [
    ...roll.doubts,
    ...(danish ? (['danish-working-days-unconfirmed'] as const) : []),
    ...(term.lengthUnconfirmed ? (['length-unconfirmed'] as const) : []),
  ]
}

function skippedDays(safe: Reading, other: Reading): readonly SkippedDay[] {
  const named = (day: DayOff): string => `${day.date} ${day.reason}`
  const inSafe = new Set(safe.passed.map(named))
  const inOther = new Set(other.passed.map(named))
  const both = safe.passed.map((day): SkippedDay => ({ ...day, reading: inOther.has(named(day)) ? 'both' : 'safe' }))
  const rest = other.passed.filter((day) => !inSafe.has(named(day)))
  const all = [...both, ...rest.map((day): SkippedDay => ({ ...day, reading: 'other' }))]
  return all.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
}

/**
 * The end of a term in hours: elapsed time, so that a change of the clock neither gives nor takes an hour. It never moves for
 * weekends and holidays (Regulation 1182/71 art. 3(4); Algemene termijnenwet art. 4).
 *
 * Throws `TypeError` for a term in another unit, and for one that counts back.
 */
export function lastInstant(term: Term, from: Date, place: Place): InstantAnswer {
  const { amount, unit } = term.length
  if (unit !== 'hours' || term.direction === 'before') throw new TypeError('expected a term in hours after an event')
  const safe = new Date(from.getTime() + amount * hourMs)
  const isUnion = term.law === 'eu'
  // Art. 3(1): "the hour during which that event occurs … shall not be considered as falling within the period".
  const other = isUnion ? new Date((Math.floor(from.getTime() / hourMs) + 1 + amount) * hourMs) : undefined
  const fewWorkingDays = isUnion && amount >= 48 && wholeWorkingDays(from, safe, place) < 2
  const hourArticle = 'Regulation 1182/71 art. 3(1)-(2), 3(4)'
  const articles = isUnion ? [hourArticle] : term.law === 'nl' ? ['Algemene termijnenwet art. 4'] : []
  return {
    kind: 'instant',
    from,
    safe,
    other,
    wallClock: wallClock(safe, place),
    articles: [term.article, ...articles],
    skipped: [],
    doubts: [
      ...(isUnion ? (['hour-of-event-argued'] as const) : []),
      ...(fewWorkingDays ? (['two-working-days-argued'] as const) : []),
    ],
  }
}

function wholeWorkingDays(from: Date, until: Date, place: Place): number {
  const first = dayAt(from, place)
  const last = latest(first, addDays(dayAt(until, place), -1))
  return workingDaysIn(first, last, { holidays: unionList(place), closedDays: new Set() }, 2)
}
