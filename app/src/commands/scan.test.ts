import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { type Ended, runScan } from './testing/run-scan.ts'

// `scan` on real files, with threads of its own.

const folder = mkdtempSync(join(tmpdir(), 'openwacht-scan-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const scan = (args: readonly string[], input?: Parameters<typeof runScan>[2]): Promise<Ended> =>
  runScan(folder, args, input)

function rule(name: string, id: string, level: string, selection: string): string {
  return `title: ${name}\nid: ${id}\nlevel: ${level}\nlogsource:\n  product: windows\n  category: process_creation\ndetection:\n  selection:\n    ${selection}\n  condition: selection\n`
}

const whoami = 'aaaaaaaa-0000-4000-8000-000000000001'
const encoded = 'aaaaaaaa-0000-4000-8000-000000000002'
writeFileSync(join(folder, 'whoami.yml'), rule('Whoami', whoami, 'low', "Image|endswith: '\\whoami.exe'"))
writeFileSync(join(folder, 'encoded.yml'), rule('Encoded', encoded, 'high', "CommandLine|contains: ' -enc '"))
writeFileSync(join(folder, 'broken.yml'), rule('Broken', whoami, 'low', 'Image|sideways: x'))

const event = (image: string, commandLine: string): string =>
  JSON.stringify({
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: 1,
    Image: image,
    CommandLine: commandLine,
  })
const plain = event('C:\\x.exe', 'x')
const hit = event('C:\\Windows\\whoami.exe', 'whoami -ENC x')
const rules = ['--rules', 'whoami.yml', '--rules', 'encoded.yml']

const line = (id: string, file: string, number: number): string => {
  const [title, level] = id === whoami ? ['Whoami', 'low'] : ['Encoded', 'high']
  return `{"rule":"${id}","title":"${title}","level":"${level}","file":"${file}","line":${number}}\n`
}

test('plain, gzip and zstd files and standard input, in their order, blank lines counted', async () => {
  const lines = `${plain}\n\n${hit}\n${plain}`
  writeFileSync(join(folder, 'a.jsonl'), lines)
  writeFileSync(join(folder, 'b.gz'), Buffer.concat([gzipSync(`${plain}\n`), gzipSync(`${hit}\r\n`)]))
  writeFileSync(join(folder, 'c.zst'), Buffer.concat([zstdCompressSync(`${plain}\n`), zstdCompressSync(hit)]))
  const { code, out, words } = await scan([...rules, 'a.jsonl', 'b.gz', '-', 'c.zst'], `\ufeff${hit}\n`)
  const expected = [
    ['a.jsonl', 3],
    ['b.gz', 2],
    ['-', 1],
    ['c.zst', 2],
  ] as const
  assert.equal(
    out,
    expected.flatMap(([file, number]) => [line(whoami, file, number), line(encoded, file, number)]).join(''),
  )
  assert.equal(code, 1)
  assert.match(words, /^8 events, 2 rules, 8 matches, \d+\.\d\d s, [\d,]+ events\/s$/m)
})

test('a process of its own ends with the exit code of the command', () => {
  const cli = join(import.meta.dirname, '..', 'cli.ts')
  const { status, stdout } = spawnSync(process.execPath, [cli, 'scan', ...rules, '-'], { cwd: folder, input: hit })
  assert.equal(stdout.toString(), line(whoami, '-', 1) + line(encoded, '-', 1))
  assert.equal(status, 1)
})

test('exit code 0 when nothing matches', async () => {
  assert.deepEqual({ ...(await scan([...rules, '-'], plain)), words: '' }, { code: 0, out: '', words: '' })
})

test('broken lines are told by number and skipped', async () => {
  const { code, out, words } = await scan([...rules, '-'], `{"a"\n${hit}\n\u0000\n[1]\n`)
  assert.equal(out, line(whoami, '-', 2) + line(encoded, '-', 2))
  assert.equal(code, 1)
  for (const number of [1, 3, 4]) assert.ok(words.includes(`-:${number}: no JSON object, skipped`), words)
})

test('a line that is too long is skipped, and what follows it is read', async () => {
  const long = `{"x":"${'y'.repeat(20_000_000)}"}`
  const { out, words } = await scan([...rules, '-'], `${hit}\n${long}\n${hit}\n`)
  assert.equal(out, [1, 3].flatMap((number) => [line(whoami, '-', number), line(encoded, '-', number)]).join(''))
  assert.match(words, /^-:2: too long to be an event, skipped$/m)
})

test('the output is the same for any number of threads', async () => {
  const many: string[] = []
  for (let i = 0; i < 30_000; i++) many.push(i % 7 === 0 ? hit : i % 997 === 0 ? 'x' : plain)
  writeFileSync(join(folder, 'many.jsonl'), many.join('\n'))
  const [one, three] = await Promise.all(['1', '3'].map((count) => scan([...rules, '--threads', count, 'many.jsonl'])))
  assert.equal(one?.out, three?.out)
  assert.equal(one?.out.split('\n').length, 2 * Math.ceil(30_000 / 7) + 1)
  const told = (ended: Ended | undefined): readonly string[] =>
    (ended?.words ?? '').split('\n').filter((word) => word.includes('skipped'))
  assert.deepEqual(told(one), told(three))
  assert.equal(told(one).length, many.filter((one) => one === 'x').length)
})

test('the level leaves rules out; table and summary are for people', async () => {
  const { out } = await scan([...rules, '--level', 'medium', '-'], hit)
  assert.equal(out, line(encoded, '-', 1))
  const table = await scan([...rules, '--format', 'table', '-'], hit)
  assert.match(table.out, /^LEVEL +FILE:LINE +RULE\nlow +-:1 +Whoami\nhigh +-:1 +Encoded\n$/)
  const summary = await scan([...rules, '--format', 'summary', '--stats', '-'], `${hit}\n${hit}`)
  assert.equal(summary.out, '2  high           Encoded  (first: -:1)\n2  low            Whoami  (first: -:1)\n')
  assert.match(summary.words, /matches by level: critical 0, high 2, medium 0, low 2, informational 0/)
})

test('a rule that does not load is told with its place, and the others are used', async () => {
  const { code, words } = await scan(['--rules', '.', '-'], hit)
  assert.equal(code, 1)
  assert.match(words, /broken\.yml:9:21: modifier "sideways": not known/)
})

const misuse: readonly (readonly [args: readonly string[], words: RegExp])[] = [
  [['-'], /--rules is missing/],
  [rules, /EVENTS… is missing/],
  [[...rules, 'nowhere.jsonl'], /could not read nowhere\.jsonl \(ENOENT\)/],
  [[...rules, '.'], /is a folder/],
  [['--rules', 'nowhere', '-'], /could not read .*nowhere \(ENOENT\)/],
  [['--rules', 'broken.yml', '-'], /no rule was loaded/],
  [[...rules, '--threads', '0', '-'], /--threads takes a number from 1 to 32, not "0"/],
  [[...rules, '--format', 'xml', '-'], /--format takes one of jsonl, table, summary, not "xml"/],
  [[...rules, '--level', 'huge', '-'], /--level takes one of informational/],
  [[...rules, '-', '-'], /- can be given once/],
  [[...rules, '--rule', 'x', '-'], /did you mean --rules/],
]
for (const [args, expected] of misuse) {
  test(`wrong use: scan ${args.join(' ')}`, async () => {
    const { code, words } = await scan(args)
    assert.equal(code, 2)
    assert.match(words, expected)
  })
}

test('a damaged file is told, and what was found before stands', async () => {
  writeFileSync(join(folder, 'cut.gz'), gzipSync(`${hit}\n`.repeat(100_000)).subarray(0, 5_000))
  const { code, out, words } = await scan([...rules, 'cut.gz'])
  assert.equal(code, 1)
  assert.ok(out.startsWith(line(whoami, 'cut.gz', 1)))
  assert.match(words, /cut\.gz is damaged/)
})

test('events that no rule is tried on are told, so that nobody takes silence for safety', async () => {
  const bare = JSON.stringify({ EventID: 4625, Image: 'C:\\Windows\\whoami.exe' })
  const none = await scan([...rules, '-'], `${bare}\n${bare}`)
  assert.equal(none.code, 0)
  assert.match(none.words, /^all events have a log source that no rule asks for, or name none, and were not tried/m)
  const some = await scan([...rules, '-'], `${bare}\n${hit}\n${plain}`)
  assert.match(some.words, /^1 of 3 events have a log source that no rule asks for/m)
  const all = await scan([...rules, '-'], `${hit}\n${plain}`)
  assert.doesNotMatch(all.words, /log source/)
})
