// What nobody can do alone, and what no emergency becomes: over HTTP, in the order in which somebody would try it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { look } from '../../testing/look.ts'
import { openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'
import { codes, liveText, proposed, step } from './testing/live-measures.ts'

describe('nobody runs a measure alone', () => {
  let house: WholeHouse
  let emergency: string
  before(async () => {
    house = await openWholeHouse('nl')
    const { json } = await house.nobody.ask('GET', '/api/v1/register')
    const measures = look(json, 'measures') as { id: string; name: string }[]
    emergency = measures.find(({ name }) => name === 'stolen-passwords')?.id ?? assert.fail('no emergency')
  })
  after(() => house.stop())

  const standing = async (id: string) =>
    look((await (await house.as('dpo')).ask('GET', `/api/v1/measures/${id}`)).json, 'measure', 'standing')
  const advise = (id: string, version = 1) =>
    step(house, 'dpo', id, 'advice', { version, outcome: 'positive', text: 'x' })
  const regularise = (id: string, version = 1) =>
    step(house, 'municipal-secretary', id, 'regularisation', { version, until: house.today(100), text: 'x' })
  const textOf = async (id: string) =>
    String(look((await (await house.as('ciso')).ask('GET', `/api/v1/measures/${id}/versions/1`)).json, 'text'))

  test('by writing that it runs since yesterday', async () => {
    const id = await proposed(house, liveText('since-yesterday', house.today(-1)))
    assert.deepEqual(codes(await regularise(id)), ['live-too-late', 'advice-missing'])
    assert.equal((await advise(id)).status, 201)
    assert.deepEqual(codes(await regularise(id)), ['live-too-late'])
    assert.equal(await standing(id), 'in-procedure')
  })

  test('by withdrawing the proposal of what is being brought into order', async () => {
    const id = await proposed(house, liveText('long-running', '2020-01-01'))
    assert.equal((await advise(id)).status, 201)
    assert.equal((await regularise(id)).status, 201)
    assert.equal(await standing(id), 'regularising')
    assert.equal((await step(house, 'privacy-officer', id, 'withdrawal', { version: 1, text: 'x' })).status, 201)
    assert.equal(await standing(id), 'lapsed')
    assert.equal((await step(house, 'privacy-officer', id, 'proposal', { revision: 0 })).status, 201)
    assert.equal((await advise(id, 2)).status, 201)
    assert.deepEqual(codes(await regularise(id, 2)), ['already-regularised'])
    const renamed = await proposed(house, liveText('under-another-name', '2020-01-01', 'long-running'))
    assert.equal((await advise(renamed)).status, 201)
    assert.deepEqual(codes(await regularise(renamed)), ['already-regularised'])
  })

  test('by a judge whom nobody else heard, before the council answered', async () => {
    const id = await proposed(house, liveText('by-a-judge', '2020-01-01'))
    assert.equal((await advise(id)).status, 201)
    const submission = { version: 1, route: 'consent', body: 'works-council', text: 'x', consequences: 'x' }
    assert.equal((await step(house, 'municipal-secretary', id, 'submission', submission)).status, 201)
    const evidence = { hash: 'a'.repeat(64), reference: 'judgment', day: house.today() }
    const permission = () => step(house, 'municipal-secretary', id, 'court-permission', { version: 1, evidence })
    assert.deepEqual(codes(await permission()), ['court-too-early'])
    const refusal = { version: 1, outcome: 'refused', text: 'no', evidence }
    assert.equal((await step(house, 'works-council-member', id, 'representatives-decision', refusal)).status, 201)
    assert.equal((await permission()).status, 201)
    assert.deepEqual(codes(await step(house, 'municipal-secretary', id, 'decision', { version: 1 })), ['own-step'])
    assert.equal((await step(house, 'adopting-board', id, 'decision', { version: 1 })).status, 201)
  })

  test('by telling staff on a day that is written afterwards', async () => {
    const id = await proposed(house, liveText('told-afterwards', '2020-01-01'))
    assert.equal((await advise(id)).status, 201)
    const submission = { version: 1, route: 'not-needed', body: 'works-council', text: 'x' }
    assert.equal((await step(house, 'ciso', id, 'submission', submission)).status, 201)
    assert.equal((await step(house, 'municipal-secretary', id, 'decision', { version: 1 })).status, 201)
    const decidedOn = house.today()
    house.clock.now = new Date(house.clock.now.getTime() + 80 * 86_400_000)
    const announcement = { version: 1, day: decidedOn, tellings: ['infographic'] }
    assert.equal((await step(house, 'communications', id, 'announcement', announcement)).status, 201)
    assert.deepEqual(codes(await step(house, 'ciso', id, 'activation', { version: 1 })), ['notice-runs'])
    house.clock.now = new Date(house.clock.now.getTime() - 80 * 86_400_000)
  })

  test('by an emergency that goes on as something else, or under another name', async () => {
    const text = (await textOf(emergency)).replaceAll('urgent-', 'again-')
    const call = async (name: string) => {
      const body = {
        text: text.replace('id: stolen-passwords', `id: ${name}`),
        reasons: 'x',
        endsOn: house.today(20),
      }
      const called = await (await house.as('ciso')).ask('POST', '/api/v1/emergency-measures', body)
      assert.equal(called.status, 201, called.text)
      return String(look(called.json, 'measure', 'id'))
    }
    const confirm = (id: string) => step(house, 'municipal-secretary', id, 'emergency-confirmation', { version: 1 })
    const beside = await call('beside-it')
    assert.deepEqual([...new Set(codes(await confirm(beside)) as string[])], ['source-taken'])

    assert.equal((await step(house, 'municipal-secretary', emergency, 'ending', { text: 'x' })).status, 201)
    assert.deepEqual(codes(await confirm(beside)), ['emergency-again'])
    const agreed = { until: house.today(10), text: 'it goes on' }
    assert.equal((await step(house, 'ciso', beside, 'emergency-extension', agreed)).status, 403)
    assert.equal((await step(house, 'works-council-member', beside, 'emergency-extension', agreed)).status, 201)
    assert.equal((await confirm(beside)).status, 201)
    assert.equal(await standing(beside), 'emergency')
  })
})
