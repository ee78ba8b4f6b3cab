import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { eachDatabase } from '../testing/databases.ts'
import { appliedMigrations, type Database, migrate } from './database.ts'
import { startEmbedded } from './embedded-postgres.ts'
import { BusyError } from './problem.ts'

eachDatabase('the database', (open) => {
  let database: Database
  before(async () => {
    database = await open()
  })

  test('is made from empty, by every migration in order; a second time nothing happens', async () => {
    const ran = await migrate(database)
    assert.ok(ran.length >= 4)
    assert.deepEqual(ran, [...ran].sort())
    assert.deepEqual(await migrate(database), [])
    assert.deepEqual(await appliedMigrations(database), ran)
  })

  test('is made once by two servers that start at the same time', async () => {
    const other = await open()
    const [one, two] = await Promise.all([migrate(other), migrate(other)])
    assert.deepEqual([...one, ...two].sort(), await appliedMigrations(database))
  })

  test('counts in UTC, wherever the machine stands', async () => {
    const { rows } = await sql<{ zone: string; at: Date }>`
      select current_setting('timezone') as zone, timestamptz '2026-03-29 02:30:00+00' as at`.execute(database)
    assert.deepEqual(rows, [{ zone: 'UTC', at: new Date('2026-03-29T02:30:00Z') }])
  })

  test('an act that fails leaves nothing, and the next one goes on', async () => {
    await sql`create table words (word text primary key)`.execute(database)
    const write = (word: string, fail: boolean) =>
      database.transaction().execute(async (tx) => {
        await sql`insert into words values (${word})`.execute(tx)
        if (fail) throw new Error('undone')
      })
    await assert.rejects(write('a', true), /undone/)
    await assert.rejects(database.transaction().execute((tx) => sql`select nonsense`.execute(tx)))
    await write('b', false)
    assert.deepEqual((await sql`select word from words`.execute(database)).rows, [{ word: 'b' }])
  })

  test('an error names its code and constraint, as both databases do', async () => {
    const twice = sql`insert into words values ('b')`.execute(database)
    await assert.rejects(twice, (error: { code?: string; constraint?: string }) => {
      assert.equal(error.code, '23505')
      assert.equal(error.constraint, 'words_pkey')
      return true
    })
  })

  test('many acts at once all come to their end', async () => {
    const act = (at: number) =>
      database.transaction().execute(async (tx) => {
        await sql`insert into words values (${`many${at}`})`.execute(tx)
        return (await sql<{ n: number }>`select count(*)::int as n from words`.execute(tx)).rows[0]?.n
      })
    const counts = await Promise.all(Array.from({ length: 40 }, (_, at) => act(at)))
    assert.equal(counts.length, 40)
    assert.equal((await sql`select 1 from words where word like 'many%'`.execute(database)).rows.length, 40)
  })

  // What the rules refuse, the database refuses too.
  const refusals: readonly { name: string; statement: string }[] = [
    { name: 'a second organisation', statement: `insert into organisation values ('other', 'x', 'nl', 'UTC', 'nl')` },
    { name: 'a law that is not known', statement: `insert into organisation values ('self', 'x', 'de', 'UTC', 'nl')` },
    { name: 'a unit without a name', statement: `insert into units values (gen_random_uuid(), '', null, null)` },
    {
      name: 'a unit below one that is not there',
      statement: `insert into units values (gen_random_uuid(), 'x', gen_random_uuid(), null)`,
    },
    { name: 'an office of somebody who is not there', statement: appointment({ employee: 'gen_random_uuid()' }) },
    {
      name: 'a decision that is neither yes nor no without a fault',
      statement: processing({ decision: 'null', status: `'Unset'` }),
    },
    { name: 'a decision that is maybe', statement: processing({ decision: `'maybe'` }) },
    { name: 'a trace that is none', statement: processing({ trace: `'xyz'` }) },
    { name: 'an act without a name', statement: processing({ name: `''` }) },
    {
      name: 'a key for an unknown purpose',
      statement: `insert into credentials values (gen_random_uuid(), 'anything', 'x', 'x', null, now(), now(), null)`,
    },
    {
      name: 'a session of nobody',
      statement: `insert into sessions values (gen_random_uuid(), 'x', gen_random_uuid(), now(), now(), now(), null, null, 'x')`,
    },
    {
      name: 'policies under a digest that is none',
      statement: `insert into policy_sets values ('x', '', '', now())`,
    },
    {
      name: 'a version of an activity before the first',
      statement: `insert into activity_versions values ('x', 0, gen_random_uuid(), now(), true, '{}')`,
    },
  ]
  for (const { name, statement } of refusals) {
    test(`refuses ${name}`, async () => {
      await assert.rejects(sql.raw(statement).execute(database), (error: { code?: string }) => {
        assert.match(error.code ?? '', /^23(502|503|505|514)$/)
        return true
      })
    })
  }

  for (const change of [
    `update processing set status = 'Ok'`,
    'delete from processing',
    'delete from processing_subjects',
    `update policy_sets set policies = ''`,
    'delete from activity_versions',
  ]) {
    test(`refuses "${change}"`, async () => {
      await sql.raw(processing({})).execute(database)
      await sql
        .raw(`insert into processing_subjects select id, span_id, 'x' from processing on conflict do nothing`)
        .execute(database)
      await sql
        .raw(`insert into policy_sets values (repeat('a', 64), '', '', now()) on conflict do nothing`)
        .execute(database)
      await sql
        .raw(
          `insert into activity_versions values ('x', 1, gen_random_uuid(), now(), true, '{}') on conflict do nothing`,
        )
        .execute(database)
      await assert.rejects(sql.raw(change).execute(database), /never changed/)
    })
  }
})

function appointment({ employee }: { employee: string }): string {
  return `insert into appointments values
    (gen_random_uuid(), 'ciso', ${employee}, null, 'holder', '2026-01-01', null, null, now(), null, null)`
}

function processing({ decision = `'deny'`, status = `'Unset'`, trace = `repeat('a', 32)`, name = `'x'` }): string {
  return `insert into processing (id, trace_id, span_id, name, started_at, ended_at, status, principal_type, principal,
      action, resource_type, resource, context, decision, policies, policy_digest)
    values (gen_random_uuid(), ${trace}, substr(md5(random()::text), 1, 16), ${name}, now(), now(), ${status}, 'Employee', 'x',
      'x', 'House', 'self', '{}', ${decision}, '[]', 'x')`
}

test('busy says what is busy and for how long', () => {
  const error = new BusyError('database', 5)
  assert.equal(error.retryAfterS, 5)
  assert.match(error.message, /database/)
})

test('an embedded database that is closed refuses what is asked of it, and keeps nobody waiting', async () => {
  const closed = await startEmbedded(undefined)
  const underWay = [closed.query('select 1'), closed.close(), closed.query('select 2')]
  assert.deepEqual(
    (await Promise.allSettled(underWay)).map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected'],
  )
  await assert.rejects(closed.query('select 3'), /embedded database is closed/)
  await closed.close()
})
