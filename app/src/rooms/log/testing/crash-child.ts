// A house with nothing but its log, which kills itself at one step: `node crash-child.ts FOLDER STEP`. When it starts it checks
// what the one before left. Step 0 is never reached: then it ends by itself.
import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { perform } from '../../../platform/act.ts'
import { migrate, openEmbedded } from '../../../platform/database.ts'
import { performWithEffect } from '../../../platform/effect.ts'
import { makeEmbeddedFolder } from '../../../platform/embedded-folder.ts'
import type { House } from '../../../platform/http.ts'
import { asking, plainHouse } from '../../../testing/plain-house.ts'
import { checkLog } from '../check-log.ts'
import { diskAt } from '../disk.ts'
import { TransparencyLog } from '../log.ts'
import { LogFolder } from '../log-folder.ts'
import { failingDisk, failingQueries, Steps } from './failing.ts'
import { changed, derive, key, look, testKinds } from './small-log.ts'

const [, , folder = '', at = '0'] = process.argv
const steps = new Steps(Number(at), () => process.kill(process.pid, 'SIGKILL'))
const logPath = join(folder, 'log')
const effects = join(folder, 'effects')
const database = openEmbedded(makeEmbeddedFolder(folder))
await migrate(database)
await sql`create table if not exists test_acts (entry_id text primary key)`.execute(database)
const plain = plainHouse(database).house

/** Files and tables agree; each act has its entry, and each effect an entry that was in the log before it. */
async function check(isRecovered: boolean): Promise<void> {
  const files = { folder: new LogFolder(diskAt(logPath)), key, witnesses: [], policy: undefined }
  const { findings } = await database.transaction().execute((tx) => checkLog(plain, tx, files, testKinds))
  assert.deepEqual(findings, [])
  const { rows: orphans } = await sql`
    select entry_id from test_acts where entry_id not in (select id from log_pending)`.execute(database)
  assert.deepEqual(orphans, [], 'acts without an entry')
  const { rows: actless } = await sql`
    select id from log_pending where kind = 'test-changed' and id not in (select entry_id from test_acts)
      and id not in (select closes from log_pending where kind = 'lost')`.execute(database)
  assert.deepEqual(actless, [], 'entries without an act, not closed as lost')
  if (!isRecovered) return
  const done = existsSync(effects) ? readFileSync(effects, 'utf8').trim().split('\n') : []
  const { rows: entered } = await sql<{ id: string; closed: boolean }>`
    select id, id in (select closes from log_pending where closes is not null) as closed
    from log_pending where kind = 'test-look' and leaf_index is not null`.execute(database)
  for (const id of done.filter((line) => line !== ''))
    assert.ok(entered.find((entry) => entry.id === id)?.closed, 'an effect without an entry, or without an outcome')
  const { rows: open } = await sql`
    select id from log_pending where opened_at is not null
      and id not in (select closes from log_pending where closes is not null)`.execute(database)
  assert.deepEqual(open, [], 'an effect that is open after a start')
}

function runningLog(): { readonly log: TransparencyLog; readonly house: House } {
  const log = new TransparencyLog({
    ...{ folder: logPath, derive, publicUrl: 'https://log.example', witnesses: undefined, kinds: testKinds },
    ...{ timeZone: plain.outbox.timeZone, secretOf: plain.outbox.secretOf, log: plain.log, metrics: plain.metrics },
    ...{ disk: failingDisk(diskAt(logPath), steps), everyMs: 20 },
  })
  const now = () => new Date()
  return { log, house: { ...plain, database: database.withPlugin(failingQueries(steps)), outbox: log.outbox, now } }
}

await check(false)
const { log, house } = runningLog()
await log.start(house)
assert.equal(log.mismatch, undefined)
await check(true)
const intent = {
  ...{
    name: 'Test',
    action: 'test.look',
    activity: undefined,
    trace: { traceId: 'a'.repeat(32), parentSpanId: undefined },
  },
  resource: { type: 'House', id: 'self', attributes: {} },
}
await perform(house, asking(['employee']), intent, async (act) => {
  const entry = await act.enter(changed, { measure: 'measure-07', way: 'wider' })
  await sql`insert into test_acts (entry_id) values (${entry})`.execute(act.tx)
})
await performWithEffect(
  house,
  asking(['employee']),
  intent,
  look,
  async (act) => {
    const entry = await act.enter(look, { measure: 'measure-07' })
    return { entry, plan: entry }
  },
  async (entry) => {
    steps.pass()
    appendFileSync(effects, `${entry}\n`)
    steps.pass()
  },
)
await log.close()
await check(true)
await database.destroy()
process.stdout.write(`${steps.count}\n`)
