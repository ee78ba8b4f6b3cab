import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'

const limit = join(import.meta.dirname, 'test-time-limit.ts')

function runFor(longestMs: number, program: string) {
  const env = { ...process.env, OPENWACHT_TEST_LONGEST_MS: String(longestMs) }
  return spawnSync(process.execPath, ['--import', limit, '--eval', program], { env, encoding: 'utf8' })
}

test('what waits for ever is ended, and says what it left open', () => {
  const { status, stderr } = runFor(100, 'setInterval(() => undefined, 1_000)')
  assert.equal(status, 1)
  assert.match(stderr, /Longer than 0\.1 s: ended from outside\. Still open: Timeout/)
})

test('what ends in time is left alone, and does not wait for the limit', () => {
  assert.equal(runFor(60_000, 'undefined').status, 0)
})
