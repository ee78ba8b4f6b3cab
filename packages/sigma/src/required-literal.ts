// A text that must stand in every value that a test accepts. It lets the index say "no" before the test is made.
import { commonText } from './common-text.ts'
import { foldCase } from './fold.ts'
import { anyDash, anyRun, dashes, type Pattern } from './pattern.ts'
import { parseRegex, type RegexFlags, type RegexNode } from './regex-syntax.ts'

/** A folded text, tied to an end of the value or not. */
export type RequiredLiteral = { readonly text: string; readonly start: boolean; readonly end: boolean }

/**
 * All texts of which one must stand in a value, when that is also enough; `undefined` when a pattern asks for more.
 * Each dash that may be written in five ways makes five texts.
 */
export function exactLiterals(pattern: Pattern): readonly RequiredLiteral[] | undefined {
  const start = pattern[0] !== anyRun
  const end = pattern.length > 1 || start ? pattern.at(-1) !== anyRun : false
  const inner = pattern.slice(start ? 0 : 1, end ? undefined : -1)
  if (!start && pattern.length === 1) return undefined
  if (inner.filter((piece) => piece === anyDash).length > maxOpenDashes) return undefined
  let texts: readonly string[] = ['']
  for (const piece of inner) {
    const choices: readonly string[] | undefined =
      typeof piece === 'string' ? [piece] : piece === anyDash ? dashes : undefined
    if (choices === undefined) return undefined
    texts = texts.flatMap((text) => choices.map((choice) => text + choice))
  }
  return texts.map((text) => ({ text, start, end }))
}

/** Three dashes make 125 texts. */
const maxOpenDashes = 3

/** A literal piece of a pattern, folded: the longest that is not common. `undefined` when it has none. */
export function patternLiteral(pattern: Pattern): RequiredLiteral | undefined {
  let best: RequiredLiteral | undefined
  for (const [index, piece] of pattern.entries()) {
    if (typeof piece !== 'string') continue
    const one = { text: foldCase(piece), start: index === 0, end: index === pattern.length - 1 }
    if (best === undefined || worthOf(one) > worthOf(best)) best = one
  }
  return best
}

function worthOf({ text }: RequiredLiteral): number {
  return commonText.includes(text) ? text.length / 100 : text.length
}

/** The longest text that every match of a regular expression contains, folded; `undefined` when there is none. */
export function regexLiteral(source: string, flags: RegexFlags): string | undefined {
  const runs = literalRuns(parseRegex(source, flags))
  return runs.reduce<string | undefined>((best, run) => (run.length > (best?.length ?? 0) ? run : best), undefined)
}

/** Runs of characters that must follow each other somewhere in a match; runs are not tied to each other. */
function literalRuns(node: RegexNode): readonly string[] {
  if (node.kind === 'repeat') return node.min > 0 ? literalRuns(node.body) : []
  if (node.kind === 'group') return literalRuns(node.body)
  if (node.kind !== 'sequence') {
    const single = singleFolded(node)
    return single === undefined ? [] : [single]
  }
  const runs: string[] = []
  let run = ''
  for (const part of node.parts) {
    const single = singleFolded(part)
    if (single !== undefined) run += single
    else if (part.kind !== 'assertion') {
      runs.push(run, ...literalRuns(part))
      run = ''
    }
  }
  return [...runs, run].filter((one) => one !== '')
}

/** The one character that a node stands for when case does not count. */
function singleFolded(node: RegexNode): string | undefined {
  if (node.kind !== 'set') return undefined
  const found = new Set<string>()
  for (const [low, high] of node.set) {
    if (high - low > 2) return undefined
    for (let code = low; code <= high; code++) found.add(foldCase(String.fromCodePoint(code)))
  }
  const [only] = found
  return found.size === 1 ? only : undefined
}
