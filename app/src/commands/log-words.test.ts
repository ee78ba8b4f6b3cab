import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type WitnessFacts, witnessWords } from './log-words.ts'

const witness = (name: string, state: WitnessFacts['state']): WitnessFacts => ({ name, state, size: 4 })

const cases: readonly { name: string; witnesses: readonly WitnessFacts[]; words: readonly string[] }[] = [
  { name: 'none are configured', witnesses: [], words: [] },
  {
    name: 'all are well',
    witnesses: [witness('or', 'cosigned'), witness('fnv', 'cosigned')],
    words: ['Witnesses: 2 of 2 cosigned the newest checkpoint'],
  },
  {
    name: 'some did not sign',
    witnesses: [witness('or', 'cosigned'), witness('fnv', 'behind'), witness('cor', 'silent')],
    words: ['Witnesses: 1 of 3 cosigned the newest checkpoint; not: fnv (not yet), cor (does not answer)'],
  },
  {
    name: 'one does not know the log, one saw another',
    witnesses: [witness('or', 'refused'), witness('fnv', 'fork')],
    words: [
      'Witnesses: 0 of 2 cosigned the newest checkpoint; not: or (does not know this log or its key), fnv (saw another log)',
    ],
  },
]
for (const { name, witnesses, words } of cases)
  test(`witnesses of the log in words: ${name}`, () => assert.deepEqual(witnessWords(witnesses), words))
