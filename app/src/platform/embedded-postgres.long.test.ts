import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Database, migrate, openEmbedded } from './database.ts'
import { isEmbedded, makeEmbeddedFolder } from './embedded-folder.ts'
import { lockFolder } from './folder-lock.ts'

// What `kill -9` leaves of the embedded database. Every wait here ends by itself, and no process outlives the test.

const rounds = 20
/** How long a round may take before it counts as stuck. Arbitrary, far more than it needs. */
const longestRoundMs = 180_000

const root = mkdtempSync(join(tmpdir(), 'openwacht-kill-'))
const children = new Set<ChildProcess>()
after(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(root, { recursive: true, force: true })
})

/** A process that writes; `told` is the last number that it was answered. */
type Writer = { readonly child: ChildProcess; told(): number; words(): string; ended: Promise<unknown> }

function startWriter(folder: string, first: number): Writer {
  const program = join(import.meta.dirname, '../testing/unit-writer.ts')
  const child = spawn(process.execPath, [program, folder, String(first)], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.add(child)
  let told = ''
  let words = ''
  child.stdout.on('data', (chunk) => {
    told += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    words += String(chunk)
  })
  // `close`, not `exit`: only then all that it told has been read.
  const ended = once(child, 'close').finally(() => children.delete(child))
  const whole = () => told.slice(0, told.lastIndexOf('\n') + 1)
  return { child, ended, words: () => words, told: () => Number(whole().split('\n').at(-2) ?? first - 1) }
}

/** Waits for something while a writer runs. Fails where the writer ends or stands still instead. */
async function until(writer: Writer, holds: () => boolean): Promise<void> {
  const deadline = AbortSignal.timeout(longestRoundMs)
  while (!holds()) {
    if (writer.child.exitCode !== null) assert.fail(`the writer ended by itself: ${writer.words()}`)
    deadline.throwIfAborted()
    await wait(5)
  }
}

async function untilTold(writer: Writer, number: number): Promise<void> {
  return until(writer, () => writer.told() >= number)
}

async function withDatabase<T>(folder: string, use: (database: Database) => Promise<T>): Promise<T> {
  const locked = lockFolder(folder)
  if (locked.kind !== 'locked') return assert.fail('the lock outlived the process')
  const database = openEmbedded(makeEmbeddedFolder(folder))
  try {
    return await use(database)
  } finally {
    await database.destroy()
    locked.lock.free()
  }
}

/** What is found again. Every row of a pair, by the table and by its indexes. */
async function found(database: Database) {
  const { rows } = await sql<{ ones: number; twos: number; torn: number; most: number }>`
    select count(*) filter (where parent_id is null)::int as ones,
      count(*) filter (where parent_id is not null)::int as twos,
      count(*) filter (where parent_id is null and external_id is null)::int as torn,
      coalesce(max(substring(external_id from 2)::int), 0) as most
    from units`.execute(database)
  const byIndex = await sql<{ n: number }>`
    select count(*)::int as n from generate_series(1, ${sql.lit(rows[0]?.most ?? 0)}) n
    join units one on one.external_id = 'e' || n
    join units two on two.id = ('20000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid
      and two.parent_id = one.id`.execute(database)
  return { ...rows[0], byIndex: byIndex.rows[0]?.n }
}

test(`a database killed in the middle of writing opens again with all that was answered, ${rounds} times`, {
  timeout: rounds * longestRoundMs,
}, async () => {
  const folder = join(root, 'writing')
  let committed = 0
  for (let round = 0; round < rounds; round += 1) {
    const writer = startWriter(folder, committed + 1)
    // After more writes in each round, and at an instant within one that hangs on nothing.
    await untilTold(writer, committed + 5 + round * 7)
    await wait((round * 7) % 23)
    writer.child.kill('SIGKILL')
    await writer.ended
    const told = writer.told()
    // One that is killed while it repairs what the first left must not make it worse.
    const repairing = startWriter(folder, told + 1000)
    await until(repairing, () => existsSync(join(folder, 'database', 'postmaster.pid')))
    repairing.child.kill('SIGKILL')
    await repairing.ended
    await withDatabase(folder, async (database) => {
      const { most = 0, ...rest } = await found(database)
      // The last one may have been committed without having been told.
      assert.ok(most === told || most === told + 1, `round ${round}: ${told} told, ${most} found`)
      assert.deepEqual(rest, { ones: most, twos: most, torn: 0, byIndex: most })
      committed = most
    })
  }
  assert.ok(committed > rounds * 5)
})

/** Moments of a first start, by how many files there are; a whole database has about 1,000. */
const moments: readonly { name: string; reached: (folder: string) => boolean }[] = [
  ...[1, 300, 700, 950].map((files) => ({
    name: `after ${files} files`,
    reached: (folder: string) => filesIn(folder) >= files,
  })),
  { name: 'when it looks like a database', reached: (folder) => isEmbedded(`${folder}.unfinished`) },
  { name: 'while it makes the tables', reached: isEmbedded },
]
for (const { name, reached } of moments) {
  test(`a first start killed ${name} is made good by the next`, { timeout: 2 * longestRoundMs }, async () => {
    const folder = mkdtempSync(join(root, 'first-'))
    const writer = startWriter(folder, 1)
    await until(writer, () => reached(join(folder, 'database')))
    writer.child.kill('SIGKILL')
    await writer.ended
    const told = writer.told()
    await withDatabase(folder, async (database) => {
      await migrate(database)
      const { most = 0 } = await found(database)
      assert.ok(most === told || most === told + 1)
    })
  })
}

/** Files of a database, also of one that is being made; 0 while it moves to its place. */
function filesIn(folder: string): number {
  try {
    const folders = [folder, `${folder}.unfinished`].filter((one) => existsSync(one))
    return folders.reduce((sum, one) => sum + readdirSync(one, { recursive: true }).length, 0)
  } catch {
    return 0
  }
}
