// Matches many lines at once: what a thread is given and what it gives back.
import { Buffer } from 'node:buffer'
import type { Matcher } from './matcher.ts'

/** What a batch of lines gave. Lines count from 0 within the batch. Plain values, to be sent to another thread. */
export type BatchResult = {
  /** Lines in the batch, blank ones too. */
  readonly lines: number
  /** Lines that are events. */
  readonly events: number
  /** Three numbers for each match, in the order of lines and then of rules: line, rule, where the line begins in the batch. */
  readonly matches: Int32Array<ArrayBuffer>
  /** Lines that are no JSON object, ascending. */
  readonly broken: Int32Array<ArrayBuffer>
}

/** Numbers that stand for one match in `matches`. */
export const matchWidth = 3

/**
 * Matches all lines from byte `from` up to byte `to` of a buffer; the last one may lack its line break. Lines of white space
 * are no events.
 *
 * @param bytes - `padding` bytes must follow `to`.
 */
export function matchBatch(matcher: Matcher, bytes: Uint8Array, from: number, to: number): BatchResult {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const matches: number[] = []
  const broken: number[] = []
  let lines = 0
  let events = 0
  matcher.setSource(bytes)
  for (let at = from; at < to; lines++) {
    const found = buffer.indexOf(10, at)
    const end = found < 0 || found > to ? to : found
    if (!isBlank(bytes, at, end)) {
      const result = matcher.matchLine(at, end)
      if (result.broken) broken.push(lines)
      else events++
      for (const rule of result.rules) matches.push(lines, rule, at - from)
    }
    at = end + 1
  }
  return { lines, events, matches: Int32Array.from(matches), broken: Int32Array.from(broken) }
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = bytes[at]
    if (byte !== 32 && byte !== 9 && byte !== 13) return false
  }
  return true
}
