import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MemoryLog } from '../testing/memory-log.ts'
import { CompactTree } from './compact-tree.ts'
import {
  isSubtree,
  proveConsistency,
  proveSubtreeConsistency,
  verifyConsistency,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from './consistency.ts'
import { type Hash, hashLeaf, hashNode, proveInclusion, rootOf, rootOfLeaves, verifyInclusion } from './merkle.ts'

const maxSize = 300
const log = new MemoryLog()
log.append(MemoryLog.entries(maxSize))
const roots = Array.from({ length: maxSize + 1 }, (_, size) => rootOf(size, log.node))

const flipped = (hash: Hash, bit: number): Hash => {
  const copy = hash.slice()
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}
const rootAt = (size: number): Hash => roots[size] ?? assert.fail()
const leafAt = (index: number): Hash => log.leaves[index] ?? assert.fail()
const bit = fc.nat(255)

test('three ways to compute a root agree for every size up to 300', () => {
  const tree = new CompactTree()
  for (let size = 0; size <= maxSize; size++) {
    assert.deepEqual(rootAt(size), rootOfLeaves(log.leaves.slice(0, size)))
    assert.deepEqual(rootAt(size), tree.root())
    assert.deepEqual(new CompactTree(size, tree.edge).root(), rootAt(size))
    if (size < maxSize) tree.append(leafAt(size))
  }
})

test('an edge that does not belong to the size is refused', () => {
  assert.throws(() => new CompactTree(3, [leafAt(0)]), TypeError)
  assert.throws(() => new CompactTree(-1), TypeError)
})

test('every inclusion proof verifies, for every entry of every size up to 260', () => {
  for (let size = 1; size <= 260; size++) {
    for (let index = 0; index < size; index++) {
      const proof = proveInclusion(index, size, log.node)
      assert.ok(verifyInclusion(leafAt(index), index, size, rootAt(size), proof), `${index} of ${size}`)
    }
  }
})

test('every consistency proof verifies, for every pair of sizes up to 260', () => {
  for (let size = 1; size <= 260; size++) {
    for (let oldSize = 1; oldSize <= size; oldSize++) {
      const proof = proveConsistency(oldSize, size, log.node)
      assert.ok(verifyConsistency(oldSize, size, rootAt(oldSize), rootAt(size), proof), `${oldSize} to ${size}`)
    }
  }
})

const position = fc.integer({ min: 1, max: maxSize }).chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)))

test('an inclusion proof fails with any changed bit, other index, other length', () => {
  fc.assert(
    fc.property(position, bit, fc.nat(), ([size, index], at, which) => {
      const proof = proveInclusion(index, size, log.node)
      const verify = (leaf: Hash, root: Hash, hashes: readonly Hash[], i = index): boolean =>
        verifyInclusion(leaf, i, size, root, hashes)
      assert.ok(!verify(flipped(leafAt(index), at), rootAt(size), proof))
      assert.ok(!verify(leafAt(index), flipped(rootAt(size), at), proof))
      assert.ok(!verify(leafAt(index), rootAt(size), [...proof, leafAt(0)]))
      assert.ok(!verify(leafAt(index), rootAt(size), proof, size))
      for (let other = 0; other < size; other++) {
        if (other !== index) assert.ok(!verify(leafAt(index), rootAt(size), proof, other))
      }
      if (proof.length === 0) return
      assert.ok(!verify(leafAt(index), rootAt(size), proof.slice(1)))
      const target = which % proof.length
      const changed = proof.map((hash, i) => (i === target ? flipped(hash, at) : hash))
      assert.ok(!verify(leafAt(index), rootAt(size), changed))
    }),
    { numRuns: 300 },
  )
})

test('a consistency proof fails with any changed bit, other length, or swapped roots', () => {
  fc.assert(
    fc.property(position, bit, fc.nat(), ([size, before], at, which) => {
      const oldSize = before + 1
      const proof = proveConsistency(oldSize, size, log.node)
      const verify = (oldRoot: Hash, root: Hash, hashes: readonly Hash[]): boolean =>
        verifyConsistency(oldSize, size, oldRoot, root, hashes)
      assert.ok(!verify(flipped(rootAt(oldSize), at), rootAt(size), proof))
      assert.ok(!verify(rootAt(oldSize), flipped(rootAt(size), at), proof))
      assert.ok(!verify(rootAt(oldSize), rootAt(size), [...proof, leafAt(0)]))
      if (oldSize < size) assert.ok(!verify(rootAt(size), rootAt(oldSize), proof))
      if (proof.length === 0) return
      assert.ok(!verify(rootAt(oldSize), rootAt(size), proof.slice(1)))
      const target = which % proof.length
      const changed = proof.map((hash, i) => (i === target ? flipped(hash, at) : hash))
      assert.ok(!verify(rootAt(oldSize), rootAt(size), changed))
    }),
    { numRuns: 300 },
  )
})

test('every subtree of every size up to 40 is proved, and its leaves in it', () => {
  for (let size = 1; size <= 40; size++) {
    for (let start = 0; start < size; start++) {
      for (let end = start + 1; end <= size; end++) {
        if (!isSubtree(start, end)) continue
        const part = rootOfLeaves(log.leaves.slice(start, end))
        const proof = proveSubtreeConsistency(start, end, size, log.node)
        assert.ok(verifySubtreeConsistency(start, end, size, part, rootAt(size), proof), `${start}-${end} of ${size}`)
        if (end - start === size) continue
        assert.ok(!verifySubtreeConsistency(start, end, size, flipped(part, 0), rootAt(size), proof))
        const within = new MemoryLog()
        within.append(log.entries.slice(start, end))
        const path = proveInclusion(0, end - start, within.node)
        assert.ok(verifySubtreeInclusion(leafAt(start), start, start, end, part, path))
      }
    }
  }
})

test('a log that replaced an entry cannot prove that it only grew', () => {
  const rewritten = new MemoryLog()
  rewritten.append([...log.entries.slice(0, 10), new Uint8Array([1]), ...log.entries.slice(11)])
  const proof = proveConsistency(100, maxSize, rewritten.node)
  assert.ok(!verifyConsistency(100, maxSize, rootAt(100), rootOf(maxSize, rewritten.node), proof))
})

test('proofs reach beyond 32 bits', () => {
  // A log in which every entry is the same: a complete subtree has one hash for each level.
  const levels = [hashLeaf(new Uint8Array(0))]
  for (let level = 1; level < 50; level++) {
    const below = levels.at(-1) ?? assert.fail()
    levels.push(hashNode(below, below))
  }
  const read = (level: number): Hash => levels[level] ?? assert.fail()
  const size = 2 ** 40 + 3
  const oldSize = 2 ** 35 + 7
  const [root, oldRoot] = [rootOf(size, read), rootOf(oldSize, read)]
  const index = 2 ** 40 + 1
  assert.ok(verifyInclusion(read(0), index, size, root, proveInclusion(index, size, read)))
  assert.ok(!verifyInclusion(read(0), index, size, root, proveInclusion(2 ** 32 + 1, size, read)))
  const proof = proveConsistency(oldSize, size, read)
  assert.ok(verifyConsistency(oldSize, size, oldRoot, root, proof))
  assert.ok(!verifyConsistency(oldSize, size, flipped(oldRoot, 3), root, proof))
})

test('proofs about nothing are a mistake of the caller', () => {
  assert.throws(() => proveInclusion(5, 5, log.node), TypeError)
  assert.throws(() => proveInclusion(0.5, 5, log.node), TypeError)
  assert.throws(() => proveConsistency(0, 5, log.node), TypeError)
  assert.throws(() => proveConsistency(6, 5, log.node), TypeError)
  assert.throws(() => proveSubtreeConsistency(1, 3, 5, log.node), TypeError)
})
