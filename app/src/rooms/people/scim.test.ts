import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { listAt, look } from '../../testing/look.ts'
import { type Client, machineWith, openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'

// Requests in the shapes that directories document: Microsoft Entra ID ("Develop and plan provisioning for a SCIM
// endpoint"), Okta ("SCIM 2.0 protocol"), and RFC 7644 itself. The values are made up.

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const patchOp = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error'

describe('provisioning by SCIM 2.0', () => {
  let house: WholeHouse
  let directory: Client
  let made = 0
  before(async () => {
    house = await openWholeHouse()
    directory = await machineWith(house, 'scim')
  })
  after(() => house.stop())

  const scim = (method: string, path: string, body?: unknown) =>
    directory.ask(method, `/scim/v2${path}`, body, { 'content-type': 'application/scim+json' })
  /** A person as Entra makes one. */
  const entraUser = (name: string) => ({
    schemas: [core, enterprise],
    externalId: `object-${name}`,
    userName: `${name}@voorbeeld.example`,
    active: true,
    displayName: `Naam ${name}`,
    emails: [{ primary: true, type: 'work', value: `${name}@voorbeeld.example` }],
    meta: { resourceType: 'User' },
    name: { formatted: `Naam ${name}`, familyName: `Familie-${name}`, givenName: 'Naam' },
    roles: [],
    [enterprise]: { employeeNumber: `nr-${name}`, department: 'Burgerzaken' },
  })
  const create = async () => {
    made += 1
    const answer = await scim('POST', '/Users', entraUser(`persoon${made}`))
    assert.equal(answer.status, 201, answer.text)
    return String(look(answer.json, 'id'))
  }
  const read = async (id: string) => (await scim('GET', `/Users/${id}`)).json
  const patch = (id: string, ...Operations: readonly object[]) =>
    scim('PATCH', `/Users/${id}`, { schemas: [patchOp], Operations })

  test('a person as Entra sends one comes in, with a location, and is found by name in any case', async () => {
    const answer = await scim('POST', '/Users', entraUser('eva'))
    assert.equal(answer.status, 201, answer.text)
    assert.match(answer.headers.get('content-type') ?? '', /^application\/scim\+json/)
    assert.equal(look(answer.json, 'name', 'familyName'), 'Familie-eva')
    assert.match(String(look(answer.json, 'meta', 'location')), /\/scim\/v2\/Users\/[0-9a-f-]{36}$/)
    for (const name of ['eva@voorbeeld.example', 'EVA@voorbeeld.example']) {
      const found = await scim('GET', `/Users?filter=${encodeURIComponent(`userName eq "${name}"`)}`)
      assert.equal(look(found.json, 'totalResults'), 1, found.text)
      assert.equal(look(found.json, 'Resources', 0, 'id'), look(answer.json, 'id'))
    }
  })

  test('the probe of Entra before it begins finds nobody, and that is no error', async () => {
    const found = await scim('GET', `/Users?filter=${encodeURIComponent('userName eq "non-existent"')}`)
    assert.equal(found.status, 200)
    assert.equal(look(found.json, 'totalResults'), 0)
    assert.deepEqual(look(found.json, 'schemas'), ['urn:ietf:params:scim:api:messages:2.0:ListResponse'])
  })

  test('a person who is there already is 409 with uniqueness', async () => {
    const answer = await scim('POST', '/Users', entraUser('eva'))
    assert.equal(answer.status, 409)
    assert.deepEqual(look(answer.json, 'schemas'), [errorSchema])
    assert.equal(look(answer.json, 'scimType'), 'uniqueness')
  })

  const changes: readonly {
    name: string
    operations: readonly object[]
    at: readonly (string | number)[]
    is: unknown
  }[] = [
    {
      name: 'Entra: Replace with a capital, on a path',
      operations: [{ op: 'Replace', path: 'name.familyName', value: 'Anders' }],
      at: ['name', 'familyName'],
      is: 'Anders',
    },
    {
      name: 'Entra: the address of the work mail by a filter',
      operations: [{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'anders@voorbeeld.example' }],
      at: ['emails', 0, 'value'],
      is: 'anders@voorbeeld.example',
    },
    {
      name: 'Entra: Add by the path of the extension',
      operations: [{ op: 'Add', path: `${enterprise}:department`, value: 'Belastingen' }],
      at: [enterprise, 'department'],
      is: 'Belastingen',
    },
    {
      name: 'Entra: Add of a manager, which is not kept, beside a name, which is',
      operations: [
        { op: 'Add', path: `${enterprise}:manager`, value: 'x' },
        { op: 'Replace', path: 'name.givenName', value: 'Nieuw' },
      ],
      at: ['name', 'givenName'],
      is: 'Nieuw',
    },
    {
      name: 'Entra: no path, names with dots in the value',
      operations: [{ op: 'Replace', value: { 'name.givenName': 'Gestipt' } }],
      at: ['name', 'givenName'],
      is: 'Gestipt',
    },
    {
      name: 'Okta: replace without a path, an object as value',
      operations: [{ op: 'replace', value: { name: { givenName: 'Okta', familyName: 'Vorm' } } }],
      at: ['name', 'familyName'],
      is: 'Vorm',
    },
    {
      name: 'attributes that nobody keeps are let go',
      operations: [
        { op: 'add', path: 'phoneNumbers[type eq "mobile"].value', value: '06' },
        { op: 'add', path: 'title', value: 'x' },
      ],
      at: ['active'],
      is: true,
    },
    {
      name: 'roles and certificates of any type are let in unread',
      operations: [{ op: 'add', path: 'roles', value: [{ type: 'WindowsAzureActiveDirectoryRole', value: 'x' }] }],
      at: ['active'],
      is: true,
    },
  ]
  for (const { name, operations, at, is } of changes) {
    test(`changed: ${name}`, async () => {
      const id = await create()
      const answer = await patch(id, ...operations)
      assert.ok([200, 204].includes(answer.status), answer.text)
      assert.deepEqual(look(await read(id), ...at), is)
    })
  }

  test('the extension is added to a person who came without it, in each form', async () => {
    const forms: readonly object[] = [
      { op: 'add', path: `${enterprise}:department`, value: 'Later' },
      { op: 'Add', path: enterprise, value: { department: 'Later' } },
      { op: 'add', value: { [enterprise]: { department: 'Later', manager: { value: 'x' } } } },
      { op: 'Replace', value: { [`${enterprise}:department`]: 'Later' } },
    ]
    for (const [at, form] of forms.entries()) {
      const made = await scim('POST', '/Users', { schemas: [core], userName: `kaal${at}@voorbeeld.example` })
      const id = String(look(made.json, 'id'))
      const answer = await patch(id, form)
      assert.ok([200, 204].includes(answer.status), `${JSON.stringify(form)}: ${answer.text}`)
      assert.equal(look(await read(id), enterprise, 'department'), 'Later', JSON.stringify(form))
    }
  })

  test('a person with roles, certificates and the extension comes in, whatever their types', async () => {
    const answer = await scim('POST', '/Users', {
      ...entraUser('rollen'),
      roles: [{ type: 'anything', value: 'x', primary: true }],
      x509Certificates: [{ type: 'anything', value: 'AAAA' }],
    })
    assert.equal(answer.status, 201, answer.text)
  })

  test('a filter of any form shows nobody who was not asked for', async () => {
    const id = await create()
    const { userName, externalId } = Object(await read(id))
    const filters: readonly { filter: string; finds: boolean }[] = [
      { filter: `userName eq "${userName}" and active eq true`, finds: true },
      { filter: `userName eq "${userName}" and active eq false`, finds: false },
      { filter: `userName eq "none" or externalId eq "${externalId}"`, finds: true },
      { filter: 'userName eq "none" or externalId eq "none"', finds: false },
      { filter: `emails[type eq "work" and value eq "${userName}"]`, finds: true },
      { filter: 'emails.value co "none"', finds: false },
      { filter: 'name.familyName eq "none"', finds: false },
      { filter: 'userName co "((("', finds: false },
      { filter: 'title eq "none"', finds: false },
      { filter: `${enterprise}:department eq "none"`, finds: false },
    ]
    await scim('POST', '/Users', { schemas: [core], userName: 'no-mail', externalId: 'no-mail' })
    for (const { filter, finds } of filters) {
      const { status, json, text } = await scim('GET', `/Users?filter=${encodeURIComponent(filter)}`)
      assert.equal(status, 200, `${filter} ${text}`)
      assert.deepEqual(
        listAt(json, 'Resources').map((found) => look(found, 'id')),
        finds ? [id] : [],
        filter,
      )
    }
  })

  test('a name longer than any is not understood', async () => {
    assert.equal((await scim('POST', '/Users', { schemas: [core], userName: 'u'.repeat(10_000) })).status, 400)
  })

  test('a name that shows as the name of somebody else does not come in', async () => {
    for (const odd of ['eva\u200b@voorbeeld.example', '\u202eelpmexe', 'e\u0000va', 'e\u2060va']) {
      const answer = await scim('POST', '/Users', { schemas: [core], userName: odd, externalId: odd })
      assert.equal(answer.status, 400, answer.text)
    }
  })

  test('somebody else under a user name that is free again does not come into the offices of the one before', async () => {
    const gone = await create()
    const { userName } = Object(await read(gone))
    await sql`insert into appointments (id, office, employee_id, kind, valid_from, appointed_at)
      values (gen_random_uuid(), 'dpo', ${gone}, 'holder', '2026-01-01', now())`.execute(house.house.database)
    assert.equal((await scim('DELETE', `/Users/${gone}`)).status, 204)
    const other = {
      schemas: [core],
      userName,
      externalId: 'somebody-else',
      name: { givenName: 'An', familyName: 'Der' },
    }
    const answer = await scim('POST', '/Users', other)
    assert.equal(answer.status, 201, answer.text)
    assert.notEqual(look(answer.json, 'id'), gone)
    assert.equal((await scim('GET', `/Users/${gone}`)).status, 404)
  })

  test('who takes a name that is free again and a number that is not changes nobody', async () => {
    const gone = await create()
    const { userName } = Object(await read(gone))
    const kept = Object(await read(await create()))
    assert.equal((await scim('DELETE', `/Users/${gone}`)).status, 204)
    const answer = await scim('POST', '/Users', {
      ...{ schemas: [core, enterprise], userName, externalId: `other-${gone}` },
      [enterprise]: { employeeNumber: kept[enterprise].employeeNumber },
    })
    assert.equal(answer.status, 409, answer.text)
    const { rows } = await sql<{ user_name: string }>`select user_name from employees where id = ${gone}`.execute(
      house.house.database,
    )
    assert.deepEqual(rows, [{ user_name: userName }])
  })

  for (const name of ['userName', 'externalId', 'employeeNumber']) {
    test(`an empty ${name} is not understood, by each way, and the answer names it`, async () => {
      const id = await create()
      const person = entraUser('leeg')
      const empty =
        name === 'employeeNumber'
          ? { [enterprise]: { employeeNumber: '' } }
          : { [name]: name === 'externalId' ? ' ' : '' }
      const path = name === 'employeeNumber' ? `${enterprise}:employeeNumber` : name
      for (const answer of [
        await scim('POST', '/Users', { ...person, ...empty }),
        await scim('PUT', `/Users/${id}`, { ...person, ...empty }),
        await patch(id, { op: 'replace', path, value: '' }),
      ]) {
        assert.equal(answer.status, 400, answer.text)
        assert.match(String(look(answer.json, 'detail')), new RegExp(name))
      }
    })
  }

  test('another account for a person is entered in the log, and ends what the account before had open', async () => {
    const count = async () =>
      (
        await sql<{
          n: number
        }>`select count(*)::int as n from log_pending where kind = 'sign-in-link-changed'`.execute(house.house.database)
      ).rows[0]?.n ?? 0
    const client = await house.as('foi-officer')
    const id = String(look((await client.ask('GET', '/api/v1/session')).json, 'employee', 'id'))
    const before = await count()
    assert.equal((await patch(id, { op: 'replace', path: 'externalId', value: 'another-account' })).status, 200)
    assert.equal((await count()) - before, 1)
    assert.equal((await client.ask('GET', '/api/v1/me')).status, 401)
    await patch(id, { op: 'replace', path: 'externalId', value: 'another-account' })
    assert.equal((await count()) - before, 1)
  })

  const ways = ['the directory', 'hand', 'a file'] as const
  for (const [at, way] of ways.entries()) {
    test(`who left and comes back by ${way} does not come back into an office, unless on the same day`, async () => {
      // By hand an overseer comes back only with a second person: `proposing.test.ts`.
      const persona = ['dpo', 'communications', 'registry'][at] ?? ''
      const { employee } = Object((await (await house.as(persona)).ask('GET', '/api/v1/me')).json)
      const active = (value: boolean) => patch(employee.id, { op: 'replace', path: 'active', value })
      const offices = async () =>
        listAt((await (await house.as(persona)).ask('GET', '/api/v1/session')).json, 'employee', 'offices').length
      await active(false)
      await active(true)
      assert.equal(await offices(), 1)

      // Of whom the directory keeps, a file changes nothing.
      await sql`update employees set leaves_at = ${new Date(house.clock.now.getTime() - 3 * 86_400_000)}, source = 'csv'
        where id = ${employee.id}`.execute(house.house.database)
      const administrator = await house.as('administrator')
      const file = `personeelsnummer;voornaam;achternaam;e-mail;laatste dag
${employee.staffNumber};${employee.givenName};${employee.familyName};${employee.email};2099-01-01`
      if (way === 'the directory') await active(true)
      if (way === 'hand')
        await administrator.ask('POST', `/api/v1/employees/${employee.id}/departure`, { leavesAt: null })
      if (way === 'a file')
        await administrator.ask('POST', '/api/v1/imports?lines=all', file, { 'content-type': 'text/csv' })
      assert.equal(await offices(), 0)
    })
  }

  const leaving: readonly { name: string; leave: (id: string) => Promise<{ status: number }> }[] = [
    {
      name: 'Entra: active as the text "False"',
      leave: (id) => patch(id, { op: 'Replace', path: 'active', value: 'False' }),
    },
    {
      name: 'RFC 7644: active false on a path',
      leave: (id) => patch(id, { op: 'replace', path: 'active', value: false }),
    },
    { name: 'Okta: active false in an object', leave: (id) => patch(id, { op: 'replace', value: { active: false } }) },
    {
      name: 'PUT of the whole person with active false',
      leave: async (id) => scim('PUT', `/Users/${id}`, { ...(await withoutId(id)), active: false }),
    },
    { name: 'DELETE', leave: (id) => scim('DELETE', `/Users/${id}`) },
  ]
  const withoutId = async (id: string) => {
    const stored = await read(id)
    return Object.fromEntries(Object.entries(Object(stored)).filter(([key]) => key !== 'id' && key !== 'meta'))
  }
  for (const [at, { name, leave }] of leaving.entries()) {
    test(`leaves at once, with every session: ${name}`, async () => {
      // Somebody of the demonstration, who can sign in.
      const persona = ['analyst', 'ipm', 'registry', 'communications', 'employee'][at] ?? ''
      const client = await house.as(persona)
      const id = String(look((await client.ask('GET', '/api/v1/session')).json, 'employee', 'id'))
      assert.equal((await client.ask('GET', '/api/v1/me')).status, 200)
      const answer = await leave(id)
      assert.ok([200, 204].includes(answer.status), String(answer.status))
      assert.equal((await client.ask('GET', '/api/v1/me')).status, 401)
      await assert.rejects(house.as(persona), /refused=/)
    })
  }

  test('a person who is deleted is gone for the directory, and comes back as the same person', async () => {
    const id = await create()
    const name = String(look(await read(id), 'userName'))
    assert.equal((await scim('DELETE', `/Users/${id}`)).status, 204)
    assert.equal((await scim('GET', `/Users/${id}`)).status, 404)
    assert.equal((await scim('DELETE', `/Users/${id}`)).status, 404)
    const again = await scim('POST', '/Users', { ...entraUser(name.split('@')[0] ?? '') })
    assert.equal(again.status, 201, again.text)
    assert.equal(look(again.json, 'id'), id)
  })

  test('a list comes in pages that are counted from 1', async () => {
    const page = await scim('GET', '/Users?startIndex=2&count=3')
    assert.equal(listAt(page.json, 'Resources').length, 3)
    assert.equal(look(page.json, 'startIndex'), 2)
    assert.ok(Number(look(page.json, 'totalResults')) > 100)
    const none = await scim('GET', '/Users?count=0')
    assert.equal(listAt(none.json, 'Resources').length, 0)
  })

  test('attributes and excludedAttributes are heard', async () => {
    const id = await create()
    const few = (await scim('GET', `/Users/${id}?attributes=userName`)).json
    assert.deepEqual(Object.keys(Object(few)).sort(), ['id', 'schemas', 'userName'])
    const without = (await scim('GET', `/Users/${id}?excludedAttributes=emails`)).json
    assert.equal(look(without, 'emails'), undefined)
    assert.equal(look(without, 'name', 'givenName'), 'Naam')
  })

  const wrong: readonly { name: string; ask: () => ReturnType<typeof scim>; status: number; scimType?: string }[] = [
    {
      name: 'no schemas',
      ask: () => scim('POST', '/Users', { userName: 'x' }),
      status: 400,
      scimType: 'invalidSyntax',
    },
    {
      name: 'no userName',
      ask: () => scim('POST', '/Users', { schemas: [core] }),
      status: 400,
      scimType: 'invalidValue',
    },
    { name: 'a list as body', ask: () => scim('POST', '/Users', []), status: 400 },
    {
      name: 'what is not JSON',
      ask: () => scim('POST', '/Users', '{"userName":'),
      status: 400,
      scimType: 'invalidSyntax',
    },
    {
      name: 'a text for active',
      ask: () => scim('POST', '/Users', { schemas: [core], userName: 'y', active: 'maybe' }),
      status: 400,
      scimType: 'invalidValue',
    },
    {
      name: 'a filter that does not parse',
      ask: () => scim('GET', '/Users?filter=userName%20eq'),
      status: 400,
      scimType: 'invalidFilter',
    },
    { name: 'a person who is not there', ask: () => scim('GET', `/Users/${nobody}`), status: 404 },
    { name: 'an id that is none', ask: () => scim('GET', '/Users/drop-table'), status: 404 },
    {
      name: 'PATCH of who is not there',
      ask: () => patch(nobody, { op: 'replace', path: 'active', value: false }),
      status: 404,
    },
    {
      name: 'PATCH without Operations',
      ask: () => scim('PATCH', `/Users/${nobody}`, { schemas: [patchOp] }),
      status: 400,
    },
    {
      name: 'PATCH with an unknown operation',
      ask: async () => patch(await create(), { op: 'frobnicate', path: 'userName', value: 'x' }),
      status: 400,
      scimType: 'invalidSyntax',
    },
    {
      name: 'PATCH on a path that does not parse',
      ask: async () => patch(await create(), { op: 'replace', path: 'emails[', value: 'x' }),
      status: 400,
    },
    {
      name: 'a name that is another person’s',
      ask: async () => patch(await create(), { op: 'replace', path: 'userName', value: 'eva@voorbeeld.example' }),
      status: 409,
      scimType: 'uniqueness',
    },
  ]
  for (const { name, ask, status, scimType } of wrong) {
    test(`malformed: ${name} is ${status} in the form of SCIM`, async () => {
      const answer = await ask()
      assert.equal(answer.status, status, answer.text)
      assert.match(answer.headers.get('content-type') ?? '', /^application\/scim\+json/)
      assert.deepEqual(look(answer.json, 'schemas'), [errorSchema])
      assert.equal(look(answer.json, 'status'), String(status))
      assert.ok(String(look(answer.json, 'detail')).length > 3)
      if (scimType !== undefined) assert.equal(look(answer.json, 'scimType'), scimType, answer.text)
    })
  }

  test('without a key, or with a key for something else, the errors have the form of SCIM too', async () => {
    const metrics = await machineWith(house, 'metrics')
    for (const [client, status] of [
      [house.nobody, 401],
      [metrics, 403],
    ] as const) {
      const answer = await client.ask('GET', '/scim/v2/Users')
      assert.equal(answer.status, status)
      assert.deepEqual(look(answer.json, 'schemas'), [errorSchema])
    }
  })

  test('the service says what it can, and offers no groups: offices are given in the house', async () => {
    const config = (await house.nobody.ask('GET', '/scim/v2/ServiceProviderConfig')).json
    assert.equal(look(config, 'patch', 'supported'), true)
    assert.equal(look(config, 'bulk', 'supported'), false)
    const types = (await house.nobody.ask('GET', '/scim/v2/ResourceTypes')).json
    assert.deepEqual(
      listAt(types, 'Resources').map((type) => look(type, 'id')),
      ['User'],
    )
    assert.equal((await directory.ask('GET', '/scim/v2/Groups')).status, 404)
  })
})

const nobody = '00000000-0000-4000-8000-000000000000'
