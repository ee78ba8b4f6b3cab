import type { Act } from '../../platform/act.ts'
import { firstEntryDay } from '../../platform/outbox.ts'
import { addDays, localDate } from '../people/local-date.ts'
import { today } from '../people/people.ts'
import type { Declaration } from './declaration.ts'
import { emergencyRestDays, type StepContext } from './life-rules.ts'
import { covers } from './logsource.ts'
import type { Measure } from './measure.ts'
import { runState } from './standing.ts'
import { allMeasures, versionsIn } from './store.ts'

type Source = Declaration['sources'][number]

/** What holds around a measure while somebody takes a step: the day, what the house is, and what other measures have. */
export async function circumstancesOf(
  act: Pick<Act, 'tx' | 'at'>,
  measure: Measure,
): Promise<Omit<StepContext, 'by' | 'office'>> {
  const on = await today(act)
  const installedOn = (await firstEntryDay(act.tx)) ?? on
  return { on, installedOn, ...(await othersOn(act, measure, on)) }
}

/** What other measures mean for the version that would start: sources that one has now, and emergencies there were on them. */
async function othersOn(
  { tx }: Pick<Act, 'tx'>,
  { id, life }: Measure,
  on: string,
): Promise<Pick<StepContext, 'taken' | 'againFrom' | 'regularisedBefore'>> {
  const version = (life.candidate ?? life.emergency)?.version
  if (version === undefined) return { taken: new Map(), againFrom: undefined, regularisedBefore: false }
  const others = (await allMeasures(tx)).filter((one) => one.id !== id).flatMap((one) => standsInTheWay(one, on))
  const versions = await versionsIn(tx, [{ measure: id, version }, ...others])
  const sourcesOf = (measure: string): readonly Source[] =>
    versions.find((one) => one.measure === measure)?.declaration.sources ?? []
  const own = sourcesOf(id)
  const taken = new Map<string, string>()
  const rests: string[] = []
  let regularisedBefore = false
  for (const { measure, was } of others) {
    const shared = own.filter((source) => sourcesOf(measure).some((other) => isSameSource(source, other)))
    if (shared.length === 0) continue
    if (was === 'running') for (const { id: source } of shared) taken.set(source, measure)
    else if (was === 'regularised') regularisedBefore = true
    else rests.push(was.again)
  }
  return { taken, againFrom: rests.toSorted().at(-1), regularisedBefore }
}

type InTheWay = {
  readonly measure: string
  readonly version: number
  /** It runs, it was let go on for a time that is over, or it was an emergency: then the first day on which one can be again. */
  readonly was: 'running' | 'regularised' | { readonly again: string }
}

/**
 * A measure that has its sources now, that was let go on without a decision, or that was an emergency not long ago. What is
 * suspended comes back to its sources.
 */
function standsInTheWay({ id, life }: Measure, on: string): readonly InTheWay[] {
  const state = runState({ ...life, suspensions: [] }, on)
  if (state.kind === 'never') return []
  const { version, by } = state.running
  if (state.kind === 'runs') return [{ measure: id, version, was: 'running' }]
  if (by === 'regularising') return [{ measure: id, version, was: 'regularised' }]
  const again = addDays(localDate(state.since), emergencyRestDays)
  return by === 'emergency' && again > on ? [{ measure: id, version, was: { again } }] : []
}

/** Another name makes no other source: what one logsource covers of the other is the same events. */
function isSameSource(a: Source, b: Source): boolean {
  return a.id === b.id || covers(a.logsource, b.logsource) || covers(b.logsource, a.logsource)
}
