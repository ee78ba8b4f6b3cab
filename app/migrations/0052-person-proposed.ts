// Why: whoever administers could give somebody another account or another name after they were proposed for an office, and
// the second person would confirm somebody else. A proposal keeps whom it was about until it is answered, and a person the
// instant at which name or account last changed; for those who are here already nobody knows it.
import { type Kysely, sql } from 'kysely'

const statements = [
  `alter table employees add column identity_changed_at timestamptz`,
  `alter table proposals add column person jsonb`,
  `update proposals set person = jsonb_build_object(
      'subject', employees.subject, 'givenName', employees.given_name, 'familyName', employees.family_name)
    from employees where employees.id = proposals.employee_id and proposals.state = 'open'`,
  `alter table proposals add check ((state = 'open') = (person is not null))`,
]

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
