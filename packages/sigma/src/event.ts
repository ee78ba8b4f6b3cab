// An event: one JSON object, and how rules look into it.
import { isMap } from './detection.ts'
import type { Scalar } from './value-test.ts'

/** One parsed event. */
export type Event = Readonly<Record<string, unknown>>

/** The fields that rules may see. Everything else in an event is as if it were not there, for keywords too. */
export type Projection = {
  /** Names as rules write them: a key of the event, or a path with dots. A name takes what lies below it along. */
  readonly fields: readonly string[]
}

/** What an event has under a name. `present` is false when the name is not there; no scalars means an object or an empty list. */
export type Found = { readonly present: boolean; readonly scalars: readonly Scalar[]; readonly hasNull: boolean }

/** What an event has under a name that is not there. */
export const nothing: Found = { present: false, scalars: [], hasNull: false }

/** Levels of objects and lists that are looked into. Arbitrary. */
export const maxEventDepth = 64

/** Parses one line. `undefined` when it is no JSON object. */
export function parseEvent(line: string): Event | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isMap(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** What stands under a field: the key of that name, else the path that its dots describe. Lists give their members. */
export function lookUp(event: Event, field: string): Found {
  const values = Object.hasOwn(event, field)
    ? [event[field]]
    : field.includes('.')
      ? walk([event], field.split('.'))
      : []
  return values.length === 0 ? nothing : foundIn(values)
}

/** The same for values that were found already; lists give their members. */
export function foundIn(values: readonly unknown[]): Found {
  const members = values.flatMap((value) => membersOf(value, 0))
  return { present: true, scalars: members.filter(isScalar), hasNull: members.includes(null) }
}

/** What a path leads to from a value; lists on the way give their members. Empty when it leads nowhere. */
export function follow(value: unknown, path: readonly string[]): readonly unknown[] {
  return walk([value], path)
}

/** Whether a rule may see a field: the projection names it or something above it. */
export function isVisible(field: string, projection: Projection): boolean {
  return projection.fields.some((name) => field === name || field.startsWith(`${name}.`))
}

/** Every single value of an event, at any depth. */
export function allScalars(event: Event): readonly Scalar[] {
  const found: Scalar[] = []
  const walkInto = (value: unknown, depth: number): void => {
    if (isScalar(value)) found.push(value)
    else if (typeof value === 'object' && value !== null && depth < maxEventDepth)
      for (const part of Object.values(value)) walkInto(part, depth + 1)
  }
  walkInto(event, 0)
  return found
}

/** The event with only the keys that a projection names. */
export function project(event: Event, projection: Projection): Event {
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(event)) {
    const result = projectKey(key, value, projection.fields)
    if (result !== undefined) Object.defineProperty(kept, key, { value: result, enumerable: true })
  }
  return kept
}

function projectKey(key: string, value: unknown, names: readonly string[]): unknown {
  if (names.includes(key)) return value
  const below = names.filter((name) => name.startsWith(`${key}.`)).map((name) => name.slice(key.length + 1))
  return below.length === 0 ? undefined : projectBelow(value, below)
}

function projectBelow(value: unknown, names: readonly string[]): unknown {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => projectBelow(one, names) ?? [])
  return isMap(value) ? project(value, { fields: names }) : undefined
}

function walk(values: readonly unknown[], path: readonly string[]): readonly unknown[] {
  const [key, ...rest] = path
  if (key === undefined) return values
  const next = values
    .flatMap((value) => membersOf(value, 0))
    .flatMap((value) => (isMap(value) && Object.hasOwn(value, key) ? [value[key]] : []))
  return next.length === 0 ? [] : walk(next, rest)
}

function membersOf(value: unknown, depth: number): readonly unknown[] {
  if (!Array.isArray(value) || depth >= maxEventDepth) return [value]
  return value.flatMap((member: unknown) => membersOf(member, depth + 1))
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
