import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { parseCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { verifyEd25519 } from '@openwacht/tlog/ed25519-node.ts'
import { judgeCheckpoint, parsePolicy } from '@openwacht/tlog/policy.ts'
import { parseNote } from '@openwacht/tlog/signed-note.ts'
import { everyDatabase, type TestDatabase } from '../../testing/databases.ts'
import type { TransparencyLog } from './log.ts'
import { type SmallLog, smallLog } from './testing/small-log.ts'
import { type TestWitness, testWitness } from './testing/test-witness.ts'

const sizeOf = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? 0 : parseCheckpoint(parseNote(bytes).text).size

for (const kind of everyDatabase) {
  describe(`the running log on ${kind.name}`, () => {
    let opened: TestDatabase
    let log: SmallLog
    let council: TestWitness
    let union: TestWitness
    let running: TransparencyLog | undefined
    before(async () => {
      opened = await kind.open()
      log = await smallLog(opened.database)
      council = await testWitness('council')
      union = await testWitness('union')
    })
    after(async () => {
      await running?.close()
      log.close()
      await Promise.all([opened.close(), council.close(), union.close()])
    })
    const policy = () => `${council.line}\n${union.line}\ngroup both any council union\nquorum both\n`
    /** Ends the log that runs, and starts it again. */
    const restart = async (given?: string) => {
      await running?.close()
      running = await log.run(given)
      return running
    }
    const stateOf = (name: string) => running?.opened?.witnesses.view().find((one) => one.name === name)?.state

    test('without witnesses a checkpoint is enough for what needs one', async () => {
      const now = await restart()
      const waiting = now.outbox.until(await log.enterLook(), 'witness')
      await now.takeTurn()
      assert.equal(await waiting, undefined)
    })

    test('who waits for an entry that is under a checkpoint already waits for nothing', async () => {
      const now = await restart()
      const id = await log.enter(0)
      await now.takeTurn()
      assert.equal(await now.outbox.until(id, 'checkpoint'), undefined)
    })

    test('what waits when a house stops is under a checkpoint', async () => {
      const now = await restart()
      await log.enter(0)
      const before = sizeOf(now.checkpoint)
      await restart()
      assert.equal(sizeOf(running?.checkpoint), before + 2)
    })

    test('a second house on the same folder enters nothing', async () => {
      const second = await log.run()
      assert.equal(second.mismatch?.code, 'held')
      assert.equal(second.outbox.stopped('nothing'), 'behind')
      await second.close()
    })

    test('witnesses cosign what continues the log, and the published policy accepts it', async () => {
      const now = await restart(policy())
      const waiting = now.outbox.until(await log.enterLook(), 'witness')
      await now.takeTurn()
      assert.equal(await waiting, undefined)
      assert.deepEqual([stateOf('council'), stateOf('union')], ['cosigned', 'cosigned'])
      const published = parsePolicy((await log.disk.read('policy')) ?? new Uint8Array())
      const verdict = await judgeCheckpoint(
        published,
        (await log.disk.read('checkpoint')) ?? new Uint8Array(),
        verifyEd25519,
      )
      assert.equal(verdict.kind, 'accepted')
      assert.deepEqual(verdict.kind === 'accepted' && verdict.witnessed.map(({ name }) => name).sort(), [
        'council',
        'union',
      ])
      assert.deepEqual(await log.disk.read('witnessed-checkpoint'), await log.disk.read('checkpoint'))
    })

    test('a witness that is silent raises an alarm, and stops nothing while the others are enough', async () => {
      const now = await restart(policy())
      council.mood = 'silent'
      const waiting = now.outbox.until(await log.enterLook(), 'witness')
      await now.takeTurn()
      assert.equal(await waiting, undefined)
      assert.deepEqual([stateOf('council'), stateOf('union')], ['silent', 'cosigned'])
      assert.equal(now.stop, undefined)
      assert.match(await log.house.metrics.registry.metrics(), /openwacht_log_witness\{witness="council"\} 0/)
    })

    test('without a quorum only what needs a witness stops', async () => {
      for (const mood of ['silent', 'unavailable', 'babbling'] as const) {
        const now = await restart(policy())
        council.mood = mood
        union.mood = mood
        await log.enter(0)
        await now.takeTurn()
        assert.equal(now.outbox.stopped('witness'), 'no-witness', mood)
        assert.equal(now.outbox.stopped('checkpoint'), undefined)
        assert.equal(await now.outbox.until(await log.enterLook(), 'witness'), 'no-witness')
        assert.ok(sizeOf(now.checkpoint) > sizeOf(await log.disk.read('witnessed-checkpoint')))
      }
    })

    test('a witness that answers again is asked again, and all goes on', async () => {
      const now = running ?? (await restart(policy()))
      council.mood = 'well'
      union.mood = 'well'
      log.clock.now = new Date(log.clock.now.getTime() + 60_000)
      await now.takeTurn()
      assert.deepEqual([stateOf('council'), stateOf('union')], ['cosigned', 'cosigned'])
      assert.equal(now.stop, undefined)
    })

    test('a witness is shown the same checkpoint again after an hour: its time is then recent', async () => {
      const now = running ?? (await restart(policy()))
      const before = council.asked
      await now.takeTurn()
      assert.equal(council.asked, before)
      log.clock.now = new Date(log.clock.now.getTime() + 3_600_000)
      await now.takeTurn()
      assert.equal(council.asked, before + 1)
      assert.deepEqual((await log.check([council.line, union.line])).findings, [])
    })

    test('a witness that has lost its memory is told everything again', async () => {
      const now = await restart(policy())
      council.state = new Map()
      await log.enter(0)
      await now.takeTurn()
      assert.equal(stateOf('council'), 'cosigned')
    })

    test('a house that has lost what a witness told it finds out by asking', async () => {
      await running?.close()
      rmSync(join(log.path, 'witness'), { recursive: true })
      running = await log.run(policy())
      await running.takeTurn()
      assert.equal(stateOf('council'), 'cosigned')
    })

    test('a witness that saw another tree stops all that needs one, and both checkpoints are kept', async () => {
      const now = await restart(policy())
      const theirs = (await log.disk.read('checkpoint')) ?? new Uint8Array()
      council.shows = theirs
      council.state = new Map([['log.example/log', { size: sizeOf(theirs), root: new Uint8Array(32).fill(1) }]])
      await log.enter(0)
      await now.takeTurn()
      assert.equal(stateOf('council'), 'fork')
      assert.equal(now.outbox.stopped('witness'), 'fork')
      assert.equal(now.outbox.stopped('nothing'), undefined)
      const [fork] = now.opened?.witnesses.forks ?? []
      assert.deepEqual(fork?.answer, { witness: 'council', status: 422, size: sizeOf(theirs) })
      assert.equal(fork?.ours, Buffer.from((await log.disk.read('fork/1/ours')) ?? []).toString())
      assert.equal(fork?.theirs, Buffer.from(theirs).toString())
      assert.deepEqual((await log.check([council.line, union.line])).findings, [])
    })

    test('a fork stays one after a new start, until somebody has sorted it out', async () => {
      const again = await restart(policy())
      assert.equal(again.outbox.stopped('witness'), 'fork')
      assert.equal(again.opened?.witnesses.forks.length, 1)
      council.state = new Map()
      await running?.close()
      rmSync(join(log.path, 'fork'), { recursive: true })
      running = await log.run(policy())
      assert.equal(running.stop, undefined)
    })

    test('a witness that knows a larger log than there is saw another one', async () => {
      const now = await restart(policy())
      council.state = new Map([['log.example/log', { size: 1_000_000, root: new Uint8Array(32).fill(1) }]])
      council.shows = undefined
      await log.enter(0)
      await now.takeTurn()
      assert.deepEqual(now.opened?.witnesses.forks[0]?.answer, { witness: 'council', status: 409, size: 1_000_000 })
    })
  })
}
