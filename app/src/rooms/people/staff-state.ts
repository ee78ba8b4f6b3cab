/** Where somebody is on their way through the organisation. Words: `people.staff.is.<state>`. */
export type StaffStage = 'coming' | 'here' | 'leaving' | 'left'

/**
 * Where somebody is on their way through the organisation.
 *
 * @param today - 'YYYY-MM-DD', by the clock of the organisation.
 * @param at - The same moment as an instant. The instant of leaving itself is too late.
 */
export function staffStage(
  employee: { readonly startsOn: string; readonly leavesAt: string | null },
  today: string,
  at: Date,
): StaffStage {
  if (employee.leavesAt !== null && new Date(employee.leavesAt) <= at) return 'left'
  if (employee.startsOn > today) return 'coming'
  return employee.leavesAt === null ? 'here' : 'leaving'
}
