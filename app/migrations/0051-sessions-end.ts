// Why: sessions that ended are removed at each sign-in, and a house of many must not look through all of them for it.
import { type Kysely, sql } from 'kysely'

export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw('create index sessions_ends_at on sessions (ends_at)').execute(database)
}
