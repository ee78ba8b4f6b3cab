// Counts what a scan reads and finds, and says it in words.
import { levels } from '../../../packages/sigma/src/rule.ts'
import type { Source } from './scan-input.ts'
import { type Alert, levelOf } from './scan-rules.ts'

/** Rules that are named with their counts. */
const shownRules = 20
/** Between two words about the progress. */
const progressMs = 200

/** The counters of one scan. */
export class ScanStats {
  events = 0
  matches = 0
  broken = 0
  /** Events of a log source that no rule asks for. */
  unplaced = 0
  private bytes = 0
  private readonly rules: readonly Alert[]
  private readonly counts: Float64Array
  private readonly sources: readonly Source[]
  private readonly readBefore: readonly number[]
  private readonly startedAt = performance.now()
  private share = 0
  private told = 0
  private text = ''

  constructor(rules: readonly Alert[], sources: readonly Source[]) {
    this.rules = rules
    this.sources = sources
    this.counts = new Float64Array(rules.length)
    let sum = 0
    this.readBefore = sources.map(({ bytes }) => {
      sum += bytes
      return sum - bytes
    })
  }

  /** Counts a match of a rule or correlation. */
  count(rule: number): void {
    this.matches++
    this.counts[rule] = (this.counts[rule] ?? 0) + 1
  }

  /** @param read - Bytes of the source on the disk so far. @param unpacked - Bytes of lines that were matched now. */
  noteRead(source: number, read: number, unpacked: number): void {
    this.bytes += unpacked
    const all = this.sources.reduce((sum, { bytes }) => sum + bytes, 0)
    const isOpenEnded = this.sources.some(({ path }) => path === undefined)
    this.share = isOpenEnded || all === 0 ? 0 : ((this.readBefore[source] ?? 0) + read) / all
  }

  /** One line for a terminal; it changes a few times a second. */
  progress(): string {
    const now = performance.now()
    if (now - this.told > progressMs) {
      this.told = now
      const share = this.share === 0 ? '' : `, ${Math.min(100, Math.floor(this.share * 100))} %`
      this.text = `${words(this.events)} events, ${words(this.matches)} matches, ${words(this.rate())} events/s${share}`
    }
    return this.text
  }

  /** What is said when all is read. */
  lines(detailed: boolean): readonly string[] {
    const seconds = this.seconds().toFixed(2)
    const total = `${words(this.events)} events, ${words(this.rules.length)} rules, ${words(this.matches)} matches, ${seconds} s, ${words(this.rate())} events/s`
    const broken = this.broken === 0 ? [] : [`${words(this.broken)} lines were no events`]
    return [...(detailed ? this.details() : []), ...broken, ...this.unplacedWords(), total]
  }

  private unplacedWords(): readonly string[] {
    if (this.unplaced === 0) return []
    const which =
      this.unplaced === this.events ? 'all events' : `${words(this.unplaced)} of ${words(this.events)} events`
    return [
      `${which} have a log source that no rule asks for, or name none, and were not tried: see "log source" in scan --help`,
    ]
  }

  private details(): readonly string[] {
    const counted = [...this.counts.entries()].filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a)
    const perLevel = levels.map((level) => {
      const own = counted.filter(([rule]) => levelAt(this.rules, rule) === level)
      return `${level} ${words(own.reduce((sum, [, count]) => sum + count, 0))}`
    })
    const width = Math.max(...counted.slice(0, 1).map(([, count]) => words(count).length), 1)
    const rows = counted.slice(0, shownRules).map(([rule, count]) => {
      return `  ${words(count).padStart(width)}  ${this.rules[rule]?.title ?? ''}`
    })
    const more = counted.length - rows.length
    return [
      `read: ${words(this.bytes)} bytes of lines, ${words(this.sources.length)} sources`,
      `matches by level: ${perLevel.toReversed().join(', ')}`,
      `rules that matched: ${words(counted.length)}`,
      ...rows,
      ...(more > 0 ? [`  and ${words(more)} more`] : []),
    ]
  }

  private seconds(): number {
    return (performance.now() - this.startedAt) / 1000
  }

  private rate(): number {
    return Math.round(this.events / Math.max(this.seconds(), 0.001))
  }
}

function levelAt(rules: readonly Alert[], number: number): string {
  const rule = rules[number]
  return rule === undefined ? '' : levelOf(rule)
}

function words(count: number): string {
  return count.toLocaleString('en')
}
