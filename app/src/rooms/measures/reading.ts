import type { Act } from '../../platform/act.ts'
import { Refused, type Say } from '../../platform/problem.ts'
import { dayAt, organisationOf, today } from '../people/people.ts'
import { circumstancesOf } from './circumstances.ts'
import { compare } from './compare.ts'
import { delegable } from './life-rules.ts'
import type { StepKind } from './life-words.ts'
import type { KeptStep } from './measure.ts'
import { plainChanges } from './plain-changes.ts'
import { possibleSteps } from './possible.ts'
import { explainedNever, namedNever } from './refusal.ts'
import type { ComparisonAnswer, MeasureAnswer, MeasuresAnswer, SteppedAnswer, VersionAnswer } from './shapes.ts'
import { noSuchMeasure, officeFor, type Stepped } from './stepping.ts'
import { allMeasures, findDraft, findMeasure, findVersion, stepsOf, versionLines } from './store.ts'
import { anybody, mayKnow, seenBy, type Viewer, viewerWith } from './viewers.ts'
import { routesFor, stepsFor, summaryOf, versionsFor } from './views.ts'
import type { NeverWord } from './vocabulary.ts'

/** What reading needs: the transaction and the instant. Nobody has to be signed in for what is public. */
export type Reading = Pick<Act, 'tx' | 'at'>

/** Whoever asks in an act, as a reader of measures. */
export function viewerOf({ principal }: Pick<Act, 'principal'>): Viewer {
  const { offices } = principal.entity.attributes
  return viewerWith(Array.isArray(offices) ? offices : [])
}

/** The measures that a viewer may know of. */
export async function listMeasures(reading: Reading, viewer: Viewer, say: Say): Promise<MeasuresAnswer> {
  const on = await today(reading)
  const measures = (await allMeasures(reading.tx)).filter(({ life }) => mayKnow(life, viewer))
  return { on, measures: measures.map((one) => summaryOf(one, on, viewer, say)) }
}

/** One measure with its history, for whoever is signed in. */
export async function readMeasure(act: Act, id: string, say: Say): Promise<MeasureAnswer | Refused> {
  const viewer = viewerOf(act)
  const seen = await readPublicMeasure(act, id, say, viewer)
  if (seen instanceof Refused) return seen
  const { id: by } = act.principal.entity
  const measure = await findMeasure(act.tx, id)
  if (measure === undefined) return noSuchMeasure()
  const context = { ...(await circumstancesOf(act, measure)), by }
  const possible = possibleSteps(measure.life, context, (kind: StepKind) =>
    officeFor(act, kind, kind === 'emergency-started' ? measure.life.emergency?.calledIn : undefined),
  )
  const draft = viewer.writer ? await findDraft(act.tx, id) : undefined
  return {
    ...seen,
    possible: [...possible],
    draft:
      draft === undefined
        ? null
        : { revision: draft.revision, text: draft.text, savedOn: await dayAt(act, draft.savedAt) },
  }
}

/** One measure with its history, for anybody: what became known, and no draft. */
export async function readPublicMeasure(
  reading: Reading,
  id: string,
  say: Say,
  viewer: Viewer = anybody,
): Promise<MeasureAnswer | Refused> {
  const measure = await findMeasure(reading.tx, id)
  if (measure === undefined || !mayKnow(measure.life, viewer)) return noSuchMeasure()
  const on = await today(reading)
  const steps = await stepsOf(reading.tx, id)
  return {
    on,
    measure: summaryOf(measure, on, viewer, say),
    versions: versionsFor(await versionLines(reading.tx, id), steps, measure.life, viewer),
    steps: stepsFor(steps, viewer, say),
    possible: [],
    delegable: [...delegable],
    openPoints: [...measure.life.openPoints],
    routes: routesFor(measure.head.jurisdiction, say),
    draft: null,
  }
}

/** One version, without what is kept from the viewer. */
export async function readVersion(
  reading: Reading,
  id: string,
  version: number,
  viewer: Viewer,
  say: Say,
): Promise<VersionAnswer | Refused> {
  const found = (await knownVersions(reading, id, viewer))?.has(version)
  const kept = found ? await findVersion(reading.tx, id, version) : undefined
  if (kept === undefined) return noSuchVersion()
  const { declaration, hidden } = seenBy(kept.declaration, viewer.reader)
  const isWhole = hidden.length === 0
  return {
    ...{ id, version, on: kept.madeOn, digest: kept.digest, declaration },
    text: isWhole ? kept.text : null,
    blind: isWhole ? blindOf(await stepsOf(reading.tx, id), version) : null,
    hidden: [...hidden],
    never: kept.declaration.never.map((word) => neverInWords(word, say)),
  }
}

/** How one version stands to another, in plain words. */
export async function compareVersions(
  reading: Reading,
  id: string,
  wish: { readonly from: number; readonly to: number },
  viewer: Viewer,
  say: Say,
): Promise<ComparisonAnswer | Refused> {
  const known = await knownVersions(reading, id, viewer)
  const [from, to] = [
    known?.has(wish.from) ? await findVersion(reading.tx, id, wish.from) : undefined,
    known?.has(wish.to) ? await findVersion(reading.tx, id, wish.to) : undefined,
  ]
  if (from === undefined || to === undefined) return noSuchVersion()
  return comparisonOf(compare(from.declaration, to.declaration), from, to, viewer, say)
}

/** A comparison in plain words. */
export function comparisonOf(
  { verdict, changes }: ReturnType<typeof compare>,
  from: { readonly version: number; readonly declaration: Parameters<typeof compare>[0] },
  to: { readonly version: number; readonly declaration: Parameters<typeof compare>[0] },
  viewer: Viewer,
  say: Say,
): ComparisonAnswer {
  const plain = plainChanges(changes, [from.declaration, to.declaration], viewer.reader, say)
  return {
    ...{ from: from.version, to: to.version, verdict, changes: [...plain] },
    summary: say(`measures.verdict.${verdict}`),
  }
}

/** The blind of a version, which stands with the step that made it. */
function blindOf(steps: readonly KeptStep[], version: number): string | null {
  const made = steps.find((step) => 'blind' in step && step.version === version)
  return made !== undefined && 'blind' in made ? (made.blind ?? null) : null
}

async function knownVersions(reading: Reading, id: string, viewer: Viewer): Promise<ReadonlySet<number> | undefined> {
  const measure = await findMeasure(reading.tx, id)
  if (measure === undefined || !mayKnow(measure.life, viewer)) return undefined
  const steps: readonly KeptStep[] = await stepsOf(reading.tx, id)
  const lines = await versionLines(reading.tx, id)
  return new Set(versionsFor(lines, steps, measure.life, viewer).map(({ version }) => version))
}

function neverInWords(word: NeverWord, say: Say): VersionAnswer['never'][number] {
  const [forbids, misses] = explainedNever(word)
  const name = namedNever(word)
  return {
    word,
    name: typeof name === 'object' && 'key' in name ? say(name.key) : String(name),
    forbids: say(forbids),
    misses: say(misses),
  }
}

function noSuchVersion(): Refused {
  return new Refused(404, [{ code: 'no-such-version', key: 'measures.say.no-such-version' }])
}

/** The law of this house, for models and drafts. */
export async function jurisdictionOf(reading: Reading): Promise<'nl' | 'dk'> {
  return (await organisationOf(reading)).jurisdiction
}

/** What a step did, as it is answered. */
export async function steppedAnswer(act: Act, stepped: Stepped | Refused, say: Say): Promise<SteppedAnswer | Refused> {
  if (stepped instanceof Refused) return stepped
  const measure = summaryOf(stepped.measure, await today(act), viewerOf(act), say)
  return { number: stepped.number, measure }
}
