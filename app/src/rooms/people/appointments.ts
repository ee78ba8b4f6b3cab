import { type IncompatibilityCode, incompatible } from './incompatibilities.ts'
import { addDays, type LocalDate } from './local-date.ts'
import { type Appointment, type Employment, inForce, type OfficeCode, officeOf, overlap, present } from './offices.ts'

/** What is asked: this person in this office, from the first day until the first day outside. */
export type AppointmentRequest = {
  readonly employee: Employment
  readonly office: OfficeCode
  readonly unitId: string | null
  readonly kind: 'holder' | 'deputy'
  readonly from: LocalDate
  readonly until: LocalDate | null
}

/** The facts around a request. `by`: the employee who appoints, `null` at set-up from the command line. `on`: today. */
export type AppointmentFacts = {
  readonly by: string | null
  readonly on: LocalDate
  readonly unitIds: ReadonlySet<string>
}

/** One reason against an appointment; the codes are those of `people.refusal.<code>`. */
export type AppointmentRefusal =
  | { readonly code: 'office-comes-with-employment' }
  | { readonly code: 'unit-missing' }
  | { readonly code: 'unit-not-allowed' }
  | { readonly code: 'unit-unknown' }
  | { readonly code: 'until-not-after-from' }
  | { readonly code: 'from-in-the-past'; readonly today: LocalDate }
  | { readonly code: 'before-start-of-employment'; readonly startsOn: LocalDate }
  | { readonly code: 'after-end-of-employment'; readonly lastDay: LocalDate }
  | { readonly code: 'not-in-our-service' }
  | { readonly code: 'already-appointed'; readonly appointmentId: string }
  | { readonly code: 'holder-and-deputy'; readonly appointmentId: string }
  | { readonly code: 'own-appointment' }
  | { readonly code: IncompatibilityCode; readonly other: OfficeCode; readonly appointmentId: string }

/** Granted, or refused with every reason. */
export type AppointmentDecision =
  | { readonly kind: 'granted' }
  | { readonly kind: 'refused'; readonly because: readonly AppointmentRefusal[] }

/**
 * Decides whether a person may be appointed. A deputy is judged as a holder, because a deputy can act.
 *
 * @param held - Appointments of anybody, past and future too; only those of this person matter, in any order.
 * @returns Every reason for refusal; those about other offices in the order of `incompatibilities`, then by appointment id.
 *
 * Source: GDPR Art. 38(6); BRU 5.1.3; UTR 1.2.4; the sources of `incompatibilities`.
 */
export function decideAppointment(
  request: AppointmentRequest,
  held: readonly Appointment[],
  facts: AppointmentFacts,
): AppointmentDecision {
  const because = [
    ...aboutSeat(request, facts),
    ...aboutTerm(request, facts),
    ...aboutPerson(request, facts),
    ...aboutOtherOffices(request, held),
  ]
  return because.length > 0 ? { kind: 'refused', because } : { kind: 'granted' }
}

function aboutSeat(request: AppointmentRequest, facts: AppointmentFacts): AppointmentRefusal[] {
  const office = officeOf(request.office)
  if (office.inherent) return [{ code: 'office-comes-with-employment' }]
  if (office.scope === 'organisation') return request.unitId === null ? [] : [{ code: 'unit-not-allowed' }]
  if (request.unitId === null) return [{ code: 'unit-missing' }]
  return facts.unitIds.has(request.unitId) ? [] : [{ code: 'unit-unknown' }]
}

function aboutTerm(request: AppointmentRequest, facts: AppointmentFacts): AppointmentRefusal[] {
  const { employee, from, until } = request
  const because: AppointmentRefusal[] = []
  if (until !== null && until <= from) because.push({ code: 'until-not-after-from' })
  // An office that starts in the past would make lawful afterwards what was not so when it was done.
  if (from < facts.on) because.push({ code: 'from-in-the-past', today: facts.on })
  if (from < employee.startsOn) because.push({ code: 'before-start-of-employment', startsOn: employee.startsOn })
  if (employee.lastDay !== null && employee.lastDay < from) {
    because.push({ code: 'after-end-of-employment', lastDay: employee.lastDay })
  }
  return because
}

function aboutPerson(request: AppointmentRequest, facts: AppointmentFacts): AppointmentRefusal[] {
  const office = officeOf(request.office)
  const because: AppointmentRefusal[] = []
  if (request.employee.workerType === 'elsewhere' && !office.elsewhere && !office.inherent) {
    because.push({ code: 'not-in-our-service' })
  }
  if (facts.by === request.employee.id && (office.decides || office.oversight))
    because.push({ code: 'own-appointment' })
  return because
}

function aboutOtherOffices(request: AppointmentRequest, held: readonly Appointment[]): AppointmentRefusal[] {
  const sameSeat: AppointmentRefusal[] = []
  const pairs: { code: IncompatibilityCode; other: OfficeCode; appointmentId: string }[] = []
  for (const one of held) {
    if (one.employeeId !== request.employee.id || !overlap(one, request)) continue
    if (one.office === request.office && one.unitId === request.unitId) {
      const code = one.kind === request.kind ? 'already-appointed' : 'holder-and-deputy'
      sameSeat.push({ code, appointmentId: one.id })
    }
    for (const code of incompatible(one.office, request.office)) {
      pairs.push({ code, other: one.office, appointmentId: one.id })
    }
  }
  // Sorted, so that the answer does not depend on the order in which appointments were read.
  const key = (one: AppointmentRefusal) => `${one.code} ${'appointmentId' in one ? one.appointmentId : ''}`
  return [...sameSeat, ...pairs].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** One reason against an end; the codes are those of `people.refusal.<code>`. */
export type EndRefusal =
  | { readonly code: 'already-ends'; readonly until: LocalDate }
  | { readonly code: 'end-before-from'; readonly from: LocalDate }
  | { readonly code: 'end-in-the-past'; readonly today: LocalDate }
  | { readonly code: 'overseer-ended-by-others' }
  | { readonly code: 'last-administrator'; readonly day: LocalDate }

/** Granted, or refused with every reason. */
export type EndDecision =
  | { readonly kind: 'granted' }
  | { readonly kind: 'refused'; readonly because: readonly EndRefusal[] }

/**
 * Decides whether an appointment may end earlier.
 *
 * An office of oversight that has begun is ended by the person, or by another holder of the same office (the chair of the
 * council for a member): whoever is watched does not remove the one who watches. Departure ends it too, and so does its own date.
 *
 * @param until - First day outside; today stops it at once; the day of `from` withdraws what has not begun.
 * @param by - Employee who ends it; `null` from the command line, which counts as being watched.
 * @param held - All appointments, in any order.
 * @param employees - All persons with an appointment; one who is not in the list cannot administer.
 *
 * Source: GDPR Art. 38(3); WOR art. 12, 21.
 */
export function decideEnd(
  appointment: Appointment,
  until: LocalDate,
  facts: {
    readonly by: string | null
    readonly on: LocalDate
    readonly held: readonly Appointment[]
    readonly employees: readonly Employment[]
  },
): EndDecision {
  const because: EndRefusal[] = []
  if (appointment.until !== null && appointment.until <= until) {
    because.push({ code: 'already-ends', until: appointment.until })
  }
  if (until < appointment.from) because.push({ code: 'end-before-from', from: appointment.from })
  if (until < facts.on) because.push({ code: 'end-in-the-past', today: facts.on })
  if (!mayEndOversight(appointment, facts)) because.push({ code: 'overseer-ended-by-others' })
  if (appointment.office === 'administrator') {
    const others = facts.held.filter((one) => one.id !== appointment.id)
    const day = firstDayWithoutAdministrator([...others, { ...appointment, until }], facts.employees, facts.on)
    if (day !== undefined && day >= until) because.push({ code: 'last-administrator', day })
  }
  return because.length > 0 ? { kind: 'refused', because } : { kind: 'granted' }
}

function mayEndOversight(
  appointment: Appointment,
  facts: { readonly by: string | null; readonly on: LocalDate; readonly held: readonly Appointment[] },
): boolean {
  if (!officeOf(appointment.office).oversight || facts.on < appointment.from) return true
  if (facts.by === appointment.employeeId) return true
  return facts.held.some(
    (one) =>
      one.employeeId === facts.by &&
      one.office === appointment.office &&
      one.kind === 'holder' &&
      inForce(one, facts.on),
  )
}

/**
 * The first day, from `on`, on which nobody administers, neither as holder nor as deputy; `undefined` when there is none.
 *
 * @param appointments - As they would be; those of persons who have left do not count.
 */
export function firstDayWithoutAdministrator(
  appointments: readonly Appointment[],
  employees: readonly Employment[],
  on: LocalDate,
): LocalDate | undefined {
  const persons = new Map(employees.map((one) => [one.id, one]))
  const terms = appointments.flatMap((one) => {
    const person = persons.get(one.employeeId)
    return one.office === 'administrator' && person !== undefined ? [{ ...one, person }] : []
  })
  let day = on
  for (;;) {
    const covering = terms.filter((term) => inForce(term, day) && present(term.person, day))
    if (covering.length === 0) return day
    const ends = covering.map(({ until, person }) => {
      const gone = person.lastDay === null ? null : addDays(person.lastDay, 1)
      return gone === null || (until !== null && until < gone) ? until : gone
    })
    if (ends.includes(null)) return undefined
    // Each end lies after `day`, so the loop always moves on.
    day = ends.toSorted().at(-1) ?? day
  }
}
