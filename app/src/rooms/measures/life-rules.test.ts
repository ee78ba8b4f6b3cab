import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Life } from './life.ts'
import { stepRefusals } from './life-refusal.ts'
import { routes } from './life-words.ts'
import { standingOf } from './standing.ts'
import type { StepFacts } from './steps.ts'
import { type Move, untilActive, untilDecided, version, walk, wish } from './testing/lives.ts'

type Case = { readonly name: string; readonly moves: readonly Move[]; readonly refused: readonly string[] }
const later = (step: StepFacts, on: string): Move => ({ step, with: { on } })
const dk = { ...wish.proposed, jurisdiction: 'dk', notice: { amount: 6, unit: 'weeks' } } as const
const discussed = { ...wish.represented, outcome: 'discussed' } as const
const toMed = { ...wish.submitted, route: 'med-discussion', body: 'main-med' } as const
const notNeeded = { ...wish.submitted, route: 'not-needed' } as const
const byAgreement = { ...wish.submitted, route: 'collective-agreement' } as const
const objection = { ...wish.advised, outcome: 'objection' } as const
const answered = { adviceAnswer: 'what was done' } as const
const submitted: readonly Move[] = [wish.proposed, wish.advised, wish.submitted]
const live = { ...wish.proposed, liveSince: '2025-03-01', toldSince: undefined } as const
const regularised: readonly Move[] = [live, wish.regularised]
const emergency: readonly Move[] = [wish['emergency-called'], wish['emergency-started']]
const second = { ...wish.proposed, version: 2, verdict: 'narrower', changed: ['retention'] } as const
const delegating: readonly Move[] = untilActive.map((move) =>
  'kind' in move && move.kind === 'represented' ? { ...wish.represented, delegated: ['retention'] } : move,
)

const cases: readonly Case[] = [
  { name: 'the whole life by consent', moves: untilActive, refused: [] },
  { name: 'nothing is decided on what nobody proposed', moves: [wish.decided], refused: ['not-proposed'] },
  {
    name: 'a second proposal waits for the first',
    moves: [wish.proposed, wish.proposed],
    refused: ['candidate-exists'],
  },
  {
    name: 'a proposal that changes nothing',
    moves: [...untilActive, { ...second, verdict: 'same' }],
    refused: ['nothing-changed'],
  },
  {
    name: 'a step on another version than the one that waits',
    moves: [wish.proposed, { ...wish.advised, version: 2 }],
    refused: ['other-version'],
  },
  {
    name: 'the representatives are asked only after the DPO',
    moves: [wish.proposed, wish.submitted],
    refused: ['advice-missing'],
  },
  {
    name: 'advice with remarks must be answered',
    moves: [wish.proposed, { ...wish.advised, outcome: 'with-remarks' }, wish.submitted],
    refused: ['advice-unanswered'],
  },
  {
    name: 'answered remarks go on',
    moves: [wish.proposed, { ...wish.advised, outcome: 'with-remarks' }, { ...wish.submitted, ...answered }],
    refused: [],
  },
  {
    name: 'an objection does not stop a council that may say no itself',
    moves: [wish.proposed, objection, { ...wish.submitted, ...answered }, wish.met, wish.represented, wish.decided],
    refused: [],
  },
  {
    name: 'an objection stops what needs no consent',
    moves: [wish.proposed, objection, { ...notNeeded, ...answered }],
    refused: ['objection-stands'],
  },
  {
    name: 'an objection that comes after submission stops the decision',
    moves: [wish.proposed, wish.advised, notNeeded, objection, wish.decided],
    refused: ['objection-stands'],
  },
  {
    name: 'a lifted objection stops nothing',
    moves: [wish.proposed, wish.advised, notNeeded, objection, wish['objection-lifted'], wish.decided],
    refused: [],
  },
  {
    name: 'there must be an objection to lift',
    moves: [wish.proposed, wish.advised, wish['objection-lifted']],
    refused: ['no-objection'],
  },
  {
    name: 'a Danish route in the Netherlands',
    moves: [wish.proposed, wish.advised, toMed],
    refused: ['route-not-of-law'],
  },
  { name: 'consent in Denmark', moves: [dk, wish.advised, wish.submitted], refused: ['route-not-of-law'] },
  {
    name: 'a body that has no part in the route',
    moves: [wish.proposed, wish.advised, { ...wish.submitted, body: 'staff-representation' }],
    refused: ['body-not-of-route'],
  },
  {
    name: 'the council is told what it means for staff',
    moves: [wish.proposed, wish.advised, { ...wish.submitted, consequences: undefined } as unknown as StepFacts],
    refused: ['consequences-missing'],
  },
  { name: 'submitted twice', moves: [...submitted, wish.submitted], refused: ['already-submitted'] },
  {
    name: 'a question before there is anything to ask about',
    moves: [wish.proposed, wish.asked],
    refused: ['not-submitted'],
  },
  { name: 'an answer to no question', moves: [...submitted, wish.answered], refused: ['no-such-question'] },
  {
    name: 'a question is answered once',
    moves: [...submitted, wish.asked, wish.answered, wish.answered],
    refused: ['no-such-question'],
  },
  { name: 'consent without a meeting', moves: [...submitted, wish.represented], refused: ['meeting-missing'] },
  {
    name: 'a refusal without a meeting counts',
    moves: [...submitted, { ...wish.represented, outcome: 'refused' }],
    refused: [],
  },
  {
    name: 'a meeting that is still to come',
    moves: [...submitted, { ...wish.met, day: '2027-01-05' }],
    refused: ['day-in-future'],
  },
  {
    name: 'minutes of tomorrow',
    moves: [
      ...submitted,
      wish.met,
      { ...wish.represented, evidence: { ...wish.represented.evidence, day: '2027-01-05' } },
    ],
    refused: ['day-in-future'],
  },
  {
    name: 'a committee that can only discuss does not consent',
    moves: [dk, wish.advised, toMed, wish.met, wish.represented],
    refused: ['outcome-not-of-route'],
  },
  {
    name: 'conditions without any',
    moves: [...submitted, wish.met, { ...wish.represented, outcome: 'consented-with-conditions' }],
    refused: ['conditions-missing'],
  },
  {
    name: 'conditions beside plain consent',
    moves: [...submitted, wish.met, { ...wish.represented, conditions: [{ id: 'a', what: { nl: 'x' } }] }],
    refused: ['conditions-not-asked'],
  },
  {
    name: 'two conditions of one name',
    moves: [
      ...submitted,
      wish.met,
      {
        ...wish.represented,
        outcome: 'consented-with-conditions',
        conditions: [
          { id: 'a', what: { nl: 'x' } },
          { id: 'a', what: { nl: 'y' } },
        ],
      },
    ],
    refused: ['condition-twice'],
  },
  {
    name: 'the version with the conditions is the one that is decided on',
    moves: [
      ...submitted,
      wish.met,
      { ...wish.represented, outcome: 'consented-with-conditions', conditions: [{ id: 'a', what: { nl: 'x' } }] },
      wish['conditions-added'],
      wish.decided,
    ],
    refused: ['other-version'],
  },
  {
    name: 'it can be decided on',
    moves: [
      ...submitted,
      wish.met,
      { ...wish.represented, outcome: 'consented-with-conditions', conditions: [{ id: 'a', what: { nl: 'x' } }] },
      wish['conditions-added'],
      { ...wish.decided, version: 2 },
    ],
    refused: [],
  },
  {
    name: 'a safeguard cannot be delegated',
    moves: [...submitted, wish.met, { ...wish.represented, delegated: ['notice'] }],
    refused: ['part-not-delegable'],
  },
  {
    name: 'an answer is given once',
    moves: [...submitted, wish.met, wish.represented, wish.represented],
    refused: ['already-answered'],
  },
  {
    name: 'a council that said no can come back on it',
    moves: [...submitted, wish.met, { ...wish.represented, outcome: 'refused' }, wish.represented, wish.decided],
    refused: [],
  },
  {
    name: 'no decision while the council is silent',
    moves: [...submitted, wish.met, later(wish.decided, '2029-01-04')],
    refused: ['representatives-not-heard'],
  },
  {
    name: 'no decision against a refusal',
    moves: [...submitted, { ...wish.represented, outcome: 'refused' }, wish.decided],
    refused: ['consent-refused'],
  },
  {
    name: 'a judge takes the place of consent',
    moves: [...submitted, { ...wish.represented, outcome: 'refused' }, wish['court-permitted'], wish.decided],
    refused: [],
  },
  {
    name: 'a judge where no consent was asked',
    moves: [wish.proposed, wish.advised, notNeeded, wish['court-permitted']],
    refused: ['no-consent-asked'],
  },
  {
    name: 'who proposed does not decide, in another office either',
    moves: [...untilDecided.slice(0, -1), { step: wish.decided, with: { by: 'privacy-officer' } }],
    refused: ['same-person'],
  },
  { name: 'decided twice', moves: [...untilDecided, wish.decided], refused: ['already-decided'] },
  {
    name: 'told to staff before it was decided',
    moves: [...untilDecided.slice(0, -1), wish.announced],
    refused: ['not-decided'],
  },
  {
    name: 'told on a day before the decision',
    moves: [...untilDecided, { ...wish.announced, day: '2027-01-03' }],
    refused: ['told-before-decision'],
  },
  {
    name: 'told tomorrow',
    moves: [...untilDecided, { ...wish.announced, day: '2027-01-05' }],
    refused: ['day-in-future'],
  },
  {
    name: 'started without telling staff',
    moves: [...untilDecided, later(wish.activated, '2028-01-01')],
    refused: ['not-announced'],
  },
  {
    name: 'one day before the notice ends',
    moves: [...untilDecided, wish.announced, later(wish.activated, '2027-01-17')],
    refused: ['notice-runs'],
  },
  {
    name: 'Danish notice: one day before six weeks',
    moves: [
      dk,
      wish.advised,
      toMed,
      wish.met,
      discussed,
      wish.decided,
      wish.announced,
      later(wish.activated, '2027-02-14'),
    ],
    refused: ['notice-runs'],
  },
  {
    name: 'Danish notice: six weeks',
    moves: [
      dk,
      wish.advised,
      toMed,
      wish.met,
      discussed,
      wish.decided,
      wish.announced,
      later(wish.activated, '2027-02-15'),
    ],
    refused: [],
  },
  {
    name: 'a Danish measure is not decided on before it was discussed',
    moves: [dk, wish.advised, toMed, wish.met, wish.decided],
    refused: ['representatives-not-heard'],
  },
  {
    name: 'a source that another measure has',
    moves: [
      ...untilDecided,
      wish.announced,
      { step: wish.activated, with: { on: '2027-01-18', taken: new Map([['windows', 'measure-07']]) } },
    ],
    refused: ['source-taken'],
  },
  { name: 'a delegated narrowing works at once', moves: [...delegating, second, wish.narrowed], refused: [] },
  {
    name: 'a narrowing that nobody delegated',
    moves: [...untilActive, second, wish.narrowed],
    refused: ['not-delegated'],
  },
  {
    name: 'a narrowing beside a part that nobody delegated',
    moves: [...delegating, { ...second, changed: ['retention', 'looks'] }, wish.narrowed],
    refused: ['not-delegated'],
  },
  {
    name: 'wider needs the whole life again',
    moves: [...delegating, { ...second, verdict: 'wider' }, wish.narrowed],
    refused: ['not-narrower'],
  },
  {
    name: 'different needs the whole life again',
    moves: [...delegating, { ...second, verdict: 'different' }, wish.narrowed],
    refused: ['not-narrower'],
  },
  {
    name: 'nothing is narrowed that is not in force',
    moves: [wish.proposed, { ...wish.narrowed, version: 1 }],
    refused: ['not-in-force'],
  },
  { name: 'suspending what does not run', moves: [wish.proposed, wish.suspended], refused: ['not-running'] },
  { name: 'suspending twice', moves: [...untilActive, wish.suspended, wish.suspended], refused: ['already-suspended'] },
  {
    name: 'the DPO does not stop what the council consented to',
    moves: [...untilActive, { ...wish.suspended, suspender: 'dpo' }],
    refused: ['route-does-not-block'],
  },
  {
    name: 'the DPO stops what runs without any decision',
    moves: [...regularised, { ...wish.suspended, suspender: 'dpo' }],
    refused: [],
  },
  {
    name: 'the employer does not take back what the DPO stopped',
    moves: [...regularised, { ...wish.suspended, suspender: 'dpo' }, wish.resumed],
    refused: ['not-suspended'],
  },
  {
    name: 'the DPO takes it back',
    moves: [...regularised, { ...wish.suspended, suspender: 'dpo' }, wish['objection-lifted']],
    refused: [],
  },
  { name: 'resuming what was not suspended', moves: [...untilActive, wish.resumed], refused: ['not-suspended'] },
  { name: 'ending what never was', moves: [wish.proposed, wish.ended], refused: ['not-running'] },
  {
    name: 'nothing more happens to what has ended',
    moves: [...untilActive, wish.ended, second],
    refused: ['measure-ended'],
  },
  { name: 'a dialogue goes on after the end', moves: [...untilActive, wish.ended, wish['dialogue-held']], refused: [] },
  {
    name: 'a dialogue tomorrow',
    moves: [wish.proposed, { ...wish['dialogue-held'], day: '2027-01-05' }],
    refused: ['day-in-future'],
  },
  { name: 'regularising what does not run yet', moves: [wish.proposed, wish.regularised], refused: ['not-live-yet'] },
  { name: 'regularising twice', moves: [...regularised, wish.regularised], refused: ['already-regularised'] },
  {
    name: 'regularising without end',
    moves: [live, { ...wish.regularised, until: '2027-07-06' }],
    refused: ['end-too-far'],
  },
  { name: 'the longest that it can be', moves: [live, { ...wish.regularised, until: '2027-07-05' }], refused: [] },
  {
    name: 'regularising until today',
    moves: [live, { ...wish.regularised, until: '2027-01-04' }],
    refused: ['end-past'],
  },
  {
    name: 'the council voids what runs without its consent',
    moves: [...regularised, later(wish['nullity-invoked'], '2027-02-04')],
    refused: [],
  },
  {
    name: 'a day after the term has ended',
    moves: [...regularised, later(wish['nullity-invoked'], '2027-02-05')],
    refused: ['nullity-late'],
  },
  {
    name: 'the term rolls over Easter: the last day',
    moves: [
      later(live, '2027-02-28'),
      later({ ...wish.regularised, until: '2027-06-01' }, '2027-02-28'),
      later(wish['nullity-invoked'], '2027-03-30'),
    ],
    refused: [],
  },
  {
    name: 'the council voids what an agreement was said to regulate',
    moves: [wish.proposed, wish.advised, byAgreement, wish.decided, wish['nullity-invoked']],
    refused: [],
  },
  {
    name: 'there is nothing to void where it consented',
    moves: [...untilActive, wish['nullity-invoked']],
    refused: ['nothing-to-void'],
  },
  {
    name: 'Danish representatives have no nullity',
    moves: [dk, wish.advised, toMed, wish.met, discussed, wish.decided, wish['nullity-invoked']],
    refused: ['no-right-of-consent'],
  },
  {
    name: 'a staff representation has none',
    moves: [
      wish.proposed,
      wish.advised,
      { ...wish.submitted, route: 'staff-representation', body: 'staff-representation' },
      wish.met,
      { ...wish.represented, outcome: 'heard' },
      wish.decided,
      wish['nullity-invoked'],
    ],
    refused: ['no-right-of-consent'],
  },
  {
    name: 'the employer does not resume what the council voided',
    moves: [...regularised, wish['nullity-invoked'], wish.resumed],
    refused: ['not-suspended'],
  },
  {
    name: 'a judge overturns it',
    moves: [...regularised, wish['nullity-invoked'], wish['nullity-overturned']],
    refused: [],
  },
  {
    name: 'what the council voided does not start',
    moves: [
      wish.proposed,
      wish.advised,
      byAgreement,
      wish.decided,
      wish.announced,
      wish['nullity-invoked'],
      later(wish.activated, '2027-01-18'),
    ],
    refused: ['others-suspended'],
  },
  { name: 'an emergency starts on two offices', moves: emergency, refused: [] },
  {
    name: 'one person in two offices is one person',
    moves: [wish['emergency-called'], { step: wish['emergency-started'], with: { by: 'ciso' } }],
    refused: ['same-person'],
  },
  {
    name: 'two persons in one office are one office',
    moves: [wish['emergency-called'], { step: wish['emergency-started'], with: { office: 'ciso' } }],
    refused: ['same-office'],
  },
  {
    name: 'an emergency longer than eight weeks',
    moves: [{ ...wish['emergency-called'], endsOn: '2027-03-02' }],
    refused: ['end-too-far'],
  },
  {
    name: 'an emergency that is over before it begins',
    moves: [{ ...wish['emergency-called'], endsOn: '2027-01-04' }],
    refused: ['end-past'],
  },
  {
    name: 'an emergency on what there is already',
    moves: [...untilActive, wish['emergency-called']],
    refused: ['already-started'],
  },
  {
    name: 'started twice',
    moves: [...emergency, { step: wish['emergency-started'], with: { by: 'other' } }],
    refused: ['already-started'],
  },
  {
    name: 'an emergency that nobody called',
    moves: [wish.proposed, wish['emergency-started']],
    refused: ['no-emergency'],
  },
  {
    name: 'a proposal while an emergency waits for the second office',
    moves: [wish['emergency-called'], { ...wish.proposed, version: 2 }],
    refused: ['emergency-waits'],
  },
  {
    name: 'an emergency that nobody confirmed is withdrawn',
    moves: [wish['emergency-called'], wish.withdrawn],
    refused: [],
  },
  { name: 'one that runs is not', moves: [...emergency, wish.withdrawn], refused: ['not-proposed'] },
  {
    name: 'the council extends once',
    moves: [...emergency, wish['emergency-extended'], { ...wish['emergency-extended'], until: '2027-01-22' }],
    refused: ['already-extended'],
  },
  {
    name: 'on the last day it can still be extended',
    moves: [...emergency, later(wish['emergency-extended'], '2027-01-11')],
    refused: [],
  },
  {
    name: 'a day later it cannot',
    moves: [...emergency, later(wish['emergency-extended'], '2027-01-12')],
    refused: ['account-late'],
  },
  {
    name: 'an extension that is none',
    moves: [...emergency, { ...wish['emergency-extended'], until: '2027-01-11' }],
    refused: ['extension-not-longer'],
  },
  {
    name: 'an extension beyond its end',
    moves: [...emergency, { ...wish['emergency-extended'], until: '2027-02-02' }],
    refused: ['end-too-far'],
  },
  {
    name: 'no extension where it accounted',
    moves: [...emergency, wish.accounted, wish['emergency-extended']],
    refused: ['already-accounted'],
  },
  { name: 'accounted twice', moves: [...emergency, wish.accounted, wish.accounted], refused: ['already-accounted'] },
  { name: 'an account of nothing', moves: [wish.accounted], refused: ['no-emergency'] },
  { name: 'a late account is still taken', moves: [...emergency, later(wish.accounted, '2027-03-01')], refused: [] },
  { name: 'an extension of nothing', moves: [wish['emergency-extended']], refused: ['no-emergency'] },
]

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
