// Why: people read the log by day, and by what an entry closed.
import { type Kysely, sql } from 'kysely'

export async function up(database: Kysely<unknown>): Promise<void> {
  await sql.raw('create index log_pending_day on log_pending (day, leaf_index)').execute(database)
}
