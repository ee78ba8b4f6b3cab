import { addDays, localDate } from '../people/local-date.ts'
import type { OfficeCode } from '../people/offices.ts'
import { nullityTerm } from './legal-terms.ts'
import type { Candidate, Life } from './life.ts'
import { type StepRefusal, type StepRefusalCode, stepRefusal } from './life-refusal.ts'
import { routeFacts, routesOf } from './route-facts.ts'
import type { StepFacts } from './steps.ts'

/** How long a measure may run on while it is being regularised. The organisation must be able to finish its life in it. */
export const longestRegularisingDays = 26 * 7

/** How long an emergency measure may run at most, accounted for or not; the notice of a Danish measure fits in it. */
export const longestEmergencyDays = 8 * 7

/** How long after an emergency no other begins on the same sources, unless the representatives agree: six months. */
export const emergencyRestDays = 184

/** Least length of the account of an emergency, in characters. Arbitrary: what was seen and done does not fit in a word. */
export const leastAccount = 100

/**
 * How long representatives who are asked for consent have at least, before what a judge permits can take the place of their
 * answer. WOR art. 27(2) names no term; the house takes eight weeks.
 */
export const silenceDays = 8 * 7

/** Parts that the representatives can leave to the employer to make narrower. Safeguards are not among them. */
export const delegable: readonly string[] = [
  'purposes',
  'dataSubjects',
  'monitoring',
  'reach',
  'sources',
  'methods',
  'envelope',
  'responses',
  'looks',
  'recipients',
  'retention',
  'never',
  'protectedOffices',
  'review',
]

/** What a rule needs to know besides the life: the day, who acts in which office, and what other measures have. */
export type StepContext = {
  readonly on: string
  readonly by: string
  readonly office: OfficeCode
  /** Sources of this measure that another one has now, each with the number of that measure. */
  readonly taken: ReadonlyMap<string, string>
  /** First day on which an emergency on these sources can begin again without the representatives; undefined where none was. */
  readonly againFrom: string | undefined
  /** Whether another measure on these sources went on in this way before; a new name gives no new time. */
  readonly regularisedBefore: boolean
  /** Day on which this house began: what runs since before that day can be regularised. */
  readonly installedOn: string
}

/** Every reason why a step cannot be taken now; empty when it can. Nothing here is decided by time alone. */
export function refusalsOf(life: Life, step: StepFacts, context: StepContext): readonly StepRefusal[] {
  const days = [
    ...('day' in step ? [step.day] : []),
    ...('evidence' in step && step.evidence ? [step.evidence.day] : []),
  ]
  return [
    ...refusalsOfKind(life, step, context),
    ...when(
      days.some((day) => day > context.on),
      'day-in-future',
    ),
  ]
}

function refusalsOfKind(life: Life, step: StepFacts, context: StepContext): readonly StepRefusal[] {
  if (life.ended !== undefined && step.kind !== 'dialogue-held') return [stepRefusal('measure-ended')]
  const { candidate } = life
  const no = (code: StepRefusalCode, values?: StepRefusal['values']) => stepRefusal(code, values)
  if ('version' in step && names(step) && !isCalledOff(life, step)) {
    if (candidate === undefined) return [no('not-proposed')]
    if (candidate.version !== step.version) return [no('other-version', { version: candidate.version })]
  }
  switch (step.kind) {
    case 'proposed':
      return [
        ...when(candidate !== undefined, 'candidate-exists'),
        ...when(life.emergency !== undefined && life.emergency.startedAt === undefined, 'emergency-waits'),
        ...when(step.verdict === 'same' && life.inForce !== undefined, 'nothing-changed'),
      ]
    case 'withdrawn':
      return []
    case 'advised':
      return when(candidate?.decidedOn !== undefined, 'already-decided')
    case 'objection-lifted':
      return when(candidate?.objection !== true && !suspendedBy(life, 'dpo'), 'no-objection')
    case 'submitted':
      return submissionRefusals(life, step)
    case 'asked':
      return [
        ...when(candidate?.submittedOn === undefined, 'not-submitted'),
        ...when(candidate?.decidedOn !== undefined, 'already-decided'),
      ]
    case 'answered':
      return when(candidate?.openQuestions.includes(step.question) !== true, 'no-such-question')
    case 'met':
      return [
        ...when(candidate?.submittedOn === undefined, 'not-submitted'),
        ...tooEarly(earliest(step.day, step.evidence?.day), candidate?.submittedOn),
      ]
    case 'represented':
      return answerRefusals(candidate, step)
    case 'conditions-added':
      return when(candidate?.outcome !== 'consented-with-conditions', 'conditions-not-asked')
    case 'court-permitted':
      return courtRefusals(candidate, step.evidence.day, context)
    case 'decided':
      return decisionRefusals(candidate, context)
    case 'announced':
      return [
        ...when(candidate?.decidedOn === undefined, 'not-decided'),
        ...when(candidate?.decidedOn !== undefined && step.day < candidate.decidedOn, 'told-before-decision'),
      ]
    case 'activated':
      return activationRefusals(life, context)
    case 'narrowed':
      return narrowingRefusals(life, context)
    case 'suspended':
      return suspensionRefusals(life, step.suspender)
    case 'resumed':
      return when(!suspendedBy(life, 'employer'), 'not-suspended')
    case 'ended':
      return when(!runs(life) && life.knownSince === undefined, 'not-running')
    case 'regularised':
      return regularisingRefusals(life, step.until, context)
    case 'nullity-invoked':
      return nullityRefusals(life, context)
    case 'nullity-withdrawn':
      return when(!suspendedBy(life, 'representatives'), 'not-suspended')
    case 'nullity-overturned':
      return overturningRefusals(life, step.evidence.day, context)
    case 'emergency-called':
      return [
        ...when(life.steps > 0, 'already-started'),
        ...when(step.endsOn <= context.on, 'end-past'),
        ...tooFar(step.endsOn, context.on, longestEmergencyDays),
      ]
    case 'emergency-started':
      return startRefusals(life, step.version, context)
    case 'emergency-extended':
      return extensionRefusals(life, step.until, context)
    case 'accounted': {
      const { emergency } = life
      if (emergency?.startedAt === undefined) return [no('no-emergency')]
      return [
        ...when(emergency.accountedOn !== undefined, 'already-accounted'),
        ...when(emergency.startedBy === context.by, 'own-step'),
        ...when(step.text.trim().length < leastAccount, 'account-short', { least: leastAccount }),
      ]
    }
    case 'dialogue-held':
      return when(life.steps === 0, 'not-proposed')
  }
}

/** Steps that are taken on the version that is on its way. */
function names({ kind }: StepFacts): boolean {
  return !['proposed', 'conditions-added', 'emergency-called', 'emergency-started'].includes(kind)
}

/** An emergency that was called and that nobody confirmed can be withdrawn like a proposal. */
function isCalledOff({ emergency }: Life, step: StepFacts): boolean {
  return step.kind === 'withdrawn' && emergency?.startedAt === undefined && emergency?.version === step.version
}

function when(refused: boolean, code: StepRefusalCode, values?: StepRefusal['values']): readonly StepRefusal[] {
  return refused ? [stepRefusal(code, values)] : []
}

/** Whether anything of the measure runs or would, had nobody suspended it. */
export function runs({ inForce, regularising, emergency }: Life): boolean {
  return inForce !== undefined || regularising !== undefined || emergency?.startedAt !== undefined
}

function suspendedBy({ suspensions }: Life, who: Life['suspensions'][number]['suspender']): boolean {
  return suspensions.some(({ suspender }) => suspender === who)
}

function tooFar(day: string, on: string, days: number): readonly StepRefusal[] {
  const latest = addDays(localDate(on), days)
  return when(day > latest, 'end-too-far', { date: { day: latest } })
}

function earliest(day: string, other: string | undefined): string {
  return other !== undefined && other < day ? other : day
}

function tooEarly(day: string, first: string | undefined): readonly StepRefusal[] {
  return first !== undefined && day < first ? [stepRefusal('day-too-early', { date: { day: first } })] : []
}

function blocked(candidate: Candidate | undefined, route = candidate?.route): boolean {
  return candidate?.objection === true && route !== undefined && routeFacts[route].dpoBlocks
}

function submissionRefusals(life: Life, step: StepFacts & { readonly kind: 'submitted' }): readonly StepRefusal[] {
  const { candidate } = life
  const { route, body } = step
  if (candidate === undefined) return [stepRefusal('not-proposed')]
  const { advice, jurisdiction, stage } = candidate
  const { asks, bodies } = routeFacts[route]
  const answered = advice?.outcome === 'positive' || step.adviceAnswer !== undefined
  return [
    ...when(advice === undefined, 'advice-missing'),
    ...when(advice !== undefined && stage !== 'submission', 'already-submitted'),
    ...when(advice !== undefined && !answered, 'advice-unanswered'),
    ...when(!routesOf(jurisdiction).includes(route), 'route-not-of-law'),
    ...when(!bodies.includes(body), 'body-not-of-route'),
    ...when(asks.includes('consequences') && step.consequences === undefined, 'consequences-missing'),
    ...when(blocked(candidate, route), 'objection-stands'),
  ]
}

function answerRefusals(
  candidate: Candidate | undefined,
  step: StepFacts & { readonly kind: 'represented' },
): readonly StepRefusal[] {
  const { route, stage, meetings } = candidate ?? {}
  if (candidate?.decidedOn !== undefined) return [stepRefusal('already-decided')]
  if (candidate?.outcome !== undefined && stage === 'decision') return [stepRefusal('already-answered')]
  if (route === undefined || stage !== 'representatives') return [stepRefusal('not-submitted')]
  const { asks, outcomes } = routeFacts[route]
  const conditional = step.outcome === 'consented-with-conditions'
  const ids = step.conditions.map(({ id }) => id)
  // A refusal needs no meeting: that the employer did not come to one is a reason.
  const needsMeeting = asks.includes('meeting') && step.outcome !== 'refused'
  return [
    ...when(!outcomes.includes(step.outcome), 'outcome-not-of-route'),
    ...when(needsMeeting && meetings === 0, 'meeting-missing'),
    ...tooEarly(step.evidence.day, candidate?.submittedOn),
    ...when(conditional && ids.length === 0, 'conditions-missing'),
    ...when(!conditional && ids.length > 0, 'conditions-not-asked'),
    ...when(new Set(ids).size < ids.length, 'condition-twice'),
    ...step.delegated
      .filter((part) => !delegable.includes(part))
      .map((name) => stepRefusal('part-not-delegable', { name })),
  ]
}

// A judge is asked where consent was not obtained: after a no, or after silence that lasted. Source: WOR art. 27(4).
function courtRefusals(candidate: Candidate | undefined, day: string, { on }: StepContext): readonly StepRefusal[] {
  const { route, stage, submittedOn, outcome } = candidate ?? {}
  if (route !== 'consent' || stage !== 'representatives' || submittedOn === undefined)
    return [stepRefusal('no-consent-asked')]
  const silentUntil = addDays(localDate(submittedOn), silenceDays)
  return [
    ...when(outcome !== 'refused' && on <= silentUntil, 'court-too-early', { date: { day: silentUntil } }),
    ...tooEarly(day, submittedOn),
  ]
}

function decisionRefusals(candidate: Candidate | undefined, { by }: StepContext): readonly StepRefusal[] {
  if (candidate === undefined) return [stepRefusal('not-proposed')]
  const { stage, decidedOn, advice, outcome, proposedBy, courtPermittedBy } = candidate
  if (decidedOn !== undefined) return [stepRefusal('already-decided')]
  return [
    ...when(advice === undefined, 'advice-missing'),
    ...when(outcome === 'refused' && stage === 'representatives', 'consent-refused'),
    ...when(outcome !== 'refused' && stage !== 'decision', 'representatives-not-heard'),
    ...when(blocked(candidate), 'objection-stands'),
    ...when(proposedBy === by, 'same-person'),
    ...when(courtPermittedBy === by, 'own-step'),
  ]
}

function takenSources(sources: readonly string[], taken: StepContext['taken']): readonly StepRefusal[] {
  return sources.flatMap((name) => {
    const measure = taken.get(name)
    return measure === undefined ? [] : [stepRefusal('source-taken', { name, measure })]
  })
}

function activationRefusals(life: Life, { on, taken }: StepContext): readonly StepRefusal[] {
  const { candidate } = life
  if (candidate?.startsOn === undefined) return [stepRefusal('not-announced')]
  return [
    ...when(on < candidate.startsOn, 'notice-runs', { date: { day: candidate.startsOn } }),
    ...when(blocked(candidate), 'objection-stands'),
    ...when(life.suspensions.length > 0, 'others-suspended'),
    ...takenSources(candidate.sources, taken),
  ]
}

function narrowingRefusals({ candidate, inForce, suspensions }: Life, { taken }: StepContext): readonly StepRefusal[] {
  if (inForce === undefined) return [stepRefusal('not-in-force')]
  if (candidate === undefined) return [stepRefusal('not-proposed')]
  return [
    ...when(candidate.verdict !== 'narrower', 'not-narrower'),
    ...candidate.changed
      .filter((part) => !inForce.delegated.includes(part))
      .map((name) => stepRefusal('not-delegated', { name })),
    ...when(suspensions.length > 0, 'others-suspended'),
    ...takenSources(candidate.sources, taken),
  ]
}

function suspensionRefusals(life: Life, who: Life['suspensions'][number]['suspender']): readonly StepRefusal[] {
  const route = life.inForce?.route
  // What runs without any decision has no route that could give way.
  const blocks = route === undefined || routeFacts[route].dpoBlocks
  return [
    ...when(!runs(life), 'not-running'),
    ...when(suspendedBy(life, who), 'already-suspended'),
    ...when(who === 'dpo' && runs(life) && !blocks, 'route-does-not-block'),
  ]
}

function regularisingRefusals(life: Life, until: string, context: StepContext): readonly StepRefusal[] {
  const { candidate, inForce, regularising, emergency } = life
  const { on, by, taken, installedOn, regularisedBefore } = context
  const liveSince = candidate?.liveSince
  return [
    ...when(emergency !== undefined || again(false, context).length > 0, 'emergency-not-regularised'),
    ...when(liveSince === undefined, 'not-live-yet'),
    ...when(liveSince !== undefined && liveSince >= installedOn, 'live-too-late', { date: { day: installedOn } }),
    ...when(candidate?.advice === undefined, 'advice-missing'),
    ...when(candidate?.objection === true, 'objection-stands'),
    ...when(candidate?.outcome === 'refused', 'consent-refused'),
    ...when(candidate?.proposedBy === by, 'same-person'),
    ...when(inForce !== undefined || regularising !== undefined || regularisedBefore, 'already-regularised'),
    ...when(until <= on, 'end-past'),
    ...tooFar(until, on, longestRegularisingDays),
    ...takenSources(candidate?.sources ?? [], taken),
  ]
}

/** The day on which the council was told of a decision that it had not consented to; undefined where there is none. */
export function toldWithoutConsent({ inForce, candidate, regularising, jurisdiction }: Life): string | undefined {
  if (jurisdiction !== 'nl') return undefined
  const open = [inForce, candidate].flatMap((one) => {
    return one?.decidedOn === undefined || one.route === undefined || !voidable(one) ? [] : [one.decidedOn]
  })
  const unasked = regularising === undefined || regularising.stoppedAt !== undefined ? [] : [regularising.since]
  return [...open, ...unasked].toSorted().at(-1)
}

// A judge who permits weighs what the council refused. Where it refused nothing, it can still say that there was no such judge.
function voidable({
  route,
  outcome,
  courtPermitted,
}: Pick<Candidate, 'route' | 'outcome' | 'courtPermitted'>): boolean {
  if (route === 'consent') return courtPermitted && outcome !== 'refused'
  return route !== undefined && routeFacts[route].nullity
}

// Who decided what the council voids does not take the council's stop away as well.
function overturningRefusals(life: Life, day: string, { by }: StepContext): readonly StepRefusal[] {
  const stop = life.suspensions.find(({ suspender }) => suspender === 'representatives')
  if (stop === undefined) return [stepRefusal('not-suspended')]
  const { candidate, inForce, regularising } = life
  const deciders = [candidate?.decidedBy, inForce?.decidedBy, regularising?.by]
  return [...tooEarly(day, stop.since), ...when(deciders.includes(by), 'own-step')]
}

function nullityRefusals(life: Life, { on }: StepContext): readonly StepRefusal[] {
  if (life.jurisdiction !== 'nl') return [stepRefusal('no-right-of-consent')]
  if ((life.inForce ?? life.candidate)?.route === 'staff-representation') return [stepRefusal('no-right-of-consent')]
  if (suspendedBy(life, 'representatives')) return [stepRefusal('already-suspended')]
  const told = toldWithoutConsent(life)
  if (told === undefined) return [stepRefusal('nothing-to-void')]
  const { safe } = nullityTerm(told)
  return when(on > safe, 'nullity-late', { date: { day: safe } })
}

function startRefusals({ emergency }: Life, version: number, context: StepContext): readonly StepRefusal[] {
  if (emergency === undefined) return [stepRefusal('no-emergency')]
  if (emergency.version !== version) return [stepRefusal('other-version', { version: emergency.version })]
  if (emergency.startedAt !== undefined) return [stepRefusal('already-started')]
  return [
    ...when(emergency.calledBy === context.by, 'same-person'),
    ...when(emergency.calledIn === context.office, 'same-office'),
    ...when(emergency.endsOn <= context.on, 'end-past'),
    ...again(emergency.agreed, context),
    ...takenSources(emergency.sources, context.taken),
  ]
}

// One emergency after another would be a measure without a decision.
function again(agreed: boolean, { on, againFrom }: StepContext): readonly StepRefusal[] {
  if (againFrom === undefined || on >= againFrom || agreed) return []
  return [stepRefusal('emergency-again', { date: { day: againFrom } })]
}

function extensionRefusals({ emergency }: Life, until: string, context: StepContext): readonly StepRefusal[] {
  const { on } = context
  if (emergency !== undefined && emergency.startedOn === undefined) {
    if (again(false, context).length === 0) return [stepRefusal('no-emergency')]
    return [
      ...when(emergency.agreed, 'already-extended'),
      ...when(until <= on, 'end-past'),
      ...when(until > emergency.endsOn, 'end-too-far', { date: { day: emergency.endsOn } }),
    ]
  }
  const { accountBy, accountedOn, extended, endsOn } = emergency ?? {}
  if (accountBy === undefined || endsOn === undefined) return [stepRefusal('no-emergency')]
  return [
    ...when(extended === true, 'already-extended'),
    ...when(accountedOn !== undefined, 'already-accounted'),
    ...when(on > accountBy, 'account-late', { date: { day: accountBy } }),
    ...when(until <= accountBy, 'extension-not-longer', { date: { day: accountBy } }),
    ...when(until > endsOn, 'end-too-far', { date: { day: endsOn } }),
  ]
}
