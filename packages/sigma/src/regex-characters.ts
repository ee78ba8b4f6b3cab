// Sets of characters in regular expressions.
import { foldCase } from './fold.ts'

/** Code points as ranges, sorted, both ends included, none touching. */
export type CharacterSet = readonly (readonly [low: number, high: number])[]

const last = 0x10ffff

/** All code points outside a set. */
export function complement(set: CharacterSet): CharacterSet {
  const ranges: [number, number][] = []
  let from = 0
  for (const [low, high] of set) {
    if (low > from) ranges.push([from, low - 1])
    from = high + 1
  }
  if (from <= last) ranges.push([from, last])
  return ranges
}

/** Sorts ranges and joins those that meet. */
export function sortRanges(ranges: readonly (readonly [number, number])[]): CharacterSet {
  const sorted = [...ranges].sort(([a], [b]) => a - b)
  const joined: [number, number][] = []
  for (const [low, high] of sorted) {
    const before = joined.at(-1)
    if (before !== undefined && low <= before[1] + 1) before[1] = Math.max(before[1], high)
    else joined.push([low, high])
  }
  return joined
}

/** Adds to every character the ones that differ from it in case alone. */
export function foldSet(set: CharacterSet): CharacterSet {
  const ranges: [number, number][] = set.map(([low, high]) => [low, high])
  for (const [code, partners] of casePartners()) {
    if (holds(set, code)) for (const partner of partners) ranges.push([partner, partner])
  }
  return sortRanges(ranges)
}

/** Whether a set has a code point. */
export function holds(set: CharacterSet, code: number): boolean {
  let low = 0
  let high = set.length
  while (low < high) {
    const middle = (low + high) >> 1
    const range = set[middle]
    if (range === undefined) return false
    if (code < range[0]) high = middle
    else if (code > range[1]) low = middle + 1
    else return true
  }
  return false
}

let partnersByCode: ReadonlyMap<number, readonly number[]> | undefined

/** Of each code point that has a case: the others that fold to the same. Made at the first expression that asks. */
function casePartners(): ReadonlyMap<number, readonly number[]> {
  if (partnersByCode !== undefined) return partnersByCode
  const byFolded = new Map<string, number[]>()
  for (let code = 0; code < 0x1f000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue
    const character = String.fromCodePoint(code)
    if (character.toLowerCase() === character && character.toUpperCase() === character) continue
    const folded = foldCase(character)
    byFolded.set(folded, [...(byFolded.get(folded) ?? []), code])
  }
  const partners = new Map<number, readonly number[]>()
  for (const codes of byFolded.values()) if (codes.length > 1) for (const code of codes) partners.set(code, codes)
  partnersByCode = partners
  return partners
}

function setOf(...ranges: (readonly [number | string, number | string])[]): CharacterSet {
  const code = (end: number | string): number => (typeof end === 'number' ? end : (end.codePointAt(0) ?? 0))
  return sortRanges(ranges.map(([low, high]): [number, number] => [code(low), code(high)]))
}

const digit = setOf(['0', '9'])
const word = setOf(['0', '9'], ['A', 'Z'], ['a', 'z'], ['_', '_'])
const space = setOf([9, 13], [32, 32])
const horizontal = setOf([9, 9], [32, 32], [0xa0, 0xa0], [0x2000, 0x200a], [0x202f, 0x202f], [0x3000, 0x3000])
const vertical = setOf([10, 13], [0x85, 0x85], [0x2028, 0x2029])

/** The classes that one letter after a backslash names, as PCRE has them without its Unicode option. */
export const classEscapes: ReadonlyMap<string, CharacterSet> = new Map([
  ['d', digit],
  ['D', complement(digit)],
  ['w', word],
  ['W', complement(word)],
  ['s', space],
  ['S', complement(space)],
  ['h', horizontal],
  ['H', complement(horizontal)],
  ['V', complement(vertical)],
  ['R', vertical],
  ['N', complement(setOf([10, 10]))],
])

/** The classes of `[[:alpha:]]`. */
export const posixClasses: ReadonlyMap<string, CharacterSet> = new Map([
  ['alpha', setOf(['A', 'Z'], ['a', 'z'])],
  ['alnum', setOf(['0', '9'], ['A', 'Z'], ['a', 'z'])],
  ['digit', digit],
  ['lower', setOf(['a', 'z'])],
  ['upper', setOf(['A', 'Z'])],
  ['punct', setOf(['!', '/'], [':', '@'], ['[', '`'], ['{', '~'])],
  ['space', space],
  ['blank', setOf([9, 9], [32, 32])],
  ['xdigit', setOf(['0', '9'], ['A', 'F'], ['a', 'f'])],
  ['word', word],
  ['print', setOf([32, 126])],
  ['graph', setOf([33, 126])],
  ['cntrl', setOf([0, 31], [127, 127])],
])
