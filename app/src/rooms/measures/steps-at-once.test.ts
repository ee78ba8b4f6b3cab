// Steps that people take at the same instant. The embedded database has one connection and cannot show it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { everyDatabase, type TestDatabase } from '../../testing/databases.ts'
import { openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'
import { codes, liveText, proposed, step } from './testing/live-measures.ts'

const server = everyDatabase.find(({ name }) => name === 'PostgreSQL')
const skip = server === undefined && 'no PostgreSQL server'

describe('steps that are taken at once on PostgreSQL', { skip }, () => {
  let opened: TestDatabase
  let house: WholeHouse
  before(async () => {
    assert.ok(server)
    opened = await server.open()
    house = await openWholeHouse('nl', opened.database)
  })
  after(async () => {
    await house.stop()
    await opened.close()
  })

  test('of four measures on one source that are started together, one runs', async () => {
    const ids: string[] = []
    for (const name of ['at-once-1', 'at-once-2', 'at-once-3', 'at-once-4']) {
      const id = await proposed(house, liveText(name, '2020-01-01', 'at-once'))
      const advice = { version: 1, outcome: 'positive', text: 'x' }
      assert.equal((await step(house, 'dpo', id, 'advice', advice)).status, 201)
      ids.push(id)
    }
    const secretary = await house.as('municipal-secretary')
    const body = { version: 1, until: house.today(30), text: 'x' }
    const answers = await Promise.all(
      ids.map((id) => secretary.ask('POST', `/api/v1/measures/${id}/regularisation`, body)),
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409])
    for (const answer of answers.filter(({ status }) => status === 409)) {
      assert.deepEqual(codes(answer), ['source-taken'])
    }
  })
})
