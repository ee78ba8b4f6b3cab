// What the store of the room finds and writes, on both databases: versions and steps are only added.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { type Database, migrate, type Tx } from '../../platform/database.ts'
import { eachDatabase } from '../../testing/databases.ts'
import { addEmployees } from '../people/store.ts'
import { after, type Life, lifeOf, unborn } from './life.ts'
import type { KeptStep, Measure, Version } from './measure.ts'
import { headOf } from './stepping.ts'
import {
  addMeasure,
  addStep,
  addVersion,
  allMeasures,
  changeMeasure,
  countSteps,
  findDraft,
  findMeasure,
  findMeasureNamed,
  findVersion,
  lockMeasures,
  nextMeasureId,
  saveDraft,
  stepsOf,
  versionLines,
  versionsIn,
} from './store.ts'
import { model, modelText } from './testing/declarations.ts'
import { taken, untilActive, wish } from './testing/lives.ts'

const at = new Date('2027-01-04T22:59:59.123Z')
const by = '00000000-0000-4000-8000-000000000001'
const head = headOf(model())
const [first, second] = ['measure-01', 'measure-02']
const text = modelText('monitoring-and-response')
const wordsBlind = 'd'.repeat(64)

const version = (measure: string, number: number, more: Partial<Version> = {}): Version => ({
  ...{ measure, version: number, madeAt: at, madeOn: '2027-01-04', text, digest: 'a'.repeat(64) },
  ...{ declaration: model(), verdict: number === 1 ? null : 'wider' },
  ...more,
})

eachDatabase('the store of measures', (open) => {
  let database: Database
  const within = <T>(work: (tx: Tx) => Promise<T>) => database.transaction().execute(work)
  const refuses = (work: (tx: Tx) => Promise<unknown>, pattern: RegExp) => assert.rejects(within(work), pattern)
  let entries = 0
  /** An entry of the log that a step can point at. */
  const entry = async (tx: Tx): Promise<string> => {
    entries += 1
    const id = entries.toString(16).padStart(32, '0')
    await sql`insert into log_pending (id, kind, day, leaf)
      values (${id}, 'measure-decided', '2027-01-04', ${Buffer.from('{}')})`.execute(tx)
    return id
  }
  const addMade = (id: string, name: string) => within((tx) => addMeasure(tx, { id, name, head, life: unborn }, by, at))

  before(async () => {
    database = await open()
    await migrate(database)
    await within(async (tx) => {
      const person = { id: by, staffNumber: 'nr1', userName: 'persoon.1', externalId: null, subject: null }
      const name = {
        givenName: 'Voor',
        familyName: 'Achter',
        unitId: null,
        email: 'voor@voorbeeld.example',
        language: null,
      }
      const life = { startsOn: '2026-03-29', leavesAt: null, removedAt: null, passkeyHandle: 'handle-1' }
      await addEmployees(tx, [{ ...person, ...name, ...life, workerType: 'employee', source: 'hand' }], at)
    })
    await addMade(first, 'monitoring')
  })

  test('the first number is 01 and each next one follows it, also past two digits', async () => {
    assert.equal(await within(nextMeasureId), second)
    await within(async (tx) => {
      await addMeasure(tx, { id: 'measure-99', name: 'ninety-nine', head, life: unborn }, null, at)
      assert.equal(await nextMeasureId(tx), 'measure-100')
      await addMeasure(tx, { id: 'measure-100', name: 'hundred', head, life: unborn }, null, at)
    })
    const ids = (await within(allMeasures)).map(({ id }) => id)
    assert.deepEqual(ids, [first, 'measure-99', 'measure-100'], 'by number, not by letters')
  })

  test('two who make a measure at the same time get two numbers', async () => {
    const make = (name: string) =>
      within(async (tx) => {
        await lockMeasures(tx)
        const id = await nextMeasureId(tx)
        await addMeasure(tx, { id, name, head, life: unborn }, by, at)
        return id
      })
    const made = await Promise.all([make('one'), make('other'), make('third')])
    assert.equal(new Set(made).size, 3)
  })

  test('a measure is found by number and by name, and its life comes back as it was written', async () => {
    const steps = untilActive.map((move, index) =>
      taken('step' in move ? move.step : move, index + 1, { on: '2027-01-04', by, office: 'ciso' }),
    )
    const life = lifeOf(steps)
    await within((tx) => changeMeasure(tx, { id: first, head, life }))
    const expected: Measure = { id: first, name: 'monitoring', head, life: survived(life) }
    assert.deepEqual(await within((tx) => findMeasure(tx, first)), expected)
    assert.deepEqual(await within((tx) => findMeasure(tx, first, true)), expected)
    assert.deepEqual(await within((tx) => findMeasureNamed(tx, 'monitoring')), expected)
    assert.equal(await within((tx) => findMeasureNamed(tx, 'MONITORING')), undefined)
    assert.equal(await within((tx) => findMeasure(tx, "x' or '1'='1")), undefined)
  })

  test('a name is that of one measure, and no measure changes its number or goes away', async () => {
    await refuses((tx) => addMeasure(tx, { id: 'measure-77', name: 'monitoring', head, life: unborn }, by, at), /name/)
    await refuses((tx) => sql`update measures set name = 'x' where id = ${first}`.execute(tx), /keeps its number/)
    await refuses((tx) => sql`delete from measures where id = ${first}`.execute(tx), /keeps its number/)
  })

  test('a draft is written in place of the one before; one that nobody known brought has no author', async () => {
    assert.equal(await within((tx) => findDraft(tx, first)), undefined)
    await within((tx) => saveDraft(tx, first, { revision: 0, text: 'ene', savedAt: at }, null))
    await within((tx) => saveDraft(tx, first, { revision: 1, text: "tvé 'x' \u00e6 {}", savedAt: at }, by))
    assert.deepEqual(await within((tx) => findDraft(tx, first)), {
      revision: 1,
      text: "tvé 'x' \u00e6 {}",
      savedAt: at,
    })
    const { rows } = await within((tx) => sql<{ saved_by: string }>`select saved_by from measure_drafts`.execute(tx))
    assert.deepEqual(rows, [{ saved_by: by }])
  })

  test('a version comes back whole: the text to the letter, the declaration, the day as a day', async () => {
    await within(async (tx) => {
      for (const number of [1, 2, 3]) await addVersion(tx, version(first, number), by)
      await addVersion(tx, version('measure-99', 1, { text: 'andet' }), by)
    })
    assert.deepEqual(await within((tx) => findVersion(tx, first, 2)), version(first, 2))
    assert.equal(await within((tx) => findVersion(tx, first, 4)), undefined)
    assert.equal(await within((tx) => findVersion(tx, second, 1)), undefined)
    const lines = await within((tx) => versionLines(tx, first))
    assert.deepEqual(
      lines,
      [1, 2, 3].map((number) => {
        const { madeOn, digest, verdict } = version(first, number)
        return { version: number, madeOn, digest, verdict }
      }),
    )
  })

  test('versions are found by pairs of measure and number, each once, and none that was not named', async () => {
    const named = [
      { measure: first, version: 1 },
      { measure: 'measure-99', version: 1 },
      { measure: 'measure-99', version: 2 },
    ]
    const found = await within((tx) => versionsIn(tx, named))
    assert.deepEqual(found.map((one) => `${one.measure} ${one.version}`).sort(), [`${first} 1`, 'measure-99 1'])
    assert.deepEqual(await within((tx) => versionsIn(tx, [])), [])
  })

  test('no version is changed, removed, repeated, or without the verdict that its number asks', async () => {
    await refuses((tx) => sql`update measure_versions set text = 'x'`.execute(tx), /./)
    await refuses((tx) => sql`delete from measure_versions`.execute(tx), /./)
    await refuses((tx) => sql`truncate measure_versions`.execute(tx), /./)
    await refuses((tx) => addVersion(tx, version(first, 3), by), /measure_versions/)
    await refuses((tx) => addVersion(tx, version(first, 4, { verdict: null }), by), /measure_versions/)
    await refuses((tx) => addVersion(tx, version('measure-100', 1, { verdict: 'wider' }), by), /measure_versions/)
    await refuses((tx) => addVersion(tx, version('measure-55', 1), by), /measure/)
    assert.equal((await within((tx) => findVersion(tx, first, 1)))?.text, text)
  })

  test('every kind of step comes back as it was taken, with its entry, in its order', async () => {
    const steps = Object.values(wish).map((facts, index) => ({
      ...taken(facts, index + 1, { on: '2027-01-04', by, office: 'ciso' }),
      ...(facts.kind === 'advised' ? { wordsBlind } : {}),
    }))
    const kept: KeptStep[] = []
    await within(async (tx) => {
      for (const step of steps.toReversed()) {
        const id = await entry(tx)
        await addStep(tx, 'measure-99', step, id)
        kept.unshift({ ...step, entry: id })
      }
    })
    const found = await within((tx) => stepsOf(tx, 'measure-99'))
    assert.deepEqual(found, kept.map(survivedStep))
    assert.deepEqual(
      survived(found.reduce<Life>(after, unborn)),
      survived(kept.reduce<Life>(after, unborn)),
      'they make the same life',
    )
    assert.deepEqual(await within((tx) => stepsOf(tx, first)), [])
  })

  test('no step is changed, removed, repeated, without an entry, or with that of another', async () => {
    const step = taken(wish.withdrawn, 1, { on: '2027-01-04', by, office: 'ciso' })
    await refuses((tx) => sql`update measure_steps set facts = '{}'`.execute(tx), /./)
    await refuses((tx) => sql`delete from measure_steps`.execute(tx), /./)
    await refuses((tx) => sql`truncate measure_steps`.execute(tx), /./)
    await refuses(async (tx) => addStep(tx, 'measure-99', step, await entry(tx)), /measure_steps/)
    await refuses((tx) => addStep(tx, 'measure-100', step, 'f'.repeat(32)), /measure_steps/)
    await refuses((tx) => addStep(tx, 'measure-100', step, '1'.padStart(32, '0')), /measure_steps/)
  })

  test('the blind of words is erased and never changed, and nothing else of the step with it', async () => {
    const before = await within((tx) => stepsOf(tx, 'measure-99'))
    await refuses((tx) => sql`update measure_steps set words_blind = ${'e'.repeat(64)}`.execute(tx), /stays as it was/)
    await refuses((tx) => sql`update measure_steps set words_blind = null, number = 99`.execute(tx), /stays as it was/)
    await refuses((tx) => sql`update measure_steps set words_blind = null, taken_at = now()`.execute(tx), /stays/)
    await within((tx) => sql`update measure_steps set words_blind = null where kind = 'advised'`.execute(tx))
    const advised = before.find(({ kind }) => kind === 'advised')
    assert.equal(advised?.wordsBlind, wordsBlind)
    const erased = before.map(({ wordsBlind: _, ...step }) => step)
    assert.deepEqual(await within((tx) => stepsOf(tx, 'measure-99')), erased)
  })

  test('steps are counted by measure and kind; the first day is in, the day after the last is not', async () => {
    await within(async (tx) => {
      for (const [number, on] of ['2027-12-31', '2028-01-01', '2028-12-31', '2029-01-01'].entries()) {
        await addStep(tx, first, taken(wish.met, number + 1, { on, by, office: 'ciso' }), await entry(tx))
      }
    })
    const counted = await within((tx) => countSteps(tx, '2028-01-01', '2029-01-01'))
    assert.deepEqual(counted, [{ measure: first, kind: 'met', count: 2 }])
  })
})

/** As it is after it was written as JSON: what is undefined is not there. */
function survived<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}

function survivedStep(step: KeptStep): KeptStep {
  return { ...survived(step), at: step.at }
}
