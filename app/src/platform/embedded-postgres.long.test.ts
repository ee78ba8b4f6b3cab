import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { migrate, openEmbedded } from './database.ts'
import { lockFolder } from './folder-lock.ts'

const root = mkdtempSync(join(tmpdir(), 'openwacht-kill-'))
after(() => rmSync(root, { recursive: true }))

const rounds = 20

/** Writes pairs of rows, each pair in a transaction, and tells each that is committed, until it is killed. */
const writer = `
  import { sql } from 'kysely'
  import { openEmbedded } from ${JSON.stringify(new URL('./database.ts', import.meta.url).href)}
  import { lockFolder } from ${JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href)}
  const folder = process.argv[1]
  if (lockFolder(folder).kind !== 'locked') throw new Error('the folder is not free')
  const database = openEmbedded(folder + '/database')
  const filler = 'x'.repeat(3000)
  for (let n = Number(process.argv[2]); ; n += 1) {
    await database.transaction().execute(async (tx) => {
      const id = (half) => half + '0000000-0000-4000-8000-' + String(n).padStart(12, '0')
      await sql\`insert into units (id, name) values (\${id(1)}, \${'one' + n + filler.slice(n % 2000)})\`.execute(tx)
      await sql\`update units set external_id = \${'e' + n} where id = \${id(1)}\`.execute(tx)
      await sql\`insert into units (id, name, parent_id) values (\${id(2)}, \${'two' + n}, \${id(1)})\`.execute(tx)
    })
    console.log(n)
    if (n % 50 === 0) await sql\`checkpoint\`.execute(database)
  }`

test(`a database killed in the middle of writing opens again with all that was committed, ${rounds} times`, async () => {
  const locked = lockFolder(root)
  assert.equal(locked.kind, 'locked')
  const made = openEmbedded(join(root, 'database'))
  await migrate(made)
  await made.destroy()
  if (locked.kind === 'locked') locked.lock.free()

  let committed = 0
  for (let round = 0; round < rounds; round += 1) {
    const child = spawn(
      process.execPath,
      ['--input-type=module', '--eval', writer, root, String(committed + 1)],
      // The program is given as text: its packages are those of this folder.
      { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const exit = once(child, 'exit')
    let told = ''
    child.stdout.on('data', (chunk) => {
      told += String(chunk)
    })
    const lastTold = () => Number(told.slice(0, told.lastIndexOf('\n')).split('\n').at(-1))
    const from = committed
    // Another moment in each round: after more writes, and at an instant within one that hangs on nothing.
    while (!(lastTold() >= from + 5 + round * 7)) await once(child.stdout, 'data')
    await new Promise((resolve) => setTimeout(resolve, (round * 7) % 23))
    child.kill('SIGKILL')
    await exit
    committed = lastTold()

    const again = lockFolder(root)
    assert.equal(again.kind, 'locked', 'the lock outlived the process')
    const database = openEmbedded(join(root, 'database'))
    const { rows } = await sql<{ ones: number; twos: number; odd: number; most: number; indexed: number }>`
      select count(*) filter (where parent_id is null)::int as ones,
        count(*) filter (where parent_id is not null)::int as twos,
        count(*) filter (where parent_id is null and external_id is null)::int as odd,
        coalesce(max(substring(external_id from 2)::int), 0) as most,
        (select count(*)::int from units where external_id > '') as indexed
      from units`.execute(database)
    const [found] = rows
    assert.ok(found)
    // The last one may have been committed without having been told.
    assert.ok(found.most === committed || found.most === committed + 1, `${committed} told, ${found.most} found`)
    assert.deepEqual(found, { ones: found.most, twos: found.most, odd: 0, most: found.most, indexed: found.most })
    committed = found.most
    await sql`insert into units (id, name) values ('90000000-0000-4000-8000-000000000000', 'probe')`.execute(database)
    await sql`delete from units where id = '90000000-0000-4000-8000-000000000000'`.execute(database)
    await database.destroy()
    if (again.kind === 'locked') again.lock.free()
  }
  assert.ok(committed > rounds * 5)
})
