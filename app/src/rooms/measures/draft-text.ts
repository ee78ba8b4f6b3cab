import { type Document, isCollection, isMap, isScalar, isSeq, parseDocument } from 'yaml'
import { readYaml } from './declaration-yaml.ts'

// The text of a declaration while somebody works on it. The text is the only truth: a form reads values from it and changes
// one place at a time, so that comments, order and whatever the form does not show stay as they are.

/** A step to a place: the name of a part, or the index of a row, from 0. */
export type Step = string | number

/** A text that can be shown in a form. `value` is what it says; nothing promises that it has the shape of a declaration. */
export type OpenText = { readonly kind: 'open'; readonly value: unknown }

/** What a text says, or that no form can be made of it: it is not within the limits of YAML for a declaration, or not made of named parts. */
export function openText(text: string): OpenText | { readonly kind: 'closed' } {
  const yaml = readYaml(text)
  if (yaml.kind === 'faults' || !isMap(yaml.document.contents)) return { kind: 'closed' }
  return { kind: 'open', value: yaml.document.toJS() }
}

/**
 * The same text with another value at one place. Places on the way that do not exist are made; `undefined` takes the place out.
 *
 * YAML keeps its comments, its order and the layout of every line that does not change. JSON stays JSON, with its own indent.
 *
 * @throws TypeError when the text cannot be shown in a form, see `openText`.
 */
export function withValue(text: string, path: readonly Step[], value: unknown): string {
  const last = path.at(-1)
  if (last === undefined) throw new TypeError('expected a place inside the declaration')
  return changedText(text, (document) => {
    if (value === undefined) document.deleteIn(path)
    else if (!replacedScalar(document, path, value)) setIn(document, path, value)
  })
}

/** The same text with a row added at the end of a list; a list that is not there is made. */
export function withRow(text: string, path: readonly Step[], row: unknown): string {
  return changedText(text, (document) => {
    if (isSeq(document.getIn(path))) document.addIn(path, document.createNode(row))
    else setIn(document, path, [row])
  })
}

/** The same text with the row at one index of a list taken out, with the comments that belong to it. */
export function withoutRow(text: string, path: readonly Step[], index: number): string {
  return changedText(text, (document) => document.deleteIn([...path, index]))
}

function changedText(text: string, change: (document: Document) => unknown): string {
  const yaml = readYaml(text)
  if (yaml.kind === 'faults' || !isMap(yaml.document.contents))
    throw new TypeError('the text cannot be shown in a form')
  const { document } = yaml
  const usual = writtenYaml(document)
  change(document)
  const indent = indentOfJson(text)
  if (indent !== undefined) return `${JSON.stringify(document.toJS(), null, indent)}\n`
  const wanted = writtenYaml(document)
  const kept = keptLayout(text, usual, wanted)
  return writtenYaml(parseDocument(kept, { uniqueKeys: false })) === wanted ? kept : wanted
}

// Long sentences stay on one line, or a changed word would move all that follow.
function writtenYaml(document: Document): string {
  return document.toString({ lineWidth: 0 })
}

/** The lines as they were, around the lines that differ when both versions are written in the way of the library. */
function keptLayout(text: string, usual: string, wanted: string): string {
  const [own, before, after] = [text, usual, wanted].map((one) => one.split('\n'))
  if (own === undefined || before === undefined || after === undefined || own.length !== before.length) return wanted
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head++
  let tail = 0
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  return [...own.slice(0, head), ...after.slice(head, after.length - tail), ...own.slice(own.length - tail)].join('\n')
}

/** A value that is one word or number takes the place of another without losing the comment beside it. */
function replacedScalar(document: Document, path: readonly Step[], value: unknown): boolean {
  const node = document.getIn(path, true)
  if (!isScalar(node) || (typeof value === 'object' && value !== null)) return false
  node.value = value
  // How it was written would be written again in place of the value.
  delete node.source
  if (typeof value === 'string') node.type = node.type === 'PLAIN' ? 'PLAIN' : 'QUOTE_DOUBLE'
  else delete node.type
  return true
}

function setIn(document: Document, path: readonly Step[], value: unknown): void {
  for (let depth = 1; depth < path.length; depth++) {
    const above = path.slice(0, depth)
    if (isCollection(document.getIn(above))) continue
    document.setIn(above, document.createNode(typeof path[depth] === 'number' ? [] : {}))
  }
  document.setIn(path, document.createNode(value))
}

/** The indent of a text that is JSON, as `JSON.stringify` takes it; `undefined` for YAML. */
function indentOfJson(text: string): string | number | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    JSON.parse(text)
  } catch {
    // YAML in flow style: the library writes that.
    return undefined
  }
  return /^\{\r?\n([ \t]+)"/.exec(text.trimStart())?.[1] ?? 0
}

/** A JSON Pointer as steps: what is a number is the index of a row. Source: RFC 6901, section 4. */
export function stepsOf(pointer: string): readonly Step[] {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map((step) => (/^(0|[1-9]\d*)$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')))
}

/** Steps as a JSON Pointer. Source: RFC 6901, section 3. */
export function pointerOf(path: readonly Step[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** What stands at a place of a value; `undefined` where the place does not exist. */
export function valueAt(value: unknown, path: readonly Step[]): unknown {
  return path.reduce<unknown>((at, step) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined
    // Just checked to be its own.
    return (at as Readonly<Record<Step, unknown>>)[step]
  }, value)
}
