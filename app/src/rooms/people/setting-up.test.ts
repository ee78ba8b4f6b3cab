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
import { appointFirstAdministrator } from './setting-up.ts'

describe('naming a first administrator', () => {
  let house: WholeHouse
  before(async () => {
    house = await openWholeHouse()
    // The only administrator has left.
    await sql`update employees set leaves_at = ${house.clock.now} where id in
      (select employee_id from appointments where office = 'administrator')`.execute(house.house.database)
  })
  after(() => house.stop())

  const name = async (staffNumber: string) => {
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
      (act) => appointFirstAdministrator(act, { staffNumber, subject: `account-of-${staffNumber}`, person: undefined }),
    )
    assert.ok(outcome.kind === 'done')
    return outcome.value
  }
  const staffNumberOf = async (persona: string) =>
    String(look((await (await house.as(persona)).ask('GET', '/api/v1/me')).json, 'employee', 'staffNumber'))
  const entries = async () =>
    (await sql<{ kind: string }>`select kind from log_pending order by place`.execute(house.house.database)).rows.map(
      ({ kind }) => kind,
    )

  test('refused for a DPO, does not leave another account behind that signs in as the DPO', async () => {
    const dpo = await staffNumberOf('dpo')
    assert.ok((await name(dpo)) instanceof Refused)
    const { rows } = await sql<{ subject: string }>`select subject from employees
      where staff_number = ${dpo}`.execute(house.house.database)
    assert.notEqual(rows[0]?.subject, `account-of-${dpo}`)
    assert.deepEqual(await entries(), [])
  })

  test('granted, is entered in the log with the account that signs in from now on', async () => {
    assert.ok(!((await name(await staffNumberOf('employee'))) instanceof Refused))
    assert.deepEqual(await entries(), ['sign-in-link-changed', 'appointment-given'])
  })
})
