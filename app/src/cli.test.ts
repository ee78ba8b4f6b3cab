import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { modelText } from './rooms/measures/models.ts'
import { runCommand, runUntil, type Settings } from './testing/command-line.ts'
import { look } from './testing/look.ts'

// The command line as a person uses it: real processes on a data folder of their own.

const root = mkdtempSync(join(tmpdir(), 'openwacht-cli-'))
after(() => rmSync(root, { recursive: true, force: true }))

const run = (folder: string, args: readonly string[], settings: Settings = {}) =>
  runCommand(root, args, { OPENWACHT_DATA: folder, ...settings })

describe('the demonstration from the command line', () => {
  const folder = join(root, 'house')
  const backup = join(root, 'house.backup')
  let child: ChildProcess
  let url: string
  before(async () => {
    const opened = await runUntil(root, ['demo'], /open: (http:\S+)/, { OPENWACHT_DATA: folder })
    child = opened.child
    url = opened.found[1] ?? ''
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
    const both = await run(folder, ['status'])
    assert.equal(both.code, 0)
    const facts = JSON.parse(both.out)
    assert.equal(facts.url, url)
    assert.deepEqual(facts.signIn, { kind: 'answers' })
    assert.equal(facts.log, 'works')
    assert.ok(both.words.includes(`The demonstration runs: ${url}`), both.words)
    assert.equal(both.out.trim().split('\n').length, 1)
    const machine = await run(folder, ['status', '--json'])
    assert.equal(machine.words, '')
    assert.equal(JSON.parse(machine.out).url, url)
  })

  test('takes in declarations from files as drafts: a new one, the same, the next, and none that is not understood', async () => {
    const text = modelText('security-test', 'nl')?.replace(/^id: .*$/m, 'id: kept-in-git') ?? ''
    const propose = async (written: string) => {
      writeFileSync(join(root, 'kept.yaml'), written)
      const { code, out } = await run(folder, ['measure', 'propose', 'kept.yaml', '--json'])
      const { id, ...facts } = JSON.parse(out)
      return { code, id, facts }
    }
    const made = await propose(text)
    assert.match(made.id, /^measure-\d\d$/)
    assert.deepEqual(
      [made.code, made.facts],
      [0, { file: 'kept.yaml', kind: 'made', revision: 0, next: null, replaced: false }],
    )
    assert.deepEqual(await propose(text), { ...made, facts: { ...made.facts, kind: 'same' } })
    assert.deepEqual(await propose(`${text}# next\n`), {
      ...made,
      facts: { ...made.facts, kind: 'saved', revision: 1, replaced: true },
    })
    const wrong = await propose(text.replace('format:', 'nonsense: 3\nformat:'))
    assert.deepEqual([wrong.code, wrong.facts.kind, wrong.facts.reasons[0].path], [1, 'refused', '/nonsense'])
    assert.equal(wrong.facts.reasons[0].line, 2)
    const unknown = await fetch(`${url}/api/v1/register/${made.id}`)
    assert.equal(unknown.status, 404, "a draft is nobody else's yet")
  })

  test('says of a declaration of a measure that runs which version runs, and how the new one stands to it', async () => {
    const answer = await fetch(`${url}/api/v1/register`)
    const all = look(await answer.json(), 'measures') as { id: string; name: string }[]
    const { id = '' } = all.find(({ name }) => name === 'capacity-management') ?? {}
    const { declaration } = Object(await (await fetch(`${url}/api/v1/register/${id}/versions/1`)).json())
    const write = (change: object) =>
      writeFileSync(join(root, 'next.json'), JSON.stringify({ ...declaration, ...change }, null, 1))
    write({ purposes: [...declaration.purposes, 'detect-threats'] })
    const { code, words } = await run(folder, ['measure', 'propose', 'next.json'])
    assert.equal(code, 0, words)
    assert.match(words, new RegExp(`becomes version 2 of ${id}, of which version 1 runs`))
    assert.match(words, /Version 1 runs on unchanged\. Held against version 1, it is wider/)
    write({ id: 'phone-container' })
    const ended = await run(folder, ['measure', 'propose', 'next.json'])
    assert.equal(ended.code, 1)
    assert.match(ended.words, /ended/)
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
    assert.match(words, /Start with: npm start/)
    const replace = await run(fresh, ['restore', backup, '--replace'], keys)
    // Without the word that confirms it, nothing happens.
    assert.equal(replace.code, 1, replace.words)
    const { out, words: told } = await run(fresh, ['status'], keys)
    assert.ok(JSON.parse(out).database.restoredAt !== null, out)
    assert.match(told, /Put back from a backup: 20.*\nLast backup: none since it was put back/)
  })

  test('is refused where the key is another, until somebody says to go on without it', async () => {
    const other = join(root, 'other')
    assert.equal((await run(other, ['keys', 'make'])).code, 0)
    const refused = await run(other, ['restore', backup])
    assert.equal(refused.code, 1)
    assert.match(refused.words, /made with another key: with [0-9a-f]{16}, .* is [0-9a-f]{16}/)
    assert.ok(!existsSync(join(other, 'lock')) && !existsSync(join(other, 'database')))
    const { code, words } = await run(other, ['restore', backup, '--without-key'])
    assert.equal(code, 0, words)
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
  const folder = join(root, 'unmade')
  assert.match((await run(folder, ['restore', path])).words, /no installation\.key[\s\S]*keys make/)
  assert.ok(!existsSync(folder))
  assert.equal((await run(folder, ['keys', 'make'])).code, 0)
  const { code, words } = await run(folder, ['restore', path, '--without-key'])
  assert.equal(code, 1, words)
  assert.ok(words.includes('no.backup'), words)
  assert.ok(!existsSync(join(folder, 'lock')) && !existsSync(join(folder, 'database')))
})
