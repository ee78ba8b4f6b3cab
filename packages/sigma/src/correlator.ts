// Correlation over a stream: matches of rules in, matches of correlations out. Events may come in any order within the
// lateness and in batches of any size: what is found is the same.
import {
  CorrelationGroups,
  compare,
  type GroupLimits,
  type Input,
  type Loss,
  type Occurrence,
} from './correlation-groups.ts'
import type { LinkedCorrelation } from './correlation-links.ts'
import type { CorrelationResult } from './correlation-result.ts'
import { readState, type SavedState, writeState } from './correlation-state.ts'
import type { Carried } from './correlation-window.ts'
import type { Rule } from './rule.ts'

/** A match of a rule, with what the correlations want to know of its event. Plain values, to be kept in a journal. */
export type Observation = {
  /** Number of the rule in the set. */
  readonly rule: number
  /** Time of the event, whole milliseconds since 1970. */
  readonly at: number
  /** Names the event: the same event has the same id in all its observations, and no other event has it. */
  readonly id: string
  /** Texts by name; a name without a value is left out. */
  readonly values: Carried
}

/** Bounds of time and memory. */
export type CorrelatorOptions = Partial<GroupLimits> & {
  /**
   * How much older than the newest event an event may be, in milliseconds; 300,000 when not given. What is found is told
   * that much later. `Infinity` waits for `finish`.
   */
  readonly latenessMs?: number
  /** Events that wait for their lateness to pass; beyond, the oldest are decided early. */
  readonly maxPending?: number
}

/** The rules and correlations of a set. */
export type Correlated = { readonly rules: readonly Rule[]; readonly correlations: readonly LinkedCorrelation[] }

/** What was lost, by correlation number; -1 stands for all of them. */
export type Losses = ReadonlyMap<number, ReadonlyMap<Loss, number>>

const defaults = { maxGroups: 100_000, maxEntries: 1_000_000, maxEntriesPerGroup: 10_000 }
const defaultLatenessMs = 300_000
const defaultPending = 1_000_000
/** Events wait in buckets; a bucket is decided as a whole. */
const bucketMs = 1_000

type Membership = readonly [correlation: number, part: number]

/** Evaluates the correlations of a set. */
export class Correlator {
  private readonly set: Correlated
  private readonly latenessMs: number
  private readonly maxPending: number
  private readonly groups: readonly CorrelationGroups[]
  private readonly ending: readonly CorrelationGroups[]
  /** By rule, and by correlation: what it is a part of. */
  private readonly listeners: readonly (readonly Membership[])[]
  private readonly parents: readonly (readonly Membership[])[]
  private readonly inboxes: Input[][]
  private pending = new Map<number, Observation[]>()
  /** Starts of the pending buckets, ascending. */
  private starts: number[] = []
  private pendingCount = 0
  private watermark = Number.NEGATIVE_INFINITY
  private clock = Number.POSITIVE_INFINITY
  private found: CorrelationResult[] = []
  private readonly lost = new Map<number, Map<Loss, number>>()

  constructor(set: Correlated, options: CorrelatorOptions = {}) {
    this.set = set
    const { latenessMs = defaultLatenessMs, maxPending = defaultPending, ...limits } = options
    this.latenessMs = latenessMs
    this.maxPending = maxPending
    const parents: Membership[][] = set.correlations.map(() => [])
    const listeners: Membership[][] = set.rules.map(() => [])
    for (const [number, { links }] of set.correlations.entries())
      for (const [part, link] of links.entries())
        (link.kind === 'rule' ? listeners : parents)[link.number]?.push([number, part])
    this.parents = parents
    this.listeners = listeners
    this.inboxes = set.correlations.map(() => [])
    this.groups = set.correlations.map(
      (correlation, number) =>
        new CorrelationGroups(
          correlation,
          number,
          (parents[number]?.length ?? 0) > 0,
          { ...defaults, ...limits },
          {
            result: (result) => this.found.push(result),
            occurrence: (occurrence) => this.passOn(number, occurrence),
            loss: (loss, count) => this.lose(number, loss, count),
          },
        ),
    )
    this.ending = this.groups.filter(({ whole }) => whole)
  }

  /** What was not counted or was forgotten since the beginning. Nothing is lost without being counted here. */
  get losses(): Losses {
    return this.lost
  }

  /**
   * Takes observations and gives the results that are certain now, ordered by time.
   *
   * @throws TypeError for a time that is no whole number.
   */
  add(observations: readonly Observation[]): readonly CorrelationResult[] {
    for (const observation of observations) this.accept(observation)
    return this.drain()
  }

  /**
   * Tells the time, so that windows end and results come when no event does. From then on events further ahead of it than
   * the lateness are refused: one wrong clock must not make all other events late.
   *
   * @param now - Whole milliseconds since 1970; never goes back.
   */
  advance(now: number): readonly CorrelationResult[] {
    this.clock = this.clock === Number.POSITIVE_INFINITY ? now : Math.max(this.clock, now)
    this.watermark = Math.max(this.watermark, this.clock - this.latenessMs)
    return this.drain()
  }

  /** Decides everything that waits and ends every window: the stream is over. */
  finish(): readonly CorrelationResult[] {
    this.watermark = Number.POSITIVE_INFINITY
    return this.drain()
  }

  /** The state as text. A correlator of the same rules takes it over with `restore` and goes on as if nothing had been. */
  save(): string {
    return writeState(this.set, {
      watermark: this.watermark,
      clock: this.clock,
      pending: this.starts.flatMap((start) => this.pending.get(start) ?? []),
      groups: this.groups.map((groups) => groups.save()),
      losses: [...this.lost].map(([number, losses]) => [number, [...losses]] as const),
    })
  }

  /**
   * Takes over a state, into a correlator that has seen nothing.
   *
   * @returns Numbers of the correlations that begin anew, because they are new or were changed.
   * @throws StateError when the text is no state or is of another version.
   */
  restore(text: string): readonly number[] {
    const { state, changed } = readState(this.set, text)
    this.takeOver(state)
    return changed
  }

  private takeOver({ watermark, clock, pending, groups, losses }: SavedState): void {
    this.watermark = watermark
    this.clock = clock
    for (const observation of pending) this.enqueue(observation)
    for (const [number, saved] of groups.entries()) this.groups[number]?.restore(saved)
    for (const [number, counts] of losses) this.lost.set(number, new Map(counts))
  }

  private accept(observation: Observation): void {
    const { at, rule } = observation
    if (!Number.isSafeInteger(at)) throw new TypeError('expected a time in whole milliseconds')
    if ((this.listeners[rule]?.length ?? 0) === 0) return
    if (at < this.watermark) {
      this.lose(-1, 'late', 1)
      return
    }
    if (at > this.clock + this.latenessMs) {
      this.lose(-1, 'future', 1)
      return
    }
    this.enqueue(observation)
    this.watermark = Math.max(this.watermark, at - this.latenessMs)
    if (this.pendingCount <= this.maxPending) return
    // What can be decided anyhow waits only for the end of a batch, and batches must leave no trace.
    this.decide()
    if (this.pendingCount > this.maxPending) this.hurry()
  }

  private enqueue(observation: Observation): void {
    const start = Math.floor(observation.at / bucketMs) * bucketMs
    this.pendingCount++
    const bucket = this.pending.get(start)
    if (bucket !== undefined) {
      bucket.push(observation)
      return
    }
    this.pending.set(start, [observation])
    let at = this.starts.length
    while (at > 0 && (this.starts[at - 1] ?? 0) > start) at--
    this.starts.splice(at, 0, start)
  }

  /** Decides the oldest bucket although something for it may still come. */
  private hurry(): void {
    const [oldest = 0] = this.starts
    this.lose(-1, 'hurried', this.pending.get(oldest)?.length ?? 0)
    this.watermark = Math.max(this.watermark, oldest + bucketMs)
    this.decide()
  }

  private drain(): readonly CorrelationResult[] {
    this.decide()
    const { found } = this
    this.found = []
    return found
  }

  /** Decides all buckets for which nothing more can come. */
  private decide(): void {
    const limit = Math.floor(this.watermark / bucketMs) * bucketMs
    let decided = 0
    for (const start of this.starts) {
      if (start >= limit) break
      decided++
      const bucket = this.pending.get(start) ?? []
      this.pending.delete(start)
      this.pendingCount -= bucket.length
      // Windows that end before can still need what then expires.
      this.closeWindows(start)
      for (const groups of this.groups) groups.expire(start)
      this.decideBucket(bucket)
    }
    if (decided > 0) this.starts.splice(0, decided)
    this.closeWindows(limit)
    if (Number.isFinite(limit)) for (const groups of this.groups) groups.expire(limit)
  }

  private decideBucket(bucket: Observation[]): void {
    bucket.sort((a, b) => a.at - b.at || compare(a.id, b.id) || a.rule - b.rule)
    for (let i = 0; i < bucket.length; ) {
      const at = bucket[i]?.at ?? 0
      this.closeWindows(at)
      for (; i < bucket.length && bucket[i]?.at === at; i++) this.deliver(bucket[i])
      this.work()
    }
  }

  private deliver(observation: Observation | undefined): void {
    if (observation === undefined) return
    const { rule, at, id, values } = observation
    for (const [correlation, part] of this.listeners[rule] ?? [])
      this.inboxes[correlation]?.push({ part, at, id, event: id, values, result: undefined })
  }

  /** Works through the inboxes and ends the windows of an instant, parts before what they are parts of. */
  private work(end?: number): void {
    for (const [number, groups] of this.groups.entries()) {
      const inbox = this.inboxes[number]
      if (inbox !== undefined && inbox.length > 0) {
        groups.take(inbox)
        inbox.length = 0
      }
      if (end !== undefined && groups.nextEnd === end) groups.close(end)
    }
  }

  /** Ends the windows whose last instant lies before a time, in their order. */
  private closeWindows(before: number): void {
    for (;;) {
      let end = Number.POSITIVE_INFINITY
      for (const groups of this.ending) end = Math.min(end, groups.nextEnd)
      if (end === Number.POSITIVE_INFINITY || end >= before) return
      this.work(end)
    }
  }

  private passOn(number: number, occurrence: Occurrence): void {
    for (const [correlation, part] of this.parents[number] ?? [])
      this.inboxes[correlation]?.push({ ...occurrence, part, event: `${number}\n${occurrence.id}` })
  }

  private lose(number: number, loss: Loss, count: number): void {
    let losses = this.lost.get(number)
    if (losses === undefined) {
      losses = new Map()
      this.lost.set(number, losses)
    }
    losses.set(loss, (losses.get(loss) ?? 0) + count)
  }
}
