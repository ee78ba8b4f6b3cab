import type { TProperties } from 'typebox'
import type { Authorizer, Entity, Question, Verdict } from './authorization.ts'
import type { Database, Tx } from './database.ts'
import type { EntryId, EntryKind } from './entry-kind.ts'
import { enterEntry, type FactsOf, type Outbox, type Outside } from './outbox.ts'
import { InputError, type Reason, Refusal } from './problem.ts'
import { recordProcessing } from './processing.ts'
import type { SubjectSeal } from './subject-seal.ts'
import { newSpanId, type TracePlace } from './trace-context.ts'

/** Whoever acts: known by a session or a credential. `passkeyFresh`: verified by passkey a moment ago. */
export type Principal = {
  readonly entity: Entity
  readonly passkeyFresh: boolean
  readonly holdsPasskey: boolean
  readonly sessionId: string | undefined
}

/** What an act stands on: its transaction, who acts, and the instant (UTC) that counts for the whole act. */
export type Act = {
  readonly tx: Tx
  readonly at: Date
  readonly principal: Principal
  /** The act in its trace: what it asks of others has `spanId` as parent. */
  readonly span: { readonly traceId: string; readonly spanId: string }
  /** Names employees whose data this act reads or changes; none is also an answer, and must be said. */
  concerns(employeeIds: readonly string[]): void
  /**
   * Says what happened, where that is more than the name of the act tells: an event that the messages explain
   * (`happened.<event>`), and the names of the fields that changed.
   */
  happened(event: string, fields?: readonly string[]): void
  /** Enters an entry in the transparency log: it is there if and only if this act is. */
  enter<F extends TProperties, D extends TProperties>(
    kind: EntryKind<F, D>,
    facts: FactsOf<F>,
    outside?: Outside<D>,
  ): Promise<EntryId>
}

/** What is about to happen. `activity` is the processing activity in the register, or undefined for no personal data. */
export type Intent = {
  readonly name: string
  readonly action: string
  /** What the act is about; `self` is whoever asks. */
  readonly resource: Entity | 'self'
  readonly activity: string | undefined
  /** What happens, for whom it is about: a word that the messages explain (`happened.<event>`). */
  readonly event?: string | undefined
  readonly trace: TracePlace
}

/** What acts need of the house. */
export type Ground = {
  readonly database: Database
  readonly authorizer: Authorizer
  readonly seal: SubjectSeal
  readonly outbox: Outbox
  readonly demonstration: boolean
  readonly now: () => Date
}

/** How an act came out. `unknown`: nobody known asked; `why` is in words of the room that identifies. */
export type Outcome<T> =
  | { readonly kind: 'unknown'; readonly why: Reason }
  | { readonly kind: 'denied'; readonly verdict: Verdict; readonly passkeyWouldDo: boolean }
  | { readonly kind: 'done'; readonly value: T }

/** Finds out who asks, inside the transaction of the act. */
export type Identify = (
  tx: Tx,
  at: Date,
) => Promise<
  | {
      readonly kind: 'principal'
      readonly principal: Principal
      /** What is noted of whoever asked, at the end of the act: who locks it earlier and then waits makes others wait. */
      readonly atLast?: (tx: Tx) => Promise<void>
    }
  | { readonly kind: 'unknown'; readonly why: Reason }
>

/** What was asked of the decision point, and its verdict when there is one. */
type Asked = { readonly question: Question; readonly verdict: Verdict | undefined }

/** What came of an act: whose data it touched, what happened to them, and whether the rules of the room refused it. */
type Came = {
  readonly subjects: readonly string[]
  readonly event: string | undefined
  readonly fields: readonly string[]
  readonly refused: boolean
}

/** Undoes the transaction of an act that was refused. No error leaves the act. */
class Undone<T> extends Error {
  readonly value: T
  readonly remains: (tx: Tx) => Promise<void>
  constructor(value: T, remains: Undone<T>['remains']) {
    super('the act was refused')
    this.value = value
    this.remains = remains
  }
}

/**
 * Runs one act: who asks, may they, do it, record it; in one transaction.
 *
 * Each decision leaves one record, also a denial and also where the room's rules refuse. What a refused act wrote is
 * undone, unless its refusal keeps it; the record is then written in a transaction of its own, so that what is done costs
 * nothing more. Where the act or the decision fails by a fault of ours, nothing of it remains either, and the record has
 * status `Error`.
 */
export async function perform<T>(
  ground: Ground,
  identify: Identify,
  intent: Intent,
  body: (act: Act) => Promise<T>,
): Promise<Outcome<T>> {
  const at = ground.now()
  const span = { traceId: intent.trace.traceId, spanId: newSpanId() }
  const nothing: Came = { subjects: [], event: intent.event, fields: [], refused: false }
  const record = (tx: Tx, asked: Asked, status: 'Unset' | 'Error', came = nothing) =>
    recordAct(ground, tx, intent, span.spanId, at, asked, status, came)
  let asked: Asked | undefined
  try {
    return await ground.database.transaction().execute(async (tx): Promise<Outcome<T>> => {
      const known = await identify(tx, at)
      if (known.kind === 'unknown') return known
      const question = questionOf(ground, known.principal, intent)
      asked = { question, verdict: undefined }
      const verdict = ground.authorizer.decide(question)
      asked = { question, verdict }
      if (verdict.decision === 'deny') {
        await record(tx, asked, 'Unset')
        await known.atLast?.(tx)
        const passkeyWouldDo =
          !known.principal.passkeyFresh && ground.authorizer.decide(withPasskey(question)).decision === 'allow'
        return { kind: 'denied', verdict, passkeyWouldDo }
      }
      let subjects: string[] | undefined
      const concerns = (employeeIds: readonly string[]) => {
        subjects = [...(subjects ?? []), ...employeeIds]
      }
      let { event, fields } = nothing
      const happened: Act['happened'] = (what, changed = []) => {
        event = what
        fields = changed
      }
      const { outbox, seal } = ground
      const enter: Act['enter'] = (kind, facts, outside) => enterEntry({ tx, at, outbox, seal }, kind, facts, outside)
      const value = await body({ tx, at, principal: known.principal, span, concerns, happened, enter })
      // Invariant: no personal data leaves an act that did not say whose they are.
      if (intent.activity !== undefined && subjects === undefined)
        throw new Error(`act "${intent.action}" did not say whom it concerns`)
      const refused = value instanceof Refusal
      const decided = asked
      const remains = async (last: Tx) => {
        await record(last, decided, 'Unset', { subjects: subjects ?? [], event, fields, refused })
        await known.atLast?.(last)
      }
      if (refused && value.writes === 'undone') throw new Undone(value, remains)
      await remains(tx)
      return { kind: 'done', value }
    })
  } catch (error) {
    if (error instanceof Undone) {
      await ground.database.transaction().execute(error.remains)
      return { kind: 'done', value: error.value }
    }
    const failed = asked
    // What somebody typed wrong is no fault of ours.
    const typedWrong = error instanceof InputError || isNotStorable(error)
    if (failed !== undefined) {
      await ground.database.transaction().execute((tx) => record(tx, failed, typedWrong ? 'Unset' : 'Error'))
    }
    throw isNotStorable(error) ? new InputError([{ path: '', code: 'wrong-form' }]) : error
  }
}

/**
 * True where the database cannot hold a text or an instant that a schema lets through: a NUL, the year 0.
 *
 * Source: PostgreSQL, appendix A: character_not_in_repertoire, invalid_datetime_format, datetime_field_overflow.
 */
function isNotStorable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ['22021', '22007', '22008'].includes(String(error.code))
}

function questionOf(ground: Ground, principal: Principal, intent: Intent): Question {
  const { passkeyFresh, holdsPasskey } = principal
  return {
    principal: principal.entity,
    action: intent.action,
    resource: intent.resource === 'self' ? principal.entity : intent.resource,
    context: { passkeyFresh, holdsPasskey, demonstration: ground.demonstration },
  }
}

function withPasskey(question: Question): Question {
  return { ...question, context: { ...question.context, passkeyFresh: true } }
}

async function recordAct(
  ground: Ground,
  tx: Tx,
  intent: Intent,
  spanId: string,
  startedAt: Date,
  asked: Asked,
  status: 'Unset' | 'Error',
  came: Came,
): Promise<void> {
  await recordProcessing(tx, ground.seal, {
    trace: intent.trace,
    spanId,
    name: intent.name,
    activity: intent.activity,
    startedAt,
    endedAt: ground.now(),
    status,
    question: asked.question,
    verdict: asked.verdict,
    policyDigest: ground.authorizer.digest,
    ...came,
  })
}
