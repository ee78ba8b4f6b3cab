// Why: whoever is on the staff can prove that the log holds no entry about them. The keys that an entry carries come from a
// secret of each person or mailbox; without its salt the secret is gone, and the keys point to nobody.
import { type Kysely, sql } from 'kysely'

const statements = [
  // `subject` is sealed. A salt can be erased, never changed: two secrets of one person would be two logs for that person.
  `create table log_salts (
    subject text primary key,
    salt bytea not null check (octet_length(salt) = 32)
  )`,
  `create trigger log_salts_stay before update on log_salts for each row execute function refuse_change()`,
  // Entries whose notice may wait. The blinds stay until the delay is ended: they are what ends it.
  `create table log_delays (
    entry_id text primary key references log_pending (id),
    until date not null,
    ended_by text unique references log_pending (id)
  )`,
  `create function keep_log_delay() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' then
        if old.ended_by is null and new.entry_id = old.entry_id and new.until = old.until then return new; end if;
      end if;
      raise exception 'a delay is ended once' using errcode = 'check_violation';
    end
  $$`,
  `create trigger log_delays_stay before update or delete on log_delays for each row execute function keep_log_delay()`,
  `create table log_delay_marks (
    entry_id text not null references log_delays (entry_id),
    blind bytea not null check (octet_length(blind) = 32),
    key bytea not null check (octet_length(key) = 32),
    primary key (entry_id, blind)
  )`,
  `create trigger log_delay_marks_stay before update or delete on log_delay_marks
    for each row execute function refuse_change()`,
  `create trigger log_head_kept before truncate on log_head for each statement execute function keep_log_head()`,
]

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
