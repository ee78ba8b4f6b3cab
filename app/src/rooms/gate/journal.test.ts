import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { Journal, JournalDamage, RecordTooLong } from './journal.ts'
import { journalFilesAt } from './journal-files.ts'
import { headerBytes, mostFrameBytes } from './journal-format.ts'
import { memoryFiles, StepFailed } from './testing/memory-files.ts'

const key = new Uint8Array(32).fill(7)
const record = (words: string): Uint8Array => Buffer.from(words)

async function wordsIn(journal: Journal, from = 1): Promise<readonly string[]> {
  const words: string[] = []
  for await (const { records } of journal.frames(from)) words.push(...records.map((one) => Buffer.from(one).toString()))
  return words
}

test('what was appended is there in its order, also for the next one who opens it, on a real disk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'openwacht-journal-'))
  const first = await Journal.open(await journalFilesAt(folder), key)
  assert.deepEqual(await first.append([record('a'), record('b')]), { frame: 1, at: 0 })
  assert.deepEqual(await first.append([record('c')]), { frame: 2, at: 0 })
  await first.close()
  const second = await Journal.open(await journalFilesAt(folder), key)
  assert.equal(second.last, 2)
  assert.deepEqual(await second.append([record('d')]), { frame: 3, at: 0 })
  assert.deepEqual(await wordsIn(second), ['a', 'b', 'c', 'd'])
  assert.deepEqual(await wordsIn(second, 3), ['d'])
  await second.close()
  assert.equal(readdirSync(folder).length, 2)
  rmSync(folder, { recursive: true })
})

test('who appends while another is being synced shares the next sync, in one frame', async () => {
  const { files } = memoryFiles()
  const journal = await Journal.open(files, key)
  const places = await Promise.all(['a', 'b', 'c'].map((word) => journal.append([record(word), record('x')])))
  assert.deepEqual(places, [
    { frame: 1, at: 0 },
    { frame: 2, at: 0 },
    { frame: 2, at: 2 },
  ])
  assert.equal(journal.waitingBytes, 0)
})

test('nothing of a record stands in a file in clear', async () => {
  const memory = memoryFiles()
  const journal = await Journal.open(memory.files, key)
  await journal.append([record('a very long word that would be seen')])
  for (const name of await memory.files.list()) assert.equal(memory.bytesOf(name).includes('would be seen'), false)
})

test('a record that no frame can hold is refused, and nothing else waits for it', async () => {
  const journal = await Journal.open(memoryFiles().files, key)
  await assert.rejects(journal.append([new Uint8Array(mostFrameBytes)]), RecordTooLong)
  const full = new Uint8Array(mostFrameBytes - 4)
  const places = await Promise.all([journal.append([full]), journal.append([full]), journal.append([record('x')])])
  assert.deepEqual(
    places.map(({ frame }) => frame),
    [1, 2, 3],
  )
})

for (const left of ['all', 'half', 'nothing'] as const) {
  test(`a crash at every step, ${left} of what was not synced left: what was acknowledged is there once`, async () => {
    let failed = 0
    for (let at = 1; ; at++) {
      const memory = memoryFiles(at)
      const acknowledged: string[] = []
      const sent: string[] = []
      try {
        const journal = await Journal.open(memory.files, key)
        for (const word of ['a', 'b', 'c']) {
          sent.push(word)
          await journal.append([record(word)])
          acknowledged.push(word)
        }
      } catch (error) {
        assert.ok(error instanceof StepFailed, String(error))
        failed++
      }
      const isOver = memory.steps < at
      memory.crash(left)
      const again = await Journal.open(memory.files, key)
      const found = await wordsIn(again)
      assert.deepEqual(found.slice(0, acknowledged.length), acknowledged, `step ${at}`)
      // One write is under way when the power fails: it may be there whole, never half.
      assert.ok(sent.join('').startsWith(found.join('')), `step ${at}: ${found}`)
      await again.append([record('z')])
      assert.deepEqual(await wordsIn(again), [...found, 'z'], `step ${at}, after going on`)
      assert.deepEqual(await wordsIn(await Journal.open(memory.files, key)), [...found, 'z'])
      if (isOver) break
    }
    assert.ok(failed > 12, `${failed} steps`)
  })
}

test('what a killed process left unsynced is synced by the next one, before anything is written after it', async () => {
  const memory = memoryFiles()
  const journal = await Journal.open(memory.files, key)
  await journal.append([record('a')])
  // The frame is written; its sync, the fourth step, fails, and the process ends.
  memory.failAfter(4)
  await assert.rejects(journal.append([record('b')]), StepFailed)
  memory.crash('all')
  const again = await Journal.open(memory.files, key)
  assert.deepEqual(await wordsIn(again), ['a', 'b'])
  await again.append([record('c')])
  memory.crash('nothing')
  assert.deepEqual(await wordsIn(await Journal.open(memory.files, key)), ['a', 'b', 'c'])
})

test('a full disk at every step: whoever was refused sends again, and it is there once', async () => {
  for (let at = 1; ; at++) {
    const memory = memoryFiles()
    const journal = await Journal.open(memory.files, key)
    await journal.append([record('a')])
    const before = memory.steps
    memory.failAfter(at)
    const fails = await journal.append([record('b')]).then(
      () => false,
      (error) => error instanceof StepFailed,
    )
    const isOver = memory.steps - before < at
    assert.equal(fails, !isOver)
    memory.failAfter(0)
    if (fails) await journal.append([record('b')])
    await journal.append([record('c')])
    assert.deepEqual(await wordsIn(journal), ['a', 'b', 'c'], `step ${at}`)
    assert.deepEqual(await wordsIn(await Journal.open(memory.files, key)), ['a', 'b', 'c'], `step ${at}, opened again`)
    if (isOver) break
  }
})

test('a segment that cannot be made, whatever step fails: the next append makes another one', async () => {
  for (let at = 1; ; at++) {
    const memory = memoryFiles()
    const journal = await Journal.open(memory.files, key)
    memory.failAfter(at)
    const before = memory.steps
    const fails = await journal.append([record('a')]).then(
      () => false,
      (error) => error instanceof StepFailed,
    )
    const isOver = memory.steps - before < at
    assert.equal(fails, !isOver, `step ${at}`)
    memory.failAfter(0)
    if (fails) await journal.append([record('a')])
    await journal.append([record('b')])
    assert.deepEqual(await wordsIn(await Journal.open(memory.files, key)), ['a', 'b'], `step ${at}`)
    if (isOver) break
  }
})

test('a file that is cut anywhere in its last frame loses that frame alone; cut earlier, it is damage or loses the end', async () => {
  const memory = memoryFiles()
  const journal = await Journal.open(memory.files, key)
  for (const word of ['first', 'second']) await journal.append([record(word)])
  const [name = ''] = await memory.files.list()
  const whole = memory.bytesOf(name)
  const frame = (whole.length - headerBytes - 1) / 2
  for (let length = headerBytes; length <= whole.length; length++) {
    const cut = memoryFiles()
    const file = await cut.files.create(name)
    await file.append(whole.subarray(0, length))
    const found = await wordsIn(await Journal.open(cut.files, key))
    const count = length === whole.length ? 2 : length < headerBytes + Math.floor(frame) ? 0 : 1
    assert.deepEqual(found, ['first', 'second'].slice(0, count), `cut at ${length}`)
  }
})

test('a changed byte is never read: it is named as damage, or was in the last frame and counts as torn', async () => {
  const memory = memoryFiles()
  const journal = await Journal.open(memory.files, key)
  for (const word of ['first', 'second', 'third']) await journal.append([record(word)])
  const [name = ''] = await memory.files.list()
  const whole = memory.bytesOf(name)
  for (let at = 0; at < whole.length; at++) {
    const changed = memoryFiles()
    const bytes = Buffer.from(whole)
    bytes[at] = (bytes[at] ?? 0) ^ 1
    await (await changed.files.create(name)).append(bytes)
    try {
      const found = await wordsIn(await Journal.open(changed.files, key))
      assert.ok(found.length < 3, `byte ${at}`)
      assert.deepEqual(found, ['first', 'second', 'third'].slice(0, found.length))
    } catch (error) {
      assert.ok(error instanceof JournalDamage, String(error))
      assert.equal(error.file, name)
    }
  }
})

test('another key opens nothing', async () => {
  const memory = memoryFiles()
  await (await Journal.open(memory.files, key)).append([record('a')])
  assert.deepEqual(await wordsIn(await Journal.open(memory.files, new Uint8Array(32))), [])
})

test('what was drained is given back, and numbers go on from where they were', async () => {
  const memory = memoryFiles()
  for (const word of ['a', 'b', 'c']) await (await Journal.open(memory.files, key)).append([record(word)])
  const journal = await Journal.open(memory.files, key)
  await journal.drop(2)
  assert.equal((await memory.files.list()).length, 1)
  await assert.rejects(wordsIn(journal, 2), JournalDamage)
  assert.deepEqual(await wordsIn(journal, 3), ['c'])
  await journal.drop(3)
  assert.deepEqual(await (await Journal.open(memory.files, key)).append([record('d')]), { frame: 4, at: 0 })
})

test('a segment that is gone from the middle is missed', async () => {
  const memory = memoryFiles()
  for (const word of ['a', 'b', 'c']) await (await Journal.open(memory.files, key)).append([record(word)])
  const [, middle = ''] = await memory.files.list()
  await memory.files.remove(middle)
  await assert.rejects(wordsIn(await Journal.open(memory.files, key)), JournalDamage)
})

test('any order of appending, failing, crashing and draining keeps what was acknowledged, once and in order', async () => {
  const move = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 4 }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('fail' as const), count: fc.integer({ min: 1, max: 12 }) }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('crash' as const), left: fc.constantFrom('all', 'half', 'nothing') }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('drain' as const) }) },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 30 }), async (moves) => {
      const memory = memoryFiles()
      let journal = await Journal.open(memory.files, key)
      const acknowledged: string[] = []
      const drained: string[] = []
      let from = 1
      let serial = 0
      const drain = async () => {
        drained.push(...(await wordsIn(journal, from)))
        from = journal.last + 1
      }
      for (const one of moves) {
        if (one.kind === 'append') {
          for (let n = 0; n < one.count; n++) {
            const word = String(serial++)
            await journal.append([record(word)]).then(
              () => acknowledged.push(word),
              () => undefined,
            )
          }
        } else if (one.kind === 'fail') memory.failAfter(one.count)
        else if (one.kind === 'crash') {
          memory.crash(one.left)
          journal = await Journal.open(memory.files, key)
        } else {
          memory.failAfter(0)
          await drain()
          await journal.drop(from - 1)
        }
      }
      memory.crash('all')
      journal = await Journal.open(memory.files, key)
      await drain()
      assert.deepEqual(
        drained.filter((word) => acknowledged.includes(word)),
        acknowledged,
      )
      assert.equal(new Set(drained).size, drained.length)
    }),
    { numRuns: 300 },
  )
})
