import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Journal } from './journal.ts'
import { journalFilesAt } from './journal-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'openwacht-journal-kill-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const rounds = 5

test('kill -9 while a journal is written: what was acknowledged is there, once and in order', async () => {
  const acknowledged: number[] = []
  let found: number[] = []
  for (let round = 1; round <= rounds; round++) {
    const next = (found.at(-1) ?? -1) + 1
    const child = spawn(process.execPath, [
      join(import.meta.dirname, 'testing/journal-writer.ts'),
      folder,
      String(next),
    ])
    let told = ''
    child.stdout.on('data', (chunk) => {
      told += String(chunk)
      if (told.length > 700 * round) child.kill('SIGKILL')
    })
    const [, signal] = await once(child, 'close')
    assert.equal(signal, 'SIGKILL')
    // The last line may have been cut.
    acknowledged.push(...told.split('\n').slice(0, -1).map(Number))
    const journal = await Journal.open(await journalFilesAt(folder), new Uint8Array(32).fill(7))
    found = []
    for await (const { records } of journal.frames(1)) found.push(...records.map((one) => Number(Buffer.from(one))))
    assert.deepEqual(
      found,
      found.map((_, at) => at),
      `round ${round}`,
    )
    assert.ok(found.length >= (acknowledged.at(-1) ?? 0) + 1, `round ${round}`)
  }
  assert.ok(acknowledged.length > 1_000, `${acknowledged.length} acknowledged`)
})
