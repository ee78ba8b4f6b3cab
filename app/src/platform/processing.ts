import { randomBytes, randomUUID } from 'node:crypto'
import type { Question, Verdict } from './authorization.ts'
import type { Tx } from './database.ts'
import type { SubjectSeal } from './subject-seal.ts'

type ProcessingTables = {
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
    decision: 'allow' | 'deny'
    policies: string
    policy_digest: string
  }
  processing_subjects: { processing_id: string; span_id: string; subject: string }
}

/** Where an act stands in a trace. Source: W3C Trace Context, section 3.2; hex, 32 and 16 characters. */
export type TracePlace = { readonly traceId: string; readonly parentSpanId: string | undefined }

/** One act as it is recorded: what was asked, what was decided, whose data it touched. */
export type ProcessingRecord = {
  readonly trace: TracePlace
  readonly name: string
  readonly activity: string | undefined
  readonly startedAt: Date
  readonly endedAt: Date
  readonly status: 'Ok' | 'Error'
  readonly question: Question
  readonly verdict: Verdict
  readonly policyDigest: string
  readonly subjects: readonly string[]
}

/**
 * Writes the one row of an act, and one child per data subject, in the act's transaction.
 *
 * Ids of persons are sealed, in the role of subject, principal and resource alike.
 * Source: Logboek Dataverwerkingen: a record names no or one data subject; with several, each gets an action of its own.
 */
export async function recordProcessing(tx: Tx, seal: SubjectSeal, record: ProcessingRecord): Promise<void> {
  const tables = tx.withTables<ProcessingTables>()
  const id = randomUUID()
  const sealed = (entity: { type: string; id: string }) =>
    entity.type === 'Employee' ? seal.seal(entity.id) : entity.id
  await tables
    .insertInto('processing')
    .values({
      id,
      trace_id: record.trace.traceId,
      span_id: newSpanId(),
      parent_span_id: record.trace.parentSpanId ?? null,
      name: record.name,
      activity: record.activity ?? null,
      started_at: record.startedAt,
      ended_at: record.endedAt,
      status: record.status,
      principal_type: record.question.principal.type,
      principal: sealed(record.question.principal),
      action: record.question.action,
      resource_type: record.question.resource.type,
      resource: sealed(record.question.resource),
      context: JSON.stringify(record.question.context),
      decision: record.verdict.decision,
      policies: JSON.stringify(record.verdict.policies),
      policy_digest: record.policyDigest,
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

/** A trace that starts here, or goes on with the caller's. Source: W3C Trace Context, section 3.2.2. */
export function tracePlaceOf(traceparent: string | undefined): TracePlace {
  const found = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(traceparent ?? '')
  const [, traceId, parentSpanId] = found ?? []
  if (traceId === undefined || /^0+$/.test(traceId) || parentSpanId === undefined || /^0+$/.test(parentSpanId)) {
    return { traceId: randomBytes(16).toString('hex'), parentSpanId: undefined }
  }
  return { traceId, parentSpanId }
}

function newSpanId(): string {
  return randomBytes(8).toString('hex')
}
