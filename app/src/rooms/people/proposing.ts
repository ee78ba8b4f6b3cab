import { randomUUID } from 'node:crypto'
import type { Act } from '../../platform/act.ts'
import { Refused } from '../../platform/problem.ts'
import { giveOffice, grantedAppointment, personOf } from './appointing.ts'
import { allAppointments, lockAppointments } from './appointments-store.ts'
import { proposalNoted } from './entry-kinds.ts'
import { groupOfOffice } from './office-groups.ts'
import { inForce, isOfficeCode, type OfficeCode } from './offices.ts'
import {
  canSignIn,
  changeDeparture,
  changeSignInLink,
  dayAt,
  departureInstant,
  nameOf,
  noSuchEmployee,
  notOneself,
  officesThatGuard,
  today,
  whyNotLeave,
} from './people.ts'
import type { ProposalsAnswer, ProposalWish } from './proposal-shapes.ts'
import {
  addProposal,
  answerProposal,
  openProposals,
  proposalsSince,
  type StoredProposal,
  takeProposal,
} from './proposals-store.ts'
import { isWhoWasProposed, proposalDays, touched, whyNotConfirm, whyNotReject } from './second-person.ts'
import type { NewAppointment } from './shapes.ts'
import {
  allUnits,
  type Employee,
  employeesWithIds,
  findEmployee,
  findEmployeeNamed,
  lockStaff,
  officeHolders,
} from './store.ts'

const dayMs = 24 * 60 * 60 * 1000
/** Days for which an answered proposal stays on the screen, and for which another name or account of a person is told. */
const shownDays = 30

/** Proposes what a second person must confirm. Refused at once where the rules would refuse it then. */
export async function propose(act: Act, wish: ProposalWish): Promise<{ id: string } | Refused> {
  await lockStaff(act.tx)
  await lockAppointments(act.tx)
  const employee = await findEmployee(act.tx, wish.employeeId)
  act.concerns(employee === undefined ? [] : [employee.id])
  if (employee === undefined) return noSuchEmployee()
  const why = await whyNotPropose(act, employee, wish)
  if (why !== undefined) return why
  const offices = touched(wish.kind, await officesConcerned(act, wish))
  if (offices.length === 0) return refusal('no-second-person')
  const proposal = {
    id: randomUUID(),
    kind: wish.kind,
    employeeId: employee.id,
    wish,
    person: { subject: employee.subject, givenName: employee.givenName, familyName: employee.familyName },
    offices,
    proposedBy: act.principal.entity.id,
    proposedAt: act.at,
    endsAt: new Date(act.at.getTime() + proposalDays * dayMs),
  }
  const same = (await openProposals(act.tx, act.at)).some((one) => isSame(one.wish, wish))
  if (same) return refusal('already-proposed')
  if (!(await someoneCanConfirm(act, { ...proposal, state: 'open' }))) return refusal('nobody-can-confirm')
  await addProposal(act.tx, proposal)
  await note(act, proposal, 'made')
  return { id: proposal.id }
}

/** Confirms a proposal as the second person, and does what was proposed. */
export async function confirm(act: Act, id: string): Promise<null | Refused> {
  await lockStaff(act.tx)
  await lockAppointments(act.tx)
  const proposal = await takeProposal(act.tx, id)
  act.concerns(proposal === undefined ? [] : [proposal.employeeId])
  if (proposal === undefined) return refusal('no-such-proposal', 404)
  const why = whyNotConfirm(proposal, ownOffices(act), act.at)
  if (why !== undefined) return refusal(why, why === 'not-yours-to-answer' ? 403 : 409)
  const employee = await findEmployee(act.tx, proposal.employeeId)
  if (employee === undefined) return noSuchEmployee()
  if (!isWhoWasProposed(employee, proposal.person)) return refusal('person-changed')
  const refused = await carryOut(act, proposal, employee)
  if (refused !== undefined) return refused
  await answer(act, proposal, 'confirmed')
  return null
}

/** Rejects a proposal, or withdraws one's own. Nothing of it happens. */
export async function reject(act: Act, id: string): Promise<null | Refused> {
  const proposal = await takeProposal(act.tx, id)
  act.concerns(proposal === undefined ? [] : [proposal.employeeId])
  if (proposal === undefined) return refusal('no-such-proposal', 404)
  const why = whyNotReject(proposal, ownOffices(act), act.at)
  if (why !== undefined) return refusal(why, why === 'not-yours-to-answer' ? 403 : 409)
  await answer(act, proposal, proposal.proposedBy === act.principal.entity.id ? 'withdrawn' : 'rejected')
  return null
}

/** Proposals that whoever asks made, may answer or is the subject of; for who administers or oversees data, all of them. */
export async function listProposals(act: Act): Promise<ProposalsAnswer> {
  const by = ownOffices(act)
  const seesAll = by.offices.some((office) => ['administrator', 'municipal-secretary', 'dpo'].includes(office))
  const since = new Date(act.at.getTime() - shownDays * dayMs)
  const all = await proposalsSince(act.tx, since)
  const shown = all.filter(
    (one) =>
      seesAll || one.employeeId === by.id || one.offices.some((office) => by.offices.some((own) => own === office)),
  )
  const ids = shown.flatMap(({ employeeId, proposedBy, answeredBy }) =>
    answeredBy === null ? [employeeId, proposedBy] : [employeeId, proposedBy, answeredBy],
  )
  const people = new Map((await employeesWithIds(act.tx, [...new Set(ids)])).map((one) => [one.id, one]))
  const units = await allUnits(act.tx)
  act.concerns(ids)
  const named = (id: string) => personOf(people, units, id)
  const changedOn = new Map<string, string>()
  for (const { id, identityChangedAt } of people.values())
    if (identityChangedAt != null && identityChangedAt > since) changedOn.set(id, await dayAt(act, identityChangedAt))
  return {
    proposals: shown.map((one) => ({
      id: one.id,
      state: one.state === 'open' && act.at >= one.endsAt ? 'expired' : one.state,
      wish: one.wish,
      person: named(one.employeeId),
      unitName: one.wish.kind === 'appointment' ? nameOf(units, one.wish.unitId) : null,
      offices: [...one.offices],
      proposedBy: named(one.proposedBy),
      proposedAt: one.proposedAt.toISOString(),
      endsAt: one.endsAt.toISOString(),
      answeredBy: one.answeredBy === null ? null : named(one.answeredBy),
      answeredAt: one.answeredAt?.toISOString() ?? null,
      personChangedOn: one.state === 'open' ? (changedOn.get(one.employeeId) ?? null) : null,
      mayConfirm: whyNotConfirm(one, by, act.at) === undefined,
      mayReject: whyNotReject(one, by, act.at) === undefined,
      isOwn: one.proposedBy === by.id,
      isAboutMe: one.employeeId === by.id,
    })),
  }
}

/** How many proposals are about whoever asks, and how many others wait for them. */
export async function waitingProposals(act: Act): Promise<{ aboutMe: number; toConfirm: number }> {
  const by = ownOffices(act)
  const open = await openProposals(act.tx, act.at)
  const aboutMe = open.filter(({ employeeId }) => employeeId === by.id).length
  const others = open.filter((one) => one.employeeId !== by.id)
  return { aboutMe, toConfirm: others.filter((one) => whyNotConfirm(one, by, act.at) === undefined).length }
}

async function whyNotPropose(act: Act, employee: Employee, wish: ProposalWish): Promise<Refused | undefined> {
  switch (wish.kind) {
    case 'departure':
      if (act.principal.entity.id === employee.id) return notOneself()
      return whyNotDepart(act, employee, wish.leavesAt)
    case 'appointment': {
      const granted = await grantedAppointment(act, appointmentOf(wish), act.principal.entity.id)
      return granted instanceof Refused ? granted : undefined
    }
    case 'sign-in-link': {
      const owner = await findEmployeeNamed(act.tx, 'subject', wish.subject)
      if (owner?.id === employee.id) return refusal('subject-same')
      return owner === undefined ? undefined : refusal('subject-taken')
    }
  }
}

/** Does what was proposed. The rules are asked again: much can have changed since. */
async function carryOut(
  act: Act,
  { wish, proposedBy }: StoredProposal,
  employee: Employee,
): Promise<Refused | undefined> {
  switch (wish.kind) {
    case 'departure': {
      const why = await whyNotDepart(act, employee, wish.leavesAt)
      if (why !== undefined) return why
      const leavesAt = wish.leavesAt === null ? null : departureInstant(wish.leavesAt, act.at)
      await changeDeparture(act, employee, leavesAt)
      return undefined
    }
    case 'appointment': {
      const on = await today(act)
      // Nothing begins in the past: what was confirmed later begins on that day.
      const from = [wish.from, on].toSorted().at(-1) ?? on
      const granted = await grantedAppointment(act, appointmentOf({ ...wish, from }), proposedBy)
      if (granted instanceof Refused) return granted
      await giveOffice(act, granted)
      return undefined
    }
    case 'sign-in-link':
      return changeSignInLink(act, employee, wish.subject)
  }
}

/** The offices for which a wish could need a second person. */
async function officesConcerned(act: Act, wish: ProposalWish): Promise<readonly OfficeCode[]> {
  if (wish.kind === 'appointment') return isOfficeCode(wish.office) ? [wish.office] : []
  return officesThatGuard(act, wish.kind, wish.employeeId)
}

/** Why a departure cannot be noted, or, where `leavesAt` is null, taken back. */
async function whyNotDepart(act: Act, employee: Employee, leavesAt: string | null): Promise<Refused | undefined> {
  if (leavesAt !== null) return whyNotLeave(act, employee, departureInstant(leavesAt, act.at))
  return employee.leavesAt === null ? refusal('no-departure') : undefined
}

/** Whether there is anybody who can sign in and confirm: a proposal that nobody can answer helps nobody. */
async function someoneCanConfirm(act: Act, proposal: Parameters<typeof whyNotConfirm>[0]): Promise<boolean> {
  const on = await today(act)
  const held = (await allAppointments(act.tx)).filter((one) => inForce(one, on))
  const people = (await officeHolders(act.tx)).filter((one) => canSignIn(one, act.at, on))
  return people.some(({ id }) => {
    const offices = held.filter(({ employeeId }) => employeeId === id).map(({ office }) => office)
    return whyNotConfirm(proposal, { id, offices }, act.at) === undefined
  })
}

function ownOffices(act: Act): { readonly id: string; readonly offices: readonly OfficeCode[] } {
  const { id, attributes } = act.principal.entity
  const held = Array.isArray(attributes.offices) ? attributes.offices : []
  return { id, offices: held.filter(isOfficeCode) }
}

async function answer(
  act: Act,
  proposal: StoredProposal,
  state: 'confirmed' | 'rejected' | 'withdrawn',
): Promise<void> {
  await answerProposal(act.tx, proposal.id, { state, by: act.principal.entity.id, at: act.at })
  await note(act, proposal, state)
}

async function note(
  act: Act,
  { kind, offices, employeeId }: Pick<StoredProposal, 'kind' | 'offices' | 'employeeId'>,
  step: 'made' | 'confirmed' | 'rejected' | 'withdrawn',
): Promise<void> {
  for (const office of offices) {
    const facts = { what: kind, step, offices: groupOfOffice(office) }
    await act.enter(proposalNoted, facts, { about: [employeeId], details: { office } })
  }
}

function appointmentOf(wish: Extract<ProposalWish, { kind: 'appointment' }>): NewAppointment {
  const { employeeId, office, unitId, seat, from, until } = wish
  return { employeeId, office, unitId, kind: seat, from, until }
}

function isSame(one: ProposalWish, other: ProposalWish): boolean {
  if (one.kind !== other.kind || one.employeeId !== other.employeeId) return false
  return one.kind !== 'appointment' || other.kind !== 'appointment'
    ? true
    : one.office === other.office && one.unitId === other.unitId
}

function refusal(code: string, status: 403 | 404 | 409 = 409): Refused {
  return new Refused(status, [{ code, key: `people.refusal.${code}` }])
}
