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
  readonly event: string | null
  /** Names of fields that changed, with a space between them. */
  readonly fields: string
  readonly refused: boolean
  /** Whose data; null for the act as a whole. */
  readonly subject: string | null
}

/** What another system asked and heard, ids of persons sealed. */
export type DecisionBody = {
  readonly 'adl.core.request': Record<string, unknown>
  readonly 'adl.core.response'?: Record<string, unknown>
}

/** One recorded decision, with what it takes to take it again. */
export type RecordedDecision = Omit<
  RecordedAction,
  'subject' | 'name' | 'activity' | 'endedAt' | 'event' | 'fields' | 'refused'
> & {
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
  /** An office that whoever acted held. */
  readonly office?: string | undefined
  readonly spanId?: string | undefined
  /** Only acts on personal data. */
  readonly personal?: true | undefined
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
  p.status, p.principal_type as "principalType", p.principal, p.action, p.decision, p.policies, p.information, p.event,
  p.fields, p.refused`

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

/** Actions about one person that are alike, on one day: what, by whom, and how often. */
export type ActionGroup = Pick<
  RecordedAction,
  | 'name'
  | 'activity'
  | 'action'
  | 'principalType'
  | 'principal'
  | 'decision'
  | 'policies'
  | 'event'
  | 'fields'
  | 'refused'
> & {
  /** By the clock of the organisation, 'YYYY-MM-DD'. */
  readonly on: string
  readonly offices: readonly string[]
  readonly lastAt: Date
  readonly count: number
}

/**
 * What was done with data about one person, put together by day, the newest day first.
 *
 * @param before - First day outside, going back in time; undefined begins today.
 * @returns Whole days, at most `days` of those on which there is anything.
 */
export async function actionGroups(
  tx: Tx,
  wish: {
    readonly subject: string
    readonly exceptPrincipal: string | undefined
    readonly before: string | undefined
    readonly days: number
    readonly timeZone: string
  },
): Promise<ActionGroup[]> {
  const { subject, exceptPrincipal, before, days, timeZone } = wish
  const { rows } = await sql<ActionGroup>`
    with about as (
      select (p.started_at at time zone ${timeZone})::date as day, p.* from processing_subjects s
      join processing p on p.id = s.processing_id
      where s.subject = ${subject}
      and ${exceptPrincipal === undefined ? sql`true` : sql`p.principal <> ${exceptPrincipal}`}
    ), shown as (
      select distinct day from about where ${before === undefined ? sql`true` : sql`day < ${before}::date`}
      order by day desc limit ${days}
    )
    select day::text as on, name, activity, action, principal_type as "principalType", principal, decision, policies,
      event, fields, refused, coalesce(information #> '{principal,offices}', '[]') as offices,
      max(started_at) as "lastAt", count(*)::int as count
    from about where day in (select day from shown)
    group by day, name, activity, action, principal_type, principal, decision, policies, event, fields, refused,
      information #> '{principal,offices}'
    order by day desc, max(started_at) desc`.execute(tx)
  return rows
}

/** Sealed ids of everybody whom one act concerned, at most `limit`, and how many there are. */
export async function subjectsOf(
  tx: Tx,
  spanId: string,
  limit: number,
): Promise<{ subjects: string[]; total: number }> {
  const { rows } = await sql<{ subject: string; total: number }>`
    select s.subject, count(*) over ()::int as total from processing_subjects s
    join processing p on p.id = s.processing_id where p.span_id = ${spanId} order by s.span_id limit ${limit}`.execute(
    tx,
  )
  return { subjects: rows.map(({ subject }) => subject), total: rows[0]?.total ?? 0 }
}

/** Acts as a whole, the newest first, each with the number of people it concerned. */
export async function recordedActs(
  tx: Tx,
  wish: RecordWish,
): Promise<(RecordedAction & { readonly people: number })[]> {
  const { rows } = await sql<RecordedAction & { people: number }>`
    select ${shared}, p.span_id as "spanId", p.parent_span_id as "parentSpanId", null::text as subject,
      (select count(*)::int from processing_subjects s where s.processing_id = p.id) as people
    from processing p where p.body is null and ${conditions(wish, sql`p.span_id`)}
    order by p.started_at desc, p.span_id desc limit ${wish.limit}`.execute(tx)
  return rows
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
  const { traceId, activity, exceptPrincipal, action, office, decision, from, until, after } = wish
  const parts = [
    traceId !== undefined && sql`p.trace_id = ${traceId}`,
    activity !== undefined && sql`p.activity = ${activity}`,
    exceptPrincipal !== undefined && sql`p.principal <> ${exceptPrincipal}`,
    action !== undefined && sql`p.action = ${action}`,
    wish.personal === true && sql`p.activity is not null`,
    wish.spanId !== undefined && sql`p.span_id = ${wish.spanId}`,
    office !== undefined && sql`p.information #> '{principal,offices}' ? ${office}`,
    decision !== undefined && (decision === 'none' ? sql`p.decision is null` : sql`p.decision = ${decision}`),
    from !== undefined && sql`p.started_at >= ${from}`,
    until !== undefined && sql`p.started_at < ${until}`,
    after !== undefined && sql`(p.started_at, ${spanId}) < (${after.at}, ${after.spanId})`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `)
}
