import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { configKeys, readConfig, readSettings, shownConfig } from './config.ts'

const root = mkdtempSync(join(tmpdir(), 'openwacht-config-'))
after(() => rmSync(root, { recursive: true }))

/** A folder with a configuration file and a secret, with these rights. */
function folderWith(yaml: string, rights: { readonly file?: number; readonly secret?: number } = {}): string {
  const folder = mkdtempSync(join(root, 'folder-'))
  writeFileSync(join(folder, 'openwacht.yaml'), yaml)
  chmodSync(join(folder, 'openwacht.yaml'), rights.file ?? 0o640)
  writeFileSync(join(folder, 'secret'), 'a client secret\n')
  chmodSync(join(folder, 'secret'), rights.secret ?? 0o640)
  writeFileSync(join(folder, 'empty'), '\n', { mode: 0o600 })
  return folder
}

const right = {
  'public-url': 'https://openwacht.voorbeeld.example',
  'oidc-issuer': 'https://login.voorbeeld.example/realm/',
  'oidc-client-id': 'openwacht',
  'oidc-client-secret-file': 'secret',
}

function faultsOf(
  settings: Readonly<Record<string, string>>,
  rights?: { readonly file?: number; readonly secret?: number },
): string[] {
  const yaml = Object.entries({ ...right, ...settings }).map(([key, value]) => `${key}: "${value}"\n`)
  const read = readConfig({}, folderWith(yaml.join(''), rights))
  return read.kind === 'faults' ? read.faults.map(({ key, wrong, cure }) => `${key} ${wrong}: ${cure}`) : []
}

const judged: readonly {
  name: string
  settings: Record<string, string>
  rights?: { readonly file?: number; readonly secret?: number }
  fault: RegExp | undefined
}[] = [
  { name: 'settings that are right have no fault', settings: {}, fault: undefined },
  ...['email', 'Email', 'preferred_username', 'upn', 'name'].map((claim) => ({
    name: `the claim "${claim}" does not name an employee for life`,
    settings: { 'oidc-employee-claim': claim },
    fault: /^oidc-employee-claim .*somebody else.*sub/,
  })),
  { name: 'the claim "oid" does', settings: { 'oidc-employee-claim': 'oid' }, fault: undefined },
  {
    name: 'a public address has no path',
    settings: { 'public-url': 'https://voorbeeld.example/openwacht' },
    fault: /^public-url .*whole host.*https:\/\/voorbeeld\.example \(/,
  },
  {
    name: 'a public address has no question',
    settings: { 'public-url': 'https://voorbeeld.example/?a=b' },
    fault: /^public-url /,
  },
  {
    name: 'a public address holds no name of a person',
    settings: { 'public-url': 'https://me@voorbeeld.example' },
    fault: /^public-url /,
  },
  {
    name: 'a public address may end in a slash',
    settings: { 'public-url': 'https://voorbeeld.example/' },
    fault: undefined,
  },
  {
    name: 'a secret that every account can read is refused',
    settings: {},
    rights: { secret: 0o644 },
    fault: /^oidc-client-secret-file can be opened by other accounts.*chmod 640/,
  },
  {
    name: 'a secret that its group can write is refused',
    settings: {},
    rights: { secret: 0o660 },
    fault: /^oidc-client-secret-file can be opened/,
  },
  { name: 'a secret for its owner alone is accepted', settings: {}, rights: { secret: 0o600 }, fault: undefined },
  {
    name: 'an empty secret is refused',
    settings: { 'oidc-client-secret-file': 'empty' },
    fault: /^oidc-client-secret-file is empty/,
  },
  {
    name: 'a folder is no secret',
    settings: { 'oidc-client-secret-file': '.' },
    fault: /^oidc-client-secret-file names no file/,
  },
  {
    name: 'a password of the database in a file for everybody is refused',
    settings: { 'database-url': 'postgres://openwacht:secret@localhost/openwacht' },
    rights: { file: 0o644 },
    fault: /^database-url holds a password.*chmod o=/,
  },
  {
    name: 'a password of the database in a file for few is accepted',
    settings: { 'database-url': 'postgres://openwacht:secret@localhost/openwacht' },
    fault: undefined,
  },
  {
    name: 'a password of the database that every account can read is refused',
    settings: {
      'database-url': 'postgres://openwacht@localhost/openwacht',
      'database-password-file': 'secret',
      'oidc-client-secret-file': '',
    },
    rights: { secret: 0o644 },
    fault: /^database-password-file can be opened/,
  },
  ...['require', 'verify-ca', 'verify-full&uselibpqcompat=true'].map((mode) => ({
    name: `a database elsewhere must prove its name: ${mode} does not do`,
    settings: { 'database-url': `postgres://openwacht@db.voorbeeld.example/openwacht?sslmode=${mode}` },
    fault: /^database-url does not prove.*verify-full/,
  })),
  {
    name: 'a database elsewhere that proves its name',
    settings: { 'database-url': 'postgres://openwacht@db.voorbeeld.example/openwacht?sslmode=verify-full' },
    fault: undefined,
  },
  {
    name: 'a proxy is named by its address, not by its name',
    settings: { 'trusted-proxies': '10.0.0.0/8, proxy.voorbeeld.example' },
    fault: /^trusted-proxies .*proxy\.voorbeeld\.example/,
  },
  { name: 'a network of 33 bits does not exist', settings: { 'trusted-proxies': '10.0.0.0/33' }, fault: /^trusted-/ },
  { name: 'proxies of both kinds', settings: { 'trusted-proxies': '10.0.0.0/8, fd00::/8, ::1' }, fault: undefined },
  {
    name: 'witnesses that are nowhere are not left out in silence',
    settings: { witnesses: 'policy' },
    fault: /^witnesses names no file: .*policy/,
  },
  {
    name: 'a name of the organisation that stands there empty was forgotten',
    settings: { 'organisation-name': ' ' },
    fault: /^organisation-name is empty: enter the name/,
  },
  {
    name: 'without a provider the demonstration is said to be for trying only',
    settings: { 'oidc-issuer': '' },
    fault: /^oidc-issuer is missing.*provider of your organisation\. Only to try .*made-up people: .*demonstration/,
  },
  { name: 'an empty address would listen everywhere', settings: { address: '' }, fault: /^address cannot be ""/ },
]
describe('a real house starts only with settings that keep it safe', () => {
  for (const { name, settings, rights, fault } of judged) {
    test(name, () => {
      const found = faultsOf(settings, rights)
      if (fault === undefined) assert.deepEqual(found, [])
      else {
        assert.equal(found.length, 1, found.join('\n'))
        assert.match(found[0] ?? '', fault)
      }
    })
  }
})

test('everything that is wrong is told at once: what is not understood, what is missing and what is not safe', () => {
  const folder = folderWith(
    [
      'port: eighty',
      'public-url: https://voorbeeld.example/openwacht',
      'oidc-employee-claim: email',
      'oidc-client-secret-file: secret',
      'oidc-isuer: https://login.voorbeeld.example',
      'database-url: postgres://openwacht@db.voorbeeld.example/openwacht',
    ].join('\n'),
    { secret: 0o644 },
  )
  const read = readConfig({ OPENWACHT_DATA_FOLDER: '/var/lib/openwacht' }, folder)
  assert.ok(read.kind === 'faults')
  assert.deepEqual(read.faults.map(({ key }) => key).sort(), [
    'OPENWACHT_DATA_FOLDER',
    'database-url',
    'oidc-client-id',
    'oidc-client-secret-file',
    'oidc-employee-claim',
    'oidc-issuer',
    'oidc-isuer',
    'port',
    'public-url',
  ])
  const cures = new Map(read.faults.map(({ key, cure }) => [key, cure]))
  assert.equal(cures.get('oidc-isuer'), 'did you mean oidc-issuer?')
  assert.equal(cures.get('OPENWACHT_DATA_FOLDER'), 'did you mean OPENWACHT_DATA?')
})

test('a key without a value is empty too, and a name that nobody wrote is not', () => {
  const read = readConfig({}, folderWith('organisation-name:\n'))
  assert.ok(read.kind === 'faults' && read.faults.some(({ key }) => key === 'organisation-name'))
  const without = readConfig({}, folderWith('port: 1\n'))
  assert.ok(without.kind === 'faults' && !without.faults.some(({ key }) => key === 'organisation-name'))
})

test('what cannot be judged is not called missing', () => {
  const broken = readConfig({}, folderWith('oidc-issuer: [\n'))
  assert.ok(broken.kind === 'faults')
  assert.equal(broken.faults.length, 1)
  const misread = readConfig({ [configKeys.demonstration.environment]: 'belgium' }, folderWith(''))
  assert.ok(misread.kind === 'faults')
  assert.deepEqual(
    misread.faults.map(({ key }) => key),
    ['demonstration'],
  )
})

test('a secret never shows, also not in a fault', () => {
  const url = 'mysql://openwacht:geheim@localhost/openwacht'
  const read = readConfig({ [configKeys.databaseUrl.environment]: url }, folderWith(''))
  assert.ok(read.kind === 'faults')
  assert.ok(!JSON.stringify(read.faults).includes('geheim'))
})

test('the password of the database may stand in a file of its own, and never shows', () => {
  const folder = folderWith(
    'database-url: postgres://openwacht@localhost/openwacht\ndatabase-password-file: password\n',
  )
  writeFileSync(join(folder, 'password'), 'a:b/c@d?e\n', { mode: 0o600 })
  const read = readSettings({}, folder)
  assert.ok(read.kind === 'config')
  const url = new URL(read.config.databaseUrl ?? '')
  assert.equal(decodeURIComponent(url.password), 'a:b/c@d?e')
  assert.equal(shownConfig(read.config).find(({ key }) => key === 'database-url')?.value, '(set)')
})

test('each setting tells where its value came from', () => {
  const folder = folderWith('port: 81\nlanguage: da\n')
  const read = readSettings({ [configKeys.port.environment]: '82' }, folder)
  assert.ok(read.kind === 'config')
  const { port, language, address } = read.sources
  assert.deepEqual({ port, language, address }, { port: 'environment', language: 'file', address: 'default' })
  assert.equal(read.config.port, 82)
})

test('paths in the file count from its folder', () => {
  const folder = folderWith('data-folder: here\noidc-client-secret-file: secret\n')
  const read = readSettings({}, folder)
  assert.ok(read.kind === 'config')
  assert.equal(read.config.dataFolder, join(folder, 'here'))
  assert.equal(read.config.keysFolder, join(folder, 'here', 'keys'))
  assert.equal(read.config.oidcClientSecretFile, join(folder, 'secret'))
})
