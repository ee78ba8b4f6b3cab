// What each step asks of a measure that runs, that is regularised or that began as an emergency.

import type { StepFacts } from '../steps.ts'
import {
  byAgreement,
  byBoard,
  type Case,
  delegating,
  discussed,
  dk,
  emergency,
  later,
  live,
  objection,
  refusal,
  regularised,
  second,
  toMed,
} from './life-moves.ts'
import { type Move, minutes, untilActive, wish } from './lives.ts'

/** While an emergency on the same sources is not long past. */
const soonAfter = (step: StepFacts): Move => ({ step, with: { againFrom: '2027-01-05' } })

export const runningCases: readonly Case[] = [
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
  {
    name: 'regularising what does not run yet',
    moves: [wish.proposed, wish.advised, wish.regularised],
    refused: ['not-live-yet'],
  },
  {
    name: 'regularising what began on the first day of the house',
    moves: [{ ...live, liveSince: '2026-06-01' }, wish.advised, wish.regularised],
    refused: ['live-too-late'],
  },
  {
    name: 'what began the day before can be',
    moves: [{ ...live, liveSince: '2026-05-31' }, wish.advised, wish.regularised],
    refused: [],
  },
  { name: 'regularising before the advice', moves: [live, wish.regularised], refused: ['advice-missing'] },
  {
    name: 'regularising against an objection',
    moves: [live, objection, wish.regularised],
    refused: ['objection-stands'],
  },
  {
    name: 'who proposed does not let it go on',
    moves: [live, wish.advised, { step: wish.regularised, with: { by: 'privacy-officer' } }],
    refused: ['same-person'],
  },
  {
    name: 'an emergency that runs is not regularised',
    moves: [
      ...emergency,
      { ...live, version: 2 },
      { ...wish.advised, version: 2 },
      { ...wish.regularised, version: 2 },
    ],
    refused: ['emergency-not-regularised'],
  },
  {
    name: 'an emergency that is over does not come back by it',
    moves: [
      ...emergency,
      later({ ...live, version: 2 }, '2027-02-08'),
      later({ ...wish.advised, version: 2 }, '2027-02-08'),
      later({ ...wish.regularised, version: 2 }, '2027-02-08'),
    ],
    refused: ['emergency-not-regularised'],
  },
  {
    name: 'what was refused is not regularised',
    moves: [live, wish.advised, wish.submitted, refusal, wish.regularised],
    refused: ['consent-refused'],
  },
  {
    name: 'nor does an emergency on these sources go on under another name',
    moves: [live, wish.advised, soonAfter(wish.regularised)],
    refused: ['emergency-not-regularised'],
  },
  {
    name: 'another name gives no new time',
    moves: [live, wish.advised, { step: wish.regularised, with: { regularisedBefore: true } }],
    refused: ['already-regularised'],
  },
  {
    name: 'what was withdrawn is not regularised again',
    moves: [
      ...regularised,
      wish.withdrawn,
      { ...live, version: 2 },
      { ...wish.advised, version: 2 },
      { ...wish.regularised, version: 2 },
    ],
    refused: ['already-regularised'],
  },
  { name: 'regularising twice', moves: [...regularised, wish.regularised], refused: ['already-regularised'] },
  {
    name: 'regularising without end',
    moves: [live, wish.advised, { ...wish.regularised, until: '2027-07-06' }],
    refused: ['end-too-far'],
  },
  {
    name: 'the longest that it can be',
    moves: [live, wish.advised, { ...wish.regularised, until: '2027-07-05' }],
    refused: [],
  },
  {
    name: 'regularising until today',
    moves: [live, wish.advised, { ...wish.regularised, until: '2027-01-04' }],
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
      later(wish.advised, '2027-02-28'),
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
    moves: [...regularised, wish['nullity-invoked'], byBoard(wish['nullity-overturned'])],
    refused: [],
  },
  {
    name: 'who let it go on does not take the stop of the council away',
    moves: [...regularised, wish['nullity-invoked'], wish['nullity-overturned']],
    refused: ['own-step'],
  },
  {
    name: 'who decided does not either',
    moves: [
      wish.proposed,
      wish.advised,
      byAgreement,
      wish.decided,
      wish['nullity-invoked'],
      wish['nullity-overturned'],
    ],
    refused: ['own-step'],
  },
  {
    name: 'nor does who decided on what is in force',
    moves: [
      ...[wish.proposed, wish.advised, byAgreement, wish.decided, wish.announced],
      later(wish.activated, '2027-01-18'),
      later(wish['nullity-invoked'], '2027-01-18'),
      later({ ...wish['nullity-overturned'], evidence: { ...minutes, day: '2027-01-18' } }, '2027-01-18'),
    ],
    refused: ['own-step'],
  },
  {
    name: 'a judgment of tomorrow overturns nothing',
    moves: [
      ...regularised,
      wish['nullity-invoked'],
      byBoard({ ...wish['nullity-overturned'], evidence: { ...minutes, day: '2027-01-05' } }),
    ],
    refused: ['day-in-future'],
  },
  {
    name: 'nor one of before the council said it',
    moves: [
      ...regularised,
      wish['nullity-invoked'],
      byBoard({ ...wish['nullity-overturned'], evidence: { ...minutes, day: '2027-01-03' } }),
    ],
    refused: ['day-too-early'],
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
  {
    name: 'who confirmed an emergency does not account for it alone',
    moves: [...emergency, { step: wish.accounted, with: { by: 'municipal-secretary' } }],
    refused: ['own-step'],
  },
  {
    name: 'an account of one word',
    moves: [...emergency, { ...wish.accounted, text: 'ok' }],
    refused: ['account-short'],
  },
  {
    name: 'an account of blanks',
    moves: [...emergency, { ...wish.accounted, text: ' '.repeat(200) }],
    refused: ['account-short'],
  },
  {
    name: 'minutes of tomorrow with an account',
    moves: [...emergency, { ...wish.accounted, evidence: { ...minutes, day: '2027-01-05' } }],
    refused: ['day-in-future'],
  },
  {
    name: 'another emergency soon after on the same sources',
    moves: [wish['emergency-called'], soonAfter(wish['emergency-started'])],
    refused: ['emergency-again'],
  },
  {
    name: 'on the first day after half a year it can begin',
    moves: [wish['emergency-called'], { step: wish['emergency-started'], with: { againFrom: '2027-01-04' } }],
    refused: [],
  },
  {
    name: 'it can begin where the representatives agree',
    moves: [wish['emergency-called'], soonAfter(wish['emergency-extended']), soonAfter(wish['emergency-started'])],
    refused: [],
  },
  {
    name: 'they agree until a day that was asked',
    moves: [wish['emergency-called'], soonAfter({ ...wish['emergency-extended'], until: '2027-02-02' })],
    refused: ['end-too-far'],
  },
  {
    name: 'they are asked only where there was one before',
    moves: [wish['emergency-called'], wish['emergency-extended']],
    refused: ['no-emergency'],
  },
  { name: 'an account of nothing', moves: [wish.accounted], refused: ['no-emergency'] },
  { name: 'a late account is still taken', moves: [...emergency, later(wish.accounted, '2027-03-01')], refused: [] },
  { name: 'an extension of nothing', moves: [wish['emergency-extended']], refused: ['no-emergency'] },
]
