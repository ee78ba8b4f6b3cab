import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shareRules } from '../../../packages/sigma/src/fast-matcher.ts'
import { ScanThreads } from './scan-threads.ts'

test('when a thread fails, whoever waits is told, and whoever comes after', async () => {
  const { shared, plans } = shareRules([], {}, { threads: 1, slabBytes: 64 })
  // A thread cannot begin without its memory.
  const pool = new ScanThreads(1, { ...shared, memory: 'none' as unknown as typeof shared.memory }, plans)
  const jobs = [1, 2, 3].map(() => pool.match({ from: 0, to: 1 }))
  for (const { status } of await Promise.allSettled(jobs)) assert.equal(status, 'rejected')
  await assert.rejects(pool.match({ from: 0, to: 1 }), TypeError)
  await pool.close()
})
