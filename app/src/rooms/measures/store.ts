import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import type { OfficeCode } from '../people/offices.ts'
import type { Declaration } from './declaration.ts'
import type { Life } from './life.ts'
import type { Draft, Head, KeptStep, Measure, Version, VersionLine } from './measure.ts'
import type { Verdict } from './order.ts'
import type { Step, StepFacts } from './steps.ts'

type Tables = {
  measures: { id: string; name: string; made_at: Date; made_by: string | null; head: string; life: string }
  measure_drafts: { measure: string; revision: number; text: string; saved_at: Date; saved_by: string | null }
  measure_versions: {
    measure: string
    version: number
    made_at: Date
    made_on: string
    made_by: string
    text: string
    digest: string
    declaration: string
    verdict: Verdict | null
  }
  measure_steps: {
    measure: string
    number: number
    kind: string
    taken_at: Date
    taken_on: string
    taken_by: string
    office: OfficeCode
    facts: string
    words_blind: string | null
    entry_id: string
  }
}

/** Stops other acts from making a measure until this transaction is over: numbers follow each other without a gap. */
export async function lockMeasures(tx: Tx): Promise<void> {
  await sql`lock table measures in share row exclusive mode`.execute(tx)
}

/**
 * Stops other acts from taking a step until this transaction is over: what other measures have stays what the rules saw. Taken
 * before any row of a measure is held, so that two acts never wait for each other.
 */
export async function lockSteps(tx: Tx): Promise<void> {
  await sql`lock table measure_steps in share row exclusive mode`.execute(tx)
}

/** The number that the next measure gets. The caller holds `lockMeasures`. */
export async function nextMeasureId(tx: Tx): Promise<string> {
  const { rows } = await sql<{ last: number | null }>`
    select max(substring(id from 9)::int) as last from measures`.execute(tx)
  return `measure-${String((rows[0]?.last ?? 0) + 1).padStart(2, '0')}`
}

/** Writes a new measure. `by` is null for one that was brought from the command line of the server. */
export async function addMeasure(
  tx: Tx,
  { id, name, head, life }: Measure,
  by: string | null,
  at: Date,
): Promise<void> {
  await tx
    .withTables<Tables>()
    .insertInto('measures')
    .values({ id, name, made_at: at, made_by: by, head: JSON.stringify(head), life: JSON.stringify(life) })
    .execute()
}

/** One measure, or undefined. `forChange` holds it for this transaction. */
export async function findMeasure(tx: Tx, id: string, forChange = false): Promise<Measure | undefined> {
  const query = tx
    .withTables<Tables>()
    .selectFrom('measures')
    .select(['id', 'name', 'head', 'life'])
    .where('id', '=', id)
  const row = await (forChange ? query.forUpdate() : query).executeTakeFirst()
  return row && measureOf(row)
}

/** The measure of this name, or undefined. */
export async function findMeasureNamed(tx: Tx, name: string): Promise<Measure | undefined> {
  const row = await tx
    .withTables<Tables>()
    .selectFrom('measures')
    .select(['id', 'name', 'head', 'life'])
    .where('name', '=', name)
    .executeTakeFirst()
  return row && measureOf(row)
}

/** All measures, by number. */
export async function allMeasures(tx: Tx): Promise<Measure[]> {
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('measures')
    .select(['id', 'name', 'head', 'life'])
    .orderBy(sql`length(id)`)
    .orderBy('id')
    .execute()
  return rows.map(measureOf)
}

function measureOf(row: Pick<Tables['measures'], 'id' | 'name' | 'head' | 'life'>): Measure {
  return { id: row.id, name: row.name, head: fromJson<Head>(row.head), life: fromJson<Life>(row.life) }
}

/** Writes what a step made of a measure. */
export async function changeMeasure(tx: Tx, { id, head, life }: Pick<Measure, 'id' | 'head' | 'life'>): Promise<void> {
  await tx
    .withTables<Tables>()
    .updateTable('measures')
    .set({ head: JSON.stringify(head), life: JSON.stringify(life) })
    .where('id', '=', id)
    .execute()
}

/** The draft of a measure, or undefined. */
export async function findDraft(tx: Tx, measure: string): Promise<Draft | undefined> {
  const row = await tx
    .withTables<Tables>()
    .selectFrom('measure_drafts')
    .select(['revision', 'text', 'saved_at'])
    .where('measure', '=', measure)
    .executeTakeFirst()
  return row && { revision: row.revision, text: row.text, savedAt: row.saved_at }
}

/** Writes the draft of a measure in place of the one before. */
export async function saveDraft(tx: Tx, measure: string, draft: Draft, by: string | null): Promise<void> {
  const row = { revision: draft.revision, text: draft.text, saved_at: draft.savedAt, saved_by: by }
  await tx
    .withTables<Tables>()
    .insertInto('measure_drafts')
    .values({ measure, ...row })
    .onConflict((conflict) => conflict.column('measure').doUpdateSet(row))
    .execute()
}

/** Writes a version. */
export async function addVersion(tx: Tx, version: Version, by: string): Promise<void> {
  const { measure, madeAt, madeOn, text, digest, declaration, verdict } = version
  await tx
    .withTables<Tables>()
    .insertInto('measure_versions')
    .values({
      measure,
      version: version.version,
      made_at: madeAt,
      made_on: madeOn,
      made_by: by,
      text,
      digest,
      declaration: JSON.stringify(declaration),
      verdict,
    })
    .execute()
}

/** One version, or undefined. */
export async function findVersion(tx: Tx, measure: string, version: number): Promise<Version | undefined> {
  const [found] = await versionsIn(tx, [{ measure, version }])
  return found
}

/** The versions that were named, as far as they are there. */
export async function versionsIn(
  tx: Tx,
  names: readonly { readonly measure: string; readonly version: number }[],
): Promise<Version[]> {
  if (names.length === 0) return []
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('measure_versions')
    .select(['measure', 'version', 'made_at', madeOn, 'text', 'digest', 'declaration', 'verdict'])
    .where((where) => where.or(names.map(({ measure, version }) => where.and({ measure, version }))))
    .execute()
  return rows.map((row) => ({
    measure: row.measure,
    version: row.version,
    madeAt: row.made_at,
    madeOn: row.made_on,
    text: row.text,
    digest: row.digest,
    declaration: fromJson<Declaration>(row.declaration),
    verdict: row.verdict,
  }))
}

const madeOn = sql<string>`made_on::text`.as('made_on')

/** The versions of a measure, the oldest first, without their texts. */
export async function versionLines(tx: Tx, measure: string): Promise<VersionLine[]> {
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('measure_versions')
    .select(['version', madeOn, 'digest', 'verdict'])
    .where('measure', '=', measure)
    .orderBy('version')
    .execute()
  return rows.map((row) => ({ version: row.version, madeOn: row.made_on, digest: row.digest, verdict: row.verdict }))
}

/** Writes a step. */
export async function addStep(tx: Tx, measure: string, step: Step, entry: string): Promise<void> {
  const { number, kind, at, on, by, office, wordsBlind = null, ...facts } = step
  await tx
    .withTables<Tables>()
    .insertInto('measure_steps')
    .values({
      ...{ measure, number, kind, office },
      taken_at: at,
      taken_on: on,
      taken_by: by,
      facts: JSON.stringify(facts),
      words_blind: wordsBlind,
      entry_id: entry,
    })
    .execute()
}

/** The steps of one measure, or of all, in their order. */
export async function stepsOf(tx: Tx, measure: string): Promise<KeptStep[]> {
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('measure_steps')
    .select([
      'number',
      'kind',
      'taken_at',
      sql<string>`taken_on::text`.as('taken_on'),
      'taken_by',
      'office',
      'facts',
      'words_blind',
      'entry_id',
    ])
    .where('measure', '=', measure)
    .orderBy('number')
    .execute()
  return rows.map((row) => ({
    ...factsOf(row.kind, row.facts),
    number: row.number,
    at: row.taken_at,
    on: row.taken_on,
    by: row.taken_by,
    office: row.office,
    ...(row.words_blind === null ? {} : { wordsBlind: row.words_blind }),
    entry: row.entry_id,
  }))
}

/** How often each kind of step was taken in each measure within some days; for counts, which name nobody. */
export async function countSteps(
  tx: Tx,
  from: string,
  until: string,
): Promise<{ readonly measure: string; readonly kind: string; readonly count: number }[]> {
  const { rows } = await sql<{ measure: string; kind: string; count: number }>`
    select measure, kind, count(*)::int as count from measure_steps
    where taken_on >= ${from}::date and taken_on < ${until}::date group by measure, kind order by measure, kind`.execute(
    tx,
  )
  return rows
}

// Written by `addStep` from a step.
function factsOf(kind: string, facts: unknown): StepFacts {
  return { kind, ...fromJson<object>(facts) } as StepFacts
}

/** A column of type jsonb: drivers give it parsed. */
function fromJson<T>(value: unknown): T {
  return (typeof value === 'string' ? JSON.parse(value) : value) as T
}
