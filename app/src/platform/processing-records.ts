import { type RawBuilder, sql } from 'kysely'
import type { Tx } from './database.ts'

/** One recorded action: an act as a whole, or its part about one data subject. Ids of persons are sealed. */
export type RecordedAction = {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | null
  readonly name: string
  readonly activity: string | null
  readonly startedAt: Date
  readonly endedAt: Date
  readonly status: 'Unset' | 'Ok' | 'Error'
  readonly principalType: string
  readonly principal: string
  readonly action: string
  readonly decision: 'allow' | 'deny' | null
  readonly policies: readonly string[]
  readonly information: { readonly principal?: Readonly<Record<string, unknown>> }
  /** Whose data; null for the act as a whole. */
  readonly subject: string | null
}

/** What another system asked and heard, ids of persons sealed. */
export type DecisionBody = {
  readonly 'adl.core.request': Record<string, unknown>
  readonly 'adl.core.response'?: Record<string, unknown>
}

/** One recorded decision, with what it takes to take it again. */
export type RecordedDecision = Omit<RecordedAction, 'subject' | 'name' | 'activity' | 'endedAt'> & {
  readonly resourceType: string
  readonly resource: string
  readonly context: Readonly<Record<string, unknown>>
  readonly policyDigest: string
  /** Request and answer, where another system asked. */
  readonly body: DecisionBody | null
}

/** Where a page of records begins: after this one, going back in time. */
export type RecordCursor = { readonly at: Date; readonly spanId: string }

/** Which records are asked for; each part narrows. `from` is the first instant inside, `until` the first outside. */
export type RecordWish = {
  readonly traceId?: string | undefined
  readonly activity?: string | undefined
  readonly subject?: string | undefined
  readonly exceptPrincipal?: string | undefined
  readonly action?: string | undefined
  readonly decision?: 'allow' | 'deny' | 'none' | undefined
  readonly from?: Date | undefined
  readonly until?: Date | undefined
  readonly after?: RecordCursor | undefined
  readonly limit: number
}

/** A cursor as text, for an address. It holds an instant and a random number, nothing about a person. */
export function formatCursor(cursor: RecordCursor): string {
  return Buffer.from(`${cursor.at.getTime()} ${cursor.spanId}`).toString('base64url')
}

/** Reads a cursor; undefined where it is not one of ours. */
export function parseCursor(text: string): RecordCursor | undefined {
  const [, at, spanId] = /^(\d{1,15}) ([0-9a-f]{16})$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? []
  return at === undefined || spanId === undefined ? undefined : { at: new Date(Number(at)), spanId }
}

/** The cursor that continues after a page, or undefined where the page was the last. */
export function cursorAfter(
  page: readonly { readonly startedAt: Date; readonly spanId: string }[],
  limit: number,
): string | undefined {
  const last = page.at(-1)
  return last === undefined || page.length < limit
    ? undefined
    : formatCursor({ at: last.startedAt, spanId: last.spanId })
}

const shared = sql`p.trace_id as "traceId", p.name, p.activity, p.started_at as "startedAt", p.ended_at as "endedAt",
  p.status, p.principal_type as "principalType", p.principal, p.action, p.decision, p.policies, p.information`

/** Recorded actions, the newest first. An act about people is one action, and one for each of them below it. */
export async function recordedActions(tx: Tx, wish: RecordWish): Promise<RecordedAction[]> {
  const wholes = sql`select ${shared}, p.span_id as "spanId", p.parent_span_id as "parentSpanId", null::text as subject
    from processing p where p.body is null and ${conditions(wish, sql`p.span_id`)}`
  const parts = sql`select ${shared}, s.span_id as "spanId", p.span_id as "parentSpanId", s.subject
    from processing_subjects s join processing p on p.id = s.processing_id
    where ${wish.subject === undefined ? sql`true` : sql`s.subject = ${wish.subject}`}
    and ${conditions(wish, sql`s.span_id`)}`
  const last = sql`order by "startedAt" desc, "spanId" desc limit ${wish.limit}`
  const both = sql`(${wholes} ${last}) union all (${parts} ${last})`
  // Whoever asks about one person gets the actions about that person.
  const query =
    wish.subject === undefined ? sql<RecordedAction>`${both} ${last}` : sql<RecordedAction>`${parts} ${last}`
  return (await query.execute(tx)).rows
}

/** How many recorded actions there are about one person. */
export async function countActions(tx: Tx, subject: string, exceptPrincipal: string | undefined): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*)::int as total
    from processing_subjects s join processing p on p.id = s.processing_id
    where s.subject = ${subject}
    and ${exceptPrincipal === undefined ? sql`true` : sql`p.principal <> ${exceptPrincipal}`}`.execute(tx)
  return rows[0]?.total ?? 0
}

/** Recorded decisions, the newest first: one for each act that was asked for, and one for each question of another system. */
export async function recordedDecisions(tx: Tx, wish: RecordWish): Promise<RecordedDecision[]> {
  const { rows } = await sql<RecordedDecision>`select p.trace_id as "traceId", p.span_id as "spanId",
      p.parent_span_id as "parentSpanId", p.started_at as "startedAt", p.status, p.principal_type as "principalType",
      p.principal, p.action, p.resource_type as "resourceType", p.resource, p.context, p.decision, p.policies,
      p.policy_digest as "policyDigest", p.information, p.body
    from processing p where ${conditions(wish, sql`p.span_id`)}
    order by p.started_at desc, p.span_id desc limit ${wish.limit}`.execute(tx)
  return rows
}

function conditions(wish: RecordWish, spanId: RawBuilder<unknown>): RawBuilder<unknown> {
  const { traceId, activity, exceptPrincipal, action, decision, from, until, after } = wish
  const parts = [
    traceId !== undefined && sql`p.trace_id = ${traceId}`,
    activity !== undefined && sql`p.activity = ${activity}`,
    exceptPrincipal !== undefined && sql`p.principal <> ${exceptPrincipal}`,
    action !== undefined && sql`p.action = ${action}`,
    decision !== undefined && (decision === 'none' ? sql`p.decision is null` : sql`p.decision = ${decision}`),
    from !== undefined && sql`p.started_at >= ${from}`,
    until !== undefined && sql`p.started_at < ${until}`,
    after !== undefined && sql`(p.started_at, ${spanId}) < (${after.at}, ${after.spanId})`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `)
}
