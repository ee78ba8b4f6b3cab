// Since when a person's secret of the log is the only one that person had: what a proof of absence may cover.
import { equalBytes } from '@openwacht/tlog/bytes.ts'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import type { Outbox } from '../../platform/outbox.ts'

/**
 * Notes at a start whether secrets of before may be lost: the key is another one, or entries came back that the database had lost.
 *
 * @param lost - Entries that were put back.
 */
export async function noteSecretEra(tx: Tx, outbox: Pick<Outbox, 'secretOf'>, lost: number): Promise<void> {
  // Of nobody: no person is sealed as nothing.
  const check = outbox.secretOf('', new Uint8Array(32))
  const { rows } = await sql<{ key_check: Uint8Array }>`
    select key_check from log_secret_eras order by place desc limit 1`.execute(tx)
  const [last] = rows
  if (last !== undefined && lost === 0 && equalBytes(last.key_check, check)) return
  await sql`insert into log_secret_eras (key_check) values (${check})`.execute(tx)
}

/** From when the secret of somebody counts, where there can have been another one before; undefined where there cannot. */
export async function secretSince(tx: Tx, subject: string): Promise<Date | undefined> {
  const { rows } = await sql<{ since: Date | null }>`
    select max(eras.began_at) as since from log_secret_eras eras, log_salts salts
    where salts.subject = ${subject} and eras.began_at <= salts.made_at
      and eras.place > (select min(place) from log_secret_eras)`.execute(tx)
  return rows[0]?.since ?? undefined
}
