import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { backupKeyOf } from '../platform/backup-key.ts'
import { deriverOf } from '../platform/installation-key.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { listAt, look } from '../testing/look.ts'
import { makeSoftwareAuthenticator } from '../testing/software-authenticator.ts'
import { type Client, openWholeHouse, type WholeHouse } from '../testing/whole-house.ts'
import { type Operations, operationsOn } from './operations.ts'

describe('who lost the only passkey', () => {
  let house: WholeHouse
  let operations: Operations
  before(async () => {
    house = await openWholeHouse()
    operations = operationsOn(house.house, backupKeyOf(deriverOf(new Uint8Array(32).fill(9))))
  })
  after(() => house.stop())

  const register = async (client: Client) => {
    const options = await client.ask('POST', '/api/v1/passkeys/registration-options')
    if (options.status !== 200) return options
    const response = makeSoftwareAuthenticator(house.url).register(String(look(options.json, 'challenge')))
    return client.ask('POST', '/api/v1/passkeys', { label: 'Test', response })
  }
  const staffNumberOf = async (client: Client) =>
    String(look((await client.ask('GET', '/api/v1/me')).json, 'employee', 'staffNumber'))
  const entries = async () =>
    (
      await sql<{ leaf: Uint8Array }>`select leaf from log_pending
        where kind = 'passkeys-forgotten' order by place`.execute(house.house.database)
    ).rows.map(({ leaf }) => JSON.parse(Buffer.from(leaf).toString('utf8')))
  const refusedWith = (words: RegExp) => (error: unknown) => error instanceof OperatorError && words.test(error.message)

  test('cannot make another, and after forgetting can, signed in anew; it is entered and told', async () => {
    const client = await house.as('dpo')
    const elsewhere = await house.as('dpo')
    assert.equal((await register(client)).status, 201)
    const stopped = await register(elsewhere)
    assert.equal(look(stopped.json, 'code'), 'passkey-required')
    assert.match(stopped.text, /forget-passkeys/)

    assert.deepEqual(await operations.forgetPasskeys(await staffNumberOf(client)), { passkeys: 1 })
    for (const open of [client, elsewhere]) assert.equal((await open.ask('GET', '/api/v1/me')).status, 401)
    const again = await house.as('dpo')
    assert.equal(listAt((await again.ask('GET', '/api/v1/passkeys')).json, 'passkeys').length, 0)
    const records = await again.ask('GET', '/api/v1/processing-records?by=others', undefined, {
      'accept-language': 'en',
    })
    const told = listAt(records.json, 'records').filter((record) => look(record, 'by') === 'operator')
    assert.match(JSON.stringify(told), /your passkeys forgotten/)
    assert.equal((await register(again)).status, 201)

    assert.deepEqual(
      (await entries()).map((entry) => look(entry, 'offices')),
      ['privacy'],
    )
  })

  test('somebody without an office of their own is everybody in the log', async () => {
    const client = await house.as('employee')
    assert.equal((await register(client)).status, 201)
    await operations.forgetPasskeys(await staffNumberOf(client))
    assert.equal(look((await entries()).at(-1), 'offices'), 'everybody')
  })

  test('a staff number that nobody has, and a person without a passkey, are refused in words and enter nothing', async () => {
    const already = (await entries()).length
    await assert.rejects(operations.forgetPasskeys('no-such-number'), refusedWith(/Nobody in the staff list/))
    const client = await house.as('ciso')
    const staffNumber = await staffNumberOf(client)
    await assert.rejects(operations.forgetPasskeys(staffNumber), refusedWith(/has no passkey/))
    assert.equal((await client.ask('GET', '/api/v1/me')).status, 200)
    assert.equal((await entries()).length, already)
  })
})
