import type { LocalDate } from './local-date.ts'
import { type Appointment, type OfficeCode, officeOf, overlap } from './offices.ts'

/** What can need a second person: a last day, an office, another account to sign in with. */
export const proposalKinds = ['departure', 'appointment', 'sign-in-link'] as const
export type ProposalKind = (typeof proposalKinds)[number]

/** Offices whose holders can be the second person for anything. */
const confirming: readonly OfficeCode[] = ['administrator', 'municipal-secretary']
/**
 * Offices whose holder alone starts what cannot be undone: an emergency. Who gets such an office everybody sees; which
 * account signs in as the holder nobody does.
 */
const startingAlone: readonly OfficeCode[] = ['ciso']

/**
 * Whether a change needs a second person.
 *
 * A last day needs one for who oversees. An office and an account also for who could be the second person: else one
 * administrator makes a second one, or becomes one, and confirms alone. An account needs one also for who starts an
 * emergency alone.
 *
 * @param offices - What the person holds now, will hold or is proposed for; for an appointment the office that is given.
 *
 * Source: GDPR Art. 38(3); WOR art. 21; ISO/IEC 27001:2022, A.5.3.
 */
export function needsSecondPerson(kind: ProposalKind, offices: readonly OfficeCode[]): boolean {
  return touched(kind, offices).length > 0
}

/** Of the offices given, those for which a change needs a second person. */
export function touched(kind: ProposalKind, offices: readonly OfficeCode[]): readonly OfficeCode[] {
  const counts = (office: OfficeCode) =>
    officeOf(office).oversight ||
    (kind !== 'departure' && confirming.includes(office)) ||
    (kind === 'sign-in-link' && startingAlone.includes(office))
  return [...new Set(offices)].filter(counts)
}

/** The offices that one person holds on a day or will hold after it. */
export function officesFrom(appointments: readonly Appointment[], employeeId: string, on: LocalDate): OfficeCode[] {
  const held = appointments.filter((one) => one.employeeId === employeeId && overlap(one, { from: on, until: null }))
  return [...new Set(held.map(({ office }) => office))]
}

/** A proposal as the rules see one. `offices`: those that make it need a second person. */
export type Proposal = {
  readonly kind: ProposalKind
  readonly employeeId: string
  readonly offices: readonly OfficeCode[]
  readonly proposedBy: string
  /** First instant at which it can no longer be answered. */
  readonly endsAt: Date
  readonly state: 'open' | 'confirmed' | 'rejected' | 'withdrawn'
}

/** Who somebody is to a second person who confirms: by which name they know them, and who signs in as them. */
export type PersonProposed = {
  readonly subject: string | null
  readonly givenName: string
  readonly familyName: string
}

/** True where somebody has the name and the account under which they were proposed. */
export function isWhoWasProposed(person: PersonProposed, proposed: PersonProposed | null): boolean {
  return (
    proposed !== null &&
    person.subject === proposed.subject &&
    person.givenName === proposed.givenName &&
    person.familyName === proposed.familyName
  )
}

/** Why somebody cannot answer a proposal; the codes are those of `people.refusal.<code>`. */
export type AnswerRefusal =
  | 'proposal-answered'
  | 'proposal-too-old'
  | 'own-proposal'
  | 'not-yours-to-answer'
  | 'own-office-proposed'

/**
 * Why somebody cannot confirm a proposal; nothing where they can.
 *
 * A second person is another administrator, the municipal secretary or deputy, somebody in the same office as the one it is
 * about, and for a last day or an account the person it is about.
 *
 * @param by - Who would confirm, with the offices held now.
 */
export function whyNotConfirm(
  proposal: Proposal,
  by: { readonly id: string; readonly offices: readonly OfficeCode[] },
  now: Date,
): AnswerRefusal | undefined {
  if (proposal.state !== 'open') return 'proposal-answered'
  if (now >= proposal.endsAt) return 'proposal-too-old'
  if (by.id === proposal.proposedBy) return 'own-proposal'
  if (by.id === proposal.employeeId) return proposal.kind === 'appointment' ? 'own-office-proposed' : undefined
  const may = by.offices.some((office) => confirming.includes(office) || proposal.offices.includes(office))
  return may ? undefined : 'not-yours-to-answer'
}

/** Why somebody cannot reject or withdraw a proposal: whoever made it, may confirm it or is the one it is about can. */
export function whyNotReject(...[proposal, by, now]: Parameters<typeof whyNotConfirm>): AnswerRefusal | undefined {
  const why = whyNotConfirm(proposal, by, now)
  return why === 'own-proposal' || why === 'own-office-proposed' ? undefined : why
}

/** Days in which a second person can answer. Long enough for a holiday of a week; silence is never consent. */
export const proposalDays = 14
