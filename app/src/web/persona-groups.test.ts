import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupPersonas } from './persona-groups.ts'

const cases = [
  { name: 'nobody', offices: [], expected: [] },
  {
    name: 'the order is ours, not that of the list',
    offices: ['dpo', 'employee'],
    expected: ['staff:employee', 'oversight:dpo'],
  },
  { name: 'people of one kind stay in their order', offices: ['ciso', 'analyst'], expected: ['security:ciso,analyst'] },
  { name: 'an unknown office is not left out', offices: ['astronaut'], expected: ['staff:astronaut'] },
]

for (const { name, offices, expected } of cases) {
  test(`personas: ${name}`, () => {
    const groups = groupPersonas(offices.map((office) => ({ office })))
    assert.deepEqual(
      groups.map(({ group, personas }) => `${group}:${personas.map(({ office }) => office).join(',')}`),
      expected,
    )
  })
}
