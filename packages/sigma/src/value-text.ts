// Values of drafts as the texts that pipelines compare and replace: Sigma's own notation, backslashes doubled only where they
// must be.
import type { DraftItem } from './detection.ts'
import type { DraftValue } from './modifiers.ts'
import { anyDash, anyOne, anyRun, type Pattern, type Piece, parsePattern } from './pattern.ts'

/** Stands for "any of the five dashes" in a text: from the area that Unicode leaves to everybody. */
const dashMark = '\uf8ff'

/**
 * A pattern as text: wildcards as `*` and `?`, literal ones with a backslash. A backslash is doubled only where it stands
 * directly before a star or question mark.
 */
export function patternText(pattern: Pattern): string {
  let text = ''
  for (const piece of pattern) {
    if (piece === anyDash) text += dashMark
    else if (typeof piece === 'string') {
      for (const character of piece)
        text +=
          character === '*' || character === '?' ? `${doubledEnd(text)}\\${character}`.slice(text.length) : character
    } else text = doubledEnd(text) + (piece === anyRun ? '*' : '?')
  }
  return text
}

/** The pattern of such a text. */
export function parsePatternText(text: string): Pattern {
  const pieces: Piece[] = []
  let literal = ''
  const push = (piece: Piece): void => {
    if (literal !== '') pieces.push(literal)
    literal = ''
    pieces.push(piece)
  }
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    if (character === dashMark) push(anyDash)
    else if (character === '*') push(anyRun)
    else if (character === '?') push(anyOne)
    else if (character !== '\\') literal += character
    else {
      const run = /^\\+/.exec(text.slice(at))?.[0].length ?? 1
      const next = text[at + run]
      const isBeforeWildcard = next === '*' || next === '?'
      literal += '\\'.repeat(isBeforeWildcard ? run >> 1 : run)
      at += run - 1
      if (isBeforeWildcard && run % 2 === 1) {
        literal += next
        at++
      }
    }
  }
  if (literal !== '') pieces.push(literal)
  return pieces
}

function doubledEnd(text: string): string {
  const run = /\\+$/.exec(text)?.[0] ?? ''
  return text + run
}

/** The values of an item, also while its placeholders wait. */
export function valuesOf({ content }: DraftItem): readonly DraftValue[] {
  if (content.kind === 'values') return content.values.values.flat()
  return content.texts.flat().map((value): DraftValue => {
    if (value === null) return { kind: 'null' }
    if (typeof value === 'number') return { kind: 'number', number: value }
    if (typeof value === 'boolean') return { kind: 'boolean', boolean: value }
    return { kind: 'text', patterns: [parsePattern(value)], encoded: false }
  })
}

/** The texts of a value; none for what is no text, number or truth value. */
export function textsOf(value: DraftValue): readonly string[] {
  switch (value.kind) {
    case 'text':
      return value.patterns.map(patternText)
    case 'number':
      return [String(value.number)]
    case 'boolean':
      return [String(value.boolean)]
    default:
      return []
  }
}
