// The commands on measures as a person gives them, without a server.
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { after, describe, test } from 'node:test'
import { filledText, modelText } from '../rooms/measures/testing/declarations.ts'
import { defenderRules } from '../rooms/measures/testing/tool-exports.ts'
import type { Io } from './command.ts'
import { runCommandLine } from './dispatch.ts'
import { measureCommands } from './measure-commands.ts'

const folder = mkdtempSync(join(tmpdir(), 'openwacht-measure-'))
after(() => rmSync(folder, { recursive: true, force: true }))

async function give(...args: string[]) {
  const out: string[] = []
  const words: string[] = []
  const io: Io = {
    environment: { LANG: 'en_GB.UTF-8' },
    folder,
    input: Readable.from([]),
    result: (facts) => void out.push(JSON.stringify(facts)),
    print: (text) => void out.push(text),
    say: (text) => void words.push(text),
    output: new Writable(),
    progress: undefined,
    untilStopped: () => new Promise(() => undefined),
  }
  const code = await runCommandLine(measureCommands, ['measure', ...args], io)
  return { code, out: out.join('\n'), words: words.join('\n') }
}

const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
// Days that lie well around the day of the test.
const now = new Date()
const later = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
const current = (name: string) => filledText(name).replace(/review: 20\d\d-\d\d-\d\d/g, `review: ${later(200)}`)
write('good.yaml', current('capacity-management'))

describe('measure check', () => {
  test('says nothing of what can be proposed, and ends well', async () => {
    assert.deepEqual(await give('check', 'good.yaml'), { code: 0, out: '', words: 'This measure can be proposed.' })
  })

  test('names the place, the reason and the article of each refusal', async () => {
    write(
      'bad.yaml',
      current('capacity-management')
        .replace('presence, ', '')
        .replace(/^dpia: .*$/m, 'dpia: {}'),
    )
    const { code, words } = await give('check', 'good.yaml', 'bad.yaml')
    assert.equal(code, 1)
    assert.match(words, /^bad\.yaml:52:1 \/dpia: .+ \[GDPR Art\. 35/m)
    assert.match(words, /stand in the way/)
  })

  test('gives one object of JSON for each, in the language that was asked', async () => {
    const { code, out, words } = await give('check', 'bad.yaml', '--json', '--language', 'da')
    const lines = out.split('\n').map((line) => JSON.parse(line))
    assert.equal(code, 1)
    assert.equal(words, '')
    assert.ok(
      lines.every(
        (one) => one.file === 'bad.yaml' && one.line >= 1 && one.column >= 1 && typeof one.detail === 'string',
      ),
    )
    assert.ok(lines.some((one) => one.code === 'dpia-missing' && one.article.startsWith('GDPR Art. 35')))
  })

  test('names the line of a text that is not understood', async () => {
    write('broken.yaml', 'format: openwacht-measure/1\nid: [')
    const { code, words } = await give('check', 'broken.yaml')
    assert.equal(code, 1)
    assert.match(words, /^broken\.yaml:\d+:\d+ /m)
  })

  test('gives advice without changing how it ends', async () => {
    const { code, words } = await give('check', 'good.yaml', '--advice')
    assert.equal(code, 0)
    assert.match(words, /works council must consent|switched off|informational/)
  })

  test('says what is wrong with how it was given', async () => {
    assert.equal((await give('check')).code, 2)
    assert.equal((await give('check', 'good.yaml', '--languge', 'nl')).code, 2)
    assert.equal((await give('check', 'none.yaml')).code, 1)
    assert.equal((await give('check', 'good.yaml', '--language', 'fr')).code, 2)
  })
})

describe('measure compare', () => {
  test('the same and narrower end well, wider does not', async () => {
    write(
      'narrower.yaml',
      current('capacity-management').replace('{ amount: 24, unit: months }', '{ amount: 12, unit: months }'),
    )
    assert.equal((await give('compare', 'good.yaml', 'good.yaml')).code, 0)
    const narrower = await give('compare', 'good.yaml', 'narrower.yaml')
    assert.deepEqual([narrower.code, narrower.out.includes('- Statistics; 24 months')], [0, false], narrower.out)
    assert.match(narrower.out, /\(narrower\)/)
    assert.match(narrower.out, /24 months[\s\S]*12 months/)
    const wider = await give('compare', 'narrower.yaml', 'good.yaml', '--json')
    assert.equal(wider.code, 1)
    assert.deepEqual(JSON.parse(wider.out.split('\n').at(-1) ?? ''), { verdict: 'wider', changes: 1 })
  })
})

describe('measure explain', () => {
  test('tells what is done, and what never, with what no table can catch', async () => {
    const { code, out } = await give('explain', 'good.yaml', '--language', 'nl')
    assert.equal(code, 0)
    assert.match(out, /Genoeg ruimte in netwerk en systemen/)
    assert.match(out, /nooit/)
  })
})

describe('a file that is no declaration', () => {
  for (const [name, text] of [
    ['hello.txt', 'Hello everybody,\n\nPlease note: the meeting is on Friday.\nBring: cake\n'],
    ['one-line.txt', 'hello\n'],
    ['list.yaml', '- one\n- two\n'],
    ['other.yaml', 'services:\n  web: { image: x }\n'],
    ['empty.yaml', ''],
  ] as const) {
    test(`${name} is told once, with what to do`, async () => {
      write(name, text)
      const { code, words } = await give('check', name)
      assert.equal(code, 1)
      const [what, cure, count] = words.split('\n')
      assert.equal(what?.startsWith(`${name}: This file is no declaration of a measure.`), true, words)
      assert.match(cure ?? '', /npx openwacht measure draft/)
      assert.equal(count, 'One thing stands in the way.')
    })
  }

  test('one that begins as a declaration is told line by line', async () => {
    write('begun.yaml', 'format: openwacht-measure/1\nid: x\n')
    const { words } = await give('check', 'begun.yaml')
    assert.match(words, /^begun\.yaml:1:1 \/title: /m)
  })

  test('the name of a measure in place of a file is told, with how to get one', async () => {
    const { code, words } = await give('propose', 'capacity-management')
    assert.equal(code, 1)
    assert.match(words, /capacity-management is not there\nName the file of a declaration/)
    assert.match((await give('check', '.')).words, /is a folder/)
  })
})

test('a model that nobody filled in cannot be proposed, and is told where', async () => {
  write(
    'untouched.yaml',
    modelText('capacity-management').replace(/review: 20\d\d-\d\d-\d\d/g, `review: ${later(200)}`),
  )
  const { code, words } = await give('check', 'untouched.yaml')
  assert.equal(code, 1)
  assert.match(words, /^untouched\.yaml:52:\d+ \/dpia\/reference: .*left to you/m)
  assert.match(words, /^untouched\.yaml:55:\d+ \/tool\/name: /m)
})

describe('measure draft and measure drift', () => {
  test('a model goes to standard output, under the law that was asked', async () => {
    const { code, out } = await give('draft', 'own-logs', '--country', 'dk')
    assert.equal(code, 0)
    assert.match(out, /^jurisdiction: dk$/m)
    assert.equal((await give('draft', 'own-diary')).code, 2)
  })

  test('an export becomes a declaration, a DPIA skeleton, a dossier and questions', async () => {
    write('rules.json', defenderRules)
    const { code, words } = await give('draft', '--from', 'rules.json', '--out', 'draft', '--language', 'nl')
    assert.equal(code, 0, words)
    assert.deepEqual(readdirSync(join(folder, 'draft')).sort(), ['declaration.yaml', 'dossier.md', 'dpia.md'])
    assert.match(words, /\? Dit gebeurt zonder mens: Encoded command/)
    assert.match(readFileSync(join(folder, 'draft', 'dossier.md'), 'utf8'), /Dossier voor de vertegenwoordigers/)
    assert.equal((await give('draft', '--from', 'rules.json', '--out', 'draft')).code, 1, 'nothing is written over')
  })

  test('drift is told, and ends badly only where the tool does more', async () => {
    assert.equal((await give('drift', '--from', 'rules.json', 'draft/declaration.yaml')).code, 0)
    write('more.json', defenderRules.replace('isolateDeviceResponseAction', 'disableUserResponseAction'))
    const { code, out } = await give('drift', '--from', 'more.json', 'draft/declaration.yaml', '--json')
    assert.equal(code, 1)
    assert.ok(out.split('\n').some((line) => JSON.parse(line).code === 'response-undeclared'))
  })

  test('an export that is not read is told with its place', async () => {
    write('other.json', '{"a": 1}')
    const { code, words } = await give('draft', '--from', 'other.json')
    assert.equal(code, 1)
    assert.match(words, /^other\.json:1:\d+: These are no settings/)
  })
})
