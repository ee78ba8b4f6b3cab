// Why: short words can be guessed, and their plain hash stands in a public leaf for ever. Each step with words in its entry gets a random
// blind, made with the act, that stands beside them. It can be erased, and then nobody can hold a guess against the leaf; nothing else of
// a step changes. Steps from before have none.
import { type Kysely, sql } from 'kysely'

const statements = [
  `alter table measure_steps add column words_blind text check (words_blind ~ '^[0-9a-f]{64}$')`,
  `create function keep_step() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if new.words_blind is null and to_jsonb(new) - 'words_blind' = to_jsonb(old) - 'words_blind' then return new; end if;
      end if;
      raise exception 'a step stays as it was taken' using errcode = 'check_violation';
    end
  $$`,
  'drop trigger measure_steps_stays on measure_steps',
  `create trigger measure_steps_stays before update or delete on measure_steps for each row execute function keep_step()`,
]

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
