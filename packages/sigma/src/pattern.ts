// Sigma's own text patterns: wildcards, escaping, dashes.
//
// Source: Sigma specification 2.1.0, "Escaping" and "Wildcards".
import { foldCase } from './fold.ts'

/** `*`: any run of characters, line breaks too. */
export const anyRun = 0
/** `?`: exactly one character. */
export const anyOne = 1
/** `windash`: one of the five dashes. */
export const anyDash = 2

/** A literal text, or one of the three wildcards. */
export type Piece = string | typeof anyRun | typeof anyOne | typeof anyDash

/** A pattern for a whole value; two literal texts never stand side by side. */
export type Pattern = readonly Piece[]

/** The characters that `windash` takes for each other. */
export const dashes = ['-', '/', '–', '—', '―'] as const

/**
 * Reads a value of a rule. `\*`, `\?` and `\\` are literal; a backslash before anything else is itself.
 *
 * @example parsePattern('C:\\Temp\\*') // from a YAML text C:\Temp\*: the star is literal
 */
export function parsePattern(text: string): Pattern {
  const pieces: Piece[] = []
  let literal = ''
  const wildcard = (piece: Piece): void => {
    if (literal !== '') pieces.push(literal)
    literal = ''
    pieces.push(piece)
  }
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? ''
    const next = text[i + 1] ?? ''
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next
      i++
    } else if (character === '*') wildcard(anyRun)
    else if (character === '?') wildcard(anyOne)
    else literal += character
  }
  if (literal !== '') pieces.push(literal)
  return pieces
}

/** The pattern of a literal text. */
export function literalPattern(text: string): Pattern {
  return text === '' ? [] : [text]
}

/** Adds `*` in front, at the end or at both, unless it is there. */
export function openPattern(pattern: Pattern, side: 'start' | 'end' | 'both'): Pattern {
  const front = side !== 'end' && pattern[0] !== anyRun
  const back = side !== 'start' && (pattern.length === 0 ? !front : pattern.at(-1) !== anyRun)
  const open: readonly Piece[] = [anyRun]
  return [...(front ? open : []), ...pattern, ...(back ? open : [])]
}

/**
 * Makes every dash that can open an option match all five dashes.
 *
 * Source: Sigma modifiers appendix, `windash`: a dash or slash that does not follow a word and stands before one.
 */
export function openDashes(pattern: Pattern): Pattern {
  return pattern.flatMap((piece): Piece[] => {
    if (typeof piece !== 'string') return [piece]
    const pieces: Piece[] = []
    let from = 0
    for (const found of piece.matchAll(/(?<![\p{L}\p{N}_])[-/](?=[\p{L}\p{N}_])/gu)) {
      if (found.index > from) pieces.push(piece.slice(from, found.index))
      pieces.push(anyDash)
      from = found.index + 1
    }
    if (from < piece.length) pieces.push(piece.slice(from))
    return pieces
  })
}

/** The pattern with its literal texts folded, to be compared with folded values. */
export function foldPattern(pattern: Pattern): Pattern {
  return pattern.map((piece) => (typeof piece === 'string' ? foldCase(piece) : piece))
}

/** A test for whole values. Both sides are folded already when case does not count. */
export function patternTest(pattern: Pattern): (value: string) => boolean {
  const [first, second, third] = pattern
  if (pattern.length === 0) return (value) => value === ''
  if (pattern.length === 1 && typeof first === 'string') return (value) => value === first
  if (pattern.length === 1 && first === anyRun) return () => true
  if (pattern.length === 2 && first === anyRun && typeof second === 'string') return (value) => value.endsWith(second)
  if (pattern.length === 2 && typeof first === 'string' && second === anyRun) return (value) => value.startsWith(first)
  if (pattern.length === 3 && first === anyRun && typeof second === 'string' && third === anyRun)
    return (value) => value.includes(second)
  if (pattern.every((piece) => typeof piece === 'string' || piece === anyRun))
    return (value) => hasInOrder(pattern, value)
  const units = pattern.flatMap(unitsOf)
  return (value) => matchesUnits(units, value)
}

/** Texts with any run between them: the first place where each stands is as good as any later one, but for the last. */
function hasInOrder(pattern: Pattern, value: string): boolean {
  let from = 0
  for (const [index, piece] of pattern.entries()) {
    if (typeof piece !== 'string') continue
    if (index === 0) {
      if (!value.startsWith(piece)) return false
      from = piece.length
    } else if (index === pattern.length - 1) {
      return value.length - piece.length >= from && value.endsWith(piece)
    } else {
      const found = value.indexOf(piece, from)
      if (found < 0) return false
      from = found + piece.length
    }
  }
  return pattern.at(-1) === anyRun || from === value.length
}

const runUnit = -1
const oneUnit = -2
const dashUnit = -3

function unitsOf(piece: Piece): readonly number[] {
  if (typeof piece === 'string') return Array.from(piece, (character) => character.codePointAt(0) ?? 0)
  return [piece === anyRun ? runUnit : piece === anyOne ? oneUnit : dashUnit]
}

const dashCodes = new Set<number>(dashes.map((dash) => dash.codePointAt(0) ?? 0))

/** Walks both; after a mismatch the last `*` takes one character more. At most length times length steps. */
function matchesUnits(units: readonly number[], value: string): boolean {
  const characters = Array.from(value, (character) => character.codePointAt(0) ?? 0)
  let unit = 0
  let at = 0
  let lastRun = -1
  let runEnd = 0
  while (at < characters.length) {
    const wanted = units[unit]
    const found = characters[at] ?? 0
    if (wanted === runUnit) {
      lastRun = unit++
      runEnd = at
    } else if (wanted === found || wanted === oneUnit || (wanted === dashUnit && dashCodes.has(found))) {
      unit++
      at++
    } else if (lastRun >= 0) {
      unit = lastRun + 1
      at = ++runEnd
    } else return false
  }
  while (units[unit] === runUnit) unit++
  return unit === units.length
}
