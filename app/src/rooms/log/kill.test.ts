// `kill -9` at some steps of an append, of an act and of an effect; `kill.long.test.ts` does it at every step.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { runChild } from './testing/killing.ts'

const folder = mkdtempSync(join(tmpdir(), 'openwacht-kill-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('kill -9 anywhere in an act or an append: log and state agree after the next start', () => {
  const count = runChild(folder, 0) ?? assert.fail('was killed')
  assert.ok(count > 60, `${count} steps`)
  for (const part of [0.25, 0.4, 0.55, 0.7, 0.85]) runChild(folder, Math.round(count * part))
  assert.ok(runChild(folder, 0))
})
