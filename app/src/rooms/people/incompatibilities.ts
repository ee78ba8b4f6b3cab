import type { OfficeCode } from './offices.ts'

type IncompatibilityRow = {
  readonly code: string
  readonly left: readonly OfficeCode[]
  readonly right: readonly OfficeCode[]
  readonly source: string
}

const quorum = ['municipal-secretary', 'im-head', 'confidential-adviser'] as const
const teamOfFour = ['ciso', 'dpo', 'im-head', 'confidential-adviser'] as const
const seesStaff = ['administrator', 'device-administrator', 'service-desk', 'analyst', 'external-processor'] as const

/**
 * Pairs of offices that one person may not hold at the same time, as holder or as deputy: each of `left` with each of `right`.
 * The code is the reason a person reads (`people.refusal.<code>`). A pair may stand in several rows: then all reasons are told.
 *
 * Whoever is elected to the works council or as shop steward keeps that seat: the other office goes to somebody else.
 */
export const incompatibilities = [
  {
    // GDPR Art. 38(6): "any such tasks and duties do not result in a conflict of interests". The works council consents to
    // measures and keeps the notary, the confidential adviser holds an opening key.
    code: 'dpo-oversees-this',
    left: ['dpo'],
    right: [
      ...seesStaff,
      'ciso',
      'diso',
      'privacy-officer',
      'municipal-secretary',
      'im-head',
      'confidential-adviser',
      'works-council-member',
      'project-lead',
      'adopting-board',
      'manager',
    ],
    source: 'GDPR Art. 38(3), 38(6); CJEU C-453/21; sealed identity, decision 1',
  },
  {
    // The DPO with these five stands in the row above.
    code: 'access-and-representation',
    left: seesStaff,
    right: ['works-council-member', 'shop-steward', 'union-consultant'],
    source: 'WOR art. 27(1)(k)-(l); BRU 5.1.2; BIL L47',
  },
  {
    code: 'access-and-confidence',
    left: seesStaff,
    right: ['confidential-adviser'],
    source: 'BRU 5.1.2, 5.1.3; sealed identity, section 3',
  },
  {
    code: 'director-and-representation',
    left: ['municipal-secretary', 'adopting-board'],
    right: ['works-council-member', 'shop-steward', 'union-consultant'],
    source: 'WOR art. 1(1)(e), 27(1), 46d(a); MED framework agreement § 6-8',
  },
  {
    // Who declares a measure does not also give the consent of staff to it.
    code: 'declares-and-consents',
    left: ['ciso', 'privacy-officer'],
    right: ['works-council-member'],
    source: 'WOR art. 27(1)-(2); MED framework agreement § 7(2)',
  },
  {
    code: 'one-share-each',
    left: quorum,
    right: quorum,
    source: 'sealed identity, decision 1 and section 2',
  },
  {
    // An identity opens with a quorum of officers and with the notary of the council: two sides, so two persons.
    code: 'key-and-notary',
    left: quorum,
    right: ['works-council-member'],
    source: 'sealed identity, section 2',
  },
  {
    code: 'one-vote-each',
    left: teamOfFour,
    right: teamOfFour,
    source: 'BRU 5.1.3; C-BRU-11, C-BRU-13',
  },
  {
    // The three ask for an opening. Nobody grants their own request.
    code: 'asks-and-opens',
    left: ['analyst', 'external-processor', 'ciso'],
    right: ['municipal-secretary', 'im-head'],
    source: 'BRU 5.1.2; sealed identity, section 3; Forvaltningsloven § 3',
  },
  {
    // Who hands out offices could choose the other officers of a quorum, or make themselves a whole desk.
    code: 'administration-and-desk',
    left: ['administrator'],
    right: ['ciso', 'municipal-secretary', 'im-head'],
    source: 'ISO/IEC 27001:2022, A.5.3; sealed identity, section 3',
  },
  {
    code: 'processor-and-controller',
    left: ['external-processor'],
    right: ['ciso', 'privacy-officer', 'municipal-secretary', 'im-head', 'adopting-board', 'manager'],
    source: 'GDPR Art. 28(3)(a), 28(10), 29',
  },
] as const satisfies readonly IncompatibilityRow[]

/** Code of a row of `incompatibilities`. */
export type IncompatibilityCode = (typeof incompatibilities)[number]['code']

const reasons = new Map<string, IncompatibilityCode[]>()
for (const row of incompatibilities) {
  for (const a of row.left) {
    for (const b of row.right) {
      if (a === b) continue
      // A group with itself names each pair twice; one reason is told once.
      for (const key of [`${a} ${b}`, `${b} ${a}`]) {
        const known = reasons.get(key) ?? []
        if (!known.includes(row.code)) reasons.set(key, [...known, row.code])
      }
    }
  }
}

/**
 * Why one person may not hold both offices at the same time.
 *
 * @returns The codes in the order of the table; empty when the two go together. The order of the offices does not matter.
 */
export function incompatible(a: OfficeCode, b: OfficeCode): readonly IncompatibilityCode[] {
  return reasons.get(`${a} ${b}`) ?? []
}
