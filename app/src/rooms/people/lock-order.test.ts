// Two acts that wait for each other are ended by PostgreSQL, and one of the two people sees a fault. Everybody takes what
// they lock in one order: staff, appointments, rows of people, sessions. The embedded database has one connection and
// cannot show it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import { everyDatabase, type TestDatabase } from '../../testing/databases.ts'
import { look } from '../../testing/look.ts'
import { type Answer, type Client, openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'
import { lockAppointments } from './appointments-store.ts'
import { endSessionsOf } from './sign-in-store.ts'
import { lockStaff } from './store.ts'

const server = everyDatabase.find(({ name }) => name === 'PostgreSQL')
const skip = server === undefined && 'no PostgreSQL server'

describe('acts that meet on PostgreSQL do not wait for each other', { skip }, () => {
  let opened: TestDatabase
  let house: WholeHouse
  let administrator: Client
  let administratorId: string
  let someone: string
  before(async () => {
    assert.ok(server)
    opened = await server.open()
    house = await openWholeHouse('nl', opened.database)
    administrator = await house.as('administrator')
    administratorId = String(look((await administrator.ask('GET', '/api/v1/session')).json, 'employee', 'id'))
    const { rows } = await sql<{ id: string }>`select id from employees where leaves_at is null
      and worker_type = 'employee' and id not in (select employee_id from appointments) order by id limit 1`.execute(
      opened.database,
    )
    someone = rows[0]?.id ?? ''
  })
  after(async () => {
    await house.stop()
    await opened.close()
  })

  /** Waits until a transaction stands still for another one. */
  async function untilSomebodyWaits(): Promise<void> {
    const deadline = AbortSignal.timeout(60_000)
    for (;;) {
      deadline.throwIfAborted()
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(opened.database)
      if ((rows[0]?.n ?? 0) > 0) return
      await wait(10)
    }
  }

  /** One act begins and holds what it locked; a request comes to wait for it; then the act goes on. */
  async function meeting<T>(
    begins: (tx: Tx) => Promise<unknown>,
    request: () => Promise<T>,
    goesOn: (tx: Tx) => Promise<unknown>,
  ): Promise<T> {
    let answer: Promise<T> | undefined
    await opened.database.transaction().execute(async (tx) => {
      await begins(tx)
      answer = request()
      await untilSomebodyWaits()
      await goesOn(tx)
    })
    assert.ok(answer)
    return answer
  }
  const relink = (id: string) => (tx: Tx) =>
    sql`update employees set subject = subject || '!' where id = ${id}`.execute(tx)
  const putBack = (id: string) =>
    sql`update employees set subject = trim(trailing '!' from subject) where id = ${id}`.execute(opened.database)

  test('an administrator who changes somebody, while somebody else ends the sessions of that administrator', async () => {
    // The use of the session is due to be noted.
    house.clock.now = new Date(house.clock.now.getTime() + 120_000)
    const answer = await meeting<Answer>(
      lockStaff,
      () => administrator.ask('PATCH', `/api/v1/employees/${someone}`, { givenName: 'Aal' }),
      (tx) => endSessionsOf(tx, administratorId, house.clock.now),
    )
    assert.ok(answer.status < 500, answer.text)
  })

  test('somebody who signs in again, while another account is written for them', async () => {
    administrator = await house.as('administrator')
    await meeting(
      async (tx) => {
        await lockStaff(tx)
        await relink(administratorId)(tx)
      },
      () => house.as('administrator', administrator),
      (tx) => endSessionsOf(tx, administratorId, house.clock.now),
    )
    await putBack(administratorId)
  })

  test('an office that is given to somebody, while that person comes back under another account', async () => {
    administrator = await house.as('administrator')
    const from = house.today()
    const answer = await meeting(
      async (tx) => {
        await lockStaff(tx)
        await relink(someone)(tx)
      },
      () =>
        administrator.ask('POST', '/api/v1/appointments', {
          ...{ office: 'analyst', employeeId: someone, unitId: null, kind: 'holder', from, until: null },
        }),
      lockAppointments,
    )
    assert.ok(answer.status < 500, answer.text)
  })
})
