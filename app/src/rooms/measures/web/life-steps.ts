import type { StepKind } from '../life-words.ts'

/** What somebody fills in for a step. */
export type StepField =
  | 'outcome'
  | 'route'
  | 'text'
  | 'consequences'
  | 'adviceAnswer'
  | 'question'
  | 'conditions'
  | 'delegated'
  | 'day'
  | 'until'
  | 'tellings'
  | 'with'
  | 'openPoints'
  | 'evidence'

/** One step that has a screen. */
export type LifeStep = {
  /** Last part of its address, here and at the API. */
  readonly path: string
  readonly kind: StepKind
  readonly fields: readonly StepField[]
  readonly optional?: readonly StepField[]
  /** It names the version that it is about, so that nobody decides on another one than they read. */
  readonly ofVersion?: true
  /** It stops something, or takes it away. */
  readonly negative?: true
  /** Kinds of earlier steps that one reads before taking it. */
  readonly after?: readonly StepKind[]
}

const decisionReads: readonly StepKind[] = ['advised', 'submitted', 'asked', 'answered', 'met', 'represented']

/** The steps of a life that are taken on a screen of their own, in the order in which a measure meets them. */
export const lifeSteps: readonly LifeStep[] = [
  {
    path: 'emergency-confirmation',
    kind: 'emergency-started',
    fields: [],
    ofVersion: true,
    after: ['emergency-called'],
  },
  { path: 'advice', kind: 'advised', fields: ['outcome', 'text'], ofVersion: true },
  { path: 'objection-lifting', kind: 'objection-lifted', fields: ['text'], after: ['advised', 'submitted'] },
  {
    path: 'submission',
    kind: 'submitted',
    fields: ['route', 'text', 'consequences', 'adviceAnswer'],
    ofVersion: true,
    after: ['advised'],
  },
  { path: 'questions', kind: 'asked', fields: ['text'], ofVersion: true, after: ['submitted', 'asked', 'answered'] },
  {
    path: 'answers',
    kind: 'answered',
    fields: ['question', 'text'],
    ofVersion: true,
    after: ['submitted', 'answered'],
  },
  { path: 'meetings', kind: 'met', fields: ['day', 'evidence'], optional: ['evidence'], ofVersion: true },
  {
    path: 'representatives-decision',
    kind: 'represented',
    fields: ['outcome', 'text', 'conditions', 'delegated', 'evidence'],
    optional: ['delegated'],
    ofVersion: true,
    after: ['advised', 'submitted', 'asked', 'answered', 'met'],
  },
  { path: 'court-permission', kind: 'court-permitted', fields: ['evidence'], ofVersion: true, after: ['represented'] },
  {
    path: 'decision',
    kind: 'decided',
    fields: ['text'],
    optional: ['text'],
    ofVersion: true,
    after: decisionReads,
  },
  { path: 'announcement', kind: 'announced', fields: ['day', 'tellings'], ofVersion: true, after: ['decided'] },
  { path: 'activation', kind: 'activated', fields: [], ofVersion: true, after: ['decided', 'announced'] },
  { path: 'narrowing', kind: 'narrowed', fields: [], ofVersion: true, after: ['represented'] },
  { path: 'regularisation', kind: 'regularised', fields: ['until', 'text'], ofVersion: true },
  {
    path: 'account',
    kind: 'accounted',
    fields: ['text', 'evidence'],
    optional: ['evidence'],
    after: ['emergency-called'],
  },
  { path: 'emergency-extension', kind: 'emergency-extended', fields: ['until', 'text'], after: ['emergency-called'] },
  {
    path: 'dialogues',
    kind: 'dialogue-held',
    fields: ['day', 'with', 'text', 'openPoints', 'evidence'],
    optional: ['openPoints', 'evidence'],
    after: ['dialogue-held'],
  },
  { path: 'resumption', kind: 'resumed', fields: ['text'], after: ['suspended'] },
  { path: 'nullity-withdrawal', kind: 'nullity-withdrawn', fields: ['text'], after: ['nullity-invoked'] },
  { path: 'nullity-overturning', kind: 'nullity-overturned', fields: ['evidence'], after: ['nullity-invoked'] },
  { path: 'suspension', kind: 'suspended', fields: ['text'], negative: true },
  { path: 'nullity', kind: 'nullity-invoked', fields: ['text'], negative: true, after: decisionReads },
  { path: 'withdrawal', kind: 'withdrawn', fields: ['text'], ofVersion: true, negative: true },
  { path: 'ending', kind: 'ended', fields: ['text'], negative: true },
]
