// Why: a declaration that lives in git is brought in from the command line of the server, where no person is known. Only a draft
// can be: whatever is proposed, decided or said still has somebody who did it.
import { type Kysely, sql } from 'kysely'

const statements = [
  'alter table measures alter column made_by drop not null',
  'alter table measure_drafts alter column saved_by drop not null',
  // Null is a value of its own: what was made by nobody known stays so.
  `create or replace function keep_measure() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if new.id = old.id and new.name = old.name and new.made_at = old.made_at and new.made_by is not distinct from old.made_by
        then return new; end if;
      end if;
      raise exception 'a measure keeps its number and its name' using errcode = 'check_violation';
    end
  $$`,
]

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
