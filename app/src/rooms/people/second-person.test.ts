import assert from 'node:assert/strict'
import { test } from 'node:test'
import { localDate } from './local-date.ts'
import { type Appointment, type OfficeCode, offices } from './offices.ts'
import {
  needsSecondPerson,
  officesFrom,
  type Proposal,
  proposalKinds,
  whyNotConfirm,
  whyNotReject,
} from './second-person.ts'

const overseers = offices.filter(({ oversight }) => oversight).map(({ code }) => code)

for (const { code } of offices) {
  test(`who needs a second person: ${code}`, () => {
    const oversees = overseers.includes(code)
    const couldConfirm = code === 'administrator' || code === 'municipal-secretary'
    assert.equal(needsSecondPerson('departure', [code]), oversees)
    assert.equal(needsSecondPerson('appointment', [code]), oversees || couldConfirm)
    const startsAlone = code === 'ciso'
    assert.equal(needsSecondPerson('sign-in-link', ['employee', code]), oversees || couldConfirm || startsAlone)
  })
}

const endsAt = new Date('2026-12-08T10:00:00Z')
const now = new Date('2026-11-24T10:00:00Z')
const about = (kind: Proposal['kind'], office: OfficeCode = 'dpo'): Proposal => ({
  ...{ kind, employeeId: 'subject', offices: [office], proposedBy: 'proposer', endsAt, state: 'open' },
})

const rows: readonly {
  name: string
  proposal: Proposal
  by: string
  offices?: readonly OfficeCode[]
  at?: Date
  confirm: string | undefined
  reject: string | undefined
}[] = [
  ...proposalKinds
    .flatMap((kind) => [
      { name: `${kind}: another administrator`, proposal: about(kind), by: 'x', offices: ['administrator'] as const },
      { name: `${kind}: the secretary`, proposal: about(kind), by: 'x', offices: ['municipal-secretary'] as const },
      { name: `${kind}: the same office`, proposal: about(kind), by: 'x', offices: ['dpo'] as const },
    ])
    .map((row) => ({ ...row, confirm: undefined, reject: undefined })),
  ...(['departure', 'sign-in-link'] as const).map((kind) => ({
    ...{ name: `${kind}: the person it is about`, proposal: about(kind), by: 'subject' },
    ...{ confirm: undefined, reject: undefined },
  })),
  {
    name: 'nobody confirms an office for themselves, and everybody may decline one',
    ...{ proposal: about('appointment'), by: 'subject', offices: ['administrator', 'dpo'] },
    ...{ confirm: 'own-office-proposed', reject: undefined },
  },
  {
    name: 'nobody is the second person for what they proposed, whatever they hold',
    ...{ proposal: about('departure'), by: 'proposer', offices: ['administrator', 'dpo'] },
    ...{ confirm: 'own-proposal', reject: undefined },
  },
  {
    name: 'another office of oversight does not count',
    ...{ proposal: about('departure'), by: 'x', offices: ['works-council-member', 'ciso', 'employee'] },
    ...{ confirm: 'not-yours-to-answer', reject: 'not-yours-to-answer' },
  },
  {
    name: 'a moment before the end still counts',
    ...{ proposal: about('departure'), by: 'x', offices: ['administrator'], at: new Date(endsAt.getTime() - 1) },
    ...{ confirm: undefined, reject: undefined },
  },
  {
    name: 'the end itself is too late',
    ...{ proposal: about('departure'), by: 'x', offices: ['administrator'], at: endsAt },
    ...{ confirm: 'proposal-too-old', reject: 'proposal-too-old' },
  },
  ...(['confirmed', 'rejected', 'withdrawn'] as const).map((state) => ({
    name: `what is ${state} is not answered again`,
    ...{ proposal: { ...about('departure'), state }, by: 'x', offices: ['administrator'] as const },
    ...{ confirm: 'proposal-answered', reject: 'proposal-answered' },
  })),
]

for (const { name, proposal, by, offices: held = [], at = now, confirm, reject } of rows) {
  test(`second person: ${name}`, () => {
    assert.equal(whyNotConfirm(proposal, { id: by, offices: held }, at), confirm)
    assert.equal(whyNotReject(proposal, { id: by, offices: held }, at), reject)
  })
}

test('an office that begins later counts already, one that has ended does not', () => {
  const on = localDate('2026-11-24')
  const held = (office: OfficeCode, from: string, until: string | null, employeeId = 'a'): Appointment => ({
    ...{ id: office, office, employeeId, unitId: null, kind: 'deputy' },
    ...{ from: localDate(from), until: until === null ? null : localDate(until) },
  })
  const all = [
    held('dpo', '2026-12-01', null),
    held('shop-steward', '2020-01-01', '2026-11-24'),
    held('confidential-adviser', '2020-01-01', '2026-11-25'),
    held('union-consultant', '2026-12-01', '2026-12-01'),
    held('works-council-member', '2020-01-01', null, 'b'),
  ]
  assert.deepEqual(officesFrom(all, 'a', on), ['dpo', 'confidential-adviser'])
})
