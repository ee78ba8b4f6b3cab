// Why: whoever administers must not alone be able to put out, make or become somebody who watches over others. What one
// person proposes and a second one confirms stands here, with who did what; an answered proposal never changes.
import { type Kysely, sql } from 'kysely'

const statements = [
  `create table proposals (
    id uuid primary key,
    kind text not null check (kind in ('departure', 'appointment', 'sign-in-link')),
    employee_id uuid not null references employees (id),
    wish jsonb not null,
    offices text not null check (offices <> ''),
    proposed_by uuid not null references employees (id),
    proposed_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > proposed_at),
    state text not null check (state in ('open', 'confirmed', 'rejected', 'withdrawn')),
    answered_by uuid references employees (id),
    answered_at timestamptz,
    check ((state = 'open') = (answered_at is null)),
    check ((state = 'open') = (answered_by is null)),
    -- Nobody is the second person for what they proposed themselves.
    check (state <> 'confirmed' or answered_by <> proposed_by),
    check ((state = 'withdrawn') = (state <> 'open' and answered_by = proposed_by))
  )`,
  `create index proposals_employee on proposals (employee_id)`,
  `create index proposals_open on proposals (ends_at) where state = 'open'`,
  `create function keep_answered_proposal() returns trigger language plpgsql as $$
    begin
      if old.state = 'open' then return new; end if;
      raise exception 'a proposal is answered once' using errcode = 'check_violation';
    end
  $$`,
  `create trigger proposals_answered before update on proposals for each row execute function keep_answered_proposal()`,
  `create trigger proposals_stay before delete on proposals for each row execute function refuse_change()`,
  `create trigger proposals_kept before truncate on proposals for each statement execute function refuse_change()`,
]

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
