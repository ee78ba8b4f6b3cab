// Finds in files of events what Sigma rules describe.
import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { type BatchResult, matchWidth } from '../../../packages/sigma/src/batch.ts'
import { shareRules } from '../../../packages/sigma/src/fast-matcher.ts'
import { type Level, levels } from '../../../packages/sigma/src/rule.ts'
import { readArguments } from './arguments.ts'
import { type Command, exitCodes, type Io, WrongUse } from './command.ts'
import { type Batch, batchesOf, type Source } from './scan-input.ts'
import { type Format, type Formatter, formats, formatterOf } from './scan-output.ts'
import { type LoadedRules, loadRules } from './scan-rules.ts'
import { Slabs, slabsFor } from './scan-slabs.ts'
import { ScanStats } from './scan-stats.ts'
import { ScanThreads } from './scan-threads.ts'

/** Matches Sigma rules with events in files or on standard input. */
export const scan: Command = {
  name: 'scan',
  summary: 'find in files of events what Sigma rules describe',
  help: `npx openwacht scan --rules PATH [--rules PATH …] [--level LEVEL] [--threads N] [--format FORMAT] [--stats] EVENTS…

EVENTS are files of JSON Lines, one event on a line, plain or packed with gzip or zstd; - is standard input.
Exit code 1 when a rule matched, 0 when none did. The output is the same for any number of threads.
A line that is no event is told by its number and skipped.

  --rules PATH     a rule file, or a folder with all that lies below it (.yml, .yaml); may be given again
  --level LEVEL    leave out rules below it: ${levels.join(', ')}; a rule without a level counts as informational
  --threads N      threads that match; one for each processor core when not given
  --format FORMAT  jsonl: one object for each match, with rule, title, level, file and line (when not given)
                   table: a row for each match; summary: a row for each rule that matched, when all is read
  --stats          tell on standard error which rules matched how often, and what was read`,
  run: async (args, io) => {
    const kinds = {
      rules: 'strings',
      level: 'string',
      threads: 'string',
      format: 'string',
      stats: 'boolean',
    } as const
    const { flags, words } = readArguments(args, kinds, ['EVENTS…'])
    if (flags.rules.length === 0) throw new WrongUse('--rules is missing')
    const level: Level = oneOf('--level', flags.level, levels) ?? 'informational'
    const format: Format = oneOf('--format', flags.format, formats) ?? 'jsonl'
    const threads = threadCount(flags.threads)
    const sources = await sourcesOf(words, io)
    const paths = flags.rules.map((path) => resolve(io.folder, path))
    const rules = await loadRules(paths, level)
    for (const fault of rules.faults) io.say(fault)
    if (rules.rules.length === 0) throw new WrongUse('no rule was loaded')
    const stats = new ScanStats(rules.rules, sources)
    await scanAll(rules, sources, threads, formatterOf(format, rules.rules), stats, io)
    for (const line of stats.lines(flags.stats)) io.say(line)
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
  { rules }: LoadedRules,
  sources: readonly Source[],
  count: number,
  formatter: Formatter,
  stats: ScanStats,
  io: Io,
): Promise<void> {
  const { count: slabCount, bytes: slabBytes } = slabsFor(count)
  const { shared, plans, slabs: start } = shareRules(rules, {}, { threads: count, slabBytes })
  const slabs = new Slabs(shared.memory.buffer, start, slabCount)
  const threads = new ScanThreads(count, shared, plans)
  const writer = new ResultWriter(sources, formatter, stats, io)
  try {
    await writer.write(formatter.start)
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
            await before
            await writer.add(batch, await result)
            slabs.put(slab)
          })()
          written.catch(failed.reject)
        }
      } finally {
        // Also when the input turns out to be damaged: what was read before counts.
        await written
      }
    }
    await Promise.race([read(), threads.failure, failed.promise])
    await writer.write(formatter.end())
  } finally {
    if (io.progress !== undefined) io.progress('')
    await threads.close()
  }
}

const tooLongLine: BatchResult = {
  lines: 1,
  events: 0,
  matches: new Int32Array(),
  broken: Int32Array.from([0]),
}

/** Turns results into text, batch by batch in their order. */
class ResultWriter {
  private readonly sources: readonly Source[]
  private readonly formatter: Formatter
  private readonly stats: ScanStats
  private readonly io: Io
  private source = -1
  private linesBefore = 0

  constructor(sources: readonly Source[], formatter: Formatter, stats: ScanStats, io: Io) {
    this.sources = sources
    this.formatter = formatter
    this.stats = stats
    this.io = io
  }

  async add(batch: Batch, result: BatchResult): Promise<void> {
    if (batch.source !== this.source) {
      this.source = batch.source
      this.linesBefore = 0
    }
    const name = this.sources[batch.source]?.name ?? ''
    for (const line of result.broken) {
      const why = batch.tooLong ? 'too long to be an event, skipped' : 'no JSON object, skipped'
      this.stats.broken++
      this.io.say(`${name}:${this.linesBefore + line + 1}: ${why}`)
    }
    let text = ''
    const { matches } = result
    for (let at = 0; at < matches.length; at += matchWidth) {
      const rule = matches[at + 1] as number // three numbers for each match
      text += this.formatter.match(rule, name, this.linesBefore + (matches[at] as number) + 1)
      this.stats.count(rule)
    }
    this.linesBefore += result.lines
    this.stats.events += result.events
    this.stats.noteRead(batch.source, batch.read, batch.to - batch.from)
    await this.write(text)
    this.io.progress?.(this.stats.progress())
  }

  /** Waits when nobody takes what was written. */
  async write(text: string): Promise<void> {
    if (text === '') return
    const { output } = this.io
    if (!output.write(text)) await new Promise<void>((resolve) => output.once('drain', () => resolve()))
  }
}
