import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, describe, test } from 'node:test'
import { sql } from 'kysely'
import { appliedMigrations, migrate, openEmbedded } from './platform/database.ts'
import { makeEmbeddedFolder } from './platform/embedded-folder.ts'
import { makeInstallationKey } from './platform/installation-key.ts'
import { runCommand, runUntil, type Settings } from './testing/command-line.ts'

// The first installation at an organisation, in the order of a person who has not read the manual.

const root = mkdtempSync(join(tmpdir(), 'openwacht-first-'))
after(() => rmSync(root, { recursive: true, force: true }))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(root, 'house-'))
  writeFileSync(join(folder, 'openwacht.yaml'), settings.join('\n'))
  writeFileSync(join(folder, 'staff.csv'), staff)
})
const settings = [
  'organisation-name: Gemeente Voorbeeld',
  'public-url: https://openwacht.voorbeeld.example',
  'oidc-issuer: http://127.0.0.1:9',
  'oidc-client-id: openwacht',
]
const staff = 'personeelsnummer;voornaam;achternaam;e-mail\n1;Aal;Voorbeeld;aal@voorbeeld.example\n'
const run = (args: readonly string[], more?: Settings) => runCommand(folder, args, more)

const keys = () => join(folder, 'data', 'keys')

const importStaff = ['people', 'import', 'staff.csv']
const appoint = ['people', 'appoint', '1', '--subject', 'aal']

describe('before there is a key', () => {
  for (const command of [importStaff, appoint, ['serve']]) {
    test(`${command.slice(0, 2).join(' ')} says what to do first and makes nothing`, async () => {
      const refused = await run(command)
      assert.equal(refused.code, 1, refused.words)
      assert.match(refused.words, /no installation\.key[\s\S]*npx openwacht keys make/)
      assert.ok(!existsSync(join(folder, 'data')))
    })
  }

  test('backup and status say that there is nothing yet, and make nothing', async () => {
    for (const command of [['backup', 'file'], ['status']]) {
      const { code, words } = await run(command)
      assert.equal(code, 1)
      assert.match(words, /no database/)
    }
    assert.ok(!existsSync(join(folder, 'data')))
  })

  test('a database that an earlier start left empty does not stand in the way of the key', async () => {
    mkdirSync(join(folder, 'data'))
    const database = openEmbedded(makeEmbeddedFolder(join(folder, 'data')))
    assert.deepEqual(await appliedMigrations(database), [])
    await database.destroy()
    assert.equal((await run(['keys', 'make'])).code, 0)
  })
})

test('key, staff, administrator: each works in its turn, and a second key is refused', async () => {
  assert.equal((await run(['keys', 'make'])).code, 0)
  const imported = await run(importStaff)
  assert.equal(imported.code, 0, imported.words)
  const appointed = await run(appoint)
  assert.equal(appointed.code, 0, appointed.words)
  assert.match((await run(['keys', 'make'])).words, /a key already/)
  // The key is lost: another would orphan what it sealed.
  rmSync(join(folder, 'data', 'keys'), { recursive: true })
  const { code, words } = await run(['keys', 'make'])
  assert.equal(code, 1)
  assert.match(words, /Put back the copy/)
})

test('a bad line is told with the name of the column in the file, and one is not many', async () => {
  makeInstallationKey(keys())
  writeFileSync(join(folder, 'staff.csv'), 'Personeelsnr;voornaam;Achternaam;e-mail\n1;Aal;;aal@voorbeeld.example\n')
  const { code, out, words } = await run([...importStaff, '--json'])
  assert.equal(code, 1)
  const detail = 'Fill in last name (Achternaam).'
  assert.deepEqual(JSON.parse(out), { line: 2, column: 'Achternaam', code: 'required', detail })
  assert.match(words, /^1 line is not right\./m)
  writeFileSync(join(folder, 'staff.csv'), 'Personeelsnr;voornaam\n1;Aal\n')
  const missing = await run(importStaff)
  assert.match(missing.words, /line 1: The column last name is missing\./)
})

test('no database comes from settings with which nothing could start: the first start fixes some for good', async () => {
  makeInstallationKey(keys())
  writeFileSync(join(folder, 'openwacht.yaml'), 'jurisdiction: dk\n')
  const { code, words } = await run(importStaff)
  assert.equal(code, 1)
  assert.match(words, /oidc-issuer is missing/)
  assert.ok(!existsSync(join(folder, 'data', 'database')))
})

test('a provider that does not answer is told by serve, status and readiness; the house is open all the same', async () => {
  makeInstallationKey(keys())
  const issuer = { OPENWACHT_OIDC_ISSUER: `http://127.0.0.1:${await portOfNobody()}` }
  const { child, told } = await runUntil(folder, ['serve'], /the provider does not answer \(ECONNREFUSED\)/, issuer)
  try {
    const port = /"port":(\d+)/.exec(told().words)?.[1]
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`)
    assert.equal(ready.status, 200)
    const { status, signIn } = (await ready.json()) as Record<string, unknown>
    assert.deepEqual({ status, signIn }, { status: 'ready', signIn: 'no-answer' })
    const { code, out, words } = await run(['status'], issuer)
    assert.equal(code, 1)
    assert.deepEqual(JSON.parse(out).signIn, { kind: 'no-answer', detail: 'ECONNREFUSED' })
    assert.match(words, /Openwacht runs: [\s\S]*nobody can sign in now: the provider does not answer/)
  } finally {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    assert.deepEqual(await ended, [0, null])
  }
})

/** A port on which nobody listens. */
async function portOfNobody(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

test('a house does not start under another law than the one that was fixed at its first start', async () => {
  makeInstallationKey(keys())
  assert.equal((await run(importStaff)).code, 0)
  const refused = await run(['serve'], { OPENWACHT_JURISDICTION: 'dk' })
  assert.equal(refused.code, 1)
  assert.match(refused.words, /jurisdiction/)
})

test('a version that is older than its database says which step it does not know', async () => {
  makeInstallationKey(keys())
  const database = openEmbedded(makeEmbeddedFolder(join(folder, 'data')))
  await migrate(database)
  await sql`insert into kysely_migration (name, timestamp) values ('9999-of-tomorrow', '2030-01-01T00:00:00.000Z')`.execute(
    database,
  )
  await database.destroy()
  const { code, words } = await run(['serve'])
  assert.equal(code, 1)
  assert.match(words, /newer Openwacht: it has had step "9999-of-tomorrow"/)
})

test('a key that other accounts can open is refused until it is for its owner alone', async () => {
  makeInstallationKey(keys())
  const path = join(keys(), 'installation.key')
  assert.equal(statSync(path).mode & 0o777, 0o600)
  chmodSync(path, 0o644)
  const { code, words } = await run(importStaff)
  assert.equal(code, 1)
  assert.ok(words.includes(`chmod 600 ${path}`), words)
})

test('the settings of an installation are not taken up by git', () => {
  const ignored = readFileSync(join(import.meta.dirname, '../../.gitignore'), 'utf8').split('\n')
  assert.ok(ignored.includes('/openwacht.yaml'))
})

test('a data folder that cannot be made is told with its cure, not as a fault of ours', async () => {
  mkdirSync(join(folder, 'elsewhere'))
  writeFileSync(join(folder, 'elsewhere', 'file'), '')
  const place = { OPENWACHT_DATA: join(folder, 'elsewhere', 'file', 'data'), OPENWACHT_KEYS: join(folder, 'keys') }
  makeInstallationKey(place.OPENWACHT_KEYS)
  const { code, words } = await run(importStaff, place)
  assert.equal(code, 1)
  assert.match(words, /could not write in .*\(E[A-Z]+\)\n.*data-folder/)
})
