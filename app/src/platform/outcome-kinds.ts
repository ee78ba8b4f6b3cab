import { entryField, entryKind, oneOf } from './entry-kind.ts'

/** How an effect outside ended. `not-done`: it was not begun. `unknown`: nobody was left to say. */
export const results = ['done', 'failed', 'not-done', 'unknown'] as const
export type Result = (typeof results)[number]

/** The outcome of an effect that an earlier entry announced. */
export const outcomeKind = entryKind('outcome', { of: entryField, result: oneOf(results) })
