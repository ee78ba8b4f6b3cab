import { randomBytes } from 'node:crypto'
import type { Act } from '../../platform/act.ts'
import { Refused } from '../../platform/problem.ts'
import { holds } from '../people/appointing.ts'
import { parseLocalDate } from '../people/local-date.ts'
import type { OfficeCode } from '../people/offices.ts'
import { organisationOf, today } from '../people/people.ts'
import { check, checkEmergency } from './checking.ts'
import { circumstancesOf } from './circumstances.ts'
import { withConditions } from './conditions.ts'
import type { Declaration } from './declaration.ts'
import { enterStep, wordsInEntry } from './entries.ts'
import { usualControlNotice } from './legal-context.ts'
import { after, unborn } from './life.ts'
import { type StepRefusalCode, stepReason, stepRefusal } from './life-refusal.ts'
import { refusalsOf } from './life-rules.ts'
import type { StepKind } from './life-words.ts'
import type { Head, Measure, Version } from './measure.ts'
import { officesOfStep, type Step, type StepFacts, type Wish } from './steps.ts'
import {
  addMeasure,
  addStep,
  addVersion,
  changeMeasure,
  findDraft,
  findMeasure,
  findMeasureNamed,
  findVersion,
  lockMeasures,
  lockSteps,
  nextMeasureId,
  saveDraft,
} from './store.ts'
import { factsOfVersion } from './version-facts.ts'
import { reasonOf } from './wording.ts'

/** The measure after a step, and the number of the step. */
export type Stepped = { readonly number: number; readonly measure: Measure }

/** Takes one step on a measure, or refuses with every reason. */
export async function takeStep(act: Act, id: string, wish: Wish): Promise<Stepped | Refused> {
  act.concerns([act.principal.entity.id])
  act.happened('measure-step')
  await lockSteps(act.tx)
  const found = await findMeasure(act.tx, id, true)
  if (found === undefined) return noSuchMeasure()
  const noDay = daysOf(wish).some((day) => parseLocalDate(day) === undefined)
  if (noDay) return refused(422, 'no-such-day')
  const step = wish.kind === 'suspended' ? { ...wish, suspender: suspenderOf(act) } : wish
  if (step.kind !== 'represented' || step.conditions.length === 0) return take(act, found, step)
  const stepped = await take(act, found, step)
  if (stepped instanceof Refused) return stepped
  const agreed = await agreedVersion(act, found, step)
  return agreed instanceof Refused ? agreed : addConditions(act, stepped.measure, agreed)
}

/** Cuts a version from the draft and proposes it. */
export async function propose(act: Act, id: string, revision: number): Promise<Stepped | Refused> {
  act.concerns([act.principal.entity.id])
  act.happened('measure-step')
  await lockSteps(act.tx)
  const found = await findMeasure(act.tx, id, true)
  if (found === undefined) return noSuchMeasure()
  const draft = await findDraft(act.tx, id)
  if (draft === undefined) return refused(409, 'not-proposed')
  if (draft.revision !== revision) return draftMoved(draft.revision)
  const before = await versionAgainst(act, found)
  const context = await checkContext(act, found.name)
  const { declaration, faults, refusals } = check(draft.text, context)
  if (declaration === undefined) return new Refused(422, faults.map(reasonOf))
  if (refusals.length > 0) return new Refused(422, refusals.map(reasonOf))
  const facts = factsOfVersion(found.life.latestVersion + 1, draft.text, declaration, before?.declaration, newBlind())
  const step = { kind: 'proposed', ...facts } as const
  await keepVersion(act, id, draft.text, declaration, step)
  return take(act, found, step, found.life.inForce === undefined ? headOf(declaration) : found.head)
}

/** Declares an emergency measure: it starts when a second office confirms it. */
export async function callEmergency(
  act: Act,
  wish: { readonly text: string; readonly reasons: string; readonly endsOn: string },
): Promise<Stepped | Refused> {
  act.concerns([act.principal.entity.id])
  act.happened('measure-step')
  if (parseLocalDate(wish.endsOn) === undefined) return refused(422, 'no-such-day')
  const { declaration, faults, refusals } = checkEmergency(wish.text, await checkContext(act, undefined))
  if (declaration === undefined) return new Refused(422, faults.map(reasonOf))
  if (refusals.length > 0) return new Refused(422, refusals.map(reasonOf))
  await lockSteps(act.tx)
  await lockMeasures(act.tx)
  if ((await findMeasureNamed(act.tx, declaration.id)) !== undefined) return nameTaken(declaration.id)
  const facts = factsOfVersion(1, wish.text, declaration, undefined, newBlind())
  const step = { kind: 'emergency-called', ...facts, endsOn: wish.endsOn, text: wish.reasons } as const
  const measure = { id: await nextMeasureId(act.tx), name: declaration.id, head: headOf(declaration), life: unborn }
  await addMeasure(act.tx, measure, act.principal.entity.id, act.at)
  await keepVersion(act, measure.id, wish.text, declaration, step)
  return take(act, measure, step)
}

/** What a text of a measure is checked against: the day, the law of the house, the name. */
export async function checkContext(act: Pick<Act, 'tx' | 'at'>, name: string | undefined) {
  const { jurisdiction } = await organisationOf(act)
  return {
    on: await today(act),
    controlNotice: usualControlNotice,
    jurisdiction,
    ...(name === undefined ? {} : { name }),
  }
}

/** The version against which a new one is held: that in force, else what runs by another way. */
export async function versionAgainst(act: Pick<Act, 'tx'>, measure: Measure): Promise<Version | undefined> {
  const { inForce, regularising, emergency, latestVersion } = measure.life
  const version = (inForce ?? regularising ?? emergency)?.version ?? (latestVersion > 0 ? latestVersion : undefined)
  return version === undefined ? undefined : findVersion(act.tx, measure.id, version)
}

/** What a list says of a declaration. */
export function headOf({ kind, jurisdiction, title, summary }: Declaration): Head {
  return { kind, jurisdiction, title, summary }
}

/** The office in which somebody takes a step: the first of those that may, that they hold. */
export function officeFor(act: Pick<Act, 'principal'>, kind: StepKind, notIn?: string): OfficeCode | undefined {
  const held = officesOfStep[kind].filter((office) => holds(act, office))
  return held.find((office) => office !== notIn) ?? held[0]
}

async function contextOf(act: Act, measure: Measure, kind: StepKind) {
  const { emergency } = measure.life
  // Who holds the office that called, and another one too, confirms in the other.
  const office = officeFor(act, kind, kind === 'emergency-started' ? emergency?.calledIn : undefined)
  if (office === undefined) throw new Error(`a step "${kind}" was permitted to an office that does not take it`)
  return { ...(await circumstancesOf(act, measure)), by: act.principal.entity.id, office }
}

async function take(act: Act, measure: Measure, facts: StepFacts, head = measure.head): Promise<Stepped | Refused> {
  const context = await contextOf(act, measure, facts.kind)
  const { on, by, office } = context
  const because = refusalsOf(measure.life, facts, context)
  if (because.length > 0) return new Refused(409, because.map(stepReason))
  const wordsBlind = wordsInEntry(facts) === undefined ? {} : { wordsBlind: newBlind() }
  const step: Step = { ...facts, ...wordsBlind, number: measure.life.steps + 1, at: act.at, on, by, office }
  const entry = await enterStep(measure.id, step, measure.life, (kind, told, details) =>
    act.enter(kind, told, { details }),
  )
  await addStep(act.tx, measure.id, step, entry)
  const changed = { ...measure, head: await headAfter(act, measure, step, head), life: after(measure.life, step) }
  await changeMeasure(act.tx, changed)
  return { number: step.number, measure: changed }
}

/** A version that comes into force gives the measure its title, until then the one before does. */
async function headAfter(act: Act, { id }: Measure, step: Step, head: Head): Promise<Head> {
  if (step.kind !== 'activated' && step.kind !== 'narrowed') return head
  const version = await findVersion(act.tx, id, step.version)
  return version === undefined ? head : headOf(version.declaration)
}

/** The text that the representatives agreed to: that of the version they decided on, with their conditions in it. */
type Agreed = {
  readonly decidedOn: string
  readonly text: string
  readonly declaration: Declaration
  readonly facts: ReturnType<typeof factsOfVersion>
}

async function agreedVersion(
  act: Act,
  measure: Measure,
  step: Wish & { readonly kind: 'represented' },
): Promise<Agreed | Refused> {
  const decidedOn = await findVersion(act.tx, measure.id, step.version)
  if (decidedOn === undefined) throw new Error('a version that was decided on is not there')
  const text = withConditions(decidedOn.text, step.conditions, step.evidence.day)
  if (text === undefined) return refused(409, 'condition-twice')
  const before = await versionAgainst(act, measure)
  const against = measure.life.inForce === undefined ? decidedOn : (before ?? decidedOn)
  const { declaration, faults } = check(text, await checkContext(act, measure.name))
  if (declaration === undefined) return new Refused(422, faults.map(reasonOf))
  const facts = factsOfVersion(measure.life.latestVersion + 1, text, declaration, against.declaration, newBlind())
  return { decidedOn: decidedOn.text, text, declaration, facts }
}

/** The decision counts for the text with the conditions in it, so that text is the next version. */
async function addConditions(
  act: Act,
  measure: Measure,
  { decidedOn, text, declaration, facts }: Agreed,
): Promise<Stepped> {
  const added = { kind: 'conditions-added', ...facts } as const
  await keepVersion(act, measure.id, text, declaration, added)
  // Who writes on goes on from what was agreed, unless somebody has begun something else.
  const draft = await findDraft(act.tx, measure.id)
  if (draft !== undefined && draft.text === decidedOn) {
    const next = { revision: draft.revision + 1, text, savedAt: act.at }
    await saveDraft(act.tx, measure.id, next, act.principal.entity.id)
  }
  const stepped = await take(act, measure, added)
  if (stepped instanceof Refused) throw new Error('conditions of a decision that was taken cannot be added')
  return stepped
}

async function keepVersion(
  act: Act,
  measure: string,
  text: string,
  declaration: Declaration,
  {
    version,
    digest,
    verdict,
  }: StepFacts & {
    readonly version: number
    readonly digest: string
    readonly verdict: Version['verdict'] | undefined
  },
): Promise<void> {
  const kept = { measure, version, madeAt: act.at, madeOn: await today(act), text, digest, declaration }
  await addVersion(act.tx, { ...kept, verdict: verdict ?? null }, act.principal.entity.id)
}

// The data protection officer suspends by objecting, whatever else the same person is.
function suspenderOf(act: Act): 'dpo' | 'employer' {
  return holds(act, 'dpo') ? 'dpo' : 'employer'
}

function daysOf(wish: Wish): readonly string[] {
  return [
    ...('day' in wish ? [wish.day] : []),
    ...('until' in wish ? [wish.until] : []),
    ...('evidence' in wish && wish.evidence !== undefined ? [wish.evidence.day] : []),
  ]
}

/** There is no such measure, or none that whoever asks may know of. */
export function noSuchMeasure(): Refused {
  return new Refused(404, [{ code: 'no-such-measure', key: 'measures.say.no-such-measure' }])
}

/** Another draft was saved since. */
export function draftMoved(revision: number): Refused {
  return new Refused(409, [{ code: 'draft-moved', key: 'measures.say.draft-moved', values: { revision } }])
}

/** The name is that of another measure. */
export function nameTaken(name: string): Refused {
  return new Refused(409, [{ code: 'name-taken', key: 'measures.say.name-taken', values: { name }, path: '/id' }])
}

function refused(status: 409 | 422, code: StepRefusalCode): Refused {
  return new Refused(status, [stepReason(stepRefusal(code))])
}

/** What keeps others from guessing at the text of a version, or at words. */
function newBlind(): string {
  return randomBytes(32).toString('hex')
}
