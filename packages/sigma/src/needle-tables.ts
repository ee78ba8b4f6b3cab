// Needles and filters as tables in the memory of the kernel. What they are for stands in `needle-index.ts` and `raw-filter.ts`.
import { Buffer } from 'node:buffer'
import type { Arena } from './arena.ts'
import { chooseGrams } from './gram-table.ts'
import {
  classFactor,
  filterAt,
  filterBytes,
  hashFactor,
  indexAt,
  indexBytes,
  needleAt,
  needleClasses,
} from './kernel-layout.ts'
import type { Needle } from './needle-index.ts'
import type { RawFilter } from './raw-filter.ts'

type NeedleClass = keyof typeof needleClasses

/** A needle with everything that it makes true, and what it is found by. */
type Group = { readonly bytes: Buffer; readonly ties: number; readonly targets: number[] }
type BucketEntry = { readonly address: number; readonly offset: number }

/** Writes an index; gives its address, 0 when there are no needles. Empty needles must stand in `any`. */
export function putIndex(arena: Arena, needles: readonly Needle[]): number {
  if (needles.length === 0) return 0
  const groups = groupNeedles(needles)
  const grams = new Map(
    chooseGrams(
      groups.flatMap(({ bytes, ties }, number) => (ties === 0 && bytes.length >= 4 ? [number] : [])),
      groups.map(({ bytes }) => bytes),
    ),
  )
  const buckets = new Map<number, BucketEntry[]>()
  const marked: number[] = []
  let classes = 0
  for (const [number, group] of groups.entries()) {
    const offset = grams.get(number) ?? 0
    const kind = classOf(group)
    const key = keyOf(kind, group.bytes, offset)
    classes |= 1 << needleClasses[kind]
    if (kind.startsWith('gram')) marked.push(key)
    const entry = { address: putNeedle(arena, group), offset: offsetOf(kind, group.bytes.length, offset) }
    const bucket = buckets.get(key)
    if (bucket === undefined) buckets.set(key, [entry])
    else bucket.push(entry)
  }
  const address = arena.take(indexBytes)
  const word = address >> 2
  putTable(arena, word + (indexAt.slots >> 2), buckets)
  const marksShift = 32 - Math.min(maxMarksBits, Math.max(10, Math.ceil(Math.log2(marked.length * 32 + 1))))
  arena.ints[word + (indexAt.marksShift >> 2)] = marksShift
  arena.ints[word + (indexAt.marks >> 2)] = putBits(arena, marked, marksShift)
  arena.ints[word + (indexAt.classes >> 2)] = classes
  return address
}

/** Marks of one index, a bit each: as many as stay in a first-level cache. */
const maxMarksBits = 18

/** Writes a filter over raw bytes; gives its address. */
export function putFilter(arena: Arena, filter: RawFilter): number {
  const addresses = new Map<Uint8Array, number>()
  const buckets = new Map<number, BucketEntry[]>()
  for (const [gram, parts] of filter.grams) {
    buckets.set(
      gram,
      parts.map(({ bytes, offset }) => {
        const known = addresses.get(bytes) ?? putPart(arena, bytes)
        addresses.set(bytes, known)
        return { address: known, offset }
      }),
    )
  }
  const address = arena.take(filterBytes)
  const word = address >> 2
  putTable(arena, word + (filterAt.slots >> 2), buckets)
  const { ints } = arena
  ints[word + (filterAt.marksShift >> 2)] = filter.shift
  ints[word + (filterAt.marks >> 2)] = putMarks(arena, filter.grams.keys(), filter.shift)
  ints[word + (filterAt.step >> 2)] = filter.step
  ints[word + (filterAt.width >> 2)] = filter.width
  ints[word + (filterAt.mask >> 2)] = filter.mask
  return address
}

/** Writes a hash table: its address, its shift and its mask go to three neighbouring words. */
function putTable(arena: Arena, word: number, buckets: ReadonlyMap<number, readonly BucketEntry[]>): void {
  const bits = Math.max(2, Math.ceil(Math.log2(buckets.size * 2 + 1)))
  const slots = new Int32Array(2 << bits)
  const mask = (1 << bits) - 1
  for (const [key, entries] of buckets) {
    let place = Math.imul(key, hashFactor) >>> (32 - bits)
    while (slots[place * 2 + 1] !== 0) place = (place + 1) & mask
    slots[place * 2] = key
    slots[place * 2 + 1] = arena.putInts([
      entries.length,
      ...entries.flatMap(({ address, offset }) => [address, offset]),
    ])
  }
  arena.ints[word] = arena.putInts(slots)
  arena.ints[word + 1] = 32 - bits
  arena.ints[word + 2] = mask
}

function putMarks(arena: Arena, keys: Iterable<number>, shift: number): number {
  const marks = new Uint8Array(2 ** (32 - shift))
  for (const key of keys) marks[Math.imul(key, hashFactor) >>> shift] = 1
  return arena.putBytes(marks)
}

function putBits(arena: Arena, keys: Iterable<number>, shift: number): number {
  const bits = new Uint8Array(2 ** (32 - shift - 3))
  for (const key of keys) {
    const place = Math.imul(key, hashFactor) >>> shift
    bits[place >> 3] = (bits[place >> 3] ?? 0) | (1 << (place & 7))
  }
  return arena.putBytes(bits)
}

function putNeedle(arena: Arena, { bytes, ties, targets }: Group): number {
  return arena.putInts([arena.putBytes(bytes), bytes.length, ties, targets.length, ...targets])
}

function putPart(arena: Arena, bytes: Uint8Array): number {
  const words: number[] = []
  words[needleAt.bytes >> 2] = arena.putBytes(bytes)
  words[needleAt.size >> 2] = bytes.length
  return arena.putInts(words)
}

function groupNeedles(needles: readonly Needle[]): readonly Group[] {
  const groups = new Map<string, Group>()
  for (const { text, start, end, target } of needles) {
    const ties = (start ? 1 : 0) | (end ? 2 : 0)
    const key = `${ties}${text}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { bytes: Buffer.from(text, 'utf8'), ties, targets: [target] })
    else if (!group.targets.includes(target)) group.targets.push(target)
  }
  return [...groups.values()]
}

const prefixes = ['prefix1', 'prefix2', 'prefix3', 'prefix4'] as const
const suffixes = ['suffix1', 'suffix2', 'suffix3', 'suffix4'] as const
const grams = ['gram1', 'gram2', 'gram3', 'gram4'] as const

function classOf({ bytes, ties }: Group): NeedleClass {
  if (ties === 3) return 'whole'
  if (ties !== 0 && bytes.length >= 8) return ties === 1 ? 'prefix8' : 'suffix8'
  const sized = (ties === 0 ? grams : ties === 1 ? prefixes : suffixes)[Math.min(bytes.length, 4) - 1]
  if (sized === undefined) throw new TypeError('an empty needle stands in every value')
  return sized
}

/** How far into the needle its key lies. */
function offsetOf(kind: NeedleClass, size: number, gram: number): number {
  if (kind === 'gram4') return gram
  if (kind === 'suffix8') return size - 8
  return kind === 'suffix4' ? size - 4 : 0
}

/** The key as the kernel takes it from a value. */
function keyOf(kind: NeedleClass, bytes: Buffer, gram: number): number {
  const padded = Buffer.concat([bytes, Buffer.alloc(8)])
  const mixed = (at: number): number => padded.readInt32LE(at) ^ Math.imul(padded.readInt32LE(at + 4), 0x85ebca6b | 0)
  const salt = Math.imul(needleClasses[kind], classFactor)
  switch (kind) {
    case 'gram4':
      return padded.readInt32LE(gram)
    case 'whole': {
      const last = bytes.length >= 8 ? bytes.length - 8 : 0
      return ((mixed(0) ^ Math.imul(mixed(last), hashFactor)) + bytes.length + salt) | 0
    }
    case 'suffix8':
      return (mixed(bytes.length - 8) + salt) | 0
    case 'prefix8':
      return (mixed(0) + salt) | 0
    case 'suffix4':
      return (padded.readInt32LE(bytes.length - 4) + salt) | 0
    default:
      return (padded.readInt32LE(0) + salt) | 0
  }
}
