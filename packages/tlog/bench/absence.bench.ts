// How fast absence is proved and checked, and what the map takes: as in practice, where only keys with an entry are in it,
// and dense, with every key that 175,000 people have in a month of 30 days under 3 measures.
import { AbsenceIndex, formatIndexEntry, type Mark } from '../src/absence-index.ts'
import { AbsenceMap } from '../src/absence-map.ts'
import { equalBytes } from '../src/bytes.ts'
import { parsePrunedMap } from '../src/pruned-map.ts'
import { sha256 } from '../src/sha256.ts'

const people = 175_000
const days = 30
const measures = 3

const name = new Uint8Array(12)
const nameView = new DataView(name.buffer)

/** Stands for the HMAC that blinds a key: as evenly spread. */
function keyOf(person: number, day: number, measure: number): Uint8Array {
  nameView.setUint32(0, person)
  nameView.setUint32(4, day)
  nameView.setUint32(8, measure)
  return sha256(name)
}

function monthOf(person: number): Uint8Array[] {
  return Array.from({ length: days * measures }, (_, at) => keyOf(person, at % days, Math.floor(at / days)))
}

/** @param share - One in how many keys is in the map. */
function measure(title: string, share: number): void {
  globalThis.gc?.()
  const before = process.memoryUsage()
  const map = new AbsenceMap()
  let at = 0
  const cpu = process.cpuUsage()
  let start = performance.now()
  for (let person = 0; person < people; person++) {
    for (let day = 0; day < days; day++) {
      for (let kind = 0; kind < measures; kind++) if (at++ % share === 0) map.add(keyOf(person, day, kind), at)
    }
  }
  const addSeconds = process.cpuUsage(cpu).user / 1e6
  map.root()
  const rootSeconds = process.cpuUsage(cpu).user / 1e6 - addSeconds
  globalThis.gc?.()
  const after = process.memoryUsage()
  const megabytes = (after.rss - before.rss) / 2 ** 20
  console.log(
    `${title}: ${map.size.toLocaleString('en')} keys; added in ${addSeconds.toFixed(1)} s, first root in ` +
      `${rootSeconds.toFixed(1)} s of processor time, ${megabytes.toFixed(0)} MiB (${((after.arrayBuffers - before.arrayBuffers) / 2 ** 20).toFixed(0)} MiB of it tables)`,
  )

  const proofs: Uint8Array[] = []
  const [makeMs, checkMs, absent]: [number[], number[], number[]] = [[], [], []]
  for (let round = 0; round < 200; round++) {
    const keys = monthOf(people + round)
    start = performance.now()
    const proof = map.prove(keys)
    makeMs.push(performance.now() - start)
    start = performance.now()
    const pruned = parsePrunedMap(proof)
    const count = keys.filter((key) => pruned.answer(key).kind === 'absent').length
    checkMs.push(performance.now() - start)
    if (!equalBytes(pruned.root, map.root())) throw new Error('expected the root of the map')
    absent.push(count)
    proofs.push(proof)
  }
  if (absent.some((count) => count !== days * measures)) throw new Error('expected every key to be absent')
  console.log(
    `  a month of ${days * measures} keys proved absent: made in ${spread(makeMs)}, checked in ${spread(checkMs)}, ` +
      `${Math.round((proofs[100]?.length ?? 0) / 1024)} KiB`,
  )

  start = performance.now()
  for (let added = 0; added < 256; added++) map.add(keyOf(people + 1_000 + added, 1, 1), at + added)
  map.root()
  console.log(`  256 more keys and the root: ${(performance.now() - start).toFixed(1)} ms`)
}

/** Median and the slowest of one in twenty. */
function spread(times: readonly number[]): string {
  const sorted = [...times].sort((left, right) => left - right)
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1)
  return `${at(0.5)} ms (p95 ${at(0.95)} ms)`
}

/** A watcher replays a log in which every entry has a mark and each 256th states the map. */
function measureReplay(count: number): void {
  const [writer, watcher] = [new AbsenceIndex(), new AbsenceIndex()]
  const log: Uint8Array[] = []
  const marksOf = (entry: Uint8Array): readonly Mark[] => [{ kind: 'about', key: sha256(entry) }]
  const ordinary = new Uint8Array(300)
  for (let at = 0; at < count; at++) {
    new DataView(ordinary.buffer).setUint32(0, at)
    const entry = at % 256 === 255 ? formatIndexEntry(writer.entry()) : ordinary.slice()
    writer.follow(at, entry, marksOf)
    log.push(entry)
  }
  const start = performance.now()
  for (const [at, entry] of log.entries()) {
    if (watcher.follow(at, entry, marksOf) !== undefined) throw new Error('expected a log without fault')
  }
  const seconds = (performance.now() - start) / 1000
  console.log(
    `replay ${count.toLocaleString('en')} marked entries, the map compared ${Math.floor(count / 256)} times: ${seconds.toFixed(1)} s`,
  )
}

measureReplay(200_000)
measure('one key in a hundred has an entry', 100)
measure('every key has an entry', 1)
