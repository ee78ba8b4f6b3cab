import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  parseAllDocuments,
  type YAMLMap,
} from 'yaml'

// The text of a declaration as YAML, within limits: whatever somebody sends, reading it takes a moment and no more.

/** The longest text that is read, in characters. The longest model has fourteen thousand; arbitrary above that. */
export const maxDeclarationLength = 200_000

/** The most tokens. The longest model has 3 300; arbitrary above that, and few enough to read in a moment. */
const maxTokens = 30_000

/** The deepest nesting. A declaration has eight levels; deeper is no declaration, and would end whoever walks it. */
const maxDepth = 32

/** What can be wrong with a text before anybody asks what it says. */
export type YamlFaultCode = 'too-large' | 'too-deep' | 'not-yaml' | 'not-one-document' | 'alias' | 'twice'

/** A fault with its offset in the text. */
export type YamlFault = { readonly code: YamlFaultCode; readonly offset: number }

/** A text of one document, or what is wrong with it. `lines` turns offsets into places. */
export type Yaml =
  | { readonly kind: 'document'; readonly document: Document.Parsed; readonly lines: LineCounter }
  | { readonly kind: 'faults'; readonly faults: readonly YamlFault[]; readonly lines: LineCounter }

/** Reads a text as one document of YAML, without aliases and with every key once. Nothing is thrown, whatever the text. */
export function readYaml(text: string): Yaml {
  const lines = new LineCounter()
  const wrong = (...faults: readonly YamlFault[]): Yaml => ({ kind: 'faults', faults, lines })
  if (text.length > maxDeclarationLength) return wrong({ code: 'too-large', offset: 0 })
  const beyond = tokenFault(text)
  if (beyond !== undefined) {
    for (let at = 0; at !== -1 && at <= beyond.offset; at = text.indexOf('\n', at) + 1 || -1) lines.addNewLine(at)
    return wrong(beyond)
  }
  // The library compares each key with all before it, so keys are looked at here.
  const documents = parsed(text, lines)
  if (documents === undefined) return wrong({ code: 'too-deep', offset: 0 })
  const [document, second] = documents
  if (document === undefined || !('contents' in document)) return wrong({ code: 'not-one-document', offset: 0 })
  const syntax = documents.flatMap(({ errors }) =>
    errors.map(({ pos }): YamlFault => ({ code: 'not-yaml', offset: pos[0] })),
  )
  if (syntax.length > 0) return wrong(...syntax)
  if (second !== undefined) return wrong({ code: 'not-one-document', offset: second.range[0] })
  const faults = treeFaults(document)
  return faults.length > 0 ? wrong(...faults) : { kind: 'document', document, lines }
}

// Tokens cost little; what is made of them costs much. So what no declaration has is found before.
function tokenFault(text: string): YamlFault | undefined {
  let [count, brackets, offset] = [0, 0, 0]
  for (const token of new Lexer().lex(text)) {
    if (++count > maxTokens) return { code: 'too-large', offset: 0 }
    if (token === '[' || token === '{') brackets++
    else if (token === ']' || token === '}') brackets--
    if (brackets > maxDepth) return { code: 'too-deep', offset }
    if (brackets < 0) return { code: 'not-yaml', offset }
    if (!marks.has(token)) offset += token.length
  }
  return undefined
}

// Tokens of the library that are not in the text: document, flow that ends early, scalar.
const marks = new Set(['\u0002', '\u0018', '\u001f'])

// Each error of the library would carry where in its code it was made, which costs more than finding it.
function parsed(text: string, lineCounter: LineCounter) {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return parseAllDocuments(text, { lineCounter, uniqueKeys: false, prettyErrors: false })
  } catch (error) {
    // The library walks down by calling itself.
    if (error instanceof RangeError) return undefined
    throw error
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

function treeFaults(document: Document.Parsed): readonly YamlFault[] {
  const found: YamlFault[] = []
  const open: { readonly node: unknown; readonly depth: number }[] = [{ node: document.contents, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next
    const add = (code: YamlFaultCode, at: unknown): number => found.push({ code, offset: offsetOf(at) })
    if (depth > maxDepth) {
      add('too-deep', isPair(node) ? node.key : node)
      continue
    }
    if (isAlias(node)) add('alias', node)
    else if (isPair(node)) open.push({ node: node.key, depth }, { node: node.value, depth })
    else if (isMap(node)) for (const key of repeatedKeys(node)) add('twice', key)
    if (isMap(node) || isSeq(node)) for (const item of node.items) open.push({ node: item, depth: depth + 1 })
  }
  return found
}

/** Keys that stand in a map a second time. */
function repeatedKeys({ items }: YAMLMap): readonly unknown[] {
  const seen = new Set<unknown>()
  return items.flatMap(({ key }) => {
    // As the value becomes a name: `1` and `"1"` are one.
    const name = isScalar(key) ? String(key.value) : key
    if (seen.has(name)) return [key]
    seen.add(name)
    return []
  })
}

/** Where a node starts in the text. */
export function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0
}
