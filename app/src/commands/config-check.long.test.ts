import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { migrate, openEmbedded } from '../platform/database.ts'
import { makeEmbeddedFolder } from '../platform/embedded-folder.ts'
import { makeInstallationKey } from '../platform/installation-key.ts'
import { runCommand, type Settings } from '../testing/command-line.ts'

const root = mkdtempSync(join(tmpdir(), 'openwacht-check-'))
after(() => rmSync(root, { recursive: true, force: true }))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(root, 'house-'))
  writeFileSync(join(folder, 'openwacht.yaml'), settings.join('\n'))
})
const settings = [
  'organisation-name: Gemeente Voorbeeld',
  'public-url: https://openwacht.voorbeeld.example',
  'oidc-issuer: http://127.0.0.1:9',
  'oidc-client-id: openwacht',
]
const run = (args: readonly string[], more?: Settings) => runCommand(folder, args, more)
const check = (more?: Settings) => run(['config', 'check'], more)

test('settings that are right do not start a house without a key; with one they do, and it makes nothing', async () => {
  const without = await check()
  assert.equal(without.code, 1)
  assert.match(without.words, /settings are right\. Still missing[\s\S]*no installation\.key[\s\S]*keys make/)
  assert.ok(!existsSync(join(folder, 'data')))
  const machine = await run(['config', 'check', '--json'])
  assert.deepEqual([machine.code, JSON.parse(machine.out).key], [1, 'keys-folder'])
  makeInstallationKey(join(folder, 'data', 'keys'))
  const whole = await check()
  assert.equal(whole.code, 0, whole.words)
  assert.match(whole.words, /can start/)
})

test('a data folder that cannot be made is named, together with what else is wrong', async () => {
  writeFileSync(join(folder, 'file'), '')
  makeInstallationKey(join(folder, 'keys'))
  const place = { OPENWACHT_DATA: join(folder, 'file', 'data'), OPENWACHT_KEYS: join(folder, 'keys') }
  const { code, words } = await check({ ...place, OPENWACHT_OIDC_CLIENT_ID: '' })
  assert.equal(code, 1)
  assert.match(words, /^oidc-client-id is missing/m)
  assert.match(words, /^data-folder: .*file\/data\. .*install -d/m)
})

test('a database whose key is missing sends nobody in a circle: the copy, or a new data folder', async () => {
  const database = openEmbedded(makeEmbeddedFolder(join(folder, 'data')))
  await migrate(database)
  await database.destroy()
  for (const command of [['serve'], ['config', 'check'], ['keys', 'make']]) {
    const { code, words } = await run(command)
    assert.equal(code, 1)
    assert.match(words, /a database already.*its key is missing/, command.join(' '))
    assert.match(words, /Put back the copy.*installation\.key.*Then begin with a new data folder/)
    assert.doesNotMatch(words, /with: npx openwacht keys make/)
  }
  assert.equal((await run(['keys', 'make'], { OPENWACHT_DATA: join(folder, 'other') })).code, 0)
})

test('who appoints before any staff are there reads that the import comes first', async () => {
  makeInstallationKey(join(folder, 'data', 'keys'))
  const { code, words } = await run(['people', 'appoint', '1', '--subject', 'aal'])
  assert.equal(code, 1)
  assert.match(words, /no staff in the list yet.*people import/)
})
