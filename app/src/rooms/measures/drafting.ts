import type { Act } from '../../platform/act.ts'
import { Refused } from '../../platform/problem.ts'
import { organisationOf, today } from '../people/people.ts'
import { adviceOn } from './advice.ts'
import { check } from './checking.ts'
import { compare } from './compare.ts'
import type { Declaration } from './declaration.ts'
import { type Life, unborn } from './life.ts'
import { stepReason, stepRefusal } from './life-refusal.ts'
import type { Version } from './measure.ts'
import { modelText, readModels } from './models.ts'
import type { Verdict } from './order.ts'
import { runState } from './standing.ts'
import { checkContext, draftMoved, headOf, nameTaken, noSuchMeasure, versionAgainst } from './stepping.ts'
import {
  addMeasure,
  allMeasures,
  changeMeasure,
  findDraft,
  findMeasure,
  findMeasureNamed,
  findVersion,
  lockMeasures,
  nextMeasureId,
  saveDraft,
} from './store.ts'
import { reasonOf } from './wording.ts'

/** Makes a new measure out of a text that is understood. What stands in the way of proposing it may still be there. */
export async function makeMeasure(act: Act, text: string): Promise<{ id: string; revision: number } | Refused> {
  const { id: by } = act.principal.entity
  act.concerns([by])
  act.happened('measure-draft')
  const { declaration, faults } = check(text, await checkContext(act, undefined))
  if (declaration === undefined) return new Refused(422, faults.map(reasonOf))
  await lockMeasures(act.tx)
  if ((await findMeasureNamed(act.tx, declaration.id)) !== undefined) return nameTaken(declaration.id)
  const id = await nextMeasureId(act.tx)
  await addMeasure(act.tx, { id, name: declaration.id, head: headOf(declaration), life: unborn }, by, act.at)
  await saveDraft(act.tx, id, { revision: 0, text, savedAt: act.at }, by)
  return { id, revision: 0 }
}

/**
 * Saves the draft of a measure, also one that is not understood yet.
 *
 * @param revision - The one that was read; another one since is not overwritten.
 */
export async function changeDraft(
  act: Act,
  id: string,
  wish: { readonly text: string; readonly revision: number },
): Promise<{ revision: number; name: string } | Refused> {
  const { id: by } = act.principal.entity
  act.concerns([by])
  act.happened('measure-draft')
  const measure = await findMeasure(act.tx, id, true)
  if (measure === undefined) return noSuchMeasure()
  const last = (await findDraft(act.tx, id))?.revision ?? 0
  if (last !== wish.revision) return draftMoved(last)
  const revision = last + 1
  await saveDraft(act.tx, id, { revision, text: wish.text, savedAt: act.at }, by)
  const { declaration } = check(wish.text, await checkContext(act, measure.name))
  if (declaration !== undefined && measure.life.latestVersion === 0) {
    await changeMeasure(act.tx, { ...measure, head: headOf(declaration) })
  }
  return { revision, name: measure.name }
}

/** Of which measure a draft that was brought is the next version. */
export type NextOf = {
  /** The number that the draft gets when it is proposed. */
  readonly version: number
  /** The version that runs today, or null. */
  readonly runs: number | null
  /** The version that is on its way, which must end first, or null. */
  readonly underWay: number | null
  /** The version against which it was held. */
  readonly against: number
  readonly verdict: Verdict
}

/**
 * What became of a declaration that was brought from a file. `next`: the measure has versions already, and this becomes another one.
 * `replaced`: another draft stood there, and is gone.
 */
export type Brought = {
  readonly kind: 'made' | 'saved' | 'same'
  readonly id: string
  readonly revision: number
  readonly next: NextOf | null
  readonly replaced: boolean
}

/**
 * Takes in a declaration from the command line of the server: a new measure, or the next draft of the one that has its name.
 * No person is known there, so nothing more than a draft comes of it.
 */
export async function bringDraft(act: Act, text: string): Promise<Brought | Refused> {
  act.concerns([])
  const { declaration, faults, refusals } = check(text, await checkContext(act, undefined))
  if (declaration === undefined) return new Refused(422, faults.map(reasonOf))
  const elsewhere = refusals.filter(({ code }) => code === 'other-jurisdiction')
  if (elsewhere.length > 0) return new Refused(422, elsewhere.map(reasonOf))
  await lockMeasures(act.tx)
  const found = await findMeasureNamed(act.tx, declaration.id)
  if (found === undefined) {
    const id = await nextMeasureId(act.tx)
    await addMeasure(act.tx, { id, name: declaration.id, head: headOf(declaration), life: unborn }, null, act.at)
    await saveDraft(act.tx, id, { revision: 0, text, savedAt: act.at }, null)
    return { kind: 'made', id, revision: 0, next: null, replaced: false }
  }
  const { id, life } = found
  // Nothing could be proposed of it.
  if (life.ended !== undefined) return new Refused(409, [stepReason(stepRefusal('measure-ended'))])
  const before = await versionAgainst(act, found)
  const next = before === undefined ? null : nextOf(life, before, declaration, await today(act))
  const draft = await findDraft(act.tx, id)
  if (draft?.text === text) return { kind: 'same', id, revision: draft.revision, next, replaced: false }
  const revision = (draft?.revision ?? 0) + 1
  await saveDraft(act.tx, id, { revision, text, savedAt: act.at }, null)
  if (life.latestVersion === 0) await changeMeasure(act.tx, { ...found, head: headOf(declaration) })
  // What was proposed is kept as a version; only words that nobody proposed are gone.
  const isKept = draft === undefined || (await isVersion(act, id, life.latestVersion, draft.text))
  return { kind: 'saved', id, revision, next, replaced: !isKept }
}

function nextOf(life: Life, before: Version, declaration: Declaration, on: string): NextOf {
  const state = runState(life, on)
  return {
    version: life.latestVersion + 1,
    runs: state.kind === 'runs' ? state.running.version : null,
    underWay: life.candidate?.version ?? null,
    against: before.version,
    verdict: compare(before.declaration, declaration).verdict,
  }
}

/** Conditions make a version of their own, so what was proposed can be the one before the latest. */
async function isVersion(act: Act, id: string, latest: number, text: string): Promise<boolean> {
  for (const version of [latest, latest - 1]) {
    if (version > 0 && (await findVersion(act.tx, id, version))?.text === text) return true
  }
  return false
}

/** Checks a text for a measure that is there, or for none; keeps nothing. */
export async function checkText(act: Pick<Act, 'tx' | 'at'>, text: string, against: string | undefined) {
  const measure = against === undefined ? undefined : await findMeasure(act.tx, against)
  if (against !== undefined && measure === undefined) return noSuchMeasure()
  const before = measure === undefined ? undefined : await versionAgainst(act, measure)
  const context = { ...(await checkContext(act, measure?.name)), before: before?.declaration }
  return { ...check(text, context), before, to: (measure?.life.latestVersion ?? 0) + 1 }
}

/** The models under the law of this house. */
export async function listModels(act: Pick<Act, 'tx'>) {
  const { jurisdiction } = await organisationOf(act)
  const models = readModels(jurisdiction).map(({ declaration: { kind, title, summary } }) => ({
    model: kind,
    title,
    summary,
  }))
  return { models }
}

/** One model, or a refusal where there is none of its kind. */
export async function readModel(act: Pick<Act, 'tx'>, kind: Declaration['kind']) {
  const { jurisdiction } = await organisationOf(act)
  const text = modelText(kind, jurisdiction)
  if (text !== undefined) return { model: kind, text }
  return new Refused(404, [{ code: 'no-such-model', key: 'measures.say.no-such-model' }])
}

/** Advice on a planned measure, from the law and from what was decided here before. */
export async function advise(act: Pick<Act, 'tx'>, declaration: Declaration | undefined) {
  return declaration === undefined ? [] : adviceOn(declaration, await allMeasures(act.tx))
}
