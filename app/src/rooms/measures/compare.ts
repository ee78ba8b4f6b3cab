import type { Declaration, Field, Look, Recipient, Source } from './declaration.ts'
import { covers, tagUnderSome } from './logsource.ts'
import { depthOf } from './look-depth.ts'
import type { Verdict } from './order.ts'
import * as order from './order.ts'
import { coarsenings, lookLevels, monitoringModels, precisions, reaches, retentionKinds } from './vocabulary.ts'

/** One part that is not the same. `path` goes by names, such as `/sources/windows/fields/User`, because places move. */
export type Change = {
  readonly path: string
  readonly verdict: Exclude<Verdict, 'same'>
  /** `undefined` when it was not there. */
  readonly before: unknown
  /** `undefined` when it is gone. */
  readonly after: unknown
}

/** What a new version of a declaration does, as a whole and part by part. */
export type Comparison = { readonly verdict: Verdict; readonly changes: readonly Change[] }

type Add = (path: string, verdict: Verdict, before: unknown, after: unknown) => void

/**
 * Compares two versions of a declaration part by part.
 *
 * `narrower`: whatever the new version permits, the old one permitted. `wider`: the other way round. `different`: neither, or
 * something changed that protects people and may never change unnoticed: an oversight look, notice, holds, conditions, evidence
 * that is kept, the list of capabilities, the words that staff read. Wider and different go through the whole life again.
 */
export function compare(before: Declaration, after: Declaration): Comparison {
  const changes: Change[] = []
  const add: Add = (path, verdict, one, other) => {
    if (verdict !== 'same') changes.push({ path, verdict, before: one, after: other })
  }
  compareWhole(before, after, add)
  compareCapabilities(before, after, add)
  compareSources(before, after, add)
  compareEnvelope(before, after, add)
  compareResponses(before, after, add)
  compareLooks(before, after, add)
  compareRecipients(before, after, add)
  compareRetention(before, after, add)
  compareProtection(before, after, add)
  return { verdict: order.together(changes.map(({ verdict }) => verdict)), changes }
}

/** Parts that are equal or not. Words are among them: they are what staff and representatives agreed to. */
const equalOrNot = [
  'format',
  'id',
  'kind',
  'jurisdiction',
  'title',
  'summary',
  'grounds',
  'necessity',
  'proportionality',
  'dpia',
  'owner',
  'tool',
  'holds',
  'notice',
  'conditions',
  'secrecy',
] as const satisfies readonly (keyof Declaration)[]

function compareWhole(before: Declaration, after: Declaration, add: Add): void {
  for (const part of equalOrNot) add(`/${part}`, order.equality(before[part], after[part]), before[part], after[part])
  for (const part of ['purposes', 'dataSubjects', 'methods'] as const) {
    add(`/${part}`, order.subset(before[part], after[part]), before[part], after[part])
  }
  const models = order.scale(monitoringModels, before.monitoring, after.monitoring)
  add('/monitoring', models, before.monitoring, after.monitoring)
  for (const part of ['organisationDevices', 'personalDevices'] as const) {
    const [one, other] = [before.reach[part], after.reach[part]]
    add(`/reach/${part}`, order.scale(reaches, one, other), one, other)
  }
  add('/review', order.day(before.review, after.review), before.review, after.review)
}

/** Goes through two lists by name. What is in one list only is handed over with `undefined` for the other. */
function byName<Row>(
  before: readonly Row[],
  after: readonly Row[],
  nameOf: (row: Row) => string,
  visit: (name: string, one: Row | undefined, other: Row | undefined) => void,
): void {
  const [left, right] = [before, after].map((rows) => new Map(rows.map((row) => [nameOf(row), row])))
  for (const name of new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])) {
    visit(name, left?.get(name), right?.get(name))
  }
}

/** What was not there and now is, is wider; what is gone is narrower. */
function presence(one: unknown, other: unknown): Verdict {
  if (one === undefined) return other === undefined ? 'same' : 'wider'
  return other === undefined ? 'narrower' : 'same'
}

function compareCapabilities(before: Declaration, after: Declaration, add: Add): void {
  byName(
    before.capabilities,
    after.capabilities,
    ({ id }) => id,
    (id, one, other) => {
      const path = `/capabilities/${id}`
      // A line that goes away hides what the tool can do; one that comes says that the investigation had missed it.
      if (one === undefined || other === undefined) return add(path, 'different', one, other)
      const words = order.equality([one.what, one.kind, one.lockedBy], [other.what, other.kind, other.lockedBy])
      add(path, order.together([words, order.scale(['locked', 'off', 'used'], one.state, other.state)]), one, other)
    },
  )
}

function compareSources(before: Declaration, after: Declaration, add: Add): void {
  byName(
    before.sources,
    after.sources,
    ({ id }) => id,
    (id, one, other) => {
      const path = `/sources/${id}`
      if (one === undefined || other === undefined) return add(path, presence(one, other), one, other)
      const about = ({ what, medium, logsource }: Source): unknown => ({ what, medium, logsource })
      add(path, order.equality(about(one), about(other)), about(one), about(other))
      const [before, after] = [collected(one), collected(other)]
      for (const name of new Set([...one.fields, ...other.fields].map((field) => field.path))) {
        const [left, right] = [before(name), after(name)]
        add(`${path}/fields/${name}`, compareFields(left, right), left, right)
      }
    },
  )
}

/** What is taken of a field. Dropped and not named are the same, unless it lies within a field that is taken whole. */
function collected({ fields }: Source): (path: string) => Field | undefined {
  const lines = new Map(fields.map((field) => [field.path, field]))
  return (path) => {
    const line = lines.get(path) ?? lineAround(path, lines)
    return line?.treatment === 'drop' ? undefined : line
  }
}

function lineAround(path: string, lines: ReadonlyMap<string, Field>): Field | undefined {
  const around = path.replace(/[./[][^./[]*$/, '')
  if (around === path) return undefined
  return lines.get(around) ?? lineAround(around, lines)
}

function compareFields(one: Field | undefined, other: Field | undefined): Verdict {
  if (one === undefined || other === undefined) return presence(one, other)
  const about = ({ class: is, special, exception }: Field): unknown => [is, special, exception]
  return order.together([order.equality(about(one), about(other)), compareTreatments(one, other)])
}

// All that is done to a value takes something away from it; two ways to do so say different things.
function compareTreatments(one: Field, other: Field): Verdict {
  if (one.treatment === other.treatment) {
    if (one.to === other.to) return 'same'
    const steps: readonly unknown[] = coarsenings[one.class]
    return steps.includes(one.to) && steps.includes(other.to) ? order.scale(steps, one.to, other.to) : 'different'
  }
  if (one.treatment === 'keep') return 'narrower'
  return other.treatment === 'keep' ? 'wider' : 'different'
}

function compareEnvelope({ envelope: one }: Declaration, { envelope: other }: Declaration, add: Add): void {
  const logsources = order.coverage(one.logsources, other.logsources, covers)
  add('/envelope/logsources', logsources, one.logsources, other.logsources)
  add('/envelope/levels', order.subset(one.levels, other.levels), one.levels, other.levels)
  const allowed = order.coverageBySet(one.tagsAllowed, other.tagsAllowed, tagUnderSome)
  add('/envelope/tagsAllowed', allowed, one.tagsAllowed, other.tagsAllowed)
  const forbidden = order.reversed(order.coverageBySet(one.tagsForbidden, other.tagsForbidden, tagUnderSome))
  add('/envelope/tagsForbidden', forbidden, one.tagsForbidden, other.tagsForbidden)
}

function compareResponses(before: Declaration, after: Declaration, add: Add): void {
  byName(
    before.responses,
    after.responses,
    ({ response }) => response,
    (name, one, other) => {
      const path = `/responses/${name}`
      if (one === undefined || other === undefined) return add(path, presence(one, other), one, other)
      const verdict = order.together([
        order.subset(one.offices, other.offices),
        order.period(one.term, other.term),
        order.scale([false, true], one.automatic, other.automatic),
        // When the employee is told is a notice.
        order.equality(one.employeeTold, other.employeeTold),
      ])
      add(path, verdict, one, other)
    },
  )
}

function compareLooks(before: Declaration, after: Declaration, add: Add): void {
  byName(
    before.looks,
    after.looks,
    ({ id }) => id,
    (id, one, other) => {
      const path = `/looks/${id}`
      if (one?.oversight === true || other?.oversight === true) {
        add(path, order.equality(one, other), one, other)
      } else if (one === undefined || other === undefined) {
        add(path, presence(one, other), one, other)
      } else {
        add(path, compareLook(one, other), one, other)
      }
    },
  )
}

function compareLook(one: Look, other: Look): Verdict {
  return order.together([
    order.equality(one.subject, other.subject),
    order.subset(one.offices, other.offices),
    compareDepths(one, other),
    // A larger group shows less; no least group is a group of one.
    order.reversed(order.number(one.k ?? 1, other.k ?? 1)),
    order.subset(one.groupBy, other.groupBy),
    order.scale(precisions, one.precision, other.precision),
    compareSourcesOfLook(one.sources, other.sources),
  ])
}

/** A look that goes as far down under another level is another look. */
function compareDepths(one: Look, other: Look): Verdict {
  const verdict = order.scale(lookLevels, depthOf(one), depthOf(other))
  return verdict === 'same' ? order.equality(one.level, other.level) : verdict
}

/** Without a list a look reaches all sources. */
function compareSourcesOfLook(one: readonly string[] | undefined, other: readonly string[] | undefined): Verdict {
  if (one !== undefined && other !== undefined) return order.subset(one, other)
  return order.reversed(presence(one, other))
}

function compareRecipients(before: Declaration, after: Declaration, add: Add): void {
  const same = (one: Recipient, other: Recipient): Verdict => order.equality(one, other)
  byName(
    before.recipients,
    after.recipients,
    ({ id }) => id,
    (id, one, other) => {
      const verdict = one === undefined || other === undefined ? presence(one, other) : same(one, other)
      add(`/recipients/${id}`, verdict, one, other)
    },
  )
}

function compareRetention(before: Declaration, after: Declaration, add: Add): void {
  byName(
    before.retention,
    after.retention,
    ({ kind }) => kind,
    (name, one, other) => {
      const path = `/retention/${name}`
      const kind = one?.kind ?? other?.kind
      if (kind !== undefined && retentionKinds[kind].evidence) return add(path, order.equality(one, other), one, other)
      if (one === undefined || other === undefined) return add(path, presence(one, other), one, other)
      add(path, order.together([order.equality(one.why, other.why), order.period(one.keep, other.keep)]), one, other)
    },
  )
}

function compareProtection(before: Declaration, after: Declaration, add: Add): void {
  add('/never', order.reversed(order.subset(before.never, after.never)), before.never, after.never)
  byName(
    before.protectedOffices,
    after.protectedOffices,
    ({ office }) => office,
    (office, one, other) => {
      // An office of which nothing is left out is not protected.
      const [left, right] = [one?.leftOut ?? [], other?.leftOut ?? []]
      add(`/protectedOffices/${office}`, order.reversed(order.subset(left, right)), one, other)
    },
  )
}
