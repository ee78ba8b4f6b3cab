import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { perform } from '../../platform/act.ts'
import { Refused } from '../../platform/problem.ts'
import { theHouse } from '../../platform/route.ts'
import { tracePlaceOf } from '../../platform/trace-context.ts'
import { look } from '../../testing/look.ts'
import { openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'
import { officesActivity } from './activities.ts'
import { appointFirstAdministrator, type FirstAdministrator } from './setting-up.ts'

describe('naming a first administrator', () => {
  let house: WholeHouse
  before(async () => {
    house = await openWholeHouse()
    // The only administrator has left.
    await sql`update employees set leaves_at = ${house.clock.now} where id in
      (select employee_id from appointments where office = 'administrator')`.execute(house.house.database)
    already = (await entries()).length
  })
  after(() => house.stop())

  const name = async (staffNumber: string, subject?: string, person?: FirstAdministrator['person']) => {
    const intent = { name: 'test', action: 'people.set-up', activity: officesActivity, resource: theHouse }
    const outcome = await perform(
      house.house,
      async () => ({
        kind: 'principal',
        principal: {
          entity: { type: 'Operator', id: 'server', attributes: {} },
          ...{ passkeyFresh: false, holdsPasskey: false, sessionId: undefined },
        },
      }),
      { ...intent, trace: tracePlaceOf(undefined) },
      (act) => appointFirstAdministrator(act, { staffNumber, subject, person }),
    )
    assert.ok(outcome.kind === 'done')
    return outcome.value
  }
  const staffNumberOf = async (persona: string) =>
    String(look((await (await house.as(persona)).ask('GET', '/api/v1/me')).json, 'employee', 'staffNumber'))
  let already = 0
  /** Kinds of what was entered since the demonstration was made. */
  const entries = async () =>
    (await sql<{ kind: string }>`select kind from log_pending order by place`.execute(house.house.database)).rows
      .slice(already)
      .map(({ kind }) => kind)

  test('refused for a DPO, does not leave another account behind that signs in as the DPO', async () => {
    const dpo = await staffNumberOf('dpo')
    assert.ok((await name(dpo, `account-of-${dpo}`)) instanceof Refused)
    const { rows } = await sql<{ subject: string }>`select subject from employees
      where staff_number = ${dpo}`.execute(house.house.database)
    assert.notEqual(rows[0]?.subject, `account-of-${dpo}`)
    assert.deepEqual(await entries(), [])
  })

  test('granted, is entered in the log with the account that signs in from now on', async () => {
    assert.ok(!((await name(await staffNumberOf('employee'), 'account-of-the-first')) instanceof Refused))
    assert.deepEqual(await entries(), ['sign-in-link-changed', 'appointment-given'])
  })

  const newcomer = { userName: 'nieuw', givenName: 'Nieuw', familyName: 'Hier', email: 'nieuw@voorbeeld.example' }

  test('refused for want of an account, leaves no new employee behind', async () => {
    assert.ok((await name('nieuw-1', undefined, newcomer)) instanceof Refused)
    const { rows } = await sql<{ id: string }>`select id from employees where staff_number = 'nieuw-1'`.execute(
      house.house.database,
    )
    assert.deepEqual(rows, [])
  })

  test('a second one can be named, so that one proposes and the other confirms; a third cannot', async () => {
    assert.ok(!((await name('nieuw-1', 'account-of-the-second', newcomer)) instanceof Refused))
    const again = await name(await staffNumberOf('registry'), 'account-of-the-third')
    assert.ok(again instanceof Refused)
    assert.deepEqual(
      again.because.map(({ code }) => code),
      ['administrator-present'],
    )
  })
})
