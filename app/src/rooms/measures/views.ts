import type { DayAnswer } from '@openwacht/terms/term.ts'
import { dayInWords, type Say } from '../../platform/problem.ts'
import { followsOf, waitSentence } from './following.ts'
import { accountTerm, noticeTerm, nullityTerm } from './legal-terms.ts'
import { accountWorkingDays, type Life } from './life.ts'
import { delegable } from './life-rules.ts'
import type { KeptStep, Measure, VersionLine } from './measure.ts'
import { routeFacts, routesOf } from './route-facts.ts'
import type { MeasureAnswer, MeasureSummary, StepAnswer, TermShapeAnswer } from './shapes.ts'
import { reviewDay, reviewState, runState, stageOn, standingOf, type Wait, waitsOf } from './standing.ts'
import { candidateFor, publicSteps, type Viewer } from './viewers.ts'

// What a reader sees of a measure: the life so far, on a day, in words. No name of a person is among it.

/** A measure as a list shows it. */
export function summaryOf(measure: Measure, on: string, viewer: Viewer, say: Say): MeasureSummary {
  const { id, name, head } = measure
  const candidate = candidateFor(measure.life, viewer)
  const life: Life = { ...measure.life, candidate }
  return {
    ...{
      id,
      name,
      kind: head.kind,
      jurisdiction: head.jurisdiction,
      title: head.title,
      summary: head.summary,
      standing: standingOf(life, on),
    },
    since: life.knownSince ?? null,
    version: life.inForce?.version ?? null,
    candidate: candidate === undefined ? null : candidateOf(life, candidate, on, say),
    running: runningOf(life, on),
    emergency: emergencyOf(life, on, say),
    regularising: regularisingOf(life, on),
    suspendedBy: life.ended === undefined ? life.suspensions.map(({ suspender }) => suspender) : [],
    ended: life.ended?.since ?? null,
    review: reviewDay(life) ?? null,
    reviewState: reviewState(life, on),
    openPoints: life.openPoints.length,
    follows: [...followsOf(life, on, say)],
    waits: viewer.insider ? waitsOf(life, on).map((one) => waitOf(one, life, say)) : [],
  }
}

type Candidate = NonNullable<Life['candidate']>

function candidateOf(life: Life, candidate: Candidate, on: string, say: Say): MeasureSummary['candidate'] {
  const { version, verdict, changed, route, body, objection, jurisdiction, notice, announcedOn } = candidate
  const delegated = life.inForce?.delegated ?? []
  return {
    version,
    stage: stageOn(candidate, on),
    verdict: verdict ?? null,
    mayNarrow: verdict === 'narrower' && changed.every((part) => delegated.includes(part)),
    route: route ?? null,
    body: body ?? null,
    objection,
    startsOn: announcedOn === undefined ? null : termOf(noticeTerm(jurisdiction, notice, announcedOn), say),
  }
}

function runningOf(life: Life, on: string): MeasureSummary['running'] {
  const state = runState(life, on)
  if (state.kind === 'never' || (state.kind === 'stopped' && state.why === 'ended')) return null
  const { version, since, until } = state.running
  const looksEnded = state.kind === 'stopped' && state.why !== 'ended' ? state.why : null
  return { version, since, until: until ?? null, looks: state.kind === 'runs', looksEnded }
}

function emergencyOf({ emergency, jurisdiction, ended }: Life, on: string, say: Say): MeasureSummary['emergency'] {
  if (emergency === undefined || jurisdiction === undefined || ended !== undefined) return null
  const { startedAt, startedOn, accountBy, accountedOn, extended, endsOn } = emergency
  const late = accountBy !== undefined && (accountedOn === undefined ? on > accountBy : accountedOn > accountBy)
  const running = on >= endsOn || late ? 'lapsed' : accountedOn === undefined ? 'running' : 'accounted'
  const counted = startedOn === undefined ? undefined : accountTerm(jurisdiction, startedOn, accountWorkingDays)
  const term = counted === undefined ? null : termOf(counted, say)
  return {
    state: startedAt === undefined ? 'called' : running,
    startedAt: startedAt ?? null,
    // It is told in the act that starts it.
    councilToldAt: startedAt ?? null,
    accountBy: term === null || accountBy === undefined ? null : { ...term, safe: accountBy },
    extended,
    endsOn,
  }
}

function regularisingOf({ regularising, ended }: Life, on: string): MeasureSummary['regularising'] {
  if (regularising === undefined || ended !== undefined) return null
  const { liveSince, toldSince, until } = regularising
  return { liveSince, toldSince: toldSince ?? null, until, passed: on >= until }
}

function waitOf(one: Wait, life: Life, say: Say): MeasureSummary['waits'][number] {
  const { step, offices, since, by, overdue } = one
  const term = by === undefined ? null : (termOfWait(step, since, life, say) ?? plainTerm(by))
  return {
    step,
    offices: [...offices],
    since: since ?? null,
    by: term === null || by === undefined ? null : { ...term, safe: by },
    overdue,
    sentence: waitSentence(one, life, say),
  }
}

function termOfWait(step: Wait['step'], since: string | undefined, { jurisdiction }: Life, say: Say) {
  if (since === undefined || jurisdiction === undefined) return undefined
  if (step === 'nullity-invoked') return termOf(nullityTerm(since), say)
  return step === 'accounted' ? termOf(accountTerm(jurisdiction, since, accountWorkingDays), say) : undefined
}

function plainTerm(day: string): TermShapeAnswer {
  return { safe: day, other: null, articles: [], skipped: [], doubts: [] }
}

/** The end of a term as a person reads it. */
export function termOf({ safe, other, articles, skipped, doubts }: DayAnswer, say: Say): TermShapeAnswer {
  return {
    safe,
    other: other ?? null,
    articles: [...articles],
    skipped: skipped.map(({ date, reason }) => ({ day: date, why: say(`measures.skipped.${reason}`) })),
    doubts: doubts.map((doubt) => say(`measures.doubt.${doubt}`)),
  }
}

/** The steps that a viewer may read, in words. */
export function stepsFor(steps: readonly KeptStep[], viewer: Viewer, say: Say): StepAnswer[] {
  const open = viewer.insider ? undefined : publicSteps(steps)
  return steps.filter(({ number }) => open?.has(number) ?? true).map((step) => stepOf(step, say))
}

function stepOf(step: KeptStep, say: Say): StepAnswer {
  const has = <K extends string>(key: K): boolean => key in step
  const given = (keys: readonly string[]) =>
    Object.fromEntries(Object.entries(step).filter(([key, value]) => keys.includes(key) && value !== undefined))
  return {
    number: step.number,
    kind: step.kind,
    on: step.on,
    office: step.office,
    version: 'version' in step ? step.version : null,
    sentence: say(`measures.step.${step.kind}`, stepValues(step, say)),
    // Written by name: nothing else of a step leaves, and never who took it.
    ...given(['route', 'body', 'outcome', 'text', 'consequences', 'adviceAnswer', 'evidence', 'question', 'suspender']),
    ...given(['wordsBlind']),
    ...given(['with', 'openPoints', 'digest', 'verdict', 'tellings']),
    ...(has('conditions') ? given(['conditions']) : {}),
    ...(has('delegated') ? given(['delegated']) : {}),
    ...('until' in step ? { until: step.until } : {}),
    ...('endsOn' in step ? { until: step.endsOn } : {}),
    ...('day' in step ? { day: step.day } : {}),
    entry: step.entry,
  }
}

function stepValues(step: KeptStep, say: Say): Record<string, string | number> {
  return {
    office: say(`people.office.${step.office}`),
    date: dayInWords(step.on, say),
    version: 'version' in step ? step.version : 0,
    // A choice of a message has no hyphens.
    outcome: ('outcome' in step ? step.outcome : 'none').replaceAll('-', '_'),
    route: ('route' in step ? step.route : 'none').replaceAll('-', '_'),
    day: dayInWords(
      'day' in step ? step.day : 'until' in step ? step.until : 'endsOn' in step ? step.endsOn : step.on,
      say,
    ),
  }
}

/** The versions that a viewer may know of, with what became of each. */
export function versionsFor(lines: readonly VersionLine[], steps: readonly KeptStep[], life: Life, viewer: Viewer) {
  const shown = viewer.insider ? undefined : publicSteps(steps)
  const known = new Set(
    steps
      .filter(({ number }) => shown?.has(number) ?? true)
      .flatMap((step) => ('version' in step ? [step.version] : [])),
  )
  const ran = new Set(
    steps.flatMap((step) =>
      ['activated', 'narrowed', 'regularised', 'emergency-started'].includes(step.kind) && 'version' in step
        ? [step.version]
        : [],
    ),
  )
  return lines
    .filter(({ version }) => known.has(version))
    .map(({ version, madeOn, digest, verdict }) => ({
      version,
      on: madeOn,
      digest,
      verdict,
      state: stateOf(version, life, ran),
    }))
}

function stateOf(version: number, life: Life, ran: ReadonlySet<number>): MeasureAnswer['versions'][number]['state'] {
  const inForce = life.inForce ?? life.regularising ?? life.emergency
  if (life.ended === undefined && inForce?.version === version && ran.has(version)) return 'in-force'
  if (life.candidate?.version === version) return 'candidate'
  return ran.has(version) ? 'was-in-force' : 'not-adopted'
}

/** The routes of a law, for a form. */
export function routesFor(jurisdiction: Measure['head']['jurisdiction'], say: Say): MeasureAnswer['routes'] {
  return routesOf(jurisdiction).map((route) => {
    const { bodies, asks, outcomes, dpoBlocks, article } = routeFacts[route]
    return {
      route,
      bodies: [...bodies],
      asks: [...asks],
      outcomes: [...outcomes],
      dpoBlocks,
      article,
      detail: say(`measures.route.${route}`),
    }
  })
}

/** Parts that the representatives can leave to the employer to make narrower. */
export const delegableParts: readonly string[] = delegable
