import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import type { Head } from './store.ts'

/** An entry as the database has it. `openedOn`: the instant an effect was announced. */
export type EntryRow = {
  readonly id: string
  readonly kind: string
  readonly day: string
  readonly measure: string | null
  readonly leaf: Uint8Array
  readonly openedAt: Date | null
  readonly closes: string | null
  readonly index: number | undefined
}

/** What stands outside an entry, with the sealed subjects and the salt of each that has one. */
export type OutsideRow = {
  readonly entryId: string
  readonly blind: Uint8Array
  readonly details: string
}
/** Whom an entry is about, sealed. `salt` is null where it was erased. */
export type SubjectRow = { readonly entryId: string; readonly subject: string; readonly salt: Uint8Array | null }
/** The delay of an entry, with its marks. */
export type DelayRow = {
  readonly entryId: string
  readonly until: string
  readonly endedBy: string | null
  readonly blind: Uint8Array | null
  readonly key: Uint8Array | null
}

/** All that the tables have of some entries. */
export type Rows = {
  readonly entries: readonly EntryRow[]
  readonly outside: ReadonlyMap<string, OutsideRow>
  readonly subjects: ReadonlyMap<string, readonly SubjectRow[]>
  readonly delays: ReadonlyMap<string, readonly DelayRow[]>
}

/** The head as it stands, without holding it. */
export async function readHead(tx: Tx): Promise<Head | undefined> {
  const { rows } = await sql<{ origin: string; size: string; root: Uint8Array }>`
    select origin, size, root from log_head`.execute(tx)
  const [head] = rows
  return head === undefined ? undefined : { origin: head.origin, size: Number(head.size), root: head.root }
}

/** Entries with an index from `first` up to `end`, in order. */
export function rowsBetween(tx: Tx, first: number, end: number): Promise<Rows> {
  return rowsWhere(tx, sql`leaf_index >= ${String(first)}::bigint and leaf_index < ${String(end)}::bigint`, end - first)
}

/** Entries whose index is not below `size`: there should be none. At most 1,000. */
export function rowsFrom(tx: Tx, size: number): Promise<Rows> {
  return rowsWhere(tx, sql`leaf_index >= ${String(size)}::bigint`, 1000)
}

/** Entries without an index, from a place on, in their order; and the place after the last one. */
export async function waitingRows(tx: Tx, after: string, limit: number): Promise<Rows & { readonly last: string }> {
  const { rows } = await sql<{ last: string | null }>`
    select max(place)::text as last from (
      select place from log_pending where leaf_index is null and place > ${after}::bigint order by place limit ${limit}
    ) page`.execute(tx)
  const last = rows[0]?.last ?? after
  const found = await rowsWhere(
    tx,
    sql`leaf_index is null and place > ${after}::bigint and place <= ${last}::bigint`,
    limit,
  )
  return { ...found, last }
}

/** Sealed subjects of salts, some at a time, in their order. */
export async function saltSubjects(tx: Tx, after: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ subject: string }>`
    select subject from log_salts where subject > ${after} order by subject limit ${limit}`.execute(tx)
  return rows.map(({ subject }) => subject)
}

async function rowsWhere(tx: Tx, condition: ReturnType<typeof sql>, limit: number): Promise<Rows> {
  const { rows: found } = await sql<Omit<EntryRow, 'index'> & { leaf_index: string | null }>`
    select id, kind, day::text as day, measure, leaf, opened_at as "openedAt", closes, leaf_index
    from log_pending where ${condition} order by leaf_index, place limit ${limit}`.execute(tx)
  const entries = found.map(({ leaf_index, ...row }) => ({
    ...row,
    index: leaf_index === null ? undefined : Number(leaf_index),
  }))
  const ids = entries.map(({ id }) => id)
  const { rows: outside } = await sql<OutsideRow>`
    select entry_id as "entryId", blind, details from log_outside where entry_id = any(${ids}::text[])`.execute(tx)
  const { rows: subjects } = await sql<SubjectRow>`
    select s.entry_id as "entryId", s.subject, salts.salt
    from log_subjects s left join log_salts salts on salts.subject = s.subject
    where s.entry_id = any(${ids}::text[])`.execute(tx)
  const { rows: delays } = await sql<DelayRow>`
    select d.entry_id as "entryId", d.until::text as until, d.ended_by as "endedBy", m.blind, m.key
    from log_delays d left join log_delay_marks m on m.entry_id = d.entry_id
    where d.entry_id = any(${ids}::text[])`.execute(tx)
  return {
    entries,
    outside: new Map(outside.map((row) => [row.entryId, row])),
    subjects: Map.groupBy(subjects, ({ entryId }) => entryId),
    delays: Map.groupBy(delays, ({ entryId }) => entryId),
  }
}
