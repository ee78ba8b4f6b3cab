// The walk of all routes with all roles, as in `permissions.test.ts`, on a PostgreSQL server as well.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { eachDatabase } from './testing/databases.ts'
import { permissionsTable } from './testing/permissions-walk.ts'
import { openWholeHouse } from './testing/whole-house.ts'

eachDatabase('every route, tried by everybody', (open) => {
  for (const country of ['nl', 'dk'] as const) {
    test(`the table in docs/permissions.tsv says just what the routes do, ${country}`, async () => {
      const house = await openWholeHouse(country, await open())
      try {
        const table = readFileSync(join(import.meta.dirname, '../../docs/permissions.tsv'), 'utf8')
        assert.equal(await permissionsTable(house), table)
      } finally {
        await house.stop()
      }
    })
  }
})
