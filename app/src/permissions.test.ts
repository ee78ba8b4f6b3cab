import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { samples } from './testing/samples.ts'
import { type Client, machineWith, openWholeHouse, type WholeHouse } from './testing/whole-house.ts'

// Who may use which route is kept in docs/permissions.tsv, for people to read. Here each route is tried for real by
// every persona, by nobody, by machines and by somebody who has left, and what comes out is that table, to the letter.

const tablePath = join(import.meta.dirname, '../../docs/permissions.tsv')

describe('every route, tried by everybody', () => {
  let house: WholeHouse
  const rows: { method: string; url: string; who: string }[] = []

  before(async () => {
    house = await openWholeHouse()
    const personas = await personasOf(house)
    const clients = new Map<string, Client>()
    for (const { id, office } of personas) clients.set(office, await house.as(id))
    for (const purpose of ['scim', 'authzen', 'metrics'])
      clients.set(`machine:${purpose}`, await machineWith(house, purpose))

    for (const route of house.routes.filter(({ method }) => method !== 'HEAD')) {
      if (route.access?.kind === 'public') {
        rows.push({ method: route.method, url: route.url, who: 'everybody' })
        continue
      }
      const allowed: string[] = []
      for (const [who, client] of clients) {
        if (await mayUse(house, route, client, who, personas)) allowed.push(who)
      }
      const everyOffice = personas.every(({ office }) => allowed.includes(office))
      const machines = allowed.filter((who) => who.startsWith('machine:'))
      rows.push({
        method: route.method,
        url: route.url,
        who: everyOffice ? ['every employee', ...machines].join(' ') : allowed.sort().join(' '),
      })
    }
  })
  after(() => house.stop())

  test('the table in docs/permissions.tsv says just what the routes do', () => {
    const lines = rows.map(({ method, url, who }) => `${method}\t${url}\t${who}`).sort()
    const text = ['method\troute\twho may', ...lines, ''].join('\n')
    if (process.env.OPENWACHT_TEST_SHOW_TABLE === '1') process.stderr.write(text)
    assert.equal(text, readFileSync(tablePath, 'utf8'))
  })

  test('nobody gets in anywhere without a session', async () => {
    for (const route of house.routes) {
      if (route.access?.kind === 'public' || route.method === 'HEAD') continue
      const { status } = await call(route, house.nobody)
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
      const { status } = await call(route, client)
      assert.equal(status, 401, `${route.method} ${route.url}`)
    }
    house.clock.now = now
  })
})

type Persona = { readonly id: string; readonly office: string }

async function personasOf(house: WholeHouse): Promise<Persona[]> {
  const { json } = await house.nobody.ask('GET', '/api/v1/personas')
  // The shape is checked by the route that sends it.
  return (json as { personas: Persona[] }).personas
}

async function mayUse(
  house: WholeHouse,
  route: WholeHouse['routes'][number],
  client: Client,
  who: string,
  personas: readonly Persona[],
): Promise<boolean> {
  // Signing out is tried with a session of its own, or the rest of the walk would be nobody's.
  const persona = personas.find(({ office }) => office === who)
  const ends = route.method === 'DELETE' && route.url === '/api/v1/session'
  const { status, text } = await call(route, ends && persona !== undefined ? await house.as(persona.id) : client)
  assert.ok(
    status < 500,
    `${who}: ${route.method} ${route.url} gave ${status}: ${text} ${house.lines.filter((line) => line.includes('"fault"')).join('')}`,
  )
  assert.notEqual(
    status,
    400,
    `${who}: ${route.method} ${route.url} was not understood, so its permission was not tried: ${text}`,
  )
  return status !== 401 && status !== 403
}

function call(route: WholeHouse['routes'][number], client: Client) {
  const sample = samples[`${route.method} ${route.url}`]
  if (sample === undefined)
    return assert.fail(`no sample request for ${route.method} ${route.url}: add one to testing/samples.ts`)
  return client.ask(route.method, sample.path ?? route.url, sample.body, sample.headers)
}
