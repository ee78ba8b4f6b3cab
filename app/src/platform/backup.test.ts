import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { everyDatabase, type TestDatabase } from '../testing/databases.ts'
import { writeBackup } from './backup.ts'
import { formatTrailer, newHash, newSums, trailerSizeBytes } from './backup-format.ts'
import { type BackupKey, backupKeyOf } from './backup-key.ts'
import { BackupFault, checkBackup } from './backup-reader.ts'
import { appliedMigrations, type Database, knownMigrations, migrate, migrateWith } from './database.ts'
import { deriverOf } from './installation-key.ts'
import { OperatorError } from './operator-error.ts'
import { restoreBackup } from './restore.ts'

const folder = mkdtempSync(join(tmpdir(), 'openwacht-backup-'))
after(() => rmSync(folder, { recursive: true }))

const key = backupKeyOf(deriverOf(new Uint8Array(32).fill(1)))
const otherKey = backupKeyOf(deriverOf(new Uint8Array(32).fill(2)))

/** Everything that is awkward in a row: bytes, instants to the microsecond, nulls, quotes, line separators, large numbers. */
async function fill(database: Database, people: number): Promise<void> {
  await migrate(database)
  // A parent that comes after its child: references are only held together at the end.
  await sql`insert into units (id, name) values ('20000000-0000-4000-8000-000000000000', 'Straße "A" \\ 1')`.execute(
    database,
  )
  await sql`insert into units (id, name, parent_id) values
    ('10000000-0000-4000-8000-000000000000', ${'regel\u2028twee\nen\tdrie\r'}, '20000000-0000-4000-8000-000000000000')`.execute(
    database,
  )
  await sql`insert into employees
    (id, staff_number, user_name, given_name, family_name, email, unit_id, worker_type, starts_on, leaves_at, source,
      passkey_handle, created_at, changed_at)
    select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, n::text, 'user' || n, 'Æ🙂', '', 'x',
      '10000000-0000-4000-8000-000000000000', 'employee', '2026-02-28', '2026-03-29T01:59:59.123456Z', 'hand',
      'handle' || n, now(), 'infinity'
    from generate_series(1, ${sql.lit(people)}) n`.execute(database)
  await sql`insert into passkeys
    (id, employee_id, credential_id, public_key, counter, transports, label, backed_up, created_at)
    values ('30000000-0000-4000-8000-000000000000', '00000000-0000-4000-8000-000000000001', 'c', '\\x00ff0a7b'::bytea,
      9007199254740993, '', '', true, now())`.execute(database)
  await sql`insert into activity_versions (activity, version, id, valid_from, active, content) values
    ('a', 1, '40000000-0000-4000-8000-000000000000', now(), true, '{"n": 12345678901234567890.5, "s": "{\\"x\\": 1}"}')`.execute(
    database,
  )
  await sql`insert into sessions (id, token_hash, employee_id, created_at, last_seen_at, ends_at, browser) values
    ('50000000-0000-4000-8000-000000000000', '\\x01', '00000000-0000-4000-8000-000000000001', now(), now(), now(), '')`.execute(
    database,
  )
}

/** Every row of every table as text, in an order that hangs on nothing. */
async function contents(database: Database): Promise<Record<string, string[]>> {
  const tables = ['units', 'employees', 'passkeys', 'activity_versions', 'sessions', 'processing']
  const found: Record<string, string[]> = {}
  for (const table of tables) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t`.execute(database)
    found[table] = rows.map(({ row }) => row).sort()
  }
  return found
}

async function backUp(database: Database, name: string): Promise<string> {
  const chunks: Uint8Array[] = []
  const migrations = await appliedMigrations(database)
  const facts = { product: '0.1.0', at: new Date(), migrations, key, without: ['sessions'] }
  const { trailer } = await database.transaction().execute((tx) =>
    writeBackup(tx, facts, async (bytes) => {
      chunks.push(bytes)
    }),
  )
  const path = join(folder, name)
  writeFileSync(path, Buffer.concat([...chunks, Buffer.from(trailer)]))
  return path
}

describe('a backup', () => {
  const opened: { name: string; test: TestDatabase }[] = []
  before(async () => {
    for (const { name, open } of everyDatabase) opened.push({ name, test: await open() })
    for (const { test } of opened) await fill(test.database, 1201)
  })
  after(async () => {
    for (const { test } of opened) await test.close()
  })

  for (const from of everyDatabase) {
    for (const to of everyDatabase) {
      test(`comes back as it was, from ${from.name} to ${to.name}`, async () => {
        const source = opened.find(({ name }) => name === from.name)?.test.database
        assert.ok(source)
        const path = await backUp(source, `${from.name}-${to.name}`)
        const target = await to.open()
        const restored = await restoreBackup(target.database, path, key, false)
        const { sessions, ...kept } = await contents(source)
        assert.equal(sessions?.length, 1)
        assert.deepEqual(await contents(target.database), { ...kept, sessions: [] })
        assert.equal(restored.rows, 1201 + 2 + 1 + 1)
        assert.deepEqual(restored.migrated, [])
        // References and triggers hold again.
        await assert.rejects(sql`delete from units`.execute(target.database), { code: '23503' })
        await assert.rejects(sql`delete from activity_versions`.execute(target.database), { code: '23514' })
        await target.close()
      })
    }
  }

  for (const { name, open } of everyDatabase) {
    test(`${name}: a database that holds something is refused, and with "replace" replaced whole`, async () => {
      const source = opened[0]?.test.database
      assert.ok(source)
      const path = await backUp(source, `replace-${name}`)
      const target = await open()
      await fill(target.database, 3)
      const was = await contents(target.database)
      await assert.rejects(restoreBackup(target.database, path, key, false), OperatorError)
      assert.deepEqual(await contents(target.database), was)
      await restoreBackup(target.database, path, key, true)
      assert.equal((await contents(target.database)).employees?.length, 1201)
      await target.close()
    })

    test(`${name}: a backup of an older version comes back and is brought up to date`, async () => {
      const older = await open()
      await migrateWith(older.database, ['0001-people'])
      await sql`insert into units (id, name) values ('20000000-0000-4000-8000-000000000000', 'x')`.execute(
        older.database,
      )
      const path = await backUp(older.database, `older-${name}`)
      await older.close()
      const target = await open()
      const restored = await restoreBackup(target.database, path, key, false)
      assert.equal(restored.migrated[0], '0002-processing')
      assert.equal((await contents(target.database)).units?.length, 1)
      await target.close()
    })

    test(`${name}: a backup of a version without a step that stands before others comes back too`, async () => {
      const without = (await knownMigrations()).filter((step) => step !== '0003-people-at-scale')
      const older = await open()
      await migrateWith(older.database, without)
      const path = await backUp(older.database, `gap-${name}`)
      await older.close()
      const target = await open()
      const restored = await restoreBackup(target.database, path, key, false)
      assert.deepEqual(restored.migrated, ['0003-people-at-scale'])
      await target.close()
    })

    test(`${name}: a restore that fails half-way leaves everything as it was`, async () => {
      const source = opened[0]?.test.database
      assert.ok(source)
      const path = await backUp(source, `half-${name}`)
      // The rows do not fit together: a unit that an employee works in is gone. The file itself is sound.
      rewrite(path, (lines) =>
        lines.flatMap((line) =>
          line.startsWith('{"id":"10000000')
            ? []
            : [
                line.replace(
                  '"units","columns":["id","name","parent_id","external_id"],"rows":2',
                  '"units","columns":["id","name","parent_id","external_id"],"rows":1',
                ),
              ],
        ),
      )
      await checkBackup(path, key)
      const target = await open()
      await fill(target.database, 3)
      const was = await contents(target.database)
      await assert.rejects(restoreBackup(target.database, path, key, true), { code: '23503' })
      assert.deepEqual(await contents(target.database), was)
      await target.close()
    })
  }
})

/** Changes the lines of a backup and gives it right counts, hashes and seal again: what a fault of ours could make. */
function rewrite(path: string, change: (lines: string[]) => string[], sealedWith: BackupKey = key): void {
  const bytes = readFileSync(path)
  const lines = change(gunzipSync(bytes.subarray(0, -trailerSizeBytes)).toString().trimEnd().split('\n'))
  let rows: string[] = []
  const ended = lines.map((line, n) => {
    const end = /^\{"end":"(\w+)"/.exec(line)
    if (end === null) {
      if (n > 0) rows.push(`${line}\n`)
      return line
    }
    const sealed = { end: end[1], rows: rows.length, sha256: newHash().update(rows.join('')).digest('hex') }
    rows = []
    return JSON.stringify(sealed)
  })
  const body = gzipSync(`${ended.join('\n')}\n`)
  writeFileSync(path, Buffer.concat([body, trailerOf(body, sealedWith)]))
}

function trailerOf(body: Uint8Array, sealedWith: BackupKey): Buffer {
  const sums = newSums(sealedWith)
  sums.update(body)
  const { sha256, hmac = '' } = sums.digest()
  return Buffer.from(formatTrailer({ sha256, hmac }))
}

describe('a backup that is not what was made', () => {
  let small: Buffer
  let path: string
  before(async () => {
    const [first] = everyDatabase
    assert.ok(first)
    const { database, close } = await first.open()
    await fill(database, 2)
    path = await backUp(database, 'small')
    small = readFileSync(path)
    await close()
  })
  const faultOf = async (bytes: Uint8Array): Promise<BackupFault> => {
    const changed = join(folder, 'changed')
    writeFileSync(changed, bytes)
    try {
      await checkBackup(changed, key)
    } catch (error) {
      assert.ok(error instanceof BackupFault, String(error))
      return error
    }
    return assert.fail('it was accepted')
  }

  test('is refused with any single bit changed', async () => {
    // All bytes of the two ends, and a sample between: one bit of each.
    const ends = (at: number) => at < 40 || at > small.length - trailerSizeBytes - 40
    for (let at = 0; at < small.length; at += ends(at) ? 1 : 11) {
      const changed = Buffer.from(small)
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      await faultOf(changed)
    }
  })

  test('is refused at whatever byte it is cut off', async () => {
    for (let size = 0; size < small.length; size += size < 40 ? 1 : 37) await faultOf(small.subarray(0, size))
    const half = await faultOf(small.subarray(0, Math.floor(small.length / 2)))
    assert.ok(half.place.byte !== undefined && half.place.byte <= small.length / 2)
    assert.match(half.message, /cut off/)
  })

  test('is refused with anything behind it', async () => {
    await faultOf(Buffer.concat([small, Buffer.from('x')]))
    await faultOf(Buffer.concat([small, small]))
  })

  const rewritten: readonly {
    name: string
    change: (lines: string[]) => string[]
    table: string | undefined
    says: RegExp
  }[] = [
    {
      name: 'a row less than the header counts',
      change: (lines) => lines.filter((line) => !line.includes('handle2')),
      table: 'employees',
      says: /row 2 of 2 is no row/,
    },
    {
      name: 'a row more',
      change: (lines) => lines.flatMap((line) => (line.includes('handle2') ? [line, line] : [line])),
      table: 'employees',
      says: /does not end where it should/,
    },
    {
      name: 'a newer form',
      change: ([header = '', ...lines]) => [header.replace('"version":2', '"version":3'), ...lines],
      table: undefined,
      says: /form 3/,
    },
    { name: 'something else', change: () => ['hello'], table: undefined, says: /no backup/ },
    { name: 'a line too many', change: (lines) => [...lines, '{}'], table: undefined, says: /something follows/ },
  ]
  for (const { name, change, table, says } of rewritten) {
    test(`${name} is refused with its place`, async () => {
      const forged = join(folder, 'forged')
      copyFileSync(path, forged)
      rewrite(forged, change)
      const fault = await faultOf(readFileSync(forged))
      assert.match(fault.message, says)
      assert.equal(fault.place.table, table)
      assert.ok(fault.place.line !== undefined)
    })
  }

  test('that unpacks to one line without end is refused', async () => {
    const [header = ''] = gunzipSync(small.subarray(0, -trailerSizeBytes)).toString().split('\n')
    const body = gzipSync(Buffer.concat([Buffer.from(`${header}\n`), Buffer.alloc(100_000_000, 'a')]))
    await faultOf(Buffer.concat([body, trailerOf(body, key)]))
  })

  test('is refused where somebody without the key made it, with everything else right', async () => {
    const forged = join(folder, 'forged-without-key')
    copyFileSync(path, forged)
    const rename = (lines: string[]) => lines.map((line) => line.replace('"staff_number":"1"', '"staff_number":"9"'))
    rewrite(forged, rename, { ...otherKey, name: key.name })
    const fault = await faultOf(readFileSync(forged))
    assert.match(fault.message, /seal/)
    const [first] = everyDatabase
    assert.ok(first)
    const { database, close } = await first.open()
    await assert.rejects(restoreBackup(database, forged, key, false), BackupFault)
    assert.deepEqual(await appliedMigrations(database), [])
    await close()
  })

  test('is still held against its checksum by whoever has another key', async () => {
    assert.equal((await checkBackup(path, otherKey)).key, key.name)
    await checkBackup(path, undefined)
    const changed = join(folder, 'changed-elsewhere')
    const bytes = Buffer.from(small)
    bytes[small.length - 10 - trailerSizeBytes] = (bytes[small.length - 10 - trailerSizeBytes] ?? 0) ^ 1
    writeFileSync(changed, bytes)
    await assert.rejects(checkBackup(changed, otherKey), BackupFault)
  })

  test('of the form without a seal is refused, and the version that can put it back is named', async () => {
    const lines = gunzipSync(small.subarray(0, -trailerSizeBytes)).toString().replace('"version":2', '"version":1')
    const body = gzipSync(lines)
    const older = Buffer.concat([body, Buffer.from(`sha256:${newHash().update(body).digest('hex')}\n`)])
    const fault = await faultOf(older)
    assert.match(fault.message, /form 1, without a seal/)
    assert.match(fault.cure ?? '', /Openwacht 0\.1\.0/)
  })

  test('of a newer version is refused before anything is done', async () => {
    const newer = join(folder, 'newer')
    copyFileSync(path, newer)
    rewrite(newer, ([header = '', ...lines]) => [header.replace('"0002-processing"', '"0002-unheard-of"'), ...lines])
    const [first] = everyDatabase
    assert.ok(first)
    const { database, close } = await first.open()
    await assert.rejects(restoreBackup(database, newer, key, false), /0002-unheard-of/)
    await close()
  })
})
