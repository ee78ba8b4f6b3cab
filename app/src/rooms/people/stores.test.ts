// What the stores of the room find and write, on both databases.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { type Database, migrate, type Tx } from '../../platform/database.ts'
import { eachDatabase } from '../../testing/databases.ts'
import {
  addAppointments,
  allAppointments,
  appointmentsOf,
  endAppointment,
  findAppointment,
} from './appointments-store.ts'
import { localDate } from './local-date.ts'
import type { Appointment } from './offices.ts'
import {
  addChallenge,
  addCredential,
  addPasskey,
  addSession,
  allCredentials,
  type Credential,
  endCredential,
  endSession,
  endSessionsOf,
  findCredential,
  findSession,
  findSessionById,
  isKnownPasskey,
  notePasskeyUse,
  openSessionsOf,
  passkeysOf,
  removePasskey,
  takeChallenge,
  touchSession,
  verifySession,
} from './sign-in-store.ts'
import {
  addEmployees,
  addOrganisation,
  addUnits,
  allUnits,
  changeEmployee,
  countEmployees,
  type Employee,
  employeesPage,
  findEmployee,
  findEmployeeNamed,
  findOrganisation,
  holdsMadeUpPeople,
  passkeyHandleOf,
  provisionedEmployees,
} from './store.ts'

const at = new Date('2026-09-01T10:00:00.123Z')
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000)
const when = { at, on: '2026-09-01' }
const unit = { id: '00000000-0000-4000-8000-0000000000aa', name: 'Burgerzaken', parentId: null, externalId: null }

/** Somebody made up; `n` names them. */
function person(n: number, more: Partial<Employee> = {}): Employee {
  return {
    ...{
      id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      staffNumber: `nr${n}`,
      userName: `Persoon.${n}`,
    },
    ...{ externalId: `x${n}`, subject: `s${n}`, givenName: `Voor${n}`, familyName: `Achter${n}`, unitId: unit.id },
    ...{ email: `p${n}@voorbeeld.example`, workerType: 'employee', language: 'da', startsOn: '2026-03-29' },
    ...{ leavesAt: null, removedAt: null, source: 'hand' },
    ...more,
  }
}

eachDatabase('the stores of people', (open) => {
  let database: Database
  const within = <T>(work: (tx: Tx) => Promise<T>) => database.transaction().execute(work)
  before(async () => {
    database = await open()
    await migrate(database)
    await within(async (tx) => {
      await addUnits(tx, [unit])
      const people = [1, 2, 3].map((n) => person(n))
      const percent = person(4, { familyName: '100%_zeker', givenName: "d'Ël" })
      await addEmployees(
        tx,
        [...people, percent].map((one) => ({ ...one, passkeyHandle: `handle-${one.staffNumber}` })),
        at,
      )
    })
  })

  test('an organisation is as it was written', async () => {
    const organisation = { name: 'Gemeente', jurisdiction: 'nl', timeZone: 'Europe/Amsterdam', language: 'nl' } as const
    assert.equal(await within(findOrganisation), undefined)
    await within((tx) => addOrganisation(tx, organisation))
    assert.deepEqual(await within(findOrganisation), organisation)
  })

  test('an employee is as written: days as days, instants to the millisecond', async () => {
    const leaver = person(5, { leavesAt: new Date('2026-10-25T00:59:59.999Z'), language: null, unitId: null })
    await within((tx) => addEmployees(tx, [{ ...leaver, passkeyHandle: 'h5' }], at))
    assert.deepEqual(await within((tx) => findEmployee(tx, leaver.id)), {
      ...{ ...leaver, createdAt: at, changedAt: at, identityChangedAt: at },
    })
    const changed = { ...leaver, startsOn: '2026-02-28', removedAt: later(1) }
    await within((tx) => changeEmployee(tx, changed, later(2)))
    assert.deepEqual(await within((tx) => findEmployee(tx, leaver.id)), {
      ...{ ...changed, createdAt: at, changedAt: later(2), identityChangedAt: at },
    })
    for (const [n, other] of [{ subject: null }, { givenName: 'Anders' }, { familyName: 'Anders' }].entries()) {
      await within((tx) => changeEmployee(tx, { ...changed, ...other }, later(10 + n)))
      assert.deepEqual((await within((tx) => findEmployee(tx, leaver.id)))?.identityChangedAt, later(10 + n))
    }
    await within((tx) => changeEmployee(tx, changed, later(2)))
    assert.equal(await within((tx) => passkeyHandleOf(tx, leaver.id)), 'h5')
  })

  const names = [
    { column: 'user_name', value: 'PERSOON.1', found: 1 },
    { column: 'user_name', value: 'persoon.%', found: undefined },
    { column: 'staff_number', value: 'nr2', found: 2 },
    { column: 'staff_number', value: 'NR2', found: undefined },
    { column: 'subject', value: 's3', found: 3 },
    { column: 'external_id', value: 'x3', found: 3 },
    { column: 'external_id', value: "x' or '1'='1", found: undefined },
  ] as const
  for (const { column, value, found } of names) {
    test(`${column} "${value}" names ${found ?? 'nobody'}`, async () => {
      const employee = await within((tx) => findEmployeeNamed(tx, column, value))
      assert.equal(employee?.id, found === undefined ? undefined : person(found).id)
    })
  }

  const marked: readonly { name: string; found: readonly string[]; not?: readonly string[] }[] = [
    { name: 'Åkesson', found: ['akesson', 'aakesson', 'åkesson', 'Åkesson', 'AKESSON', 'kesson'], not: ['akessen'] },
    { name: 'Østergård', found: ['ostergard', 'oestergaard', 'Østergaard', 'østergård', 'ostergaard'.slice(0, 7)] },
    { name: 'Sæther', found: ['saether', 'sæther', 'SÆTHER'] },
    { name: 'Müller', found: ['muller', 'mueller', 'müller', 'Mu\u0308ller'] },
    { name: 'Ibrahimović-Yıldız', found: ['ibrahimovic', 'yildiz', 'ibrahimović'] },
    { name: 'Strauß', found: ['strauss', 'strauß'] },
    { name: 'Łukasz', found: ['lukasz', 'łukasz'] },
    { name: 'van der Ómega', found: ['omega', 'der omega', 'ómega'] },
    { name: '100%_\\', found: ['100%', '%_', '\\'], not: ['1000'] },
  ]
  test('a name is found with and without its marks, and as people spell it out', async () => {
    const added = marked.map(({ name }, n) => ({
      ...person(n + 60, { familyName: name }),
      passkeyHandle: `marked-${n}`,
    }))
    await within((tx) => addEmployees(tx, added, at))
    const wish = { unitId: undefined, state: 'all', when, page: 1, sizeRows: 100 } as const
    for (const { name, found, not = [] } of marked) {
      const isFound = async (search: string) => {
        const { employees } = await within((tx) => employeesPage(tx, { ...wish, search }))
        return employees.some(({ familyName }) => familyName === name)
      }
      for (const search of found) assert.ok(await isFound(search), `"${search}" finds ${name}`)
      for (const search of not) assert.ok(!(await isFound(search)), `"${search}" does not find ${name}`)
    }
    await within((tx) =>
      sql`delete from employees where family_name = any(${marked.map(({ name }) => name)})`.execute(tx),
    )
  })

  const searches = [
    { search: 'achter', expected: 4 },
    { search: 'voor2 achter', expected: 1 },
    { search: 'nr1', expected: 1 },
    { search: '%', expected: 1 },
    { search: '_', expected: 1 },
    { search: '\\', expected: 0 },
    { search: "d'ël", expected: 1 },
    { search: '   ', expected: 5 },
  ]
  for (const { search, expected } of searches) {
    test(`a search for "${search}" finds ${expected}`, async () => {
      const wish = { search, unitId: undefined, state: 'all', when, page: 1, sizeRows: 50 } as const
      const { employees, total } = await within((tx) => employeesPage(tx, wish))
      assert.equal(employees.length, expected)
      assert.equal(total, expected)
    })
  }

  test('pages follow each other without a gap or a double', async () => {
    const pages = await within(async (tx) => {
      const wish = { search: undefined, unitId: undefined, state: 'all', when, sizeRows: 2 } as const
      return [
        await employeesPage(tx, { ...wish, page: 1 }),
        await employeesPage(tx, { ...wish, page: 2 }),
        await employeesPage(tx, { ...wish, page: 3 }),
      ]
    })
    const ids = pages.flatMap(({ employees }) => employees.map(({ id }) => id))
    assert.equal(new Set(ids).size, await within(countEmployees))
  })

  test('whom the staff administration removed it does not see', async () => {
    const seen = await within(provisionedEmployees)
    assert.equal(seen.length, 4)
    assert.equal(await within(holdsMadeUpPeople), false)
  })

  const doubles: readonly { name: string; more: Partial<Employee> }[] = [
    { name: 'staff number', more: { staffNumber: 'nr1' } },
    { name: 'user name in another case', more: { userName: 'PERSOON.1' } },
    { name: 'subject', more: { subject: 's1' } },
    { name: 'external id', more: { externalId: 'x1' } },
  ]
  for (const { name, more } of doubles) {
    test(`the database refuses a second ${name}`, async () => {
      const double = { ...person(90, more), passkeyHandle: randomUUID() }
      await assert.rejects(
        within((tx) => addEmployees(tx, [double], at)),
        { code: '23505' },
      )
    })
  }

  test('two units of one name in one place are refused, below different ones they are fine', async () => {
    const again = { ...unit, id: randomUUID() }
    await assert.rejects(
      within((tx) => addUnits(tx, [again])),
      { code: '23505' },
    )
    await within((tx) => addUnits(tx, [{ ...again, parentId: unit.id }]))
    assert.equal((await within(allUnits)).length, 2)
  })

  test('appointments are as written, and end on the day they end', async () => {
    const appointment: Appointment = {
      ...{ id: randomUUID(), employeeId: person(1).id, unitId: null },
      ...{ from: localDate('2026-03-29'), until: localDate('2026-10-25') },
      office: 'ciso',
      kind: 'deputy',
    }
    await within((tx) => addAppointments(tx, [appointment], null, at))
    assert.deepEqual(await within((tx) => findAppointment(tx, appointment.id)), appointment)
    await within((tx) => endAppointment(tx, appointment.id, localDate('2026-09-02'), person(2).id, at))
    const ended = { ...appointment, until: localDate('2026-09-02') }
    assert.deepEqual(await within((tx) => appointmentsOf(tx, person(1).id)), [ended])
    assert.deepEqual(await within(allAppointments), [ended])
  })

  const session = (n: number, employee: number) => ({
    ...{
      id: `00000000-0000-4000-9000-${String(n).padStart(12, '0')}`,
      employeeId: person(employee).id,
      createdAt: later(n),
    },
    ...{ lastSeenAt: at, endsAt: later(600), endedAt: null, passkeyVerifiedAt: null, browser: 'Firefox, Linux' },
  })
  const hash = (n: number) => new Uint8Array(32).fill(n)

  test('a session is found by the hash of its token, to the bit', async () => {
    await within((tx) => addSession(tx, session(1, 1), hash(1)))
    assert.deepEqual(await within((tx) => findSession(tx, hash(1))), session(1, 1))
    assert.equal(await within((tx) => findSession(tx, hash(2))), undefined)
    await assert.rejects(
      within((tx) => addSession(tx, session(9, 1), hash(1))),
      { code: '23505' },
    )
  })

  test('use and verification of a session are noted', async () => {
    await within(async (tx) => {
      await touchSession(tx, session(1, 1).id, later(5))
      await verifySession(tx, session(1, 1).id, later(6))
    })
    assert.deepEqual(await within((tx) => findSessionById(tx, session(1, 1).id)), {
      ...{ ...session(1, 1), lastSeenAt: later(5), passkeyVerifiedAt: later(6) },
    })
  })

  test('a session is ended by its own person only, and once', async () => {
    const [own, foreign] = [person(1).id, person(2).id]
    await within((tx) => addSession(tx, session(2, 1), hash(3)))
    const end = (by: string) => within((tx) => endSession(tx, session(2, 1).id, by, later(7)))
    assert.deepEqual([await end(foreign), await end(own), await end(own)], [false, true, false])
  })

  test('all sessions of a person end together, and nobody else’s', async () => {
    await within(async (tx) => {
      await addSession(tx, session(4, 2), hash(4))
      await endSessionsOf(tx, person(1).id, later(8))
    })
    assert.equal((await within((tx) => openSessionsOf(tx, person(1).id, later(8)))).length, 0)
    assert.equal((await within((tx) => openSessionsOf(tx, person(2).id, later(8)))).length, 1)
    assert.equal((await within((tx) => openSessionsOf(tx, person(2).id, later(600)))).length, 0)
  })

  test('a day after its end a session is gone with its challenges, when somebody signs in; one that runs stays', async () => {
    const challenge = { id: randomUUID(), sessionId: session(1, 1).id, challenge: 'old', purpose: 'verify' } as const
    await within((tx) => addChallenge(tx, { ...challenge, endsAt: later(600) }, at))
    const dayAfterEnd = later(600 + 24 * 60)
    const justBefore = new Date(dayAfterEnd.getTime() - 1)
    const fresh = (n: number, createdAt: Date) => ({
      ...session(n, 2),
      createdAt,
      lastSeenAt: createdAt,
      endsAt: later(9000),
    })
    await within((tx) => addSession(tx, fresh(10, justBefore), hash(10)))
    assert.notEqual(await within((tx) => findSessionById(tx, session(1, 1).id)), undefined)
    await within((tx) => addSession(tx, fresh(11, dayAfterEnd), hash(11)))
    for (const { id } of [session(1, 1), session(2, 1), session(4, 2)])
      assert.equal(await within((tx) => findSessionById(tx, id)), undefined)
    assert.notEqual(await within((tx) => findSessionById(tx, fresh(10, at).id)), undefined)
    await within((tx) => addSession(tx, session(4, 2), hash(4)))
  })

  test('a passkey is as written, also with a counter above 32 bits', async () => {
    const passkey = {
      ...{ id: randomUUID(), employeeId: person(1).id, credentialId: 'cred', publicKey: new Uint8Array([0, 255, 1]) },
      ...{ counter: 2 ** 40, transports: ['internal', 'hybrid'], label: 'Telefoon', backedUp: true },
      ...{ createdAt: at, lastUsedAt: null },
    }
    await within((tx) => addPasskey(tx, passkey))
    assert.deepEqual(await within((tx) => passkeysOf(tx, person(1).id)), [passkey])
    await within((tx) => notePasskeyUse(tx, passkey.id, 2 ** 40 + 1, later(1)))
    const [used] = await within((tx) => passkeysOf(tx, person(1).id))
    assert.deepEqual([used?.counter, used?.lastUsedAt], [2 ** 40 + 1, later(1)])
    assert.equal(await within((tx) => isKnownPasskey(tx, 'cred')), true)
    assert.equal(await within((tx) => removePasskey(tx, passkey.id, person(2).id)), false)
    assert.equal(await within((tx) => removePasskey(tx, passkey.id, person(1).id)), true)
    assert.equal(await within((tx) => isKnownPasskey(tx, 'cred')), false)
  })

  test('a challenge is taken once, for its own purpose, before its end', async () => {
    const sessionId = session(4, 2).id
    const challenge = { id: randomUUID(), sessionId, challenge: 'c1', purpose: 'verify', endsAt: later(5) } as const
    await within((tx) => addChallenge(tx, challenge, at))
    const take = (purpose: 'verify' | 'register', now: Date) =>
      within((tx) => takeChallenge(tx, sessionId, purpose, now))
    assert.equal(await take('register', at), undefined)
    assert.equal(await take('verify', later(5)), undefined)
    assert.equal(await take('verify', later(4)), 'c1')
    assert.equal(await take('verify', later(4)), undefined)
  })

  test('challenges that are over are gone when the next one is made, and no others', async () => {
    const sessionId = session(4, 2).id
    const add = (challenge: string, endsAt: Date, now: Date) =>
      within((tx) => addChallenge(tx, { id: randomUUID(), sessionId, challenge, purpose: 'verify', endsAt }, now))
    await add('over', later(10), later(5))
    await add('open', later(16), later(9))
    await add('new', later(20), later(15))
    const left = await within((tx) =>
      sql<{ challenge: string }>`select challenge from passkey_challenges order by ends_at`.execute(tx),
    )
    assert.deepEqual(
      left.rows.map(({ challenge }) => challenge),
      ['open', 'new'],
    )
  })

  test('a key of a machine is found by the hash of its secret, and ends once', async () => {
    const times = { createdAt: at, endsAt: later(60), endedAt: null }
    const credential: Credential = { id: randomUUID(), purpose: 'scim', label: 'x', ...times }
    await within((tx) => addCredential(tx, credential, hash(7), person(1).id))
    assert.deepEqual(await within((tx) => findCredential(tx, hash(7))), credential)
    assert.deepEqual(await within(allCredentials), [credential])
    assert.equal(await within((tx) => endCredential(tx, credential.id, later(1))), true)
    assert.equal(await within((tx) => endCredential(tx, credential.id, later(2))), false)
    assert.deepEqual((await within((tx) => findCredential(tx, hash(7))))?.endedAt, later(1))
  })
})
