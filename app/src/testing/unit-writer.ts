// A program that a test kills: `node unit-writer.ts FOLDER FIRST`. It makes the database where there is none and writes
// pairs of units, each pair in one transaction; it tells the number of each on standard output once the database has
// answered that it is committed.
import { writeSync } from 'node:fs'
import { sql } from 'kysely'
import { migrate, openEmbedded } from '../platform/database.ts'
import { makeEmbeddedFolder } from '../platform/embedded-folder.ts'
import { lockFolder } from '../platform/folder-lock.ts'

const [folder = '', first = ''] = process.argv.slice(2)
if (lockFolder(folder).kind !== 'locked') throw new Error('the folder is not free')
const database = openEmbedded(makeEmbeddedFolder(folder))
await migrate(database)
/** Rows of very different length, so that many pages are written; an index takes no more than 2,704 bytes of one. */
const filler = 'x'.repeat(2000)

for (let n = Number(first); ; n += 1) {
  const id = (half: number) => `${half}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`
  await database.transaction().execute(async (tx) => {
    await sql`insert into units (id, name) values (${id(1)}, ${`one ${n} ${filler.slice(n % 2000)}`})`.execute(tx)
    await sql`update units set external_id = ${`e${n}`} where id = ${id(1)}`.execute(tx)
    await sql`insert into units (id, name, parent_id) values (${id(2)}, ${`two ${n}`}, ${id(1)})`.execute(tx)
  })
  // At once, not when this thread has time: what is told here is what must be found again.
  writeSync(1, `${n}\n`)
  if (n % 40 === 0) await sql`checkpoint`.execute(database)
}
