// What is told of an act is told to the person it was about, and to nobody who was only looked at to decide.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { backupKeyOf } from '../platform/backup-key.ts'
import { deriverOf } from '../platform/installation-key.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { listAt, look } from '../testing/look.ts'
import { type Client, openWholeHouse, type WholeHouse } from '../testing/whole-house.ts'
import { operationsOn } from './operations.ts'

const newcomer = { userName: 'nieuw', givenName: 'Nieuw', familyName: 'Hier', email: 'nieuw@voorbeeld.example' }
const words = { nl: 'U kreeg een functie.', da: 'Du fik en funktion.', en: 'You were given an office.' } as const

describe('who is told of an act', () => {
  let house: WholeHouse
  before(async () => {
    house = await openWholeHouse()
  })
  after(() => house.stop())

  const employeeOf = async (client: Client) => {
    const { json } = await client.ask('GET', '/api/v1/me')
    return { id: String(look(json, 'employee', 'id')), staffNumber: String(look(json, 'employee', 'staffNumber')) }
  }
  /** What one person reads of an operator: `words, outcome, count`. */
  const readBy = async (client: Client, language: keyof typeof words) => {
    const path = '/api/v1/processing-records?by=others'
    const { json } = await client.ask('GET', path, undefined, { 'accept-language': language })
    return listAt(json, 'records')
      .filter((record) => look(record, 'by') === 'operator')
      .map((record) => [look(record, 'what'), look(record, 'outcome'), look(record, 'count')].join(', '))
      .sort()
  }
  /** The people whom the newest record with this word is about. */
  const toldOf = async (event: string, about: readonly string[]) => {
    const { rows } = await sql<{ subject: string }>`select subject from processing_subjects where processing_id =
      (select id from processing where event = ${event} order by ended_at desc limit 1)`.execute(house.house.database)
    assert.deepEqual(
      rows.map(({ subject }) => house.house.seal.open(subject)),
      about,
      event,
    )
  }

  test('over HTTP: an appointment, a proposal, its confirmation, an end, a departure and an import', async () => {
    const administrator = await house.as('administrator')
    const secretary = await house.as('municipal-secretary')
    const { id: employeeId, staffNumber } = await employeeOf(await house.as('employee'))
    const wish = { employeeId, unitId: null, from: house.today(), until: null }
    const given = await administrator.ask('POST', '/api/v1/appointments', {
      ...wish,
      office: 'analyst',
      kind: 'holder',
    })
    assert.equal(given.status, 201, given.text)
    await toldOf('appoint', [employeeId])
    const proposed = await administrator.ask('POST', '/api/v1/proposals', {
      ...wish,
      ...{ kind: 'appointment', office: 'administrator', seat: 'holder' },
    })
    assert.equal(proposed.status, 201, proposed.text)
    await toldOf('propose', [employeeId])
    const confirmation = `/api/v1/proposals/${look(proposed.json, 'id')}/confirmation`
    assert.equal((await secretary.ask('POST', confirmation)).status, 204)
    await toldOf('confirmProposal', [employeeId])
    const end = `/api/v1/appointments/${look(given.json, 'id')}/end`
    const ended = await administrator.ask('POST', end, { until: house.today(1) })
    assert.equal(ended.status, 204, ended.text)
    await toldOf('endAppointment', [employeeId])
    const { rows } = await sql<{ id: string }>`select id from employees where leaves_at is null
      and worker_type = 'employee' and id not in (select employee_id from appointments) limit 1`.execute(
      house.house.database,
    )
    const leaving = rows[0]?.id ?? ''
    const left = await administrator.ask('POST', `/api/v1/employees/${leaving}/departure`, { leavesAt: 'now' })
    assert.equal(left.status, 204, left.text)
    await toldOf('setDeparture', [leaving])
    const file = `personeelsnummer;voornaam;achternaam;e-mail\n${staffNumber};Ander;Hier;ander@voorbeeld.example`
    const imported = await administrator.ask('POST', '/api/v1/imports', file, { 'content-type': 'text/csv' })
    assert.equal(imported.status, 200, imported.text)
    await toldOf('importStaff', [employeeId])
  })

  test('from the command line: the first administrator reads nothing of the second, or of a third who was refused', async () => {
    const operations = operationsOn(house.house, backupKeyOf(deriverOf(new Uint8Array(32).fill(9))))
    const first = await house.as('employee')
    const third = await house.as('registry')
    const { staffNumber } = await employeeOf(first)
    await sql`delete from appointments where office = 'administrator'`.execute(house.house.database)
    const appoint = (number: string, person?: typeof newcomer) =>
      operations.appoint({ staffNumber: number, subject: person === undefined ? undefined : 'account', person })
    await appoint(staffNumber)
    await assert.rejects(appoint(staffNumber), OperatorError)
    await appoint('nieuw-1', newcomer)
    const other = await employeeOf(third)
    await assert.rejects(appoint(other.staffNumber), OperatorError)
    await assert.rejects(appoint('nobody'), OperatorError)
    for (const language of ['nl', 'da', 'en'] as const) {
      const told = await readBy(first, language)
      assert.deepEqual(told, [`${words[language]}, done, 1`, `${words[language]}, refused, 1`])
      assert.deepEqual(await readBy(third, language), [`${words[language]}, refused, 1`])
    }
  })
})
