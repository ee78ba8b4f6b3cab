// Every byte of every file of a log that ran as in a house, changed one at a time, and verified from outside.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { isTold, type RunLog, runLog, withFlippedByte } from './testing/verified-folder.ts'

describe('a log of a running house', () => {
  let log: RunLog
  before(async () => {
    log = await runLog(3, 4)
  })
  after(() => log.close())

  test('does not verify after any byte of any file changed, and the file or entry is named', async () => {
    let count = 0
    for (const [path, bytes] of log.files) {
      for (let at = 0; at < bytes.length; at++) {
        assert.ok(isTold(await log.verify(withFlippedByte(log.files, path, at)), path), `${path}, byte ${at}`)
        count++
      }
    }
    assert.ok(count > 5_000)
  })
})
