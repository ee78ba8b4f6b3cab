import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { type MeasureAnswer, stepBodies } from '../shapes.ts'
import { type LifeStep, lifeSteps } from './life-steps.ts'
import { fieldsNow, firstEntry, missingIn, type StepEntry, stepBody } from './step-body.ts'

const evidence = { hash: 'ab'.repeat(32), reference: 'Minutes 12 February', day: '2027-02-12' }

// The screens read these parts only.
const answer = {
  on: '2027-02-15',
  measure: { candidate: null, jurisdiction: 'nl' },
  steps: [{ number: 2, kind: 'advised', outcome: 'negative' }],
  openPoints: ['Who holds the keys?', 'How long?'],
  routes: [
    { route: 'consent', bodies: ['works-council'], asks: ['consequences', 'meeting', 'minutes'] },
    { route: 'not-needed', bodies: ['works-council', 'med'], asks: ['reason'] },
  ],
} as unknown as MeasureAnswer

const filled: StepEntry = {
  ...firstEntry(answer),
  outcome: 'consented-with-conditions',
  text: ' Because. ',
  consequences: 'Nothing that one notices.',
  adviceAnswer: 'The term is shorter now.',
  question: '4',
  conditions: ['A report each quarter.', ' ', 'No night shifts.'],
  delegated: ['retention'],
  day: '2027-02-12',
  until: '2027-04-01',
  tellings: ['letter'],
  with: ['union'],
  openPoints: 'Who holds the keys?\n\n',
  evidence,
}

function schemaOf({ kind }: LifeStep) {
  const name = kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  const found = Object.entries(stepBodies).find(([key]) => key === name)
  assert.ok(found !== undefined, name)
  return found[1]
}

for (const step of lifeSteps) {
  test(`what is filled in for "${step.path}" is what the interface takes`, () => {
    const entry = step.kind === 'advised' ? { ...filled, outcome: 'negative' } : filled
    assert.deepEqual(missingIn(step, entry, answer), [])
    const body = stepBody(step, entry, answer, 3)
    assert.deepEqual(Value.Errors(schemaOf(step), body), [], JSON.stringify(body))
  })

  test(`"${step.path}" says what is missing, and asks for nothing that may be left out`, () => {
    const empty = { ...firstEntry(answer), day: '', route: '', openPoints: '' }
    const asked = fieldsNow(step, empty, answer).filter((field) => !step.optional?.includes(field))
    assert.deepEqual(missingIn(step, empty, answer), asked)
  })
}

const decision = lifeSteps.find(({ path }) => path === 'representatives-decision')
const submission = lifeSteps.find(({ path }) => path === 'submission')
const dialogue = lifeSteps.find(({ path }) => path === 'dialogues')
assert.ok(decision && submission && dialogue)

test('conditions are sent only with consent under conditions, each in words and with a name', () => {
  const body = stepBody(decision, filled, answer, 3)
  assert.deepEqual(body.conditions, [
    { id: 'condition-1', what: { nl: 'A report each quarter.' } },
    { id: 'condition-2', what: { nl: 'No night shifts.' } },
  ])
  const refused = stepBody(decision, { ...filled, outcome: 'refused' }, answer, 3)
  assert.equal('conditions' in refused || 'delegated' in refused, false)
})

test('half of a signed paper is no paper, also where it may be left out', () => {
  for (const step of [decision, dialogue]) {
    for (const part of ['hash', 'reference', 'day'] as const) {
      assert.deepEqual(missingIn(step, { ...filled, evidence: { ...evidence, [part]: '' } }, answer), ['evidence'])
    }
  }
  const none = { ...filled, evidence: { day: '2027-02-15' } }
  assert.deepEqual(missingIn(decision, none, answer), ['evidence'])
  assert.deepEqual(missingIn(dialogue, none, answer), [])
  assert.equal('evidence' in stepBody(dialogue, none, answer, 3), false)
})

test('the strongest route is chosen first, and a route that asks no consequences sends none', () => {
  assert.equal(firstEntry(answer).route, 'consent')
  assert.equal(firstEntry(answer).body, 'works-council')
  const weaker = { ...filled, route: 'not-needed', body: 'med' }
  assert.equal('consequences' in stepBody(submission, weaker, answer, 3), false)
})

test('advice that was positive asks for no answer', () => {
  // As above.
  const positive = {
    ...answer,
    steps: [{ number: 2, kind: 'advised', outcome: 'positive' }],
  } as unknown as MeasureAnswer
  assert.equal(fieldsNow(submission, filled, positive).includes('adviceAnswer'), false)
  assert.equal('adviceAnswer' in stepBody(submission, filled, positive, 3), false)
})

test('points of the last dialogue stay open until somebody takes them away', () => {
  assert.equal(firstEntry(answer).openPoints, 'Who holds the keys?\nHow long?')
  assert.deepEqual(stepBody(dialogue, filled, answer, 3).openPoints, ['Who holds the keys?'])
})
