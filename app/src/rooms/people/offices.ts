import type { LocalDate } from './local-date.ts'

/**
 * One office: a task that the organisation gives to a person, for a time.
 *
 * `scope`: one seat for the whole organisation, or one in each unit. `decides`: a passkey is asked again at a decision.
 * `oversight`: watches over others and is not removed by them. `inherent`: comes with being in the register of staff, never by
 * appointment. `elsewhere`: a person who is not in our service may hold it. `provides`: who can name somebody for it.
 */
type OfficeRow = {
  readonly code: string
  readonly scope: 'organisation' | 'unit'
  readonly decides: boolean
  readonly oversight: boolean
  readonly inherent: boolean
  readonly elsewhere: boolean
  readonly provides: 'employer' | 'staff' | 'union' | 'processor'
  readonly source: string
}

// What most offices have in common; each row names only where it differs.
const usual = {
  scope: 'organisation',
  decides: false,
  oversight: false,
  inherent: false,
  elsewhere: false,
  provides: 'employer',
} as const

/** The closed list of offices. A new office is a change of this table, of the messages and of the permissions. */
export const offices = [
  { ...usual, code: 'employee', inherent: true, source: 'UTR 1.2.4; appendix A-1' },
  { ...usual, code: 'manager', scope: 'unit', decides: true, source: 'UTR 2.5.3; appendix A-3' },
  // Containment is ordered at the desk, so the analyst decides about a device or account.
  { ...usual, code: 'analyst', decides: true, source: 'BRU 5.1.2; appendix A-8' },
  { ...usual, code: 'ciso', decides: true, elsewhere: true, source: 'BRU 5; UTR 2.5.3; appendix A-10' },
  { ...usual, code: 'diso', scope: 'unit', source: 'UTR 1.3.8; appendix A-11' },
  // GDPR Art. 37(3), (6): several public bodies may share one, also under a service contract.
  { ...usual, code: 'dpo', decides: true, oversight: true, elsewhere: true, source: 'GDPR Art. 37-39; appendix A-9' },
  {
    ...usual,
    code: 'works-council-member',
    decides: true,
    oversight: true,
    provides: 'staff',
    source: 'WOR art. 6, 27; MED framework agreement § 6-8; appendix A-15',
  },
  { ...usual, code: 'shop-steward', oversight: true, provides: 'staff', source: 'BIL L39-L57; appendix A-16' },
  { ...usual, code: 'municipal-secretary', decides: true, source: 'BRU 5.1.1-5.1.2; BIL L11; appendix A-5' },
  { ...usual, code: 'im-head', decides: true, source: 'BRU 5.1.2-5.1.3; appendix A-7' },
  {
    ...usual,
    code: 'confidential-adviser',
    decides: true,
    oversight: true,
    elsewhere: true,
    source: 'BRU 5.1.3; appendix A-14',
  },
  { ...usual, code: 'privacy-officer', decides: true, elsewhere: true, source: 'OSS P3; appendix A-13' },
  { ...usual, code: 'ipm', scope: 'unit', source: 'UTR 2.1.4; appendix A-12' },
  { ...usual, code: 'project-lead', elsewhere: true, source: 'OSS P3; appendix A-26' },
  // Mayor and aldermen govern the organisation and are not in its service.
  {
    ...usual,
    code: 'adopting-board',
    decides: true,
    elsewhere: true,
    source: 'UTR 1.2.6; BRU preamble; appendix A-17',
  },
  { ...usual, code: 'registry', source: 'BRU 2.1; appendix A-19' },
  {
    ...usual,
    code: 'union-consultant',
    oversight: true,
    elsewhere: true,
    provides: 'union',
    source: 'BIL L39; appendix A-16',
  },
  {
    ...usual,
    code: 'external-processor',
    decides: true,
    elsewhere: true,
    provides: 'processor',
    source: 'GDPR Art. 28-29; appendix A-22',
  },
  { ...usual, code: 'device-administrator', decides: true, elsewhere: true, source: 'OSS P3; appendix A-27' },
  { ...usual, code: 'service-desk', elsewhere: true, source: 'BRU 4; UTR 4.1.2; appendix A-18' },
  { ...usual, code: 'record-manager', scope: 'unit', decides: true, source: 'UTR 2.9.8-2.9.9; appendix A-12' },
  { ...usual, code: 'foi-officer', decides: true, source: 'UTR 2.9.10; Woo art. 4.1a; appendix A-21' },
  { ...usual, code: 'communications', source: 'BRU 3; appendix A-20' },
  { ...usual, code: 'administrator', decides: true, source: 'BRU 5.1.2; appendix A-27' },
] as const satisfies readonly OfficeRow[]

/** Name of an office, kebab-case, in the database, the permissions and the messages (`people.office.<code>`). */
export type OfficeCode = (typeof offices)[number]['code']

/** One row of the table of offices. */
export type Office = OfficeRow & { readonly code: OfficeCode }

/**
 * One person holding one office for a time, as holder or as deputy of the seat. A deputy may act at any moment in the term.
 *
 * `from` is the first day, `until` the first day outside; `null` is without end. `unitId` is set for offices of a unit only.
 * With `until` equal to `from` it was withdrawn before it began.
 */
export type Appointment = {
  readonly id: string
  readonly office: OfficeCode
  readonly employeeId: string
  readonly unitId: string | null
  readonly kind: 'holder' | 'deputy'
  readonly from: LocalDate
  readonly until: LocalDate | null
}

/** Kinds of worker; `elsewhere` is a person who is not in our service (a shared DPO, a union consultant, a processor). */
export const workerTypes = ['employee', 'external', 'intern', 'agency', 'payroll', 'volunteer', 'elsewhere'] as const

/** See `workerTypes`. Source: UTR 1.2.4. */
export type WorkerType = (typeof workerTypes)[number]

/** What the rules need to know of a person: the first day, and the last day with any access (`null` when none is known). */
export type Employment = {
  readonly id: string
  readonly workerType: WorkerType
  readonly unitId: string | null
  readonly startsOn: LocalDate
  readonly lastDay: LocalDate | null
}

const byCode: ReadonlyMap<string, Office> = new Map(offices.map((office) => [office.code, office]))

/** The row of one office. */
export function officeOf(code: OfficeCode): Office {
  const office = byCode.get(code)
  if (office === undefined) throw new TypeError(`no such office: "${code}"`)
  return office
}

/** Whether a text is the code of an office. */
export function isOfficeCode(text: string): text is OfficeCode {
  return byCode.has(text)
}

/** Whether the appointment holds on a day. The first day counts, `until` itself is outside. */
export function inForce(appointment: Pick<Appointment, 'from' | 'until'>, on: LocalDate): boolean {
  return appointment.from <= on && (appointment.until === null || on < appointment.until)
}

/** Whether two terms have a day in common. A withdrawn appointment has no day. */
export function overlap(a: Pick<Appointment, 'from' | 'until'>, b: Pick<Appointment, 'from' | 'until'>): boolean {
  const aHasDays = a.until === null || a.from < a.until
  const bHasDays = b.until === null || b.from < b.until
  return aHasDays && bHasDays && (b.until === null || a.from < b.until) && (a.until === null || b.from < a.until)
}

/** Whether a person is in the register on a day. The last day counts: within it the exact instant decides. */
export function present(employee: Pick<Employment, 'startsOn' | 'lastDay'>, on: LocalDate): boolean {
  return employee.startsOn <= on && (employee.lastDay === null || on <= employee.lastDay)
}

/**
 * The offices that a person holds on a day: `employee` first, then appointments in the order given.
 *
 * @param appointments - Of anybody; those of others are skipped.
 * @returns Nothing for somebody who has not started or has left, whatever the appointments say.
 */
export function officesOf(
  employee: Employment,
  appointments: readonly Appointment[],
  on: LocalDate,
): readonly { office: OfficeCode; unitId: string | null; kind: 'holder' | 'deputy'; until: LocalDate | null }[] {
  if (!present(employee, on)) return []
  const held = appointments.filter((one) => one.employeeId === employee.id && inForce(one, on))
  return [
    { office: 'employee', unitId: null, kind: 'holder', until: null },
    ...held.map(({ office, unitId, kind, until }) => ({ office, unitId, kind, until })),
  ]
}
