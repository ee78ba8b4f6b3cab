// Results of batches as text, batch by batch in their order.
import { matchWidth } from '../../../packages/sigma/src/batch.ts'
import type { CorrelationResult } from '../../../packages/sigma/src/correlation-result.ts'
import type { Io } from './command.ts'
import { eventsOf, type ScanCorrelation } from './scan-correlation.ts'
import type { Batch, Source } from './scan-input.ts'
import type { ObservedBatch } from './scan-observations.ts'
import type { Formatter } from './scan-output.ts'
import type { NeededRules } from './scan-rules.ts'
import type { ScanStats } from './scan-stats.ts'

/** Writes what was found and counts it. */
export class ResultWriter {
  private readonly rules: NeededRules
  private readonly sources: readonly Source[]
  private readonly formatter: Formatter
  private readonly correlation: ScanCorrelation | undefined
  private readonly stats: ScanStats
  private readonly io: Io
  private source = -1
  private linesBefore = 0

  constructor(
    rules: NeededRules,
    sources: readonly Source[],
    formatter: Formatter,
    correlation: ScanCorrelation | undefined,
    stats: ScanStats,
    io: Io,
  ) {
    this.rules = rules
    this.sources = sources
    this.formatter = formatter
    this.correlation = correlation
    this.stats = stats
    this.io = io
  }

  /** Writes what stands before the first match. */
  async start(): Promise<void> {
    await this.write(this.formatter.start)
  }

  /** Writes a batch; waits when nobody takes what was written. */
  async add(batch: Batch, result: ObservedBatch): Promise<void> {
    if (batch.source !== this.source) {
      this.source = batch.source
      this.linesBefore = 0
    }
    for (const line of result.broken) {
      const why = batch.tooLong ? 'too long to be an event, skipped' : 'no JSON object, skipped'
      this.stats.broken++
      this.io.say(`${this.nameOf(batch.source)}:${this.linesBefore + line + 1}: ${why}`)
    }
    const text = this.textOf(result)
    this.linesBefore += result.lines
    this.stats.events += result.events
    this.stats.unplaced += result.unplaced
    this.stats.noteRead(batch.source, batch.read, batch.to - batch.from)
    this.correlation?.noteTimeless(result.timeless)
    await this.write(text)
    this.io.progress?.(this.stats.progress())
  }

  /** Writes what is found at the end, and what stands after the last match. */
  async finish(): Promise<void> {
    await this.write(this.correlated(this.correlation?.finish() ?? []))
    await this.write(this.formatter.end())
  }

  /** Matches in the order of lines, each correlation behind the line that made it certain. */
  private textOf({ matches, observed }: ObservedBatch): string {
    let text = ''
    let next = 0
    const correlateBefore = (line: number): void => {
      for (let one = observed[next]; one !== undefined && one.line < line; one = observed[++next])
        text += this.correlated(this.correlation?.add(this.source, this.linesBefore + one.line + 1, one) ?? [])
    }
    for (let at = 0; at < matches.length; at += matchWidth) {
      const line = matches[at] as number // three numbers for each match
      const rule = matches[at + 1] as number
      correlateBefore(line)
      if (this.rules.told[rule] !== true) continue
      text += this.formatter.match(rule, this.nameOf(this.source), this.linesBefore + line + 1)
      this.stats.count(rule)
    }
    correlateBefore(Number.POSITIVE_INFINITY)
    return text
  }

  private correlated(results: readonly CorrelationResult[]): string {
    return results
      .map((result) => {
        const alert = this.rules.rules.length + result.correlation
        if (this.rules.told[alert] !== true) return ''
        this.stats.count(alert)
        const events = eventsOf(result).map(({ source, line, rule }) => ({
          rule: this.rules.rules[rule]?.id ?? null,
          file: this.nameOf(source),
          line,
        }))
        const newest = events.at(-1)
        return this.formatter.match(alert, newest?.file ?? '', newest?.line ?? 0, {
          at: new Date(result.at).toISOString(),
          group: this.groupOf(result),
          value: result.value,
          ...(result.values.length === 0 ? {} : { values: result.values }),
          ...(result.repeat === 0 ? {} : { repeat: result.repeat }),
          ...(result.incomplete ? { incomplete: true } : {}),
          events,
        })
      })
      .join('')
  }

  private groupOf({ correlation, group }: CorrelationResult): Readonly<Record<string, string>> {
    const names = this.rules.correlations[correlation]?.groupBy ?? []
    return Object.fromEntries(names.map((name, index) => [name, group[index] ?? '']))
  }

  private nameOf(source: number): string {
    return this.sources[source]?.name ?? ''
  }

  private async write(text: string): Promise<void> {
    if (text === '') return
    const { output } = this.io
    if (!output.write(text)) await new Promise<void>((resolve) => output.once('drain', () => resolve()))
  }
}
