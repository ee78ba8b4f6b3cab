// Lives for tests: steps with the least that each asks, and a walk that takes them by the rules.
import type { OfficeCode } from '../../people/offices.ts'
import { after, type Life, unborn } from '../life.ts'
import { refusalsOf, type StepContext } from '../life-rules.ts'
import { officesOfStep, type Step, type StepFacts, type VersionFacts } from '../steps.ts'

export const version: VersionFacts = {
  version: 1,
  digest: 'a'.repeat(64),
  jurisdiction: 'nl',
  notice: { amount: 2, unit: 'weeks' },
  liveSince: undefined,
  toldSince: undefined,
  sources: ['windows'],
  review: '2028-01-10',
  verdict: undefined,
  changed: [],
}

const text = 'words'
export const minutes = { hash: 'b'.repeat(64), reference: 'minutes 12', day: '2027-01-04' }

/** The least of each step on version 1; a test says where it differs. */
export const wish = {
  proposed: { kind: 'proposed', ...version },
  withdrawn: { kind: 'withdrawn', version: 1, text },
  advised: { kind: 'advised', version: 1, outcome: 'positive', text },
  'objection-lifted': { kind: 'objection-lifted', text },
  submitted: { kind: 'submitted', version: 1, route: 'consent', body: 'works-council', text, consequences: text },
  asked: { kind: 'asked', version: 1, text },
  answered: { kind: 'answered', version: 1, question: 4, text },
  met: { kind: 'met', version: 1, day: '2027-01-04' },
  represented: {
    kind: 'represented',
    version: 1,
    outcome: 'consented',
    text,
    evidence: minutes,
    conditions: [],
    delegated: [],
  },
  'conditions-added': { kind: 'conditions-added', ...version, version: 2 },
  'court-permitted': { kind: 'court-permitted', version: 1, evidence: minutes },
  decided: { kind: 'decided', version: 1 },
  announced: { kind: 'announced', version: 1, day: '2027-01-04', tellings: ['infographic'] },
  activated: { kind: 'activated', version: 1 },
  narrowed: { kind: 'narrowed', version: 2 },
  suspended: { kind: 'suspended', suspender: 'employer', text },
  resumed: { kind: 'resumed', text },
  ended: { kind: 'ended', text },
  regularised: { kind: 'regularised', version: 1, until: '2027-05-01', text },
  'nullity-invoked': { kind: 'nullity-invoked', text },
  'nullity-withdrawn': { kind: 'nullity-withdrawn', text },
  'nullity-overturned': { kind: 'nullity-overturned', evidence: minutes },
  'emergency-called': { kind: 'emergency-called', ...version, endsOn: '2027-02-01', text },
  'emergency-started': { kind: 'emergency-started', version: 1 },
  'emergency-extended': { kind: 'emergency-extended', until: '2027-01-20', text },
  accounted: { kind: 'accounted', text: 'what was seen and done '.repeat(6) },
  'dialogue-held': { kind: 'dialogue-held', day: '2027-01-04', with: ['union'], openPoints: [], text },
} as const satisfies { readonly [Kind in StepFacts['kind']]: StepFacts & { kind: Kind } }

/** One step of a walk: its facts, and where it differs from the usual day, person, office or other measures. */
export type Move = StepFacts | { readonly step: StepFacts; readonly with: Partial<StepContext> }

/** Around a measure with no others, in a house that began this day. */
export const around: Pick<StepContext, 'taken' | 'againFrom' | 'regularisedBefore' | 'installedOn'> = {
  taken: new Map(),
  againFrom: undefined,
  regularisedBefore: false,
  installedOn: '2026-06-01',
}

const firstOffice = (kind: StepFacts['kind']): OfficeCode => officesOfStep[kind][0] ?? 'employee'

/** Takes steps by the rules. Each office is a person of its own unless a move says otherwise. Stops at the first that is refused. */
export function walk(moves: readonly Move[], on = '2027-01-04'): { readonly life: Life; readonly refused: string[] } {
  let life = unborn
  for (const move of moves) {
    const facts = 'step' in move ? move.step : move
    const office = firstOffice(facts.kind)
    const context = { ...around, on, by: office, office, ...('step' in move ? move.with : {}) }
    const refused = refusalsOf(life, facts, context).map(({ code }) => code)
    if (refused.length > 0) return { life, refused }
    life = after(life, taken(facts, life.steps + 1, context))
  }
  return { life, refused: [] }
}

/** A step that was taken. */
export function taken(
  facts: StepFacts,
  number: number,
  { on, by, office }: Pick<StepContext, 'on' | 'by' | 'office'>,
): Step {
  return { ...facts, number, at: new Date(`${on}T10:00:00Z`), on, by, office }
}

/** The moves up to a decision, by the strongest route of the Netherlands. */
export const untilDecided: readonly Move[] = [
  wish.proposed,
  wish.advised,
  wish.submitted,
  wish.met,
  wish.represented,
  wish.decided,
]

/** The moves up to being in force, with two weeks of notice. */
export const untilActive: readonly Move[] = [
  ...untilDecided,
  wish.announced,
  { step: wish.activated, with: { on: '2027-01-18' } },
]
