// Steps and rows of steps that cases about the rules of a life share.
import type { StepFacts } from '../steps.ts'
import { type Move, untilActive, wish } from './lives.ts'

export type Case = { readonly name: string; readonly moves: readonly Move[]; readonly refused: readonly string[] }
export const later = (step: StepFacts, on: string): Move => ({ step, with: { on } })
export const dk = { ...wish.proposed, jurisdiction: 'dk', notice: { amount: 6, unit: 'weeks' } } as const
export const discussed = { ...wish.represented, outcome: 'discussed' } as const
export const toMed = { ...wish.submitted, route: 'med-discussion', body: 'main-med' } as const
export const notNeeded = { ...wish.submitted, route: 'not-needed' } as const
export const byAgreement = { ...wish.submitted, route: 'collective-agreement' } as const
export const objection = { ...wish.advised, outcome: 'objection' } as const
export const refusal = { ...wish.represented, outcome: 'refused' } as const
export const answered = { adviceAnswer: 'what was done' } as const
export const submitted: readonly Move[] = [wish.proposed, wish.advised, wish.submitted]
export const live = { ...wish.proposed, liveSince: '2025-03-01', toldSince: undefined } as const
export const regularised: readonly Move[] = [live, wish.advised, wish.regularised]
export const emergency: readonly Move[] = [wish['emergency-called'], wish['emergency-started']]
export const second = { ...wish.proposed, version: 2, verdict: 'narrower', changed: ['retention'] } as const
/** By somebody of the board, where the secretary took the step before. */
export const byBoard = (step: StepFacts): Move => ({ step, with: { by: 'adopting-board', office: 'adopting-board' } })
export const delegating: readonly Move[] = untilActive.map((move) =>
  'kind' in move && move.kind === 'represented' ? { ...wish.represented, delegated: ['retention'] } : move,
)
