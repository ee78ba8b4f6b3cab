import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Life, lifeOf } from './life.ts'
import { refusalsOf } from './life-rules.ts'
import { reviewState, runState, standingOf, waitsOf } from './standing.ts'
import { officesOfStep, type Step, type StepFacts } from './steps.ts'
import { emergency, live, regularised } from './testing/life-moves.ts'
import { around, type Move, taken, untilActive, untilDecided, walk, wish } from './testing/lives.ts'

const on = (step: StepFacts, day: string): Move => ({ step, with: { on: day } })

describe('how a measure stands', () => {
  const cases: readonly { name: string; moves: readonly Move[]; on: string; expected: string }[] = [
    { name: 'nothing happened', moves: [], on: '2027-01-04', expected: 'draft' },
    { name: 'proposed', moves: [wish.proposed], on: '2027-01-04', expected: 'in-procedure' },
    { name: 'proposed ten years ago', moves: [wish.proposed], on: '2037-01-04', expected: 'in-procedure' },
    { name: 'withdrawn', moves: [wish.proposed, wish.withdrawn], on: '2027-01-04', expected: 'withdrawn' },
    { name: 'decided', moves: untilDecided, on: '2027-01-04', expected: 'in-procedure' },
    { name: 'announced', moves: [...untilDecided, wish.announced], on: '2027-01-04', expected: 'announced' },
    {
      name: 'the notice ended long ago and nobody started it',
      moves: [...untilDecided, wish.announced],
      on: '2028-01-04',
      expected: 'announced',
    },
    { name: 'active', moves: untilActive, on: '2027-01-18', expected: 'active' },
    { name: 'past its review it still runs, and is overdue', moves: untilActive, on: '2028-01-11', expected: 'active' },
    {
      name: 'suspended',
      moves: [...untilActive, on(wish.suspended, '2027-01-19')],
      on: '2027-01-19',
      expected: 'suspended',
    },
    { name: 'ended', moves: [...untilActive, on(wish.ended, '2027-01-19')], on: '2027-01-19', expected: 'ended' },
    { name: 'regularising', moves: regularised, on: '2027-04-30', expected: 'regularising' },
    { name: 'its end date itself is too late', moves: regularised, on: '2027-05-01', expected: 'lapsed' },
    { name: 'called and not confirmed', moves: [wish['emergency-called']], on: '2027-01-04', expected: 'in-procedure' },
    { name: 'emergency', moves: emergency, on: '2027-01-04', expected: 'emergency' },
    { name: 'on the last day to account it runs', moves: emergency, on: '2027-01-11', expected: 'emergency' },
    { name: 'a day later it does not', moves: emergency, on: '2027-01-12', expected: 'lapsed' },
    {
      name: 'extended, it runs until the later day',
      moves: [...emergency, wish['emergency-extended']],
      on: '2027-01-20',
      expected: 'emergency',
    },
    { name: 'and no longer', moves: [...emergency, wish['emergency-extended']], on: '2027-01-21', expected: 'lapsed' },
    {
      name: 'accounted in time it runs on',
      moves: [...emergency, on(wish.accounted, '2027-01-11')],
      on: '2027-01-31',
      expected: 'emergency',
    },
    {
      name: 'until its own end',
      moves: [...emergency, on(wish.accounted, '2027-01-11')],
      on: '2027-02-01',
      expected: 'lapsed',
    },
    {
      name: 'a late account brings nothing back',
      moves: [...emergency, on(wish.accounted, '2027-01-12')],
      on: '2027-01-12',
      expected: 'lapsed',
    },
  ]
  for (const one of cases) {
    test(one.name, () => {
      const { life, refused } = walk(one.moves)
      assert.deepEqual([refused, standingOf(life, one.on)], [[], one.expected])
    })
  }
})

describe('what stopped it', () => {
  const stopped = (moves: readonly Move[], day: string) => {
    const state = runState(walk(moves).life, day)
    return state.kind === 'stopped' ? [state.why, state.since] : [state.kind]
  }
  test('an account that did not come', () =>
    assert.deepEqual(stopped(emergency, '2027-03-01'), ['account-late', '2027-01-12']))
  test('an account that came, and its own end', () =>
    assert.deepEqual(stopped([...emergency, wish.accounted], '2027-03-01'), ['end-passed', '2027-02-01']))
  test('the first of two', () =>
    assert.deepEqual(stopped([...emergency, on(wish.suspended, '2027-01-06')], '2027-03-01'), [
      'suspended',
      '2027-01-06',
    ]))
  test('before that day it runs', () => assert.deepEqual(stopped(emergency, '2027-01-11'), ['runs']))
})

describe('what is waited for', () => {
  const steps = (moves: readonly Move[], day = '2027-01-04') => waitsOf(walk(moves).life, day).map(({ step }) => step)
  test('each stage names its step', () => {
    assert.deepEqual(steps([wish.proposed]), ['advised'])
    assert.deepEqual(steps([wish.proposed, wish.advised]), ['submitted'])
    assert.deepEqual(steps([wish.proposed, wish.advised, wish.submitted]), ['represented'])
    assert.deepEqual(steps(untilDecided.slice(0, -1)), ['decided'])
    assert.deepEqual(steps(untilDecided), ['announced'])
    assert.deepEqual(steps([...untilDecided, wish.announced]), [])
    assert.deepEqual(steps([...untilDecided, wish.announced], '2027-01-18'), ['activated'])
    assert.deepEqual(steps(untilActive, '2027-01-18'), [])
  })
  test('after a refusal nobody waits for the council: it answered', () => {
    const refused = [wish.proposed, wish.advised, wish.submitted, { ...wish.represented, outcome: 'refused' }] as const
    assert.deepEqual(steps(refused), ['court-permitted'])
  })
  test('an open question waits beside the rest', () => {
    assert.deepEqual(steps([wish.proposed, wish.advised, wish.submitted, wish.asked]), ['represented', 'answered'])
  })
  test('the account of an emergency is overdue the day after', () => {
    const at = (day: string) => waitsOf(walk(emergency).life, day).map(({ step, by, overdue }) => [step, by, overdue])
    assert.deepEqual(at('2027-01-11'), [['accounted', '2027-01-11', false]])
    assert.deepEqual(at('2027-01-12'), [['accounted', '2027-01-11', true]])
  })
  test('the right to void is shown as long as it lasts', () => {
    const shown = (day: string) => steps(regularised, day).includes('nullity-invoked')
    assert.deepEqual([shown('2027-02-04'), shown('2027-02-05')], [true, false])
  })
  test('a review comes near, and passes', () => {
    const { life } = walk(untilActive)
    assert.deepEqual(
      ['2027-11-10', '2027-11-11', '2028-01-10', '2028-01-11'].map((day) => reviewState(life, day)),
      ['later', 'soon', 'soon', 'overdue'],
    )
  })
})

// A random history: steps that are tried on later and later days; those that the rules refuse are not taken.
const wishes: readonly StepFacts[] = [
  ...Object.values(wish),
  live,
  { ...wish.proposed, version: 2, verdict: 'narrower', changed: ['retention'] },
  { ...wish.submitted, route: 'not-needed' },
  { ...wish.submitted, route: 'collective-agreement' },
  { ...wish.advised, outcome: 'objection' },
  { ...wish.represented, outcome: 'refused' },
  { ...wish.represented, delegated: ['retention'] },
  { ...wish.suspended, suspender: 'dpo' },
]
const nextOf = (life: Life, when: string): StepFacts => {
  const step = waitsOf(life, when)[0]?.step ?? 'proposed'
  return wish[step === 'represented' && life.candidate?.meetings === 0 ? 'met' : step]
}
const history = fc
  .array(
    fc.record({
      step: fc.oneof({ weight: 4, arbitrary: fc.constant('next' as const) }, fc.constantFrom(...wishes)),
      days: fc.integer({ min: 0, max: 20 }),
      by: fc.constantFrom('a', 'b', 'c', 'd'),
    }),
    { minLength: 20, maxLength: 60 },
  )
  .map((tries) => {
    const steps: Step[] = []
    let day = Date.parse('2027-01-04')
    for (const { step: tried, days, by } of tries) {
      day += days * 86_400_000
      const when = new Date(day).toISOString().slice(0, 10)
      // Half of the tries take what is waited for, so that long lives come about.
      const step = tried === 'next' ? nextOf(lifeOf(steps), when) : tried
      const onDay = 'day' in step ? { ...step, day: when } : step
      const dated =
        'evidence' in onDay && onDay.evidence ? { ...onDay, evidence: { ...onDay.evidence, day: when } } : onDay
      const life = lifeOf(steps)
      const facts =
        'version' in dated && life.candidate !== undefined && dated.kind !== 'proposed'
          ? { ...dated, version: life.candidate.version }
          : dated
      const office = officesOfStep[step.kind].at(by === 'a' ? 0 : -1) ?? 'employee'
      const context = { ...around, on: when, by, office }
      if (refusalsOf(life, facts, context).length === 0) steps.push(taken(facts, steps.length + 1, context))
    }
    return { steps, last: new Date(day).toISOString().slice(0, 10) }
  })

describe('whatever happens', () => {
  const daysAfter = (day: string, days: number) =>
    new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

  test('time alone never starts anything, and never counts as an answer', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 4_000 }), ({ steps, last }, days) => {
        const life = lifeOf(steps)
        const [now, later] = [runState(life, last).kind, runState(life, daysAfter(last, days)).kind]
        if (now !== 'runs') assert.notEqual(later, 'runs')
        const order = ['draft', 'withdrawn', 'in-procedure', 'announced']
        if (order.includes(standingOf(life, last)))
          assert.equal(standingOf(life, daysAfter(last, days)), standingOf(life, last))
      }),
      { numRuns: 400 },
    )
  })

  test('what is in force was advised on, decided by another person, announced and waited for', () => {
    let seen = 0
    fc.assert(
      fc.property(history, ({ steps, last }) => {
        const life: Life = lifeOf(steps)
        if (life.inForce === undefined) return
        seen += 1
        const of = (kind: Step['kind']) => steps.filter((step) => step.kind === kind)
        const began = of('activated')[0]
        for (const kind of ['proposed', 'advised', 'submitted', 'decided', 'announced'] as const) {
          assert.ok((of(kind)[0]?.number ?? Infinity) < (began?.number ?? 0), kind)
        }
        if (life.inForce.route === 'consent')
          assert.ok(life.inForce.courtPermitted || life.inForce.outcome === 'consented')
        assert.ok(last >= life.inForce.since)
      }),
      { numRuns: 600, seed: 7 },
    )
    assert.ok(seen > 50, String(seen))
  })

  test('a life survives being written down', () => {
    fc.assert(
      fc.property(history, ({ steps, last }) => {
        const life = lifeOf(steps)
        const read: Life = JSON.parse(JSON.stringify(life))
        assert.deepEqual(waitsOf(read, last), waitsOf(life, last))
        assert.equal(standingOf(read, last), standingOf(life, last))
      }),
      { numRuns: 200 },
    )
  })
})
