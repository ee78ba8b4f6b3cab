// The interfaces that follow standards of their own, asked over HTTP in a whole house: log of processing, log of
// decisions, register of processing activities, decision point.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { outsideFolder, skipUnlessOutside } from '../../tools/outside.ts'
import { holdsPersonalData } from './platform/route.ts'
import * as proposalShapes from './rooms/people/proposal-shapes.ts'
import * as recordShapes from './rooms/people/record-shapes.ts'
import * as staffShapes from './rooms/people/shapes.ts'
import { listAt, look } from './testing/look.ts'
import { type Answer, type Client, machineWith, openWholeHouse, type WholeHouse } from './testing/whole-house.ts'

describe('the interfaces with standards of their own', () => {
  let house: WholeHouse
  let dpo: Client
  let administrator: Client
  let employee: Client
  let pep: Client
  const idOf = async (client: Client) =>
    String(look((await client.ask('GET', '/api/v1/session')).json, 'employee', 'id'))

  before(async () => {
    house = await openWholeHouse()
    dpo = await house.as('dpo')
    administrator = await house.as('administrator')
    employee = await house.as('employee')
    pep = await machineWith(house, 'authzen')
  })
  after(() => house.stop())

  const readLdv = (client: Client, body: object) => client.ask('POST', '/ldv/v1/processing-activities', body)

  describe('log of processing', () => {
    test('the officer finds what was done with data of one person, and reading that is in it too', async () => {
      const id = await idOf(employee)
      await administrator.ask('GET', `/api/v1/employees/${id}`)
      // One second later each time: at one instant the order is that of the spans.
      house.clock.now = new Date(house.clock.now.getTime() + 1000)
      const first = await readLdv(dpo, { 'dpl.core.data_subject_id': id })
      assert.equal(first.status, 200, first.text)
      const names = (answer: Answer) =>
        listAt(answer.json, 'processingActivities').map((record) => look(record, 'name'))
      assert.ok(names(first).includes('Read an employee'), names(first).join())
      assert.doesNotMatch(first.text, new RegExp(id))
      house.clock.now = new Date(house.clock.now.getTime() + 1000)
      assert.equal(names(await readLdv(dpo, { 'dpl.core.data_subject_id': id }))[0], 'Read the log of processing')
    })

    test('a question without trace, activity or person is refused', async () => {
      for (const body of [{}, { startTime: 0 }, { endTime: 1 }])
        assert.equal((await readLdv(dpo, body)).status, 400, JSON.stringify(body))
    })

    test('an activity is found by its address in the register, and pages follow each other', async () => {
      const list = await dpo.ask('GET', '/rvva/processing_activities')
      const uri = `${house.url}/rvva/processing_activities/${look(list.json, 'processingActivities', 0, 'id')}`
      const page = await readLdv(dpo, { 'dpl.core.processing_activity_id': uri, limit: 1 })
      assert.equal(page.status, 200, page.text)
      assert.equal(
        (await readLdv(dpo, { 'dpl.core.processing_activity_id': 'https://elsewhere.example/1' })).text,
        '{"processingActivities":[]}',
      )
      assert.equal((await readLdv(dpo, { traceId: 'a'.repeat(32), cursor: '???' })).status, 400)
    })

    test('the address of an activity in a record leads to that version in the register', async () => {
      const { json } = await readLdv(dpo, { 'dpl.core.data_subject_id': await idOf(dpo) })
      const uri = String(look(json, 'processingActivities', 0, 'attributes', 'dpl.core.processing_activity_id'))
      const version = await dpo.ask('GET', uri.slice(house.url.length))
      assert.equal(version.status, 200, uri)
    })
  })

  describe('log of decisions', () => {
    test('a denial stands in it, with what was asked and the policies that said so', async () => {
      await employee.ask('GET', '/api/v1/employees')
      const { json, status } = await dpo.ask('GET', '/adl/v1/records?decision=deny&action=people.see-staff')
      assert.equal(status, 200)
      const [record] = listAt(json, 'records')
      assert.deepEqual(look(record, 'body', 'adl.core.response'), { decision: false, context: { policies: [] } })
      assert.deepEqual(look(record, 'body', 'adl.core.information', 'openwacht', 'principal'), {
        offices: ['employee'],
      })
      const digest = look(record, 'attributes', 'adl.core.policies', 'openwacht')
      const policies = await dpo.ask('GET', `/adl/v1/policies/${digest}`)
      assert.match(String(look(policies.json, 'policies')), /people\.staff-list/)
    })

    test('no id of a person stands in it', async () => {
      const id = await idOf(employee)
      assert.doesNotMatch((await dpo.ask('GET', '/adl/v1/records')).text, new RegExp(id))
    })
  })

  describe('register of processing activities', () => {
    test('each activity has a version that says what, why and on what ground', async () => {
      const list = listAt((await employee.ask('GET', '/rvva/processing_activities')).json, 'processingActivities')
      assert.equal(list.length, house.house.activities.length)
      for (const activity of list) {
        const [id, latestVersion] = [look(activity, 'id'), look(activity, 'latestVersion')]
        const one = await employee.ask('GET', `/rvva/processing_activities/${id}`)
        assert.deepEqual(one.json, { id, active: true, latestVersion })
        const path = `/rvva/processing_activities/${id}/versions/${latestVersion}`
        const version = (await employee.ask('GET', path, undefined, { 'accept-language': 'da' })).json
        assert.ok(String(look(version, 'name')).length > 5 && listAt(version, 'legalBasis').length > 0)
        assert.equal((await employee.ask('GET', `/rvva/processing_activities/${id}/versions/99`)).status, 404)
        const entity = await employee.ask('GET', `/rvva/entities/${look(version, 'recipients', 'entityId')}`)
        assert.equal(look(entity.json, 'type'), 'Organisation')
      }
    })

    test('its paths, fields and words are those of the standard', skipUnlessOutside('vectors/rvva'), async () => {
      const folder = outsideFolder('vectors/rvva') ?? ''
      const standard: unknown = JSON.parse(readFileSync(join(folder, 'rvva-openapi.json'), 'utf8'))
      const ours = (await employee.ask('GET', '/rvva/openapi.json')).json
      const missing = Object.keys(look(standard, 'paths') ?? {}).filter(
        (path) => look(ours, 'paths', path, 'get') === undefined,
      )
      assert.deepEqual(missing, [])
      const schema = look(standard, 'components', 'schemas', 'ProcessingActivityVersion', 'properties')
      const { json } = await employee.ask('GET', '/rvva/processing_activities')
      for (const activity of listAt(json, 'processingActivities')) {
        const path = `/rvva/processing_activities/${look(activity, 'id')}/versions/1`
        const version = (await employee.ask('GET', path)).json
        assert.deepEqual(
          Object.keys(version ?? {}).filter((field) => look(schema, field) === undefined),
          [],
        )
        for (const field of ['dataSubjects', 'legalBasis', 'processingOptions'])
          assert.deepEqual(
            listAt(version, field).filter((word) => !listAt(schema, field, 'items', 'enum').includes(word)),
            [],
          )
      }
    })

    test('every field that is marked as personal is named by an activity', () => {
      const shapes = { ...staffShapes, ...recordShapes, ...proposalShapes }
      const marked = Object.values(shapes).flatMap((shape) => (holdsPersonalData(shape) ? personalFields(shape) : []))
      const named = new Set(house.house.activities.flatMap(({ categories }) => categories))
      assert.ok(marked.length > 10)
      assert.deepEqual(
        [...new Set(marked)].filter((field) => !named.has(field)),
        [],
      )
    })
  })

  describe('decision point for other systems', () => {
    const house0 = { type: 'House', id: 'self' }
    const ask = (body: object, headers = {}) => pep.ask('POST', '/access/v1/evaluation', body, headers)
    const askAll = (body: object) => pep.ask('POST', '/access/v1/evaluations', body)
    const see = { action: { name: 'people.see-staff' }, resource: house0 }

    test('who may is answered by the offices the house knows, not by what the caller says', async () => {
      const yes = await ask({ subject: { type: 'Employee', id: await idOf(dpo) }, ...see })
      assert.deepEqual(yes.json, { decision: true, context: { policies: ['people.staff-list'] } })
      const lie = { type: 'Employee', id: await idOf(employee), properties: { offices: ['dpo', 'administrator'] } }
      assert.deepEqual((await ask({ subject: lie, ...see })).json, {
        decision: false,
        context: { reason: 'not-permitted' },
      })
    })

    test('who needs only the passkey is told so, and with it the answer is yes', async () => {
      const subject = { type: 'Employee', id: await idOf(administrator) }
      const bind = { subject, action: { name: 'people.appoint' }, resource: house0 }
      const fresh = await ask({ ...bind, context: { passkeyFresh: true } })
      assert.equal(look(fresh.json, 'decision'), true)
    })

    const noes: readonly { name: string; body: object; reason: string }[] = [
      {
        name: 'an unknown person',
        body: { subject: { type: 'Employee', id: 'nobody' }, ...see },
        reason: 'unknown-subject',
      },
      {
        name: 'another kind of subject',
        body: { subject: { type: 'user', id: 'x' }, ...see },
        reason: 'unknown-subject',
      },
      {
        name: 'an unknown action',
        body: { subject: { type: 'Employee', id: 'x' }, action: { name: 'fly' }, resource: house0 },
        reason: 'unknown-action',
      },
    ]
    for (const { name, body, reason } of noes) {
      test(`no, for ${name}`, async () => {
        const { status, json } = await ask(body)
        assert.equal(status, 200)
        assert.deepEqual(json, { decision: false, context: { reason } })
      })
    }

    test('a name behind a type that is no person does not stand open in the log', async () => {
      const subject = { type: 'House', id: 'Jan de Vries, 12345' }
      const body = { subject, ...see, resource: { type: 'Operator', id: 'jan.devries' } }
      assert.equal((await ask(body)).status, 200)
      const records = await dpo.ask('GET', '/adl/v1/records')
      assert.doesNotMatch(records.text, /devries|de Vries/i)
      const { rows } = await sql<{ row: string }>`select p::text as row from processing p`.execute(house.house.database)
      assert.ok(rows.every(({ row }) => !/devries|de Vries/i.test(row)))
    })

    const malformed: readonly { name: string; path: string; body: unknown; place: string }[] = [
      { name: 'no subject', path: 'evaluation', body: see, place: 'body/subject' },
      {
        name: 'an action without a name',
        path: 'evaluation',
        body: { subject: { type: 'a', id: 'b' }, action: {}, resource: house0 },
        place: 'body/action/name',
      },
      {
        name: 'an unknown field',
        path: 'evaluation',
        body: { subject: { type: 'a', id: 'b' }, ...see, extra: 1 },
        place: 'body/extra',
      },
      {
        name: 'one of several that lacks its subject',
        path: 'evaluations',
        body: { ...see, evaluations: [{ subject: { type: 'a', id: 'b' } }, {}] },
        place: 'body/evaluations/1/subject',
      },
      { name: 'nothing at all', path: 'evaluations', body: {}, place: 'body/subject' },
      {
        name: 'an unknown semantic',
        path: 'evaluations',
        body: { ...see, options: { evaluations_semantic: 'guess' }, evaluations: [] },
        place: 'body/options/evaluations_semantic',
      },
    ]
    for (const { name, path, body, place } of malformed) {
      test(`malformed: ${name} is 400 with its place`, async () => {
        const answer = await pep.ask('POST', `/access/v1/${path}`, body)
        assert.equal(answer.status, 400, answer.text)
        assert.ok(
          listAt(answer.json, 'reasons').some((reason) => look(reason, 'path') === place),
          answer.text,
        )
      })
    }

    test('several are answered in their order, with defaults; without any it is a single question', async () => {
      const [officer, other] = [await idOf(dpo), await idOf(employee)].map((id) => ({ type: 'Employee', id }))
      const several = await askAll({ ...see, evaluations: [{ subject: other }, { subject: officer }] })
      assert.deepEqual(
        listAt(several.json, 'evaluations').map((one) => look(one, 'decision')),
        [false, true],
      )
      const single = await askAll({ ...see, subject: officer, evaluations: [] })
      assert.equal(look(single.json, 'decision'), true)
    })

    const semantics = [
      { semantic: 'execute_all', expected: 3 },
      { semantic: 'deny_on_first_deny', expected: 1 },
      { semantic: 'permit_on_first_permit', expected: 2 },
    ]
    for (const { semantic, expected } of semantics) {
      test(`${semantic} answers ${expected} of three`, async () => {
        const [officer, other] = [await idOf(dpo), await idOf(employee)].map((id) => ({ type: 'Employee', id }))
        const evaluations = [{ subject: other }, { subject: officer }, { subject: other }]
        const answer = await askAll({ ...see, options: { evaluations_semantic: semantic }, evaluations })
        assert.equal(listAt(answer.json, 'evaluations').length, expected)
      })
    }

    test('each call leaves one record of decisions, below the act that carried it, with ids sealed', async () => {
      const id = await idOf(dpo)
      const trace = 'ab'.repeat(16)
      const subject = { type: 'Employee', id }
      const headers = { traceparent: `00-${trace}-${'cd'.repeat(8)}-01` }
      await ask({ subject, ...see }, headers)
      await pep.ask('POST', '/access/v1/evaluations', { subject, evaluations: [see, see] }, headers)
      const { json, text } = await dpo.ask('GET', `/adl/v1/records?traceId=${trace}`)
      const records = listAt(json, 'records')
      const calls = records.filter((record) => look(record, 'parent_span_id') === 'cd'.repeat(8))
      const asked = records.filter((record) => !calls.includes(record))
      assert.equal(calls.length, 2)
      assert.deepEqual(asked.map((record) => look(record, 'event_name')).sort(), [
        'adl.access_evaluation',
        'adl.access_evaluations',
      ])
      assert.ok(asked.every((record) => calls.some((call) => look(call, 'span_id') === look(record, 'parent_span_id'))))
      assert.doesNotMatch(text, new RegExp(id))
    })

    test('the identifier of a request comes back with the answer', async () => {
      const { headers } = await ask({ subject: { type: 'Employee', id: 'x' }, ...see }, { 'x-request-id': 'bfe9eb29' })
      assert.equal(headers.get('x-request-id'), 'bfe9eb29')
    })

    test('where it is can be found out', async () => {
      const { json, headers } = await house.nobody.ask('GET', '/.well-known/authzen-configuration')
      assert.match(headers.get('content-type') ?? '', /^application\/json/)
      assert.deepEqual(json, {
        policy_decision_point: house.url,
        access_evaluation_endpoint: `${house.url}/access/v1/evaluation`,
        access_evaluations_endpoint: `${house.url}/access/v1/evaluations`,
      })
    })
  })

  test('the figures are there for a machine with a key for just that', async () => {
    const machine = await machineWith(house, 'metrics')
    const { status, text, headers } = await machine.ask('GET', '/metrics')
    assert.equal(status, 200)
    assert.match(headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
    assert.match(text, /openwacht_http_request_seconds_bucket\{.*route="\/api\/v1\/session"/)
    assert.equal((await pep.ask('GET', '/metrics')).status, 403)
  })

  for (const base of ['/access/v1', '/ldv/v1', '/adl/v1', '/rvva']) {
    test(`${base} describes itself`, async () => {
      const { json, status } = await house.nobody.ask('GET', `${base}/openapi.json`)
      assert.equal(status, 200)
      const served = house.routes
        .filter(({ method, url }) => method !== 'HEAD' && url.startsWith(`${base}/`) && !url.endsWith('/openapi.json'))
        .map(({ method, url }) => `${method} ${url.slice(base.length).replace(/:(\w+)/g, '{$1}')}`)
      const described = Object.entries(look(json, 'paths') ?? {}).flatMap(([path, methods]) =>
        Object.keys(Object(methods)).map((method) => `${method.toUpperCase()} ${path}`),
      )
      assert.deepEqual(described.sort(), served.sort())
      assert.ok(served.length > 0)
    })
  }
})

/** Names of the fields of a schema that are marked `personal`. */
function personalFields(schema: unknown, name = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  if ('personal' in schema && schema.personal === true) return [name]
  return Object.entries(schema).flatMap(([key, part]) =>
    personalFields(part, ['properties', 'items', 'anyOf'].includes(key) || /^\d+$/.test(key) ? name : key),
  )
}
