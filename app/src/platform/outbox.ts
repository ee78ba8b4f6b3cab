import { randomBytes } from 'node:crypto'
import { type Static, type TProperties, Type } from 'typebox'
import { Value } from 'typebox/value'
import { canonicalJson, type Json } from './canonical-json.ts'
import type { Tx } from './database.ts'
import { commitmentTo, type EntryId, type EntryKind, encodeLeaf, type Need } from './entry-kind.ts'
import { LogStopped } from './problem.ts'
import type { SubjectSeal } from './subject-seal.ts'

/** Why the transparency log cannot give what an act needs now. */
export type LogStop = LogStopped['code']

/** What acts need of the transparency log. */
export type Outbox = {
  /** Time zone whose calendar gives an entry its day. */
  readonly timeZone: string
  /** Why an act with this need must not begin, or undefined. */
  stopped(need: Need): LogStop | undefined
  /** Waits until a committed entry has what it needs; says why not where that takes too long. */
  until(entry: EntryId, need: Need): Promise<LogStop | undefined>
}

/** Whom an entry is about (ids of employees), and its finer facts. Both stand outside the entry and can be erased. */
export type Outside<D extends TProperties> = {
  readonly about?: readonly string[]
  readonly details: Static<EntryKind<TProperties, D>['details']>
}

type Tables = {
  log_pending: {
    id: string
    kind: string
    day: string
    measure: string | null
    leaf: Uint8Array
    opened_at: Date | null
    closes: string | null
  }
  log_outside: { entry_id: string; blind: Uint8Array; details: string }
  log_subjects: { entry_id: string; subject: string }
}

/** Facts of one kind of entry. */
export type FactsOf<F extends TProperties> = Static<EntryKind<F>['facts']>

/**
 * Enters one entry, in the transaction of its act: both happen or neither.
 *
 * @param closes - The entry whose effect this one is the outcome of.
 * @throws LogStopped where the log cannot give what the kind needs; nothing of the act may remain then.
 */
export async function enterEntry<F extends TProperties, D extends TProperties>(
  place: { readonly tx: Tx; readonly at: Date; readonly outbox: Outbox; readonly seal: SubjectSeal },
  kind: EntryKind<F, D>,
  facts: FactsOf<F>,
  outside?: Outside<D>,
  closes?: EntryId,
): Promise<EntryId> {
  const { tx, at, outbox, seal } = place
  const stop = outbox.stopped(kind.needs)
  if (stop !== undefined) throw new LogStopped(stop)
  // The form of an id is that of 16 random bytes in hex.
  const id = randomBytes(16).toString('hex') as EntryId
  const { day, hour } = localDayAndHour(at, outbox.timeZone)
  const apart = outside === undefined ? undefined : apartOf(kind, outside, hour)
  const leaf = encodeLeaf(kind, { id, day, outside: apart?.commitment }, facts)
  const tables = tx.withTables<Tables>()
  await tables
    .insertInto('log_pending')
    .values({
      id,
      kind: kind.name,
      day,
      measure: measureOf(facts),
      leaf,
      opened_at: kind.opens ? at : null,
      closes: closes ?? null,
    })
    .execute()
  if (apart === undefined || outside === undefined) return id
  await tables.insertInto('log_outside').values({ entry_id: id, blind: apart.blind, details: apart.details }).execute()
  const subjects = [...new Set(outside.about ?? [])].map((about) => ({ entry_id: id, subject: seal.seal(about) }))
  // PostgreSQL takes at most 65,535 parameters in a statement.
  for (let from = 0; from < subjects.length; from += 10_000) {
    await tables
      .insertInto('log_subjects')
      .values(subjects.slice(from, from + 10_000))
      .execute()
  }
  return id
}

function apartOf<D extends TProperties>(kind: EntryKind<TProperties, D>, outside: Outside<D>, hour: number) {
  if (!Value.Check(kind.details, outside.details))
    throw new TypeError(`the details do not fit an entry of kind "${kind.name}"`)
  // Checked: fields of an entry are strings and numbers.
  const details = canonicalJson({ ...(outside.details as Record<string, Json>), hour })
  const blind = randomBytes(32)
  return { blind, details, commitment: commitmentTo(blind, details) }
}

function measureOf(facts: unknown): string | null {
  return Value.Check(Type.Object({ measure: Type.String() }), facts) ? facts.measure : null
}

/** The day (YYYY-MM-DD) and the hour (0 to 23) of an instant in a time zone. */
export function localDayAndHour(at: Date, timeZone: string): { readonly day: string; readonly hour: number } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return { day: `${part('year')}-${part('month')}-${part('day')}`, hour: Number(part('hour')) }
}
