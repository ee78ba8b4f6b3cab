import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { runChild } from './testing/killing.ts'

const folder = mkdtempSync(join(tmpdir(), 'openwacht-kill-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('kill -9 at every step of an act, an effect and an append: log and state agree after each start', () => {
  assert.ok(runChild(folder, 0))
  let killed = 0
  for (let step = 1; step < 1000; step++) {
    if (runChild(folder, step) !== undefined) break
    killed++
  }
  assert.ok(killed > 60, `killed ${killed} times`)
  assert.ok(runChild(folder, 0))
})
