// The life of a measure as people live it: each in their own office, through the API of a whole house.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { look } from '../../testing/look.ts'
import { type Answer, type Client, openWholeHouse, type WholeHouse } from '../../testing/whole-house.ts'
import { lifeOf } from './life.ts'
import { allMeasures, stepsOf } from './store.ts'
import { filledText } from './testing/declarations.ts'
import { commitmentToText, digestOf } from './version-facts.ts'

const dayMs = 86_400_000
const minutes = { hash: 'c'.repeat(64), reference: 'minutes of the meeting' }

/** People at their desks in a house whose time can be moved. Sessions end with the day, so everybody signs in again. */
function desk(house: WholeHouse) {
  const signedIn = new Map<string, Promise<Client>>()
  const as = (office: string): Promise<Client> => {
    const found = signedIn.get(office) ?? house.as(office)
    signedIn.set(office, found)
    return found
  }
  const ask = async (office: string, method: string, path: string, body?: object, headers = {}) =>
    (await as(office)).ask(method, `/api/v1/${path}`, body, headers)
  return {
    ask,
    day: () => house.today(),
    step: (office: string, id: string, path: string, body: object) =>
      ask(office, 'POST', `measures/${id}/${path}`, body),
    later(days: number) {
      house.clock.now = new Date(house.clock.now.getTime() + days * dayMs)
      signedIn.clear()
    },
  }
}

const codes = ({ json }: Answer): unknown =>
  (look(json, 'reasons') as { code: string }[] | undefined)?.map(({ code }) => code)
const told = (answer: Answer, status = 201): Answer => {
  assert.equal(answer.status, status, answer.text)
  return answer
}

describe('a Dutch measure, from draft to active and narrower', () => {
  let house: WholeHouse
  let at: ReturnType<typeof desk>
  let id: string
  before(async () => {
    house = await openWholeHouse('nl')
    at = desk(house)
  })
  after(() => house.stop())

  const text = (parts: Record<string, string> = {}) =>
    Object.entries(parts).reduce(
      (all, [from, to]) => all.replace(from, to),
      filledText('capacity-management')
        .replace('id: capacity-management', 'id: our-capacity')
        .replaceAll('link-counters', 'our-counters')
        .replace('service: counters', 'service: our-counters'),
    )

  test('the privacy officer starts from a model, and nobody else sees the draft', async () => {
    const made = told(await at.ask('privacy-officer', 'POST', 'measures', { text: text() }))
    id = String(look(made.json, 'id'))
    assert.match(id, /^measure-\d\d$/)
    const draft = look(told(await at.ask('privacy-officer', 'GET', `measures/${id}`), 200).json, 'draft')
    assert.equal(look(draft, 'revision'), 0)
    for (const office of ['employee', 'works-council-member', 'manager']) {
      assert.equal((await at.ask(office, 'GET', `measures/${id}`)).status, 404, office)
    }
    assert.equal((await house.nobody.ask('GET', `/api/v1/register/${id}`)).status, 404)
    // The log tells of a draft what it tells of a number that nobody has.
    const absence = (measure: string) =>
      at.ask('employee', 'GET', `log/measures/${measure}/absence?from=${at.day()}&until=${at.day()}`)
    const [draftAnswer, nobodys] = [told(await absence(id), 404), told(await absence('measure-9999'), 404)]
    assert.deepEqual(look(draftAnswer.json, 'reasons'), look(nobodys.json, 'reasons'))
  })

  test('a draft may be wrong, and two writers do not overwrite each other', async () => {
    const save = (draft: string, revision: number) =>
      at.ask('privacy-officer', 'PUT', `measures/${id}/draft`, { text: draft, revision })
    const wrong = told(await save('id: half', 0), 200)
    assert.equal(look(look(wrong.json, 'check'), 'fit'), false)
    assert.deepEqual(codes(told(await save(text(), 0), 409)), ['draft-moved'])
    const right = look(told(await save(text(), 1), 200).json, 'check')
    assert.deepEqual([look(right, 'fit'), look(right, 'refusals')], [true, []])
    assert.ok((look(right, 'advice') as unknown[]).length > 2)
  })

  test('each office takes its own step, and no other', async () => {
    assert.equal((await at.step('ciso', id, 'advice', { version: 1, outcome: 'positive', text: 'x' })).status, 403)
    told(await at.step('privacy-officer', id, 'proposal', { revision: 2 }))
    assert.deepEqual(codes(await at.step('municipal-secretary', id, 'decision', { version: 1 })), [
      'advice-missing',
      'representatives-not-heard',
    ])
    told(await at.step('dpo', id, 'advice', { version: 1, outcome: 'with-remarks', text: 'keep it a week' }))
    const submission = {
      version: 1,
      route: 'consent',
      body: 'works-council',
      text: 'why',
      consequences: 'none for pay',
    }
    assert.deepEqual(codes(await at.step('privacy-officer', id, 'submission', submission)), ['advice-unanswered'])
    told(await at.step('privacy-officer', id, 'submission', { ...submission, adviceAnswer: 'it is a week' }))
    told(await at.step('works-council-member', id, 'questions', { version: 1, text: 'who looks?' }))
    told(await at.step('privacy-officer', id, 'answers', { version: 1, question: 4, text: 'the desk' }))
    told(await at.step('municipal-secretary', id, 'meetings', { version: 1, day: at.day() }))
  })

  test('silence is no consent, however long it lasts', async () => {
    at.later(200)
    assert.deepEqual(codes(await at.step('municipal-secretary', id, 'decision', { version: 1 })), [
      'representatives-not-heard',
    ])
    const { json } = await at.ask('works-council-member', 'GET', `measures/${id}`)
    assert.deepEqual(
      (look(look(json, 'measure'), 'waits') as { step: string }[]).map(({ step }) => step),
      ['represented'],
    )
    at.later(-200)
  })

  test('conditions become part of the declaration, as a version that is kept whole', async () => {
    const decision = {
      version: 1,
      outcome: 'consented-with-conditions',
      text: 'with a yearly talk',
      evidence: { ...minutes, day: at.day() },
      conditions: [{ id: 'yearly-talk', what: { nl: 'Elk jaar bespreken wij de cijfers.' } }],
      delegated: ['retention'],
    }
    const { json } = told(await at.step('works-council-member', id, 'representatives-decision', decision))
    assert.equal(look(look(look(json, 'measure'), 'candidate'), 'version'), 2)
    const version = told(await at.ask('municipal-secretary', 'GET', `measures/${id}/versions/2`), 200)
    const conditions = look(look(version.json, 'declaration'), 'conditions') as { id: string }[]
    assert.deepEqual(
      conditions.map((one) => one.id),
      ['yearly-talk'],
    )
    assert.deepEqual(codes(await at.step('municipal-secretary', id, 'decision', { version: 1 })), ['other-version'])
  })

  test('it starts when it was decided, told and waited for, and somebody says so', async () => {
    told(await at.step('municipal-secretary', id, 'decision', { version: 2 }))
    assert.equal((await at.ask('employee', 'GET', `measures/${id}`)).status, 404)
    told(await at.step('communications', id, 'announcement', { version: 2, day: at.day(), tellings: ['infographic'] }))
    const seen = told(await at.ask('employee', 'GET', `measures/${id}`), 200)
    assert.equal(look(look(seen.json, 'measure'), 'standing'), 'announced')
    assert.deepEqual(codes(await at.step('ciso', id, 'activation', { version: 2 })), ['notice-runs'])
    at.later(7 * 7)
    const started = told(await at.step('ciso', id, 'activation', { version: 2 }))
    assert.equal(look(look(started.json, 'measure'), 'standing'), 'active')
  })

  test('every step is an entry, and the state is what the steps make of it', async () => {
    const { database } = house.house
    await database.transaction().execute(async (tx) => {
      for (const measure of await allMeasures(tx)) {
        const steps = await stepsOf(tx, measure.id)
        assert.deepEqual(JSON.parse(JSON.stringify(lifeOf(steps))), measure.life, measure.id)
      }
      const { rows } = await sql<{
        kind: string
      }>`select kind from log_pending where measure = ${id} order by place`.execute(tx)
      assert.deepEqual(
        rows.map(({ kind }) => kind),
        [
          ...[
            'measure-declared',
            'measure-advised',
            'measure-submitted',
            'measure-discussed',
            'measure-discussed',
            'measure-discussed',
          ],
          ...['measure-represented', 'measure-declared', 'measure-decided', 'measure-announced', 'measure-activated'],
        ],
      )
    })
  })

  test('nobody can hold a guess at words against their leaf; who reads the words reckons it with the blind beside them', async () => {
    const { json } = told(await house.nobody.ask('GET', `/api/v1/register/${id}`), 200)
    const steps = look(json, 'steps') as { kind: string; text: string; entry: string; wordsBlind?: string }[]
    const [consequences, adviceAnswer] = ['none for pay', 'it is a week']
    const words = {
      advised: 'keep it a week',
      submitted: `{"adviceAnswer":"${adviceAnswer}","consequences":"${consequences}","text":"why"}`,
    }
    const blinds = new Set<string>()
    for (const [kind, said] of Object.entries(words)) {
      const { entry, text: shown, wordsBlind = '' } = steps.find((step) => step.kind === kind) ?? assert.fail(kind)
      const { rows } = await sql<{ leaf: Uint8Array }>`select leaf from log_pending where id = ${entry}`.execute(
        house.house.database,
      )
      const leaf = look(JSON.parse(Buffer.from(rows[0]?.leaf ?? []).toString()), 'words')
      assert.match(wordsBlind, /^[0-9a-f]{64}$/)
      assert.equal(leaf, commitmentToText(wordsBlind, said), kind)
      for (const guess of [said, shown, '']) assert.notEqual(leaf, digestOf(guess), kind)
      blinds.add(wordsBlind)
    }
    assert.equal(blinds.size, 2, 'each step has its own')
    assert.equal(steps.filter((step) => step.wordsBlind !== undefined).length, 2)
  })

  test('the register shows decisions and reasons to everybody, and names nobody', async () => {
    const { json, text: said } = told(await house.nobody.ask('GET', `/api/v1/register/${id}`), 200)
    const steps = look(json, 'steps') as { kind: string; text?: string }[]
    assert.equal(steps.find(({ kind }) => kind === 'represented')?.text, 'with a yearly talk')
    assert.equal(look(json, 'draft'), null)
    const { rows } = await sql<{ id: string }>`select id::text from employees`.execute(house.house.database)
    assert.deepEqual(
      rows.filter((row) => said.includes(row.id)),
      [],
    )
    const compared = told(await house.nobody.ask('GET', `/api/v1/register/${id}/comparison?from=1&to=2`), 200)
    assert.deepEqual(
      (look(compared.json, 'changes') as { part: string }[]).map(({ part }) => part),
      ['Voorwaarden'],
    )
  })

  test('a narrowing that was left to the employer works at once; wider goes the whole way', async () => {
    const version2 = look(told(await at.ask('privacy-officer', 'GET', `measures/${id}/versions/2`), 200).json, 'text')
    const shorter = String(version2).replace('{ amount: 24, unit: months }', '{ amount: 12, unit: months }')
    assert.notEqual(shorter, version2)
    told(await at.ask('privacy-officer', 'PUT', `measures/${id}/draft`, { text: shorter, revision: 3 }), 200)
    const proposed = told(await at.step('privacy-officer', id, 'proposal', { revision: 4 }))
    assert.equal(look(look(look(proposed.json, 'measure'), 'candidate'), 'mayNarrow'), true)
    const narrowed = told(await at.step('ciso', id, 'narrowing', { version: 3 }))
    assert.equal(look(look(narrowed.json, 'measure'), 'version'), 3)
    told(await at.ask('privacy-officer', 'PUT', `measures/${id}/draft`, { text: String(version2), revision: 4 }), 200)
    told(await at.step('privacy-officer', id, 'proposal', { revision: 5 }))
    assert.deepEqual(codes(await at.step('ciso', id, 'narrowing', { version: 4 })), ['not-narrower'])
    // What is under way is not for everybody yet.
    const known = look(told(await at.ask('employee', 'GET', `measures/${id}`), 200).json, 'versions')
    assert.deepEqual(
      (known as { version: number }[]).map(({ version }) => version),
      [1, 2, 3],
    )
  })

  test('an answer that is refused for a condition leaves nothing behind, and can be given again', async () => {
    told(await at.step('dpo', id, 'advice', { version: 4, outcome: 'positive', text: 'as before' }))
    const submission = { version: 4, route: 'consent', body: 'works-council', text: 'why', consequences: 'none' }
    told(await at.step('privacy-officer', id, 'submission', submission))
    told(await at.step('municipal-secretary', id, 'meetings', { version: 4, day: at.day() }))
    const steps = async () => (await house.house.database.transaction().execute((tx) => stepsOf(tx, id))).length
    const before = await steps()
    const answer = (name: string) =>
      at.step('works-council-member', id, 'representatives-decision', {
        version: 4,
        outcome: 'consented-with-conditions',
        text: 'with the talk',
        evidence: { ...minutes, day: at.day() },
        conditions: [{ id: name, what: { nl: 'Elk jaar bespreken wij de cijfers.' } }],
      })
    assert.deepEqual(codes(told(await answer('yearly-talk'), 409)), ['condition-twice'])
    assert.equal(await steps(), before)
    told(await answer('second-talk'))
    assert.equal(await steps(), before + 2)
  })

  test('what stands in the register cannot be changed or removed', async () => {
    for (const statement of [
      `update measure_versions set text = 'x'`,
      'delete from measure_versions',
      `update measure_steps set office = 'dpo'`,
      'delete from measure_steps',
      'truncate measure_steps',
      `update measures set name = 'x'`,
      'delete from measures',
    ]) {
      await assert.rejects(sql.raw(statement).execute(house.house.database), statement)
    }
  })
})

describe('a Danish measure', () => {
  let house: WholeHouse
  let at: ReturnType<typeof desk>
  before(async () => {
    house = await openWholeHouse('dk')
    at = desk(house)
  })
  after(() => house.stop())

  test('is discussed in the MED committee, announced six weeks before, and its open points stay open', async () => {
    const model = told(await at.ask('privacy-officer', 'GET', 'measure-models/security-test'), 200)
    const text = String(look(model.json, 'text'))
      .replace('id: security-test', 'id: byens-test')
      .replaceAll('"fill in: ', '"')
    const id = String(look(told(await at.ask('privacy-officer', 'POST', 'measures', { text })).json, 'id'))
    told(await at.step('privacy-officer', id, 'proposal', { revision: 0 }))
    told(await at.step('dpo', id, 'advice', { version: 1, outcome: 'positive', text: 'god' }))
    const submission = { version: 1, body: 'main-med', text: 'hvorfor', consequences: 'ingen' }
    assert.deepEqual(codes(await at.step('ciso', id, 'submission', { ...submission, route: 'consent' })), [
      'route-not-of-law',
      'body-not-of-route',
    ])
    told(await at.step('ciso', id, 'submission', { ...submission, route: 'med-discussion' }))
    told(await at.step('works-council-member', id, 'meetings', { version: 1, day: at.day() }))
    const discussed = { version: 1, outcome: 'discussed', text: 'drøftet', evidence: { ...minutes, day: at.day() } }
    told(await at.step('works-council-member', id, 'representatives-decision', discussed))
    told(await at.step('municipal-secretary', id, 'decision', { version: 1 }))
    told(
      await at.step('communications', id, 'announcement', {
        version: 1,
        day: at.day(),
        tellings: ['meeting', 'letter'],
      }),
    )
    const seen = told(
      await at.ask('shop-steward', 'GET', `measures/${id}`, undefined, { 'accept-language': 'da' }),
      200,
    )
    const startsOn = look(look(look(seen.json, 'measure'), 'candidate'), 'startsOn')
    assert.equal(Date.parse(String(look(startsOn, 'safe'))) - Date.parse(at.day()), 42 * dayMs)
    assert.match(String(look(startsOn, 'doubts')), /længden er ikke bekræftet/)
    const talk = {
      day: at.day(),
      with: ['union', 'shop-stewards', 'top-management'],
      text: 'vi talte',
      openPoints: ['varsel'],
    }
    told(await at.step('shop-steward', id, 'dialogues', talk))
    at.later(42)
    const { json } = told(await at.step('ciso', id, 'activation', { version: 1 }))
    assert.deepEqual(
      [look(look(json, 'measure'), 'standing'), look(look(json, 'measure'), 'openPoints')],
      ['active', 1],
    )
    told(await at.step('works-council-member', id, 'dialogues', { ...talk, openPoints: [] }))
  })
})
