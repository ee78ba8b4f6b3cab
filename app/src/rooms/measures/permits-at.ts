import { localDate } from '../people/local-date.ts'
import { startOfDay } from '../people/start-of-day.ts'
import type { Life } from './life.ts'
import { type Answer, type Because, type Permit, permits, type Question } from './permit.ts'
import { type Running, type RunState, runState, type Stopped } from './standing.ts'

/**
 * The permit of a measure that runs or ran, with the instants between which it counts. Made once, never changed: what ends by
 * itself ends because `endsAt` has come, and nothing has to run for that.
 */
export type RunningPermit = {
  /** Number of the measure in the register. */
  readonly id: string
  readonly permit: Permit
  readonly by: Running['by']
  /** First instant outside. Only what was begun before may finish then; undefined where no end is known. */
  readonly endsAt: Date | undefined
  /** Why it ends then, or has ended. */
  readonly ends: Stopped | undefined
}

/** An answer at an instant. `ended` names why a measure no longer counts. */
export type AnswerAt = Omit<Answer, 'because'> & {
  readonly because: Because | 'ended'
  readonly ended: Stopped | undefined
}

/**
 * Answers one decision at one instant.
 *
 * After the end nothing is permitted, except that a response that was begun before may finish within its own term: containment
 * that lets go in the middle would help the attacker.
 *
 * @param begunAt - When the response began, for one that is under way.
 * @param at - The instant that counts, UTC.
 */
export function permitsAt(running: RunningPermit, question: Question, at: Date, begunAt?: Date): AnswerAt {
  const { permit, endsAt, ends } = running
  const answer = permits(permit, question)
  const over = endsAt !== undefined && at >= endsAt
  if (!over) return { ...answer, ended: undefined }
  const finishing = question.kind === 'response' && begunAt !== undefined && begunAt < endsAt
  // A protected office stays protected for what finishes.
  if (finishing || question.kind === 'protected') return { ...answer, ended: ends }
  return { ...answer, permitted: false, because: 'ended', ended: ends }
}

/** When what runs of a measure ends, as far as is known on a day; undefined where nothing ever ran. */
export function endOf(
  life: Life,
  on: string,
  timeZone: string,
): Pick<RunningPermit, 'by' | 'endsAt' | 'ends'> | undefined {
  const state: RunState = runState(life, on)
  if (state.kind === 'never') return undefined
  const { running } = state
  const first = (day: string): Date => startOfDay(localDate(day), 0, timeZone)
  if (state.kind === 'stopped') {
    return { by: running.by, endsAt: state.at === undefined ? first(state.since) : new Date(state.at), ends: state.why }
  }
  if (running.until === undefined) return { by: running.by, endsAt: undefined, ends: undefined }
  const byItsEnd = running.by !== 'emergency' || running.until === life.emergency?.endsOn
  return { by: running.by, endsAt: first(running.until), ends: byItsEnd ? 'end-passed' : 'account-late' }
}
