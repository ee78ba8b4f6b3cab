// `log verify` as a person runs it: a folder, an address, proof files, and servers that mean harm.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { after, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { checkPhraseOf, formatCheckPhrase } from '@openwacht/tlog/check-phrase.ts'
import { parseCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { parseNote } from '@openwacht/tlog/signed-note.ts'
import { encodeHex } from '@openwacht/tlog/strict-text.ts'
import { noMarks, subjectDayKey } from '../platform/entry-marks.ts'
import {
  facts,
  leafOf,
  lonePolicyText,
  noonOf,
  PublishedLog,
  policyText,
  publishedLog,
} from '../rooms/log/testing/published-log.ts'
import type { Io } from './command.ts'
import { runCommandLine } from './dispatch.ts'
import { verifyLogCommand } from './log-verify.ts'

const top = mkdtempSync(join(tmpdir(), 'openwacht-verify-'))
after(() => rmSync(top, { recursive: true, force: true }))
writeFileSync(join(top, 'policy'), policyText)
writeFileSync(join(top, 'lone-policy'), lonePolicyText)

type Ran = { readonly code: number; readonly results: readonly Record<string, unknown>[]; readonly words: string }

async function run(...args: readonly string[]): Promise<Ran> {
  const results: Record<string, unknown>[] = []
  let words = ''
  const io: Io = {
    environment: {},
    folder: top,
    input: Readable.from([]),
    output: new PassThrough(),
    progress: undefined,
    result: (found) => results.push({ ...found }),
    print: (text) => {
      words += `${text}\n`
    },
    say: (text) => {
      words += `${text}\n`
    },
    untilStopped: () => new Promise(() => undefined),
  }
  const code = await runCommandLine([verifyLogCommand], ['log', 'verify', ...args], io)
  return { code, results, words }
}

async function folderOf(log: PublishedLog, name: string): Promise<string> {
  log.writeTo(join(top, name))
  return name
}

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener)
  after(() => server.close().closeAllConnections())
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  // A server that listens on a port has an address of this form.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Serves a log below `/log/`, and tells which paths were asked for. */
function serving(log: PublishedLog, asked: string[] = []): RequestListener {
  return (request, response) => {
    const path = (request.url ?? '').replace(/^\/log\//, '')
    asked.push(path)
    const bytes = log.files.get(path)
    if (bytes === undefined) return response.writeHead(404).end('<!doctype html>')
    if (!path.startsWith('tile/entries/')) return response.end(bytes)
    return response.setHeader('content-encoding', 'gzip').end(gzipSync(bytes))
  }
}

describe('log verify', () => {
  test('a folder: what was proven and what not, in three languages, and as JSON Lines', async () => {
    const log = await folderOf(await publishedLog(), 'good')
    const english = await run(log, '--policy', 'policy', '--json')
    assert.equal(english.code, 0, english.words)
    assert.match(english.words, /All 607 entries belong to that signature, and so do the \d+ files of this state/)
    assert.match(english.words, /That everything was entered, and truthfully/)
    const last = english.results.at(-1)
    assert.deepEqual([last?.level, last?.good], ['result', true])
    assert.ok(english.words.includes(String(last?.phrase)))
    assert.match((await run(log, '--policy', 'policy', '--language', 'nl')).words, /Alles klopt\./)
    assert.match((await run(log, '--policy', 'policy', '--language', 'da')).words, /Alt passer\./)
  })

  test('a folder: what is no part of the log is named, byte for byte or not', async () => {
    const log = await publishedLog(20)
    log.files.set('lock-journal', Buffer.from('of the process'))
    assert.match(
      (await run(await folderOf(log, 'held'), '--policy', 'policy')).words,
      /lock-journal lies in the folder/,
    )
    log.files.set('notes.txt', Buffer.from('left here'))
    const { code, words } = await run(await folderOf(log, 'held'), '--policy', 'policy')
    assert.equal(code, 0)
    assert.match(words, /notes\.txt does not belong in a log, and was not looked at/)
    assert.match(words, /But there is something to ask about/i)
  })

  test('without a witness it is not said that everything adds up', async () => {
    const log = new PublishedLog()
    log.files.set('policy', Buffer.from(lonePolicyText))
    await log.append(facts(20).map(leafOf), undefined)
    const { code, words } = await run(await folderOf(log, 'alone'), '--policy', 'lone-policy')
    assert.equal(code, 0)
    assert.match(words, /Everything that can be checked here adds up\./)
    assert.doesNotMatch(words, /Everything adds up/)
  })

  test('an address: the same, asking for public paths alone', async () => {
    const asked: string[] = []
    const url = await serve(serving(await publishedLog(), asked))
    const { code, words } = await run(`${url}/log`, '--policy', 'policy')
    assert.equal(code, 0, words)
    const isPublic = /^(checkpoint|witnessed-checkpoint|policy|fork\/1\/answer|tile\/.*)$/
    assert.deepEqual(
      asked.filter((path) => !isPublic.test(path)),
      [],
    )
  })

  test('a changed entry is named, with exit code 1', async () => {
    const log = await publishedLog()
    const path = 'tile/entries/001'
    const bytes = log.files.get(path)?.slice() ?? assert.fail()
    bytes[20] = (bytes[20] ?? 0) ^ 1
    log.files.set(path, bytes)
    const { code, words, results } = await run(await folderOf(log, 'changed'), '--policy', 'policy', '--json')
    assert.equal(code, 1)
    assert.match(words, /Entry 256 was changed/)
    assert.ok(results.some((one) => one.code === 'entry-changed' && one.entry === 256))
  })

  test('the newest checkpoint is kept, compared the next time, and a rewritten log leaves both as evidence', async () => {
    const log = await publishedLog(90)
    const folder = await folderOf(log, 'kept')
    assert.match((await run(folder, '--policy', 'policy', '--since', 'seen')).words, /This state is kept in seen/)
    assert.deepEqual(new Uint8Array(readFileSync(join(top, 'seen'))), log.checkpoint)
    await log.append(facts(5, 90).map(leafOf), noonOf('2026-09-01'))
    await folderOf(log, 'kept')
    assert.match((await run(folder, '--policy', 'policy', '--since', 'seen')).words, /goes on where you saw it: at 91/)
    const other = new PublishedLog()
    await other.append(facts(100, 500, 10_000).map(leafOf), noonOf('2026-09-01'))
    const rewritten = await run(await folderOf(other, 'rewritten'), '--policy', 'policy', '--since', 'seen')
    assert.equal(rewritten.code, 1)
    assert.match(rewritten.words, /The log was rewritten/)
    assert.deepEqual(new Uint8Array(readFileSync(join(top, 'seen'))), log.checkpoint)
    assert.deepEqual(new Uint8Array(readFileSync(join(top, 'seen.other'))), other.checkpoint)
    const named = await run('rewritten', '--policy', 'policy', '--since', 'kept')
    assert.match(named.words, /Entry 0 was changed/)
  })

  test('a check phrase from the minutes', async () => {
    const log = await publishedLog(90)
    const phrase = formatCheckPhrase(checkPhraseOf(parseCheckpoint(parseNote(log.checkpoint).text)))
    await log.append(facts(5, 90).map(leafOf), noonOf('2026-09-01'))
    const folder = await folderOf(log, 'phrase')
    assert.match((await run(folder, '--policy', 'policy', '--phrase', phrase)).words, /belongs to the first 91 entries/)
    const mistyped = `${phrase.slice(0, -1)}${(Number(phrase.at(-1)) + 1) % 10}`
    const refused = await run(folder, '--policy', 'policy', '--phrase', mistyped)
    assert.equal(refused.code, 2)
    assert.match(refused.words, /in part 9 of 9/)
  })

  test('a proof file, and one of absence, without any log', async () => {
    const log = new PublishedLog()
    const secret = new Uint8Array(32).fill(9)
    const about = [encodeHex(subjectDayKey(secret, '2026-09-02'))]
    await log.append([leafOf({ count: 0, day: '2026-09-02', marks: { ...noMarks, about } })], noonOf('2026-09-03'))
    writeFileSync(join(top, 'entry.tlog-proof'), await log.proofOf(0))
    const entry = await run('--policy', 'policy', '--proof', 'entry.tlog-proof')
    assert.equal(entry.code, 0, entry.words)
    assert.match(entry.words, /Entry 0 is in the log of 2 entries/)
    writeFileSync(join(top, 'secret'), `${encodeHex(secret)}\n`)
    const { bandKeys } = await import('@openwacht/tlog/absence-hashes.ts')
    const { delayed, revealed } = bandKeys('delayed/2026')
    const keys = ['2026-09-01', '2026-09-02'].map((day) => subjectDayKey(secret, day))
    writeFileSync(join(top, 'absence.tlog-proof'), await log.absenceOf([...keys, delayed, revealed]))
    const ask = ['--policy', 'policy', '--absence', 'absence.tlog-proof', '--secret', 'secret', '--from', '2026-09-01']
    assert.match(
      (await run(...ask, '--until', '2026-09-01')).words,
      /there is nothing in the log under the keys that were asked for/,
    )
    assert.match((await run(...ask, '--until', '2026-09-02')).words, /On 2 September 2026 there is something/)
    const later = await run(...ask, '--until', '2026-09-30')
    assert.match(later.words, /about the days from 1 September 2026 up to 4 September 2026/)
    assert.match(later.words, /You asked from 1 September 2026 up to 30 September 2026. Get a newer proof/)
    assert.match(later.words, /does not answer your question/)
    assert.doesNotMatch(later.words, /does not add up|Wrong/)
    assert.equal(later.code, 1)
    // Beside a log it has to be of that log.
    const beside = await run('good', '--policy', 'policy', '--proof', 'entry.tlog-proof')
    assert.match(beside.words, /entry.tlog-proof belongs to another log of 2 entries/)
    assert.equal(beside.code, 1)
  })

  const wrongUses: readonly { name: string; args: readonly string[]; says: RegExp }[] = [
    { name: 'nothing', args: [], says: /--policy is missing/ },
    { name: 'no place', args: ['--policy', 'policy'], says: /URL-or-folder is missing/ },
    { name: 'no policy', args: ['good'], says: /--policy is missing/ },
    { name: 'two places', args: ['good', 'good', '--policy', 'policy'], says: /one word too many/ },
    { name: 'an unknown language', args: ['good', '--policy', 'policy', '--language', 'de'], says: /takes one of/ },
    { name: 'absence without keys', args: ['--policy', 'policy', '--absence', 'x'], says: /--secret or --measure/ },
    {
      name: 'a period that ends before it begins',
      args: [
        '--policy',
        'policy',
        '--absence',
        'x',
        '--measure',
        'measure-07',
        '--from',
        '2026-09-02',
        '--until',
        '2026-09-01',
      ],
      says: /comes before/,
    },
    {
      name: 'a limit that is no number',
      args: ['good', '--policy', 'policy', '--most-entries', 'x'],
      says: /whole number/,
    },
  ]
  for (const { name, args, says } of wrongUses) {
    test(`wrong use, exit code 2: ${name}`, async () => {
      const { code, words } = await run(...args)
      assert.match(words, says)
      assert.equal(code, 2)
    })
  }

  for (const { name, args, says } of [
    { name: 'a folder that is not there', args: ['nowhere', '--policy', 'policy'], says: /there is no folder/ },
    { name: 'a policy that is none', args: ['good', '--policy', 'entry.tlog-proof'], says: /malformed policy, line 1/ },
    {
      name: 'a log that says it is too large',
      args: ['good', '--policy', 'policy', '--most-entries', '10'],
      says: /The limit/,
    },
  ]) {
    test(`refused, exit code 1: ${name}`, async () => {
      const { code, words } = await run(...args)
      assert.match(words, says)
      assert.equal(code, 1)
    })
  }
})

describe('a hostile server', () => {
  const endless: RequestListener = (_request, response) => {
    const chunk = Buffer.alloc(65_536, 0x41)
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
    }
    response.on('drain', more)
    more()
  }
  const hostile: readonly { name: string; path: RegExp; answer: RequestListener; says: RegExp }[] = [
    { name: 'an endless checkpoint', path: /checkpoint$/, answer: endless, says: /checkpoint is larger than/ },
    { name: 'an endless tile', path: /tile\/0/, answer: endless, says: /tile\/0\/\S+ is larger than/ },
    { name: 'an endless bundle', path: /entries/, answer: endless, says: /tile\/entries\/\S+ is larger than/ },
    {
      name: 'a small packed body that unpacks to very much',
      path: /tile\/0/,
      answer: (_request, response) =>
        response.setHeader('content-encoding', 'gzip').end(gzipSync(new Uint8Array(50_000_000))),
      says: /is larger than/,
    },
    {
      name: 'a redirect to another host',
      path: /checkpoint$/,
      answer: (_request, response) => response.writeHead(302, { location: 'http://127.0.0.2:1/log/checkpoint' }).end(),
      says: /sends us elsewhere/,
    },
    {
      name: 'a redirect to a file',
      path: /checkpoint$/,
      answer: (_request, response) => response.writeHead(301, { location: 'file:///etc/passwd' }).end(),
      says: /sends us elsewhere/,
    },
    {
      name: 'a redirect in a circle',
      path: /checkpoint$/,
      answer: (request, response) => response.writeHead(307, { location: request.url }).end(),
      says: /sends us elsewhere/,
    },
    {
      name: 'another status',
      path: /checkpoint$/,
      answer: (_request, response) => response.writeHead(403).end(),
      says: /status 403/,
    },
    {
      name: 'a checkpoint with very many signature lines',
      path: /checkpoint$/,
      answer: (_request, response) =>
        response.end(`x\n1\n${'A'.repeat(43)}=\n\n${`— x ${Buffer.alloc(68).toString('base64')}\n`.repeat(1_000)}`),
      says: /at most 64 signatures|No checkpoint|malformed/,
    },
    {
      name: 'an empty checkpoint',
      path: /checkpoint$/,
      answer: (_request, response) => response.end(),
      says: /is damaged or was changed.*keep a copy and tell/,
    },
  ]
  for (const { name, path, answer, says } of hostile) {
    test(`${name} ends the run with a clear word`, async () => {
      const log = serving(await publishedLog(30))
      const url = await serve((request, response) => (path.test(request.url ?? '') ? answer : log)(request, response))
      const { code, words } = await run(`${url}/log/`, '--policy', 'policy')
      assert.equal(code, 1)
      assert.match(words, says)
    })
  }

  test('a checkpoint that says it has 2^53 entries ends at the first file that is missing or the limit', async () => {
    const log = new PublishedLog()
    await log.append(facts(3).map(leafOf), noonOf('2026-09-01'))
    log.files.set('checkpoint', await log.signedAs(Number.MAX_SAFE_INTEGER))
    const { code, words } = await run(await folderOf(log, 'huge'), '--policy', 'lone-policy')
    assert.equal(code, 1)
    assert.match(words, /9,007,199,254,740,991 entries/)
  })

  test('a server that is busy is asked again, and one that stays so ends the run', async () => {
    const log = serving(await publishedLog(30))
    let refusals = 2
    const url = await serve((request, response) => {
      if (/checkpoint$/.test(request.url ?? '') && refusals-- > 0)
        return response.writeHead(503, { 'retry-after': '0' }).end()
      return log(request, response)
    })
    assert.equal((await run(`${url}/log`, '--policy', 'policy')).code, 0)
    refusals = 100
    assert.match((await run(`${url}/log`, '--policy', 'policy')).words, /status 503/)
  })
})
