import { timeZoneOf } from '../../../platform/time-zone.ts'
import { dayOfInstant } from '../../../web/dates.ts'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import { type StaffStage, staffStage } from '../staff-state.ts'

const badges = { coming: 'neutral', here: 'ok', leaving: 'warning', left: 'neutral' } as const

type Dates = { readonly startsOn: string; readonly leavesAt: string | null }

/** Gives for an employee the stage, the words for it, and how it is drawn. */
export function useStageWords(): (employee: Dates) => {
  readonly stage: StaffStage
  readonly words: string
  readonly badge: (typeof badges)[StaffStage]
} {
  const { say, day } = useWords()
  const lastDay = useLastDay()
  const timeZone = timeZoneOf(useHouse().session.organisation.jurisdiction)
  return (employee) => {
    const now = new Date()
    const stage = staffStage(employee, dayOfInstant(now, timeZone), now)
    const from = stage === 'coming' ? employee.startsOn : (lastDay(employee.leavesAt) ?? employee.startsOn)
    return { stage, words: say(`people.staff.is.${stage}`, { day: day(from) }), badge: badges[stage] }
  }
}

/** Gives the last day 'YYYY-MM-DD' of somebody who leaves at an instant. */
export function useLastDay(): (leavesAt: string | null) => string | undefined {
  const timeZone = timeZoneOf(useHouse().session.organisation.jurisdiction)
  // Midnight belongs to the day before.
  return (leavesAt) =>
    leavesAt === null ? undefined : dayOfInstant(new Date(new Date(leavesAt).getTime() - 1), timeZone)
}
