// What the Authorization Decision Log asks: `sections/specifications.md` at 0511b858.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Value } from 'typebox/value'
import { eachDatabase } from '../testing/databases.ts'
import { asking, plainHouse } from '../testing/plain-house.ts'
import { type Act, type Intent, perform } from './act.ts'
import { type Authorizer, makeAuthorizer } from './authorization.ts'
import { adlRecord, adlRecordShape } from './authorization-decision-log.ts'
import { type Database, migrate } from './database.ts'
import type { House } from './http.ts'
import { findPolicySet, keepPolicySet } from './policy-sets.ts'
import { type ProcessingRecord, recordProcessing } from './processing.ts'
import { cursorAfter, parseCursor, type RecordWish, recordedDecisions } from './processing-records.ts'
import { newSpanId, tracePlaceOf } from './trace-context.ts'

eachDatabase('the log of decisions', (open) => {
  let database: Database
  let house: House
  const clock = { now: new Date('2026-09-01T10:00:00Z') }

  before(async () => {
    database = await open()
    await migrate(database)
    house = { ...plainHouse(database).house, now: () => clock.now }
    await keepPolicySet(database, house.authorizer, clock.now)
  })

  const intent: Intent = {
    name: 'Look',
    action: 'test.look',
    resource: { type: 'House', id: 'self', attributes: {} },
    activity: undefined,
    trace: tracePlaceOf(`00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`),
  }
  const nothing = async (_act: Act) => undefined
  const decisions = (wish: Partial<RecordWish> = {}) =>
    database.transaction().execute((tx) => recordedDecisions(tx, { from: clock.now, limit: 100, ...wish }))
  const recordsOf = async (work: () => Promise<unknown>) => {
    clock.now = new Date(clock.now.getTime() + 1000)
    await work().catch((error: unknown) => error)
    return (await decisions()).map(adlRecord)
  }
  const broken: Authorizer = {
    ...plainHouse(openNothing()).house.authorizer,
    decide: () => {
      throw new Error('engine fault')
    },
  }

  const cases: readonly {
    name: string
    work: () => Promise<unknown>
    status: string
    decision: boolean | undefined
  }[] = [
    {
      name: 'what is allowed',
      work: () => perform(house, asking(['employee']), intent, nothing),
      status: 'Unset',
      decision: true,
    },
    {
      name: 'a denial, which is no error',
      work: () => perform(house, asking(['employee']), { ...intent, action: 'test.bind' }, nothing),
      status: 'Unset',
      decision: false,
    },
    {
      name: 'what was allowed and then failed',
      work: () => perform(house, asking(['employee']), intent, () => Promise.reject(new Error('broken'))),
      status: 'Unset',
      decision: true,
    },
    {
      name: 'a decision that could not be made',
      work: () => perform({ ...house, authorizer: broken }, asking(['employee']), intent, nothing),
      status: 'Error',
      decision: undefined,
    },
  ]
  for (const { name, work, status, decision } of cases) {
    test(`leaves exactly one record of ${name}`, async () => {
      const [record, ...more] = await recordsOf(work)
      assert.equal(more.length, 0)
      assert.equal(record?.status, status)
      assert.equal(record.body['adl.core.response']?.decision, decision)
      assert.deepEqual([...Value.Errors(adlRecordShape, record)], [])
    })
  }

  test('keeps the trace of the caller, and names its span as parent', async () => {
    const [record] = await recordsOf(() => perform(house, asking(['employee']), intent, nothing))
    assert.equal(record?.trace_id, 'ab'.repeat(16))
    assert.equal(record.parent_span_id, 'cd'.repeat(8))
    assert.equal(record.event_name, 'adl.access_evaluation')
    assert.equal(record.timestamp, clock.now.getTime())
  })

  test('has each field in one place: raw in the body, or by reference in the attributes', async () => {
    const [record] = await recordsOf(() => perform(house, asking(['employee']), intent, nothing))
    const both = Object.keys(record?.body ?? {}).filter((key) => key in (record?.attributes ?? {}))
    assert.deepEqual(both, [])
  })

  test('names persons sealed, and says so', async () => {
    const [record] = await recordsOf(() => perform(house, asking(['employee']), intent, nothing))
    assert.doesNotMatch(JSON.stringify(record), /1111-4111/)
    assert.deepEqual(record?.body['adl.core.request'].subject, {
      type: 'Employee',
      id: house.seal.seal('11111111-1111-4111-8111-111111111111'),
      properties: { id: 'sealed' },
    })
  })

  test('takes the same record once: another with its span is refused', async () => {
    const spanId = newSpanId()
    const record: ProcessingRecord = {
      ...{ trace: intent.trace, spanId, name: 'x', activity: undefined, subjects: [] },
      status: 'Unset',
      ...{ startedAt: clock.now, endedAt: clock.now, policyDigest: house.authorizer.digest },
      verdict: { decision: 'deny', policies: [] },
      question: {
        ...{ action: 'test.look', context: {} },
        principal: { type: 'Employee', id: 'x', attributes: {} },
        resource: { type: 'House', id: 'self', attributes: {} },
      },
    }
    const write = () => database.transaction().execute((tx) => recordProcessing(tx, house.seal, record))
    await write()
    await assert.rejects(write, /span_id/)
  })

  test('lets every decision be taken again, by its own policies and what was known then', async () => {
    await recordsOf(async () => {
      for (const offices of [['employee'], ['binder'], ['binder', 'employee']]) {
        for (const action of ['test.look', 'test.bind']) {
          await perform(house, asking(offices, offices.length === 2), { ...intent, action }, nothing)
        }
      }
    })
    const made = await decisions()
    assert.equal(made.length, 6)
    for (const decision of made) {
      const set = await database.transaction().execute((tx) => findPolicySet(tx, decision.policyDigest))
      const again = makeAuthorizer(set?.schema ?? '', set?.policies ?? '').decide({
        // What was known of both stands in the record as it was given to the decision point.
        principal: { type: decision.principalType, id: 'x', attributes: decision.information.principal ?? {} } as never,
        action: decision.action,
        resource: { type: decision.resourceType, id: decision.resource, attributes: {} },
        context: decision.context as never,
      })
      assert.deepEqual(again, { decision: decision.decision, policies: decision.policies })
    }
    assert.deepEqual(new Set(made.map(({ decision }) => decision)), new Set(['allow', 'deny']))
  })

  test('is read by pages without a gap or a double, also within one instant', async () => {
    await recordsOf(async () => {
      for (let at = 0; at < 7; at += 1) await perform(house, asking(['employee']), intent, nothing)
    })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await decisions({ limit: 3, after: cursor === undefined ? undefined : parseCursor(cursor) })
      seen.push(...page.map(({ spanId }) => spanId))
      cursor = cursorAfter(page, 3)
    } while (cursor !== undefined)
    assert.equal(seen.length, 7)
    assert.equal(new Set(seen).size, 7)
  })

  const filters: readonly { name: string; wish: Partial<RecordWish>; expected: number }[] = [
    { name: 'denials', wish: { decision: 'deny' }, expected: 1 },
    { name: 'permissions', wish: { decision: 'allow' }, expected: 1 },
    { name: 'what could not be decided', wish: { decision: 'none' }, expected: 1 },
    { name: 'one action', wish: { action: 'test.bind' }, expected: 1 },
    { name: 'another trace', wish: { traceId: '1'.repeat(32) }, expected: 0 },
    { name: 'an end that is the instant itself', wish: { until: clock.now }, expected: 0 },
  ]
  for (const { name, wish, expected } of filters) {
    test(`is filtered by ${name}`, async () => {
      await recordsOf(async () => {
        await perform(house, asking(['employee']), intent, nothing)
        await perform(house, asking(['employee']), { ...intent, action: 'test.bind' }, nothing)
        await perform({ ...house, authorizer: broken }, asking(['employee']), intent, nothing).catch(() => undefined)
      })
      assert.equal((await decisions(wish)).length, expected)
    })
  }
})

/** A house is made with a database; here only its policies are wanted. */
function openNothing(): Database {
  return undefined as never
}

test('what is no cursor of ours is not read as one', () => {
  for (const text of ['', 'x', Buffer.from('1; drop table processing').toString('base64url')])
    assert.equal(parseCursor(text), undefined)
})
