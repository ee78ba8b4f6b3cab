import type { OfficeCode } from '../people/offices.ts'
import type { Declaration, Field, Look, Source } from './declaration.ts'
import { overlaps } from './logsource.ts'
import { depthOf } from './look-depth.ts'
import type {
  CapabilityKind,
  FieldClass,
  Grouping,
  LookLevel,
  LookSubject,
  Medium,
  NeverWord,
  Precision,
  TestMethod,
  Treatment,
} from './vocabulary.ts'

/** A field that a word forbids: every part that is given must hold. */
type FieldPattern = {
  readonly classes: readonly FieldClass[]
  readonly treatments: readonly Treatment[]
  /** Only where the same events, in this source or another, say whom or whose device it concerns, under a pseudonym or in clear. */
  readonly besidePerson?: true
  readonly media?: readonly Medium[]
}

/** A look that a word forbids: every part that is given must hold. */
export type LookPattern = {
  /** How far down it really goes, see `look-depth.ts`. */
  readonly levels?: readonly LookLevel[]
  readonly subjects?: readonly LookSubject[]
  /** All of these together. */
  readonly groupBy?: readonly Grouping[]
  readonly precisions?: readonly Precision[]
  readonly offices?: readonly OfficeCode[]
}

/** Everything that one word of `never` forbids. */
export type Forbidden = {
  readonly fields: readonly FieldPattern[]
  readonly looks: readonly LookPattern[]
  readonly media: readonly Medium[]
  readonly methods: readonly TestMethod[]
  /** Capabilities that may not be in use. */
  readonly capabilities: readonly CapabilityKind[]
  readonly wholePersonalDevice: boolean
  /** Where the word comes from. */
  readonly source: string
}

const nothing = {
  fields: [],
  looks: [],
  media: [],
  methods: [],
  capabilities: [],
  wholePersonalDevice: false,
} as const

/**
 * What each word forbids. What the table cannot catch is told beside it, in the messages `measures.never.<word>.misses`: a rule
 * whose meaning is the forbidden thing, somebody who watches the desk all day, and what other systems of the house record.
 */
export const neverTable: { readonly [Of in NeverWord]: Forbidden } = {
  presence: {
    ...nothing,
    fields: [{ classes: ['time'], treatments: ['keep', 'pseudonym'], besidePerson: true }],
    looks: [
      { levels: ['pseudonym'], groupBy: ['time'] },
      // The hours of a unit are the hours of its people.
      { levels: ['unit'], groupBy: ['time'], precisions: ['hour'] },
    ],
    source: 'OSS P2 (R-OSS-2.4b)',
  },
  'place-of-work': {
    ...nothing,
    fields: [
      { classes: ['place'], treatments: ['keep', 'pseudonym'], besidePerson: true },
      // Inside or outside the own network already says: at the office or not.
      { classes: ['address'], treatments: ['keep', 'coarsen'], besidePerson: true },
    ],
    looks: [
      // Where a unit is seen, is where its people are.
      { levels: ['pseudonym', 'unit'], groupBy: ['place'] },
      { levels: ['pseudonym', 'unit'], groupBy: ['site'] },
    ],
    media: ['position'],
    source: 'OSS P2 (R-OSS-2.4c)',
  },
  performance: {
    ...nothing,
    looks: [{ subjects: ['statistics'], levels: ['pseudonym'] }],
    capabilities: ['evaluates-workers', 'records-screen-or-keys'],
    source: 'BIL L29; BRU 5.1.1; OSS P1 (R-OSS-1.1c)',
  },
  'content-of-messages': {
    ...nothing,
    fields: [{ classes: ['text'], treatments: ['keep'], besidePerson: true }],
    looks: [{ subjects: ['messages'] }],
    media: ['mailbox'],
    capabilities: ['reads-content'],
    source: 'BRU 5.1.4; WP29 Opinion 2/2017',
  },
  'personnel-case': {
    ...nothing,
    looks: [
      { offices: ['manager'], levels: ['pseudonym'], subjects: ['statistics', 'devices', 'test-results'] },
      { offices: ['manager'], subjects: ['signals', 'events', 'own-records'] },
    ],
    source: 'GDPR Art. 5(1)(b), 22; BIL L29',
  },
  video: { ...nothing, media: ['camera'], methods: ['filming'], source: 'BIL L5, L11' },
  sound: { ...nothing, media: ['microphone'], source: 'BIL L5; Criminal Code (nl) art. 139c' },
  'false-identity': { ...nothing, methods: ['false-identity-card'], source: 'BIL L11' },
  'results-per-person': {
    ...nothing,
    fields: [
      { classes: ['person', 'account'], treatments: ['keep', 'pseudonym', 'scrub'], media: ['test-report'] },
      { classes: ['text'], treatments: ['keep'], media: ['test-report'] },
    ],
    looks: [{ subjects: ['test-results'], levels: ['pseudonym'] }],
    source: 'BIL L27-L29 (R-BIL-27c, R-BIL-29b)',
  },
  'private-part-of-device': { ...nothing, wholePersonalDevice: true, source: 'UTR 3.1.6' },
}

/** A place where a declaration breaks its own `never`. `what` is the part that the word forbids. */
export type Broken = {
  readonly word: NeverWord
  readonly path: string
  readonly what: 'field' | 'look' | 'medium' | 'method' | 'capability' | 'reach'
}

/** Everything in a declaration that a word of its own `never` forbids. */
export function brokenNever(declaration: Declaration): readonly Broken[] {
  const whom = sayingWhom(declaration.sources)
  return declaration.never.flatMap((word) => broken(word, declaration, whom))
}

function broken(word: NeverWord, declaration: Declaration, whom: ReadonlySet<Source>): readonly Broken[] {
  const forbidden = neverTable[word]
  const found: Broken[] = []
  const add = (path: string, what: Broken['what']): number => found.push({ word, path, what })
  for (const [index, source] of declaration.sources.entries()) {
    if (forbidden.media.includes(source.medium)) add(`/sources/${index}/medium`, 'medium')
    for (const [at, field] of source.fields.entries()) {
      if (forbidden.fields.some((pattern) => fieldFits(pattern, field, source, whom))) {
        add(`/sources/${index}/fields/${at}/treatment`, 'field')
      }
    }
  }
  for (const [index, look] of declaration.looks.entries()) {
    if (forbidden.looks.some((pattern) => lookFits(pattern, look))) add(`/looks/${index}`, 'look')
  }
  for (const [index, method] of declaration.methods.entries()) {
    if (forbidden.methods.includes(method)) add(`/methods/${index}`, 'method')
  }
  for (const [index, { kind, state }] of declaration.capabilities.entries()) {
    if (state === 'used' && forbidden.capabilities.includes(kind)) add(`/capabilities/${index}/state`, 'capability')
  }
  if (forbidden.wholePersonalDevice && declaration.reach.personalDevices === 'whole') {
    add('/reach/personalDevices', 'reach')
  }
  return found
}

/** Whether a source says whom it concerns: a person, account, device or address, under a pseudonym or in clear. */
export function saysWhom({ fields }: Pick<Source, 'fields'>): boolean {
  return fields.some(
    (field) => tellingClasses.includes(field.class) && (field.treatment === 'keep' || field.treatment === 'pseudonym'),
  )
}

/** Classes of which a value leads to one person. */
export const tellingClasses: readonly FieldClass[] = ['person', 'account', 'device', 'address']

/** The sources whose events say whom they concern: what two take from the same events can be laid side by side. */
function sayingWhom(sources: readonly Source[]): ReadonlySet<Source> {
  const telling = sources.filter(saysWhom)
  return new Set(sources.filter((one) => telling.some((other) => overlaps(other.logsource, one.logsource))))
}

function fieldFits(pattern: FieldPattern, field: Field, source: Source, whom: ReadonlySet<Source>): boolean {
  if (!pattern.classes.includes(field.class) || !pattern.treatments.includes(field.treatment)) return false
  if (pattern.media !== undefined && !pattern.media.includes(source.medium)) return false
  return pattern.besidePerson !== true || whom.has(source)
}

/**
 * Whether a look is one of those that a word forbids. For a look that is declared, and for one that somebody tries.
 */
export function lookFits(
  pattern: LookPattern,
  look: Pick<Look, 'level' | 'subject' | 'precision'> & {
    readonly groupBy: readonly Grouping[]
    readonly offices: readonly OfficeCode[]
  },
): boolean {
  const { levels, subjects, groupBy, precisions, offices } = pattern
  return (
    (levels === undefined || levels.includes(depthOf(look))) &&
    (subjects === undefined || subjects.includes(look.subject)) &&
    (groupBy === undefined || groupBy.every((one) => look.groupBy.includes(one))) &&
    (precisions === undefined || precisions.includes(look.precision)) &&
    (offices === undefined || offices.some((one) => look.offices.includes(one)))
  )
}
