import { allOf, anyOf, type Need, one, several, someOf } from './needs.ts'

/** One task of the security desk. `persons`: least number of different persons. Words: `people.task.<code>.name|why|mend`. */
type TaskRow = {
  readonly code: string
  readonly need: Need
  readonly persons: number
  readonly source: string
}

/**
 * The smallest works council that the law knows; a seat in the MED committee's staff side is counted in the same way.
 * The council's own rules may ask for more: then it says so itself when it decides. Source: WOR art. 6(1).
 */
const councilMeeting = 3

const quorumOffices = [one('municipal-secretary'), one('im-head'), one('confidential-adviser')] as const

/** The tasks, in the order in which a screen shows them. Every office has its part in at least one. */
export const tasks = [
  {
    code: 'measure-declaration',
    need: anyOf(one('ciso'), one('privacy-officer')),
    persons: 1,
    source: 'OSS P3; GDPR Art. 5(2)',
  },
  { code: 'dpo-advice', need: one('dpo'), persons: 1, source: 'GDPR Art. 35(2), 38(1), 39(1)' },
  {
    code: 'council-consent',
    need: several(councilMeeting, 'works-council-member'),
    persons: councilMeeting,
    source: 'WOR art. 27(1)(k)-(l), 27(2); MED framework agreement § 7',
  },
  {
    code: 'measure-decision',
    need: anyOf(one('municipal-secretary'), one('adopting-board')),
    persons: 1,
    source: 'GDPR Art. 4(7), 24; WOR art. 27(2)',
  },
  { code: 'log-witness', need: one('works-council-member'), persons: 1, source: 'sealed identity, section 2' },
  { code: 'transparency-campaign', need: anyOf(one('project-lead'), one('ciso')), persons: 1, source: 'OSS P3' },
  {
    code: 'staff-dialogue',
    need: allOf(
      one('municipal-secretary'),
      anyOf(one('works-council-member'), one('shop-steward'), one('union-consultant')),
    ),
    persons: 2,
    source: 'BIL L39-L57; MED framework agreement § 6',
  },
  {
    code: 'signal-triage',
    need: anyOf(one('analyst'), one('external-processor')),
    persons: 1,
    source: 'OSS P1; BIO2 8.16',
  },
  { code: 'device-commands', need: one('device-administrator'), persons: 1, source: 'OSS P1; UTR 3.1' },
  {
    code: 'incident-intake',
    need: anyOf(one('service-desk'), one('diso'), one('manager')),
    persons: 1,
    source: 'UTR 4.1.2',
  },
  { code: 'service-desk-intake', need: one('service-desk'), persons: 1, source: 'BRU 4.3, 4.5; UTR 3.1.11' },
  { code: 'breach-assessment', need: anyOf(one('dpo'), one('ciso')), persons: 1, source: 'BRU 5.2.9; C-BRU-25' },
  // C-BRU-25: "Either can start; the DPO must close."
  { code: 'breach-notification', need: one('dpo'), persons: 1, source: 'GDPR Art. 33(1); BRU 5.2.9' },
  {
    code: 'identity-opening',
    need: allOf(someOf(2, ...quorumOffices), one('works-council-member')),
    persons: 3,
    source: 'sealed identity, decision 1 and section 2',
  },
  {
    code: 'own-access-without-key',
    need: allOf(one('dpo'), one('confidential-adviser'), one('works-council-member')),
    persons: 3,
    source: 'GDPR Art. 15; sealed identity, section 2',
  },
  {
    code: 'mailbox-access',
    need: allOf(one('ciso'), one('dpo'), one('im-head'), one('confidential-adviser')),
    persons: 4,
    source: 'BRU 5.1.3; C-BRU-13',
  },
  {
    code: 'investigation-order',
    need: allOf(one('municipal-secretary'), one('im-head')),
    persons: 2,
    source: 'BRU 5.1.1-5.1.2; C-BRU-6, C-BRU-7',
  },
  {
    code: 'security-test',
    need: allOf(
      one('municipal-secretary'),
      anyOf(one('ciso'), one('im-head'), one('adopting-board')),
      one('works-council-member'),
    ),
    persons: 3,
    source: 'BIL L11, L35, L47; W-6 step 5',
  },
  {
    code: 'work-abroad',
    need: allOf(one('manager'), one('diso'), one('ciso')),
    persons: 2,
    source: 'UTR 2.5.3',
  },
  { code: 'protocol-adoption', need: one('adopting-board'), persons: 1, source: 'UTR 1.2.6; BRU preamble' },
  { code: 'publication', need: one('communications'), persons: 1, source: 'BRU 3.1; W-18' },
  { code: 'mail-registration', need: one('registry'), persons: 1, source: 'BRU 2.1' },
  { code: 'foi-hold', need: one('foi-officer'), persons: 1, source: 'Woo art. 4.1a; UTR 2.9.10' },
  { code: 'retention-advice', need: one('record-manager'), persons: 1, source: 'UTR 2.9.8-2.9.9, 3.3' },
  { code: 'tool-advice', need: one('ipm'), persons: 1, source: 'UTR 2.1.4' },
  { code: 'administration', need: one('administrator'), persons: 1, source: 'BRU 5.1.2' },
  // Nobody appoints themselves, so a change that concerns an administrator needs another one.
  {
    code: 'administrator-change',
    need: several(2, 'administrator'),
    persons: 2,
    source: 'ISO/IEC 27001:2022, A.5.3',
  },
] as const satisfies readonly TaskRow[]

/** Code of a task. */
export type TaskCode = (typeof tasks)[number]['code']

/** One row of the table of tasks. */
export type Task = TaskRow & { readonly code: TaskCode }
