import { randomBytes } from 'node:crypto'
import { commitTo } from '@openwacht/tlog/absence-hashes.ts'
import { sql } from 'kysely'
import { type Static, type TProperties, Type } from 'typebox'
import { Value } from 'typebox/value'
import { canonicalJson, type Json } from './canonical-json.ts'
import type { Tx } from './database.ts'
import { commitmentTo, type EntryId, type EntryKind, encodeLeaf, type Need } from './entry-kind.ts'
import { type EntryMarks, noMarks, subjectDayKey } from './entry-marks.ts'
import { LogStopped } from './problem.ts'
import type { SubjectSeal } from './subject-seal.ts'
import type { SubjectSecret } from './subject-secrets.ts'

/** Why the transparency log cannot give what an act needs now. */
export type LogStop = LogStopped['code']

/** What acts need of the transparency log. */
export type Outbox = {
  /** Time zone whose calendar gives an entry its day. */
  readonly timeZone: string
  readonly secretOf: SubjectSecret
  /** Why an act with this need must not begin, or undefined. */
  stopped(need: Need): LogStop | undefined
  /** Waits until a committed entry has what it needs; says why not where that takes too long. */
  until(entry: EntryId, need: Need): Promise<LogStop | undefined>
}

/**
 * Whom an entry is about (ids of employees, and of mailboxes), and its finer facts. Both stand outside the entry and can be
 * erased; the entry has their keys of the day. `noticeWaitsUntil`: where the law lets notice wait, the last day of waiting.
 */
export type Outside<D extends TProperties> = {
  readonly about?: readonly string[]
  readonly mailboxes?: readonly string[]
  readonly noticeWaitsUntil?: string
  readonly details: Static<EntryKind<TProperties, D>['details']>
}

/** What of an entry a later one ends. */
export type Ends = {
  /** The entry whose effect this one is the outcome of. */
  readonly closes?: EntryId
  /** Ends of waiting, as the entry tells them. */
  readonly revealed?: EntryMarks['revealed']
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
  log_salts: { subject: string; salt: Uint8Array }
  log_delays: { entry_id: string; until: string }
  log_delay_marks: { entry_id: string; blind: Uint8Array; key: Uint8Array }
}

/** Facts of one kind of entry. */
export type FactsOf<F extends TProperties> = Static<EntryKind<F>['facts']>

/** Where an entry is entered: the transaction and instant of its act, and what the house has for it. */
export type EntryPlace = {
  readonly tx: Tx
  readonly at: Date
  readonly outbox: Pick<Outbox, 'timeZone' | 'secretOf' | 'stopped'>
  readonly seal: SubjectSeal
}

/**
 * Enters one entry, in the transaction of its act: both happen or neither.
 *
 * @throws LogStopped where the log cannot give what the kind needs; nothing of the act may remain then.
 */
export async function enterEntry<F extends TProperties, D extends TProperties>(
  place: EntryPlace,
  kind: EntryKind<F, D>,
  facts: FactsOf<F>,
  outside?: Outside<D>,
  ends: Ends = {},
): Promise<EntryId> {
  const { tx, at, outbox, seal } = place
  const stop = outbox.stopped(kind.needs)
  if (stop !== undefined) throw new LogStopped(stop)
  // The form of an id is that of 16 random bytes in hex.
  const id = randomBytes(16).toString('hex') as EntryId
  const { day, hour } = localDayAndHour(at, outbox.timeZone)
  const apart = outside === undefined ? undefined : apartOf(kind, outside, hour)
  const subjects = [
    ...new Set([
      ...(outside?.about ?? []).map((employee) => seal.seal(employee)),
      ...(outside?.mailboxes ?? []).map((mailbox) => sealedMailbox(seal, mailbox)),
    ]),
  ]
  const keys = kind.marks === 'subjects' ? await keysOf(place, subjects, day) : []
  const delay = outside?.noticeWaitsUntil === undefined ? undefined : delayOf(keys, outside.noticeWaitsUntil)
  const about = delay === undefined ? keys.map(hexOf) : []
  const marks = { ...noMarks, about, delayed: delay?.delayed, revealed: ends.revealed ?? [] }
  const leaf = encodeLeaf(kind, { id, day, outside: apart?.commitment, marks }, facts)
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
      closes: ends.closes ?? null,
    })
    .execute()
  if (delay !== undefined) {
    await tables.insertInto('log_delays').values({ entry_id: id, until: delay.delayed.until }).execute()
    await tables
      .insertInto('log_delay_marks')
      .values(delay.marks.map((mark) => ({ entry_id: id, ...mark })))
      .execute()
  }
  if (apart === undefined) return id
  await tables.insertInto('log_outside').values({ entry_id: id, blind: apart.blind, details: apart.details }).execute()
  const rows = subjects.map((subject) => ({ entry_id: id, subject }))
  // PostgreSQL takes at most 65,535 parameters in a statement.
  for (let from = 0; from < rows.length; from += 10_000) {
    await tables
      .insertInto('log_subjects')
      .values(rows.slice(from, from + 10_000))
      .execute()
  }
  return id
}

/** The day of the first entry of this house, 'YYYY-MM-DD'; undefined before there is one. */
export async function firstEntryDay(tx: Tx): Promise<string | undefined> {
  const { rows } = await sql<{ day: string }>`select day::text as day from log_pending order by place limit 1`.execute(
    tx,
  )
  return rows[0]?.day
}

/** A mailbox as a subject of the log. No id of an employee looks like it. */
export function sealedMailbox(seal: SubjectSeal, mailbox: string): string {
  return seal.seal(`mailbox ${mailbox}`)
}

/**
 * The secrets of sealed subjects, in their order. One that has none yet gets one.
 *
 * A salt is made once: where two acts want it at the same time, the second waits for the first and takes its salt.
 */
export async function subjectSecrets(
  { tx, outbox }: Pick<EntryPlace, 'tx' | 'outbox'>,
  subjects: readonly string[],
): Promise<Uint8Array[]> {
  if (subjects.length === 0) return []
  const tables = tx.withTables<Tables>()
  const found = new Map<string, Uint8Array>()
  const read = async () => {
    const rows = await tables.selectFrom('log_salts').selectAll().where('subject', 'in', subjects).execute()
    for (const { subject, salt } of rows) found.set(subject, salt)
  }
  await read()
  // In one order, so that two acts that make the same salts do not wait for each other.
  const missing = subjects.filter((subject) => !found.has(subject)).sort()
  if (missing.length > 0) {
    await tables
      .insertInto('log_salts')
      .values(missing.map((subject) => ({ subject, salt: randomBytes(32) })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    await read()
  }
  return subjects.map((subject) => {
    const salt = found.get(subject)
    if (salt === undefined) throw new Error('a salt that was just made is not there')
    return outbox.secretOf(subject, salt)
  })
}

async function keysOf(place: EntryPlace, subjects: readonly string[], day: string): Promise<Uint8Array[]> {
  return (await subjectSecrets(place, subjects)).map((secret) => subjectDayKey(secret, day))
}

/** In the place of keys: what only the random bytes that are kept here tie to them. */
function delayOf(keys: readonly Uint8Array[], until: string) {
  const marks = keys.map((key) => ({ key, blind: randomBytes(32) }))
  return { marks, delayed: { commitments: marks.map(({ blind, key }) => hexOf(commitTo(blind, key))), until } }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
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
