// The absence index pinned byte for byte, for whoever writes a second implementation. Origin: `vectors/absence.json`.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { AbsenceIndex, formatIndexEntry, type Mark } from './absence-index.ts'
import { judgeAbsenceProof } from './absence-proof.ts'
import { verifyEd25519 } from './ed25519-node.ts'
import { parsePolicy } from './policy.ts'
import { parsePrunedMap } from './pruned-map.ts'
import { decodeHex, decodeUtf8, encodeHex, encodeUtf8 } from './strict-text.ts'

type MarkInHex =
  | { readonly kind: 'about'; readonly key: string }
  | { readonly kind: 'delayed'; readonly commitment: string; readonly band: string }
  | { readonly kind: 'revealed'; readonly blind: string; readonly key: string }

const vector: {
  readonly entries: readonly { readonly entry: string; readonly marks: readonly MarkInHex[] }[]
  readonly keys: number
  readonly root: string
  readonly indexEntry: string
  readonly prunedMap: string
  readonly asked: readonly { readonly name: string; readonly key: string; readonly entries: readonly number[] }[]
  readonly policy: string
  readonly proof: string
} = JSON.parse(readFileSync(join(import.meta.dirname, '../vectors/absence.json'), 'utf8'))

const bytes = (hex: string): Uint8Array => decodeHex(hex) ?? assert.fail(hex)
const asked = vector.asked.map(({ key }) => bytes(key))

function markOf(mark: MarkInHex): Mark {
  switch (mark.kind) {
    case 'about':
      return { kind: mark.kind, key: bytes(mark.key) }
    case 'delayed':
      return { ...mark, commitment: bytes(mark.commitment) }
    case 'revealed':
      return { kind: mark.kind, blind: bytes(mark.blind), key: bytes(mark.key) }
  }
}

test('the entries of the vector give its map, index entry and pruned map', () => {
  const index = new AbsenceIndex()
  for (const [at, { entry, marks }] of vector.entries.entries()) {
    assert.equal(
      index.follow(at, encodeUtf8(entry), () => marks.map(markOf)),
      undefined,
    )
  }
  assert.equal(index.map.size, vector.keys)
  assert.equal(encodeHex(index.map.root()), vector.root)
  assert.equal(decodeUtf8(formatIndexEntry(index.entry())), vector.indexEntry)
  assert.equal(encodeHex(index.map.prove(asked)), vector.prunedMap)
  assert.equal(encodeHex(parsePrunedMap(bytes(vector.prunedMap)).root), vector.root)
})

test('the proof file of the vector gives its answers', async () => {
  const policy = parsePolicy(encodeUtf8(vector.policy))
  const verdict = await judgeAbsenceProof(encodeUtf8(vector.proof), asked, policy, verifyEd25519)
  assert.ok(verdict.kind === 'accepted')
  assert.deepEqual(
    verdict.answers.map((answer) => (answer.kind === 'present' ? answer.entries : [])),
    vector.asked.map(({ entries }) => entries),
  )
  assert.ok(vector.asked.some(({ entries }) => entries.length === 0))
})
