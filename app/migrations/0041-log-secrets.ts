// Why: after a database was put back, or under another key, the secrets by which people find themselves in the log may not be
// those of before. A proof that there is no entry must not cover days from before a secret that could be such a second one.
import { type Kysely, sql } from 'kysely'

const statements = [
  `alter table log_salts add column made_at timestamptz not null default clock_timestamp()`,
  // Times by the clock of the database, in both tables. The first row is the beginning of the log; each other one a break.
  `create table log_secret_eras (
    place integer primary key generated always as identity,
    key_check bytea not null check (octet_length(key_check) = 32),
    began_at timestamptz not null default clock_timestamp()
  )`,
  `create trigger log_secret_eras_stay before update or delete on log_secret_eras
    for each row execute function refuse_change()`,
  `create trigger log_secret_eras_kept before truncate on log_secret_eras for each statement execute function refuse_change()`,
]

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
