// Writes WebAssembly: code as nested lists, put together by functions that are named for what an instruction does.
//
// Source: WebAssembly Core Specification 2.0, section 5, with vector instructions and threads.
import { Buffer } from 'node:buffer'

/** A piece of code. Names stand in it until the module is written. */
export type Code = readonly Part[]
type Part =
  | number
  | { readonly local: string }
  | { readonly global: string }
  | { readonly call: string }
  | { readonly label: string }
  | { readonly open: string | undefined }
  | { readonly close: true }
  | Code

/** What an instruction takes: code that leaves a value, the name of a local, or a constant. */
export type Value = Code | string | number

/** One function of a module. All numbers are 32-bit integers; `vectors` are locals of 16 bytes. */
export type WasmFunction = {
  readonly name: string
  readonly parameters: readonly string[]
  readonly locals?: readonly string[]
  readonly vectors?: readonly string[]
  readonly gives: boolean
  readonly code: Code
}

/** What a module takes from outside: a function of numbers. */
export type WasmImport = { readonly name: string; readonly parameters: number; readonly gives: boolean }

/** A module over one shared memory. */
export type WasmModule = {
  readonly imports: readonly WasmImport[]
  /** Numbers that every instance has for itself; they can be read and set from outside. */
  readonly globals: readonly string[]
  readonly functions: readonly WasmFunction[]
}

function value(of: Value): Code {
  if (typeof of === 'number') return [0x41, signed(of)]
  if (typeof of === 'string') return get(of)
  return of
}

const binary =
  (...opcode: readonly number[]) =>
  (left: Value, right: Value): Code => [value(left), value(right), ...opcode]
const unary =
  (...opcode: readonly number[]) =>
  (of: Value): Code => [value(of), ...opcode]

export const add = binary(0x6a)
export const subtract = binary(0x6b)
export const multiply = binary(0x6c)
export const and = binary(0x71)
export const or = binary(0x72)
export const xor = binary(0x73)
export const shiftLeft = binary(0x74)
export const shiftRight = binary(0x76)
export const rotate = binary(0x77)
export const isZero = unary(0x45)
export const equal = binary(0x46)
export const unequal = binary(0x47)
export const less = binary(0x48)
export const lessUnsigned = binary(0x49)
export const greater = binary(0x4a)
export const greaterUnsigned = binary(0x4b)
export const atMost = binary(0x4c)
export const atLeast = binary(0x4e)
/** Zero bits below the lowest one. */
export const trailingZeros = unary(0x68)

/** Memory: an address and what is added to it. */
export const load = (at: Value, offset = 0): Code => [value(at), 0x28, 0, unsigned(offset)]
export const loadByte = (at: Value, offset = 0): Code => [value(at), 0x2d, 0, unsigned(offset)]
export const loadPair = (at: Value, offset = 0): Code => [value(at), 0x2f, 0, unsigned(offset)]
export const store = (at: Value, of: Value, offset = 0): Code => [value(at), value(of), 0x36, 0, unsigned(offset)]
export const storeByte = (at: Value, of: Value, offset = 0): Code => [value(at), value(of), 0x3a, 0, unsigned(offset)]

/** Vectors of sixteen bytes. */
export const vector = {
  load: (at: Value, offset = 0): Code => [value(at), 0xfd, 0x00, 0, unsigned(offset)],
  store: (at: Value, of: Value, offset = 0): Code => [value(at), value(of), 0xfd, 0x0b, 0, unsigned(offset)],
  /** The same byte sixteen times. */
  of: (byte: number): Code => [0xfd, 0x0c, new Array<number>(16).fill(byte)],
  /** A byte that is computed, sixteen times. */
  spread: unary(0xfd, 0x0f),
  equal: binary(0xfd, 0x23),
  lessUnsigned: binary(0xfd, 0x26),
  and: binary(0xfd, 0x4e),
  or: binary(0xfd, 0x50),
  xor: binary(0xfd, 0x51),
  subtract: binary(0xfd, 0x71),
  anyBit: unary(0xfd, 0x53),
  /** The highest bit of each byte, the first byte lowest. */
  highBits: unary(0xfd, 0x64),
}

export function get(name: string): Code {
  return [0x20, { local: name }]
}
export function set(name: string, to: Value): Code {
  return [value(to), 0x21, { local: name }]
}
/** Sets a local and leaves its value. */
export function keep(name: string, to: Value): Code {
  return [value(to), 0x22, { local: name }]
}
export function own(name: string): Code {
  return [0x23, { global: name }]
}
export function setOwn(name: string, to: Value): Code {
  return [value(to), 0x24, { global: name }]
}
export function call(name: string, ...args: readonly Value[]): Code {
  return [...args.map(value), 0x10, { call: name }]
}
/** Calls and throws away what comes back. */
export function perform(name: string, ...args: readonly Value[]): Code {
  return [call(name, ...args), 0x1a]
}
export function give(of?: Value): Code {
  return of === undefined ? [0x0f] : [value(of), 0x0f]
}
/** The first where the last is not zero, else the second. */
export function choose(first: Value, second: Value, condition: Value): Code {
  return [value(first), value(second), value(condition), 0x1b]
}
/** `leave(label)` inside goes behind it. */
export function block(label: string, ...code: Code): Code {
  return [0x02, 0x40, { open: label }, ...code, 0x0b, { close: true }]
}
/** `leave(label)` inside goes to its beginning; else it ends. */
export function loop(label: string, ...code: Code): Code {
  return [0x03, 0x40, { open: label }, ...code, 0x0b, { close: true }]
}
export function leave(label: string): Code {
  return [0x0c, { label }]
}
export function leaveIf(label: string, condition: Value): Code {
  return [value(condition), 0x0d, { label }]
}
export function when(condition: Value, then: Code, otherwise?: Code): Code {
  return [
    value(condition),
    0x04,
    0x40,
    { open: undefined },
    then,
    otherwise === undefined ? [] : [0x05, otherwise],
    0x0b,
    { close: true },
  ]
}
/** Adds to a local. */
export function advance(name: string, by: Value): Code {
  return set(name, add(name, by))
}

/** The bytes of a module. @throws TypeError for a name that is not known. */
export function writeModule({ imports, globals, functions }: WasmModule): Buffer {
  const places = new Map([...imports, ...functions].map(({ name }, index) => [name, index]))
  const globalPlaces = new Map(globals.map((name, index) => [name, index]))
  const types = [
    ...imports.map(({ parameters, gives }) => functionType(parameters, gives)),
    ...functions.map(({ parameters, gives }) => functionType(parameters.length, gives)),
  ]
  const memory = [...text('outside'), ...text('memory'), 0x02, 0x03, ...unsigned(1), ...unsigned(65_536)]
  const exported = [
    ...functions.map(({ name }) => [...text(name), 0x00, ...unsigned(places.get(name) ?? 0)]),
    ...globals.map((name, index) => [...text(name), 0x03, ...unsigned(index)]),
  ]
  return Buffer.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, types),
    ...section(2, [
      memory,
      ...imports.map(({ name }, index) => [...text('outside'), ...text(name), 0x00, ...unsigned(index)]),
    ]),
    ...section(
      3,
      functions.map((_, index) => unsigned(imports.length + index)),
    ),
    ...section(
      6,
      globals.map(() => [0x7f, 0x01, 0x41, 0x00, 0x0b]),
    ),
    ...section(7, exported),
    ...section(
      10,
      functions.map((one) => body(one, places, globalPlaces)),
    ),
    ...nameSection([...places]),
  ])
}

/** The names of the functions, for those who profile. */
function nameSection(places: readonly (readonly [string, number])[]): readonly number[] {
  const entries = places.map(([name, place]) => [...unsigned(place), ...text(name)])
  const names = [...unsigned(entries.length), ...entries.flat()]
  const content = [...text('name'), 1, ...unsigned(names.length), ...names]
  return [0, ...unsigned(content.length), ...content]
}

function functionType(parameters: number, gives: boolean): readonly number[] {
  return [0x60, ...unsigned(parameters), ...new Array<number>(parameters).fill(0x7f), ...(gives ? [1, 0x7f] : [0])]
}

function section(number: number, entries: readonly (readonly number[])[]): readonly number[] {
  const content = [...unsigned(entries.length), ...entries.flat()]
  return [number, ...unsigned(content.length), ...content]
}

function text(of: string): readonly number[] {
  const bytes = Buffer.from(of, 'utf8')
  return [...unsigned(bytes.length), ...bytes]
}

function body(
  { name, parameters, locals = [], vectors = [], code }: WasmFunction,
  places: ReadonlyMap<string, number>,
  globals: ReadonlyMap<string, number>,
): readonly number[] {
  const names = new Map([...parameters, ...locals, ...vectors].map((local, index) => [local, index]))
  const labels: (string | undefined)[] = []
  const find = (map: ReadonlyMap<string, number>, wanted: string): readonly number[] => {
    const place = map.get(wanted)
    if (place === undefined) throw new TypeError(`${name}: "${wanted}" is not known`)
    return unsigned(place)
  }
  const out: number[] = [2, ...unsigned(locals.length), 0x7f, ...unsigned(vectors.length), 0x7b]
  const write = (part: Part): void => {
    if (typeof part === 'number') out.push(part)
    else if (Array.isArray(part)) for (const one of part as Code) write(one)
    else if ('local' in part) out.push(...find(names, part.local))
    else if ('global' in part) out.push(...find(globals, part.global))
    else if ('call' in part) out.push(...find(places, part.call))
    else if ('open' in part) labels.push(part.open)
    else if ('close' in part) labels.pop()
    else if ('label' in part) {
      const depth = labels.lastIndexOf(part.label)
      if (depth < 0) throw new TypeError(`${name}: label "${part.label}" is not around this`)
      out.push(...unsigned(labels.length - 1 - depth))
    }
  }
  write(code)
  out.push(0x0b)
  return [...unsigned(out.length), ...out]
}

function unsigned(of: number): readonly number[] {
  const bytes: number[] = []
  let rest = of
  do {
    const byte = rest & 0x7f
    rest >>>= 7
    bytes.push(rest === 0 ? byte : byte | 0x80)
  } while (rest !== 0)
  return bytes
}

function signed(of: number): readonly number[] {
  const bytes: number[] = []
  let rest = of | 0
  for (;;) {
    const byte = rest & 0x7f
    rest >>= 7
    const isLast = (rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)
    bytes.push(isLast ? byte : byte | 0x80)
    if (isLast) return bytes
  }
}
