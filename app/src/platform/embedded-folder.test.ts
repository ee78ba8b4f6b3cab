import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeEmbeddedFolder } from './embedded-folder.ts'

test('a folder of the database that stood open to other accounts is closed to them', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'openwacht-embedded-'))
  mkdirSync(join(dataFolder, 'database'))
  chmodSync(join(dataFolder, 'database'), 0o777)
  assert.equal(statSync(makeEmbeddedFolder(dataFolder)).mode & 0o777, 0o700)
  rmSync(dataFolder, { recursive: true })
})
