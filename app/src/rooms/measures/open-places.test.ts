import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pointerOf } from './draft-text.ts'
import { openPlaces } from './open-places.ts'
import { model } from './testing/declarations.ts'

test('a model says which places are still to be filled in', () => {
  assert.deepEqual(
    openPlaces(model()).map(({ path, wanted }) => [pointerOf(path), wanted]),
    [
      ['/dpia/reference', 'reference of your own DPIA'],
      ['/tool/name', 'name of the detection tool'],
      ['/recipients/0/contract', 'processor agreement'],
    ],
  )
})

test('what was filled in is not asked again, also where the words stand elsewhere in a sentence', () => {
  const filled = { tool: { name: 'We fill in: later' }, list: ['x', null, 3] }
  assert.deepEqual(openPlaces(filled), [])
})
