// Why: to empty a table fires no trigger of its rows. What may be erased from the log goes entry by entry, where each
// erasure is an act; nobody empties a table of it at once.
import { type Kysely, sql } from 'kysely'

const tables = ['log_outside', 'log_subjects', 'log_salts', 'log_delays', 'log_delay_marks']

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const table of tables)
    await sql
      .raw(
        `create trigger ${table}_kept before truncate on ${table} for each statement execute function refuse_change()`,
      )
      .execute(database)
}
