import { type Static, type TArrayOptions, type TSchema, Type } from 'typebox'
import { type OfficeCode, offices } from '../people/offices.ts'
import * as words from './vocabulary.ts'

const closed = { additionalProperties: false } as const
const maxText = 4_000

/** The most rows in any list; arbitrary, far above what a measure has, and few enough to compare each with each. */
const maxItems = 1_000
const many = <Of extends TSchema>(of: Of, options: TArrayOptions = {}) => Type.Array(of, { maxItems, ...options })

/** Name of a thing inside a declaration: stable, because comparison and permissions go by it. */
const id = Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' })
const sized = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const reference = sized(300)

const officeCodes: readonly OfficeCode[] = offices.map(({ code }) => code)
const office = Type.Enum([...officeCodes])
const officeList = many(office, { minItems: 1, uniqueItems: true })

/** A text for people in every language. */
const allLanguages = Type.Object({ nl: sized(maxText), da: sized(maxText), en: sized(maxText) }, closed)

/** A text for people in some languages; that of the jurisdiction is asked for by `impossible.ts`. */
const text = Type.Object(
  {
    nl: Type.Optional(sized(maxText)),
    da: Type.Optional(sized(maxText)),
    en: Type.Optional(sized(maxText)),
  },
  closed,
)
export type LocalText = Static<typeof text>

const length = Type.Object(
  {
    amount: Type.Integer({ minimum: 1, maximum: 10_000 }),
    unit: Type.Enum(['hours', 'days', 'weeks', 'months', 'years']),
  },
  closed,
)
/** A length of time in a declaration. */
export type Period = Static<typeof length>

const ground = Type.Object(
  {
    ground: Type.Enum([...words.grounds]),
    /** Provision of Union or national law that gives the task or duty. Source: GDPR Art. 6(3). */
    provision: Type.Optional(reference),
    balancingTest: Type.Optional(Type.Object({ reference, date: day }, closed)),
  },
  closed,
)

/** The questions of a court about monitoring at work. Source: ECtHR, Bărbulescu v Romania (61496/08), § 121. */
const proportionality = Type.Object(
  {
    toldBefore: text,
    extent: text,
    reasons: text,
    milderMeans: many(Type.Object({ means: text, whyNot: text }, closed), { minItems: 1 }),
    consequences: text,
    safeguards: text,
  },
  closed,
)

const dpia = Type.Object(
  {
    reference: Type.Optional(reference),
    date: Type.Optional(day),
    residualRisk: Type.Optional(Type.Enum(['low', 'medium', 'high'])),
    review: Type.Optional(day),
    /** Needed when the remaining risk is high. Source: GDPR Art. 36(1). */
    priorConsultation: Type.Optional(Type.Object({ reference, date: day }, closed)),
    /** Why none was made. Only where no field says anything about a person. */
    reasonForNone: Type.Optional(text),
  },
  closed,
)

const capability = Type.Object(
  {
    id,
    what: text,
    kind: Type.Enum([...words.capabilityKinds]),
    state: Type.Enum([...words.capabilityStates]),
    /** What makes it impossible; with state `locked` only. */
    lockedBy: Type.Optional(text),
  },
  closed,
)

const logsource = Type.Object(
  {
    product: Type.Optional(sized(100)),
    category: Type.Optional(sized(100)),
    service: Type.Optional(sized(100)),
  },
  { ...closed, minProperties: 1 },
)
/** Where a rule looks. What is not named is any. Source: Sigma specification, `logsource`. */
export type Logsource = Static<typeof logsource>

const field = Type.Object(
  {
    path: sized(300),
    class: Type.Enum([...words.fieldClasses]),
    treatment: Type.Enum([...words.treatments]),
    /** To what; with treatment `coarsen` only. */
    to: Type.Optional(Type.Enum([...new Set(Object.values(words.coarsenings).flat())])),
    special: Type.Optional(Type.Enum([...words.specialData])),
    /** Exception under which special data are kept. Source: GDPR Art. 9(2), 10. */
    exception: Type.Optional(Type.Object({ provision: reference, reason: text }, closed)),
  },
  closed,
)
export type Field = Static<typeof field>

const source = Type.Object(
  { id, what: text, medium: Type.Enum([...words.media]), logsource, fields: many(field, { minItems: 1 }) },
  closed,
)
export type Source = Static<typeof source>

const tag = Type.String({ pattern: '^(\\*|[a-z0-9_-]+(\\.[a-z0-9_-]+)*(\\.\\*)?)$' })
const envelope = Type.Object(
  {
    logsources: many(logsource),
    levels: many(Type.Enum([...words.levels]), { uniqueItems: true }),
    /** A tag, `name.*` for all tags under a name, or `*` for every rule, with a tag or without. */
    tagsAllowed: many(tag),
    tagsForbidden: many(tag),
  },
  closed,
)

const response = Type.Object(
  {
    response: Type.Enum([...words.responses]),
    offices: officeList,
    /** Ends by itself after this. */
    term: length,
    /** Happens without a person deciding. */
    automatic: Type.Boolean(),
    employeeTold: Type.Enum(['before', 'at-once', 'afterwards']),
  },
  closed,
)

const look = Type.Object(
  {
    id,
    offices: officeList,
    level: Type.Enum([...words.lookLevels]),
    subject: Type.Enum([...words.lookSubjects]),
    /** Least number of people in a group; with level `unit`. */
    k: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    groupBy: many(Type.Enum([...words.groupings]), { uniqueItems: true }),
    precision: Type.Enum([...words.precisions]),
    /** Ids of sources; without it, all. */
    sources: Type.Optional(many(id, { minItems: 1, uniqueItems: true })),
    /** A look of who watches over the measure. It cannot be made smaller without a new decision. */
    oversight: Type.Boolean(),
  },
  closed,
)
export type Look = Static<typeof look>

const recipient = Type.Object(
  {
    id,
    what: text,
    role: Type.Enum(['processor', 'authority', 'controller']),
    /** ISO 3166-1 alpha-2, or `INT` for an international organisation. */
    country: Type.String({ pattern: '^([A-Z]{2}|INT)$' }),
    contract: Type.Optional(reference),
    transferTool: Type.Optional(Type.Enum([...words.transferTools])),
  },
  closed,
)
export type Recipient = Static<typeof recipient>

const retention = Type.Object(
  { kind: Type.Enum([...(Object.keys(words.retentionKinds) as words.RetentionKind[])]), keep: length, why: text },
  closed,
)
export type Retention = Static<typeof retention>

/**
 * The one declaration of a measure: everything that touches staff follows from it.
 *
 * The object is JSON Schema (2020-12) as well; it is published as `docs/measure.schema.json`.
 */
export const declarationSchema = Type.Object(
  {
    format: Type.Literal('openwacht-measure/1'),
    id,
    kind: Type.Enum([...words.kinds]),
    jurisdiction: Type.Enum(['nl', 'dk']),
    title: allLanguages,
    summary: allLanguages,
    purposes: many(Type.Enum([...words.purposes]), { minItems: 1, uniqueItems: true }),
    grounds: many(ground, { minItems: 1 }),
    dataSubjects: many(Type.Enum([...words.dataSubjects]), { minItems: 1, uniqueItems: true }),
    necessity: text,
    proportionality,
    dpia,
    owner: office,
    monitoring: Type.Enum([...words.monitoringModels]),
    tool: Type.Object({ name: sized(200), liveSince: Type.Optional(day), staffToldSince: Type.Optional(day) }, closed),
    reach: Type.Object(
      { organisationDevices: Type.Enum([...words.reaches]), personalDevices: Type.Enum([...words.reaches]) },
      closed,
    ),
    capabilities: many(capability),
    sources: many(source),
    methods: many(Type.Enum([...words.testMethods]), { uniqueItems: true }),
    envelope,
    responses: many(response),
    looks: many(look),
    recipients: many(recipient),
    retention: many(retention),
    holds: many(Type.Enum([...words.holdReasons]), { uniqueItems: true }),
    protectedOffices: many(
      Type.Object(
        {
          office: Type.Enum([...words.protectedOffices]),
          leftOut: many(Type.Enum([...words.leftOut]), { uniqueItems: true }),
        },
        closed,
      ),
    ),
    never: many(Type.Enum([...words.neverWords]), { uniqueItems: true }),
    notice: Type.Object({ term: length, how: text }, closed),
    /** Conditions that the representatives attached to their decision. */
    conditions: many(Type.Object({ id, what: text, decided: day }, closed)),
    /** Parts that not everybody may read. What is not named is public. */
    secrecy: many(
      Type.Object({ part: Type.Enum([...words.parts]), readers: Type.Enum([...words.readers]), reason: text }, closed),
    ),
    review: day,
  },
  { ...closed, $id: 'urn:openwacht:measure:1' },
)

/** One declaration, as `parse-declaration.ts` gives it. */
export type Declaration = Static<typeof declarationSchema>
