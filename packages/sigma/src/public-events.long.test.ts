// All recorded events against all public rules.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { skipUnlessOutside } from '../../../tools/outside.ts'
import { compareEvaluators, matchesOf } from './testing/agreement.ts'
import { publicData, publicEventFiles, publicEvents, publicRules, referenceMatches } from './testing/public-data.ts'

const skip = skipUnlessOutside(publicData)
const names = 'skip' in skip ? [] : publicEventFiles()
const rules = 'skip' in skip ? [] : publicRules()

test('the published matches of all files are found, no more and no fewer', skip, () => {
  const published = referenceMatches()
  for (const name of names) {
    const matches = matchesOf(rules, publicEvents(name))
    assert.deepEqual([...matches].sort(), [...(published.get(name) ?? [])].sort(), name)
  }
})

for (const name of names) {
  test(`all evaluators agree on every event: ${name}`, () => {
    assert.deepEqual(compareEvaluators(rules, publicEvents(name), 1), [])
  })
}
