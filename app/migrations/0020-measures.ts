// Why: what an organisation declares, decides and runs must be what it was: versions of a declaration and the steps of its
// life are only added. The row of a measure holds what its steps make of it, so that a list need not read them all.
import { type Kysely, sql } from 'kysely'

const statements = [
  `create table measures (
    id text primary key check (id ~ '^measure-[0-9]{2,6}$'),
    name text not null unique check (name ~ '^[a-z][a-z0-9-]{0,63}$'),
    made_at timestamptz not null,
    made_by uuid not null references employees (id),
    head jsonb not null,
    life jsonb not null
  )`,
  // The number and the name of a measure stay, and no measure goes away.
  `create function keep_measure() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if new.id = old.id and new.name = old.name and new.made_at = old.made_at and new.made_by = old.made_by
        then return new; end if;
      end if;
      raise exception 'a measure keeps its number and its name' using errcode = 'check_violation';
    end
  $$`,
  `create trigger measures_stay before update or delete on measures for each row execute function keep_measure()`,
  `create table measure_drafts (
    measure text primary key references measures (id),
    revision integer not null check (revision >= 0),
    text text not null,
    saved_at timestamptz not null,
    saved_by uuid not null references employees (id)
  )`,
  `create table measure_versions (
    measure text not null references measures (id),
    version integer not null check (version >= 1),
    made_at timestamptz not null,
    made_on date not null,
    made_by uuid not null references employees (id),
    text text not null,
    digest text not null check (digest ~ '^[0-9a-f]{64}$'),
    declaration jsonb not null,
    verdict text check (verdict in ('same', 'narrower', 'wider', 'different')),
    primary key (measure, version),
    check ((version = 1) = (verdict is null))
  )`,
  `create table measure_steps (
    measure text not null references measures (id),
    number integer not null check (number >= 1),
    kind text not null check (kind ~ '^[a-z]+(-[a-z]+)*$'),
    taken_at timestamptz not null,
    taken_on date not null,
    taken_by uuid not null references employees (id),
    office text not null check (office <> ''),
    facts jsonb not null,
    entry_id text not null unique references log_pending (id),
    primary key (measure, number)
  )`,
  ...['measure_versions', 'measure_steps'].flatMap((table) => [
    `create trigger ${table}_stays before update or delete on ${table} for each row execute function refuse_change()`,
    `create trigger ${table}_kept before truncate on ${table} for each statement execute function refuse_change()`,
  ]),
]

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
