// YAML text to plain values. The fast way first; positions are found only when something is wrong.
import { type Document, isAlias, isNode, LineCounter, type ParsedNode, parseAllDocuments, visit } from 'yaml'
import { type Fault, type Place, RuleError } from './fault.ts'
import { maxDepth, maxDocuments, maxFileLength, maxNodes } from './limits.ts'
import { readPlainDocument } from './yaml-plain.ts'

/** Aliases may repeat a value this often in all; what grows beyond it is an attack. */
const maxAliases = 100

const options = {
  maxAliasCount: maxAliases,
  logLevel: 'silent',
  uniqueKeys: true,
  version: '1.2',
  schema: 'core',
} as const

/**
 * Reads all documents of a file. Dates stay texts, as the core schema of YAML 1.2 has them.
 *
 * @throws RuleError `yaml` with the place inside `fault.place` when the text is no YAML; `limit` when it is too large, too
 * deep or grows through aliases.
 */
export function readDocuments(text: string): readonly unknown[] {
  if (text.length > maxFileLength)
    throw new RuleError('limit', `expected a file of at most ${maxFileLength} characters`)
  const plain = readPlainDocument(text)
  if (plain !== undefined) {
    checkSize(plain.value)
    return [plain.value]
  }
  return readWithLibrary(text)
}

/** The same by the library alone, which knows all of YAML. */
export function readWithLibrary(text: string): readonly unknown[] {
  const documents = parseAllDocuments(text, { ...options, prettyErrors: false })
  if (!Array.isArray(documents)) return []
  if (documents.length > maxDocuments)
    throw new RuleError('limit', `expected at most ${maxDocuments} documents in a file`)
  return documents.map((document) => {
    const [error] = document.errors
    if (error !== undefined) throw yamlError(text, error.message, error.pos[0])
    refuseCycles(document)
    let value: unknown
    try {
      value = document.toJS({ maxAliasCount: maxAliases })
    } catch (cause) {
      throw new RuleError('limit', cause instanceof Error ? cause.message.toLowerCase() : 'could not read the document')
    }
    checkSize(value)
    return value
  })
}

/** An alias inside the value that its anchor names would never end. */
function refuseCycles(document: Document<ParsedNode>): void {
  visit(document, {
    Alias: (_key, node, parents) => {
      const target = node.resolve(document)
      if (target !== undefined && parents.some((parent) => parent === target))
        throw new RuleError('yaml', `the alias "*${node.source}" stands inside its own value`)
    },
  })
}

function yamlError(text: string, message: string, offset: number): RuleError {
  const error = new RuleError('yaml', message.split('\n')[0] ?? 'no YAML')
  Object.assign(error.fault, { place: placeAt(text, offset) })
  return error
}

function checkSize(value: unknown): void {
  let nodes = 0
  const walk = (one: unknown, depth: number): void => {
    if (++nodes > maxNodes) throw new RuleError('limit', `expected at most ${maxNodes} values in a document`)
    if (depth > maxDepth) throw new RuleError('limit', `expected at most ${maxDepth} levels in a document`)
    if (typeof one === 'object' && one !== null) for (const part of Object.values(one)) walk(part, depth + 1)
  }
  walk(value, 0)
}

/** Line and column of a character, both from 1. */
function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

/**
 * Adds the place to a fault: parses the file again, with positions.
 *
 * @param index - Number of the document in the file, from 0.
 */
export function locate(text: string, index: number, fault: Fault): Fault {
  if (fault.place !== undefined) return fault
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { ...options, lineCounter: lines })
  const document = Array.isArray(documents) ? documents[index] : undefined
  if (document === undefined) return fault
  // The value itself, or the nearest one around it that is there.
  for (let length = fault.path.length; length >= 0; length--) {
    const path = fault.path.slice(0, length)
    const node = length === 0 ? document.contents : document.getIn(path, true)
    if (!isNode(node) || isAlias(node) || !node.range) continue
    const isQuoted = 'type' in node && typeof node.type === 'string' && node.type.startsWith('QUOTE')
    const shift = length === fault.path.length && fault.offset !== undefined ? fault.offset + (isQuoted ? 1 : 0) : 0
    const { line, col } = lines.linePos(node.range[0] + shift)
    return { ...fault, place: { line, column: col } }
  }
  return fault
}
