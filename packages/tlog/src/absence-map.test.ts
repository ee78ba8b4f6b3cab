import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { digestEntries, emptyPart, hashBranch, hashKey } from './absence-hashes.ts'
import { AbsenceMap } from './absence-map.ts'
import { maxProvenKeys } from './limits.ts'
import { MalformedError } from './malformed.ts'
import type { Hash } from './merkle.ts'
import { bitOf, PrunedMapWriter, parsePrunedMap } from './pruned-map.ts'
import { sha256 } from './sha256.ts'
import { encodeHex, encodeUtf8 } from './strict-text.ts'

const keyFrom = (name: string): Uint8Array => sha256(encodeUtf8(name))

/** The map as its definition says, from all keys each time. */
function rootByDefinition(keys: ReadonlyMap<string, readonly number[]>, depth = 0): Hash {
  const [first, ...rest] = keys
  if (first === undefined) return emptyPart
  if (rest.length === 0) return hashKey(Buffer.from(first[0], 'hex'), digestEntries(first[1]))
  const half = (bit: number): ReadonlyMap<string, readonly number[]> =>
    new Map([...keys].filter(([key]) => bitOf(Buffer.from(key, 'hex'), depth) === bit))
  return hashBranch(rootByDefinition(half(0), depth + 1), rootByDefinition(half(1), depth + 1))
}

// Keys with long common beginnings, which chance alone would not give.
const nearKey = fc.tuple(fc.constantFrom(0, 1, 3, 31), fc.nat(255)).map(([at, byte]) => {
  const key = new Uint8Array(32)
  key[at] = byte
  return key
})
const anyKey = fc.oneof(fc.uint8Array({ minLength: 32, maxLength: 32 }), nearKey)
const additions = fc.array(fc.tuple(anyKey, fc.nat(50)), { maxLength: 60 })

function filled(pairs: readonly (readonly [Uint8Array, number])[]): {
  readonly map: AbsenceMap
  readonly model: Map<string, number[]>
} {
  const map = new AbsenceMap()
  const model = new Map<string, number[]>()
  for (const [key, entry] of pairs) {
    map.add(key, entry)
    const entries = model.get(encodeHex(key)) ?? []
    if (entries.at(-1) !== entry) model.set(encodeHex(key), [...entries, entry])
  }
  return { map, model }
}

test('root and lists are those of the definition, whatever the order of keys', () => {
  fc.assert(
    fc.property(additions, (pairs) => {
      const { map, model } = filled(pairs)
      assert.equal(map.size, model.size)
      assert.deepEqual(map.root(), rootByDefinition(model))
      for (const [key, entries] of model) assert.deepEqual(map.find(Buffer.from(key, 'hex')), entries)
    }),
  )
})

test('a root asked for after each addition is the root asked for once at the end', () => {
  const [often, once] = [new AbsenceMap(), new AbsenceMap()]
  for (let at = 0; at < 2_000; at++) {
    const key = keyFrom(`key ${at % 1_500}`)
    often.add(key, at)
    often.root()
    once.add(key, at)
  }
  assert.deepEqual(often.root(), once.root())
  assert.equal(often.size, 1_500)
})

test('every answer of every proof is right, for keys in the map and keys that are not', () => {
  fc.assert(
    fc.property(additions, fc.array(anyKey, { maxLength: 10 }), fc.nat(), (pairs, others, pick) => {
      const { map, model } = filled(pairs)
      const known = [...model.keys()].filter((_, at) => (at + pick) % 3 === 0).map((key) => Buffer.from(key, 'hex'))
      const asked = [...known, ...others]
      const pruned = parsePrunedMap(map.prove(asked))
      assert.deepEqual(pruned.root, map.root())
      for (const key of asked) {
        const entries = model.get(encodeHex(key))
        assert.deepEqual(pruned.answer(key), entries === undefined ? { kind: 'absent' } : { kind: 'present', entries })
      }
    }),
  )
})

const crowd = new AbsenceMap()
for (let at = 0; at < 5_000; at++) crowd.add(keyFrom(`person ${at}`), at)

test('a month of days for three subjects is one proof', () => {
  const asked = Array.from({ length: 90 }, (_, at) => keyFrom(at % 10 === 0 ? `person ${at}` : `nobody ${at}`))
  const bytes = crowd.prove(asked)
  const pruned = parsePrunedMap(bytes)
  assert.deepEqual(pruned.root, crowd.root())
  for (const [at, key] of asked.entries()) assert.equal(pruned.answer(key).kind, at % 10 === 0 ? 'present' : 'absent')
  assert.ok(bytes.length < 30_000, `${bytes.length} bytes`)
})

test('a changed bit changes the root, or the bytes are refused', () => {
  const bytes = crowd.prove([keyFrom('person 1'), keyFrom('nobody')])
  const changed = fc.tuple(fc.nat(bytes.length - 1), fc.nat(7)).map(([at, bit]) => {
    const copy = bytes.slice()
    copy[at] = (copy[at] ?? 0) ^ (1 << bit)
    return copy
  })
  fc.assert(
    fc.property(changed, (copy) => {
      try {
        assert.notDeepEqual(parsePrunedMap(copy).root, crowd.root())
      } catch (error) {
        if (!(error instanceof MalformedError)) throw error
      }
    }),
    { numRuns: 1_000 },
  )
})

test('a key that a proof leaves out is not absent: it is unproven', () => {
  const pruned = parsePrunedMap(crowd.prove([keyFrom('person 1')]))
  assert.equal(pruned.answer(keyFrom('person 2')).kind, 'unproven')
  assert.deepEqual(parsePrunedMap(crowd.prove([])).answer(keyFrom('nobody')), { kind: 'unproven' })
})

test('a key whose entries are hidden behind a digest is not absent', () => {
  const key = keyFrom('person 1')
  const writer = new PrunedMapWriter()
  writer.otherKey(key, digestEntries([1]))
  assert.deepEqual(parsePrunedMap(writer.bytes()).answer(key), { kind: 'unproven' })
})

test('a key cannot be hidden on the path of another', () => {
  const key = keyFrom('person 1')
  const writer = new PrunedMapWriter()
  writer.branch()
  // In the half where the first bit is the other one.
  if (bitOf(key, 0) === 0) writer.empty()
  writer.otherKey(key, digestEntries([1]))
  if (bitOf(key, 0) === 1) writer.empty()
  assert.throws(() => parsePrunedMap(writer.bytes()), MalformedError)
})

test('a shorter list of entries has another root', () => {
  const key = keyFrom('person 1')
  const roots = [[1, 2], [1], [2, 1], []].map((entries) => {
    const writer = new PrunedMapWriter()
    writer.askedKey(key, entries)
    return encodeHex(parsePrunedMap(writer.bytes()).root)
  })
  assert.equal(new Set(roots).size, 4)
})

test('the empty map answers that everything is absent', () => {
  const map = new AbsenceMap()
  assert.deepEqual(map.root(), emptyPart)
  assert.deepEqual(parsePrunedMap(map.prove([keyFrom('nobody')])).answer(keyFrom('nobody')), { kind: 'absent' })
})

const malformed = [
  { name: 'nothing', bytes: [] },
  { name: 'an unknown kind of part', bytes: [5] },
  { name: 'half a branch', bytes: [2, 0] },
  { name: 'a hash that is cut off', bytes: [1, 2, 3] },
  { name: 'a byte after the last part', bytes: [0, 0] },
  { name: 'more branches than a key has bits', bytes: Array(300).fill(2) },
  { name: 'more entries than there are bytes', bytes: [4, ...Array(32).fill(0), 255, 255, 255, 255] },
  {
    name: 'an entry beyond what a number holds exactly',
    bytes: [4, ...Array(32).fill(0), 0, 0, 0, 1, ...Array(8).fill(255)],
  },
]

for (const { name, bytes } of malformed) {
  test(`a pruned map is refused for: ${name}`, () => {
    assert.throws(() => parsePrunedMap(Uint8Array.from(bytes)), MalformedError)
  })
}

test('keys that are no keys are a mistake of the caller', () => {
  const map = new AbsenceMap()
  assert.throws(() => map.add(new Uint8Array(31), 1), TypeError)
  assert.throws(() => map.add(new Uint8Array(32), -1), TypeError)
  assert.throws(() => map.add(new Uint8Array(32), 0.5), TypeError)
  assert.throws(() => map.prove([new Uint8Array(33)]), TypeError)
  assert.throws(() => map.prove(Array(maxProvenKeys + 1).fill(new Uint8Array(32))), TypeError)
  assert.deepEqual(map.find(new Uint8Array(0)), [])
})
