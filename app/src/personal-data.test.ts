import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { samples } from './testing/samples.ts'
import { type Client, openWholeHouse, type WholeHouse } from './testing/whole-house.ts'

// Names are planted where they live, every route is asked by who may see most, and then everything that left the
// server or was written beside the answer is searched for them.

describe('personal data', () => {
  let house: WholeHouse
  let planted: string[]
  let clients: Client[]

  before(async () => {
    house = await openWholeHouse()
    clients = [await house.as('administrator'), await house.as('dpo'), await house.as('employee')]
    const { rows } = await sql<{ family_name: string; email: string; staff_number: string; user_name: string }>`
      select family_name, email, staff_number, user_name from employees`.execute(house.house.database)
    planted = [...new Set(rows.flatMap((row) => [row.family_name, row.email, row.user_name]))].filter(
      (text) => text.length > 5,
    )
  })
  after(() => house.stop())

  const recorded = async () =>
    (
      await sql<{ n: number }>`select count(*)::int as n from processing where activity is not null`.execute(
        house.house.database,
      )
    ).rows[0]?.n ?? 0
  const found = (text: string) => planted.filter((name) => text.includes(name))

  // What a browser is told of whoever uses it: a record of each page view would itself be a diary of staff.
  const unrecorded = ['GET /api/v1/session']

  test('no answer that names a person leaves without a record of processing', async () => {
    let answersWithNames = 0
    for (const route of house.routes.filter(({ method, url }) => method === 'GET' || url.endsWith('/search'))) {
      const key = `${route.method} ${route.url}`
      const path = samples[key]?.path ?? route.url
      for (const client of clients) {
        const before = await recorded()
        const { text } = await client.ask(route.method, path, samples[key]?.body, samples[key]?.headers)
        if (found(text).length === 0 || unrecorded.includes(key) || key === 'GET /api/v1/personas') continue
        answersWithNames += 1
        assert.ok((await recorded()) > before, `${key} named ${found(text).length} people and left no record`)
      }
    }
    // The search is known to find something.
    assert.ok(answersWithNames >= 3, `only ${answersWithNames} answers held names`)
  })

  test('no name, number or address of a person stands in a log line, in a metric or in an error', async () => {
    const sent = {
      staffNumber: 'Plantwortel',
      userName: 'plant.wortel',
      givenName: 'Wortel',
      familyName: 'Plantwortel',
      email: 'plantwortel@voorbeeld.example',
    }
    planted.push(...Object.values(sent))
    const answers: string[] = []
    for (const client of [...clients, house.nobody]) {
      for (const [key, sample] of Object.entries(samples)) {
        const [method = '', url = ''] = key.split(' ')
        if (key === 'DELETE /api/v1/session') continue
        const path = `${sample.path ?? url}${(sample.path ?? url).includes('?') ? '&' : '?'}search=Plantwortel`
        const answer = await client.ask(method, path, method === 'GET' ? undefined : sent, {
          'user-agent': 'Plantwortel',
          referer: 'http://x/Plantwortel',
        })
        if (answer.status >= 400) answers.push(answer.text)
      }
    }
    const { metrics, lines } = { metrics: await house.house.metrics.registry.metrics(), lines: house.lines.join('') }
    assert.ok(lines.length > 1000 && metrics.length > 1000 && answers.length > 50)
    assert.deepEqual(found(lines), [])
    assert.deepEqual(found(metrics), [])
    assert.deepEqual(found(answers.join('')), [])
  })

  test('no id of a person and no session token stands in a log line or a metric', async () => {
    const ids = (
      await sql<{ id: string }>`select id::text from employees union select id::text from sessions`.execute(
        house.house.database,
      )
    ).rows.map((row) => row.id)
    const tokens = clients.map((client) => client.cookie.split('=')[1] ?? '')
    const text = house.lines.join('') + (await house.house.metrics.registry.metrics())
    assert.ok(ids.length > 300 && tokens.every((token) => token.length > 30))
    assert.deepEqual(
      [...ids, ...tokens].filter((secret) => text.includes(secret)),
      [],
    )
  })
})
