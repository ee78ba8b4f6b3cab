// Why: the record of an act also accounts for its decision: what the decision point knew of whoever asked, questions that
// other systems put to it, decisions that could not be made, and the exact policies, kept under their digest so that a
// decision can be taken again. The register of processing activities keeps each version, so that a record points at one.
import { type Kysely, sql } from 'kysely'

const statements = [
  `alter table processing
    add column information jsonb not null default '{}',
    add column body jsonb,
    alter column decision drop not null,
    add constraint processing_decided check (decision is not null or status = 'Error')`,
  `create index processing_trace on processing (trace_id)`,
  `create index processing_activity on processing (activity, started_at desc)`,
  `create table policy_sets (
    digest text primary key check (digest ~ '^[0-9a-f]{64}$'),
    schema text not null,
    policies text not null,
    first_used_at timestamptz not null
  )`,
  `create table activity_versions (
    activity text not null,
    version integer not null check (version >= 1),
    id uuid not null,
    valid_from timestamptz not null,
    active boolean not null,
    content jsonb not null,
    primary key (activity, version)
  )`,
  ...['policy_sets', 'activity_versions'].map(
    (table) => `create trigger ${table}_stays before update or delete on ${table}
      for each row execute function refuse_change()`,
  ),
  // Emptying a table fires no trigger of its rows.
  ...['processing', 'processing_subjects', 'policy_sets', 'activity_versions'].map(
    (table) => `create trigger ${table}_kept before truncate on ${table}
      for each statement execute function refuse_change()`,
  ),
]

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
