// The made-up municipality has measures in most states, by the rules that hold for everybody.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { configKeys, readConfig } from '../../config.ts'
import { makeHouse } from '../../main.ts'
import { deriverOf } from '../../platform/installation-key.ts'
import { makeLog } from '../../platform/log.ts'
import type { Values } from '../../platform/problem.ts'
import { openInMemory } from '../../testing/prepared.ts'
import { today } from '../people/people.ts'
import { lifeOf } from './life.ts'
import { runningPermits } from './measures.ts'
import { listMeasures } from './reading.ts'
import { standingOf } from './standing.ts'
import { allMeasures, stepsOf } from './store.ts'
import { anybody } from './viewers.ts'

for (const country of ['nl', 'dk'] as const) {
  describe(`the demonstration of ${country}`, () => {
    test('has measures in most states, each by steps that the rules took, and permits for those that run', async () => {
      const database = openInMemory()
      const read = readConfig({ [configKeys.demonstration.environment]: country }, '/nowhere')
      assert.ok(read.kind !== 'faults')
      const now = () => new Date('2026-11-27T10:00:00Z')
      const log = makeLog('error', () => undefined, now)
      const parts = { database, derive: deriverOf(new Uint8Array(32).fill(9)), log, now }
      const house = await makeHouse(read.config, parts, () => 'http://localhost')
      await database.transaction().execute(async (tx) => {
        const reading = { tx, at: now() }
        const on = await today(reading)
        const measures = await allMeasures(tx)
        const titles = measures.map(({ head }) => head.title.nl)
        assert.equal(new Set(titles).size, titles.length, 'no two measures have one title')
        const standings = new Map(measures.map(({ name, life }) => [name, standingOf(life, on)]))
        assert.deepEqual(Object.fromEntries(standings), {
          'own-logs': 'active',
          'monitoring-and-response': 'active',
          'capacity-management': 'active',
          'phone-container': 'ended',
          'mailbox-access': 'in-procedure',
          'mail-and-web-filter': 'announced',
          'device-management': 'regularising',
          'phishing-exercise': 'in-procedure',
          'stolen-passwords': 'emergency',
          'security-test': 'draft',
        })
        for (const { id, life } of measures) {
          assert.deepEqual(JSON.parse(JSON.stringify(lifeOf(await stepsOf(tx, id)))), life, id)
        }
        const permits = await runningPermits(reading, new Map())
        assert.deepEqual(
          permits
            .filter(({ endsAt }) => endsAt === undefined || endsAt > now())
            .map(({ permit }) => permit.measure)
            .sort(),
          ['capacity-management', 'device-management', 'monitoring-and-response', 'own-logs', 'stolen-passwords'],
        )
        const speak = (key: string, values?: Values) => house.messages('nl', key, values)
        const say = Object.assign(speak, { language: 'nl' })
        const { measures: shown } = await listMeasures(reading, anybody, say)
        assert.deepEqual(
          shown
            .map(({ name }) => name)
            .filter((name) => ['mailbox-access', 'phishing-exercise', 'security-test'].includes(name)),
          [],
        )
      })
      await database.destroy()
    })
  })
}
