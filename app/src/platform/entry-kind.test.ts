import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Type } from 'typebox'
import { canonicalBytes, type Json } from './canonical-json.ts'
import {
  bandOf,
  commitmentTo,
  countField,
  dayField,
  decodeLeaf,
  type EntryId,
  encodeLeaf,
  entryKind,
  hashField,
  measureField,
  oneOf,
} from './entry-kind.ts'
import { maxMarks, noMarks } from './entry-marks.ts'

// The form of an id; any value does for a test.
const id = 'a'.repeat(32) as EntryId
const day = '2026-09-01'
const kind = entryKind('test-change', { measure: measureField, way: oneOf(['wider', 'narrower']), rules: countField })
const kinds = new Map([[kind.name, kind]])
const facts = { measure: 'measure-07', way: 'wider', rules: 3 } as const

describe('an entry', () => {
  test('is canonical JSON and reads back as it was', () => {
    const leaf = encodeLeaf(kind, { id, day, outside: undefined }, facts)
    assert.equal(
      Buffer.from(leaf).toString(),
      `{"day":"2026-09-01","id":"${id}","kind":"test-change","measure":"measure-07","rules":3,"v":1,"way":"wider"}`,
    )
    assert.deepEqual(decodeLeaf(leaf, kinds), {
      id,
      kind: 'test-change',
      day,
      outside: undefined,
      marks: noMarks,
      facts,
    })
  })

  const unfit: readonly { name: string; facts: unknown }[] = [
    { name: 'a word that is not in the list', facts: { ...facts, way: 'jan.jansen' } },
    { name: 'a measure called after a person', facts: { ...facts, measure: 'measure-jansen' } },
    { name: 'a field that the kind does not have', facts: { ...facts, remark: 'free text' } },
    { name: 'a field that is missing', facts: { measure: 'measure-07', way: 'wider' } },
    { name: 'a number with a fraction', facts: { ...facts, rules: 1.5 } },
  ]
  for (const { name, facts } of unfit) {
    test(`cannot hold ${name}`, () =>
      assert.throws(() => encodeLeaf(kind, { id, day, outside: undefined }, facts), TypeError))
  }

  test('no kind can be made with a field of free text', () => {
    assert.throws(() => entryKind('test-text', { remark: Type.String() }), /no field of an entry/)
    assert.throws(() => entryKind('test-text', {}, { details: { remark: Type.String() } }), /no field of an entry/)
    assert.throws(() => oneOf(['Jan Jansen']), TypeError)
  })

  test('no kind can take the place of what every entry has', () => {
    assert.throws(() => entryKind('test-day', { day: dayField }), /every entry has/)
  })

  const [one, two] = ['1'.repeat(64), '2'.repeat(64)]
  test('names those it is about by keys alone, in one order', () => {
    const marks = {
      about: [two, one],
      delayed: { commitments: [one], until: '2026-12-01' },
      revealed: [{ blind: one, key: two }],
    }
    const leaf = encodeLeaf(kind, { id, day, outside: undefined, marks }, facts)
    const entry = decodeLeaf(leaf, kinds)
    assert.ok(typeof entry !== 'string')
    assert.deepEqual(entry.marks, { ...marks, about: [one, two] })
  })

  test('is about so many at most', () => {
    const about = Array.from({ length: maxMarks + 1 }, (_, at) => String(at).padStart(64, '0'))
    const head = { id, day, outside: undefined }
    const leaf = encodeLeaf(kind, { ...head, marks: { ...noMarks, about: about.slice(1) } }, facts)
    assert.ok(leaf.length < 65_535)
    assert.throws(() => encodeLeaf(kind, { ...head, marks: { ...noMarks, about } }, facts), TypeError)
  })

  const leafOf = (change: Record<string, Json>) =>
    canonicalBytes({ v: 1, id, kind: 'test-change', day, ...facts, ...change })
  const unread: readonly { name: string; leaf: Uint8Array; says: RegExp }[] = [
    { name: 'keys out of order', leaf: leafOf({ about: [two, one] }), says: /sorted/ },
    { name: 'a key that stands there twice', leaf: leafOf({ about: [one, one] }), says: /sorted/ },
    { name: 'a name in the place of a key', leaf: leafOf({ about: ['jan.jansen'] }), says: /hashes/ },
    { name: 'no key where keys are', leaf: leafOf({ about: [] }), says: /hashes/ },
    { name: 'a wait without an end', leaf: leafOf({ delayed: { commitments: [one] } }), says: /hashes/ },
    {
      name: 'a wait until no day',
      leaf: leafOf({ delayed: { commitments: [one], until: '2026-02-30' } }),
      says: /last day/,
    },
    { name: 'spaces', leaf: Buffer.from(`{ "v": 1 }`), says: /canonical/ },
    { name: 'no JSON', leaf: Buffer.from('{'), says: /canonical/ },
    { name: 'no UTF-8', leaf: Buffer.from([0x22, 0xff, 0x22]), says: /canonical/ },
    { name: 'a list', leaf: Buffer.from('[]'), says: /canonical/ },
    { name: 'another version', leaf: leafOf({ v: 2 }), says: /version/ },
    { name: 'an unknown kind', leaf: leafOf({ kind: 'test-other' }), says: /unknown kind/ },
    { name: 'a day that does not exist', leaf: leafOf({ day: '2026-02-30' }), says: /day/ },
    { name: 'a fact too many', leaf: leafOf({ remark: 'x' }), says: /do not fit/ },
    { name: 'a short commitment', leaf: leafOf({ outside: 'ff' }), says: /commitment/ },
    { name: 'a short id', leaf: leafOf({ id: 'ff' }), says: /id/ },
  ]
  for (const { name, leaf, says } of unread) {
    test(`a leaf with ${name} is not read`, () => assert.match(String(decodeLeaf(leaf, kinds)), says))
  }

  test('the commitment changes with the blind and with each detail, and hides the borders between them', () => {
    const blind = new Uint8Array(32)
    const all = [commitmentTo(blind, '{}'), commitmentTo(blind, '{ }'), commitmentTo(new Uint8Array(32).fill(1), '{}')]
    assert.equal(new Set(all).size, 3)
    assert.ok(all.every((one) => /^[0-9a-f]{64}$/.test(one)))
    assert.throws(() => commitmentTo(new Uint8Array(31), '{}'), TypeError)
  })

  for (const [count, band] of [
    [0, '0'],
    [1, '1-9'],
    [9, '1-9'],
    [10, '10-99'],
    [99, '10-99'],
    [100, '100+'],
  ] as const) {
    test(`${count} falls in the band ${band}`, () => assert.equal(bandOf(count), band))
  }

  test('a hash is 32 bytes in small hex letters', () => {
    const hashed = entryKind('test-hash', { hash: hashField })
    assert.throws(() => encodeLeaf(hashed, { id, day, outside: undefined }, { hash: 'F'.repeat(64) }), TypeError)
    assert.ok(encodeLeaf(hashed, { id, day, outside: undefined }, { hash: 'f'.repeat(64) }).length > 64)
  })
})
