// A witness as its holder runs it: made, told of a log, asked over HTTP, killed, lied to.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { request, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { noteVerifier } from '@openwacht/tlog/cosignature.ts'
import { verifyEd25519 } from '@openwacht/tlog/ed25519-node.ts'
import { judgeCheckpoint, parsePolicy } from '@openwacht/tlog/policy.ts'
import { openNote } from '@openwacht/tlog/signed-note.ts'
import { encodeUtf8 } from '@openwacht/tlog/strict-text.ts'
import { formatVerifierKey, signatureTypes, verifierKey } from '@openwacht/tlog/verifier-key.ts'
import { loadMessages } from '../platform/messages.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { diskAt } from '../rooms/log/disk.ts'
import { failingDisk, Steps } from '../rooms/log/testing/failing.ts'
import { facts, leafOf, logKey, PublishedLog, policyText } from '../rooms/log/testing/published-log.ts'
import { roomFolders } from '../rooms.ts'
import { logsIn, makeWitness, nameOf, policyLineOf, WitnessFolder } from './witness-folder.ts'
import { type WitnessHost, witnessServer } from './witness-server.ts'

const top = mkdtempSync(join(tmpdir(), 'openwacht-witness-'))
after(() => rmSync(top, { recursive: true, force: true }))

let made = 0
async function newFolder(...keys: readonly (typeof logKey)[]): Promise<string> {
  const folder = join(top, `witness-${made++}`)
  makeWitness(folder, 'or.gemeente.example')
  const watched = keys.length > 0 ? keys : [logKey]
  await new WitnessFolder(folder).addLogs(watched.map((key) => ({ key, url: undefined })))
  return folder
}

type Running = {
  readonly url: string
  readonly told: string[]
  readonly faults: unknown[]
  add(body: Uint8Array): Promise<{ status: number; type: string; text: string; bytes: Uint8Array }>
  stop(): Promise<void>
}

const clock = { now: new Date('2026-09-10T12:00:00Z') }
const messages = loadMessages([roomFolders.log])

async function start(folder: WitnessFolder, more: Partial<WitnessHost> = {}): Promise<Running> {
  const told: string[] = []
  const faults: unknown[] = []
  const server: Server = await witnessServer(folder, {
    now: () => clock.now,
    messages,
    onEvidence: (kind, origin) => told.push(`${kind} ${origin}`),
    onFault: (error) => faults.push(error),
    requestsPerMinute: 10_000,
    ...more,
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  after(() => server.close().closeAllConnections())
  // A server that listens on a port has an address of this form.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    told,
    faults,
    add: async (body) => {
      const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body: new Uint8Array(body) })
      const bytes = new Uint8Array(await response.arrayBuffer())
      const type = response.headers.get('content-type') ?? ''
      return { status: response.status, type, text: new TextDecoder().decode(bytes), bytes }
    },
    stop: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function logOf(count: number, from = 0): Promise<PublishedLog> {
  const log = new PublishedLog()
  await log.append(facts(count, from, 10_000).map(leafOf), undefined)
  return log
}

describe('a witness', () => {
  test('cosigns what continues, so that a policy with it accepts the checkpoint', async () => {
    const folder = new WitnessFolder(await newFolder())
    const witness = await start(folder)
    const log = await logOf(3)
    const first = await witness.add(await log.request(0))
    assert.equal(first.status, 200, first.text)
    await log.append(facts(4, 3).map(leafOf), undefined)
    const second = await witness.add(await log.request(4))
    assert.equal(second.status, 200, second.text)
    const policy = parsePolicy(
      encodeUtf8(
        `log ${formatVerifierKey(logKey)}\n${policyLineOf(folder.witness, undefined)}\nquorum or.gemeente.example\n`,
      ),
    )
    const signed = Buffer.concat([log.checkpoint, second.bytes])
    const verdict = await judgeCheckpoint(policy, signed, verifyEd25519)
    assert.ok(verdict.kind === 'accepted')
    assert.deepEqual(verdict.witnessed, [{ name: 'or.gemeente.example', timestamp: clock.now.getTime() / 1000 }])
  })

  test('says which size it knows, and shows its newest checkpoint with both signatures', async () => {
    const folder = new WitnessFolder(await newFolder())
    const witness = await start(folder)
    const log = await logOf(3)
    await witness.add(await log.request(0))
    const conflict = await witness.add(await log.request(0))
    assert.deepEqual([conflict.status, conflict.type, conflict.text], [409, 'text/x.tlog.size', '4\n'])
    const response = await fetch(`${witness.url}/${nameOf(logKey.name)}/checkpoint`)
    const bytes = new Uint8Array(await response.arrayBuffer())
    const keys = [logKey, folder.witness.key].flatMap((key) => noteVerifier(key, verifyEd25519) ?? [])
    const opened = await openNote(bytes, keys)
    assert.ok(opened.kind === 'opened' && opened.verified.length === 2)
    assert.equal((await fetch(`${witness.url}/${'0'.repeat(64)}/checkpoint`)).status, 404)
  })

  test('refuses a rewritten tree, keeps both checkpoints, tells it once, and signs the first history on', async () => {
    const path = await newFolder()
    const witness = await start(new WitnessFolder(path))
    const log = await logOf(3)
    await witness.add(await log.request(0))
    const rewritten = await logOf(3, 50)
    const refused = await witness.add(await rewritten.request(4))
    assert.ok([409, 422].includes(refused.status), refused.text)
    await witness.add(await rewritten.request(4))
    assert.deepEqual(witness.told, [`fork ${logKey.name}`])
    const [evidence = ''] = await new WitnessFolder(path).evidence(logKey.name)
    assert.deepEqual(new Uint8Array(readFileSync(join(path, evidence, 'theirs'))), rewritten.checkpoint)
    assert.ok(readFileSync(join(path, evidence, 'ours'), 'utf8').startsWith(new TextDecoder().decode(log.checkpoint)))
    assert.match(
      await (await fetch(witness.url, { headers: { 'accept-language': 'en' } })).text(),
      /ALARM.*two histories/,
    )
    await log.append(facts(2, 3).map(leafOf), undefined)
    assert.equal((await witness.add(await log.request(4))).status, 200)
  })

  test('refuses a longer tree that was rewritten, with 422, and keeps it as a suspicion', async () => {
    const path = await newFolder()
    const witness = await start(new WitnessFolder(path))
    await witness.add(await (await logOf(3)).request(0))
    const rewritten = await logOf(9, 50)
    assert.equal((await witness.add(await rewritten.request(4))).status, 422)
    assert.deepEqual(witness.told, [`suspect ${logKey.name}`])
  })

  test('an old checkpoint, another key and another log are refused and leave no evidence', async () => {
    const path = await newFolder()
    const witness = await start(new WitnessFolder(path))
    const [old, log] = [await logOf(1), await logOf(3)]
    await witness.add(await log.request(0))
    assert.equal((await witness.add(await old.request(0))).status, 409)
    const text = new TextDecoder()
    const withOrigin = (origin: string): Promise<Uint8Array> =>
      log.request(4).then((body) => encodeUtf8(text.decode(body).replace(logKey.name, origin)))
    assert.equal((await witness.add(await withOrigin('elsewhere.example/log'))).status, 404)
    const unsigned = text.decode(await log.request(4)).replace(/— .*\n/, `— x ${Buffer.alloc(68).toString('base64')}\n`)
    assert.equal((await witness.add(encodeUtf8(unsigned))).status, 403)
    assert.equal((await witness.add(encodeUtf8('hello'))).status, 400)
    assert.deepEqual([...(await new WitnessFolder(path).evidence(logKey.name)), ...witness.told], [])
  })

  test('that is started again goes on where it was, and signs no second history', async () => {
    const path = await newFolder()
    const before = await start(new WitnessFolder(path))
    const log = await logOf(3)
    await before.add(await log.request(0))
    await before.stop()
    const again = await start(new WitnessFolder(path))
    assert.equal((await again.add(await (await logOf(3, 50)).request(0))).text, '4\n')
    await log.append(facts(2, 3).map(leafOf), undefined)
    assert.equal((await again.add(await log.request(4))).status, 200)
  })

  test('gives no signature that is not on the disk, whichever step of writing fails', async () => {
    for (let at = 1; ; at++) {
      const path = await newFolder()
      const log = await logOf(3)
      const steps = new Steps(at)
      const witness = await start(new WitnessFolder(path, failingDisk(diskAt(path), steps)))
      const { status } = await witness.add(await log.request(0))
      await witness.stop()
      const kept = await new WitnessFolder(path).cosigned({ key: logKey, url: undefined })
      if (status === 200) assert.equal(kept?.checkpoint.size, 4, `step ${at}`)
      else {
        assert.equal(status, 500, `step ${at}`)
        assert.equal(witness.faults.length, 1)
      }
      // Whatever is on the disk, the witness starts and serves the log.
      const again = await start(new WitnessFolder(path))
      assert.equal((await again.add(await log.request(kept?.checkpoint.size ?? 0))).status, 200, `step ${at}`)
      await again.stop()
      if (!steps.isOver) break
    }
  })

  test('does not start on a state that is not as it wrote it', async () => {
    const path = await newFolder()
    const witness = await start(new WitnessFolder(path))
    await witness.add(await (await logOf(3)).request(0))
    await witness.stop()
    const state = join(path, 'state', nameOf(logKey.name))
    const bytes = readFileSync(state)
    for (let at = 0; at < bytes.length; at += 7) {
      const altered = Buffer.from(bytes)
      altered[at] = (altered[at] ?? 0) ^ 1
      writeFileSync(state, altered)
      // A flipped bit in the line of the log does no harm: what counts is what this witness signed.
      const kept = await new WitnessFolder(path).cosigned({ key: logKey, url: undefined }).catch((error) => {
        assert.ok(error instanceof OperatorError, `byte ${at}`)
        return undefined
      })
      if (kept !== undefined) assert.equal(kept.checkpoint.size, 4)
    }
    writeFileSync(state, '')
    await assert.rejects(start(new WitnessFolder(path)), OperatorError)
  })

  test('watches several logs, each by itself', async () => {
    const other = verifierKey('other.example/log', signatureTypes.ed25519, new Uint8Array(32).fill(5))
    const witness = await start(new WitnessFolder(await newFolder(logKey, other)))
    const log = await logOf(3)
    assert.equal((await witness.add(await log.request(0))).status, 200)
    const page = await (await fetch(witness.url)).text()
    assert.match(page, /gemeente.example\/log: 4 regels gezien/)
    assert.match(page, /other.example\/log: nog niets gezien/)
    assert.match(page, /Controlegetal: 4-\d( \d{5}){8}/)
  })

  test('answers requests that come at once one after the other', async () => {
    const witness = await start(new WitnessFolder(await newFolder()))
    const log = await logOf(3)
    const rewritten = await logOf(3, 50)
    const bodies = await Promise.all([log, rewritten, log, rewritten].map((one) => one.request(0)))
    const answers = await Promise.all(bodies.map((body) => witness.add(body)))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  })
})

describe('limits of a witness', () => {
  test('a body that is too large is refused without being read to its end', async () => {
    const witness = await start(new WitnessFolder(await newFolder()))
    const sent = request(`${witness.url}/add-checkpoint`, { method: 'POST' })
    sent.on('error', () => undefined)
    const answered = once(sent, 'response')
    const chunk = Buffer.alloc(65_536, 0x61)
    for (let count = 0; count < 20; count++) sent.write(chunk)
    const [{ statusCode }] = await answered
    assert.equal(statusCode, 413)
    sent.destroy()
  })

  test('too many requests are refused for a while', async () => {
    const witness = await start(new WitnessFolder(await newFolder()), { requestsPerMinute: 3 })
    const statuses = []
    for (let count = 0; count < 5; count++) statuses.push((await fetch(`${witness.url}/nothing`)).status)
    assert.deepEqual(statuses, [404, 404, 404, 429, 429])
    clock.now = new Date(clock.now.getTime() + 60_000)
    assert.equal((await fetch(`${witness.url}/nothing`)).status, 404)
  })

  for (const { method, path, status } of [
    { method: 'GET', path: '/add-checkpoint', status: 405 },
    { method: 'POST', path: '/', status: 405 },
    { method: 'GET', path: '/../witness.key', status: 404 },
    { method: 'GET', path: '/state', status: 404 },
    { method: 'HEAD', path: '/', status: 200 },
  ]) {
    test(`${method} ${path} is ${status}`, async () => {
      const witness = await start(new WitnessFolder(await newFolder()))
      assert.equal((await fetch(`${witness.url}${path}`, { method })).status, status)
    })
  }

  test('a connection that says nothing useful does not stop the others', async () => {
    const witness = await start(new WitnessFolder(await newFolder()))
    const socket = connect(Number(new URL(witness.url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write('POST /add-checkpoint HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nold ')
    assert.equal((await witness.add(await (await logOf(3)).request(0))).status, 200)
    socket.destroy()
  })
})

describe('the folder of a witness', () => {
  test('is for its owner alone, and has one witness', async () => {
    const path = await newFolder()
    assert.equal(statSync(path).mode & 0o077, 0)
    assert.equal(statSync(join(path, 'witness.key')).mode & 0o077, 0)
    assert.throws(() => makeWitness(path, 'another.example'), /there is a witness already/)
    chmodSync(join(path, 'witness.key'), 0o644)
    assert.throws(() => new WitnessFolder(path), /other accounts/)
  })

  for (const name of ['', 'with space', 'plus+plus', 'x'.repeat(101), 'new\nline']) {
    test(`${JSON.stringify(name.slice(0, 12))} is no name`, () =>
      assert.throws(() => makeWitness(join(top, 'none'), name), OperatorError))
  }

  test('takes logs from a policy, from a key, and not one that changed its key', async () => {
    assert.deepEqual(logsIn(encodeUtf8(policyText), 'x'), logsIn(encodeUtf8(formatVerifierKey(logKey)), 'x'))
    assert.throws(() => logsIn(encodeUtf8('<!doctype html>'), 'x'), OperatorError)
    const folder = new WitnessFolder(await newFolder())
    assert.deepEqual(await folder.addLogs([{ key: logKey, url: undefined }]), [])
    const key = verifierKey(logKey.name, signatureTypes.ed25519, new Uint8Array(32).fill(5))
    await assert.rejects(folder.addLogs([{ key, url: undefined }]), /with another key/)
  })

  test('evidence is kept up to a limit, each checkpoint once', async () => {
    const folder = new WitnessFolder(await newFolder())
    const ours = encodeUtf8('ours')
    for (let count = 0; count < 60; count++) {
      await folder.keepEvidence('x', { kind: 'suspect', theirs: encodeUtf8(`theirs ${count % 55}`), ours })
    }
    assert.equal((await folder.evidence('x')).length, 50)
  })
})

describe('the commands of a witness', () => {
  type Started = {
    readonly words: () => string
    readonly url: string
    readonly kill: (signal: NodeJS.Signals) => Promise<unknown>
  }

  async function command(...args: readonly string[]): Promise<{ code: number; out: string; words: string }> {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../cli.ts'), ...args], { cwd: top })
    const text = { out: '', words: '' }
    child.stdout.on('data', (chunk) => {
      text.out += String(chunk)
    })
    child.stderr.on('data', (chunk) => {
      text.words += String(chunk)
    })
    const [code] = await once(child, 'close')
    return { code, ...text }
  }

  async function run(folder: string): Promise<Started> {
    const args = [
      join(import.meta.dirname, '../cli.ts'),
      'witness',
      'run',
      '--listen',
      '127.0.0.1:0',
      '--folder',
      folder,
    ]
    const child = spawn(process.execPath, args, { cwd: top })
    after(() => child.kill('SIGKILL'))
    let words = ''
    child.stderr.on('data', (chunk) => {
      words += String(chunk)
    })
    for (;;) {
      const url = /listens: (http:\S+)/.exec(words)?.[1]
      if (url !== undefined) {
        const kill = (signal: NodeJS.Signals): Promise<unknown> => {
          child.kill(signal)
          return once(child, 'close')
        }
        return { words: () => words, url, kill }
      }
      if (child.exitCode !== null) assert.fail(words)
      await new Promise((done) => setTimeout(done, 20))
    }
  }

  test('make, add, run, killed with -9, run again: the same tree, and a second run beside it is refused', async () => {
    const policy = join(top, 'log-policy')
    writeFileSync(policy, policyText)
    const newcomer = await command(
      'witness',
      'make',
      '--name',
      'fnv.example',
      '--url',
      'https://fnv.example/w',
      '--folder',
      'cli',
    )
    assert.equal(newcomer.code, 0, newcomer.words)
    assert.match(newcomer.out, /^witness fnv\.example fnv\.example\+[0-9a-f]{8}\+\S+ https:\/\/fnv\.example\/w\n$/)
    assert.match((await command('witness', 'add', policy, '--folder', 'cli')).out, /^gemeente\.example\/log\+/)
    const first = await run('cli')
    const log = await logOf(3)
    const send = async (url: string, body: Uint8Array): Promise<string> => {
      const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body: new Uint8Array(body) })
      return `${response.status} ${await response.text()}`
    }
    assert.match(await send(first.url, await log.request(0)), /^200 — fnv\.example /)
    const beside = await command('witness', 'run', '--listen', '0', '--folder', 'cli')
    assert.equal(beside.code, 1)
    assert.match(beside.words, /runs on .* already/)
    await first.kill('SIGKILL')
    const second = await run('cli')
    assert.match(await send(second.url, await (await logOf(3, 50)).request(4)), /^(409|422) /)
    assert.match(second.words(), /ALARM: gemeente\.example\/log signed two histories/)
    const [code] = (await second.kill('SIGTERM')) as [number]
    assert.equal(code, 0)
    assert.ok(existsSync(join(top, 'cli/evidence')) && readdirSync(join(top, 'cli/state')).length === 1)
  })

  for (const { name, args } of [
    { name: 'no name', args: ['witness', 'make'] },
    { name: 'an address without a scheme', args: ['witness', 'make', '--name', 'x', '--url', 'x'] },
    { name: 'no port', args: ['witness', 'run', '--listen', 'localhost'] },
    { name: 'a port beyond all', args: ['witness', 'run', '--listen', '127.0.0.1:70000'] },
  ]) {
    test(`wrong use: ${name}`, async () => assert.equal((await command(...args)).code, 2))
  }
})

test('an older copy of the folder is the one thing that makes a witness forget: it is told never to put one back', async () => {
  const path = await newFolder()
  const copy = join(top, 'older')
  cpSync(path, copy, { recursive: true })
  const witness = await start(new WitnessFolder(path))
  await witness.add(await (await logOf(3)).request(0))
  const forgetful = await start(new WitnessFolder(copy))
  assert.equal((await forgetful.add(await (await logOf(3, 50)).request(0))).status, 200)
})
