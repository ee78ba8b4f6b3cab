import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Declaration } from './declaration.ts'
import { impossible } from './impossible.ts'
import { type LegalContext, usualControlNotice } from './legal-context.ts'
import { type RefusalCode, refusalCodes } from './refusal.ts'
import { field, keep, model } from './testing/declarations.ts'

const context: LegalContext = { on: '2026-11-25', controlNotice: usualControlNotice }

type Case = {
  readonly name: string
  readonly model?: string
  readonly change: (one: Declaration) => void
  readonly code: RefusalCode
  readonly path: string
  readonly article?: RegExp
  /** Other refusals that follow from the same change. */
  readonly besides?: readonly RefusalCode[]
}

function look(one: Declaration, id: string): Declaration['looks'][number] {
  const found = one.looks.find((other) => other.id === id)
  if (found === undefined) throw new TypeError(`no look ${id}`)
  return found
}

const cases: readonly Case[] = [
  {
    name: 'consent of staff as the only ground',
    change: (one) => {
      one.grounds = [{ ground: 'gdpr-6-1-a' }]
    },
    code: 'consent-only',
    path: '/grounds',
  },
  {
    name: 'the name of an account as something that says nothing of a person',
    change: (one) => one.sources[1]?.fields.push({ path: 'Subject.UserName', class: 'other', treatment: 'keep' }),
    code: 'class-too-mild',
    path: '/sources/1/fields/7/class',
  },
  {
    name: 'a public task without a provision',
    change: (one) => {
      one.grounds = [{ ground: 'gdpr-6-1-e' }]
    },
    code: 'provision-missing',
    path: '/grounds/0/provision',
  },
  {
    name: 'legitimate interest without a balancing test',
    change: (one) => one.grounds.push({ ground: 'gdpr-6-1-f' }),
    code: 'balancing-test-missing',
    path: '/grounds/2/balancingTest',
  },
  {
    name: 'the same ground twice',
    change: (one) => one.grounds.push(structuredClone(one.grounds[0] ?? { ground: 'gdpr-6-1-c' })),
    code: 'ground-twice',
    path: '/grounds/2/ground',
  },
  {
    name: 'no DPIA, with a reason, while accounts are collected',
    change: (one) => {
      one.dpia = { reasonForNone: { nl: 'Het is een kleine maatregel.' } }
    },
    code: 'dpia-missing',
    path: '/dpia',
    article: /Stcrt. 2019, 64418/,
  },
  {
    name: 'a DPIA without a review',
    change: (one) => {
      delete one.dpia.review
    },
    code: 'dpia-incomplete',
    path: '/dpia/review',
  },
  {
    name: 'a DPIA whose review is today',
    change: (one) => {
      one.dpia.review = context.on
    },
    code: 'dpia-review-past',
    path: '/dpia/review',
  },
  {
    name: 'a high remaining risk that the authority never saw',
    change: (one) => {
      one.dpia.residualRisk = 'high'
    },
    code: 'high-risk-not-consulted',
    path: '/dpia/priorConsultation',
  },
  {
    name: 'an account kept readable',
    change: (one) => {
      field(one, 'User').treatment = 'keep'
    },
    code: 'identity-in-clear',
    path: '/sources/0/fields/4/treatment',
  },
  {
    name: 'a command line kept as it is',
    change: (one) => {
      field(one, 'CommandLine').treatment = 'keep'
    },
    code: 'text-in-clear',
    path: '/sources/0/fields/2/treatment',
    besides: ['never-broken'],
  },
  {
    name: 'biometric data without an exception',
    change: (one) => {
      field(one, 'User').special = 'biometric'
    },
    code: 'special-data',
    path: '/sources/0/fields/4/exception',
    article: /UAVG art. 29/,
  },
  {
    name: 'data on offences without rules',
    change: (one) => {
      field(one, 'User').special = 'criminal'
    },
    code: 'criminal-data',
    path: '/sources/0/fields/4/exception',
    article: /UAVG art. 33\(3\)/,
  },
  {
    name: 'a citizen service number as pseudonym, also with an exception',
    change: (one) => {
      const bsn = field(one, 'User')
      bsn.special = 'national-number'
      bsn.exception = { provision: 'any', reason: { nl: 'x' } }
    },
    code: 'national-number',
    path: '/sources/0/fields/4/treatment',
    article: /UAVG art. 46/,
  },
  {
    name: 'a time coarsened to a country',
    change: (one) => {
      field(one, 'UtcTime').to = 'country'
    },
    code: 'coarsening-wrong',
    path: '/sources/0/fields/6/to',
  },
  {
    name: 'a step for a field that is not coarsened',
    change: (one) => {
      field(one, 'Image').to = 'range'
    },
    code: 'coarsening-wrong',
    path: '/sources/0/fields/0/to',
  },
  {
    name: 'a log of accounts in a house that monitors nobody',
    change: (one) => {
      one.monitoring = 'none'
      one.sources.splice(1)
      one.envelope.logsources.splice(1)
    },
    code: 'collects-under-none',
    path: '/sources/0',
  },
  {
    name: 'rules for a source that nobody declared',
    change: (one) => one.envelope.logsources.push({ product: 'macos' }),
    code: 'envelope-without-source',
    path: '/envelope/logsources/3',
  },
  {
    name: 'a group of nine',
    change: (one) => {
      look(one, 'desk-units').k = 9
    },
    code: 'group-too-small',
    path: '/looks/1/k',
  },
  {
    name: 'the DPO on duty at the desk',
    change: (one) => look(one, 'desk-signals').offices.push('dpo'),
    code: 'overseer-looks',
    path: '/looks/2/offices/3',
  },
  {
    name: 'the council ending sessions',
    change: (one) => one.responses[1]?.offices.push('works-council-member'),
    code: 'overseer-responds',
    path: '/responses/1/offices/2',
  },
  {
    name: 'a manager who sees signals of persons',
    change: (one) => look(one, 'desk-signals').offices.push('manager'),
    code: 'manager-sees-persons',
    path: '/looks/2/offices/3',
    besides: ['never-broken'],
  },
  {
    name: 'no look for the DPO',
    change: (one) => {
      one.looks = one.looks.filter(({ id }) => id !== 'dpo-oversight')
    },
    code: 'no-oversight-look',
    path: '/looks',
  },
  {
    name: 'capacity looked at per person, under the level of the organisation',
    model: 'capacity-management',
    change: (one) => {
      look(one, 'load').groupBy = ['pseudonym']
    },
    code: 'look-beyond-purpose',
    path: '/looks/0/groupBy',
    besides: ['never-broken'],
  },
  {
    name: 'a manager who looks at devices of one person, under the level of the organisation',
    change: (one) => {
      Object.assign(look(one, 'desk-statistics'), { subject: 'devices', groupBy: ['pseudonym'], offices: ['manager'] })
    },
    code: 'manager-sees-persons',
    path: '/looks/0/offices/0',
    besides: ['never-broken'],
  },
  {
    name: 'capacity looked at per person',
    model: 'capacity-management',
    change: (one) => {
      look(one, 'load').level = 'pseudonym'
      look(one, 'load').groupBy = []
    },
    code: 'look-beyond-purpose',
    path: '/looks/0/level',
    besides: ['never-broken'],
  },
  {
    name: 'an account that a machine closes',
    change: (one) => {
      const response = one.responses.find((other) => other.response === 'disable-account')
      if (response !== undefined) response.automatic = true
    },
    code: 'automatic-decision',
    path: '/responses/4/automatic',
  },
  {
    name: 'isolating devices that are not managed',
    change: (one) => {
      one.reach.organisationDevices = 'work-part'
    },
    code: 'response-beyond-reach',
    path: '/responses/2/response',
  },
  {
    name: 'records of an incident for two years, in the Netherlands',
    change: (one) => keep(one, 'incident-records', 24, 'months'),
    code: 'kept-too-short',
    path: '/retention/3/keep',
    article: /BIO2 5.28.01/,
  },
  {
    name: 'logs of powerful tools for three months, in the Netherlands',
    model: 'own-logs',
    change: (one) => keep(one, 'system-utility-logs', 3, 'months'),
    code: 'kept-too-short',
    path: '/retention/3/keep',
    article: /BIO2 8.18.02/,
  },
  {
    name: 'camera images for a month, in Denmark: a month can have 31 days',
    change: (one) => {
      one.jurisdiction = 'dk'
      keep(one, 'camera-images', 1, 'months')
    },
    code: 'kept-too-long',
    path: '/retention/4/keep',
    article: /§ 4 c\(4\)/,
  },
  {
    name: 'the mailbox of somebody who left for thirteen months, in Denmark',
    model: 'mailbox-access',
    change: (one) => {
      one.jurisdiction = 'dk'
      keep(one, 'departed-mailbox', 13, 'months')
    },
    code: 'kept-too-long',
    path: '/retention/2/keep',
    article: /Datatilsynet/,
  },
  {
    name: 'signals without an end',
    change: (one) => {
      one.retention = one.retention.filter(({ kind }) => kind !== 'signals')
    },
    code: 'retention-missing',
    path: '/retention',
  },
  {
    name: 'events kept by a house that forgets them',
    change: (one) => keep(one, 'events', 7, 'days'),
    code: 'retention-against-model',
    path: '/retention/4/kind',
  },
  {
    name: 'a processor without an agreement',
    change: (one) => {
      delete one.recipients[0]?.contract
    },
    code: 'contract-missing',
    path: '/recipients/0/contract',
  },
  {
    name: 'a recipient outside the EEA on nothing',
    change: (one) => {
      if (one.recipients[1] !== undefined) one.recipients[1].country = 'IN'
    },
    code: 'transfer-without-tool',
    path: '/recipients/1/transferTool',
  },
  {
    name: 'adequacy of a country that has none',
    change: (one) => {
      if (one.recipients[1] !== undefined) Object.assign(one.recipients[1], { country: 'IN', transferTool: 'adequacy' })
    },
    code: 'transfer-without-tool',
    path: '/recipients/1/transferTool',
  },
  {
    name: 'a recipient outside the EEA by consent',
    change: (one) => {
      if (one.recipients[1] !== undefined)
        Object.assign(one.recipients[1], { country: 'US', transferTool: 'derogation' })
    },
    code: 'transfer-by-derogation',
    path: '/recipients/1/transferTool',
  },
  {
    name: 'exact times beside accounts, promised never',
    change: (one) => {
      const time = field(one, 'UtcTime')
      time.treatment = 'keep'
      delete time.to
    },
    code: 'never-broken',
    path: '/sources/0/fields/6/treatment',
  },
  {
    name: 'no promise about where people work',
    change: (one) => {
      one.never = one.never.filter((word) => word !== 'place-of-work')
    },
    code: 'never-incomplete',
    path: '/never',
  },
  {
    name: 'the company doctor in sight',
    change: (one) => {
      one.protectedOffices = one.protectedOffices.filter(({ office }) => office !== 'company-doctor')
    },
    code: 'office-not-protected',
    path: '/protectedOffices',
  },
  {
    name: 'five weeks of notice, in Denmark',
    change: (one) => {
      one.jurisdiction = 'dk'
      one.notice.term = { amount: 5, unit: 'weeks' }
    },
    code: 'notice-too-short',
    path: '/notice/term',
  },
  {
    name: 'reading emotions',
    change: (one) =>
      one.capabilities.push({ id: 'mood', what: { nl: 'x' }, kind: 'emotion-recognition', state: 'used' }),
    code: 'forbidden-capability',
    path: '/capabilities/5/state',
  },
  {
    name: 'managing a whole private phone, whatever is promised',
    model: 'phone-container',
    change: (one) => {
      one.reach.personalDevices = 'whole'
      one.never = one.never.filter((word) => word !== 'private-part-of-device')
    },
    code: 'personal-device-whole',
    path: '/reach/personalDevices',
  },
  {
    name: 'deletion that no request stops, in the Netherlands',
    change: (one) => {
      one.holds = ['suspected-incident']
    },
    code: 'hold-missing',
    path: '/holds',
  },
  {
    name: 'a text that is missing in the language of the country',
    change: (one) => {
      delete one.necessity.nl
    },
    code: 'text-missing',
    path: '/necessity',
  },
  {
    name: 'a lock that nobody explains',
    change: (one) => {
      delete one.capabilities[2]?.lockedBy
    },
    code: 'lock-unexplained',
    path: '/capabilities/2/lockedBy',
  },
  {
    name: 'two looks of one name',
    change: (one) => {
      look(one, 'desk-units').id = 'desk-signals'
    },
    code: 'name-twice',
    path: '/looks/2',
  },
  {
    name: 'a look at a source that is not there',
    change: (one) => {
      look(one, 'desk-units').sources = ['macos']
    },
    code: 'source-unknown',
    path: '/looks/1/sources/0',
  },
  {
    name: 'a review that is due today',
    change: (one) => {
      one.review = context.on
    },
    code: 'review-past',
    path: '/review',
  },
  {
    name: 'a review in two years and a day',
    change: (one) => {
      one.review = '2028-11-26'
    },
    code: 'review-too-late',
    path: '/review',
  },
]

for (const { name, model: of, change, code, path, article, besides } of cases) {
  test(`refused: ${name}`, () => {
    const declaration = model(of)
    change(declaration)
    const found = impossible(declaration, context)
    const wanted = found.find((one) => one.code === code && one.path === path)
    assert.ok(wanted, JSON.stringify(found))
    assert.match(wanted.article, article ?? new RegExp(RegExp.escape(refusalCodes[code])))
    const others = new Set(found.map((one) => one.code).filter((other) => other !== code))
    assert.deepEqual([...others], besides ?? [])
  })
}

// What is refused because the text is not of this house, or not filled in: `checking.test.ts`.
const ofTheHouse: readonly RefusalCode[] = ['name-changed', 'other-jurisdiction', 'not-filled-in']

test('every refusal has a case', () => {
  const tried = new Set([...cases.map(({ code }) => code), ...ofTheHouse])
  assert.deepEqual(
    Object.keys(refusalCodes).filter((code) => !tried.has(code as RefusalCode)),
    [],
  )
})
