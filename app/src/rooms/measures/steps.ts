import type { OfficeCode } from '../people/offices.ts'
import type { Declaration, LocalText, Period } from './declaration.ts'
import type { AdviceOutcome, Body, RepresentativesAnswer, Route, StepKind, Suspender, Telling } from './life-words.ts'
import type { Verdict } from './order.ts'

/** What the life of a measure needs to know of one version of its declaration. */
export type VersionFacts = {
  readonly version: number
  /** Commitment to the text, see `commitmentToText`. */
  readonly digest: string
  /** 32 random bytes in hex, for who may read the whole text; missing in versions from before there were blinds. */
  readonly blind?: string
  readonly jurisdiction: Declaration['jurisdiction']
  readonly notice: Period
  readonly liveSince: string | undefined
  readonly toldSince: string | undefined
  readonly sources: readonly string[]
  readonly review: string
  /** Against the version in force; undefined for a first one. */
  readonly verdict: Verdict | undefined
  /** Names of the parts that changed, such as `retention`. */
  readonly changed: readonly string[]
}

/** A signed paper: its hash, never the paper itself. */
export type Evidence = { readonly hash: string; readonly reference: string; readonly day: string }

/** A condition of the representatives, as it is added to the declaration. */
export type Condition = { readonly id: string; readonly what: LocalText }

/** With whom a dialogue was held. Source: BIL L39-L57. */
export type Party = 'works-council' | 'med' | 'main-med' | 'shop-stewards' | 'union' | 'top-management'

type OfVersion = { readonly version: number }
type Said = { readonly text: string }

/** What was done in one step. */
export type StepFacts =
  | ({ readonly kind: 'proposed' } & VersionFacts)
  | ({ readonly kind: 'withdrawn' } & OfVersion & Said)
  | ({ readonly kind: 'advised'; readonly outcome: AdviceOutcome } & OfVersion & Said)
  | ({ readonly kind: 'objection-lifted' } & Said)
  | ({
      readonly kind: 'submitted'
      readonly route: Route
      readonly body: Body
      readonly consequences?: string
      /** What was done with the advice. Source: GDPR Art. 35(2), 24(1). */
      readonly adviceAnswer?: string
    } & OfVersion &
      Said)
  | ({ readonly kind: 'asked' } & OfVersion & Said)
  | ({ readonly kind: 'answered'; readonly question: number } & OfVersion & Said)
  | ({ readonly kind: 'met'; readonly day: string; readonly evidence?: Evidence } & OfVersion)
  | ({
      readonly kind: 'represented'
      readonly outcome: RepresentativesAnswer
      readonly evidence: Evidence
      readonly conditions: readonly Condition[]
      readonly delegated: readonly string[]
    } & OfVersion &
      Said)
  | ({ readonly kind: 'conditions-added' } & VersionFacts)
  | ({ readonly kind: 'court-permitted'; readonly evidence: Evidence } & OfVersion)
  | ({ readonly kind: 'decided'; readonly text?: string } & OfVersion)
  | ({ readonly kind: 'announced'; readonly day: string; readonly tellings: readonly Telling[] } & OfVersion)
  | ({ readonly kind: 'activated' } & OfVersion)
  | ({ readonly kind: 'narrowed' } & OfVersion)
  | ({ readonly kind: 'suspended'; readonly suspender: Suspender } & Said)
  | ({ readonly kind: 'resumed' } & Said)
  | ({ readonly kind: 'ended' } & Said)
  | ({ readonly kind: 'regularised'; readonly until: string } & OfVersion & Said)
  | ({ readonly kind: 'nullity-invoked' } & Said)
  | ({ readonly kind: 'nullity-withdrawn' } & Said)
  | { readonly kind: 'nullity-overturned'; readonly evidence: Evidence }
  | ({ readonly kind: 'emergency-called'; readonly endsOn: string } & VersionFacts & Said)
  | ({ readonly kind: 'emergency-started' } & OfVersion)
  | ({ readonly kind: 'emergency-extended'; readonly until: string } & Said)
  | ({ readonly kind: 'accounted'; readonly evidence?: Evidence } & Said)
  | ({
      readonly kind: 'dialogue-held'
      readonly day: string
      readonly with: readonly Party[]
      readonly openPoints: readonly string[]
      readonly evidence?: Evidence
    } & Said)

/** A step as somebody asks for it; the others come with a text. What names a version was read by who sends it. */
export type Wish = Exclude<StepFacts, { readonly kind: 'proposed' | 'conditions-added' | 'emergency-called' }>

/** One step: what was done, when, and in which office. `by` is the id of an employee; no answer shows it. */
export type Step = StepFacts & {
  /** Counts from 1 in the measure. */
  readonly number: number
  readonly at: Date
  /** The day in the time zone of the organisation. */
  readonly on: string
  readonly by: string
  readonly office: OfficeCode
  /** With which the entry of this step commits to its words, see `commitmentToText`; missing where its entry has none. */
  readonly wordsBlind?: string
}

/**
 * The offices that take each step, the first named first. The decision point has the policies; this table says for whom a measure
 * waits and in which office somebody acts, and a test holds the two together.
 */
export const officesOfStep: { readonly [Kind in StepKind]: readonly OfficeCode[] } = {
  proposed: ['privacy-officer', 'ciso', 'diso', 'project-lead', 'im-head'],
  withdrawn: ['privacy-officer', 'ciso', 'diso', 'project-lead', 'im-head'],
  advised: ['dpo'],
  'objection-lifted': ['dpo'],
  submitted: ['privacy-officer', 'ciso', 'municipal-secretary'],
  asked: ['works-council-member'],
  answered: ['privacy-officer', 'ciso', 'municipal-secretary'],
  met: ['municipal-secretary', 'privacy-officer', 'ciso', 'works-council-member'],
  represented: ['works-council-member'],
  'conditions-added': ['works-council-member'],
  'court-permitted': ['municipal-secretary', 'adopting-board'],
  decided: ['municipal-secretary', 'adopting-board'],
  announced: ['communications', 'project-lead', 'privacy-officer', 'ciso'],
  activated: ['ciso', 'privacy-officer', 'im-head', 'municipal-secretary'],
  narrowed: ['ciso', 'privacy-officer', 'im-head', 'municipal-secretary'],
  suspended: ['dpo', 'ciso', 'municipal-secretary'],
  resumed: ['ciso', 'municipal-secretary'],
  ended: ['municipal-secretary', 'ciso'],
  regularised: ['municipal-secretary'],
  'nullity-invoked': ['works-council-member'],
  'nullity-withdrawn': ['works-council-member'],
  'nullity-overturned': ['municipal-secretary', 'adopting-board'],
  'emergency-called': ['ciso', 'im-head', 'municipal-secretary'],
  'emergency-started': ['municipal-secretary', 'im-head', 'ciso'],
  'emergency-extended': ['works-council-member'],
  accounted: ['ciso', 'municipal-secretary'],
  'dialogue-held': [
    'municipal-secretary',
    'works-council-member',
    'shop-steward',
    'union-consultant',
    'privacy-officer',
  ],
}
