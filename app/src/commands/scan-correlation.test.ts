import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { readyPipelines } from './scan-pipelines.ts'
import { mayReferToOthers } from './scan-rules.ts'
import { type Ended, runScan } from './testing/run-scan.ts'

// Correlations and pipelines in `scan`, on real files and threads.

const folder = mkdtempSync(join(tmpdir(), 'openwacht-scan-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const scan = (args: readonly string[], input?: Parameters<typeof runScan>[2]): Promise<Ended> =>
  runScan(folder, args, input)

const ids = {
  whoami: 'aaaaaaaa-0000-4000-8000-000000000001',
  net: 'aaaaaaaa-0000-4000-8000-000000000002',
  thrice: 'aaaaaaaa-0000-4000-8000-000000000003',
  both: 'aaaaaaaa-0000-4000-8000-000000000004',
}

function rule(name: 'whoami' | 'net', level: string): string {
  return `title: ${name}
id: ${ids[name]}
name: ${name}
level: ${level}
logsource: {product: windows, category: process_creation}
detection:
  selection: {Image|endswith: '\\${name}.exe'}
  condition: selection
`
}

function correlation(name: 'thrice' | 'both', level: string, section: string): string {
  return `title: ${name}\nid: ${ids[name]}\nname: ${name}\nlevel: ${level}\ncorrelation:\n${section}`
}

const thrice = correlation(
  'thrice',
  'high',
  '  type: event_count\n  rules: [whoami]\n  group-by: [User]\n  timespan: 5m\n  condition: {gte: 3}\n',
)
const both = correlation(
  'both',
  'medium',
  '  type: temporal\n  rules: [whoami, net]\n  group-by: [User]\n  timespan: 1m\n  generate: true\n',
)
writeFileSync(join(folder, 'thrice.yml'), [rule('whoami', 'low'), thrice].join('---\n'))
writeFileSync(join(folder, 'all.yml'), [rule('whoami', 'low'), rule('net', 'low'), thrice, both].join('---\n'))
writeFileSync(
  join(folder, 'filter.yml'),
  `title: known\nlogsource: {product: windows}\nfilter:\n  rules: [whoami]\n  selection: {User: known}\n  condition: not selection\n`,
)

/** A process creation so many seconds after noon. */
function event(name: string, user: string, second: number): Readonly<Record<string, unknown>> {
  return {
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: 1,
    Image: `C:\\x\\${name}.exe`,
    User: user,
    UtcTime: new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString().replace('T', ' ').replace('Z', ''),
  }
}

const lines = (events: readonly object[]): string => events.map((one) => `${JSON.stringify(one)}\n`).join('')
const rows = (out: string): readonly Readonly<Record<string, unknown>>[] =>
  out
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>) // the lines that scan wrote

test('a correlation is told with its group, its number and its events; its rules are not told by themselves', async () => {
  writeFileSync(
    join(folder, 'eve.jsonl'),
    lines([event('whoami', 'eve', 0), event('whoami', 'bob', 1), event('whoami', 'eve', 2), event('whoami', 'eve', 3)]),
  )
  const { code, out, words } = await scan(['--rules', 'thrice.yml', 'eve.jsonl'])
  assert.equal(code, 1)
  const place = (line: number): object => ({ rule: ids.whoami, file: 'eve.jsonl', line })
  assert.deepEqual(rows(out), [
    {
      rule: ids.thrice,
      title: 'thrice',
      level: 'high',
      file: 'eve.jsonl',
      line: 4,
      at: '2026-01-01T12:00:03.000Z',
      group: { User: 'eve' },
      value: 3,
      events: [place(1), place(3), place(4)],
    },
  ])
  assert.match(words, /^4 events, 2 rules, 1 matches/m)
})

test('files are one stretch of time, in whatever order they are given', async () => {
  writeFileSync(join(folder, 'late.jsonl'), lines([event('whoami', 'eve', 200), event('whoami', 'eve', 299)]))
  writeFileSync(join(folder, 'early.jsonl'), lines([event('whoami', 'eve', 0)]))
  const { out } = await scan(['--rules', 'thrice.yml', 'late.jsonl', 'early.jsonl'])
  const [only, ...more] = rows(out)
  assert.deepEqual(more, [])
  assert.deepEqual(only?.events, [
    { rule: ids.whoami, file: 'early.jsonl', line: 1 },
    { rule: ids.whoami, file: 'late.jsonl', line: 1 },
    { rule: ids.whoami, file: 'late.jsonl', line: 2 },
  ])
  const hurried = await scan(['--rules', 'thrice.yml', '--lateness', '10s', 'late.jsonl', 'early.jsonl'])
  assert.equal(hurried.out, '')
  assert.equal(hurried.code, 0)
  assert.match(hurried.words, /^correlations: 1 matches came later than --lateness and were not counted$/m)
})

test('with generate: true the rules are told as well, and levels leave out what is told, never what counts', async () => {
  writeFileSync(
    join(folder, 'both.jsonl'),
    lines([event('whoami', 'eve', 0), event('net', 'eve', 1), event('whoami', 'eve', 2), event('whoami', 'eve', 3)]),
  )
  const titles = async (...args: readonly string[]): Promise<readonly unknown[]> =>
    rows((await scan(['--rules', 'all.yml', ...args, 'both.jsonl'])).out).map(({ title }) => title)
  assert.deepEqual(await titles(), ['whoami', 'net', 'whoami', 'whoami', 'both', 'thrice'])
  assert.deepEqual(await titles('--level', 'medium'), ['both', 'thrice'])
  assert.deepEqual(await titles('--level', 'high'), ['thrice'])
})

test('filters of one file apply to rules of another, also under a correlation', async () => {
  writeFileSync(
    join(folder, 'known.jsonl'),
    lines([0, 1, 2].flatMap((second) => [event('whoami', 'known', second), event('whoami', 'eve', second)])),
  )
  const { out } = await scan(['--rules', 'filter.yml', '--rules', 'thrice.yml', 'known.jsonl'])
  assert.deepEqual(
    rows(out).map(({ group }) => group),
    [{ User: 'eve' }],
  )
})

test('a file that may refer to others is seen by its keys, however they are written', () => {
  assert.equal(mayReferToOthers(thrice), true)
  assert.equal(mayReferToOthers('{"title": "x", "correlation": {}}'), true)
  assert.equal(mayReferToOthers('--- {title: x, filter: {}}'), true)
  assert.equal(mayReferToOthers('  title: x\n  "filter":\n    rules: any\n'), true)
  assert.equal(mayReferToOthers('title: x\ndetection:\n  filter:\n    a: b\n  condition: not filter\n'), false)
  assert.equal(mayReferToOthers(rule('whoami', 'low')), false)
  assert.equal(mayReferToOthers('---\n\n  {title: x, filter: {}}'), true)
  // Nothing to wait for, whatever the file is made of.
  for (const filler of ['\n', ' \n', '\t', '---\n', 'title\n', '"'])
    assert.equal(mayReferToOthers(filler.repeat(1_000_000)), false)
})

/** Events of many people, shuffled a little, some without a time. */
function many(): string {
  const events = Array.from({ length: 40_000 }, (_, i) => {
    const second = Math.max(0, (i >> 2) + ((i * 7_919) % 61) - 30)
    const name = i % 5 === 0 ? 'net' : i % 3 === 0 ? 'whoami' : 'other'
    const one = event(name, `user${(i * 31) % 49}`, second)
    return i % 997 === 0 ? { ...one, UtcTime: 'yesterday' } : one
  })
  return lines(events)
}

test('correlations are the same for any number of threads and any batches of standard input', async () => {
  const text = many()
  writeFileSync(join(folder, 'many.jsonl'), text)
  for (const args of [[], ['--lateness', '1m']]) {
    const of = (threads: string): Promise<Ended> =>
      scan(['--rules', 'all.yml', ...args, '--threads', threads, 'many.jsonl'])
    const [one, two, three] = await Promise.all(['1', '2', '3'].map(of))
    assert.ok(rows(one?.out ?? '').filter(({ title }) => title === 'thrice').length > 50)
    assert.equal(two?.out, one?.out)
    assert.equal(three?.out, one?.out)
    assert.match(one?.words ?? '', /^\d+ events say no time and were not correlated$/m)
  }
  const bytes = Buffer.from(text)
  const pieces = (size: number): readonly Buffer[] =>
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
  const [large, small] = await Promise.all(
    [pieces(bytes.length), pieces(30_011)].map((parts) => scan(['--rules', 'all.yml', '-'], parts)),
  )
  assert.equal(small?.out, large?.out)
  assert.ok(rows(large?.out ?? '').some(({ title }) => title === 'both'))
})

test('what stands before a damage is correlated', async () => {
  const three = lines([0, 1, 2].map((second) => event('whoami', 'eve', second)))
  writeFileSync(join(folder, 'cut.gz'), gzipSync(three + many(), { level: 1 }).subarray(0, 60_000))
  const { code, out, words } = await scan(['--rules', 'thrice.yml', 'cut.gz'])
  assert.equal(code, 1)
  assert.ok(rows(out).length > 0)
  assert.match(words, /cut\.gz is damaged/)
})

test('a ready pipeline and a file of your own lead rules to the names of the events', async () => {
  const { Channel, EventID, ...EventData } = event('whoami', 'eve', 0)
  const nested = { Event: { System: { Channel, EventID }, EventData } }
  writeFileSync(join(folder, 'nested.jsonl'), lines([nested]))
  writeFileSync(join(folder, 'whoami.yml'), rule('whoami', 'low'))
  const titles = async (...args: readonly string[]): Promise<readonly unknown[]> =>
    rows((await scan(['--rules', 'whoami.yml', ...args, 'nested.jsonl'])).out).map(({ title }) => title)
  assert.deepEqual(await titles(), [])
  assert.deepEqual(await titles('--pipeline', 'windows-evtx'), ['whoami'])
  writeFileSync(
    join(folder, 'own.yml'),
    'name: own\ntransformations:\n  - {type: field_name_mapping, mapping: {Image: Event.EventData.Image}}\n',
  )
  assert.deepEqual(await titles('--pipeline', 'own.yml'), ['whoami'])
})

test('groups of a correlation are found under the names of a pipeline', async () => {
  const nested = [0, 1, 2].map((second) => {
    const { Channel, EventID, ...EventData } = event('whoami', 'eve', second)
    return { Event: { System: { Channel, EventID }, EventData } }
  })
  writeFileSync(join(folder, 'group.jsonl'), lines(nested))
  const { out } = await scan(['--rules', 'thrice.yml', '--pipeline', 'windows-evtx', 'group.jsonl'])
  assert.deepEqual(
    rows(out).map(({ title, group }) => [title, group]),
    [['thrice', { User: 'eve' }]],
  )
})

test('every ready pipeline can be named', async () => {
  assert.equal(readyPipelines.length, 10)
  for (const name of readyPipelines) {
    const { code, words } = await scan(['--rules', 'whoami.yml', '--pipeline', name, 'eve.jsonl'])
    assert.ok(code < 2, `${name}: ${words}`)
  }
})

writeFileSync(join(folder, 'wrong.yml'), 'transformations:\n  - type: field_name_maping\n    mapping: {a: b}\n')
const misuse: readonly (readonly [args: readonly string[], words: RegExp])[] = [
  [['--pipeline', 'windows-evt'], /neither a ready pipeline nor a file; did you mean windows-evtx\?/],
  [['--pipeline', 'nowhere/at/all.yml'], /neither a ready pipeline nor a file; ready are auditd, /],
  [['--pipeline', '.'], /could not read the pipeline \. \(EISDIR\)/],
  [['--pipeline', 'wrong.yml'], /the pipeline wrong\.yml cannot be used:\nwrong\.yml:2:11: /],
  [['--lateness', 'soon'], /--lateness takes a number with s, m, h or d, such as 5m, not "soon"/],
  [['--lateness', '-5m'], /--lateness takes a number/],
]
for (const [args, expected] of misuse) {
  test(`wrong use: scan ${args.join(' ')}`, async () => {
    const { code, words } = await scan(['--rules', 'thrice.yml', ...args, '-'])
    assert.equal(code, 2)
    assert.match(words, expected)
  })
}
