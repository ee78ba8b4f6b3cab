// Regular expressions of the `re` modifier: text to tree. Only what runs in linear time is read; the rest is refused by name.
import { RuleError } from './fault.ts'
import { type CharacterSet, classEscapes, complement, foldSet, posixClasses, sortRanges } from './regex-characters.ts'

/** What `i`, `m` and `s` switch on. */
export type RegexFlags = { readonly ignoreCase: boolean; readonly multiline: boolean; readonly dotAll: boolean }

/** A position that must hold: start or end of text or line, word boundary or not. */
export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'boundary' | 'not-boundary'

/** The tree of an expression. `max` of a repetition is `Infinity` when open. */
export type RegexNode =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly branches: readonly RegexNode[] }
  | {
      readonly kind: 'repeat'
      readonly body: RegexNode
      readonly min: number
      readonly max: number
      readonly lazy: boolean
    }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  /** A group whose text can be asked for; numbers count from 1. */
  | { readonly kind: 'group'; readonly body: RegexNode; readonly number: number; readonly name: string | undefined }

/** Levels of groups. Arbitrary. */
const maxGroups = 100
/** The largest number in braces; the program's size is limited besides. */
const maxRepeat = 1000

/**
 * Reads an expression in the PCRE notation that Sigma names.
 *
 * @throws RuleError `regex` with the offset: look-around, back-references, atomic groups, possessive quantifiers,
 * conditionals, recursion and Unicode properties are refused by name, broken notation too.
 */
export function parseRegex(source: string, flags: RegexFlags): RegexNode {
  const reader = new RegexReader(source, flags)
  const node = reader.choice(0)
  if (reader.at < source.length) reader.refuse('a ")" without "("')
  return node
}

class RegexReader {
  readonly source: string
  flags: RegexFlags
  at = 0
  groups = 0

  constructor(source: string, flags: RegexFlags) {
    this.source = source
    this.flags = flags
  }

  refuse(what: string, at = this.at): never {
    throw new RuleError('regex', `regular expression refused: ${what}`, [], at)
  }

  choice(depth: number): RegexNode {
    if (depth > maxGroups) this.refuse(`more than ${maxGroups} groups inside each other`)
    const outer = this.flags
    const branches: RegexNode[] = [this.sequence(depth)]
    while (this.take('|')) branches.push(this.sequence(depth))
    this.flags = outer
    const [only] = branches
    return branches.length === 1 && only !== undefined ? only : { kind: 'choice', branches }
  }

  sequence(depth: number): RegexNode {
    const parts: RegexNode[] = []
    while (this.at < this.source.length && !this.sees('|') && !this.sees(')')) {
      const part = this.atom(depth)
      if (part !== undefined) parts.push(this.repeated(part))
    }
    return { kind: 'sequence', parts }
  }

  sees(text: string): boolean {
    return this.source.startsWith(text, this.at)
  }

  take(text: string): boolean {
    if (!this.sees(text)) return false
    this.at += text.length
    return true
  }

  /** One atom; `undefined` for what only sets flags or is a comment. */
  atom(depth: number): RegexNode | undefined {
    const { ignoreCase, multiline, dotAll } = this.flags
    if (this.take('(')) return this.group(depth)
    if (this.take('[')) return { kind: 'set', set: this.bracket(ignoreCase) }
    if (this.take('.')) return { kind: 'set', set: dotAll ? complement([]) : complement([[10, 10]]) }
    if (this.take('^')) return { kind: 'assertion', assertion: multiline ? 'line-start' : 'text-start' }
    if (this.take('$')) return { kind: 'assertion', assertion: multiline ? 'line-end' : 'text-end' }
    if (this.sees('*') || this.sees('+') || this.sees('?')) this.refuse('a quantifier with nothing before it')
    if (this.take('\\')) return this.escape()
    return this.character(this.next())
  }

  character(code: number): RegexNode {
    return { kind: 'set', set: this.flags.ignoreCase ? foldSet([[code, code]]) : [[code, code]] }
  }

  next(): number {
    const code = this.source.codePointAt(this.at)
    if (code === undefined) return this.refuse('it ends in the middle')
    this.at += code > 0xffff ? 2 : 1
    return code
  }

  group(depth: number): RegexNode | undefined {
    const start = this.at - 1
    let name: string | undefined
    if (this.take('?')) {
      if (this.take('#')) {
        while (!this.sees(')')) this.next()
        this.at++
        return undefined
      }
      for (const [opening, name] of refusedGroups) if (this.sees(opening)) this.refuse(name, start)
      const named = /^P?<([A-Za-z_]\w*)>|^'([A-Za-z_]\w*)'/.exec(this.source.slice(this.at))
      if (named !== null) {
        this.at += named[0].length
        name = named[1] ?? named[2]
      } else {
        const outer = this.flags
        this.inlineFlags(start)
        // `(?i)` holds until the end of the group it stands in; `(?i:…)` for its own content.
        if (this.take(')')) return undefined
        this.at++
        const body = this.choice(depth + 1)
        this.flags = outer
        return this.closed(body, start)
      }
    }
    const number = ++this.groups
    return { kind: 'group', body: this.closed(this.choice(depth + 1), start), number, name }
  }

  closed(body: RegexNode, start: number): RegexNode {
    if (!this.take(')')) this.refuse('a "(" without ")"', start)
    return body
  }

  inlineFlags(start: number): void {
    let on = true
    while (!this.sees(')') && !this.sees(':')) {
      const letter = this.source[this.at++]
      if (letter === '-') on = false
      else if (letter === 'i') this.flags = { ...this.flags, ignoreCase: on }
      else if (letter === 'm') this.flags = { ...this.flags, multiline: on }
      else if (letter === 's') this.flags = { ...this.flags, dotAll: on }
      else this.refuse(`a group that opens with "(?${letter ?? ''}"`, start)
    }
  }

  repeated(atom: RegexNode): RegexNode {
    let node = atom
    for (let times = 0; ; times++) {
      const start = this.at
      const bounds = this.bounds()
      if (bounds === undefined) return node
      if (times > 0) this.refuse('a quantifier on a quantifier', start)
      const lazy = this.take('?')
      if (!lazy && this.sees('+')) this.refuse('a possessive quantifier, which needs backtracking', start)
      node = { kind: 'repeat', body: atom, ...bounds, lazy }
    }
  }

  bounds(): { readonly min: number; readonly max: number } | undefined {
    if (this.take('*')) return { min: 0, max: Number.POSITIVE_INFINITY }
    if (this.take('+')) return { min: 1, max: Number.POSITIVE_INFINITY }
    if (this.take('?')) return { min: 0, max: 1 }
    const found = /^\{(\d{1,9})(?:(,)(\d{0,9}))?\}/.exec(this.source.slice(this.at, this.at + 24))
    if (found === null) return undefined
    const [all, low = '', comma, high = ''] = found
    const min = Number(low)
    const max = comma === undefined ? min : high === '' ? Number.POSITIVE_INFINITY : Number(high)
    if (max < min) this.refuse(`a repetition ${all} whose end lies before its start`)
    if (min > maxRepeat || (max !== Number.POSITIVE_INFINITY && max > maxRepeat))
      this.refuse(`a repetition of more than ${maxRepeat}`)
    this.at += all.length
    return { min, max }
  }

  escape(): RegexNode {
    const start = this.at - 1
    const letter = this.source[this.at]
    if (letter === undefined) return this.refuse('it ends in a single backslash', start)
    const assertion = assertionEscapes.get(letter)
    if (assertion !== undefined) {
      this.at++
      return { kind: 'assertion', assertion }
    }
    if (/[1-9gk]/.test(letter)) this.refuse(`the back-reference "\\${letter}", which needs backtracking`, start)
    return { kind: 'set', set: this.escapedSet(this.flags.ignoreCase, false) }
  }

  /** After a backslash: a class such as `\d`, or one character. */
  escapedSet(ignoreCase: boolean, inBracket: boolean): CharacterSet {
    const start = this.at - 1
    const letter = String.fromCodePoint(this.next())
    const set = classEscapes.get(letter)
    if (set !== undefined) return set
    const code = this.escapedCode(letter, start, inBracket)
    return ignoreCase ? foldSet([[code, code]]) : [[code, code]]
  }

  escapedCode(letter: string, start: number, inBracket: boolean): number {
    const control = controlEscapes.get(letter)
    if (control !== undefined) return control
    if (letter === 'b' && inBracket) return 8
    if (letter === 'x' || letter === 'u') {
      const digits = /^(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{4})|([0-9A-Fa-f]{2}))/
      const short = /^(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{1,2}))/
      const found = (letter === 'u' ? digits : short).exec(this.source.slice(this.at))
      const code = Number.parseInt(found?.[1] ?? found?.[2] ?? found?.[3] ?? 'x', 16)
      if (found === null || !(code <= 0x10ffff))
        return this.refuse(`"\\${letter}" without a number of a character`, start)
      this.at += found[0].length
      return code
    }
    if (/[0-9A-Za-z]/.test(letter)) return this.refuse(`the escape "\\${letter}"`, start)
    return letter.codePointAt(0) ?? 0
  }

  bracket(ignoreCase: boolean): CharacterSet {
    const start = this.at - 1
    const negated = this.take('^')
    const ranges: [number, number][] = []
    for (let first = true; first || !this.sees(']'); first = false) {
      if (this.at >= this.source.length) this.refuse('a "[" without "]"', start)
      const posix = /^\[:(\^?)([a-z]+):\]/.exec(this.source.slice(this.at))
      const named = posixClasses.get(posix?.[2] ?? '')
      if (posix !== null && named !== undefined) {
        this.at += posix[0].length
        ranges.push(
          ...(posix[1] === '^' ? complement(named) : named).map(([low, high]): [number, number] => [low, high]),
        )
        continue
      }
      const low = this.bracketPart()
      if (low.length === 1 && this.sees('-') && this.source[this.at + 1] !== ']' && this.at + 1 < this.source.length) {
        this.at++
        const high = this.bracketPart()
        const [from, to] = [low[0]?.[0] ?? 0, high[0]?.[1] ?? 0]
        if (high.length !== 1 || to < from) this.refuse('a range in "[…]" whose end lies before its start', start)
        ranges.push([from, to])
      } else ranges.push(...low.map(([from, to]): [number, number] => [from, to]))
    }
    this.at++
    const set = ignoreCase ? foldSet(sortRanges(ranges)) : sortRanges(ranges)
    return negated ? complement(set) : set
  }

  bracketPart(): CharacterSet {
    if (this.take('\\')) return this.escapedSet(false, true)
    const code = this.next()
    return [[code, code]]
  }
}

const refusedGroups = [
  ['=', 'look-ahead "(?=", which needs backtracking'],
  ['!', 'look-ahead "(?!", which needs backtracking'],
  ['<=', 'look-behind "(?<=", which needs backtracking'],
  ['<!', 'look-behind "(?<!", which needs backtracking'],
  ['>', 'an atomic group "(?>", which needs backtracking'],
  ['(', 'a conditional "(?(", which needs backtracking'],
  ['R', 'recursion "(?R)"'],
  ['P=', 'the back-reference "(?P=", which needs backtracking'],
  ['P>', 'recursion "(?P>"'],
  ['|', 'a branch reset "(?|"'],
] as const

const assertionEscapes = new Map<string, Assertion>([
  ['b', 'boundary'],
  ['B', 'not-boundary'],
  ['A', 'text-start'],
  ['Z', 'text-end'],
  ['z', 'text-end'],
])

const controlEscapes = new Map([
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['f', 12],
  ['v', 11],
  ['a', 7],
  ['e', 27],
  ['0', 0],
])
