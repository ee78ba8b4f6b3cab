import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MemoryLog } from '../testing/memory-log.ts'
import { council, log, makeCheckpoint } from '../testing/parties.ts'
import { verifyEd25519 } from './ed25519-node.ts'
import { MalformedError } from './malformed.ts'
import { hashLeaf, proveInclusion } from './merkle.ts'
import { parsePolicy } from './policy.ts'
import { decodeUtf8, encodeBase64, encodeUtf8 } from './strict-text.ts'
import { formatTlogProof, judgeTlogProof, parseTlogProof } from './tlog-proof.ts'
import { formatVerifierKey } from './verifier-key.ts'

const policy = parsePolicy(
  encodeUtf8(`log ${formatVerifierKey(log.key)}\nwitness council ${formatVerifierKey(council.key)}\nquorum council\n`),
)
const tree = new MemoryLog()
tree.append(MemoryLog.entries(20))
const index = 13
const leaf = hashLeaf(tree.entries[index] ?? assert.fail())
const checkpoint = await makeCheckpoint([council], { size: 20, root: tree.root() })
const proof = { extra: undefined, index, path: proveInclusion(index, 20, tree.node), checkpoint }
const text = decodeUtf8(formatTlogProof(proof)) ?? assert.fail()

test('a proof is text as the specification lays it out', () => {
  const lines = text.split('\n')
  assert.deepEqual(lines.slice(0, 2), ['c2sp.org/tlog-proof@v1', 'index 13'])
  assert.deepEqual(lines.slice(2, 7), proof.path.map(encodeBase64))
  assert.deepEqual(lines.slice(7, 10), ['', 'log.example/2026', '20'])
})

test('parsing a proof inverts formatting it', () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
  const any = fc.record({
    extra: fc.option(fc.uint8Array({ maxLength: 200 }), { nil: undefined }),
    index: fc.maxSafeNat(),
    path: fc.array(hash, { maxLength: 63 }),
    checkpoint: fc.constant(checkpoint),
  })
  fc.assert(fc.property(any, (one) => assert.deepEqual(parseTlogProof(formatTlogProof(one)), { ...one })))
})

test('a proof verifies off line, with nothing but the policy', async () => {
  const verdict = await judgeTlogProof(parseTlogProof(encodeUtf8(text)), leaf, policy, verifyEd25519)
  assert.equal(verdict.kind, 'accepted')
})

test('a proof does not show another entry', async () => {
  for (const other of tree.leaves) {
    const verdict = await judgeTlogProof(proof, other, policy, verifyEd25519)
    assert.equal(verdict.kind === 'accepted', Buffer.compare(other, leaf) === 0)
  }
})

test('a proof without the witness that the policy needs is refused', async () => {
  const alone = { ...proof, checkpoint: await makeCheckpoint([], { size: 20, root: tree.root() }) }
  const verdict = await judgeTlogProof(alone, leaf, policy, verifyEd25519)
  assert.deepEqual(verdict, { kind: 'refused', because: 'no-quorum', witnessed: [] })
})

test('a changed bit anywhere but in extra makes the proof fail', async () => {
  const bytes = formatTlogProof(proof)
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
      const changed = bytes.slice()
      changed[at] = (changed[at] ?? 0) ^ (1 << bit)
      try {
        const verdict = await judgeTlogProof(parseTlogProof(changed), leaf, policy, verifyEd25519)
        assert.equal(verdict.kind, 'refused')
      } catch (error) {
        assert.ok(error instanceof MalformedError)
      }
    }),
    { numRuns: 500 },
  )
})

const malformed = [
  { name: 'nothing', text: '' },
  { name: 'another version', text: text.replace('@v1', '@v2') },
  { name: 'no index', text: text.replace('index 13\n', '') },
  { name: 'an index with a leading zero', text: text.replace('index 13', 'index 013') },
  { name: 'an index below zero', text: text.replace('index 13', 'index -1') },
  { name: 'extra after the index', text: text.replace('index 13', 'index 13\nextra AAAA') },
  { name: 'extra that is no base64', text: text.replace('index 13', 'extra A\nindex 13') },
  { name: 'a hash of 31 bytes', text: text.replace('index 13', `index 13\n${encodeBase64(new Uint8Array(31))}`) },
  {
    name: '64 hashes',
    text: text.replace(/index 13\n[\s\S]*?\n\n/, `index 13\n${`${encodeBase64(new Uint8Array(32))}\n`.repeat(64)}\n`),
  },
  { name: 'a carriage return', text: text.replace('index 13', 'index 13\r') },
  { name: 'no checkpoint', text: text.slice(0, text.indexOf('\n\n')) },
]

for (const { name, text } of malformed) {
  test(`a proof is refused for: ${name}`, () => {
    assert.throws(() => parseTlogProof(encodeUtf8(text)), MalformedError)
  })
}

test('a proof that cannot be read back is not written', () => {
  assert.throws(() => formatTlogProof({ ...proof, index: -1 }), TypeError)
  assert.throws(() => formatTlogProof({ ...proof, path: [new Uint8Array(31)] }), TypeError)
})
