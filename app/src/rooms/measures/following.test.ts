// What follows for a measure, as staff read it.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadMessages } from '../../platform/messages.ts'
import type { Say } from '../../platform/problem.ts'
import type { Life } from './life.ts'
import { live, regularised } from './testing/life-moves.ts'
import { type Move, untilActive, untilDecided, walk, wish } from './testing/lives.ts'
import { anybody, viewerWith } from './viewers.ts'
import { summaryOf } from './views.ts'

const messages = loadMessages([import.meta.dirname])
const say: Say = Object.assign((key: string, values?: Record<string, string | number>) => messages('en', key, values), {
  language: 'en',
})

const words = { nl: 'x', da: 'x', en: 'x' }
const ofLife = (life: Life, on: string, viewer = anybody) => {
  const head = { kind: 'own-logs', jurisdiction: 'nl', title: words, summary: words } as const
  return summaryOf({ id: 'measure-01', name: 'x', head, life }, on, viewer, say)
}

/** Life after moves that the rules all allow. */
function after(moves: readonly Move[]): Life {
  const { life, refused } = walk(moves)
  assert.deepEqual(refused, [])
  return life
}

describe('what follows, for somebody who holds no office', () => {
  const asked = [...regularised, wish.submitted]
  const wider = { ...live, version: 2, verdict: 'wider', changed: ['sources'] } as const
  const cases: readonly { name: string; moves: readonly Move[]; on?: string; expected: readonly string[] }[] = [
    {
      name: 'what runs already, and of which the council is asked to consent',
      moves: asked,
      expected: [
        'The works council is asked for consent. Silence is no yes.',
        'The representatives can say until February 4, 2027 that the decision is void.',
        'This ends by itself on May 1, 2027, if there is no decision by then.',
      ],
    },
    {
      name: 'while the notice runs, the first day on which it can begin',
      moves: [...untilDecided, wish.announced],
      expected: ['This can begin on January 18, 2027, not before.'],
    },
    {
      name: 'when the notice is over, that it can begin',
      moves: [...untilDecided, wish.announced],
      on: '2027-01-18',
      expected: ['The time between telling and starting is over. The employer can start this.'],
    },
    { name: 'a day of review', moves: untilActive, expected: ['This is looked at again by January 10, 2028.'] },
    {
      name: 'a review that did not come',
      moves: untilActive,
      on: '2028-02-01',
      expected: ['This should have been looked at again by January 10, 2028.'],
    },
    {
      name: 'a proposal that is kept for those who take part is not told',
      moves: [...untilActive, wider],
      expected: ['This is looked at again by January 10, 2028.'],
    },
    {
      name: 'what was stopped for a time',
      moves: [...untilActive, wish.suspended],
      expected: ['This stands still until the employer lets it go on.', 'This is looked at again by January 10, 2028.'],
    },
    {
      name: 'what has ended',
      moves: [...untilActive, wish.ended],
      expected: ['Nothing more. This measure has ended.'],
    },
    {
      name: 'what lapsed',
      moves: [...regularised, wish.withdrawn],
      on: '2027-06-01',
      expected: ['Nothing, as long as there is no new proposal.'],
    },
  ]
  for (const { name, moves, on = '2027-01-04', expected } of cases) {
    test(name, () => assert.deepEqual(ofLife(after(moves), on).follows, expected))
  }

  test('somebody with an office reads of the proposal too', () => {
    const council = viewerWith(['works-council-member'])
    const { follows } = ofLife(after([...untilActive, wider]), '2027-01-18', council)
    assert.equal(follows[0], 'The data protection officer gives advice.')
  })

  test('a first answer to a refusal is not waited for', () => {
    const refused = after([wish.proposed, wish.advised, wish.submitted, { ...wish.represented, outcome: 'refused' }])
    const { follows } = ofLife(refused, '2027-01-04', viewerWith(['works-council-member']))
    assert.equal(follows.length, 1)
    assert.match(follows[0] ?? '', /did not consent/)
  })
})

test('a measure that ended has no day of review, no term to account and nobody who stopped it for a time', () => {
  const suspended = ofLife(after([...untilActive, wish.suspended, wish.ended]), '2028-02-01')
  assert.deepEqual([suspended.review, suspended.reviewState, suspended.suspendedBy], [null, 'none', []])
  const emergency = after([wish['emergency-called'], wish['emergency-started'], wish.ended])
  assert.equal(ofLife(emergency, '2027-01-05').emergency, null)
  assert.equal(ofLife(after([...regularised, wish.ended]), '2027-01-05').regularising, null)
})
