import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCheckout } from './checkout.ts'
import { entriesWithHost, type LockFile, looseVersions, missingVariants } from './lock-file.ts'

const files = readCheckout(['package.json', 'package-lock.json', '{app,packages/*}/package.json'])
// npm wrote this file in this shape.
const lockFile = JSON.parse(files.get('package-lock.json') ?? '{}') as LockFile

test('the lock file names every platform variant of every optional package', () => {
  assert.deepEqual(missingVariants(lockFile), [])
})

test('the lock file names no registry', () => {
  assert.deepEqual(entriesWithHost(lockFile), [])
})

test('every version in a package.json is exact', () => {
  const manifests = [...files].filter(([path]) => path.endsWith('package.json'))
  assert.deepEqual(
    manifests.flatMap(([, text]) => looseVersions(text)),
    [],
  )
})

const linter = { version: '2.0.0', optionalDependencies: { 'linter-linux': '2.0.0', 'linter-mac': '2.0.0' } }
const variant = { version: '2.0.0' }

test('a variant that only another machine needs is missed', () => {
  const packages = { 'node_modules/linter': linter, 'node_modules/linter-linux': variant }
  assert.deepEqual(missingVariants({ packages }), ['node_modules/linter: linter-mac'])
})

test('a variant may stand beside its parent or inside it', () => {
  const packages = {
    'node_modules/linter': linter,
    'node_modules/linter-linux': variant,
    'node_modules/linter/node_modules/linter-mac': variant,
  }
  assert.deepEqual(missingVariants({ packages }), [])
})

test('a host is found, a workspace is not one', () => {
  const packages = {
    'node_modules/a': { resolved: 'https://registry.example/a.tgz' },
    'node_modules/app': { resolved: 'app', link: true },
  }
  assert.deepEqual(entriesWithHost({ packages }), ['node_modules/a'])
})

for (const version of ['^1.2.3', '~1.2.3', '1.2', '*', 'latest', '>=1.2.3', 'npm:typescript@^7.0.0']) {
  test(`"${version}" is not one version`, () => {
    assert.deepEqual(looseVersions(JSON.stringify({ devDependencies: { a: version } })), [`a@${version}`])
  })
}

for (const version of ['1.2.3', '1.5.6-r.1', 'npm:typescript@7.0.2', 'npm:@scope/name@1.0.0']) {
  test(`"${version}" is one version`, () => {
    assert.deepEqual(looseVersions(JSON.stringify({ optionalDependencies: { a: version } })), [])
  })
}
