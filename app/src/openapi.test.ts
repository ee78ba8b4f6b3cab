import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { outsideFolder, skipUnlessOutside } from '../../tools/outside.ts'
import { lintOpenApi } from '../../tools/spectral.ts'
import { openWholeHouse, type WholeHouse } from './testing/whole-house.ts'

describe('the description of the API', () => {
  let house: WholeHouse
  let folder: string
  before(async () => {
    house = await openWholeHouse()
    folder = mkdtempSync(join(tmpdir(), 'openwacht-'))
  })
  after(async () => {
    await house.stop()
    rmSync(folder, { recursive: true })
  })

  test(
    'passes the official ruleset with no error and no warning',
    skipUnlessOutside('vectors/api-design-rules'),
    async () => {
      const { text } = await house.nobody.ask('GET', '/api/v1/openapi.json')
      const path = join(folder, 'openapi.json')
      writeFileSync(path, text)
      const found = await lintOpenApi(path, join(outsideFolder('vectors/api-design-rules') ?? '', 'linter.yaml'))
      assert.deepEqual(found, { errors: [], warnings: [] })
    },
  )

  test('can be read by everybody, also from another site', async () => {
    const { status, headers } = await house.nobody.ask('GET', '/api/v1/openapi.json')
    assert.equal(status, 200)
    assert.equal(headers.get('access-control-allow-origin'), '*')
  })

  test('names every route below /api/v1, and no other', async () => {
    const { json } = await house.nobody.ask('GET', '/api/v1/openapi.json')
    const { paths } = json as { paths: Record<string, Record<string, object>> }
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const served = house.routes
      .filter(({ method, url }) => method !== 'HEAD' && url.startsWith('/api/v1/') && url !== '/api/v1/openapi.json')
      .map(({ method, url }) => `${method} ${url.slice('/api/v1'.length).replace(/:(\w+)/g, '{$1}')}`)
    assert.deepEqual(described.sort(), served.sort())
  })

  test('every answer of a fetch says the version it was made by', async () => {
    for (const path of ['/api/v1/session', '/api/v1/openapi.json', '/api/v1/nothing']) {
      assert.equal((await house.nobody.ask('GET', path)).headers.get('api-version'), '1.0.0', path)
    }
  })
})
