import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'
import { allAppointments } from './appointments-store.ts'
import { localDate } from './local-date.ts'
import { employmentOf, worksHere } from './people.ts'
import { allEmployees, assessedPeople, type WorkerType } from './store.ts'
import { tasks } from './task-table.ts'
import { assess, maxDeputies } from './tasks.ts'

describe('the tasks of a house with many people', () => {
  let house: WholeHouse
  before(async () => {
    house = await openWholeHouse('nl')
  })
  after(() => house.stop())

  // The assessment reads a few people of each unit. It must say just what it would say of everybody.
  test('are assessed by a few people as they would be by everybody', async () => {
    const on = localDate(house.today())
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 60 }), async (changes) => {
        // Undone at the end: the next changes, and the next test, begin with the house as it was.
        const tx = await house.house.database.startTransaction().execute()
        try {
          for (const { share, workerType, leaves, later, unitless } of changes) {
            const leavesAt = leaves === 'gone' ? new Date(0) : leaves === 'later' ? new Date('2100-01-01') : null
            await sql`update employees set worker_type = ${workerType}, leaves_at = ${leavesAt},
              starts_on = ${later ? '2090-01-01' : '2020-01-01'}::date,
              unit_id = ${unitless ? null : sql`(select id from units order by md5(id::text || ${share}::text) limit 1)`}
              where id = (select id from employees order by md5(id::text || ${share}::text) limit 1)`.execute(tx)
          }
          const at = house.clock.now
          const appointments = await allAppointments(tx)
          const employment = (people: Awaited<ReturnType<typeof allEmployees>>) =>
            people.filter((one) => worksHere(one, at)).map((one) => employmentOf(one, 'Europe/Amsterdam'))
          const few = await assessedPeople(tx, at, on, maxDeputies)
          const everybody = await allEmployees(tx)
          assert.ok(few.length < everybody.length)
          assert.deepEqual(
            assess(tasks, appointments, employment(few), on),
            assess(tasks, appointments, employment(everybody), on),
          )
        } finally {
          await tx.rollback().execute()
        }
      }),
      { numRuns: 15 },
    )
  })

  test('a user name that differs from another only in case is refused, with the reason', async () => {
    const administrator = await house.as('administrator')
    const entry = { givenName: 'Bo', familyName: 'Nieuw', unitId: null, workerType: 'employee', startsOn: '2026-01-01' }
    const enter = (userName: string) =>
      administrator.ask('POST', '/api/v1/employees', {
        ...entry,
        staffNumber: randomUUID(),
        userName,
        email: 'bo@voorbeeld.example',
      })
    assert.equal((await enter('bo.nieuw')).status, 201)
    const again = await enter('Bo.Nieuw')
    assert.equal(again.status, 409, again.text)
    assert.match(again.text, /user-name-taken/)
  })
})

const change = fc.record({
  share: fc.integer(),
  workerType: fc.constantFrom<WorkerType[]>('employee', 'external', 'intern', 'elsewhere'),
  leaves: fc.constantFrom('gone', 'later', 'never', 'never'),
  later: fc.boolean(),
  unitless: fc.boolean(),
})
