// The condition of a rule: which selections must hold.
//
// Source: Sigma rules specification 2.1.0, "Condition". Or binds least, then and, then not, then `1 of`.
import { RuleError } from './fault.ts'
import { maxConditionDepth, maxConditionLength } from './limits.ts'
import { parsePattern, patternTest } from './pattern.ts'

/** A condition in which every name is the name of a selection. */
export type Condition =
  | { readonly kind: 'selection'; readonly name: string }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'and'; readonly parts: readonly Condition[] }
  | { readonly kind: 'or'; readonly parts: readonly Condition[] }

type Word = { readonly text: string; readonly offset: number }

/**
 * Reads a condition.
 *
 * @param names - The selections of the rule; a name or pattern that finds none is a fault.
 * @throws RuleError `condition` with the offset of the word.
 */
export function parseCondition(text: string, names: readonly string[]): Condition {
  if (text.length > maxConditionLength)
    throw new RuleError('limit', `expected a condition of at most ${maxConditionLength} characters`)
  const reader = new ConditionReader(wordsOf(text), names, text.length)
  const condition = reader.or(0)
  const rest = reader.peek()
  if (rest !== undefined) reader.refuse('expected "and", "or" or the end', rest)
  return condition
}

/** Names of the selections that a condition uses, each once. */
export function namesIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'selection':
      return [condition.name]
    case 'not':
      return namesIn(condition.part)
    case 'and':
    case 'or':
      return [...new Set(condition.parts.flatMap(namesIn))]
  }
}

function wordsOf(text: string): readonly Word[] {
  const words: Word[] = []
  for (const found of text.matchAll(/[()|]|[^\s()|]+/g)) {
    const [word] = found
    if (word === '|')
      throw new RuleError(
        'condition',
        'aggregation after "|" is no longer part of Sigma: write a correlation rule',
        [],
        found.index,
      )
    if (!/^([()]|[A-Za-z0-9_*-]+)$/.test(word))
      throw new RuleError(
        'condition',
        `expected a name of letters, digits, "_" and "-", got "${word}"`,
        [],
        found.index,
      )
    words.push({ text: word, offset: found.index })
  }
  return words
}

class ConditionReader {
  readonly words: readonly Word[]
  readonly names: readonly string[]
  readonly end: number
  at = 0

  constructor(words: readonly Word[], names: readonly string[], end: number) {
    this.words = words
    this.names = names
    this.end = end
  }

  peek(): Word | undefined {
    return this.words[this.at]
  }

  refuse(expected: string, word: Word | undefined): never {
    const got = word === undefined ? 'the end' : `"${word.text}"`
    throw new RuleError('condition', `${expected}, got ${got}`, [], word?.offset ?? this.end)
  }

  takes(keyword: string): boolean {
    if (this.peek()?.text.toLowerCase() !== keyword) return false
    this.at++
    return true
  }

  or(depth: number): Condition {
    const parts = [this.and(depth)]
    while (this.takes('or')) parts.push(this.and(depth))
    return joined('or', parts)
  }

  and(depth: number): Condition {
    const parts = [this.not(depth)]
    while (this.takes('and')) parts.push(this.not(depth))
    return joined('and', parts)
  }

  not(depth: number): Condition {
    if (depth > maxConditionDepth)
      throw new RuleError(
        'limit',
        `expected at most ${maxConditionDepth} levels in a condition`,
        [],
        this.peek()?.offset ?? 0,
      )
    return this.takes('not') ? { kind: 'not', part: this.not(depth + 1) } : this.primary(depth)
  }

  primary(depth: number): Condition {
    const word = this.peek()
    if (word === undefined || word.text === ')' || ['and', 'or', 'of'].includes(word.text.toLowerCase()))
      return this.refuse('expected a selection', word)
    this.at++
    if (word.text === '(') {
      const inner = this.or(depth + 1)
      if (!this.takes(')')) this.refuse('expected ")"', this.peek())
      return inner
    }
    if (this.peek()?.text.toLowerCase() === 'of') return this.quantified(word)
    if (!this.names.includes(word.text)) this.refuse('expected the name of a selection of this rule', word)
    return { kind: 'selection', name: word.text }
  }

  quantified(quantifier: Word): Condition {
    const all = quantifier.text.toLowerCase() === 'all'
    if (!all && !['1', 'any'].includes(quantifier.text.toLowerCase()))
      this.refuse('expected "1 of", "any of" or "all of"', quantifier)
    this.at++
    const pattern = this.peek()
    if (pattern === undefined || pattern.text === '(' || pattern.text === ')')
      return this.refuse('expected "them" or a pattern', pattern)
    this.at++
    const found = this.selected(pattern.text)
    if (found.length === 0) this.refuse('expected a pattern that fits a selection of this rule', pattern)
    return joined(
      all ? 'and' : 'or',
      found.map((name): Condition => ({ kind: 'selection', name })),
    )
  }

  /** Selections whose name opens with `_` are left out, unless the pattern opens so too. */
  selected(pattern: string): readonly string[] {
    const isThem = pattern.toLowerCase() === 'them'
    const fits = patternTest(parsePattern(isThem ? '*' : pattern))
    return this.names.filter((name) => fits(name) && (!name.startsWith('_') || (!isThem && pattern.startsWith('_'))))
  }
}

function joined(kind: 'and' | 'or', parts: readonly Condition[]): Condition {
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { kind, parts }
}
