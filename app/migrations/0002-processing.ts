// Why: one row per act on personal data, written in the act's own transaction. The Logboek Dataverwerkingen and the
// Authorization Decision Log are both read from it, so the two can never tell different stories.
import { type Kysely, sql } from 'kysely'

const statements = [
  `create table processing (
    id uuid primary key,
    trace_id text not null check (trace_id ~ '^[0-9a-f]{32}$'),
    span_id text not null unique check (span_id ~ '^[0-9a-f]{16}$'),
    parent_span_id text check (parent_span_id ~ '^[0-9a-f]{16}$'),
    name text not null check (name <> ''),
    activity text,
    started_at timestamptz not null,
    ended_at timestamptz not null,
    status text not null check (status in ('Unset', 'Ok', 'Error')),
    principal_type text not null,
    principal text not null,
    action text not null,
    resource_type text not null,
    resource text not null,
    context jsonb not null,
    decision text not null check (decision in ('allow', 'deny')),
    policies jsonb not null,
    policy_digest text not null
  )`,
  `create index processing_started on processing (started_at desc, id)`,
  `create table processing_subjects (
    processing_id uuid not null references processing (id),
    span_id text not null unique check (span_id ~ '^[0-9a-f]{16}$'),
    subject text not null,
    primary key (processing_id, subject)
  )`,
  `create index processing_subjects_subject on processing_subjects (subject)`,
  // Invariant: what was recorded stays as it was. The database itself refuses to change or remove it.
  `create function refuse_change() returns trigger language plpgsql as $$
    begin raise exception 'records of processing are never changed' using errcode = 'check_violation'; end
  $$`,
  `create trigger processing_stays before update or delete on processing for each row execute function refuse_change()`,
  `create trigger processing_subjects_stays before update or delete on processing_subjects
    for each row execute function refuse_change()`,
]

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
