// Regular expressions of the `re` modifier: tree to automaton. A lazy deterministic automaton: each character of the value
// costs one table look-up once its state is known, so no expression and no value can make it slow.

import { RuleError } from './fault.ts'
import { maxRegexProgram } from './limits.ts'
import { type CharacterSet, classEscapes, holds, sortRanges } from './regex-characters.ts'
import type { Assertion, RegexNode } from './regex-syntax.ts'

/** A compiled expression. */
export type Regex = {
  /** Whether the value has a match anywhere; linear in its length. */
  readonly test: (value: string) => boolean
}

type Instruction =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'split'; first: number; second: number }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'match' }

/** What stands beside a position; assertions look at nothing else. */
type Beside = 'nothing' | 'newline' | 'last-newline' | 'word' | 'other'

/** States kept before the automaton starts afresh; each holds at most one entry per instruction. */
const maxStates = 2_000

/**
 * Compiles a tree.
 *
 * @throws RuleError `regex` when counted repetitions make the program larger than the limit.
 */
export function compileRegex(node: RegexNode): Regex {
  const program: Instruction[] = []
  emit(node, program)
  program.push({ kind: 'match' })
  const classes = characterClasses(program)
  const width = classes.count + 2
  const automaton: Automaton = { program, classes, numbers: new Map(), states: [], next: new Int32Array(), width }
  stateOf(automaton, [0], 'nothing')
  return { test: (value) => run(automaton, value) }
}

function emit(node: RegexNode, program: Instruction[]): void {
  if (program.length > maxRegexProgram)
    throw new RuleError('regex', `regular expression refused: more than ${maxRegexProgram} steps, repetitions counted`)
  switch (node.kind) {
    case 'set':
      program.push({ kind: 'set', set: node.set })
      return
    case 'assertion':
      program.push({ kind: 'assertion', assertion: node.assertion })
      return
    case 'sequence':
      for (const part of node.parts) emit(part, program)
      return
    case 'choice':
      emitChoice(node.branches, program)
      return
    case 'group':
      emit(node.body, program)
      return
    case 'repeat':
      // A lazy quantifier finds the same values; only the length found differs, and that is not asked.
      for (let i = 0; i < node.min; i++) emit(node.body, program)
      if (node.max === Number.POSITIVE_INFINITY) emitLoop(node.body, program)
      else for (let i = node.min; i < node.max; i++) emitOptional(node.body, program)
  }
}

function emitChoice(branches: readonly RegexNode[], program: Instruction[]): void {
  const ends: { kind: 'split'; first: number; second: number }[] = []
  for (const [index, branch] of branches.entries()) {
    if (index === branches.length - 1) emit(branch, program)
    else {
      const split = { kind: 'split' as const, first: program.length + 1, second: 0 }
      program.push(split)
      emit(branch, program)
      const end = { kind: 'split' as const, first: 0, second: 0 }
      program.push(end)
      ends.push(end)
      split.second = program.length
    }
  }
  for (const end of ends) end.first = end.second = program.length
}

function emitLoop(body: RegexNode, program: Instruction[]): void {
  const start = program.length
  const split = { kind: 'split' as const, first: start + 1, second: 0 }
  program.push(split)
  emit(body, program)
  program.push({ kind: 'split', first: start, second: start })
  split.second = program.length
}

function emitOptional(body: RegexNode, program: Instruction[]): void {
  const split = { kind: 'split' as const, first: program.length + 1, second: 0 }
  program.push(split)
  emit(body, program)
  split.second = program.length
}

/** Characters that no instruction tells apart share a class. */
type Classes = { readonly starts: readonly number[]; readonly ascii: Uint16Array; readonly count: number }

function characterClasses(program: readonly Instruction[]): Classes {
  const edges = new Set([0, 10, 11])
  for (const [low, high] of classEscapes.get('w') ?? []) edges.add(low).add(high + 1)
  for (const one of program) {
    if (one.kind === 'set') for (const [low, high] of one.set) edges.add(low).add(high + 1)
  }
  const starts = [...edges].sort((a, b) => a - b)
  const ascii = new Uint16Array(128)
  for (let code = 0; code < 128; code++) ascii[code] = classOf(starts, code)
  return { starts, ascii, count: starts.length }
}

function classOf(starts: readonly number[], code: number): number {
  let low = 0
  let high = starts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= code) low = middle
    else high = middle
  }
  return low
}

type State = { readonly threads: readonly number[]; readonly before: Beside }
type Automaton = {
  readonly program: readonly Instruction[]
  readonly classes: Classes
  /** Numbers of states, by what stands before and the instructions that wait. State 0 is the start. */
  readonly numbers: Map<string, number>
  readonly states: State[]
  /** Next state by state and class, `width` entries per state: its number, `unknown` or `match`. */
  next: Int32Array
  readonly width: number
}

const unknown = -1
const match = -2

function stateOf(automaton: Automaton, threads: readonly number[], before: Beside): number {
  const { numbers, states, width } = automaton
  const key = `${before} ${threads.join()}`
  const known = numbers.get(key)
  if (known !== undefined) return known
  const number = states.push({ threads, before }) - 1
  numbers.set(key, number)
  if (automaton.next.length < (number + 1) * width) {
    const longer = new Int32Array((number + 8) * 2 * width).fill(unknown)
    longer.set(automaton.next)
    automaton.next = longer
  }
  return number
}

function startOver(automaton: Automaton): void {
  automaton.numbers.clear()
  automaton.states.length = 0
  automaton.next.fill(unknown)
  stateOf(automaton, [0], 'nothing')
}

function run(automaton: Automaton, value: string): boolean {
  const { classes, width } = automaton
  const { ascii } = classes
  const last = value.length - 1
  let state = 0
  for (let i = 0; i <= last; i++) {
    let code = value.charCodeAt(i)
    if (code >= 0xd800 && code < 0xdc00) {
      code = value.codePointAt(i) ?? code
      if (code > 0xffff) i++
    }
    let index = code < 128 ? (ascii[code] as number) : classOf(classes.starts, code)
    // `$` also holds before a newline that ends the text: that one is a class of its own.
    if (code === 10 && i === last) index = classes.count
    let next = automaton.next[state * width + index] as number // every state has a row
    if (next === unknown) next = learn(automaton, state, index)
    if (next === match) return true
    state = next
  }
  const end = automaton.next[state * width + classes.count + 1] as number
  return (end === unknown ? learn(automaton, state, classes.count + 1) : end) === match
}

/** Computes one entry of the table. The work per character stays bounded also when the table is thrown away again and again. */
function learn(automaton: Automaton, state: number, index: number): number {
  const { threads, before } = automaton.states[state] ?? { threads: [0], before: 'nothing' }
  let from = state
  if (automaton.states.length > maxStates) {
    startOver(automaton)
    from = stateOf(automaton, threads, before)
  }
  const next = step(automaton, { threads, before }, index)
  const number = next === null ? match : stateOf(automaton, next.threads, next.before)
  automaton.next[from * automaton.width + index] = number
  return number
}

/** The state after one character of a class; the two classes past the last are "final newline" and "end of text". */
function step(automaton: Automaton, state: State, index: number): State | null {
  const { program, classes } = automaton
  const isEnd = index === classes.count + 1
  const code = index === classes.count ? 10 : (classes.starts[index] ?? 0)
  const after: Beside = isEnd ? 'nothing' : index === classes.count ? 'last-newline' : besideOf(code)
  const reached = closure(program, state.threads, state.before, after)
  if (reached === null) return null
  if (isEnd) return state
  const threads = new Set([0])
  for (const at of reached) {
    const one = program[at]
    if (one?.kind === 'set' && holds(one.set, code)) threads.add(at + 1)
  }
  return { threads: [...threads].sort((a, b) => a - b), before: besideOf(code) }
}

function besideOf(code: number): Beside {
  if (code === 10) return 'newline'
  return holds(classEscapes.get('w') ?? [], code) ? 'word' : 'other'
}

/** Everything that can be reached without a character; `null` when that is the match. */
function closure(
  program: readonly Instruction[],
  threads: readonly number[],
  before: Beside,
  after: Beside,
): readonly number[] | null {
  const seen = new Set<number>(threads)
  const open = [...threads]
  const reached: number[] = []
  while (open.length > 0) {
    const at = open.pop() ?? 0
    const one = program[at]
    if (one === undefined || one.kind === 'match') return null
    if (one.kind === 'set') reached.push(at)
    else {
      const targets =
        one.kind === 'split' ? [one.first, one.second] : assertionHolds(one.assertion, before, after) ? [at + 1] : []
      for (const target of targets) {
        if (!seen.has(target)) open.push(target)
        seen.add(target)
      }
    }
  }
  return reached
}

function assertionHolds(assertion: Assertion, before: Beside, after: Beside): boolean {
  switch (assertion) {
    case 'text-start':
      return before === 'nothing'
    case 'text-end':
      return after === 'nothing' || after === 'last-newline'
    case 'line-start':
      return before === 'nothing' || before === 'newline'
    case 'line-end':
      return after === 'nothing' || after === 'newline' || after === 'last-newline'
    case 'boundary':
      return (before === 'word') !== (after === 'word')
    case 'not-boundary':
      return (before === 'word') === (after === 'word')
  }
}

/** An automaton in full, over folded ASCII: the next state by state and class, `matched` or a number below `maxStates`. */
export type AsciiTable = {
  /** Class of each of the 128 characters. */
  readonly classes: Uint8Array
  /** `width` entries per state; the last two are those of a newline that ends the text and of the end itself. */
  readonly next: Int16Array
  readonly width: number
}
/** The entry of a match in an `AsciiTable`. */
export const matched = -1

/**
 * The table of an automaton that accepts the folded form of every ASCII text that the expression finds a match in, and a few
 * more: case does not count in it. `undefined` when it would be large.
 */
export function tabulateFolded(node: RegexNode, maxStates: number, maxProgram: number): AsciiTable | undefined {
  const program: Instruction[] = []
  emit(foldAscii(node), program)
  program.push({ kind: 'match' })
  if (program.length > maxProgram) return undefined
  const classes = characterClasses(program)
  const width = classes.count + 2
  const automaton: Automaton = { program, classes, numbers: new Map(), states: [], next: new Int32Array(), width }
  stateOf(automaton, [0], 'nothing')
  const next: number[] = []
  for (let state = 0; state < automaton.states.length; state++) {
    if (state >= maxStates) return undefined
    for (let index = 0; index < width; index++) {
      const after = step(automaton, automaton.states[state] ?? { threads: [0], before: 'nothing' }, index)
      const isEnd = index === classes.count + 1
      next.push(after === null ? matched : isEnd ? 0 : stateOf(automaton, after.threads, after.before))
    }
  }
  return { classes: Uint8Array.from(classes.ascii), next: Int16Array.from(next), width }
}

/** The same expression with every set folded, and without what lies outside ASCII. */
function foldAscii(node: RegexNode): RegexNode {
  switch (node.kind) {
    case 'set': {
      const codes = Array.from({ length: 128 }, (_, code) => code).filter((code) => holds(node.set, code))
      // Two characters outside ASCII fold into it.
      if (holds(node.set, 0x212a)) codes.push(107)
      if (holds(node.set, 0x17f)) codes.push(115)
      return { kind: 'set', set: sortRanges(codes.map((code) => [lowerAscii(code), lowerAscii(code)] as const)) }
    }
    case 'sequence':
      return { kind: 'sequence', parts: node.parts.map(foldAscii) }
    case 'choice':
      return { kind: 'choice', branches: node.branches.map(foldAscii) }
    case 'repeat':
    case 'group':
      return { ...node, body: foldAscii(node.body) }
    case 'assertion':
      return node
  }
}

function lowerAscii(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code
}

/** The fewest characters that a match has. */
export function leastLength(node: RegexNode): number {
  switch (node.kind) {
    case 'set':
      return 1
    case 'assertion':
      return 0
    case 'sequence':
      return node.parts.reduce((sum, part) => sum + leastLength(part), 0)
    case 'choice':
      return node.branches.reduce((least, branch) => Math.min(least, leastLength(branch)), Number.POSITIVE_INFINITY)
    case 'group':
      return leastLength(node.body)
    case 'repeat':
      return node.min * leastLength(node.body)
  }
}
