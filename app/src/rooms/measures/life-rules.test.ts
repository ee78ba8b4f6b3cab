import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Life } from './life.ts'
import { stepRefusals } from './life-refusal.ts'
import { routes } from './life-words.ts'
import { standingOf } from './standing.ts'
import { regularised } from './testing/life-moves.ts'
import { type Move, untilActive, version, walk, wish } from './testing/lives.ts'
import { procedureCases } from './testing/procedure-cases.ts'
import { runningCases } from './testing/running-cases.ts'

const cases = [...procedureCases, ...runningCases]

describe('what a step asks', () => {
  for (const { name, moves, refused } of cases) {
    test(name, () => assert.deepEqual(walk(moves).refused, refused))
  }

  test('every refusal is shown by a case, or has a test of its own', () => {
    const shown = new Set(cases.flatMap((one) => one.refused))
    // These are told by the acts, which know the day's limits and the texts.
    const elsewhere = ['no-such-day']
    assert.deepEqual(
      Object.keys(stepRefusals).filter((code) => !shown.has(code) && !elsewhere.includes(code)),
      [],
    )
  })

  test('every route of the Netherlands leads to being in force without another', () => {
    for (const route of routes.filter((one) => one !== 'med-discussion')) {
      const body = route === 'staff-representation' ? 'staff-representation' : 'works-council'
      const outcome = route === 'staff-representation' ? 'heard' : 'consented'
      const heard: readonly Move[] = ['consent', 'staff-representation'].includes(route)
        ? [wish.met, { ...wish.represented, outcome }]
        : []
      const moves = [wish.proposed, wish.advised, { ...wish.submitted, route, body }, ...heard] as const
      const { life, refused } = walk([...moves, ...untilActive.slice(-3)])
      assert.deepEqual([route, refused, standingOf(life, '2027-01-18')], [route, [], 'active'])
    }
  })
})

describe('who suspended', () => {
  const suspended = (moves: readonly Move[]): Life['suspensions'] => walk(moves).life.suspensions
  test('two sides suspend apart, and each takes back its own', () => {
    const both = [...regularised, wish.suspended, { ...wish.suspended, suspender: 'dpo' }] as const
    assert.deepEqual(
      suspended(both).map(({ suspender }) => suspender),
      ['employer', 'dpo'],
    )
    assert.deepEqual(
      suspended([...both, wish.resumed]).map(({ suspender }) => suspender),
      ['dpo'],
    )
  })
  test('what is voided is suspended by the representatives', () => {
    assert.deepEqual(
      suspended([...regularised, wish['nullity-invoked']]).map(({ suspender }) => suspender),
      ['representatives'],
    )
  })
})

test('facts of a version are those of its proposal', () => {
  const { life } = walk([wish.proposed])
  const { version: number, digest, sources } = life.candidate ?? {}
  assert.deepEqual({ number, digest, sources }, { number: 1, digest: version.digest, sources: ['windows'] })
})
