// Why: the house of a ministry has 175,000 people. Tasks are judged by the first few people of each unit, and the start
// page counts who is leaving; both must not read everybody.
import { type Kysely, sql } from 'kysely'

const statements = [
  'drop index employees_unit',
  'create index employees_unit on employees (unit_id, id)',
  'create index employees_leaving on employees (leaves_at) where leaves_at is not null',
]

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
