import { sql } from 'kysely'
import type { Tx } from '../../platform/database.ts'
import type { OfficeCode } from './offices.ts'
import type { ProposalWish } from './proposal-shapes.ts'
import type { PersonProposed, Proposal, ProposalKind } from './second-person.ts'

/** A proposal as it is kept, with what would be done. */
export type StoredProposal = Proposal & {
  readonly id: string
  readonly wish: ProposalWish
  /** Who the person was when it was proposed; null once it is answered. */
  readonly person: PersonProposed | null
  readonly proposedAt: Date
  readonly answeredBy: string | null
  readonly answeredAt: Date | null
}

type Tables = {
  proposals: {
    id: string
    kind: ProposalKind
    employee_id: string
    wish: ProposalWish
    person: PersonProposed | null
    offices: string
    proposed_by: string
    proposed_at: Date
    ends_at: Date
    state: Proposal['state']
    answered_by: string | null
    answered_at: Date | null
  }
}

const columns = [
  'id',
  'kind',
  'employee_id',
  'wish',
  'person',
  'offices',
  'proposed_by',
  'proposed_at',
  'ends_at',
  'state',
  'answered_by',
  'answered_at',
] as const

function proposalOf(row: Tables['proposals']): StoredProposal {
  return {
    id: row.id,
    kind: row.kind,
    employeeId: row.employee_id,
    wish: row.wish,
    person: row.person,
    // Written by `addProposal` from offices.
    offices: row.offices.split(' ') as OfficeCode[],
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at,
    endsAt: row.ends_at,
    state: row.state,
    answeredBy: row.answered_by,
    answeredAt: row.answered_at,
  }
}

/** Proposals that can still be answered, and those that were answered or ran out after an instant, the newest first. */
export async function proposalsSince(tx: Tx, since: Date): Promise<StoredProposal[]> {
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('proposals')
    .select(columns)
    .where(({ eb, or, and }) =>
      or([and([eb('state', '=', 'open'), eb('ends_at', '>', since)]), eb('answered_at', '>', since)]),
    )
    .orderBy('proposed_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(proposalOf)
}

/** Proposals that can be answered at an instant. */
export async function openProposals(tx: Tx, at: Date): Promise<StoredProposal[]> {
  const rows = await tx
    .withTables<Tables>()
    .selectFrom('proposals')
    .select(columns)
    .where('state', '=', 'open')
    .where('ends_at', '>', at)
    .execute()
  return rows.map(proposalOf)
}

/** One proposal, held until the transaction is over. */
export async function takeProposal(tx: Tx, id: string): Promise<StoredProposal | undefined> {
  const row = await tx
    .withTables<Tables>()
    .selectFrom('proposals')
    .select(columns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && proposalOf(row)
}

/** Writes a new proposal. */
export async function addProposal(
  tx: Tx,
  proposal: Omit<StoredProposal, 'state' | 'answeredBy' | 'answeredAt'>,
): Promise<void> {
  const { id, kind, employeeId, wish, person, offices, proposedBy, proposedAt, endsAt } = proposal
  await tx
    .withTables<Tables>()
    .insertInto('proposals')
    .values({
      id,
      kind,
      employee_id: employeeId,
      wish: sql<ProposalWish>`${JSON.stringify(wish)}::jsonb`,
      person: sql<PersonProposed>`${JSON.stringify(person)}::jsonb`,
      offices: offices.join(' '),
      proposed_by: proposedBy,
      proposed_at: proposedAt,
      ends_at: endsAt,
      state: 'open',
      answered_by: null,
      answered_at: null,
    })
    .execute()
}

/** Writes how a proposal was answered, once. */
export async function answerProposal(
  tx: Tx,
  id: string,
  answer: { readonly state: Exclude<Proposal['state'], 'open'>; readonly by: string; readonly at: Date },
): Promise<void> {
  await tx
    .withTables<Tables>()
    .updateTable('proposals')
    .set({ state: answer.state, person: null, answered_by: answer.by, answered_at: answer.at })
    .where('id', '=', id)
    .execute()
}

/** The instants of leaving that a second person confirmed and none took back since, by the id of the person. */
export async function confirmedDepartures(tx: Tx): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ id: string; leaves: string | null; answered_at: Date }>`
    select distinct on (employee_id) employee_id as id, wish ->> 'leavesAt' as leaves, answered_at from proposals
    where kind = 'departure' and state = 'confirmed' order by employee_id, answered_at desc`.execute(tx)
  return new Map(
    rows.flatMap(({ id, leaves, answered_at }) =>
      leaves === null ? [] : [[id, leaves === 'now' ? answered_at : new Date(leaves)]],
    ),
  )
}
