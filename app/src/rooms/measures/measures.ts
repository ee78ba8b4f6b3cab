import type { Act } from '../../platform/act.ts'
import type { Refused } from '../../platform/problem.ts'
import { organisationOf, today } from '../people/people.ts'
import type { Telling } from './life-words.ts'
import type { Measure, Version } from './measure.ts'
import { parseDeclaration } from './parse-declaration.ts'
import { compile, type Permit } from './permit.ts'
import { endOf, type RunningPermit } from './permits-at.ts'
import { runState } from './standing.ts'
import { type Stepped, takeStep } from './stepping.ts'
import { allMeasures, findMeasure, versionsIn } from './store.ts'

// What other rooms ask of this one. A permit decides at the instant at which it is asked, see `permitsAt`.

/** Compiled permits by digest of their text: a version never changes, so its permit never does. */
export type PermitCache = Map<string, Permit>

/** How many permits are kept compiled; arbitrary, more than the measures that run in any house. */
const mostCached = 500

/**
 * The permits that count now, and those that only let finish what was begun. Ordered by number.
 *
 * @param cache - Kept by the caller between calls, so that a version is compiled once.
 */
export async function runningPermits(act: Pick<Act, 'tx' | 'at'>, cache: PermitCache): Promise<RunningPermit[]> {
  return permitsOf(act, await allMeasures(act.tx), cache)
}

/** The permit of one measure that runs or ran, or undefined. */
export async function runningPermit(
  act: Pick<Act, 'tx' | 'at'>,
  id: string,
  cache: PermitCache,
): Promise<RunningPermit | undefined> {
  const measure = await findMeasure(act.tx, id)
  return measure === undefined ? undefined : (await permitsOf(act, [measure], cache))[0]
}

/** Records that staff were told, with the checklist of whoever told them: the notice runs from that day. */
export function announce(
  act: Act,
  id: string,
  wish: { readonly version: number; readonly day: string; readonly tellings: readonly Telling[] },
): Promise<Stepped | Refused> {
  return takeStep(act, id, { kind: 'announced', ...wish })
}

async function permitsOf(
  act: Pick<Act, 'tx' | 'at'>,
  measures: readonly Measure[],
  cache: PermitCache,
): Promise<RunningPermit[]> {
  const on = await today(act)
  const { timeZone } = await organisationOf(act)
  const ran = measures.flatMap((measure) => {
    const state = runState(measure.life, on)
    const end = endOf(measure.life, on, timeZone)
    return state.kind === 'never' || end === undefined ? [] : [{ measure, version: state.running.version, end }]
  })
  const names = ran.map(({ measure, version }) => ({ measure: measure.id, version }))
  const versions = new Map((await versionsIn(act.tx, names)).map((one) => [one.measure, one]))
  return ran.flatMap(({ measure, end }) => {
    const version = versions.get(measure.id)
    return version === undefined ? [] : [{ id: measure.id, permit: permitOf(version, cache), ...end }]
  })
}

function permitOf({ measure, version, digest, text }: Version, cache: PermitCache): Permit {
  const key = `${measure} ${version} ${digest}`
  const known = cache.get(key)
  if (known !== undefined) return known
  const parsed = parseDeclaration(text)
  if (parsed.kind === 'faults') throw new Error(`version ${version} of ${measure} is not understood`)
  const permit = compile(parsed.declaration, version, parsed.places)
  const oldest = cache.size < mostCached ? undefined : cache.keys().next().value
  if (oldest !== undefined) cache.delete(oldest)
  cache.set(key, permit)
  return permit
}
