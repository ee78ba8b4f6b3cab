import { Settings } from 'typebox/system'
import { Errors } from 'typebox/value'
import { type Document, isAlias, isMap, isNode, isScalar, LineCounter, type Node, parseAllDocuments, visit } from 'yaml'
import { type Declaration, declarationSchema } from './declaration.ts'

/** The longest text that is read, in characters. A full declaration has about thirty thousand. */
export const maxDeclarationLength = 1_000_000

/** The most faults that are told at once; arbitrary, nobody reads more. */
const maxFaults = 500

/** What can be wrong with the text of a declaration. Closed: each has a sentence in the messages. */
export type DeclarationFaultCode =
  | 'too-large'
  | 'not-yaml'
  | 'not-one-document'
  | 'alias'
  | 'missing'
  | 'unknown-field'
  | 'not-in-list'
  | 'wrong-type'
  | 'wrong-form'
  | 'too-short'
  | 'too-long'
  | 'out-of-range'
  | 'twice'
  | 'not-a-date'

/** One fault, with the place where a person finds it. Line and column count from 1; `path` is a JSON Pointer (RFC 6901). */
export type DeclarationFault = {
  readonly path: string
  readonly code: DeclarationFaultCode
  readonly line: number
  readonly column: number
  /** What could stand there, for `not-in-list`. */
  readonly allowed?: readonly string[]
}

/** A place in the text. Line and column count from 1. */
export type Place = { readonly line: number; readonly column: number }

/** Where in the text something stands: the value of a JSON Pointer, or the nearest thing around it that exists. */
export type Places = (path: string) => Place

/** A declaration that is understood, or everything that is wrong with its text. */
export type Parsed =
  | { readonly kind: 'parsed'; readonly declaration: Declaration; readonly places: Places }
  | { readonly kind: 'faults'; readonly faults: readonly DeclarationFault[] }

/**
 * Reads a declaration from YAML, or from JSON, which is YAML too.
 *
 * Aliases are refused: a line of a declaration decides something, and must stand where it is read.
 *
 * @returns All faults, in the order of the text. Nothing is thrown, whatever the text.
 */
export function parseDeclaration(text: string): Parsed {
  if (text.length > maxDeclarationLength) return faults([{ path: '', code: 'too-large', line: 1, column: 1 }])
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  const [document] = documents
  if (document === undefined || !('contents' in document)) {
    return faults([{ path: '', code: 'not-one-document', line: 1, column: 1 }])
  }
  const syntax = documents.flatMap(({ errors }) =>
    errors.map((error) => ({ path: '', code: codeOfYaml(error.code), ...placeAt(error.pos[0], lines) })),
  )
  if (syntax.length > 0) return faults(syntax)
  const second = documents[1]
  if (second !== undefined) {
    return faults([{ path: '', code: 'not-one-document', ...placeAt(second.range[0], lines) }])
  }
  const aliases = aliasesIn(document, lines)
  if (aliases.length > 0) return faults(aliases)
  const places: Places = (path) => placeOf(document, path, lines)
  const value: unknown = document.toJS()
  const found = [...shapeFaults(value, document, lines), ...dateFaults(value, '', places)]
  if (found.length > 0) return faults(found)
  // The schema has just been checked.
  return { kind: 'parsed', declaration: value as Declaration, places }
}

function faults(found: readonly DeclarationFault[]): Parsed {
  const inOrder = [...found].sort((a, b) => a.line - b.line || a.column - b.column)
  return { kind: 'faults', faults: inOrder }
}

function codeOfYaml(code: string): DeclarationFaultCode {
  return code === 'DUPLICATE_KEY' ? 'twice' : 'not-yaml'
}

function placeAt(offset: number, lines: LineCounter): Place {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

function aliasesIn(document: Document.Parsed, lines: LineCounter): readonly DeclarationFault[] {
  const found: DeclarationFault[] = []
  visit(document, {
    Alias: (_, node) => {
      found.push({ path: '', code: 'alias', ...placeAt(node.range?.[0] ?? 0, lines) })
    },
  })
  return found
}

function steps(path: string): readonly string[] {
  if (path === '') return []
  return path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function placeOf(document: Document.Parsed, path: string, lines: LineCounter): Place {
  let node: unknown = document.contents
  let offset = offsetOf(node)
  for (const step of steps(path)) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => keyText(key) === step)
      if (pair === undefined) break
      offset = offsetOf(pair.key)
      node = pair.value
    } else if (isNode(node) && 'items' in node) {
      const child = (node.items as readonly unknown[])[Number(step)]
      if (child === undefined) break
      offset = offsetOf(child)
      node = child
    } else break
  }
  return placeAt(offset, lines)
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : ''
}

function offsetOf(node: unknown): number {
  return isNode(node) && !isAlias(node) ? ((node as Node).range?.[0] ?? 0) : 0
}

function shapeFaults(value: unknown, document: Document.Parsed, lines: LineCounter): readonly DeclarationFault[] {
  return schemaErrors(value).flatMap((error): readonly DeclarationFault[] => {
    const at = (path: string, code: DeclarationFaultCode, allowed?: readonly string[]): DeclarationFault => {
      const place = placeOf(document, path, lines)
      return allowed === undefined ? { path, code, ...place } : { path, code, ...place, allowed }
    }
    const path = error.instancePath
    const child = (name: string): string => `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    switch (error.keyword) {
      case 'required':
        return error.params.requiredProperties.map((name) => at(child(name), 'missing'))
      case 'additionalProperties':
        return error.params.additionalProperties.map((name) => at(child(name), 'unknown-field'))
      // Said already by `additionalProperties`, of which it is the reason.
      case 'boolean':
        return []
      case 'enum':
        return [at(path, 'not-in-list', error.params.allowedValues.map(String))]
      case 'const':
        return [at(path, 'not-in-list', [String(error.params.allowedValue)])]
      case 'pattern':
      case 'format':
        return [at(path, 'wrong-form')]
      case 'minLength':
      case 'minItems':
      case 'minProperties':
        return [at(path, 'too-short')]
      case 'maxLength':
      case 'maxItems':
        return [at(path, 'too-long')]
      case 'minimum':
      case 'maximum':
        return [at(path, 'out-of-range')]
      case 'uniqueItems':
        return [at(path, 'twice')]
      default:
        return [at(path, 'wrong-type')]
    }
  })
}

// The library stops after eight errors unless told otherwise, and can be told only for everybody: so it is put back at once.
function schemaErrors(value: unknown) {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: maxFaults })
  try {
    return Errors(declarationSchema, value)
  } finally {
    Settings.Set({ maxErrors })
  }
}

const dateKeys = new Set(['date', 'review', 'decided', 'liveSince', 'staffToldSince'])

/** Days that have the form of a date and do not exist, such as 30 February. */
function dateFaults(value: unknown, path: string, places: Places): readonly DeclarationFault[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]): readonly DeclarationFault[] => {
    const here = `${path}/${key}`
    if (!dateKeys.has(key) || typeof inner !== 'string') return dateFaults(inner, here, places)
    if (!/^\d{4}-\d{2}-\d{2}$/.test(inner) || exists(inner)) return []
    return [{ path: here, code: 'not-a-date', ...places(here) }]
  })
}

function exists(day: string): boolean {
  const instant = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === day
}

/** Key of the sentence that explains a fault. */
export function faultKey(code: DeclarationFaultCode): string {
  return `measures.fault.${code}`
}
