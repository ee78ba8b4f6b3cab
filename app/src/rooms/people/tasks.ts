import { type AppointmentRequest, decideAppointment } from './appointments.ts'
import type { LocalDate } from './local-date.ts'
import { lacking, type Officers, type Way, waysOf } from './needs.ts'
import { type Appointment, type Employment, inForce, type OfficeCode, officeOf, present } from './offices.ts'
import type { Task, TaskCode } from './task-table.ts'

/** `fragile`: it works, and stops when one named person is away. */
export type TaskState = 'works' | 'fragile' | 'stopped'

/** Where else somebody can come from; words in `people.hint.<hint>`. */
export type Hint = 'neighbour-or-region' | 'elected-by-staff' | 'named-by-union' | 'named-by-processor'

/** Who could take a seat as deputy: at most `maxDeputies` employee ids, the best first. */
export type Deputies = {
  readonly office: OfficeCode
  readonly employeeIds: readonly string[]
  readonly hints: readonly Hint[]
}

/** What `assess` says of one task. */
export type TaskAssessment = {
  readonly code: TaskCode
  readonly state: TaskState
  /** Offices without enough persons, of the way that lacks least. Only when stopped. */
  readonly missing: readonly OfficeCode[]
  /** How many more different persons are needed, of that same way. Only when stopped. */
  readonly personsShort: number
  /** Each of them alone stops the task by being away. Only when fragile. */
  readonly hangsOn: readonly { readonly employeeId: string; readonly offices: readonly OfficeCode[] }[]
  /** For each office that is missing or on which the task hangs. */
  readonly deputies: readonly Deputies[]
  /** Units with staff but without a holder or deputy of an office that the task needs per unit. Does not change the state. */
  readonly unitsWithout: readonly { readonly office: OfficeCode; readonly unitIds: readonly string[] }[]
}

/** How many deputies are proposed for one office; arbitrary, a screen shows no more. */
export const maxDeputies = 5

// Where a seat is filled from outside the house, or by others than the employer.
const regional: readonly OfficeCode[] = ['dpo', 'ciso', 'confidential-adviser']

/**
 * Which tasks work on a day with the people there are.
 *
 * @param appointments - Of anybody, in any order; those not in force on the day, or of persons not present, do not count.
 * @returns One assessment for each task, in the order of `tasks`. Another person never makes a state worse.
 */
export function assess(
  tasks: readonly Task[],
  appointments: readonly Appointment[],
  employees: readonly Employment[],
  on: LocalDate,
): readonly TaskAssessment[] {
  const here = employees.filter((one) => present(one, on))
  const ids = new Set(here.map((one) => one.id))
  const current = appointments.filter((one) => inForce(one, on) && ids.has(one.employeeId))
  const officers = officersOf(current)
  const held = Map.groupBy(
    appointments.filter((one) => one.until === null || on < one.until),
    (one) => one.employeeId,
  )
  const proposals = new Map<OfficeCode, Deputies>()
  const propose = (office: OfficeCode): Deputies => {
    const known = proposals.get(office) ?? proposeDeputies(office, officers, held, here, on)
    proposals.set(office, known)
    return known
  }
  return tasks.map((task) => {
    const ways = waysOf(task.need)
    const nearest = nearestWay(ways, task.persons, officers)
    const works = nearest.offices.length === 0 && nearest.persons === 0
    const hangsOn = works ? soleOfficers(ways, task.persons, officers) : []
    const offices = works ? hangsOn.flatMap((one) => one.offices) : officesToFill(nearest)
    return {
      code: task.code,
      state: works ? (hangsOn.length > 0 ? 'fragile' : 'works') : 'stopped',
      missing: works ? [] : nearest.offices,
      personsShort: works ? 0 : nearest.persons,
      hangsOn,
      deputies: [...new Set(offices)].map(propose),
      unitsWithout: unitsWithout(ways, current, here),
    }
  })
}

/**
 * What still works while some persons are away, for instance in August.
 *
 * @param absent - Employee ids.
 * @returns For each task the state with everybody there, and the state meanwhile.
 */
export function absences(
  tasks: readonly Task[],
  appointments: readonly Appointment[],
  employees: readonly Employment[],
  on: LocalDate,
  absent: ReadonlySet<string>,
): readonly { readonly code: TaskCode; readonly before: TaskState; readonly meanwhile: TaskAssessment }[] {
  const before = assess(tasks, appointments, employees, on)
  const left = employees.filter((one) => !absent.has(one.id))
  return assess(tasks, appointments, left, on).map((meanwhile, n) => ({
    code: meanwhile.code,
    before: before[n]?.state ?? meanwhile.state,
    meanwhile,
  }))
}

function officersOf(current: readonly Appointment[]): Officers {
  const officers = new Map<OfficeCode, Set<string>>()
  for (const { office, employeeId } of current) {
    const persons = officers.get(office)
    if (persons === undefined) officers.set(office, new Set([employeeId]))
    else persons.add(employeeId)
  }
  return officers
}

type Lack = { readonly way: Way; readonly offices: readonly OfficeCode[]; readonly persons: number }

function nearestWay(ways: readonly Way[], persons: number, officers: Officers): Lack {
  const lacks = ways.map((way) => ({ way, ...lacking(way, persons, officers) }))
  const size = (one: Lack) => one.offices.length * 100 + one.persons
  return lacks.reduce((best, next) => (size(next) < size(best) ? next : best))
}

// With all seats filled but by too few persons, each of the offices can bring the next person.
function officesToFill(lack: Lack): readonly OfficeCode[] {
  return lack.offices.length > 0 ? lack.offices : lack.way
}

function soleOfficers(ways: readonly Way[], persons: number, officers: Officers): TaskAssessment['hangsOn'] {
  const needed = [...new Set(ways.flat())]
  // With one person more than there are seats, an office spares anybody: so the others in it need no look.
  const most = Math.max(...ways.map((way) => way.length)) + 1
  const few = new Map(needed.map((office) => [office, [...(officers.get(office) ?? [])].sort().slice(0, most)]))
  const everybody = [...new Set([...few.values()].flat())].sort()
  return everybody.flatMap((employeeId) => {
    const others = new Map([...few].map(([office, ids]) => [office, new Set(ids.filter((id) => id !== employeeId))]))
    const lack = nearestWay(ways, persons, others)
    if (lack.offices.length === 0 && lack.persons === 0) return []
    return [{ employeeId, offices: needed.filter((office) => officers.get(office)?.has(employeeId)) }]
  })
}

function unitsWithout(
  ways: readonly Way[],
  current: readonly Appointment[],
  here: readonly Employment[],
): TaskAssessment['unitsWithout'] {
  const perUnit = [...new Set(ways.flat())].filter((office) => officeOf(office).scope === 'unit')
  const staffed = [...new Set(here.flatMap((one) => one.unitId ?? []))].sort()
  return perUnit.flatMap((office) => {
    const covered = new Set(current.filter((one) => one.office === office).map((one) => one.unitId))
    const unitIds = staffed.filter((unitId) => !covered.has(unitId))
    return unitIds.length > 0 ? [{ office, unitIds }] : []
  })
}

/**
 * Who of the house could deputise in an office from a day on: own staff without a known last day, whom no rule refuses.
 * First who works in the unit of an officer, then who is a deputy elsewhere already, then who has few offices.
 * For a seat that the employer does not fill nobody is proposed, only a hint.
 */
function proposeDeputies(
  office: OfficeCode,
  officers: Officers,
  held: ReadonlyMap<string, readonly Appointment[]>,
  here: readonly Employment[],
  on: LocalDate,
): Deputies {
  const hints = hintsOf(office)
  if (officeOf(office).provides !== 'employer') return { office, employeeIds: [], hints }
  const holders = officers.get(office) ?? new Set()
  const units = new Set(here.filter((one) => holders.has(one.id)).map((one) => one.unitId))
  const best: Candidate[] = []
  for (const employee of here) {
    if (employee.workerType !== 'employee' || employee.lastDay !== null || holders.has(employee.id)) continue
    const has = held.get(employee.id) ?? []
    const sameUnit = employee.unitId !== null && units.has(employee.unitId)
    const deputy = has.some((one) => one.kind === 'deputy')
    const candidate = { id: employee.id, rank: [sameUnit ? 0 : 1, deputy ? 0 : 1, has.length] }
    const last = best[maxDeputies - 1]
    // The rules are asked only for who would get a place: a ministry has 175,000 candidates.
    if (last !== undefined && compareCandidates(last, candidate) < 0) continue
    if (!mayDeputise(office, employee, has, on)) continue
    best.push(candidate)
    best.sort(compareCandidates)
    best.splice(maxDeputies)
  }
  return { office, employeeIds: best.map((one) => one.id), hints }
}

type Candidate = { readonly id: string; readonly rank: readonly number[] }

function compareCandidates(a: Candidate, b: Candidate): number {
  const n = a.rank.findIndex((value, place) => value !== b.rank[place])
  if (n === -1) return a.id < b.id ? -1 : 1
  return (a.rank[n] ?? 0) - (b.rank[n] ?? 0)
}

function mayDeputise(office: OfficeCode, employee: Employment, has: readonly Appointment[], on: LocalDate): boolean {
  const unitId = officeOf(office).scope === 'unit' ? employee.unitId : null
  const request: AppointmentRequest = { employee, office, unitId, kind: 'deputy', from: on, until: null }
  const unitIds = new Set(unitId === null ? [] : [unitId])
  return decideAppointment(request, has, { by: null, on, unitIds }).kind === 'granted'
}

function hintsOf(office: OfficeCode): readonly Hint[] {
  switch (officeOf(office).provides) {
    case 'staff':
      return ['elected-by-staff']
    case 'union':
      return ['named-by-union']
    case 'processor':
      return ['named-by-processor']
    case 'employer':
      return regional.includes(office) ? ['neighbour-or-region'] : []
  }
}
