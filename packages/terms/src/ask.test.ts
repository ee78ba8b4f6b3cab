import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askNamedTerm, askTerm, maxAmount, type Question } from './ask.ts'
import type { Term } from './term.ts'
import { TermError } from './term-error.ts'

const week: Term = {
  law: 'eu',
  basis: 'act',
  length: { amount: 1, unit: 'weeks' },
  direction: 'after',
  bearing: 'act-by',
  article: 'article 1',
}

const named: readonly { name: string; term: string; question: Question; expected: readonly string[] }[] = [
  { name: 'no such term', term: 'toString', question: { from: '2026-01-01' }, expected: ['term: term-unknown'] },
  {
    name: 'no such day',
    term: 'woo-decision',
    question: { from: '2026-02-30' },
    expected: ['from: not-a-date'],
  },
  { name: 'a day in words', term: 'woo-decision', question: { from: '1 mei' }, expected: ['from: not-a-date'] },
  {
    name: 'a year before King’s Day',
    term: 'woo-decision',
    question: { from: '2013-12-31' },
    expected: ['from: year-out-of-range'],
  },
  {
    name: 'a place is needed for Union law',
    term: 'privacy-request',
    question: { from: '2026-03-04' },
    expected: ['place: place-missing'],
  },
  {
    name: 'an instant for a term in days',
    term: 'woo-decision',
    question: { from: new Date('2026-01-01') },
    expected: ['from: starts-on-a-day'],
  },
  {
    name: 'a day for a term in hours',
    term: 'breach-to-authority',
    question: { from: '2026-01-01', place: 'nl' },
    expected: ['from: starts-at-an-instant'],
  },
  {
    name: 'no instant at all',
    term: 'breach-to-authority',
    question: { from: new Date('nonsense'), place: 'nl' },
    expected: ['from: not-an-instant'],
  },
  {
    name: 'an extension the law does not give',
    term: 'nullity-of-decision',
    question: { from: '2026-01-01', extended: true },
    expected: ['extended: no-extension'],
  },
  {
    name: 'the last day before an act came into force',
    term: 'incident-notification-nl',
    // Half past eleven in the evening of 14 August in the Netherlands.
    question: { from: new Date('2026-08-14T21:30:00Z') },
    expected: ['from: not-in-force-yet'],
  },
  {
    name: 'every fault at once',
    term: 'woo-decision',
    question: {
      from: '2026-13-01',
      closedDays: ['12-24', '24-12', 'Christmas'],
      suspended: [
        { first: '2026-01-05', last: '2026-01-04' },
        { first: '2026-01-05', last: '2026-02-29' },
      ],
    },
    expected: [
      'closedDays.1: not-a-closed-day',
      'closedDays.2: not-a-closed-day',
      'suspended.0.last: suspension-ends-before-it-starts',
      'suspended.1.last: not-a-date',
      'from: not-a-date',
    ],
  },
  {
    name: 'a suspension where the law has none',
    term: 'nullity-of-decision',
    question: { from: '2026-01-01', suspended: [{ first: '2026-01-05', last: '2026-01-06' }] },
    expected: ['suspended: no-suspension'],
  },
]

function faultsOf(ask: () => unknown): readonly string[] {
  try {
    ask()
    return []
  } catch (error) {
    assert.ok(error instanceof TermError)
    return error.faults.map(({ path, code }) => `${path}: ${code}`)
  }
}

for (const { name, term, question, expected } of named) {
  test(`refused: ${name}`, () => {
    assert.deepEqual(
      faultsOf(() => askNamedTerm(term, question)),
      expected,
    )
  })
}

test('an act counts from the day it came into force', () => {
  const answer = askNamedTerm('incident-notification-nl', { from: new Date('2026-08-14T22:00:00Z') })
  assert.equal(answer.kind, 'instant')
})

test('a length is a whole number from 0 to the most there is', () => {
  const question = { from: '2026-01-01', place: 'nl' } as const
  for (const amount of [-1, 0.5, Number.NaN, maxAmount.weeks + 1]) {
    assert.deepEqual(
      faultsOf(() => askTerm({ ...week, length: { amount, unit: 'weeks' } }, question)),
      ['length.amount: amount-out-of-range'],
    )
  }
  for (const [unit, amount] of Object.entries(maxAmount)) {
    const from = unit === 'hours' ? new Date('2150-12-31T22:59:59Z') : '2150-12-31'
    const length = { amount, unit: unit as keyof typeof maxAmount }
    for (const law of ['nl', 'dk', 'eu'] as const) askTerm({ ...week, law, length }, { from, place: 'nl' })
  }
})
