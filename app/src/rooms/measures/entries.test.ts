// What of the words of a step stands in the transparency log: a commitment that nobody can hold a guess against.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeLeaf, type EntryId, encodeLeaf } from '../../platform/entry-kind.ts'
import { enterStep } from './entries.ts'
import { measureAdvised, measuresEntryKinds } from './entry-kinds.ts'
import { unborn } from './life.ts'
import type { StepFacts } from './steps.ts'
import { taken, wish } from './testing/lives.ts'
import { commitmentToText, digestOf } from './version-facts.ts'

const wordsBlind = 'b'.repeat(64)
const by = { on: '2027-01-04', by: 'somebody', office: 'ciso' } as const
const entered = (facts: StepFacts, blind: { wordsBlind?: string }) =>
  enterStep('measure-01', { ...taken(facts, 1, by), ...blind }, unborn, (kind, told) => ({ kind, told }))
const textOf = (facts: StepFacts) => ('text' in facts ? (facts.text ?? '') : '')

test('words stand in an entry under their blind, and no entry with words is made without one', () => {
  const withWords = Object.values(wish).filter((facts) => entered(facts, { wordsBlind }).told.words !== undefined)
  assert.deepEqual(
    withWords.map(({ kind }) => kind),
    ['advised', 'objection-lifted', 'submitted', 'accounted'],
  )
  for (const facts of withWords) {
    const said = facts.kind === 'submitted' ? '{"consequences":"words","text":"words"}' : textOf(facts)
    const { words } = entered(facts, { wordsBlind }).told
    assert.equal(words, commitmentToText(wordsBlind, said), facts.kind)
    assert.notEqual(words, entered(facts, { wordsBlind: 'c'.repeat(64) }).told.words, facts.kind)
    assert.notEqual(words, digestOf(said), facts.kind)
    assert.throws(() => entered(facts, {}), TypeError, facts.kind)
  }
})

test('an entry of before there were blinds is still read, and any other fact is none', () => {
  const kinds = new Map(measuresEntryKinds.map((kind) => [kind.name, kind]))
  const head = { id: '1'.repeat(32) as EntryId, day: '2026-11-02', outside: undefined }
  const facts = { measure: 'measure-01', offices: 'privacy', version: 1, outcome: 'positive' }
  const entry = decodeLeaf(encodeLeaf(measureAdvised, head, { ...facts, words: digestOf('agreed') }), kinds)
  assert.ok(typeof entry !== 'string', String(entry))
  assert.equal(entry.facts.words, digestOf('agreed'))
  assert.throws(() => encodeLeaf(measureAdvised, head, { ...facts, words: 'agreed' }), TypeError)
  assert.throws(() => encodeLeaf(measureAdvised, head, { ...facts, words: digestOf('agreed'), wordsBlind }), TypeError)
})
