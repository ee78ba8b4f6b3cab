import { Settings } from 'typebox/system'
import { Errors } from 'typebox/value'
import { type Document, isMap, isNode, isScalar, type LineCounter, type YAMLMap } from 'yaml'
import { type Declaration, declarationSchema } from './declaration.ts'
import { offsetOf, readYaml, type YamlFaultCode } from './declaration-yaml.ts'

/** The most faults that are looked for; arbitrary. */
const maxFound = 500

/** The most faults that are told at once; arbitrary, nobody reads more. How many there are besides is told too. */
const maxFaults = 100

/** What can be wrong with the text of a declaration. Closed: each has a sentence in the messages. */
export type DeclarationFaultCode =
  | YamlFaultCode
  | 'no-declaration'
  | 'missing'
  | 'unknown-field'
  | 'not-in-list'
  | 'wrong-type'
  | 'wrong-form'
  | 'too-short'
  | 'too-long'
  | 'out-of-range'
  | 'not-a-date'
  | 'and-more'

/** One fault, with the place where a person finds it. Line and column count from 1; `path` is a JSON Pointer (RFC 6901). */
export type DeclarationFault = {
  readonly path: string
  readonly code: DeclarationFaultCode
  readonly line: number
  readonly column: number
  /** What could stand there, for `not-in-list`. */
  readonly allowed?: readonly string[]
  /** How many faults there are at least besides those that are told, for `and-more`. */
  readonly count?: number
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
  const yaml = readYaml(text)
  const { lines } = yaml
  if (yaml.kind === 'faults') {
    const isProse = yaml.faults.every(({ code }) => code === 'not-yaml' || code === 'not-one-document')
    if (isProse && !text.includes('openwacht-measure')) return noDeclaration
    return faults(yaml.faults.map(({ code, offset }) => ({ path: '', code, ...placeAt(offset, lines) })))
  }
  const { document } = yaml
  const places: Places = placesIn(document, lines)
  const value: unknown = document.toJS()
  if (!hasPartOfDeclaration(value)) return noDeclaration
  const found = [...shapeFaults(value, places), ...dateFaults(value, '', places)]
  if (found.length > 0) return faults(found)
  // The schema has just been checked.
  return { kind: 'parsed', declaration: value as Declaration, places }
}

const noDeclaration: Parsed = {
  kind: 'faults',
  faults: [{ path: '', code: 'no-declaration', line: 1, column: 1 }],
}

/** Whether something is a declaration at all, however wrong: it would help nobody to read of a letter that forty parts are missing. */
function hasPartOfDeclaration(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).some((name) => Object.hasOwn(declarationSchema.properties, name))
  )
}

function faults(found: readonly DeclarationFault[]): Parsed {
  const inOrder = [...found].sort((a, b) => a.line - b.line || a.column - b.column)
  const told = inOrder.slice(0, maxFaults)
  const [next] = inOrder.slice(maxFaults)
  if (next === undefined) return { kind: 'faults', faults: told }
  const { line, column } = next
  const more: DeclarationFault = { path: '', code: 'and-more', line, column, count: found.length - maxFaults }
  return { kind: 'faults', faults: [...told, more] }
}

function placeAt(offset: number, lines: LineCounter): Place {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

function steps(path: string): readonly string[] {
  if (path === '') return []
  return path
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function placesIn(document: Document.Parsed, lines: LineCounter): Places {
  // Each map is looked through once, however many places are asked for.
  const pairs = new WeakMap<YAMLMap, Map<string, YAMLMap['items'][number]>>()
  const pairOf = (map: YAMLMap, name: string) => {
    const known = pairs.get(map) ?? new Map(map.items.map((pair) => [keyText(pair.key), pair]))
    pairs.set(map, known)
    return known.get(name)
  }
  return (path) => {
    let node: unknown = document.contents
    let offset = offsetOf(node)
    for (const step of steps(path)) {
      if (isMap(node)) {
        const pair = pairOf(node, step)
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
}

function keyText(key: unknown): string {
  return isScalar(key) ? String(key.value) : ''
}

function shapeFaults(value: unknown, places: Places): readonly DeclarationFault[] {
  return schemaErrors(value).flatMap((error): readonly DeclarationFault[] => {
    const at = (path: string, code: DeclarationFaultCode, allowed?: readonly string[]): DeclarationFault => {
      const place = places(path)
      return allowed === undefined ? { path, code, ...place } : { path, code, ...place, allowed }
    }
    const path = error.instancePath
    const child = (name: string): string => `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    switch (error.keyword) {
      case 'required':
        return error.params.requiredProperties.map((name) => at(child(name), 'missing'))
      // Said already of each name by itself, as a value that nothing may have.
      case 'additionalProperties':
        return []
      case 'boolean':
        return [at(path, 'unknown-field')]
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
  Settings.Set({ maxErrors: maxFound })
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
    // A declaration has no other names; the rest is told as unknown.
    if (!/^[A-Za-z0-9]{1,40}$/.test(key)) return []
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
