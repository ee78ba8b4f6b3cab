import { addDays, localDate } from '../people/local-date.ts'
import type { OfficeCode } from '../people/offices.ts'
import { nullityTerm } from './legal-terms.ts'
import type { Life } from './life.ts'
import { toldWithoutConsent } from './life-rules.ts'
import type { Standing } from './life-words.ts'
import { officesOfStep } from './steps.ts'

// What a life comes to on a day. Time is only read here, when somebody asks: no job has to run for an end to be an end.

/** How long before a review or an end date those who must act are told. */
export const soonDays = 60

/** What runs on a day. */
export type Running = {
  readonly version: number
  readonly by: 'decision' | 'regularising' | 'emergency'
  readonly since: string
  /** First day on which it no longer runs by itself; undefined where no day is set. */
  readonly until: string | undefined
}

/** Why nothing of a measure runs that did. */
export type Stopped = 'suspended' | 'account-late' | 'end-passed' | 'ended'

/** What runs of a measure, or since when it does not and why. */
export type RunState =
  | { readonly kind: 'never' }
  | { readonly kind: 'runs'; readonly running: Running }
  /**
   * `since`: first day without it; `at`: the instant (ISO 8601), undefined where it is the first of that day. What was begun before
   * may finish within its own term.
   */
  | {
      readonly kind: 'stopped'
      readonly running: Running
      readonly why: Stopped
      readonly since: string
      readonly at: string | undefined
    }

/** What runs of a measure on a day. */
export function runState(life: Life, on: string): RunState {
  const running = wouldRun(life)
  if (running === undefined) return { kind: 'never' }
  const ended = endOf(life, running)
  const stops = [
    ...(ended === undefined
      ? []
      : [{ ...ended, at: running.by === 'regularising' ? life.regularising?.stoppedAt : undefined }]),
    ...(life.ended === undefined ? [] : [{ why: 'ended' as const, since: life.ended.since, at: life.ended.at }]),
    ...life.suspensions.map(({ since, at }) => ({ why: 'suspended' as const, since, at })),
  ].filter(({ since }) => since <= on)
  const first = stops.toSorted((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))[0]
  return first === undefined ? { kind: 'runs', running } : { kind: 'stopped', running, ...first }
}

function wouldRun({ inForce, regularising, emergency }: Life): Running | undefined {
  if (inForce !== undefined) {
    return { version: inForce.version, by: 'decision', since: inForce.since, until: undefined }
  }
  if (regularising !== undefined) {
    const { version, since, until } = regularising
    return { version, by: 'regularising', since, until }
  }
  if (emergency?.startedOn === undefined) return undefined
  return { version: emergency.version, by: 'emergency', since: emergency.startedOn, until: emergencyEnd(emergency) }
}

/** First day on which an emergency measure no longer runs: after a term in which it did not account, or its own end. */
function emergencyEnd({ accountBy, accountedOn, endsOn }: NonNullable<Life['emergency']>): string {
  if (accountBy === undefined) return endsOn
  const accounted = accountedOn !== undefined && accountedOn <= accountBy
  const late = addDays(localDate(accountBy), 1)
  return accounted || endsOn <= late ? endsOn : late
}

function endOf(
  { emergency }: Life,
  { by, until }: Running,
): { readonly why: Stopped; readonly since: string } | undefined {
  if (until === undefined) return undefined
  const byItsEnd = by !== 'emergency' || until === emergency?.endsOn
  return { why: byItsEnd ? 'end-passed' : 'account-late', since: until }
}

/** How a measure stands on a day. */
export function standingOf(life: Life, on: string): Standing {
  if (life.ended !== undefined) return 'ended'
  const state = runState(life, on)
  if (state.kind === 'stopped') return state.why === 'suspended' ? 'suspended' : 'lapsed'
  if (state.kind === 'runs') {
    return state.running.by === 'decision' ? 'active' : state.running.by
  }
  if (life.suspensions.length > 0) return 'suspended'
  if (life.candidate?.announcedOn !== undefined) return 'announced'
  if (life.candidate !== undefined || life.emergency !== undefined) return 'in-procedure'
  return life.withdrawn ? 'withdrawn' : 'draft'
}

/** The steps that a measure can wait for; each has a sentence. */
export const waitedSteps = [
  'proposed',
  'advised',
  'objection-lifted',
  'submitted',
  'answered',
  'represented',
  'court-permitted',
  'decided',
  'announced',
  'activated',
  'narrowed',
  'emergency-started',
  'accounted',
  'nullity-invoked',
] as const
export type WaitedStep = (typeof waitedSteps)[number]

/** What a measure waits for: a step, who can take it, since when, and until when where a term runs. */
export type Wait = {
  readonly step: WaitedStep
  readonly offices: readonly OfficeCode[]
  readonly since: string | undefined
  readonly by: string | undefined
  readonly overdue: boolean
}

/** What is waited for on a day. A term that ends changes nothing by itself: it makes the wait overdue. */
export function waitsOf(life: Life, on: string): readonly Wait[] {
  if (life.ended !== undefined) return []
  return [
    ...emergencyWaits(life, on),
    ...candidateWaits(life, on),
    ...regularisingWaits(life, on),
    ...nullityWaits(life, on),
  ]
}

function wait(step: WaitedStep, on: string, since?: string, by?: string): Wait {
  return { step, offices: officesOfStep[step], since, by, overdue: by !== undefined && by < on }
}

function candidateWaits({ candidate, inForce, suspensions }: Life, on: string): readonly Wait[] {
  if (candidate === undefined) return []
  const questions = candidate.openQuestions.length > 0 ? [wait('answered', on)] : []
  const objection = candidate.objection ? [wait('objection-lifted', on, candidate.advice?.on)] : []
  const narrow =
    candidate.verdict === 'narrower' && candidate.changed.every((part) => inForce?.delegated.includes(part) ?? false)
  const rest = [...questions, ...objection, ...(narrow && suspensions.length === 0 ? [wait('narrowed', on)] : [])]
  switch (candidate.stage) {
    case 'advice':
      return [wait('advised', on), ...rest]
    case 'submission':
      return [wait('submitted', on, candidate.advice?.on), ...rest]
    case 'representatives':
      // They answered: they may come back on it, and nobody waits for that.
      return candidate.outcome === 'refused'
        ? [wait('court-permitted', on), ...rest]
        : [wait('represented', on, candidate.submittedOn), ...rest]
    case 'decision':
      return [wait('decided', on), ...rest]
    case 'announcement':
      return [wait('announced', on, candidate.decidedOn), ...rest]
    case 'notice':
    case 'ready':
      return candidate.startsOn !== undefined && candidate.startsOn <= on
        ? [wait('activated', on, candidate.startsOn), ...rest]
        : rest
  }
}

/** `notice` becomes `ready` with time; the rest stays as the steps made it. */
export function stageOn({ stage, startsOn }: NonNullable<Life['candidate']>, on: string) {
  return stage === 'notice' && startsOn !== undefined && startsOn <= on ? 'ready' : stage
}

function emergencyWaits({ emergency, inForce }: Life, on: string): readonly Wait[] {
  if (emergency === undefined || inForce !== undefined) return []
  if (emergency.startedOn === undefined) return [wait('emergency-started', on)]
  return emergency.accountedOn === undefined ? [wait('accounted', on, emergency.startedOn, emergency.accountBy)] : []
}

function regularisingWaits({ regularising, candidate }: Life, on: string): readonly Wait[] {
  if (regularising === undefined || regularising.stoppedAt !== undefined || candidate !== undefined) return []
  return [wait('proposed', on, regularising.since, addDays(localDate(regularising.until), -1))]
}

// A right, not a duty: it is shown as long as it lasts, and no longer.
function nullityWaits(life: Life, on: string): readonly Wait[] {
  const told = toldWithoutConsent(life)
  if (told === undefined || life.suspensions.some(({ suspender }) => suspender === 'representatives')) return []
  const { safe } = nullityTerm(told)
  return on > safe ? [] : [wait('nullity-invoked', on, told, safe)]
}

/** The day by which what is in force is looked at again; undefined where nothing is, or it ended. */
export function reviewDay({ inForce, ended }: Life): string | undefined {
  return ended === undefined ? inForce?.review : undefined
}

/** How the next review of what is in force stands on a day. */
export function reviewState(life: Life, on: string): 'none' | 'later' | 'soon' | 'overdue' {
  const review = reviewDay(life)
  if (review === undefined) return 'none'
  if (review < on) return 'overdue'
  return review <= addDays(localDate(on), soonDays) ? 'soon' : 'later'
}
