// Events per second on the lanes, with all public rules: JSON text in shared memory in, numbers of rules out. One and two
// threads, JSON.parse alone beside it, the share of each phase, growth with the rules, and lines made to be slow.
// OPENWACHT_BENCH_LANES may name a folder with more lanes, as files of JSON Lines. OPENWACHT_BENCH_FOREIGN may name a folder with folders of
// rules and files of events that another engine made for its own benchmarks: then each folder is matched with each file, and nothing else.
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { ScanThreads } from '../../../app/src/commands/scan-threads.ts'
import { FastMatcher, shareRules } from '../src/fast-matcher.ts'
import type { Rule } from '../src/rule.ts'
import { parseRuleFile } from '../src/rule-file.ts'
import { changedCopies, hostileLanes } from '../src/testing/hostile-lanes.ts'
import type { ParseJob } from '../src/testing/json-parse-thread.ts'
import { laneNames, laneOf } from '../src/testing/lanes.ts'
import { publicRuleFiles, publicRules } from '../src/testing/public-data.ts'

const rounds = 7
const batchBytes = 2 ** 20

type Measured = {
  readonly events: number
  readonly matches: number
  readonly perSecond: number
  readonly perCpu: number
}

/** The best of several rounds: the machine may have other work. */
async function best(round: () => Promise<{ readonly events: number; readonly matches: number }>): Promise<Measured> {
  let seconds = Number.POSITIVE_INFINITY
  let processor = Number.POSITIVE_INFINITY
  let last = { events: 0, matches: 0 }
  for (let i = 0; i < rounds; i++) {
    const cpu = process.cpuUsage()
    const startedAt = performance.now()
    last = await round()
    seconds = Math.min(seconds, (performance.now() - startedAt) / 1000)
    const { user, system } = process.cpuUsage(cpu)
    processor = Math.min(processor, (user + system) / 1e6)
  }
  return { ...last, perSecond: last.events / seconds, perCpu: last.events / processor }
}

/** Where batches of whole lines begin and end. */
function cuts(lane: Buffer): readonly (readonly [number, number])[] {
  const found: [number, number][] = []
  for (let from = 0; from < lane.length; ) {
    const near = Math.min(lane.length, from + batchBytes)
    const end = near === lane.length ? near : lane.indexOf(10, near) + 1
    const to = end === 0 ? lane.length : end
    found.push([from, to])
    from = to
  }
  return found
}

async function matchOn(threads: number, rules: readonly Rule[], lane: Buffer): Promise<Measured> {
  const { shared, plans, slabs } = shareRules(rules, {}, { threads, slabBytes: lane.length + 64 })
  new Uint8Array(shared.memory.buffer).set(lane, slabs)
  const pool = new ScanThreads(threads, shared, plans)
  const parts = cuts(lane)
  const measured = await best(async () => {
    const results = await Promise.all(parts.map(([from, to]) => pool.match({ from: slabs + from, to: slabs + to })))
    return {
      events: results.reduce((sum, { events }) => sum + events, 0),
      matches: results.reduce((sum, { matches }) => sum + matches.length / 3, 0),
    }
  })
  await pool.close()
  return measured
}

async function parseOn(threads: number, lane: Buffer): Promise<Measured> {
  const memory = new SharedArrayBuffer(lane.length)
  new Uint8Array(memory).set(lane)
  const file = new URL('../src/testing/json-parse-thread.ts', import.meta.url)
  const workers = Array.from({ length: threads }, () => new Worker(file))
  const parts = [...cuts(lane)]
  const measured = await best(async () => {
    let next = 0
    const counts = workers.map(async (worker) => {
      let count = 0
      for (let part = parts[next++]; part !== undefined; part = parts[next++]) {
        const job: ParseJob = { memory, from: part[0], to: part[1] }
        worker.postMessage(job)
        const [lines] = await once(worker, 'message')
        count += lines
      }
      return count
    })
    return { events: (await Promise.all(counts)).reduce((sum, count) => sum + count, 0), matches: 0 }
  })
  await Promise.all(workers.map((worker) => worker.terminate()))
  return measured
}

const words = (count: number): string => Math.round(count).toLocaleString('en')
const row = (...cells: readonly string[]): void =>
  console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(26) : cell.padStart(14))).join(''))

async function lane(name: string, rules: readonly Rule[], bytes: Buffer): Promise<void> {
  const one = await matchOn(1, rules, bytes)
  const two = await matchOn(2, rules, bytes)
  const parsed = await parseOn(2, bytes)
  row(
    name,
    words(one.events),
    words(one.matches),
    words(one.perSecond),
    words(two.perSecond),
    (two.perSecond / one.perSecond).toFixed(2),
    words(parsed.perSecond),
    (two.perSecond / parsed.perSecond).toFixed(2),
    words(two.perCpu),
  )
}

/** What the functions of the kernel are for. */
const phases: Readonly<Record<string, readonly string[]>> = {
  tokenize: [
    'skipSpace',
    'findQuote',
    'matchKey',
    'hashBytes',
    'lookUpKey',
    'note',
    'touch',
    'noteInside',
    'forget',
    'readObject',
    'readValue',
    'readList',
    'findNumber',
    'readLine',
    'findLineEnd',
  ],
  'log source': ['planOfLine', 'writeSourceKey', 'findPlan'],
  'fold and remember': [
    'fold',
    'hexCode',
    'writeFolded',
    'matchString',
    'memoEntry',
    'copy',
    'sameBytes',
    'matchSlot',
    'isPlainNumber',
  ],
  'find needles': ['matchScratch', 'tryBucket', 'tryGrams', 'tryShapes', 'setAny', 'setPredicate', 'addCandidates'],
  keywords: ['mayHold', 'partStands', 'hasMarks', 'matchKeywords', 'mayHoldMarked', 'keywordsOutside'],
  decide: ['decide', 'askLate', 'askShort', 'askSame', 'containsShort', 'foldSlot', 'sort', 'matchLine', 'matchLines'],
}

async function shares(name: string, rules: readonly Rule[], bytes: Buffer): Promise<void> {
  const { shared, plans, arena } = shareRules(rules)
  const matcher = new FastMatcher(shared, plans, arena)
  const pass = (): void => {
    for (const [from, to] of cuts(bytes)) matcher.matchBytes(bytes.subarray(from, to))
  }
  pass()
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.start')
  for (let i = 0; i < 4; i++) pass()
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame.functionName]))
  const counts = new Map<string, number>()
  let all = 0
  for (const [index, id] of (profile.samples ?? []).entries()) {
    const own = names.get(id) ?? ''
    if (own === '(idle)' || own === '(program)' || own === 'putInput') continue
    const phase = Object.entries(phases).find(([, functions]) => functions.includes(own))?.[0] ?? 'outside the kernel'
    const time = profile.timeDeltas?.[index] ?? 0
    counts.set(phase, (counts.get(phase) ?? 0) + time)
    all += time
  }
  const shown = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([phase, time]) => `${phase} ${Math.round((time / all) * 100)} %`)
  console.log(`${name}: ${shown.join(', ')}`)
}

const foreign = process.env.OPENWACHT_BENCH_FOREIGN
if (foreign === undefined) await everything()
else await foreignLanes(foreign)

async function foreignLanes(folder: string): Promise<void> {
  const entries = readdirSync(folder, { withFileTypes: true })
  row('rules, events', 'rules', 'matches', '1 thread/s', 'per cpu second', '2 threads/s', 'scaling')
  for (const set of entries.filter((one) => one.isDirectory()).map(({ name }) => name)) {
    const files = readdirSync(join(folder, set)).sort()
    const rules = files.flatMap((name) => parseRuleFile(readFileSync(join(folder, set, name), 'utf8')).rules)
    for (const name of entries.map((one) => one.name).filter((one) => one.endsWith('.jsonl'))) {
      const bytes = readFileSync(join(folder, name))
      const one = await matchOn(1, rules, bytes)
      const two = await matchOn(2, rules, bytes)
      const figures = [rules.length, one.matches, one.perSecond, one.perCpu, two.perSecond].map(words)
      row(`${set}, ${name}`, ...figures, (two.perSecond / one.perSecond).toFixed(2))
    }
  }
}

async function everything(): Promise<void> {
  const startedAt = performance.now()
  const files = publicRuleFiles()
  console.log(`unpacking the rules: ${words(performance.now() - startedAt)} ms`)
  for (let i = 0; i < 3; i++) {
    const from = performance.now()
    for (const { text } of files) parseRuleFile(text)
    console.log(`reading all rules${i === 0 ? ', first time' : ' again'}: ${words(performance.now() - from)} ms`)
  }

  const rules = publicRules()
  const lanes = new Map<string, Buffer>(laneNames.map((name) => [name, laneOf(name)]))
  const more = process.env.OPENWACHT_BENCH_LANES
  if (more !== undefined) for (const name of readdirSync(more).sort()) lanes.set(name, readFileSync(join(more, name)))

  console.log(`\n${rules.length} rules; best of ${rounds} rounds`)
  row(
    'lane',
    'events',
    'matches',
    '1 thread/s',
    '2 threads/s',
    'scaling',
    'JSON.parse 2/s',
    'of JSON.parse',
    'per cpu second',
  )
  for (const [name, bytes] of lanes) await lane(name, rules, bytes)

  console.log('\nshare of each phase, one thread')
  for (const name of laneNames) await shares(name, rules, lanes.get(name) ?? Buffer.alloc(0))

  console.log('\ngrowth, one thread')
  row('lane', 'rules', 'events/s', 'per cpu second')
  for (const name of ['mix', 'distinct'] as const) {
    const bytes = lanes.get(name) ?? Buffer.alloc(0)
    const some = rules.filter((_, number) => number % 12 === 0)
    for (const set of [some.slice(0, 300), rules, [...rules, ...changedCopies(rules, 9)]]) {
      const { perSecond, perCpu } = await matchOn(1, set, bytes)
      row(name, words(set.length), words(perSecond), words(perCpu))
    }
  }

  console.log('\nlines made to be slow, one thread')
  row('lane', 'events', 'bytes/event', 'events/s', 'MB/s')
  for (const [name, bytes] of hostileLanes()) {
    const { events, perSecond } = await matchOn(1, rules, bytes)
    row(
      name,
      words(events),
      words(bytes.length / events),
      words(perSecond),
      words((perSecond * bytes.length) / events / 1e6),
    )
  }
}
