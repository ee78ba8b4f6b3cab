// Check phrases: a checkpoint in digits that fit in signed minutes, are read aloud, and typed on a phone. Ours; no standard.
//
// Why this many. What counts is a pair of trees that somebody who writes the log prepares beforehand, with the same phrase: one
// for the meeting, one for later. 32 digits are 106 bits, so such a pair takes about 2^53 trials; 2^18 rounds of PBKDF2 make each
// trial 2^19 hashes: 2^72 in all. A thousand graphics cards with 2^33 hashes a second need 17 years, and the meeting
// must wait for them. To find a second tree for a phrase that stands in the minutes takes 2^125 hashes.
import { pbkdf2 } from '@noble/hashes/pbkdf2.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { formatCheckpoint } from './checkpoint.ts'
import { MalformedError } from './malformed.ts'
import type { Hash } from './merkle.ts'
import { encodeUtf8, parseDecimal } from './strict-text.ts'

/** A check phrase in its parts. */
export type CheckPhrase = {
  /** Number of entries of the tree. */
  readonly size: number
  /** The 32 digits that follow from origin, size and root. */
  readonly digits: string
}

/** The tree that a phrase stands for. */
export type PhrasedTree = { readonly origin: string; readonly size: number; readonly root: Hash }

const label = 'openwacht.tlog/check-phrase/v1'
const rounds = 2 ** 18
const groups = 8
const digitsInGroup = 4
/** The place that the size has for its check digit: after the groups. */
const sizePlace = groups + 1

/**
 * The phrase of a tree. Takes some tenths of a second: that is on purpose.
 *
 * @throws TypeError for an origin, size or root that no checkpoint has.
 */
export function checkPhraseOf({ origin, size, root }: PhrasedTree): CheckPhrase {
  const text = formatCheckpoint({ origin, size, root, extensions: [] })
  const stretched = pbkdf2(sha256, encodeUtf8(text), encodeUtf8(label), { c: rounds, dkLen: 32 })
  let number = 0n
  for (const byte of stretched) number = (number << 8n) | BigInt(byte)
  const count = groups * digitsInGroup
  // 256 bits are so many more than the digits hold that each phrase is as likely as any other.
  return { size, digits: String(number % 10n ** BigInt(count)).padStart(count, '0') }
}

/** How a phrase stands in minutes: the size with its check digit, then eight groups of four digits, each with its own. */
export function formatCheckPhrase({ size, digits }: CheckPhrase): string {
  const written = groupsOf(digits).map((group, at) => `${group}${checkDigit(group, at + 1)}`)
  return [`${size}-${checkDigit(String(size), sizePlace)}`, ...written].join(' ')
}

/**
 * Reads a phrase as people type it: spaces, hyphens, dots and line breaks do not matter.
 *
 * @throws MalformedError when it has other characters or too few digits, or a check digit is wrong. `line` is then the place
 *   of the wrong part: 1 for the number of entries, 2 to 9 for the groups; it is the first of several.
 */
export function parseCheckPhrase(text: string): CheckPhrase {
  const wrong = (expected: string, part?: number): never => {
    throw new MalformedError('check phrase', expected, part)
  }
  const typed = text.normalize('NFKC').replaceAll(/[\s.,·\-‐-―]/gu, '')
  if (!/^[0-9]*$/.test(typed)) wrong('expected digits')
  const length = groups * (digitsInGroup + 1)
  const [sizeDigits, check] = [typed.slice(0, -length - 1), typed.slice(-length - 1, -length)]
  const size = parseDecimal(sizeDigits)
  if (typed.length < length + 2) wrong(`expected at least ${length + 2} digits, got ${typed.length}`)
  if (size === undefined || checkDigit(sizeDigits, sizePlace) !== check) return wrong('expected another check digit', 1)
  let digits = ''
  for (let at = 0; at < groups; at++) {
    const from = typed.length - length + at * (digitsInGroup + 1)
    const group = typed.slice(from, from + digitsInGroup)
    if (checkDigit(group, at + 1) !== typed[from + digitsInGroup]) wrong('expected another check digit', at + 2)
    digits += group
  }
  return { size, digits }
}

function groupsOf(digits: string): readonly string[] {
  return Array.from({ length: groups }, (_, at) => digits.slice(at * digitsInGroup, (at + 1) * digitsInGroup))
}

/** The table of Damm's algorithm: a quasigroup without fixed points. Source: H. M. Damm, 2004, order 10. */
const damm = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
]

/**
 * The check digit of a group at a place from 1 to 9: finds every wrong digit, every two neighbours exchanged, and every
 * group that stands at another place.
 */
function checkDigit(group: string, place: number): string {
  let state = damm[0]?.[place] ?? '0'
  for (const digit of group) state = damm[Number(state)]?.[Number(digit)] ?? '0'
  return state
}
