import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'

/** What is asked of the list of entries. `before`: an index, outside; days are the first and the last. */
export type EntryQuery = {
  readonly kinds: readonly string[] | undefined
  readonly measure: string | undefined
  readonly from: string | undefined
  readonly until: string | undefined
  readonly before: number | undefined
  readonly limit: number
}

/** An entry with what is known beside its leaf. */
export type StoredEntry = {
  readonly id: string
  readonly leaf: Uint8Array
  readonly index: number | undefined
  readonly measure: string | null
  readonly closes: string | null
  readonly closedBy: { readonly id: string; readonly leaf: Uint8Array } | undefined
  readonly delayEnded: boolean
  /** Finer facts as canonical JSON; undefined where there are none, or no more. */
  readonly details: string | undefined
}

type Row = {
  readonly id: string
  readonly leaf: Uint8Array
  readonly leaf_index: string | null
  readonly measure: string | null
  readonly closes: string | null
  readonly closing_id: string | null
  readonly closing_leaf: Uint8Array | null
  readonly ended_by: string | null
  readonly details: string | null
}

const columns = sql`
  entry.id, entry.leaf, entry.leaf_index, entry.measure, entry.closes, closing.id as closing_id,
  closing.leaf as closing_leaf, delay.ended_by, apart.details
  from log_pending entry
  left join log_pending closing on closing.closes = entry.id
  left join log_delays delay on delay.entry_id = entry.id
  left join log_outside apart on apart.entry_id = entry.id`

/** Entries that have an index, the newest first. */
export async function listEntries(
  tx: Tx,
  { kinds, measure, from, until, before, limit }: EntryQuery,
): Promise<StoredEntry[]> {
  const conditions = [
    sql`entry.leaf_index is not null`,
    ...(kinds === undefined ? [] : [sql`entry.kind = any(${[...kinds]}::text[])`]),
    ...(measure === undefined ? [] : [sql`entry.measure = ${measure}`]),
    ...(from === undefined ? [] : [sql`entry.day >= ${from}::date`]),
    ...(until === undefined ? [] : [sql`entry.day <= ${until}::date`]),
    ...(before === undefined ? [] : [sql`entry.leaf_index < ${String(before)}::bigint`]),
  ]
  const { rows } = await sql<Row>`
    select ${columns} where ${sql.join(conditions, sql` and `)} order by entry.leaf_index desc limit ${limit}`.execute(
    tx,
  )
  return rows.map(storedOf)
}

/** One entry by its id or by its index in decimal, or undefined. */
export async function findEntry(tx: Tx, idOrIndex: string): Promise<StoredEntry | undefined> {
  const isId = idOrIndex.length === 32
  const { rows } = await sql<Row>`select ${columns} where ${
    isId ? sql`entry.id = ${idOrIndex}` : sql`entry.leaf_index = ${idOrIndex}::bigint`
  }`.execute(tx)
  return rows.map(storedOf)[0]
}

/** Whether an entry that has an index is under this measure. */
export async function isMeasureEntered(tx: Tx, measure: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select exists (
    select 1 from log_pending where measure = ${measure} and leaf_index is not null) as there`.execute(tx)
  return rows[0]?.there === true
}

/** Days of the first and the newest entry that have an index, or undefined. Days never go back by more than one. */
export async function findDays(tx: Tx): Promise<{ readonly first: string; readonly last: string } | undefined> {
  const dayAt = (order: 'asc' | 'desc') => sql<string>`(
    select day::text from log_pending where leaf_index is not null order by leaf_index ${sql.raw(order)} limit 1)`
  const { rows } = await sql<{ first: string | null; last: string | null }>`
    select ${dayAt('asc')} as first, ${dayAt('desc')} as last`.execute(tx)
  const { first, last } = rows[0] ?? {}
  return typeof first === 'string' && typeof last === 'string' ? { first, last } : undefined
}

/** Sealed subjects of some entries. */
export async function subjectsOf(tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ subject: string }>`
    select distinct subject from log_subjects where entry_id = any(${[...ids]}::text[])`.execute(tx)
  return rows.map(({ subject }) => subject)
}

/** An entry of which notice waits, or waited. */
export type StoredDelay = {
  readonly id: string
  readonly index: number | undefined
  readonly kind: string
  readonly day: string
  readonly until: string
  readonly isOpen: boolean
}

/** Delays, those that are open first, by their last day. At most 1,000. */
export async function listDelays(tx: Tx): Promise<StoredDelay[]> {
  const { rows } = await sql<
    Omit<StoredDelay, 'index' | 'isOpen'> & { leaf_index: string | null; ended_by: string | null }
  >`
    select entry.id, entry.leaf_index, entry.kind, entry.day::text as day, delay.until::text as until, delay.ended_by
    from log_delays delay join log_pending entry on entry.id = delay.entry_id
    order by delay.ended_by is not null, delay.until, entry.place limit 1000`.execute(tx)
  return rows.map(({ leaf_index, ended_by, ...row }) => ({
    ...row,
    index: leaf_index === null ? undefined : Number(leaf_index),
    isOpen: ended_by === null,
  }))
}

function storedOf(row: Row): StoredEntry {
  const { id, leaf, measure, closes, closing_id, closing_leaf } = row
  return {
    id,
    leaf,
    measure,
    closes,
    index: row.leaf_index === null ? undefined : Number(row.leaf_index),
    closedBy: closing_id === null || closing_leaf === null ? undefined : { id: closing_id, leaf: closing_leaf },
    delayEnded: row.ended_by !== null,
    details: row.details ?? undefined,
  }
}
