import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configKeys, readConfig } from './config.ts'
import { startHouse } from './main.ts'
import { deriverOf } from './platform/installation-key.ts'
import { makeLog } from './platform/log.ts'
import { productVersion } from './platform/product-version.ts'
import { findOrganisation } from './rooms/people/store.ts'
import { openInMemory } from './testing/prepared.ts'
import { openWholeHouse } from './testing/whole-house.ts'

test('staff see the version of the product and the name of the organisation that is in force', async () => {
  const house = await openWholeHouse()
  try {
    const { json } = await (await house.as('employee')).ask('GET', '/api/v1/configuration')
    const { version, settings } = json as { version: string; settings: { key: string; value: string }[] }
    assert.equal(version, productVersion())
    const organisation = await house.house.database.transaction().execute(findOrganisation)
    assert.equal(settings.find(({ key }) => key === 'organisation-name')?.value, organisation?.name)
  } finally {
    await house.stop()
  }
})

test('at each start the organisation gets the name that the settings have; without one it keeps its own', async () => {
  const database = openInMemory()
  const log = makeLog(
    'silent',
    () => undefined,
    () => new Date(),
  )
  const parts = { database, derive: deriverOf(new Uint8Array(32)), log, now: () => new Date() }
  const names: (string | undefined)[] = []
  for (const name of ['Gemeente Oud', 'Gemeente Nieuw', undefined]) {
    const read = readConfig(
      {
        ...(name === undefined ? {} : { [configKeys.organisationName.environment]: name }),
        [configKeys.oidcIssuer.environment]: 'https://login.voorbeeld.example',
        [configKeys.oidcClientId.environment]: 'openwacht',
        [configKeys.port.environment]: '0',
      },
      '/nowhere',
    )
    assert.ok(read.kind === 'config')
    const running = await startHouse(read.config, parts)
    names.push((await database.transaction().execute(findOrganisation))?.name)
    await running.stop()
  }
  await database.destroy()
  assert.deepEqual(names, ['Gemeente Oud', 'Gemeente Nieuw', 'Gemeente Nieuw'])
})
