import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'

// The command line as a person uses it: real processes on a data folder of their own.

type Ended = { readonly code: number | null; readonly out: string; readonly words: string }

const root = mkdtempSync(join(tmpdir(), 'openwacht-cli-'))
after(() => rmSync(root, { recursive: true, force: true }))

function start(folder: string, args: readonly string[], settings: Readonly<Record<string, string>> = {}): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('OPENWACHT_'))
  return spawn(process.execPath, [join(import.meta.dirname, 'cli.ts'), ...args], {
    cwd: root,
    env: { ...Object.fromEntries(inherited), OPENWACHT_DATA: folder, OPENWACHT_PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function run(
  folder: string,
  args: readonly string[],
  settings?: Readonly<Record<string, string>>,
): Promise<Ended> {
  const child = start(folder, args, settings)
  const text = { out: '', words: '' }
  child.stdout?.on('data', (chunk) => {
    text.out += String(chunk)
  })
  child.stderr?.on('data', (chunk) => {
    text.words += String(chunk)
  })
  const [code] = await once(child, 'close')
  return { code, ...text }
}

/** Starts the demonstration; comes back with its address when it is open. */
async function openDemonstration(folder: string): Promise<{ child: ChildProcess; url: string }> {
  const child = start(folder, ['demo'])
  let words = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      words += String(chunk)
    })
  }
  for (;;) {
    const url = /open: (http:\S+)/.exec(words)?.[1]
    if (url !== undefined) return { child, url }
    if (child.exitCode !== null) return assert.fail(`the demonstration ended: ${words}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}

describe('the demonstration from the command line', () => {
  const folder = join(root, 'house')
  const backup = join(root, 'house.backup')
  let child: ChildProcess
  let url: string
  before(async () => {
    ;({ child, url } = await openDemonstration(folder))
  })
  after(() => child.kill('SIGKILL'))

  test('answers on the address that it prints', async () => {
    assert.equal((await fetch(url)).status, 200)
  })

  test('started twice, says that it runs already, and where', async () => {
    const { code, words } = await run(folder, ['demo'])
    assert.equal(code, 1)
    assert.match(words, /runs already/)
    assert.ok(words.includes(url), words)
  })

  test('says how it is, for people and for machines', async () => {
    const { code, out } = await run(folder, ['status', '--json'])
    assert.equal(code, 0)
    assert.ok(out.includes(url), out)
    assert.equal(out.trim().split('\n').length, 1)
    assert.equal((await run(folder, ['status'])).code, 0)
  })

  test('is backed up while it runs, into a file for its owner alone and without a key', async () => {
    const { code, words } = await run(folder, ['backup', backup], { OPENWACHT_DEMONSTRATION: 'nl' })
    assert.equal(code, 0, words)
    assert.equal(statSync(backup).mode & 0o077, 0)
    assert.ok(!readFileSync(backup).includes(readFileSync(join(folder, 'keys', 'installation.key'))))
  })

  test('is not restored over while it runs', async () => {
    const { code, words } = await run(folder, ['restore', backup], { OPENWACHT_DEMONSTRATION: 'nl' })
    assert.equal(code, 1)
    assert.match(words, /stop/i)
  })

  test('stops cleanly on Ctrl-C, and the folder is free', async () => {
    child.kill('SIGINT')
    const [code] = await once(child, 'exit')
    assert.equal(code, 0)
    assert.equal((await run(folder, ['status'])).code, 1)
  })

  test('comes back on an empty folder with the key that was kept apart', async () => {
    const fresh = join(root, 'fresh')
    const keys = { OPENWACHT_KEYS: join(folder, 'keys'), OPENWACHT_DEMONSTRATION: 'nl' }
    const { code, words } = await run(fresh, ['restore', backup], keys)
    assert.equal(code, 0, words)
    assert.ok(Number(/Put back (\d+) rows/.exec(words)?.[1]) > 300, words)
    assert.ok(existsSync(join(fresh, 'lock')))
  })
})

const refusals: readonly {
  name: string
  args: string[]
  settings?: Record<string, string>
  code: number
  words: RegExp
}[] = [
  {
    name: 'a slip in the name of a command is answered with the command meant',
    args: ['demoo'],
    code: 2,
    words: /demo/,
  },
  { name: 'an unknown flag is named', args: ['status', '--jsno'], code: 2, words: /--jsno/ },
  { name: 'a backup without a file name is wrong use', args: ['backup'], code: 2, words: /FILE/ },
  {
    name: 'the demonstration does not start on a public address',
    args: ['demo'],
    settings: { OPENWACHT_ADDRESS: '0.0.0.0' },
    code: 1,
    words: /127\.0\.0\.1/,
  },
  {
    name: 'the demonstration does not start beside a real provider',
    args: ['demo'],
    settings: { OPENWACHT_OIDC_ISSUER: 'https://login.voorbeeld.example' },
    code: 1,
    words: /oidc-issuer/,
  },
  {
    name: 'every fault of the settings is told at once',
    args: ['config', 'check'],
    settings: { OPENWACHT_PORT: 'eighty', OPENWACHT_LANGUAGE: 'fr' },
    code: 1,
    words: /OPENWACHT_PORT[\s\S]*OPENWACHT_LANGUAGE/,
  },
]
for (const { name, args, settings, code, words } of refusals) {
  test(name, async () => {
    const ended = await run(join(root, 'refused'), args, settings)
    assert.equal(ended.code, code, ended.words)
    assert.match(ended.words + ended.out, words)
  })
}

test('a file that is no backup is refused, and nothing is made', async () => {
  const path = join(root, 'no.backup')
  writeFileSync(path, 'hello')
  const { code, words } = await run(join(root, 'unmade'), ['restore', path, '--without-key'], {
    OPENWACHT_DEMONSTRATION: 'nl',
  })
  assert.equal(code, 1, words)
  assert.ok(words.includes('no.backup'), words)
})
