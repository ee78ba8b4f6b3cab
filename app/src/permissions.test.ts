import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { callRoute, permissionsTable } from './testing/permissions-walk.ts'
import { openWholeHouse, type WholeHouse } from './testing/whole-house.ts'

// Who may use which route is kept in docs/permissions.tsv, for people to read. Here each route is tried for real by
// every persona, by nobody, by machines and by somebody who has left, and what comes out is that table, to the letter.

const tablePath = join(import.meta.dirname, '../../docs/permissions.tsv')

describe('every route, tried by everybody', () => {
  let house: WholeHouse
  before(async () => {
    house = await openWholeHouse()
  })
  after(() => house.stop())

  test('the table in docs/permissions.tsv says just what the routes do', async () => {
    const text = await permissionsTable(house)
    if (process.env.OPENWACHT_TEST_SHOW_TABLE === '1') process.stderr.write(text)
    assert.equal(text, readFileSync(tablePath, 'utf8'))
  })

  test('every decision leaves exactly one record, whatever it is and whatever comes after it', async () => {
    const count = async () =>
      (await sql<{ n: number }>`select count(*)::int as n from processing`.execute(house.house.database)).rows[0]?.n ??
      0
    for (const route of house.routes) {
      if (route.access?.kind === 'public' || route.method === 'HEAD') continue
      const client = await house.as('dpo')
      const before = await count()
      await callRoute(route, client)
      assert.equal((await count()) - before, 1, `${route.method} ${route.url}`)
    }
  })

  test('nobody gets in anywhere without a session', async () => {
    for (const route of house.routes) {
      if (route.access?.kind === 'public' || route.method === 'HEAD') continue
      const { status } = await callRoute(route, house.nobody)
      assert.equal(status, 401, `${route.method} ${route.url}`)
    }
  })

  test('whoever left gets in nowhere, from that minute on, with the session still open', async () => {
    const client = await house.as('analyst')
    const { json } = await client.ask('GET', '/api/v1/session')
    const { id } = (json as { employee: { id: string } }).employee
    const now = house.clock.now
    await sql`update employees set leaves_at = ${now} where id = ${id}`.execute(house.house.database)
    house.clock.now = new Date(now.getTime() + 1)
    for (const route of house.routes) {
      if (route.access?.kind === 'public' || route.method === 'HEAD') continue
      const { status } = await callRoute(route, client)
      assert.equal(status, 401, `${route.method} ${route.url}`)
    }
    house.clock.now = now
  })
})
