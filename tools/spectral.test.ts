import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { outsideFolder, skipUnlessOutside } from './outside.ts'
import { lintOpenApi } from './spectral.ts'

const folder = mkdtempSync(join(tmpdir(), 'openwacht-spectral-'))
after(() => rmSync(folder, { recursive: true }))

function fileWith(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const operation = {
  operationId: 'listUnits',
  tags: ['units'],
  responses: {
    200: {
      description: 'The units',
      headers: { 'API-Version': { description: 'Full version', schema: { type: 'string' } } },
      content: { 'application/json': { schema: { type: 'object' } } },
    },
  },
}

const description = {
  openapi: '3.1.0',
  info: {
    title: 'Units',
    version: '1.0.0',
    contact: { name: 'Desk', email: 'desk@municipality.example', url: 'https://municipality.example' },
  },
  servers: [{ url: 'https://municipality.example/api/v1' }],
  tags: [{ name: 'units' }],
  paths: { '/units': { get: operation } },
}

const good = fileWith('good.json', JSON.stringify(description))

const own = fileWith(
  'ruleset.yaml',
  `rules:
  title-is-short:
    severity: error
    given: $.info.title
    then: { function: length, functionOptions: { max: 10 } }
  title-has-no-digit:
    severity: warn
    given: $.info.title
    then: { function: pattern, functionOptions: { notMatch: '[0-9]' } }
`,
)

test('a document that follows the rules has no findings', async () => {
  assert.deepEqual(await lintOpenApi(good, own), { errors: [], warnings: [] })
})

test('errors and warnings are kept apart, each with its place', async () => {
  const info = { ...description.info, title: 'The 2 kinds of units' }
  const path = fileWith('bad.json', JSON.stringify({ ...description, info }, undefined, 2))
  const { errors, warnings } = await lintOpenApi(path, own)
  const place = { path: 'info.title', line: 4 }
  assert.deepEqual(
    errors.map(({ code, path, line }) => ({ code, path, line })),
    [{ code: 'title-is-short', ...place }],
  )
  assert.deepEqual(
    warnings.map(({ code, path, line }) => ({ code, path, line })),
    [{ code: 'title-has-no-digit', ...place }],
  )
})

test('a document that is not there is an error, not a document without findings', async () => {
  await assert.rejects(lintOpenApi(join(folder, 'absent.json'), own), /could not lint/)
})

test('a ruleset on the network is refused without asking for it', async () => {
  const ruleset = fileWith('remote.yaml', 'extends: https://rules.example/ruleset.yaml\n')
  await assert.rejects(lintOpenApi(good, ruleset), /refused a connection to "rules.example"/)
})

const official = 'vectors/api-design-rules'

test('the official ruleset accepts a small good document', skipUnlessOutside(official), async () => {
  const ruleset = join(outsideFolder(official) ?? '', 'linter.yaml')
  assert.deepEqual(await lintOpenApi(good, ruleset), { errors: [], warnings: [] })
})

test('the official ruleset refuses a path that ends in a slash', skipUnlessOutside(official), async () => {
  const ruleset = join(outsideFolder(official) ?? '', 'linter.yaml')
  const path = fileWith('slash.json', JSON.stringify({ ...description, paths: { '/units/': { get: operation } } }))
  const { errors } = await lintOpenApi(path, ruleset)
  assert.ok(errors.some(({ code }) => code === 'path-keys-no-trailing-slash'))
})
