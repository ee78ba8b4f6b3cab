import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { verifyEd25519 } from '@openwacht/tlog/ed25519-node.ts'
import { parsePolicy } from '@openwacht/tlog/policy.ts'
import { sql } from 'kysely'
import { entryKinds } from '../../rooms.ts'
import { listAt, look } from '../../testing/look.ts'
import { type Client, openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'
import { dayPlus } from './leaf-checker.ts'
import { judgeAbsence, judgeEntryProof } from './proof-files.ts'

describe('the log as people read it', () => {
  let house: WholeHouse
  let administrator: Client
  let employee: Client
  let dpo: Client
  let analystId: string
  let today: string
  before(async () => {
    house = await openWholeHouse()
    administrator = await house.as('administrator')
    employee = await house.as('employee')
    dpo = await house.as('dpo')
    const analyst = await house.as('analyst')
    analystId = String(look((await analyst.ask('GET', '/api/v1/session')).json, 'employee', 'id'))
    await administrator.ask('POST', '/api/v1/credentials', { purpose: 'metrics', label: 'test', days: 1 })
    today = house.today()
    const given = await administrator.ask('POST', '/api/v1/appointments', {
      ...{ office: 'project-lead', employeeId: analystId, unitId: null, kind: 'deputy' },
      ...{ from: dayPlus(today, 1), until: dayPlus(today, 60) },
    })
    assert.ok(given.status < 300, given.text)
    await house.log.takeTurn()
  })
  after(() => house.stop())

  const get = (client: Client, path: string) => client.ask('GET', `/api/v1/log${path}`)
  const policy = async () => parsePolicy(Buffer.from((await house.nobody.ask('GET', '/log/policy')).text))
  const recorded = async () =>
    (await sql<{ n: number }>`select count(*)::int as n from processing_subjects`.execute(house.house.database)).rows[0]
      ?.n ?? 0

  test('everybody sees how the log is', async () => {
    const { json, status } = await get(employee, '')
    assert.equal(status, 200)
    assert.equal(look(json, 'origin'), 'localhost/log')
    assert.equal(look(json, 'witnessed', 'kind'), 'none-needed')
    assert.equal(look(json, 'stopped'), null)
    assert.equal(look(json, 'waiting'), 0)
    assert.ok(listAt(json, 'kinds').length >= 10)
  })

  test('staff read groups of offices and days; hour and office are for who oversees', async () => {
    const { json } = await get(employee, '/entries')
    const [appointment, credential] = listAt(json, 'entries')
    assert.equal(look(appointment, 'kind'), 'appointment-given')
    assert.equal(look(appointment, 'facts', 'offices'), 'support')
    assert.equal(look(appointment, 'about'), 1)
    assert.equal(look(appointment, 'details'), null)
    assert.equal(look(appointment, 'outside'), 'kept')
    assert.equal(look(credential, 'kind'), 'credential-made')
    const { json: finer } = await get(dpo, '/detailed-entries')
    assert.equal(look(listAt(finer, 'entries')[0], 'details', 'office'), 'project-lead')
    assert.equal(typeof look(listAt(finer, 'entries')[0], 'details', 'hour'), 'number')
    assert.equal((await get(employee, '/detailed-entries')).status, 403)
    assert.equal((await get(administrator, '/detailed-entries')).status, 403)
    assert.equal((await get(employee, '/delays')).status, 403)
  })

  test('who reads the finer facts leaves a record with whom they are about', async () => {
    const before = await recorded()
    await get(employee, '/entries')
    assert.equal(await recorded(), before)
    await get(dpo, '/detailed-entries')
    assert.ok((await recorded()) > before)
  })

  test('the list goes by page, and by kind, measure and day', async () => {
    const first = await get(employee, '/entries?limit=1')
    assert.equal(listAt(first.json, 'entries').length, 1)
    const next = await get(employee, `/entries?limit=1&before=${look(first.json, 'next')}`)
    assert.equal(look(listAt(next.json, 'entries')[0], 'kind'), 'credential-made')
    const count = async (query: string) => listAt((await get(employee, `/entries?${query}`)).json, 'entries').length
    assert.equal(await count('kind=credential-made'), 1)
    assert.equal(await count('measure=measure-99'), 0)
    assert.equal(await count(`from=${today}&until=${today}`), 2)
    assert.equal(await count(`from=${dayPlus(today, 1)}`), 0)
    for (const query of ['limit=0', 'before=-1', 'kind=X', 'from=2026-02-30', 'unknown=1'])
      assert.equal((await get(employee, `/entries?${query}`)).status, 400, query)
  })

  test('one entry has its leaf and its proof, and the file of it convinces an outsider', async () => {
    const [entry] = listAt((await get(employee, '/entries?kind=appointment-given')).json, 'entries')
    const id = String(look(entry, 'id'))
    const { json } = await get(employee, `/entries/${id}`)
    assert.equal(JSON.parse(String(look(json, 'leaf'))).id, id)
    assert.equal(look(json, 'proof', 'witnessed'), true)
    const file = await get(employee, `/entries/${id}/proof`)
    assert.match(file.headers.get('content-type') ?? '', /^text\/plain/)
    assert.match(
      file.headers.get('content-disposition') ?? '',
      /^attachment; filename="entry-[0-9a-f]{8}\.tlog-proof"$/,
    )
    const trust = { policy: await policy(), kinds: entryKinds, verify: verifyEd25519 }
    const [finding] = await judgeEntryProof('file', Buffer.from(file.text), trust)
    assert.equal(finding?.code, 'proof-entry')
    assert.equal((await get(employee, `/entries/${'0'.repeat(32)}`)).status, 404)
    assert.equal((await get(employee, '/entries/none')).status, 400)
  })

  const period = () => `from=${dayPlus(today, -30)}&until=${today}`
  const judged = async (client: Client, about: 'own' | string) => {
    const path = about === 'own' ? '/absence' : `/measures/${about}/absence`
    const file = await get(client, `${path}/proof?${period()}`)
    assert.equal(file.status, 200, file.text)
    const secret = about === 'own' ? (await get(client, '/absence/secret')).text.trim() : ''
    const question = {
      about:
        about === 'own'
          ? ({ kind: 'secret', secret: Buffer.from(secret, 'hex') } as const)
          : ({ kind: 'measure', measure: about } as const),
      ...{ from: dayPlus(today, -30), until: today },
    }
    const trust = { policy: await policy(), verify: verifyEd25519 }
    return (await judgeAbsence('file', Buffer.from(file.text), question, trust)).map(({ code }) => code)
  }

  test('who is in no entry has proof of that, which holds without this server', async () => {
    const { json } = await get(employee, `/absence?${period()}`)
    assert.deepEqual(listAt(json, 'days'), [])
    assert.deepEqual(look(json, 'witnessed'), true)
    assert.ok(listAt(json, 'unmarked').includes('staff-imported'))
    assert.ok(listAt(json, 'delayed').every((band) => look(band, 'undisclosed') === '0'))
    assert.deepEqual(await judged(employee, 'own'), ['absent', 'no-witness', 'newest', 'truth'])
  })

  test('who is in an entry finds it under the own key, and nobody else does', async () => {
    const analyst = await house.as('analyst')
    const { json } = await get(analyst, `/absence?${period()}`)
    const [day] = listAt(json, 'days')
    assert.equal(look(day, 'day'), today)
    const [appointment] = listAt((await get(employee, '/entries?kind=appointment-given')).json, 'entries')
    assert.deepEqual(look(day, 'entries'), [look(appointment, 'index')])
    assert.deepEqual(await judged(analyst, 'own'), ['present', 'no-witness', 'newest', 'truth'])
    const secrets = [employee, analyst].map(async (client) => (await get(client, '/absence/secret')).text)
    assert.equal(new Set(await Promise.all(secrets)).size, 2)
  })

  test('of a measure everybody can prove on which days nothing was entered', async () => {
    const [newest] = listAt((await get(employee, '/entries?kind=measure-declared&limit=1')).json, 'entries')
    const measure = String(look(newest, 'measure'))
    const { status } = await get(employee, `/measures/${measure}/absence?${period()}`)
    assert.equal(status, 200)
    const codes = await judged(employee, measure)
    assert.ok(codes.some((code) => code === 'absent' || code === 'present') && !codes.includes('other-days'))
  })

  test('a measure that no entry names has no proof of absence: a number that was typed wrong is told', async () => {
    for (const path of ['absence', 'absence/proof']) {
      const { status, json } = await get(employee, `/measures/measure-9999/${path}?${period()}`)
      const [reason] = listAt(json, 'reasons')
      assert.deepEqual([status, look(reason, 'code')], [404, 'no-such-measure'])
      assert.match(String(look(reason, 'detail')), /geen maatregel/)
    }
  })

  test('a period that ends before it begins, or is too long, is refused in words', async () => {
    for (const query of ['from=2026-02-01&until=2026-01-01', 'from=2000-01-01&until=2026-01-01']) {
      const { status, json } = await get(employee, `/absence?${query}`)
      assert.equal(status, 422, query)
      assert.match(String(look(listAt(json, 'reasons')[0], 'detail')), /periode/)
      assert.equal((await get(employee, `/absence/proof?${query}`)).status, 422)
    }
    assert.equal((await get(employee, '/absence')).status, 400)
  })

  test('no entry of the log holds a name, an id or an account of anybody', async () => {
    const { rows } = await sql<{ text: string }>`
      select convert_from(leaf, 'UTF8') as text from log_pending`.execute(house.house.database)
    const { rows: people } = await sql<{ id: string; name: string; user_name: string }>`
      select id::text, family_name as name, user_name from employees`.execute(house.house.database)
    const all = rows.map(({ text }) => text).join('\n')
    assert.ok(all.length > 200)
    for (const { id, name, user_name } of people)
      for (const secret of [id, name, user_name]) assert.ok(secret.length < 5 || !all.includes(secret))
  })
})
