// Why: what is entered in the transparency log is written in the transaction of the act itself, so that no act exists
// without its entry. The files of the log follow. What is personal stands apart, where it can be erased.
import { type Kysely, sql } from 'kysely'

const statements = [
  // `place` is the order in which rows are taken; `opens` marks an effect outside, which `closes` of a later entry ends.
  `create table log_pending (
    id text primary key check (id ~ '^[0-9a-f]{32}$'),
    place bigint generated always as identity unique,
    kind text not null check (kind ~ '^[a-z]+(-[a-z]+)*$'),
    day date not null,
    measure text check (measure ~ '^measure-[0-9]{2,6}$'),
    leaf bytea not null check (octet_length(leaf) between 2 and 65535),
    opened_at timestamptz,
    closes text unique references log_pending (id),
    leaf_index bigint unique check (leaf_index >= 0)
  )`,
  `create index log_pending_waiting on log_pending (place) where leaf_index is null`,
  `create index log_pending_opened on log_pending (opened_at) where opened_at is not null`,
  `create index log_pending_kind on log_pending (kind, leaf_index)`,
  `create index log_pending_measure on log_pending (measure, leaf_index) where measure is not null`,
  // Invariant: an entry stays as it was; it gets its index once.
  `create function keep_log_entry() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if old.leaf_index is null and to_jsonb(new) - 'leaf_index' = to_jsonb(old) - 'leaf_index' then return new; end if;
      end if;
      raise exception 'entries of the log are never changed' using errcode = 'check_violation';
    end
  $$`,
  `create trigger log_pending_stays before update or delete on log_pending for each row execute function keep_log_entry()`,
  `create trigger log_pending_kept before truncate on log_pending for each statement execute function keep_log_entry()`,
  // What can be erased: hour, office, and whom it concerns. It can be removed as a whole, not changed.
  `create table log_outside (
    entry_id text primary key references log_pending (id),
    blind bytea not null check (octet_length(blind) = 32),
    details text not null
  )`,
  `create trigger log_outside_stays before update on log_outside for each row execute function refuse_change()`,
  `create table log_subjects (
    entry_id text not null references log_outside (entry_id) on delete cascade,
    subject text not null,
    primary key (entry_id, subject)
  )`,
  `create index log_subjects_subject on log_subjects (subject)`,
  `create trigger log_subjects_stays before update on log_subjects for each row execute function refuse_change()`,
  // How far the database knows the files. It never becomes smaller.
  `create table log_head (
    id text primary key check (id = 'self'),
    origin text not null check (origin <> ''),
    size bigint not null check (size >= 0),
    root bytea not null check (octet_length(root) = 32)
  )`,
  `create function keep_log_head() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if new.size > old.size and new.origin = old.origin then return new; end if;
      end if;
      raise exception 'the head of the log only grows' using errcode = 'check_violation';
    end
  $$`,
  `create trigger log_head_grows before update or delete on log_head for each row execute function keep_log_head()`,
]

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
