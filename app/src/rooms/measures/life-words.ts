// The closed lists of words about the life of a measure.

/** How the representatives of staff take part. `route-facts.ts` says what each asks as evidence, and of which law it is. */
export const routes = [
  'consent',
  'collective-agreement',
  'staff-representation',
  'not-needed',
  'med-discussion',
] as const
export type Route = (typeof routes)[number]

/** The body that takes part. Source: WOR art. 33, 35c; MED framework agreement § 4, 8-9. */
export const bodies = ['works-council', 'central-works-council', 'staff-representation', 'med', 'main-med'] as const
export type Body = (typeof bodies)[number]

/** What the data protection officer can say. `objection` blocks where the route says so. Source: GDPR Art. 35(2), 39(1)(c). */
export const adviceOutcomes = ['positive', 'with-remarks', 'negative', 'objection'] as const
export type AdviceOutcome = (typeof adviceOutcomes)[number]

/** What the representatives can say. `heard` and `discussed` are no consent. Source: WOR art. 27(2), 35b-35c; MED § 6-8. */
export const answers = ['consented', 'consented-with-conditions', 'refused', 'heard', 'discussed'] as const
export type RepresentativesAnswer = (typeof answers)[number]

/** How far a version has come on its way to being in force. */
export const stages = [
  'advice',
  'submission',
  'representatives',
  'decision',
  'announcement',
  'notice',
  'ready',
] as const
export type Stage = (typeof stages)[number]

/**
 * How a measure stands. `lapsed`: it started as an emergency or runs while being regularised, and its time is over.
 */
export const standings = [
  'draft',
  'in-procedure',
  'announced',
  'active',
  'regularising',
  'emergency',
  'suspended',
  'lapsed',
  'ended',
  'withdrawn',
] as const
export type Standing = (typeof standings)[number]

/** Who stopped a measure for a time; only the same side takes it back, or a judge. */
export const suspenders = ['employer', 'dpo', 'representatives'] as const
export type Suspender = (typeof suspenders)[number]

/** Through what staff were told. Source: OSS P3; BIL L35, L47. */
export const tellings = [
  'login-notice',
  'infographic',
  'legal-page',
  'walk-in-session',
  'letter',
  'meeting',
  'representatives',
] as const
export type Telling = (typeof tellings)[number]

/** Every kind of step, in the order in which a measure can meet them. */
export const stepKinds = [
  'proposed',
  'withdrawn',
  'advised',
  'objection-lifted',
  'submitted',
  'asked',
  'answered',
  'met',
  'represented',
  'conditions-added',
  'court-permitted',
  'decided',
  'announced',
  'activated',
  'narrowed',
  'suspended',
  'resumed',
  'ended',
  'regularised',
  'nullity-invoked',
  'nullity-withdrawn',
  'nullity-overturned',
  'emergency-called',
  'emergency-started',
  'emergency-extended',
  'accounted',
  'dialogue-held',
] as const
export type StepKind = (typeof stepKinds)[number]
