// Regular expressions of pipelines: where a match lies and what its groups hold. Each pair of instruction and place is tried
// once, so no expression and no value can make it slow.
import { RuleError } from './fault.ts'
import { type CharacterSet, classEscapes, holds } from './regex-characters.ts'
import { type Assertion, parseRegex, type RegexNode } from './regex-syntax.ts'

/** A match: the texts of its groups, 0 being the whole; `undefined` for a group that took no part. */
export type RegexMatch = {
  readonly start: number
  readonly end: number
  readonly groups: readonly (string | undefined)[]
}

/** An expression of a pipeline. */
export type CapturingRegex = {
  /** Names of the groups, by number; group 0 has none. */
  readonly names: readonly (string | undefined)[]
  /** The match that begins at the start of a text, as `re.match` of Python. */
  readonly match: (text: string) => RegexMatch | undefined
  /** A text with every match replaced, as `re.sub` of Python. */
  readonly replace: (text: string, replacement: Replacement) => string
}

/** A replacement: literal texts and numbers of groups. */
export type Replacement = readonly (string | number)[]

type Instruction =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'split'; first: number; second: number }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'save'; readonly slot: number }
  | { readonly kind: 'match' }

/** Instructions of one expression; times the length of a value it gives the work of one match. */
const maxProgram = 2_000
/** Pairs tried in all for one text. */
const maxWork = 20_000_000

/**
 * Compiles an expression.
 *
 * @throws RuleError `regex` with the offset for what cannot run in linear time, and when it is too large.
 */
export function compileCapturing(source: string): CapturingRegex {
  const tree = parseRegex(source, { ignoreCase: false, multiline: false, dotAll: false })
  const names: (string | undefined)[] = [undefined]
  const program: Instruction[] = []
  emit({ kind: 'group', body: tree, number: 0, name: undefined }, program, names)
  program.push({ kind: 'match' })
  return {
    names,
    match: (text) => new Search(program, names.length, text).at(0, true),
    replace: (text, replacement) => replaceAll(new Search(program, names.length, text), text, replacement),
  }
}

const groupReference = /^\\(?:g<(?:(\d{1,2})|([A-Za-z_]\w*))>|([1-9]\d?)|(.?))/s

/**
 * Reads a replacement in the notation of Python: `\1`, `\g<1>`, `\g<name>`, `\\`.
 *
 * @throws RuleError `regex` with the offset for a group that the expression does not have.
 */
export function parseReplacement(text: string, { names }: CapturingRegex): Replacement {
  const parts: (string | number)[] = []
  let literal = ''
  for (let at = 0; at < text.length; ) {
    const found = text[at] === '\\' ? groupReference.exec(text.slice(at)) : null
    if (found === null) {
      literal += text[at++]
      continue
    }
    const [whole, byNumber, byName, short, escaped = ''] = found
    const number = byName === undefined ? Number(byNumber ?? short ?? -1) : names.indexOf(byName)
    if (escaped !== '' || whole === '\\') literal += unescaped(escaped, at)
    else if (number >= 0 && number < names.length) {
      parts.push(literal, number)
      literal = ''
    } else throw new RuleError('regex', `the expression has no group "${whole}"`, [], at)
    at += whole.length
  }
  return [...parts, literal]
}

function unescaped(letter: string, at: number): string {
  if (letter === '\\') return '\\'
  const control = { n: '\n', t: '\t', r: '\r' }[letter]
  if (control !== undefined) return control
  if (/^[A-Za-z0-9]$/.test(letter) || letter === '') throw new RuleError('regex', `the escape "\\${letter}"`, [], at)
  return `\\${letter}`
}

function replaceAll(search: Search, text: string, replacement: Replacement): string {
  let out = ''
  let from = 0
  for (let at = 0; at <= text.length; ) {
    const found = search.at(at, false)
    if (found === undefined) break
    out += text.slice(from, found.start)
    for (const part of replacement) out += typeof part === 'string' ? part : (found.groups[part] ?? '')
    from = found.end
    at = found.end
    if (found.end === found.start) {
      // An empty match: go on behind the next character.
      const width = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
      out += text.slice(at, at + width)
      at += width
      from = at
    }
  }
  return out + text.slice(from)
}

function emit(node: RegexNode, program: Instruction[], names: (string | undefined)[]): void {
  if (program.length > maxProgram)
    throw new RuleError('regex', `regular expression refused: more than ${maxProgram} steps, repetitions counted`)
  switch (node.kind) {
    case 'set':
      program.push({ kind: 'set', set: node.set })
      return
    case 'assertion':
      program.push({ kind: 'assertion', assertion: node.assertion })
      return
    case 'sequence':
      for (const part of node.parts) emit(part, program, names)
      return
    case 'group':
      names[node.number] = node.name
      program.push({ kind: 'save', slot: node.number * 2 })
      emit(node.body, program, names)
      program.push({ kind: 'save', slot: node.number * 2 + 1 })
      return
    case 'choice':
      emitChoice(node.branches, program, names)
      return
    case 'repeat':
      for (let i = 0; i < node.min; i++) emit(node.body, program, names)
      if (node.max === Number.POSITIVE_INFINITY) emitOptional(node, program, names, true)
      else for (let i = node.min; i < node.max; i++) emitOptional(node, program, names, false)
  }
}

function emitChoice(branches: readonly RegexNode[], program: Instruction[], names: (string | undefined)[]): void {
  const ends: { kind: 'split'; first: number; second: number }[] = []
  for (const [index, branch] of branches.entries()) {
    if (index === branches.length - 1) {
      emit(branch, program, names)
      break
    }
    const split = { kind: 'split' as const, first: program.length + 1, second: 0 }
    program.push(split)
    emit(branch, program, names)
    const end = { kind: 'split' as const, first: 0, second: 0 }
    program.push(end)
    ends.push(end)
    split.second = program.length
  }
  for (const end of ends) end.first = end.second = program.length
}

/** The body once more or not; with `isLoop` again and again. What is preferred stands first. */
function emitOptional(
  { body, lazy }: Extract<RegexNode, { kind: 'repeat' }>,
  program: Instruction[],
  names: (string | undefined)[],
  isLoop: boolean,
): void {
  const start = program.length
  const split = { kind: 'split' as const, first: 0, second: 0 }
  program.push(split)
  emit(body, program, names)
  if (isLoop) program.push({ kind: 'split', first: start, second: start })
  split.first = lazy ? program.length : start + 1
  split.second = lazy ? start + 1 : program.length
}

/** The search for matches in one text. */
class Search {
  private readonly program: readonly Instruction[]
  private readonly groups: number
  private readonly text: string
  private work = 0

  constructor(program: readonly Instruction[], groups: number, text: string) {
    this.program = program
    this.groups = groups
    this.text = text
  }

  /** The first match that starts at a place, or, unless anchored, behind it. */
  at(place: number, anchored: boolean): RegexMatch | undefined {
    const { text } = this
    // What failed once fails for every later start too.
    const tried = new Uint8Array(Math.ceil((this.program.length * (text.length - place + 1)) / 8))
    for (let start = place; start <= text.length; ) {
      const slots = this.run(start, place, tried)
      if (slots !== undefined) return this.matchOf(slots)
      if (anchored) return undefined
      start += (text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1
    }
    return undefined
  }

  private matchOf(slots: Int32Array): RegexMatch {
    const groups = Array.from({ length: this.groups }, (_, group) => {
      const [from = -1, to = -1] = [slots[group * 2], slots[group * 2 + 1]]
      return from < 0 || to < 0 ? undefined : this.text.slice(from, to)
    })
    return { start: slots[0] ?? 0, end: slots[1] ?? 0, groups }
  }

  private run(start: number, base: number, tried: Uint8Array): Int32Array | undefined {
    const { program, text } = this
    const slots = new Int32Array(this.groups * 2).fill(-1)
    // Pairs of instruction and place to try, and, with an instruction below 0, slots to set back.
    const stack: number[] = [0, start]
    while (stack.length > 0) {
      const at = stack.pop() ?? 0
      const pc = stack.pop() ?? 0
      if (pc < 0) {
        slots[-pc - 1] = at
        continue
      }
      const bit = pc * (text.length - base + 1) + (at - base)
      if (((tried[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0) continue
      tried[bit >> 3] = (tried[bit >> 3] ?? 0) | (1 << (bit & 7))
      if (++this.work > maxWork) throw new RuleError('limit', 'the value is too long for this regular expression')
      const one = program[pc]
      if (one === undefined || one.kind === 'match') return slots
      switch (one.kind) {
        case 'set': {
          const code = text.codePointAt(at)
          if (code !== undefined && holds(one.set, code)) stack.push(pc + 1, at + (code > 0xffff ? 2 : 1))
          break
        }
        case 'assertion':
          if (assertionHolds(one.assertion, text, at)) stack.push(pc + 1, at)
          break
        case 'save':
          stack.push(-one.slot - 1, slots[one.slot] ?? -1, pc + 1, at)
          slots[one.slot] = at
          break
        case 'split':
          stack.push(one.second, at, one.first, at)
      }
    }
    return undefined
  }
}

function assertionHolds(assertion: Assertion, text: string, at: number): boolean {
  switch (assertion) {
    case 'text-start':
      return at === 0
    case 'text-end':
      return at === text.length || (at === text.length - 1 && text[at] === '\n')
    case 'line-start':
      return at === 0 || text[at - 1] === '\n'
    case 'line-end':
      return at === text.length || text[at] === '\n'
    case 'boundary':
      return isWord(text, at - 1) !== isWord(text, at)
    case 'not-boundary':
      return isWord(text, at - 1) === isWord(text, at)
  }
}

function isWord(text: string, at: number): boolean {
  return at >= 0 && at < text.length && holds(classEscapes.get('w') ?? [], text.charCodeAt(at))
}
