import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type UnitBranch, unitTree } from './unit-tree.ts'

const unit = (id: string, parentId: string | null = null) => ({ id, name: id, parentId, people: 0 })
const drawn = (branches: readonly UnitBranch[]): string =>
  branches.map(({ unit: { id }, below }) => (below.length === 0 ? id : `${id}(${drawn(below)})`)).join(' ')

const rows = [
  { name: 'no units', units: [], expected: '' },
  { name: 'a flat list keeps its order', units: [unit('b'), unit('a')], expected: 'b a' },
  { name: 'three levels', units: [unit('c', 'b'), unit('a'), unit('b', 'a'), unit('d', 'a')], expected: 'a(b(c) d)' },
  { name: 'a parent that is gone', units: [unit('a', 'x')], expected: 'a' },
  { name: 'a circle loses nobody', units: [unit('a', 'b'), unit('b', 'a'), unit('c')], expected: 'c a(b)' },
  { name: 'a unit below itself', units: [unit('a', 'a')], expected: 'a' },
]

for (const { name, units, expected } of rows) {
  test(`units: ${name}`, () => assert.equal(drawn(unitTree(units)), expected))
}
