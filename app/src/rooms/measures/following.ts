import { dayInWords, type Say } from '../../platform/problem.ts'
import type { Life } from './life.ts'
import { reviewState, runState, standingOf, type Wait, waitsOf } from './standing.ts'

/**
 * What follows in the life of a measure, in sentences that everybody can read, the first first. It tells of the candidate that is in
 * this life: whoever may not know of it asks without.
 */
export function followsOf(life: Life, on: string, say: Say): readonly string[] {
  const standing = standingOf(life, on)
  if (standing === 'ended' || standing === 'withdrawn') return [say(`measures.follows.${standing}`)]
  const told = [
    ...waitsOf(life, on).map((one) => waitSentence(one, life, say)),
    ...byTime(life, on, say),
    ...life.suspensions.map(({ suspender }) => say('measures.follows.suspended', { suspender })),
    ...reviewed(life, on, say),
  ]
  if (told.length > 0) return told
  return standing === 'lapsed' || standing === 'draft' ? [say(`measures.follows.${standing}`)] : []
}

/** What a measure waits for, in a sentence that says who does it. */
export function waitSentence({ step, by, overdue }: Wait, { candidate }: Life, say: Say): string {
  return say(`measures.wait.${step}`, {
    day: by === undefined ? '' : dayInWords(by, say),
    late: overdue ? 'yes' : 'no',
    // A choice of a message has no hyphens.
    route: (candidate?.route ?? 'none').replaceAll('-', '_'),
    body: (candidate?.body ?? 'none').replaceAll('-', '_'),
  })
}

/** What a day brings by itself: the end of a notice, or of what runs without a decision. */
function byTime(life: Life, on: string, say: Say): readonly string[] {
  const { startsOn } = life.candidate ?? {}
  const state = runState(life, on)
  return [
    ...(startsOn === undefined || startsOn <= on
      ? []
      : [say('measures.follows.notice', { day: dayInWords(startsOn, say) })]),
    ...(state.kind === 'runs' && state.running.until !== undefined && !isAccountDue(life)
      ? [say('measures.follows.until', { day: dayInWords(state.running.until, say), how: state.running.by })]
      : []),
  ]
}

function reviewed(life: Life, on: string, say: Say): readonly string[] {
  const state = reviewState(life, on)
  if (state === 'none' || life.inForce === undefined) return []
  const late = state === 'overdue' ? 'yes' : 'no'
  return [say('measures.follows.review', { late, day: dayInWords(life.inForce.review, say) })]
}

/** The end that comes without an account is told with the account. */
function isAccountDue({ inForce, emergency }: Life): boolean {
  return inForce === undefined && emergency?.startedOn !== undefined && emergency.accountedOn === undefined
}
