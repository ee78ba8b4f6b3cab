// Why: the house needs to know who works here, in which unit, who holds which office from when to when, and who is
// signed in. Offices are data with dates, so that "who may do this today" and "who could on that day" are one question.
import { type Kysely, sql } from 'kysely'

const statements = [
  `create table organisation (
    id text primary key check (id = 'self'),
    name text not null,
    jurisdiction text not null check (jurisdiction in ('nl', 'dk')),
    time_zone text not null,
    language text not null check (language in ('nl', 'da', 'en'))
  )`,
  `create table units (
    id uuid primary key,
    name text not null check (name <> ''),
    parent_id uuid references units (id),
    external_id text unique,
    check (parent_id <> id)
  )`,
  `create unique index units_name_in_parent on units (coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), name)`,
  `create table employees (
    id uuid primary key,
    staff_number text not null unique check (staff_number <> ''),
    user_name text not null check (user_name <> ''),
    external_id text unique,
    subject text unique,
    given_name text not null,
    family_name text not null,
    email text not null,
    unit_id uuid references units (id),
    worker_type text not null check (worker_type in ('employee', 'external', 'intern', 'agency', 'payroll', 'volunteer', 'elsewhere')),
    language text check (language in ('nl', 'da', 'en')),
    starts_on date not null,
    leaves_at timestamptz,
    removed_at timestamptz,
    source text not null check (source in ('scim', 'csv', 'hand', 'demonstration')),
    passkey_handle text not null unique,
    created_at timestamptz not null,
    changed_at timestamptz not null
  )`,
  `create index employees_name on employees (family_name, given_name, id)`,
  `create unique index employees_user_name on employees (lower(user_name))`,
  `create index employees_unit on employees (unit_id)`,
  // The office codes are checked by the room: the list grows with the house, the constraint would not.
  `create table appointments (
    id uuid primary key,
    office text not null,
    employee_id uuid not null references employees (id),
    unit_id uuid references units (id),
    kind text not null check (kind in ('holder', 'deputy')),
    valid_from date not null,
    valid_until date,
    appointed_by uuid references employees (id),
    appointed_at timestamptz not null,
    ended_by uuid references employees (id),
    ended_at timestamptz,
    check (valid_until is null or valid_until > valid_from or ended_at is not null)
  )`,
  `create index appointments_employee on appointments (employee_id)`,
  `create table sessions (
    id uuid primary key,
    token_hash bytea not null unique,
    employee_id uuid not null references employees (id),
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    ends_at timestamptz not null,
    ended_at timestamptz,
    passkey_verified_at timestamptz,
    browser text not null
  )`,
  `create index sessions_employee on sessions (employee_id)`,
  `create table passkeys (
    id uuid primary key,
    employee_id uuid not null references employees (id),
    credential_id text not null unique,
    public_key bytea not null,
    counter bigint not null,
    transports text not null,
    label text not null,
    backed_up boolean not null,
    created_at timestamptz not null,
    last_used_at timestamptz
  )`,
  `create index passkeys_employee on passkeys (employee_id)`,
  `create table passkey_challenges (
    id uuid primary key,
    session_id uuid not null references sessions (id),
    challenge text not null unique,
    purpose text not null check (purpose in ('register', 'verify')),
    ends_at timestamptz not null,
    used_at timestamptz
  )`,
  `create table credentials (
    id uuid primary key,
    purpose text not null check (purpose in ('scim', 'authzen', 'metrics')),
    label text not null,
    secret_hash bytea not null unique,
    created_by uuid references employees (id),
    created_at timestamptz not null,
    ends_at timestamptz not null,
    ended_at timestamptz
  )`,
]

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
