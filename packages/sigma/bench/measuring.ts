// How the benchmarks of this folder measure.
import { ScanThreads } from '../../../app/src/commands/scan-threads.ts'
import { shareRules } from '../src/fast-matcher.ts'
import type { Rule } from '../src/rule.ts'

/** Rounds of which the best counts. */
export const rounds = 7
const batchBytes = 2 ** 20

/** What one measurement gave; `perCpu` by the second of processor time. */
export type Measured = {
  readonly events: number
  readonly matches: number
  readonly perSecond: number
  readonly perCpu: number
}

/** The best of several rounds: the machine may have other work. */
export async function best(
  round: () => Promise<{ readonly events: number; readonly matches: number }>,
): Promise<Measured> {
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
export function cuts(lane: Buffer): readonly (readonly [number, number])[] {
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

/** Events of a lane matched with rules, JSON text in shared memory in, numbers out. */
export async function matchOn(threads: number, rules: readonly Rule[], lane: Buffer): Promise<Measured> {
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

/** A count for people. */
export const words = (count: number): string => Math.round(count).toLocaleString('en')
/** A row of a table. */
export function rowOf(...cells: readonly string[]): string {
  return cells.map((cell, index) => (index === 0 ? cell.padEnd(26) : cell.padStart(14))).join('')
}
