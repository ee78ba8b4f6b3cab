import { accountTerm, noticeTerm } from './legal-terms.ts'
import type { AdviceOutcome, Body, RepresentativesAnswer, Route, Stage, Suspender } from './life-words.ts'
import { routeFacts } from './route-facts.ts'
import type { Step, VersionFacts } from './steps.ts'

/** A version on its way to being in force. */
export type Candidate = VersionFacts & {
  readonly proposedBy: string
  readonly stage: Stage
  readonly advice: { readonly outcome: AdviceOutcome; readonly on: string } | undefined
  /** An objection of the data protection officer that stands. */
  readonly objection: boolean
  readonly route: Route | undefined
  readonly body: Body | undefined
  readonly submittedOn: string | undefined
  readonly meetings: number
  /** Numbers of the steps with a question that has no answer yet. */
  readonly openQuestions: readonly number[]
  readonly outcome: RepresentativesAnswer | undefined
  readonly courtPermitted: boolean
  readonly courtPermittedBy: string | undefined
  readonly delegated: readonly string[]
  readonly decidedOn: string | undefined
  readonly decidedBy: string | undefined
  readonly announcedOn: string | undefined
  /** First day on which it may start. */
  readonly startsOn: string | undefined
}

/** A version that is in force, and how it came to be. */
export type InForce = {
  readonly version: number
  readonly since: string
  readonly route: Route | undefined
  readonly body: Body | undefined
  readonly outcome: RepresentativesAnswer | undefined
  readonly courtPermitted: boolean
  readonly delegated: readonly string[]
  readonly decidedOn: string
  readonly decidedBy: string | undefined
  readonly sources: readonly string[]
  readonly review: string
  readonly jurisdiction: VersionFacts['jurisdiction']
}

/** A measure that runs already and is being brought into order. */
export type Regularising = {
  readonly version: number
  readonly sources: readonly string[]
  readonly liveSince: string
  readonly toldSince: string | undefined
  readonly since: string
  /** Who let it go on. */
  readonly by: string
  /** First day on which it may no longer run. */
  readonly until: string
  /** Instant (ISO 8601) at which it stopped with its proposal; undefined where it goes on until its day. */
  readonly stoppedAt: string | undefined
}

/** A measure that started on two offices and accounts afterwards. */
export type Emergency = {
  readonly version: number
  readonly sources: readonly string[]
  readonly calledBy: string
  readonly calledIn: string
  /** First day on which it may no longer run, whatever the account says. */
  readonly endsOn: string
  /** Instant, ISO 8601. */
  readonly startedAt: string | undefined
  readonly startedOn: string | undefined
  /** Last day on which it can account in time. */
  readonly accountBy: string | undefined
  readonly extended: boolean
  /** Who confirmed it. */
  readonly startedBy: string | undefined
  /** The representatives agreed, before it began, that it begins again. */
  readonly agreed: boolean
  readonly accountedOn: string | undefined
}

/** Who stopped it for a time: the day, and the instant (ISO 8601). */
export type Stop = { readonly suspender: Suspender; readonly since: string; readonly at: string }

/** The life of a measure so far: what its steps make of it. Knows no clock, and survives JSON. */
export type Life = {
  readonly jurisdiction: VersionFacts['jurisdiction'] | undefined
  readonly steps: number
  readonly latestVersion: number
  readonly candidate: Candidate | undefined
  readonly inForce: InForce | undefined
  readonly regularising: Regularising | undefined
  readonly emergency: Emergency | undefined
  readonly suspensions: readonly Stop[]
  readonly ended: Omit<Stop, 'suspender'> | undefined
  readonly withdrawn: boolean
  /** Day on which staff could first know of it: announced, or running. */
  readonly knownSince: string | undefined
  readonly openPoints: readonly string[]
}

/** Before the first step. */
export const unborn: Life = {
  jurisdiction: undefined,
  steps: 0,
  latestVersion: 0,
  candidate: undefined,
  inForce: undefined,
  regularising: undefined,
  emergency: undefined,
  suspensions: [],
  ended: undefined,
  withdrawn: false,
  knownSince: undefined,
  openPoints: [],
}

/** Working days in which an emergency measure accounts. The organisation may agree on less. */
export const accountWorkingDays = 5

/** The life after a step that was taken. `life-rules.ts` says whether it may be. */
export function after(life: Life, step: Step): Life {
  const next = { ...life, steps: step.number }
  const { candidate, emergency } = life
  const onCandidate = (parts: Partial<Candidate>): Life =>
    candidate === undefined ? next : { ...next, candidate: { ...candidate, ...parts } }
  switch (step.kind) {
    case 'proposed':
      return { ...next, ...born(step), withdrawn: false, candidate: fresh(step, step.by) }
    case 'withdrawn':
      return {
        ...next,
        candidate: undefined,
        emergency: started(emergency),
        regularising: stoppedWith(life, step),
        withdrawn: true,
      }
    case 'advised': {
      const advised = { outcome: step.outcome, on: step.on }
      const stage = candidate?.stage === 'advice' ? 'submission' : candidate?.stage
      return onCandidate({ advice: advised, objection: step.outcome === 'objection', ...(stage && { stage }) })
    }
    case 'objection-lifted':
      return { ...onCandidate({ objection: false }), suspensions: without(life, 'dpo') }
    case 'submitted': {
      const asked = routeFacts[step.route].outcomes.length > 0
      return onCandidate({
        route: step.route,
        body: step.body,
        submittedOn: step.on,
        stage: asked ? 'representatives' : 'decision',
      })
    }
    case 'asked':
      return onCandidate({ openQuestions: [...(candidate?.openQuestions ?? []), step.number] })
    case 'answered':
      return onCandidate({ openQuestions: (candidate?.openQuestions ?? []).filter((one) => one !== step.question) })
    case 'met':
      return onCandidate({ meetings: (candidate?.meetings ?? 0) + 1 })
    case 'represented': {
      const stage: Stage = step.outcome === 'refused' ? 'representatives' : 'decision'
      const said = onCandidate({ outcome: step.outcome, delegated: step.delegated, stage })
      return step.outcome === 'refused' ? { ...said, regularising: stoppedWith(life, step) } : said
    }
    case 'conditions-added':
      return { ...onCandidate(facts(step)), latestVersion: step.version }
    case 'court-permitted':
      return onCandidate({ courtPermitted: true, courtPermittedBy: step.by, stage: 'decision' })
    case 'decided':
      return onCandidate({ decidedOn: step.on, decidedBy: step.by, stage: 'announcement' })
    case 'announced': {
      if (candidate === undefined) return next
      // The notice counts from the day on which the house knows of it: a day that somebody writes afterwards shortens nothing.
      const { safe } = noticeTerm(candidate.jurisdiction, candidate.notice, step.on)
      const known = { ...onCandidate({ announcedOn: step.day, startsOn: safe, stage: 'notice' }) }
      return { ...known, knownSince: life.knownSince ?? step.on }
    }
    case 'activated':
      return candidate === undefined ? next : activated(next, candidate, step.on)
    case 'narrowed': {
      const { inForce } = life
      if (candidate === undefined || inForce === undefined) return next
      const { version, sources, review } = candidate
      return { ...next, candidate: undefined, inForce: { ...inForce, version, sources, review, since: step.on } }
    }
    case 'suspended':
      return { ...next, suspensions: [...life.suspensions, { suspender: step.suspender, ...stopped(step) }] }
    case 'resumed':
      return { ...next, suspensions: without(life, 'employer') }
    case 'nullity-invoked':
      return { ...next, suspensions: [...life.suspensions, { suspender: 'representatives', ...stopped(step) }] }
    case 'nullity-withdrawn':
    case 'nullity-overturned':
      return { ...next, suspensions: without(life, 'representatives') }
    case 'ended':
      return { ...next, candidate: undefined, ended: stopped(step) }
    case 'regularised':
      if (candidate?.liveSince === undefined) return next
      return {
        ...next,
        knownSince: life.knownSince ?? step.on,
        regularising: {
          version: candidate.version,
          sources: candidate.sources,
          liveSince: candidate.liveSince,
          toldSince: candidate.toldSince,
          since: step.on,
          by: step.by,
          until: step.until,
          stoppedAt: undefined,
        },
      }
    case 'emergency-called':
      return {
        ...next,
        ...born(step),
        emergency: {
          version: step.version,
          sources: step.sources,
          calledBy: step.by,
          calledIn: step.office,
          endsOn: step.endsOn,
          startedAt: undefined,
          startedOn: undefined,
          accountBy: undefined,
          extended: false,
          startedBy: undefined,
          agreed: false,
          accountedOn: undefined,
        },
      }
    case 'emergency-started': {
      if (emergency === undefined || life.jurisdiction === undefined) return next
      const { safe } = accountTerm(life.jurisdiction, step.on, accountWorkingDays)
      const began = { startedAt: step.at.toISOString(), startedOn: step.on, startedBy: step.by }
      const running = { ...emergency, ...began, accountBy: safe }
      return { ...next, knownSince: life.knownSince ?? step.on, emergency: running }
    }
    case 'emergency-extended':
      if (emergency === undefined) return next
      return emergency.startedOn === undefined
        ? { ...next, emergency: { ...emergency, agreed: true, endsOn: step.until } }
        : { ...next, emergency: { ...emergency, extended: true, accountBy: step.until } }
    case 'accounted':
      return emergency === undefined ? next : { ...next, emergency: { ...emergency, accountedOn: step.on } }
    case 'dialogue-held':
      return { ...next, openPoints: step.openPoints }
  }
}

/** The life that a row of steps makes. */
export function lifeOf(steps: readonly Step[]): Life {
  return steps.reduce(after, unborn)
}

function born({ version, jurisdiction }: VersionFacts): Pick<Life, 'jurisdiction' | 'latestVersion'> {
  return { jurisdiction, latestVersion: version }
}

function facts(step: VersionFacts): VersionFacts {
  const { version, digest, jurisdiction, notice, liveSince, toldSince, sources, review, verdict, changed } = step
  return { version, digest, jurisdiction, notice, liveSince, toldSince, sources, review, verdict, changed }
}

function fresh(step: VersionFacts, proposedBy: string): Candidate {
  return {
    ...facts(step),
    proposedBy,
    stage: 'advice',
    advice: undefined,
    objection: false,
    route: undefined,
    body: undefined,
    submittedOn: undefined,
    meetings: 0,
    openQuestions: [],
    outcome: undefined,
    courtPermitted: false,
    courtPermittedBy: undefined,
    delegated: [],
    decidedOn: undefined,
    decidedBy: undefined,
    announcedOn: undefined,
    startsOn: undefined,
  }
}

// What runs by another way until now, runs by its decision from here on.
function activated(life: Life, candidate: Candidate, on: string): Life {
  const { version, route, body, outcome, courtPermitted, delegated, decidedOn, decidedBy } = candidate
  const { sources, review, jurisdiction } = candidate
  return {
    ...life,
    candidate: undefined,
    regularising: undefined,
    emergency: undefined,
    knownSince: life.knownSince ?? on,
    inForce: {
      ...{ version, route, body, outcome, courtPermitted, delegated, sources, review, jurisdiction },
      since: on,
      decidedOn: decidedOn ?? on,
      decidedBy,
    },
  }
}

/** An emergency that nobody confirmed goes with its withdrawal; one that runs does not. */
function started(emergency: Emergency | undefined): Emergency | undefined {
  return emergency?.startedAt === undefined ? undefined : emergency
}

/** What is being brought into order stops with its procedure: without a proposal nothing brings it into order. */
function stoppedWith({ regularising }: Life, { on, at }: Step): Regularising | undefined {
  if (regularising === undefined || regularising.until <= on) return regularising
  return { ...regularising, until: on, stoppedAt: at.toISOString() }
}

function stopped({ on, at }: Step): Omit<Stop, 'suspender'> {
  return { since: on, at: at.toISOString() }
}

function without(life: Life, suspender: Suspender): Life['suspensions'] {
  return life.suspensions.filter((one) => one.suspender !== suspender)
}
