// Whom an entry of the transparency log is about, as keys of the absence map: who makes entries and who verifies them run the
// same lines, in Node and in the browser. Design: docs/design/log.md, "Keys of the absence map".
import type { Mark } from '@openwacht/tlog/absence-index.ts'
import { concatBytes } from '@openwacht/tlog/bytes.ts'
import { sha256 } from '@openwacht/tlog/sha256.ts'
import { decodeHex, decodeUtf8, encodeUtf8 } from '@openwacht/tlog/strict-text.ts'

/** Persons and mailboxes that one entry can be about: a leaf holds at most 65,535 bytes. Arbitrary below that. */
export const maxMarks = 512

/** Bytes of the secret from which the keys of a person or a mailbox come. */
export const secretBytes = 32

/** The marks of an entry, as its leaf has them: hashes as 64 hex characters. */
export type EntryMarks = {
  /** Keys of those it is about, sorted. */
  readonly about: readonly string[]
  /** In their place, where the law lets notice wait: commitments, and the last day of waiting. */
  readonly delayed: { readonly commitments: readonly string[]; readonly until: string } | undefined
  /** Ends of such waiting. */
  readonly revealed: readonly { readonly blind: string; readonly key: string }[]
}

/** An entry about nobody. */
export const noMarks: EntryMarks = { about: [], delayed: undefined, revealed: [] }

/**
 * The key of a person or a mailbox on a day: 32 bytes that say nothing to who has not the secret.
 *
 * @param secret - 32 bytes.
 * @param day - YYYY-MM-DD.
 */
export function subjectDayKey(secret: Uint8Array, day: string): Uint8Array {
  if (secret.length !== secretBytes) throw new TypeError(`expected a secret of ${secretBytes} bytes`)
  return hmacSha256(secret, concatBytes(lengthPrefixed('openwacht/v1 log day'), lengthPrefixed(day)))
}

/** The key of a measure on a day. Anybody can compute it: which measure an entry is under stands in the entry. */
export function measureDayKey(measure: string, day: string): Uint8Array {
  return sha256(lengthPrefixed('openwacht/v1 log measure'), lengthPrefixed(measure), lengthPrefixed(day))
}

/** The band in which an entry of this day is counted while notice of it waits: all of a year together. */
export function delayBand(day: string): string {
  return `delayed/${day.slice(0, 4)}`
}

/** The bands of a period, first and last day included. */
export function delayBandsOf(from: string, until: string): readonly string[] {
  const [first, last] = [from, until].map((day) => Number(day.slice(0, 4)))
  if (first === undefined || last === undefined || !(last >= first)) return []
  return Array.from({ length: last - first + 1 }, (_, at) => `delayed/${String(first + at).padStart(4, '0')}`)
}

/**
 * The marks of a leaf for the absence map. A leaf that is no entry of ours has none: what is wrong with it, `decodeLeaf` says.
 */
export function marksOfLeaf(leaf: Uint8Array): readonly Mark[] {
  const { day, measure, about, delayed, revealed } = objectOf(leaf)
  if (typeof day !== 'string') return []
  const marks: Mark[] = []
  if (typeof measure === 'string') marks.push({ kind: 'about', key: measureDayKey(measure, day) })
  for (const key of hashesOf(about)) marks.push({ kind: 'about', key })
  const { commitments } = isObject(delayed) ? delayed : {}
  for (const commitment of hashesOf(commitments)) marks.push({ kind: 'delayed', commitment, band: delayBand(day) })
  for (const one of Array.isArray(revealed) ? revealed : []) {
    const [blind, key] = isObject(one) ? hashesOf([one.blind, one.key]) : []
    if (blind !== undefined && key !== undefined) marks.push({ kind: 'revealed', blind, key })
  }
  return marks
}

/** Source: RFC 2104; a key of 32 bytes is shorter than a block. */
function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = new Uint8Array(64)
  block.set(key)
  const inner = sha256(
    block.map((byte) => byte ^ 0x36),
    message,
  )
  return sha256(
    block.map((byte) => byte ^ 0x5c),
    inner,
  )
}

/** A text with its length in two bytes before it. */
function lengthPrefixed(text: string): Uint8Array {
  const bytes = encodeUtf8(text)
  return concatBytes(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes)
}

function hashesOf(value: unknown): readonly Uint8Array[] {
  const texts = Array.isArray(value) ? value : []
  const hashes = texts.map((text) => (typeof text === 'string' ? decodeHex(text) : undefined))
  return hashes.flatMap((hash) => (hash?.length === 32 ? [hash] : []))
}

function objectOf(leaf: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(decodeUtf8(leaf) ?? '')
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
