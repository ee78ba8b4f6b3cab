// What the register costs with 200 measures of 20 versions each. `processor` is what this process spent for one request, asking and
// the embedded database included: it says more than the clock on a machine that does other things too.
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import type { EntryId } from '../../platform/entry-kind.ts'
import { openWholeHouse } from '../../testing/whole-house.ts'
import type { Declaration } from './declaration.ts'
import { lifeOf } from './life.ts'
import { headOf } from './stepping.ts'
import type { Step } from './steps.ts'
import { addMeasure, addStep, addVersion } from './store.ts'
import { model, modelText } from './testing/declarations.ts'
import { taken, untilActive, version as versionFacts } from './testing/lives.ts'

const measures = 200
const versions = 20
const rounds = 30
/** Rounds whose processor time is not counted. */
const warming = 10

const house = await openWholeHouse('nl')
try {
  const { database } = house.house
  const { rows } = await sql<{ id: string }>`select id from employees limit 1`.execute(database)
  const by = rows[0]?.id ?? randomUUID()
  const text = modelText('monitoring-and-response')
  await database.transaction().execute(async (tx) => {
    const id = 'measure-1000'
    const declaration: Declaration = { ...model(), id: 'bench-1000' }
    const steps = stepsOf(by)
    await addMeasure(
      tx,
      { id, name: 'bench-1000', head: headOf(declaration), life: lifeOf(steps) },
      by,
      house.clock.now,
    )
    for (let version = 1; version <= versions; version += 1) {
      const review = `2028-01-${String(version).padStart(2, '0')}`
      await addVersion(
        tx,
        {
          ...{ measure: id, version, madeAt: house.clock.now, madeOn: '2027-01-04', text, digest: 'a'.repeat(64) },
          ...{ declaration: { ...declaration, review }, verdict: version === 1 ? null : 'wider' },
        },
        by,
      )
    }
    for (const step of steps) await addStep(tx, id, step, await entry(tx))
    await copies(tx)
  })
  await logged()
  await sql`analyze`.execute(database)
  for (const path of [
    '/api/v1/register',
    '/api/v1/register/measure-1100',
    '/api/v1/register/measure-1100/versions/20',
    '/api/v1/register/measure-1100/comparison?from=1&to=20',
    '/api/v1/algorithm-register',
  ]) {
    const times: number[] = []
    let busyMs = 0
    for (let round = 0; round < rounds; round += 1) {
      const from = performance.now()
      const before = process.cpuUsage()
      const { status, text: body } = await house.nobody.ask('GET', path)
      const { user, system } = process.cpuUsage(before)
      // The first ones also load and compile.
      if (round >= warming) busyMs += (user + system) / 1_000 / (rounds - warming)
      times.push(performance.now() - from)
      if (status !== 200) throw new Error(`GET ${path} gave ${status}: ${body.slice(0, 300)}`)
    }
    const sorted = times.toSorted((a, b) => a - b)
    const at = (share: number): string => (sorted[Math.floor(rounds * share)] ?? 0).toFixed(1)
    process.stdout.write(
      `${path.padEnd(56)} median ${at(0.5).padStart(7)} ms, 9 of 10 below ${at(0.9).padStart(7)} ms, processor ${busyMs.toFixed(1)} ms\n`,
    )
  }
} finally {
  await house.stop()
}

/** Waits until the log has taken in the entries of all those steps: that is another work than the register. */
async function logged(): Promise<void> {
  const waiting = sql<{ n: number }>`select count(*)::int as n from log_pending where leaf_index is null`
  while ((await waiting.execute(house.house.database)).rows[0]?.n !== 0) await setTimeout(200)
}

/** The same measure again and again, with its versions, steps and entries. */
async function copies(tx: Parameters<typeof addStep>[0]): Promise<void> {
  const numbers = sql`generate_series(1001, ${sql.lit(999 + measures)}) as copy(n)`
  await sql`insert into measures select 'measure-' || n, 'bench-' || n, made_at, made_by, head, life
    from measures, ${numbers} where id = 'measure-1000'`.execute(tx)
  await sql`insert into measure_versions
    select 'measure-' || n, version, made_at, made_on, made_by, text, digest, declaration, verdict
    from measure_versions, ${numbers} where measure = 'measure-1000'`.execute(tx)
  await sql`insert into log_pending (id, kind, day, leaf)
    select md5(measure || n || number), 'measure-decided', '2027-01-18', '\\x7b7d' from measure_steps, ${numbers} where measure = 'measure-1000'`.execute(
    tx,
  )
  await sql`insert into measure_steps
    select 'measure-' || n, number, kind, taken_at, taken_on, taken_by, office, facts, md5(measure || n || number)
    from measure_steps, ${numbers} where measure = 'measure-1000'`.execute(tx)
}

/** Twenty lives to being in force, one after the other. */
function stepsOf(employee: string): readonly Step[] {
  const steps: Step[] = []
  for (let version = 1; version <= versions; version += 1) {
    for (const move of untilActive) {
      const facts = 'step' in move ? move.step : move
      const named = 'version' in facts ? { ...facts, version } : facts
      const known =
        facts.kind === 'proposed'
          ? { ...named, ...versionFacts, version, verdict: version === 1 ? undefined : ('wider' as const) }
          : named
      // The facts of another version keep their shape.
      const step = taken(known as typeof facts, steps.length + 1, { on: '2027-01-18', by: employee, office: 'ciso' })
      steps.push(step)
    }
  }
  return steps
}

async function entry(tx: Parameters<typeof addStep>[0]): Promise<EntryId> {
  const id = randomUUID().replaceAll('-', '') as EntryId
  await sql`insert into log_pending (id, kind, day, leaf) values (${id}, 'measure-decided', '2027-01-18', ${Buffer.from('{}')})`.execute(
    tx,
  )
  return id
}
