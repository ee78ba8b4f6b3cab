// Why: staff must read what was done with their data, not which right somebody used for it. Each record says in a word of
// its own what happened, which fields changed, and whether the rules of the room refused it.
import { type Kysely, sql } from 'kysely'

const statements = [
  `alter table processing
    add column event text check (event ~ '^[a-z][A-Za-z0-9-]{0,99}$'),
    add column fields text not null default '' check (fields ~ '^([a-z][A-Za-z]*( [a-z][A-Za-z]*)*)?$'),
    add column refused boolean not null default false`,
]

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database)
}
