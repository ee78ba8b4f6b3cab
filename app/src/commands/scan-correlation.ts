// The correlations of a scan: one correlator that is given every event in the order of files and lines.
import type { CorrelationResult, Part } from '../../../packages/sigma/src/correlation-result.ts'
import { Correlator, type Losses } from '../../../packages/sigma/src/correlator.ts'
import type { LineObservations } from './scan-observations.ts'
import type { NeededRules } from './scan-rules.ts'

/** A line of a source; sources count from 0, lines from 1. */
export type Place = { readonly source: number; readonly line: number }

/** An event that a correlation consists of, and the rule that matched it. */
export type PartPlace = Place & { readonly rule: number }

/** Events that wait for older ones; beyond, the oldest are decided early and that is told. About 200 MB. */
const maxPending = 400_000

/** Finds the matches of correlations. */
export class ScanCorrelation {
  private readonly correlator: Correlator
  private readonly rules: NeededRules
  private timeless = 0

  /** @param latenessMs - How much older than the newest event an event may be; `Infinity` decides all at the end. */
  constructor(rules: NeededRules, latenessMs: number) {
    this.rules = rules
    this.correlator = new Correlator(rules, { latenessMs, maxPending })
  }

  /** Takes the observations of one line, so that where a batch ends makes no difference to the order of results. */
  add(source: number, lineNumber: number, { observations }: LineObservations): readonly CorrelationResult[] {
    const id = idOf({ source, line: lineNumber })
    return this.correlator.add(observations.map((one) => ({ ...one, id })))
  }

  /** Counts events that were wanted and say no time. */
  noteTimeless(count: number): void {
    this.timeless += count
  }

  /** Decides what waits: nothing more comes. */
  finish(): readonly CorrelationResult[] {
    return this.correlator.finish()
  }

  /** What was not correlated and why, in words. */
  lossWords(): readonly string[] {
    const timeless = this.timeless === 0 ? [] : [`${this.timeless} events say no time and were not correlated`]
    return [...timeless, ...lossWords(this.correlator.losses, this.rules)]
  }
}

/** Events of the same instant are taken in the order of their ids: padded, so that this is the order of their lines. */
function idOf({ source, line }: Place): string {
  return `${String(source).padStart(6, '0')}:${String(line).padStart(12, '0')}`
}

/** The events that a result consists of, those of its parts included, oldest first as each result has them. */
export function eventsOf(result: CorrelationResult): readonly PartPlace[] {
  return result.parts.flatMap((part) => (part.result === undefined ? eventOf(part) : eventsOf(part.result)))
}

function eventOf({ id, link }: Part): readonly PartPlace[] {
  const [source, line] = id.split(':').map(Number)
  // A correlation as a part, when it is too large to be shown, stands for its newest event.
  return source === undefined || line === undefined
    ? []
    : [{ source, line, rule: link.kind === 'rule' ? link.number : -1 }]
}

const lossReasons = {
  late: 'came later than --lateness and were not counted',
  future: 'lie ahead of the clock and were not counted',
  hurried: 'were decided early: too many waited for older ones',
  ungrouped: 'lack a field that is grouped by',
  valueless: 'lack the field that is counted, or it is no number',
  crowded: 'have more groups or values than are looked at',
  group: 'groups were forgotten: too many at once',
  entry: 'events of a group were forgotten: too many at once',
} as const

function lossWords(losses: Losses, { correlations }: NeededRules): readonly string[] {
  return [...losses].flatMap(([number, counts]) =>
    [...counts].map(([loss, count]) => {
      const who = correlations[number]?.title
      const what = loss === 'group' || loss === 'entry' ? '' : 'matches '
      return `${who === undefined ? 'correlations' : `correlation "${who}"`}: ${count} ${what}${lossReasons[loss]}`
    }),
  )
}
