import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entryKinds } from '../rooms.ts'
import { knownKinds } from './known-kinds.ts'

test('who verifies in the browser knows every kind of entry that the house can make', () => {
  assert.deepEqual([...knownKinds.keys()].sort(), [...entryKinds.keys()].sort())
})
