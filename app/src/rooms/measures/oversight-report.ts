import type { Say } from '../../platform/problem.ts'
import type { Life } from './life.ts'
import type { Measure } from './measure.ts'
import type { OversightReport } from './shapes.ts'
import { reviewState, standingOf } from './standing.ts'

/** The smallest number of doings of office holders that is told; below it a number could point at somebody. */
export const leastTold = 5

/** Steps of a year that are facts about measures: the register shows each of them, so their numbers hide nothing. */
const aboutMeasures = [
  ...['proposed', 'withdrawn', 'decided', 'announced', 'activated', 'narrowed', 'suspended', 'resumed', 'ended'],
  ...['regularised', 'nullity-invoked', 'emergency-started', 'emergency-extended', 'accounted', 'dialogue-held'],
] as const

/** Steps of a year that are doings of few people in one office. */
const aboutPeople = [
  'advised',
  'objection-lifted',
  'asked',
  'answered',
  'met',
  'represented',
  'court-permitted',
] as const

/** How often each kind of step was taken. */
export type StepCounts = readonly { readonly measure: string; readonly kind: string; readonly count: number }[]

/**
 * The report of a year on measures: numbers alone, and no number that could point at a person.
 *
 * @param on - The last day that it tells of: the end of the year, or today where the year is not over.
 */
export function oversightReport(
  year: number,
  organisation: string,
  measures: readonly Measure[],
  counts: StepCounts,
  on: string,
  say: Say,
): OversightReport {
  const known = measures.filter(({ life }) => life.knownSince !== undefined && life.knownSince <= on)
  const of = (kind: string): number =>
    counts.filter((one) => one.kind === kind).reduce((sum, { count }) => sum + count, 0)
  const standings = Map.groupBy(known, ({ life }) => standingOf(life, on))
  return {
    year,
    organisation,
    until: on,
    complete: on >= `${year}-12-31`,
    sections: [
      {
        title: say('measures.report.standings'),
        rows: [...standings].map(([standing, those]) =>
          told(say(`measures.report.standing.${standing}`), those.length),
        ),
      },
      {
        title: say('measures.report.steps'),
        rows: aboutMeasures.map((kind) => told(say(`measures.report.step.${kind}`), of(kind))),
      },
      {
        title: say('measures.report.people'),
        rows: suppressed(aboutPeople.map((kind) => told(say(`measures.report.step.${kind}`), of(kind)))),
      },
      {
        title: say('measures.report.watched'),
        rows: [
          told(
            say('measures.report.reviews-overdue'),
            known.filter(({ life }) => reviewState(life, on) === 'overdue').length,
          ),
          told(say('measures.report.accounts-late'), known.filter(({ life }) => accountedLate(life, on)).length),
          told(
            say('measures.report.open-points'),
            known.reduce((sum, { life }) => sum + life.openPoints.length, 0),
          ),
        ],
      },
    ],
  }
}

type Row = OversightReport['sections'][number]['rows'][number]

function told(what: string, count: number): Row {
  return { what, count, suppressed: false }
}

/**
 * Leaves out numbers from 1 to 4. Where that leaves out one alone, the smallest other one goes too, or it could be reckoned from
 * a sum told elsewhere.
 */
export function suppressed(rows: readonly Row[]): Row[] {
  const isSmall = ({ count }: Row): boolean => count !== null && count > 0 && count < leastTold
  const small = rows.filter(isSmall)
  const larger = rows.filter((row) => row.count !== null && row.count >= leastTold)
  const second = small.length === 1 ? larger.toSorted((a, b) => (a.count ?? 0) - (b.count ?? 0))[0] : undefined
  return rows.map((row) => (isSmall(row) || row === second ? { ...row, count: null, suppressed: true } : row))
}

function accountedLate({ emergency }: Life, on: string): boolean {
  if (emergency?.accountBy === undefined || emergency.accountBy >= on) return false
  return emergency.accountedOn === undefined || emergency.accountedOn > emergency.accountBy
}
