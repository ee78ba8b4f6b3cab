// Whoever administers cannot alone put out, make or become somebody who watches: over HTTP, on both databases.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { eachDatabase } from '../../testing/databases.ts'
import { listAt, look } from '../../testing/look.ts'
import { type Client, machineWith, openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'

const dayMs = 24 * 60 * 60 * 1000
const csv = { 'content-type': 'text/csv' }

eachDatabase('a second person', (open) => {
  let house: WholeHouse
  let administrator: Client
  let secretary: Client
  before(async () => {
    house = await openWholeHouse('nl', await open())
    administrator = await house.as('administrator')
    secretary = await house.as('municipal-secretary')
  })
  after(() => house.stop())

  const meOf = async (client: Client) => Object((await client.ask('GET', '/api/v1/me')).json).employee
  const idOf = async (client: Client) =>
    String(look((await client.ask('GET', '/api/v1/session')).json, 'employee', 'id'))
  const propose = async (wish: object, by = administrator) => {
    const made = await by.ask('POST', '/api/v1/proposals', wish)
    assert.equal(made.status, 201, made.text)
    return String(look(made.json, 'id'))
  }
  const confirm = (id: string, by: Client) => by.ask('POST', `/api/v1/proposals/${id}/confirmation`)
  const reject = (id: string, by: Client) => by.ask('POST', `/api/v1/proposals/${id}/rejection`)
  const today = () => house.today()
  const waiting = async (client: Client) =>
    Object.fromEntries(
      listAt((await client.ask('GET', '/api/v1/start')).json, 'waiting').map((one) => [
        String(look(one, 'code')),
        look(one, 'count'),
      ]),
    )
  const entries = async (kind: string) =>
    (
      await sql<{ leaf: Uint8Array }>`select leaf from log_pending where kind = ${kind} order by place`.execute(
        house.house.database,
      )
    ).rows.map(({ leaf }) => JSON.parse(Buffer.from(leaf).toString('utf8')))
  const plainPerson = async (): Promise<string> => {
    const { rows } = await sql<{ id: string }>`select id from employees where leaves_at is null
      and worker_type = 'employee' and starts_on < ${today()}::date
      and id not in (select employee_id from appointments) and id not in (select employee_id from proposals)
      order by id limit 1`.execute(house.house.database)
    return rows[0]?.id ?? ''
  }

  for (const leavesAt of ['now', 'past', 'future'] as const) {
    test(`an administrator alone does not end the access of a DPO, by a departure ${leavesAt}`, async () => {
      const dpo = await house.as('dpo')
      const { id } = await meOf(dpo)
      const instant = new Date(house.clock.now.getTime() + (leavesAt === 'past' ? -30 : 30) * dayMs).toISOString()
      const body = { leavesAt: leavesAt === 'now' ? 'now' : instant }
      const answer = await administrator.ask('POST', `/api/v1/employees/${id}/departure`, body)
      assert.equal(answer.status, 409, answer.text)
      assert.match(answer.text, /"second-person"/)
      assert.equal((await dpo.ask('GET', '/api/v1/me')).status, 200)
    })
  }

  test('nor does an account, a file, or an office that one administrator gives', async () => {
    const dpo = await house.as('dpo')
    const { id, staffNumber, givenName, familyName, email } = await meOf(dpo)
    const file = (column: string, value: string) =>
      `personeelsnummer;voornaam;achternaam;e-mail;${column}\n${staffNumber};${givenName};${familyName};${email};${value}`
    const appointment = { employeeId: await plainPerson(), unitId: null, kind: 'holder', from: today(), until: null }
    const tries: readonly (readonly [string, string, unknown, Record<string, string>?])[] = [
      ['PUT', `/api/v1/employees/${id}/sign-in-link`, { subject: 'another' }],
      ['POST', '/api/v1/imports', file('inlog-id', 'another'), csv],
      ['POST', '/api/v1/imports', file('datum uit dienst', '2026-01-01'), csv],
      ['POST', '/api/v1/imports', file('datum in dienst', '2090-01-01'), csv],
      ...['dpo', 'works-council-member', 'shop-steward', 'administrator', 'municipal-secretary'].map(
        (office) => ['POST', '/api/v1/appointments', { ...appointment, office }] as const,
      ),
    ]
    for (const [method, path, body, headers] of tries) {
      const { status, text } = await administrator.ask(method, path, body, headers)
      assert.ok([409, 422].includes(status), `${path} ${status} ${text}`)
    }
    assert.equal((await dpo.ask('GET', '/api/v1/me')).status, 200)
    const unknownField = await administrator.ask('PATCH', `/api/v1/employees/${id}`, { subject: 'another' })
    assert.equal(unknownField.status, 400)
  })

  test('a departure that a second person confirms takes effect then, and leaves entries that name no office', async () => {
    const steward = await house.as('shop-steward')
    const employeeId = await idOf(steward)
    const id = await propose({ kind: 'departure', employeeId, leavesAt: 'now' })
    assert.equal((await confirm(id, administrator)).status, 409)
    assert.equal((await confirm(id, await house.as('employee'))).status, 403)
    assert.equal((await confirm(id, await house.as('dpo'))).status, 403)
    assert.equal((await steward.ask('GET', '/api/v1/me')).status, 200)
    assert.equal((await waiting(secretary))['proposals-to-confirm'], 1)
    assert.equal((await waiting(steward))['proposals-about-you'], 1)
    assert.equal((await confirm(id, secretary)).status, 204)
    assert.equal((await steward.ask('GET', '/api/v1/me')).status, 401)
    assert.equal((await confirm(id, secretary)).status, 409)
    assert.equal((await waiting(secretary))['overseers-gone'], undefined, 'a second person saw to it')
    const steps = (await entries('proposal')).map(({ what, step, offices }) => `${what} ${step} ${offices}`)
    assert.deepEqual(steps.slice(-2), ['departure made staff-side', 'departure confirmed staff-side'])
  })

  test('the person it is about confirms a departure, and does so once', async () => {
    const adviser = await house.as('confidential-adviser')
    const leavesAt = new Date(house.clock.now.getTime() + 10 * dayMs).toISOString()
    const id = await propose({ kind: 'departure', employeeId: await idOf(adviser), leavesAt })
    const answers = await Promise.all([confirm(id, adviser), confirm(id, adviser), confirm(id, secretary)])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 409, 409])
    assert.equal((await meOf(adviser)).leavesAt, leavesAt)
  })

  test('a rejected proposal does nothing, a withdrawn one neither', async () => {
    const dpo = await house.as('dpo')
    const wish = { kind: 'departure', employeeId: await idOf(dpo), leavesAt: 'now' }
    const first = await propose(wish)
    const twice = await administrator.ask('POST', '/api/v1/proposals', wish)
    assert.match(twice.text, /already-proposed/)
    assert.equal((await reject(first, dpo)).status, 204)
    const second = await propose(wish)
    assert.equal((await reject(second, administrator)).status, 204)
    for (const id of [first, second]) assert.equal((await confirm(id, secretary)).status, 409)
    assert.equal((await meOf(dpo)).leavesAt, null)
    const { json } = await dpo.ask('GET', '/api/v1/proposals')
    const states = listAt(json, 'proposals')
      .filter((one) => [first, second].includes(String(look(one, 'id'))))
      .map((one) => look(one, 'state'))
    assert.deepEqual(states.sort(), ['rejected', 'withdrawn'])
  })

  test('another account for an overseer waits for a second person, and ends the sessions of the one before', async () => {
    const dpo = await house.as('dpo')
    const employeeId = await idOf(dpo)
    const id = await propose({ kind: 'sign-in-link', employeeId, subject: 'new-account-of-the-dpo' })
    assert.equal((await confirm(id, secretary)).status, 204)
    assert.equal((await dpo.ask('GET', '/api/v1/me')).status, 401)
    assert.equal((await entries('sign-in-link-changed')).length, 1)
    await sql`update employees set subject = user_name where id = ${employeeId}`.execute(house.house.database)
  })

  test('an office of oversight begins on the day of the confirmation, and nobody confirms it for themselves', async () => {
    const employeeId = await plainPerson()
    const term = { unitId: null, seat: 'deputy', from: today(), until: null }
    const id = await propose({ kind: 'appointment', employeeId, office: 'works-council-member', ...term })
    house.clock.now = new Date(house.clock.now.getTime() + 2 * dayMs)
    secretary = await house.as('municipal-secretary')
    administrator = await house.as('administrator')
    assert.equal((await confirm(id, await house.as('works-council-member'))).status, 204)
    const { json } = await administrator.ask('GET', '/api/v1/appointments')
    const seat = listAt(json, 'appointments').find((one) => look(one, 'person', 'id') === employeeId)
    assert.deepEqual([look(seat, 'office'), look(seat, 'from')], ['works-council-member', today()])
  })

  test('what the rules refuse is refused when it is proposed, and again when it is confirmed', async () => {
    const ciso = await idOf(await house.as('ciso'))
    const term = { unitId: null, seat: 'holder', from: today(), until: null }
    const refused = await administrator.ask('POST', '/api/v1/proposals', {
      ...{ kind: 'appointment', employeeId: ciso, office: 'dpo' },
      ...term,
    })
    assert.match(refused.text, /dpo-oversees-this/)
    const employeeId = await plainPerson()
    const id = await propose({ kind: 'appointment', employeeId, office: 'dpo', ...term })
    const other = { employeeId, office: 'ciso', unitId: null, kind: 'holder', from: today(), until: null }
    assert.equal((await administrator.ask('POST', '/api/v1/appointments', other)).status, 201)
    assert.match((await confirm(id, secretary)).text, /dpo-oversees-this/)
    assert.equal((await reject(id, secretary)).status, 204)
    const plain = { kind: 'departure', employeeId: await plainPerson(), leavesAt: 'now' }
    assert.match((await administrator.ask('POST', '/api/v1/proposals', plain)).text, /no-second-person/)
  })

  test('who is proposed for an office of oversight gets no other account by the administrator alone', async () => {
    const employeeId = await plainPerson()
    const term = { unitId: null, seat: 'deputy', from: today(), until: null }
    const id = await propose({ kind: 'appointment', employeeId, office: 'dpo', ...term })
    const link = `/api/v1/employees/${employeeId}/sign-in-link`
    const relinked = await administrator.ask('PUT', link, { subject: 'own-second-account' })
    assert.match(relinked.text, /"second-person"/)
    const { rows } = await sql<{ staff_number: string; given_name: string; family_name: string; email: string }>`
      select staff_number, given_name, family_name, email from employees where id = ${employeeId}`.execute(
      house.house.database,
    )
    const line = Object.values(rows[0] ?? {}).join(';')
    const file = `personeelsnummer;voornaam;achternaam;e-mail;inlog-id\n${line};own-second-account`
    assert.equal((await administrator.ask('POST', '/api/v1/imports', file, csv)).status, 422)
    // What two people decide still can be: the proposal before it is then about somebody else.
    const account = await propose({ kind: 'sign-in-link', employeeId, subject: 'new-account-of-this-person' })
    assert.equal((await confirm(account, secretary)).status, 204)
    assert.match((await confirm(id, secretary)).text, /"person-changed"/)
    assert.equal((await reject(id, secretary)).status, 204)
    assert.equal((await administrator.ask('PUT', link, { subject: 'yet-another-account' })).status, 204)
  })

  for (const when of ['before', 'after'] as const) {
    test(`another name ${when} the proposal is told to who confirms`, async () => {
      const employeeId = await plainPerson()
      const rename = async () => {
        const answer = await administrator.ask('PATCH', `/api/v1/employees/${employeeId}`, {
          familyName: `Nieuw ${when}`,
        })
        assert.equal(answer.status, 204, answer.text)
      }
      const shown = async (id: string) =>
        look(
          listAt((await secretary.ask('GET', '/api/v1/proposals')).json, 'proposals').find(
            (one) => look(one, 'id') === id,
          ),
          'personChangedOn',
        )
      if (when === 'before') await rename()
      const term = { unitId: null, seat: 'deputy', from: today(), until: null }
      const id = await propose({ kind: 'appointment', employeeId, office: 'dpo', ...term })
      if (when === 'before') {
        assert.equal(await shown(id), today())
      } else {
        assert.equal(await shown(id), null)
        await rename()
        assert.equal(await shown(id), today())
        assert.match((await confirm(id, secretary)).text, /"person-changed"/)
      }
      assert.equal((await reject(id, secretary)).status, 204)
      const { rows } = await sql<{ person: unknown }>`select person from proposals where id = ${id}`.execute(
        house.house.database,
      )
      assert.deepEqual(rows, [{ person: null }], 'nothing of the person is kept once it is answered')
    })
  }

  test('what two people decided, one does not take back: a departure, nor by the directory on its day', async () => {
    const member = await house.as('works-council-member')
    const employeeId = await idOf(member)
    const leavesAt = new Date(house.clock.now.getTime() + 10 * dayMs).toISOString()
    const back = { kind: 'departure', employeeId, leavesAt: null }
    assert.match((await administrator.ask('POST', '/api/v1/proposals', back)).text, /"no-departure"/)
    assert.equal((await confirm(await propose({ kind: 'departure', employeeId, leavesAt }), secretary)).status, 204)
    const alone = await administrator.ask('POST', `/api/v1/employees/${employeeId}/departure`, { leavesAt: null })
    assert.match(alone.text, /"second-person"/)
    assert.equal((await meOf(member)).leavesAt, leavesAt)
    const before = (await entries('proposal')).length
    assert.equal((await confirm(await propose(back), secretary)).status, 204)
    assert.equal((await meOf(member)).leavesAt, null)
    assert.equal((await entries('proposal')).length, before + 2)
    house.clock.now = new Date(house.clock.now.getTime() + 1000)

    assert.equal(
      (await confirm(await propose({ kind: 'departure', employeeId, leavesAt: 'now' }), secretary)).status,
      204,
    )
    const directory = await machineWith(house, 'scim')
    const answer = await directory.ask(
      'PATCH',
      `/scim/v2/Users/${employeeId}`,
      {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', value: { active: true } }],
      },
      { 'content-type': 'application/scim+json' },
    )
    assert.ok(answer.status < 300, answer.text)
    assert.equal(look((await directory.ask('GET', `/scim/v2/Users/${employeeId}`)).json, 'active'), false)
    assert.equal((await member.ask('GET', '/api/v1/me')).status, 401)
    house.clock.now = new Date(house.clock.now.getTime() + 1000)
    assert.equal((await confirm(await propose(back), secretary)).status, 204)
  })

  test('another account for the CISO, who starts an emergency alone, waits for a second person', async () => {
    const employeeId = await idOf(await house.as('ciso'))
    const link = `/api/v1/employees/${employeeId}/sign-in-link`
    assert.match((await administrator.ask('PUT', link, { subject: 'own-second-account' })).text, /"second-person"/)
    const id = await propose({ kind: 'sign-in-link', employeeId, subject: 'new-account-of-the-ciso' })
    assert.equal((await confirm(id, secretary)).status, 204)
    await sql`update employees set subject = user_name where id = ${employeeId}`.execute(house.house.database)
  })

  test('a proposal runs out: silence is no consent', async () => {
    const employeeId = await idOf(await house.as('dpo'))
    const id = await propose({ kind: 'departure', employeeId, leavesAt: 'now' })
    house.clock.now = new Date(house.clock.now.getTime() + 14 * dayMs)
    secretary = await house.as('municipal-secretary')
    administrator = await house.as('administrator')
    assert.match((await confirm(id, secretary)).text, /proposal-too-old/)
    const { json } = await administrator.ask('GET', '/api/v1/proposals')
    assert.equal(
      look(
        listAt(json, 'proposals').find((one) => look(one, 'id') === id),
        'state',
      ),
      'expired',
    )
    assert.equal(
      (await reject(await propose({ kind: 'departure', employeeId, leavesAt: 'now' }), administrator)).status,
      204,
    )
  })

  test('who holds a passkey is asked for it, at the proposal and at the confirmation', async () => {
    const me = await idOf(secretary)
    await sql`insert into passkeys (id, employee_id, credential_id, public_key, counter, transports, label, backed_up, created_at)
      values (gen_random_uuid(), ${me}, 'x', 'x', 0, '', 'x', false, ${house.clock.now})`.execute(house.house.database)
    const employeeId = await idOf(await house.as('dpo'))
    const id = await propose({ kind: 'departure', employeeId, leavesAt: 'now' })
    const answer = await confirm(id, secretary)
    assert.equal(answer.status, 403)
    assert.match(answer.text, /passkey-required/)
    await sql`delete from passkeys where employee_id = ${me}`.execute(house.house.database)
    assert.equal((await reject(id, administrator)).status, 204)
  })

  test('a directory ends the access of an overseer, and not in silence', async () => {
    const dpo = await house.as('dpo')
    const id = await idOf(dpo)
    const directory = await machineWith(house, 'scim')
    const patch = (value: object) =>
      directory.ask(
        'PATCH',
        `/scim/v2/Users/${id}`,
        { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ op: 'replace', value }] },
        { 'content-type': 'application/scim+json' },
      )
    const relinked = await patch({ externalId: 'account-of-an-attacker' })
    assert.equal(relinked.status, 400, relinked.text)
    assert.equal(look(relinked.json, 'scimType'), 'mutability')
    assert.equal((await dpo.ask('GET', '/api/v1/me')).status, 200)
    const before = (await entries('overseer-access-ended')).length
    assert.equal((await patch({ active: false })).status, 200)
    assert.equal((await dpo.ask('GET', '/api/v1/me')).status, 401)
    assert.deepEqual(
      (await entries('overseer-access-ended')).slice(before).map(({ offices }) => offices),
      ['privacy'],
    )
    for (const client of [secretary, administrator, await house.as('works-council-member')])
      assert.equal((await waiting(client))['overseers-gone'], 1)
    assert.equal((await waiting(await house.as('registry')))['overseers-gone'], undefined)
  })

  test('where nobody could confirm, a proposal is refused and says what to do', async () => {
    await sql`update employees set subject = null where id in (select employee_id from appointments
      where office in ('municipal-secretary', 'works-council-member'))`.execute(house.house.database)
    const employeeId = await plainPerson()
    const term = { unitId: null, seat: 'holder', from: today(), until: null }
    const answer = await administrator.ask('POST', '/api/v1/proposals', {
      ...{ kind: 'appointment', employeeId, office: 'works-council-member', ...term },
    })
    assert.equal(answer.status, 409)
    assert.match(answer.text, /nobody-can-confirm/)
    assert.match(answer.text, /openwacht people appoint/)
  })
})
