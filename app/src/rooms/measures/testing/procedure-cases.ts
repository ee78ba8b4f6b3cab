// What each step asks on the way to being in force: a row of steps, and why the last is refused.
import type { StepFacts } from '../steps.ts'
import {
  answered,
  byBoard,
  type Case,
  discussed,
  dk,
  later,
  notNeeded,
  objection,
  refusal,
  second,
  submitted,
  toMed,
} from './life-moves.ts'
import { minutes, untilActive, untilDecided, wish } from './lives.ts'

export const procedureCases: readonly Case[] = [
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
    name: 'a meeting of before the council was asked',
    moves: [...submitted, { ...wish.met, day: '2027-01-03' }],
    refused: ['day-too-early'],
  },
  {
    name: 'minutes of a meeting of before it',
    moves: [...submitted, { ...wish.met, evidence: { ...minutes, day: '2027-01-03' } }],
    refused: ['day-too-early'],
  },
  {
    name: 'minutes of before the council was asked',
    moves: [...submitted, wish.met, { ...wish.represented, evidence: { ...minutes, day: '2027-01-03' } }],
    refused: ['day-too-early'],
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
    moves: [...submitted, refusal, wish['court-permitted'], byBoard(wish.decided)],
    refused: [],
  },
  {
    name: 'a judge before the council answered',
    moves: [...submitted, wish['court-permitted']],
    refused: ['court-too-early'],
  },
  {
    name: 'a judge on the last day of eight weeks of silence',
    moves: [...submitted, later(wish['court-permitted'], '2027-03-01')],
    refused: ['court-too-early'],
  },
  {
    name: 'a judge after eight weeks of silence',
    moves: [...submitted, later(wish['court-permitted'], '2027-03-02')],
    refused: [],
  },
  {
    name: 'a judgment of before the council was asked',
    moves: [...submitted, refusal, { ...wish['court-permitted'], evidence: { ...minutes, day: '2027-01-03' } }],
    refused: ['day-too-early'],
  },
  {
    name: 'a judgment of tomorrow',
    moves: [...submitted, refusal, { ...wish['court-permitted'], evidence: { ...minutes, day: '2027-01-05' } }],
    refused: ['day-in-future'],
  },
  {
    name: 'who recorded what the judge permits does not decide on it',
    moves: [...submitted, refusal, wish['court-permitted'], wish.decided],
    refused: ['own-step'],
  },
  {
    name: 'the council can void a decision by a judge to whom it had said nothing',
    moves: [
      ...submitted,
      later(wish['court-permitted'], '2027-03-02'),
      { step: wish.decided, with: { on: '2027-03-02', by: 'adopting-board' } },
      later(wish['nullity-invoked'], '2027-03-02'),
    ],
    refused: [],
  },
  {
    name: 'it cannot void what a judge permitted after its no',
    moves: [...submitted, refusal, wish['court-permitted'], byBoard(wish.decided), wish['nullity-invoked']],
    refused: ['nothing-to-void'],
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
    name: 'notice counts from the day it was told here, whatever day is written',
    moves: [...untilDecided, later(wish.announced, '2027-03-01'), later(wish.activated, '2027-03-14')],
    refused: ['notice-runs'],
  },
  {
    name: 'notice that was told late ends as late',
    moves: [...untilDecided, later(wish.announced, '2027-03-01'), later(wish.activated, '2027-03-15')],
    refused: [],
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
]
