// From the matches of a batch to what correlations want to know of their events.
import { Buffer } from 'node:buffer'
import { type BatchResult, matchWidth } from '../../../packages/sigma/src/batch.ts'
import type { Observation } from '../../../packages/sigma/src/correlator.ts'
import { parseEvent } from '../../../packages/sigma/src/event.ts'
import { eventTime } from '../../../packages/sigma/src/event-time.ts'
import { observe } from '../../../packages/sigma/src/observation.ts'
import type { RuleSet } from '../../../packages/sigma/src/rule-file.ts'

/** What was observed at a line; which line of all it is, the thread that reads it does not know. */
export type LineObservations = { readonly line: number; readonly observations: readonly Omit<Observation, 'id'>[] }

/** A batch with what correlations want of it. */
export type ObservedBatch = BatchResult & {
  /** Ascending by line. */
  readonly observed: readonly LineObservations[]
  /** Events that correlations want and that say no time. */
  readonly timeless: number
}

/**
 * Observes the matches of rules that correlations use.
 *
 * @param bytes - The memory in which the batch begins at `from` and ends at `to`.
 */
export function observeBatch(
  reads: RuleSet['reads'],
  bytes: Uint8Array,
  from: number,
  to: number,
  batch: BatchResult,
): ObservedBatch {
  const observed: LineObservations[] = []
  let timeless = 0
  const { matches } = batch
  for (let i = 0; i < matches.length; ) {
    const line = matches[i] as number // three numbers for each match
    const start = from + (matches[i + 2] as number)
    const rules: number[] = []
    for (; i < matches.length && matches[i] === line; i += matchWidth) {
      const rule = matches[i + 1] as number
      if (reads[rule] !== undefined) rules.push(rule)
    }
    if (rules.length === 0) continue
    const event = parseEvent(lineAt(bytes, start, to))
    const at = event === undefined ? undefined : eventTime(event)
    if (event === undefined || at === undefined) timeless++
    else observed.push({ line, observations: observe({ reads }, event, rules, at, '').map(({ id: _, ...one }) => one) })
  }
  return { ...batch, observed, timeless }
}

function lineAt(bytes: Uint8Array, start: number, to: number): string {
  // A copy: text cannot be made of shared memory everywhere.
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found = buffer.indexOf(10, start)
  return buffer.toString('utf8', start, found < 0 || found > to ? to : found)
}
