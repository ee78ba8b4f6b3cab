import { randomUUID } from 'node:crypto'
import type { Entity, EntityId, Question, Verdict } from './authorization.ts'
import type { Tx } from './database.ts'
import type { DecisionBody } from './processing-records.ts'
import type { SubjectSeal } from './subject-seal.ts'
import { newSpanId, type TracePlace } from './trace-context.ts'

/** Rows of the record, as the database has them. */
export type ProcessingTables = {
  processing: {
    id: string
    trace_id: string
    span_id: string
    parent_span_id: string | null
    name: string
    activity: string | null
    started_at: Date
    ended_at: Date
    status: 'Unset' | 'Ok' | 'Error'
    principal_type: string
    principal: string
    action: string
    resource_type: string
    resource: string
    context: string
    information: string
    body: string | null
    decision: 'allow' | 'deny' | null
    policies: string
    policy_digest: string
    event: string | null
    fields: string
    refused: boolean
  }
  processing_subjects: { processing_id: string; span_id: string; subject: string }
}

/** One act as it is recorded: what was asked, what was decided, whose data it touched. */
export type ProcessingRecord = {
  readonly trace: TracePlace
  /** Span of the act itself. */
  readonly spanId: string
  readonly name: string
  readonly activity: string | undefined
  readonly startedAt: Date
  readonly endedAt: Date
  /** `Error` is a fault of ours; a denial, a refusal, wrong input and an empty result are `Unset`. */
  readonly status: 'Unset' | 'Error'
  readonly question: Question
  /** Undefined where the decision point could not decide. */
  readonly verdict: Verdict | undefined
  readonly policyDigest: string
  readonly subjects: readonly string[]
  /** What happened, in one word that the messages explain (`happened.<event>`), and the fields that changed. */
  readonly event?: string | undefined
  readonly fields?: readonly string[]
  /** True where the rules of the room refused it: nothing of it happened. */
  readonly refused?: boolean
  /** Request and answer where another system asked for a decision; ids of persons sealed by whoever made it. */
  readonly body?: DecisionBody
}

/**
 * Writes the one row of an act, and one child per data subject, in the act's transaction. A record that cannot be
 * written undoes the act: what is answered has been recorded.
 *
 * Ids of persons are sealed, in the role of subject, principal and resource alike.
 * Source: Logboek Dataverwerkingen: a record names no or one data subject; with several, each gets an action of its own.
 */
export async function recordProcessing(tx: Tx, seal: SubjectSeal, record: ProcessingRecord): Promise<void> {
  const tables = tx.withTables<ProcessingTables>()
  const id = randomUUID()
  const { principal, resource, action, context } = record.question
  const sealed = (entity: EntityId) => sealedId(seal, entity)
  await tables
    .insertInto('processing')
    .values({
      id,
      trace_id: record.trace.traceId,
      span_id: record.spanId,
      parent_span_id: record.trace.parentSpanId ?? null,
      // An empty name must not make the act fail. Source: Logboek Dataverwerkingen, Foutafhandeling.
      name: record.name.trim() === '' ? action : record.name,
      activity: record.activity ?? null,
      started_at: record.startedAt,
      ended_at: record.endedAt,
      status: record.status,
      principal_type: principal.type,
      principal: sealed(principal),
      action,
      resource_type: resource.type,
      resource: sealed(resource),
      context: JSON.stringify(context),
      information: JSON.stringify(informationOf(principal, resource)),
      body: record.body === undefined ? null : JSON.stringify(record.body),
      decision: record.verdict?.decision ?? null,
      policies: JSON.stringify(record.verdict?.policies ?? []),
      policy_digest: record.policyDigest,
      event: record.event ?? null,
      fields: (record.fields ?? []).join(' '),
      refused: record.refused ?? false,
    })
    .execute()
  const subjects = [...new Set(record.subjects)].map((subject) => ({
    processing_id: id,
    span_id: newSpanId(),
    subject: seal.seal(subject),
  }))
  // PostgreSQL takes at most 65,535 parameters in a statement.
  for (let from = 0; from < subjects.length; from += 10_000) {
    await tables
      .insertInto('processing_subjects')
      .values(subjects.slice(from, from + 10_000))
      .execute()
  }
}

const openTypes: readonly string[] = ['House', 'Credential', 'Operator']

/**
 * True for what is no person and may stand in a record as it is; whatever else another system names is sealed. A type alone
 * says nothing: another system may put a name behind it.
 */
export function isOpen({ type, id }: EntityId): boolean {
  return openTypes.includes(type) && /^(self|server|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(id)
}

/** The id of an entity as a record holds it. */
export function sealedId(seal: SubjectSeal, entity: EntityId): string {
  return isOpen(entity) ? entity.id : seal.seal(entity.id)
}

/** What the decision point knew of the two when it decided. */
function informationOf(principal: Entity, resource: Entity) {
  return { principal: principal.attributes, resource: resource.attributes }
}
