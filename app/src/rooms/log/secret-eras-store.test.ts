import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { migrate } from '../../platform/database.ts'
import { subjectSecrets } from '../../platform/outbox.ts'
import { everyDatabase, type TestDatabase } from '../../testing/databases.ts'
import { listAt, look } from '../../testing/look.ts'
import { type Answer, openWholeHouse } from '../../testing/whole-house.ts'
import { noteSecretEra, secretSince } from './secret-eras-store.ts'

const codesOf = ({ json }: Answer) => listAt(json, 'reasons').map((one) => look(one, 'code'))
const outboxWith = (key: number) => ({ secretOf: () => new Uint8Array(32).fill(key) })

for (const { name, open } of everyDatabase) {
  describe(`since when a secret counts, on ${name}`, () => {
    let opened: TestDatabase
    before(async () => {
      opened = await open()
      await migrate(opened.database)
    })
    after(() => opened.close())

    const within = <T>(work: (tx: Tx) => Promise<T>) => opened.database.transaction().execute(work)
    const start = (key: number, lost = 0) => within((tx) => noteSecretEra(tx, outboxWith(key), lost))
    const since = (subject: string) => within((tx) => secretSince(tx, subject))
    const make = (subject: string) =>
      within((tx) =>
        subjectSecrets({ tx, outbox: { ...outboxWith(1), timeZone: 'UTC', stopped: () => undefined } }, [subject]),
      )
    const eras = async () =>
      (await within((tx) => sql<{ n: number }>`select count(*)::int as n from log_secret_eras`.execute(tx))).rows[0]?.n

    test('from the beginning, whenever it was made, while nothing was lost', async () => {
      await start(1)
      await start(1)
      assert.equal(await eras(), 1)
      await make('one')
      assert.equal(await since('one'), undefined)
    })

    test('after entries came back, one that is made then counts from that start; those of before count as they did', async () => {
      await start(1, 3)
      assert.equal(await eras(), 2)
      await make('two')
      assert.ok((await since('two')) instanceof Date)
      assert.equal(await since('one'), undefined)
    })

    test('after another key, one that is made then counts from the later start', async () => {
      const before = await since('two')
      await start(2)
      await start(2)
      assert.equal(await eras(), 3)
      await make('three')
      const after = await since('three')
      assert.ok(before !== undefined && after !== undefined && after > before)
    })

    test('what was noted stays', async () => {
      await assert.rejects(within((tx) => sql`delete from log_secret_eras`.execute(tx)))
    })
  })
}

test('in a house that was put back nothing is proven about days before, and of a day to come nothing ever', async () => {
  const house = await openWholeHouse()
  try {
    const employee = await house.as('employee')
    const ask = (from: string, until: string, file = '') =>
      employee.ask('GET', `/api/v1/log/absence${file}?from=${from}&until=${until}`)
    const [today, tomorrow, longAgo] = [house.today(), house.today(1), house.today(-40)]
    assert.deepEqual(codesOf(await ask(today, tomorrow)), ['day-to-come'])
    assert.deepEqual(codesOf(await ask(today, tomorrow, '/proof')), ['day-to-come'])
    assert.equal((await ask(longAgo, today)).status, 200)
    // As a start under another key notes it, a moment before somebody asks who had no secret in it yet.
    await sql`insert into log_secret_eras (key_check) values (${new Uint8Array(32)})`.execute(house.house.database)
    await sql`alter table log_salts disable trigger user`.execute(house.house.database)
    await sql`delete from log_salts`.execute(house.house.database)
    for (const file of ['', '/proof']) assert.deepEqual(codesOf(await ask(longAgo, today, file)), ['secret-since'])
    assert.equal((await ask(today, today)).status, 200)
  } finally {
    await house.stop()
  }
})
