// An emergency measure whose account does not come: its looks end by themselves, and everybody reads so.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { look } from '../../testing/look.ts'
import { openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'
import { runningPermit } from './measures.ts'

const dayMs = 86_400_000

describe('an emergency measure that runs in a made-up municipality', () => {
  let house: WholeHouse
  let id: string
  before(async () => {
    house = await openWholeHouse('nl')
    const { json } = await house.nobody.ask('GET', '/api/v1/register')
    const measures = look(json, 'measures') as { id: string; name: string }[]
    id = measures.find(({ name }) => name === 'stolen-passwords')?.id ?? assert.fail('no emergency')
  })
  after(() => house.stop())

  const read = async () => look((await house.nobody.ask('GET', `/api/v1/register/${id}`)).json, 'measure')
  const emergency = async () => look(await read(), 'emergency')
  const lastDay = async () => String(look(look(await emergency(), 'accountBy'), 'safe'))
  const goTo = (day: string) => {
    house.clock.now = new Date(`${day}T12:00:00Z`)
  }
  const dayAfter = (day: string) => new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10)
  const permit = () =>
    house.house.database.transaction().execute((tx) => runningPermit({ tx, at: house.clock.now }, id, new Map()))
  const extend = async (office: string, until: string) =>
    (await house.as(office)).ask('POST', `/api/v1/measures/${id}/emergency-extension`, { until, text: 'feestdagen' })

  test('gets more time from the representatives alone, once, and never from the employer', async () => {
    const first = await lastDay()
    const until = dayAfter(first)
    for (const office of ['ciso', 'municipal-secretary', 'dpo']) {
      assert.equal((await extend(office, until)).status, 403, office)
    }
    assert.equal((await extend('works-council-member', first)).status, 409)
    assert.equal((await extend('works-council-member', until)).status, 201)
    assert.deepEqual([await lastDay(), look(await emergency(), 'extended')], [until, true])
    const again = await extend('works-council-member', dayAfter(until))
    assert.match(again.text, /already-extended/)
    const { text } = await house.nobody.ask('GET', `/api/v1/register/${id}`, undefined, { 'accept-language': 'nl' })
    assert.match(text, /De voorzitter van de vertegenwoordigers gaf tot/)
  })

  test('may be looked into on the last day of its term, and by nobody on the day after', async () => {
    const last = await lastDay()
    goTo(last)
    assert.equal(look(look(await read(), 'running'), 'looks'), true)
    const soon = await permit()
    assert.ok(soon?.endsAt !== undefined && soon.endsAt > house.clock.now)
    goTo(dayAfter(last))
    const measure = await read()
    assert.equal(look(measure, 'standing'), 'lapsed')
    assert.equal(look(look(measure, 'emergency'), 'state'), 'lapsed')
    assert.deepEqual(
      [look(look(measure, 'running'), 'looks'), look(look(measure, 'running'), 'looksEnded')],
      [false, 'account-late'],
    )
    const over = await permit()
    assert.equal(over?.ends, 'account-late')
    assert.ok(over.endsAt !== undefined && over.endsAt <= house.clock.now)
  })

  test('can still be accounted for then, and does not start again by it', async () => {
    const account = async (office: string, text: string) =>
      (await house.as(office)).ask('POST', `/api/v1/measures/${id}/account`, { text })
    const words = 'wat er aan de hand was, wat er is gezien en wat er is gedaan. '.repeat(2)
    assert.match((await account('municipal-secretary', words)).text, /own-step/)
    assert.match((await account('ciso', 'ok')).text, /account-short/)
    const done = await account('ciso', words)
    assert.equal(done.status, 201, done.text)
    assert.equal(look(await read(), 'standing'), 'lapsed')
    assert.match((await extend('works-council-member', '2099-01-01')).text, /already-accounted|already-extended/)
  })
})
