// Finds in files of events what Sigma rules describe.
import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { shareRules } from '../../../packages/sigma/src/fast-matcher.ts'
import { type Level, levels } from '../../../packages/sigma/src/rule.ts'
import { readArguments } from './arguments.ts'
import { type Command, exitCodes, type Io, WrongUse } from './command.ts'
import { ScanCorrelation } from './scan-correlation.ts'
import { batchesOf, type Source } from './scan-input.ts'
import type { ObservedBatch } from './scan-observations.ts'
import { type Format, formats, formatterOf } from './scan-output.ts'
import { loadPipelines, readyPipelines } from './scan-pipelines.ts'
import { loadRules, type NeededRules } from './scan-rules.ts'
import { Slabs, slabsFor } from './scan-slabs.ts'
import { ScanStats } from './scan-stats.ts'
import { ScanThreads } from './scan-threads.ts'
import { ResultWriter } from './scan-writer.ts'

/** Matches Sigma rules with events in files or on standard input. */
export const scan: Command = {
  name: 'scan',
  summary: 'find in files of events what Sigma rules describe',
  help: `npx openwacht scan --rules PATH [--rules PATH …] [--pipeline NAME …] [--level LEVEL] [--threads N] [--format FORMAT] [--lateness SPAN] [--stats] EVENTS…

EVENTS are files of JSON Lines, one event on a line, plain or packed with gzip or zstd; - is standard input.
Exit code 1 when a rule matched, 0 when none did. The output is the same for any number of threads.
A line that is no event is told by its number and skipped.
A rule is only tried on events of its log source. That is read from the event: Channel and EventID of Windows, or product,
service and category, all three, with - for none; packages/sigma/README.md has the whole list.
A rule of a correlation counts for it and is not told by itself, unless the correlation says generate: true.

  --rules PATH     a rule file, or a folder with all that lies below it (.yml, .yaml); may be given again;
                   rules, correlations and filters may refer to each other over all of them
  --pipeline NAME  a pipeline that says under which names the events have what rules call Image or User: a file in the
                   YAML form of pySigma, or one that is ready; may be given again. Ready are
                   ${readyPipelines.slice(0, 6).join(', ')},
                   ${readyPipelines.slice(6).join(', ')}
  --level LEVEL    leave out rules below it: ${levels.join(', ')}; a rule without a level counts as informational
  --threads N      threads that match; one for each processor core when not given
  --format FORMAT  jsonl: one object for each match, with rule, title, level, file and line (when not given);
                   a correlation has the line of its newest event, and at, group, value and events beside it
                   table: a row for each match; summary: a row for each rule that matched, when all is read
  --lateness SPAN  how much older than the newest event an event may be and still be correlated, such as 30s, 5m, 2h, 1d;
                   when not given, all files are one stretch of time and correlations are told at the end;
                   with standard input 5m, and they are told that much later
  --stats          tell on standard error which rules matched how often, and what was read`,
  run: async (args, io) => {
    const kinds = {
      rules: 'strings',
      level: 'string',
      threads: 'string',
      format: 'string',
      stats: 'boolean',
      pipeline: 'strings',
      lateness: 'string',
    } as const
    const { flags, words } = readArguments(args, kinds, ['EVENTS…'])
    if (flags.rules.length === 0) throw new WrongUse('--rules is missing')
    const level: Level = oneOf('--level', flags.level, levels) ?? 'informational'
    const format: Format = oneOf('--format', flags.format, formats) ?? 'jsonl'
    const threads = threadCount(flags.threads)
    const sources = await sourcesOf(words, io)
    const latenessMs = latenessOf(flags.lateness, sources)
    const pipelines = loadPipelines(flags.pipeline, io.folder)
    const paths = flags.rules.map((path) => resolve(io.folder, path))
    const rules = await loadRules(paths, level, pipelines)
    for (const fault of rules.faults) io.say(fault)
    if (rules.rules.length === 0) throw new WrongUse('no rule was loaded')
    const correlation = rules.correlations.length === 0 ? undefined : new ScanCorrelation(rules, latenessMs)
    const stats = new ScanStats(rules.alerts, sources)
    const writer = new ResultWriter(rules, sources, formatterOf(format, rules.alerts), correlation, stats, io)
    await scanAll(rules, sources, threads, writer, io)
    for (const line of [...(correlation?.lossWords() ?? []), ...stats.lines(flags.stats)]) io.say(line)
    return stats.matches > 0 ? exitCodes.refused : exitCodes.done
  },
}

function oneOf<T extends string>(flag: string, given: string | undefined, allowed: readonly T[]): T | undefined {
  if (given === undefined) return undefined
  const found = allowed.find((one) => one === given)
  if (found === undefined) throw new WrongUse(`${flag} takes one of ${allowed.join(', ')}, not "${given}"`)
  return found
}

/** More threads than this only cost memory. Arbitrary. */
const maxThreads = 32

function threadCount(given: string | undefined): number {
  if (given === undefined) return Math.min(availableParallelism(), maxThreads)
  const count = Number(given)
  if (!/^\d+$/.test(given) || count < 1 || count > maxThreads)
    throw new WrongUse(`--threads takes a number from 1 to ${maxThreads}, not "${given}"`)
  return count
}

const spanMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const streamLateness = '5m'

function latenessOf(given: string | undefined, sources: readonly Source[]): number {
  const isEndless = sources.some(({ path }) => path === undefined)
  if (given === undefined && !isEndless) return Number.POSITIVE_INFINITY
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(given ?? streamLateness) ?? []
  if (count === undefined || unit === undefined)
    throw new WrongUse(`--lateness takes a number with s, m, h or d, such as 5m, not "${given}"`)
  // The expression leaves no other unit.
  return Number(count) * spanMs[unit as keyof typeof spanMs]
}

async function sourcesOf(words: readonly string[], io: Io): Promise<readonly Source[]> {
  if (words.filter((word) => word === '-').length > 1) throw new WrongUse('- can be given once')
  return Promise.all(
    words.map(async (name) => {
      if (name === '-') return { name, path: undefined, bytes: 0 }
      const path = resolve(io.folder, name)
      try {
        const found = await stat(path)
        if (found.isDirectory()) throw new WrongUse(`${name} is a folder: give the files in it`)
        return { name, path, bytes: found.size }
      } catch (error) {
        if (error instanceof Error && 'code' in error) throw new WrongUse(`could not read ${name} (${error.code})`)
        throw error
      }
    }),
  )
}

async function scanAll(
  rules: NeededRules,
  sources: readonly Source[],
  count: number,
  writer: ResultWriter,
  io: Io,
): Promise<void> {
  const { count: slabCount, bytes: slabBytes } = slabsFor(count)
  const { shared, plans, slabs: start } = shareRules(rules.rules, {}, { threads: count, slabBytes })
  const slabs = new Slabs(shared.memory.buffer, start, slabCount)
  const threads = new ScanThreads(count, shared, plans, rules.reads)
  try {
    await writer.start()
    // One promise after the other: batches are written in their order, whichever thread was first.
    let written = Promise.resolve()
    const failed = Promise.withResolvers<never>()
    const read = async (): Promise<void> => {
      try {
        for await (const batch of batchesOf(sources, io.input, slabs)) {
          const { slab, from, to, tooLong } = batch
          const result = tooLong
            ? Promise.resolve(tooLongLine)
            : threads.match({ from: slab.address + from, to: slab.address + to })
          const before = written
          written = (async () => {
            const [observed] = await Promise.all([result, before])
            await writer.add(batch, observed)
            slabs.put(slab)
          })()
          written.catch(failed.reject)
        }
      } finally {
        // Also when the input turns out to be damaged: what was read before counts.
        await written
        await writer.finish()
      }
    }
    await Promise.race([read(), failed.promise])
  } finally {
    if (io.progress !== undefined) io.progress('')
    await threads.close()
  }
}

const tooLongLine: ObservedBatch = {
  lines: 1,
  events: 0,
  unplaced: 0,
  matches: new Int32Array(),
  broken: Int32Array.from([0]),
  observed: [],
  timeless: 0,
}
