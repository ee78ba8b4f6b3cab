import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import type { EntryId } from '../../platform/entry-kind.ts'

/** How far the database knows the log. */
export type Head = { readonly origin: string; readonly size: number; readonly root: Uint8Array }

type Tables = {
  log_pending: {
    id: EntryId
    place: string
    kind: string
    day: string
    measure: string | null
    leaf: Uint8Array
    opened_at: Date | null
    closes: string | null
    leaf_index: string | null
  }
  log_head: { id: string; origin: string; size: string; root: Uint8Array }
  log_outside: { entry_id: string; blind: Uint8Array; details: string }
  log_salts: { subject: string; salt: Uint8Array }
  log_delays: { entry_id: string; until: string; ended_by: string | null }
  log_delay_marks: { entry_id: string; blind: Uint8Array; key: Uint8Array }
}

/** The head, held until the transaction ends, so that nobody else appends; undefined where there is none yet. */
export async function holdHead(tx: Tx): Promise<Head | undefined> {
  const { rows } = await sql<{ origin: string; size: string; root: Uint8Array }>`
    select origin, size, root from log_head where id = 'self' for update`.execute(tx)
  const [head] = rows
  return head === undefined ? undefined : { origin: head.origin, size: Number(head.size), root: head.root }
}

/** Writes the head of a log that the database did not know. */
export async function addHead(tx: Tx, { origin, size, root }: Head): Promise<void> {
  await tx
    .withTables<Tables>()
    .insertInto('log_head')
    .values({ id: 'self', origin, size: String(size), root })
    .execute()
}

/** Moves the head on. The database refuses to move it back. */
export async function moveHead(tx: Tx, size: number, root: Uint8Array): Promise<void> {
  await tx
    .withTables<Tables>()
    .updateTable('log_head')
    .set({ size: String(size), root })
    .execute()
}

/** An entry that has no index yet. */
export type WaitingEntry = { readonly id: EntryId; readonly leaf: Uint8Array }

/** Entries without an index, in their order. */
export async function waitingEntries(tx: Tx, limit: number): Promise<WaitingEntry[]> {
  return tx
    .withTables<Tables>()
    .selectFrom('log_pending')
    .select(['id', 'leaf'])
    .where('leaf_index', 'is', null)
    .orderBy('place')
    .limit(limit)
    .execute()
}

/** Number of entries without an index. */
export async function countWaiting(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: string }>`
    select count(*)::text as n from log_pending where leaf_index is null`.execute(tx)
  return Number(rows[0]?.n)
}

/** Gives entries their index. */
export async function giveIndices(
  tx: Tx,
  entries: readonly { readonly id: EntryId; readonly index: number }[],
): Promise<void> {
  if (entries.length === 0) return
  const ids = entries.map(({ id }) => id)
  const indices = entries.map(({ index }) => String(index))
  await sql`
    update log_pending set leaf_index = given.leaf_index
    from unnest(${ids}::text[], ${indices}::bigint[]) as given (id, leaf_index)
    where log_pending.id = given.id`.execute(tx)
}

/** Leaves with an index from `first` up to `end`. */
export async function leavesBetween(
  tx: Tx,
  first: number,
  end: number,
): Promise<{ readonly index: number; readonly leaf: Uint8Array }[]> {
  const { rows } = await sql<{ leaf_index: string; leaf: Uint8Array }>`
    select leaf_index, leaf from log_pending
    where leaf_index >= ${String(first)}::bigint and leaf_index < ${String(end)}::bigint`.execute(tx)
  return rows.map(({ leaf_index, leaf }) => ({ index: Number(leaf_index), leaf }))
}

/** What the database has of an entry. */
export type KnownEntry = WaitingEntry & { readonly index: number | undefined }

/** The entries with these ids that the database has. */
export async function entriesWithIds(tx: Tx, ids: readonly string[]): Promise<KnownEntry[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: EntryId; leaf: Uint8Array; leaf_index: string | null }>`
    select id, leaf, leaf_index from log_pending where id = any(${[...ids]}::text[])`.execute(tx)
  return rows.map(({ id, leaf, leaf_index }) => ({ id, leaf, index: numberOf(leaf_index) }))
}

/** An entry that the files have and the database has not. */
export type RecoveredEntry = WaitingEntry & {
  readonly index: number
  readonly kind: string
  readonly day: string
  readonly measure: string | null
  readonly closes: string | null
}

/** Puts back the row of an entry. An effect that it announced is not open: it is closed by who puts it back. */
export async function putBack(tx: Tx, { index, ...entry }: RecoveredEntry): Promise<void> {
  const row = { ...entry, opened_at: null, leaf_index: String(index) }
  await tx
    .withTables<Omit<Tables, 'log_pending'> & { log_pending: Omit<Tables['log_pending'], 'place'> }>()
    .insertInto('log_pending')
    .values(row)
    .execute()
}

/** True where an entry is closed by another. */
export async function isClosed(tx: Tx, id: string): Promise<boolean> {
  const found = await tx
    .withTables<Tables>()
    .selectFrom('log_pending')
    .select('id')
    .where('closes', '=', id)
    .executeTakeFirst()
  return found !== undefined
}

/** Entries whose effect began before an instant and has no outcome. */
export async function openEffects(tx: Tx, before: Date): Promise<EntryId[]> {
  const { rows } = await sql<{ id: EntryId }>`
    select opened.id from log_pending opened
    where opened.opened_at < ${before}
      and not exists (select from log_pending closing where closing.closes = opened.id)
    order by opened.place limit 1000`.execute(tx)
  return rows.map(({ id }) => id)
}

/** The index of an entry; undefined while it waits. */
export async function indexOfEntry(tx: Tx, id: string): Promise<number | undefined> {
  const [entry] = await entriesWithIds(tx, [id])
  return entry?.index
}

/** Erases what stands outside an entry. */
export async function eraseOutsideOf(tx: Tx, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .withTables<Tables>()
    .deleteFrom('log_outside')
    .where('entry_id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Erases the salt of a sealed subject. */
export async function eraseSalt(tx: Tx, subject: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .withTables<Tables>()
    .deleteFrom('log_salts')
    .where('subject', '=', subject)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** What ends the delay of an entry: the random bytes and the keys. */
export type DelayMark = { readonly blind: Uint8Array; readonly key: Uint8Array }

/** The marks of an entry whose notice still waits; undefined where none waits. */
export async function waitingMarksOf(tx: Tx, id: string): Promise<DelayMark[] | undefined> {
  const tables = tx.withTables<Tables>()
  const delay = await tables
    .selectFrom('log_delays')
    .select('ended_by')
    .where('entry_id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (delay === undefined || delay.ended_by !== null) return undefined
  return tables.selectFrom('log_delay_marks').select(['blind', 'key']).where('entry_id', '=', id).execute()
}

/** Notes which entry ended the delay of another. */
export async function noteDelayEnd(tx: Tx, id: string, endedBy: string): Promise<void> {
  await tx
    .withTables<Tables>()
    .updateTable('log_delays')
    .set({ ended_by: endedBy })
    .where('entry_id', '=', id)
    .where('ended_by', 'is', null)
    .execute()
}

/** Entries whose last day of waiting is before this day. */
export async function overdueDelays(tx: Tx, day: string): Promise<EntryId[]> {
  const { rows } = await sql<{ id: EntryId }>`
    select entry_id as id from log_delays where ended_by is null and until < ${day}::date order by until limit 100`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}

function numberOf(text: string | null): number | undefined {
  return text === null ? undefined : Number(text)
}
