// All recorded events and all public rules: minutes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { skipUnlessOutside } from '../../../tools/outside.ts'
import { compareEvaluators, matchesOf } from './testing/agreement.ts'
import {
  eventFiles,
  publicData,
  publicEvents,
  publicRuleFiles,
  publicRules,
  referenceMatches,
} from './testing/public-data.ts'
import { readWithLibrary } from './yaml-documents.ts'
import { readPlainDocument } from './yaml-plain.ts'

test('all events give the published matches, no more and no fewer', skipUnlessOutside(publicData), () => {
  const rules = publicRules()
  const published = referenceMatches()
  let count = 0
  for (const name of eventFiles().filter((one) => one !== 'regression-nested.jsonl')) {
    const matches = matchesOf(rules, publicEvents(name))
    count += matches.size
    assert.deepEqual([...matches].sort(), [...(published.get(name) ?? [])].sort(), name)
  }
  assert.equal(count, 9_620)
})

test('fast and reference evaluator agree on all events and all rules', skipUnlessOutside(publicData), () => {
  const rules = publicRules()
  for (const name of eventFiles()) assert.deepEqual(compareEvaluators(rules, publicEvents(name), 1), [], name)
})

test('every public rule is read the fast way as the library reads it', skipUnlessOutside(publicData), () => {
  for (const { path, text } of publicRuleFiles()) {
    const plain = readPlainDocument(text)
    if (plain !== undefined) assert.deepEqual([plain.value], readWithLibrary(text), path)
  }
})
