import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'

// Whether a value has a shape, for whoever asks it a million times: some ten times faster than reading the schema anew each time,
// and without making code from text, which the content security policy forbids in the browser.

type Check = (value: unknown) => boolean

const checks = new WeakMap<TSchema, Check>()

/** Whether a value fits a schema, exactly as `Value.Check` says. The schema is read once. */
export function fits(schema: TSchema, value: unknown): boolean {
  let check = checks.get(schema)
  if (check === undefined) {
    check = checkOf(schema)
    checks.set(schema, check)
  }
  return check(value)
}

/** The parts of a JSON schema that are read here; any other goes the long way. */
type Known = {
  readonly type?: unknown
  readonly const?: unknown
  readonly anyOf?: readonly TSchema[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: TSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, TSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: unknown
}

const keywords: Readonly<Record<string, readonly string[]>> = {
  string: ['type', 'pattern'],
  integer: ['type', 'minimum', 'maximum'],
  array: ['type', 'items', 'minItems', 'maxItems'],
  object: ['type', 'properties', 'required', 'additionalProperties'],
  const: ['type', 'const'],
  anyOf: ['anyOf'],
}

function checkOf(schema: TSchema): Check {
  // A schema is JSON; what it has beyond these names is looked for below.
  const known = schema as Known
  const form = known.anyOf !== undefined ? 'anyOf' : known.const !== undefined ? 'const' : String(known.type)
  const unread = Object.keys(schema).filter((name) => name !== 'entryField' && !keywords[form]?.includes(name))
  if (unread.length > 0 || keywords[form] === undefined) return (value) => Value.Check(schema, value)
  switch (form) {
    case 'anyOf': {
      const options = (known.anyOf ?? []).map(checkOf)
      return (value) => options.some((fitsOne) => fitsOne(value))
    }
    case 'const':
      return (value) => value === known.const
    case 'string': {
      const pattern = known.pattern === undefined ? undefined : new RegExp(known.pattern, 'u')
      return (value) => typeof value === 'string' && (pattern === undefined || pattern.test(value))
    }
    case 'integer': {
      const { minimum = -Infinity, maximum = Infinity } = known
      return (value) => Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum
    }
    case 'array':
      return arrayCheck(known, schema)
    default:
      return objectCheck(known, schema)
  }
}

function arrayCheck({ items, minItems = 0, maxItems = Infinity }: Known, schema: TSchema): Check {
  if (items === undefined) return (value) => Value.Check(schema, value)
  const fitsItem = checkOf(items)
  return (value) =>
    Array.isArray(value) && value.length >= minItems && value.length <= maxItems && value.every((one) => fitsItem(one))
}

function objectCheck({ properties = {}, required = [], additionalProperties }: Known, schema: TSchema): Check {
  if (additionalProperties !== false) return (value) => Value.Check(schema, value)
  const members = new Map(Object.entries(properties).map(([name, one]) => [name, checkOf(one)]))
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    if (!required.every((name) => Object.hasOwn(value, name))) return false
    return Object.entries(value).every(([name, one]) => members.get(name)?.(one) === true)
  }
}
