import { type Static, type TSchema, Type } from 'typebox'
import { maxDeclarationLength } from './declaration-yaml.ts'
import {
  adviceOutcomes,
  answers,
  bodies,
  routes,
  stages,
  standings,
  stepKinds,
  suspenders,
  tellings,
} from './life-words.ts'
import { kinds, parts, readers } from './vocabulary.ts'

// The shapes of what goes over the wire: the server checks against them, the screens take their types.
// No answer of this room names a person: a step is told by the office that took it.

const closed = { additionalProperties: false }
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const oneOf = <const W extends readonly string[]>(words: W) => Type.Enum<W[number][]>([...words])
const day = Type.String({ format: 'date', pattern: '^\\d{4}-\\d{2}-\\d{2}$', examples: ['2026-12-01'] })
const instant = Type.String({ format: 'date-time' })
const hash = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256, lower-case hex' })
const number = Type.Integer({ minimum: 1, maximum: 10_000 })
/** Words that somebody types: lines and tabs, no hidden characters. */
const words = (maxLength: number) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: '^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069]*$',
  })
const text = Type.Object({
  nl: Type.Optional(Type.String()),
  da: Type.Optional(Type.String()),
  en: Type.Optional(Type.String()),
})
/** The text of a declaration as somebody wrote it, YAML or JSON. `parseDeclaration` judges what is in it. */
const declarationText = Type.String({ minLength: 1, maxLength: maxDeclarationLength })
/** Bytes of a body with a declaration in it, at most: each character can take six, escaped. */
export const declarationBodyBytes = 6 * maxDeclarationLength + 10_000

export const measureIdPattern = '^measure-[0-9]{2,6}$'
const measureId = Type.String({ pattern: measureIdPattern, examples: ['measure-01'] })
export const measureParams = Type.Object({ id: measureId }, closed)
export const versionParams = Type.Object(
  { id: measureId, version: Type.String({ pattern: '^[1-9][0-9]{0,3}$' }) },
  closed,
)
export const modelParams = Type.Object({ model: oneOf(kinds) }, closed)

// --- What stands in an answer -----------------------------------------------------------------------------------------

/** A reason against a declaration, or a fault in its text, with the place. `article` is null for a fault. */
const finding = Type.Object({
  code: Type.String(),
  path: Type.String({ description: 'JSON Pointer into the declaration' }),
  line: nullable(Type.Integer()),
  column: nullable(Type.Integer()),
  article: nullable(Type.String()),
  detail: Type.String({ description: 'What is wrong, why, and what to do, in the language of whoever asks' }),
})
export type FindingAnswer = Static<typeof finding>

/** Advice on a measure that is planned: nothing that refuses it. */
const adviceLine = Type.Object({
  kind: Type.Enum(['law', 'milder', 'earlier']),
  code: Type.String(),
  article: nullable(Type.String()),
  detail: Type.String(),
  /** The measure whose earlier decision is meant, with `earlier`. */
  measure: nullable(measureId),
})

const change = Type.Object({
  path: Type.String({ description: 'Part of the declaration, by names' }),
  verdict: Type.Enum(['narrower', 'wider', 'different']),
  part: Type.String({ description: 'The part in words' }),
  before: nullable(Type.String({ description: 'What stood there, in words; null where there was nothing' })),
  after: nullable(Type.String({ description: 'What stands there now, in words; null where it is gone' })),
  /** Who may read it; null for everybody. What the asker may not read has `before` and `after` null. */
  secretFor: nullable(oneOf(readers)),
})

/** How one version stands to another. */
export const comparisonShape = Type.Object({
  from: Type.Integer(),
  to: Type.Integer(),
  verdict: Type.Enum(['same', 'narrower', 'wider', 'different']),
  summary: Type.String(),
  changes: Type.Array(change),
})
export type ComparisonAnswer = Static<typeof comparisonShape>

/** The end of a term, as the law counts it. `other`: the reading that is less safe. */
const term = Type.Object({
  safe: day,
  other: nullable(day),
  articles: Type.Array(Type.String()),
  skipped: Type.Array(Type.Object({ day, why: Type.String() })),
  doubts: Type.Array(Type.String({ description: 'Why it is less certain than it looks, in words' })),
})
export type TermShapeAnswer = Static<typeof term>

/** Minutes or another signed paper: its hash, never the paper itself. */
const evidence = Type.Object({ hash, reference: words(300), day }, closed)
export type Evidence = Static<typeof evidence>

const condition = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' }),
    what: Type.Object(
      { nl: Type.Optional(words(4_000)), da: Type.Optional(words(4_000)), en: Type.Optional(words(4_000)) },
      { ...closed, minProperties: 1 },
    ),
  },
  closed,
)

/** One step in the life of a measure. Fields that the kind of step does not have are absent. */
const step = Type.Object({
  number: Type.Integer({ minimum: 1 }),
  kind: oneOf(stepKinds),
  on: day,
  /** The office that took it; `the-law` where a term did. Names of persons are not told. */
  office: Type.String(),
  version: nullable(Type.Integer()),
  /** The step in one sentence, in the language of whoever asks. */
  sentence: Type.String(),
  route: Type.Optional(oneOf(routes)),
  body: Type.Optional(oneOf(bodies)),
  outcome: Type.Optional(Type.String({ description: 'Of advice, or of the representatives' })),
  /** Words that somebody wrote: reasons, a question, an answer, an account, remarks. */
  text: Type.Optional(Type.String()),
  /** Expected consequences for staff, and what was done with the advice; with a submission. */
  consequences: Type.Optional(Type.String()),
  adviceAnswer: Type.Optional(Type.String()),
  evidence: Type.Optional(evidence),
  conditions: Type.Optional(Type.Array(condition)),
  delegated: Type.Optional(Type.Array(Type.String())),
  tellings: Type.Optional(Type.Array(oneOf(tellings))),
  question: Type.Optional(Type.Integer({ description: 'Number of the step with the question that this one answers' })),
  suspender: Type.Optional(oneOf(suspenders)),
  until: Type.Optional(day),
  /** The day that it is about: of a meeting, or on which staff were told. */
  day: Type.Optional(day),
  with: Type.Optional(Type.Array(Type.String())),
  openPoints: Type.Optional(Type.Array(Type.String())),
  digest: Type.Optional(hash),
  /**
   * With which `words` in its entry is reckoned: SHA-256 of the blind, a line feed and the text; of a submission text, consequences and
   * answer to the advice as canonical JSON. Missing where its entry has no words, before there were blinds, and once erased.
   */
  wordsBlind: Type.Optional(hash),
  verdict: Type.Optional(Type.String()),
  /** Id of its entry in the transparency log. */
  entry: nullable(Type.String()),
})
export type StepAnswer = Static<typeof step>

/** What is waited for now: who can take the step, and until when where a term runs. A term that ends approves nothing. */
const wait = Type.Object({
  step: oneOf(stepKinds),
  offices: Type.Array(Type.String()),
  since: nullable(day),
  by: nullable(term),
  overdue: Type.Boolean(),
  sentence: Type.String(),
})

const candidate = Type.Object({
  version: Type.Integer(),
  stage: oneOf(stages),
  /** Against the version in force; null for a first version. */
  verdict: nullable(Type.Enum(['same', 'narrower', 'wider', 'different'])),
  /** True where it may take effect at once: narrower, and within what the decision delegated. */
  mayNarrow: Type.Boolean(),
  route: nullable(oneOf(routes)),
  body: nullable(oneOf(bodies)),
  objection: Type.Boolean(),
  startsOn: nullable(term),
})

const running = Type.Object({
  version: Type.Integer(),
  since: day,
  /** First day on which it no longer runs; null where no end is known. */
  until: nullable(day),
  looks: Type.Boolean(),
  /** Why nobody may look, or null. */
  looksEnded: nullable(Type.Enum(['account-late', 'end-passed', 'suspended'])),
})

const emergency = Type.Object({
  state: Type.Enum(['called', 'running', 'accounted', 'lapsed']),
  startedAt: nullable(instant),
  councilToldAt: nullable(instant),
  accountBy: nullable(term),
  extended: Type.Boolean(),
  endsOn: nullable(day),
})

const regularising = Type.Object({ liveSince: day, toldSince: nullable(day), until: day, passed: Type.Boolean() })

const summary = Type.Object({
  id: measureId,
  /** The name in the declaration. */
  name: Type.String(),
  kind: oneOf(kinds),
  jurisdiction: Type.Enum(['nl', 'dk']),
  title: text,
  summary: text,
  standing: oneOf(standings),
  /** First day on which staff could know of it from here; null while it is a draft. */
  since: nullable(day),
  version: nullable(Type.Integer({ description: 'The version in force' })),
  candidate: nullable(candidate),
  running: nullable(running),
  emergency: nullable(emergency),
  regularising: nullable(regularising),
  suspendedBy: Type.Array(oneOf(suspenders)),
  ended: nullable(day),
  review: nullable(day),
  reviewState: Type.Enum(['none', 'later', 'soon', 'overdue']),
  openPoints: Type.Integer({ description: 'Points of the dialogue that are open' }),
  follows: Type.Array(Type.String(), { description: 'What follows, in words, the first first' }),
  waits: Type.Array(wait),
})
export type MeasureSummary = Static<typeof summary>

const hiddenPart = Type.Object({ part: oneOf(parts), readers: oneOf(readers), reason: text })

const versionLine = Type.Object({
  version: Type.Integer(),
  on: day,
  digest: hash,
  verdict: nullable(Type.Enum(['same', 'narrower', 'wider', 'different'])),
  state: Type.Enum(['candidate', 'in-force', 'was-in-force', 'not-adopted']),
})

// --- Answers ------------------------------------------------------------------------------------------------------------

export const measuresShape = Type.Object({ on: day, measures: Type.Array(summary) })
export type MeasuresAnswer = Static<typeof measuresShape>

export const measureShape = Type.Object({
  on: day,
  measure: summary,
  versions: Type.Array(versionLine),
  steps: Type.Array(step),
  /** Steps whoever asks could take now: their office may, and the state of the measure allows it. The server asks again. */
  possible: Type.Array(oneOf(stepKinds)),
  /** Parts that the representatives can leave to the employer to make narrower at once. */
  delegable: Type.Array(Type.String()),
  /** Points of the dialogue that are open. */
  openPoints: Type.Array(Type.String()),
  /** Routes of the representatives that this law knows, each with the body and the evidence that it asks. */
  routes: Type.Array(
    Type.Object({
      route: oneOf(routes),
      bodies: Type.Array(oneOf(bodies)),
      asks: Type.Array(Type.Enum(['consequences', 'clause', 'reason', 'meeting', 'minutes'])),
      outcomes: Type.Array(oneOf(answers)),
      dpoBlocks: Type.Boolean(),
      article: Type.String(),
      detail: Type.String(),
    }),
  ),
  /** The draft that is being written; null for who does not write it, or where there is none. */
  draft: nullable(Type.Object({ revision: Type.Integer(), text: Type.String(), savedOn: day })),
})
export type MeasureAnswer = Static<typeof measureShape>

export const versionShape = Type.Object({
  id: measureId,
  version: Type.Integer(),
  on: day,
  digest: hash,
  /** As it was written; null where a part of it is not for whoever asks. */
  text: nullable(Type.String()),
  /** With which `digest` is reckoned from the text: SHA-256 of the blind, a line feed and the text; null as `text`, or where there is none. */
  blind: nullable(hash),
  /** The declaration, without the parts that are not for whoever asks. */
  declaration: Type.Object({}, { additionalProperties: true }),
  hidden: Type.Array(hiddenPart),
  /** The promises with what each forbids and cannot catch, in words. */
  never: Type.Array(
    Type.Object({ word: Type.String(), name: Type.String(), forbids: Type.String(), misses: Type.String() }),
  ),
})
export type VersionAnswer = Static<typeof versionShape>

export const checkShape = Type.Object({
  /** True where it can be proposed: understood, and no reason against it. */
  fit: Type.Boolean(),
  faults: Type.Array(finding),
  refusals: Type.Array(finding),
  advice: Type.Array(adviceLine),
  comparison: nullable(comparisonShape),
  /** The declaration as read, for a form over the same text; null where it was not understood. */
  declaration: nullable(Type.Object({}, { additionalProperties: true })),
})
export type CheckAnswer = Static<typeof checkShape>

export const modelsShape = Type.Object({
  models: Type.Array(Type.Object({ model: oneOf(kinds), title: text, summary: text })),
})
export const modelShape = Type.Object({ model: oneOf(kinds), text: Type.String() })

export const madeShape = Type.Object({ id: measureId, revision: Type.Integer() })
export const savedShape = Type.Object({ revision: Type.Integer(), check: checkShape })
/** What a step did: its number, and how the measure stands now. */
export const steppedShape = Type.Object({ number: Type.Integer(), measure: summary })
export type SteppedAnswer = Static<typeof steppedShape>

/** A measure as one version in a Register van Verwerkingsactiviteiten. Source: RvVA 0.1; GDPR Art. 30(1). */
export const processingActivityShape = Type.Object({
  id: measureId,
  version: Type.Integer(),
  validFrom: instant,
  name: Type.String(),
  dataSubjects: Type.Array(Type.String()),
  legalBasis: Type.Array(Type.String()),
  purpose: Type.String({ format: 'uri' }),
  processingOptions: Type.Array(Type.String()),
  personalData: Type.Object({ categories: Type.Array(Type.String()) }),
  recipients: Type.Array(Type.Object({ legalRole: Type.String(), name: Type.String(), country: Type.String() })),
  retention: Type.Array(Type.Object({ kind: Type.String(), amount: Type.Integer(), unit: Type.String() })),
})
export type ProcessingActivityAnswer = Static<typeof processingActivityShape>

const maybe = nullable(Type.String())
// Written as one type, so that the format stands on the field itself.
const dayOrNull = Type.Unsafe<string | null>({ type: ['string', 'null'], format: 'date' })
/** A measure in the fields of the Dutch Algoritmeregister. Source: publication standard 1.0. */
const algorithm = Type.Object({
  name: Type.String(),
  organization: Type.String(),
  description_short: Type.String(),
  publication_category: nullable(Type.Enum(['Impactvolle algoritmes', 'Hoog-risico AI-systeem', 'Overige algoritmes'])),
  status: Type.Enum(['In ontwikkeling', 'In gebruik', 'Buiten gebruik']),
  begin_date: dayOrNull,
  end_date: dayOrNull,
  url: Type.String(),
  contact_email: maybe,
  provider: Type.String(),
  goal: Type.String(),
  impact: Type.String(),
  proportionality: Type.String(),
  human_intervention: maybe,
  risks: Type.String(),
  lawful_basis: Type.String(),
  impacttoetsen: maybe,
  source_data: maybe,
  methods_and_models: maybe,
  monitoring: Type.String(),
  tags: Type.String(),
  lang: Type.String(),
  standard_version: Type.Literal('1.0'),
  source_id: measureId,
})
export type AlgorithmAnswer = Static<typeof algorithm>
export const algorithmsShape = Type.Object({ standard: Type.Literal('1.0'), algorithms: Type.Array(algorithm) })
export type AlgorithmsAnswer = Static<typeof algorithmsShape>

/** The report of a year: numbers alone. `count` is null where a small number is left out. */
export const oversightReportShape = Type.Object({
  year: Type.Integer(),
  organisation: Type.String(),
  until: day,
  complete: Type.Boolean(),
  sections: Type.Array(
    Type.Object({
      title: Type.String(),
      rows: Type.Array(
        Type.Object({ what: Type.String(), count: nullable(Type.Integer()), suppressed: Type.Boolean() }),
      ),
    }),
  ),
})
export type OversightReport = Static<typeof oversightReportShape>
export const yearParams = Type.Object({ year: Type.String({ pattern: '^20[0-9]{2}$' }) }, closed)
export const documentQueryShape = Type.Object({ language: Type.Optional(Type.Enum(['nl', 'da', 'en'])) }, closed)

// --- What somebody sends ------------------------------------------------------------------------------------------------

export const newMeasureShape = Type.Object({ text: declarationText }, closed)
export const draftShape = Type.Object({ text: declarationText, revision: Type.Integer({ minimum: 0 }) }, closed)
export const checkBodyShape = Type.Object({ text: declarationText, against: Type.Optional(measureId) }, closed)
export const comparisonQueryShape = Type.Object(
  { from: Type.String({ pattern: '^[1-9][0-9]{0,3}$' }), to: Type.String({ pattern: '^[1-9][0-9]{0,3}$' }) },
  closed,
)

/** Every step on a version names it, so that nobody decides on another one than they read. */
const ofVersion = { version: number }
const reasons = words(8_000)

export const stepBodies = {
  proposed: Type.Object({ revision: Type.Integer({ minimum: 0 }) }, closed),
  withdrawn: Type.Object({ ...ofVersion, text: reasons }, closed),
  advised: Type.Object({ ...ofVersion, outcome: oneOf(adviceOutcomes), text: reasons }, closed),
  objectionLifted: Type.Object({ text: reasons }, closed),
  submitted: Type.Object(
    {
      ...ofVersion,
      route: oneOf(routes),
      body: oneOf(bodies),
      /** The reasons; with `not-needed`, why no consent is needed; with `collective-agreement`, the clause. */
      text: reasons,
      consequences: Type.Optional(reasons),
      /** What was done with the advice of the data protection officer; asked unless that was positive. */
      adviceAnswer: Type.Optional(reasons),
    },
    closed,
  ),
  asked: Type.Object({ ...ofVersion, text: reasons }, closed),
  answered: Type.Object({ ...ofVersion, question: number, text: reasons }, closed),
  met: Type.Object({ ...ofVersion, day, evidence: Type.Optional(evidence) }, closed),
  represented: Type.Object(
    {
      ...ofVersion,
      outcome: oneOf(answers),
      text: reasons,
      evidence,
      conditions: Type.Optional(Type.Array(condition, { maxItems: 50 })),
      /** Parts of the declaration that the employer may make narrower at once. */
      delegated: Type.Optional(
        Type.Array(Type.String({ pattern: '^[a-zA-Z]{2,40}$' }), { maxItems: 40, uniqueItems: true }),
      ),
    },
    closed,
  ),
  courtPermitted: Type.Object({ ...ofVersion, evidence }, closed),
  decided: Type.Object({ ...ofVersion, text: Type.Optional(reasons) }, closed),
  announced: Type.Object(
    { ...ofVersion, day, tellings: Type.Array(oneOf(tellings), { minItems: 1, uniqueItems: true }) },
    closed,
  ),
  activated: Type.Object(ofVersion, closed),
  narrowed: Type.Object(ofVersion, closed),
  suspended: Type.Object({ text: reasons }, closed),
  resumed: Type.Object({ text: reasons }, closed),
  ended: Type.Object({ text: reasons }, closed),
  regularised: Type.Object({ ...ofVersion, until: day, text: reasons }, closed),
  nullityInvoked: Type.Object({ text: reasons }, closed),
  nullityWithdrawn: Type.Object({ text: reasons }, closed),
  nullityOverturned: Type.Object({ evidence }, closed),
  emergencyCalled: Type.Object({ text: declarationText, reasons, endsOn: day }, closed),
  emergencyStarted: Type.Object(ofVersion, closed),
  emergencyExtended: Type.Object({ text: reasons, until: day }, closed),
  accounted: Type.Object({ text: reasons, evidence: Type.Optional(evidence) }, closed),
  dialogueHeld: Type.Object(
    {
      day,
      with: Type.Array(Type.Enum(['works-council', 'med', 'main-med', 'shop-stewards', 'union', 'top-management']), {
        minItems: 1,
        uniqueItems: true,
      }),
      text: reasons,
      evidence: Type.Optional(evidence),
      /** All points that are open after it; what is no longer named is closed. */
      openPoints: Type.Array(words(500), { maxItems: 50 }),
    },
    closed,
  ),
} as const
export type StepBody<K extends keyof typeof stepBodies> = Static<(typeof stepBodies)[K]>
