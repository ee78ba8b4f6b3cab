import type { Bearing, Length, Term, Unit } from './term.ts'

/**
 * How sure we are of a row: `text` was read in the law or on the authority's page; `older-text` in an older edition;
 * `secondary` in a reliable source about it; `to-check` is to be checked by a lawyer before anything depends on it.
 */
export type Confidence = 'text' | 'older-text' | 'secondary' | 'to-check'

/** A term that the law or the house gives a number, with the event that starts it. */
export type NamedTerm = Term & {
  /** Event from which it runs, in the words of the rule. */
  readonly event: string
  /** How much longer the law lets it be, in the same unit; counted from the same event. */
  readonly extension?: number
  readonly confidence: Confidence
  /** First day, 'YYYY-MM-DD', on which an event starts this term. */
  readonly validFrom?: string
  /** Last day on which an event starts it. */
  readonly validUntil?: string
}

const days = (amount: number): Length => ({ amount, unit: 'days' })
const hours = (amount: number): Length => ({ amount, unit: 'hours' })
const weeks = (amount: number): Length => ({ amount, unit: 'weeks' })
const months = (amount: number): Length => ({ amount, unit: 'months' })
const years = (amount: number): Length => ({ amount, unit: 'years' })
const workingDays = (amount: number): Length => ({ amount, unit: 'working-days' satisfies Unit })

const eu = { law: 'eu', basis: 'act', direction: 'after', confidence: 'text' } as const
const nl = { law: 'nl', basis: 'act', direction: 'after', confidence: 'text' } as const
const dk = { law: 'dk', basis: 'act', direction: 'after', confidence: 'text' } as const
const house = { law: 'house', basis: 'guidance', direction: 'after', confidence: 'text' } as const
const nlGuidance = { ...nl, basis: 'guidance' } as const
const dkAgreement = { ...dk, basis: 'agreement' } as const

const act: { readonly bearing: Bearing } = { bearing: 'act-by' }
const until: { readonly bearing: Bearing } = { bearing: 'may-until' }
const wait: { readonly bearing: Bearing } = { bearing: 'not-before' }
const erase: { readonly bearing: Bearing } = { bearing: 'erase-by' }
const keep: { readonly bearing: Bearing } = { bearing: 'keep-until' }

const cbw = { ...nl, validFrom: '2026-08-15' } as const
const nis2dk = { ...dk, validFrom: '2025-07-01' } as const

/** The closed table of terms. A figure that changes gets a second row with `validFrom`, and the first a `validUntil`. */
export const namedTerms = {
  // European Union
  'privacy-request': {
    ...eu,
    ...act,
    length: months(1),
    extension: 2,
    suspension: 'argued',
    event: 'receipt of a request under Art. 15-22',
    article: 'GDPR Art. 12(3)',
  },
  'privacy-request-refusal': {
    ...eu,
    ...act,
    length: months(1),
    event: 'receipt of the request',
    article: 'GDPR Art. 12(4)',
  },
  'inform-about-obtained-data': {
    ...eu,
    ...act,
    length: months(1),
    event: 'data obtained from another than the person',
    article: 'GDPR Art. 14(3)(a)',
  },
  'breach-to-authority': {
    ...eu,
    ...act,
    length: hours(72),
    event: 'becoming aware of the breach',
    article: 'GDPR Art. 33(1)',
  },
  'prior-consultation-answer': {
    ...eu,
    ...until,
    length: weeks(8),
    extension: 6,
    suspension: 'certain',
    event: 'the authority receives the request',
    article: 'GDPR Art. 36(2)',
  },
  'prior-consultation-extension-told': {
    ...eu,
    ...until,
    length: months(1),
    event: 'the authority receives the request',
    article: 'GDPR Art. 36(2)',
  },
  'whistleblower-receipt-eu': {
    ...eu,
    ...act,
    length: days(7),
    event: 'receipt of the report',
    article: 'Directive 2019/1937 art. 9(1)(b)',
    confidence: 'to-check',
  },
  'whistleblower-feedback-eu': {
    ...eu,
    ...act,
    length: months(3),
    event: 'acknowledgement of receipt, or the end of its seven days',
    article: 'Directive 2019/1937 art. 9(1)(f)',
    confidence: 'to-check',
  },
  'incident-early-warning': {
    ...eu,
    ...act,
    length: hours(24),
    event: 'becoming aware of the significant incident',
    article: 'Directive 2022/2555 art. 23(4)(a)',
  },
  'incident-notification': {
    ...eu,
    ...act,
    length: hours(72),
    event: 'becoming aware of the significant incident',
    article: 'Directive 2022/2555 art. 23(4)(b)',
  },
  'incident-final-report': {
    ...eu,
    ...act,
    length: months(1),
    event: 'the incident notification, or the end of a lasting incident',
    article: 'Directive 2022/2555 art. 23(4)(d)-(e)',
  },
  'ai-logs-kept': {
    ...eu,
    ...keep,
    length: months(6),
    event: 'the log is made',
    article: 'Regulation 2024/1689 art. 26(6)',
    validFrom: '2027-12-02',
    confidence: 'secondary',
  },
  'adequacy-review': {
    ...eu,
    ...act,
    length: years(4),
    event: 'decision on adequacy or its last review',
    article: 'GDPR Art. 45(3)',
    confidence: 'secondary',
  },

  // Netherlands
  'nullity-of-decision': {
    ...nl,
    ...until,
    length: months(1),
    event: 'the decision is told to the works council, or it finds out that it is carried out',
    article: 'WOR art. 27(5)',
  },
  'woo-decision': {
    ...nl,
    ...act,
    length: weeks(4),
    extension: 2,
    suspension: 'certain',
    event: 'receipt of the request',
    article: 'Woo art. 4.4(1)-(4)',
  },
  'woo-ask-for-precision': {
    ...nl,
    ...act,
    length: weeks(2),
    event: 'receipt of the request',
    article: 'Woo art. 4.1(5)',
  },
  'woo-not-treated': {
    ...nl,
    ...act,
    length: weeks(2),
    event: 'the request is made precise, or its term for that lapses',
    article: 'Woo art. 4.1(6)',
  },
  'woo-misuse': { ...nl, ...act, length: weeks(2), event: 'receipt of the request', article: 'Woo art. 4.6' },
  'woo-release': {
    ...nl,
    ...wait,
    length: weeks(2),
    event: 'announcement of a decision to which somebody is likely to object',
    article: 'Woo art. 4.4(5)',
  },
  objection: {
    ...nl,
    ...until,
    length: weeks(6),
    event: 'announcement of the decision',
    article: 'Awb art. 6:7, 6:8(1)',
    confidence: 'older-text',
  },
  'objection-decision': {
    ...nl,
    ...act,
    length: weeks(6),
    extension: 6,
    suspension: 'certain',
    event: 'last day of the term for objection',
    article: 'Awb art. 7:10(1), (3)',
    confidence: 'older-text',
  },
  'objection-decision-with-committee': {
    ...nl,
    ...act,
    length: weeks(12),
    extension: 6,
    suspension: 'certain',
    event: 'last day of the term for objection',
    article: 'Awb art. 7:10(1), (3)',
    confidence: 'older-text',
  },
  'decision-without-set-term': {
    ...nl,
    ...act,
    length: weeks(8),
    suspension: 'certain',
    event: 'receipt of the application',
    article: 'Awb art. 4:13, 4:15',
    confidence: 'older-text',
  },
  'default-penalty-starts': {
    ...nl,
    ...act,
    length: days(14),
    event: 'receipt of the notice of default',
    article: 'Awb art. 4:17(3)',
    confidence: 'older-text',
  },
  'privacy-court': {
    ...nl,
    ...until,
    length: weeks(6),
    event: 'receipt of the answer of a controller that is no administrative body',
    article: 'UAVG art. 35(2)',
  },
  'whistleblower-receipt-nl': {
    ...nl,
    ...act,
    length: days(7),
    event: 'receipt of the report',
    article: 'Wet bescherming klokkenluiders art. 2(2)(h)',
  },
  'whistleblower-feedback-nl': {
    ...nl,
    ...act,
    length: months(3),
    event: 'the acknowledgement is sent',
    article: 'Wet bescherming klokkenluiders art. 2(2)(i)',
  },
  'incident-early-warning-nl': {
    ...cbw,
    ...act,
    length: hours(24),
    event: 'becoming aware of the significant incident',
    article: 'Cyberbeveiligingswet art. 25-26',
  },
  'incident-notification-nl': {
    ...cbw,
    ...act,
    length: hours(72),
    event: 'becoming aware of the significant incident',
    article: 'Cyberbeveiligingswet art. 27',
  },
  'incident-final-report-nl': {
    ...cbw,
    ...act,
    length: months(1),
    rollOverArgued: true,
    event: 'the incident notification, or the end of a lasting incident',
    article: 'Cyberbeveiligingswet art. 29',
  },
  'board-training': {
    ...cbw,
    ...act,
    length: years(2),
    event: 'start of the act, or appointment',
    article: 'Cyberbeveiligingswet art. 24',
  },
  'system-utility-logs-kept': {
    ...nlGuidance,
    ...keep,
    length: months(6),
    event: 'the log is made',
    article: 'BIO2 8.18.02',
  },
  'incident-records-kept': {
    ...nlGuidance,
    ...keep,
    length: years(3),
    event: 'end of the incident',
    article: 'BIO2 5.28.01',
  },
  'serious-vulnerability-mitigated': {
    ...nlGuidance,
    ...act,
    length: weeks(1),
    event: 'the vulnerability is known',
    article: 'BIO2 8.08.01',
  },
  'penetration-test': {
    ...nlGuidance,
    ...act,
    length: years(1),
    event: 'the last test',
    article: 'BIO2 8.08.04-8.08.05',
  },
  'archive-transfer': {
    ...nl,
    ...act,
    length: years(20),
    event: 'the record is made',
    article: 'Archiefwet 1995 art. 12(1)',
    confidence: 'older-text',
  },
  'official-mail-excluded': {
    ...nlGuidance,
    ...until,
    length: weeks(10),
    event: 'receipt of the message',
    article: 'central government guideline on keeping e-mail',
    confidence: 'secondary',
  },
  'official-mail-kept': {
    ...nlGuidance,
    ...keep,
    length: years(10),
    event: 'receipt of the message',
    article: 'central government guideline on keeping e-mail',
    confidence: 'secondary',
  },
  'simple-question-answered': {
    ...nlGuidance,
    ...act,
    length: workingDays(2),
    event: 'receipt of the message',
    article: 'e-mail conduct line for public bodies (2005)',
  },
  'answer-date-told': {
    ...nlGuidance,
    ...act,
    length: workingDays(10),
    event: 'receipt of the message',
    article: 'e-mail conduct line for public bodies (2005)',
  },

  // Denmark
  'control-measure-start': {
    ...dkAgreement,
    ...wait,
    length: weeks(6),
    lengthUnconfirmed: true,
    event: 'staff are told of the new measure',
    article: 'agreement on control measures, municipalities and regions; length as in DA/LO',
    confidence: 'to-check',
  },
  'guideline-ended': {
    ...dkAgreement,
    ...wait,
    length: months(3),
    event: 'notice to end a guideline of the MED committee',
    article: 'MED framework agreement § 8',
    confidence: 'to-check',
  },
  'openness-decision': {
    ...dk,
    ...act,
    length: workingDays(7),
    event: 'receipt of the request',
    article: 'Offentlighedsloven § 36(2)',
  },
  'openness-complaint-possible': {
    ...dk,
    ...act,
    length: workingDays(14),
    event: 'receipt of the request',
    article: 'Offentlighedsloven § 39(1)',
  },
  'openness-complaint-forwarded': {
    ...dk,
    ...act,
    length: workingDays(7),
    event: 'receipt of the complaint',
    article: 'Offentlighedsloven § 37(1), 39(2)',
  },
  'openness-appeal-decided': {
    ...dk,
    ...until,
    length: workingDays(20),
    event: 'the appeal body receives the complaint',
    article: 'Offentlighedsloven § 37(2), 39(3)',
  },
  'party-access-decision': {
    ...dk,
    ...act,
    length: workingDays(7),
    event: 'receipt of the request',
    article: 'Forvaltningsloven § 16(2)',
    confidence: 'older-text',
  },
  'departed-mailbox-closed': {
    ...dk,
    basis: 'guidance',
    ...erase,
    length: months(12),
    event: 'the employee loses access',
    article: 'Datatilsynet, mailbox of a departed employee',
  },
  'camera-images-erased': {
    ...dk,
    ...erase,
    length: days(30),
    event: 'the recording',
    article: 'Tv-overvågningsloven § 4 c(4)',
  },
  'whistleblower-receipt-dk': {
    ...dk,
    ...act,
    length: days(7),
    event: 'receipt of the report',
    article: 'Lov om beskyttelse af whistleblowere § 12(2)',
  },
  'whistleblower-feedback-dk': {
    ...dk,
    ...act,
    length: months(3),
    event: 'acknowledgement of receipt',
    article: 'Lov om beskyttelse af whistleblowere § 12(2)',
  },
  'incident-early-warning-dk': {
    ...nis2dk,
    ...act,
    length: hours(24),
    event: 'becoming aware of the significant incident',
    article: 'NIS 2-loven § 12',
  },
  'incident-notification-dk': {
    ...nis2dk,
    ...act,
    length: hours(72),
    event: 'becoming aware of the significant incident',
    article: 'NIS 2-loven § 12',
  },
  'incident-final-report-dk': {
    ...nis2dk,
    ...act,
    length: months(1),
    event: 'the incident notification, or the end of a lasting incident',
    article: 'NIS 2-loven § 12-13',
  },
  'entity-registration': {
    ...nis2dk,
    ...act,
    length: weeks(2),
    event: 'coming in scope, or a change of what was registered',
    article: 'BEK 620/2025',
  },
  'data-of-the-dead': {
    ...dk,
    ...keep,
    length: years(10),
    event: 'death of the person',
    article: 'Databeskyttelsesloven § 2(5)',
  },

  // House rules of this platform; an organisation may set its own.
  'emergency-account': {
    ...house,
    ...act,
    length: workingDays(5),
    extension: 5,
    event: 'start of the emergency measure',
    article: 'emergency measures: account to the representatives',
  },
} as const satisfies Readonly<Record<string, NamedTerm>>

/** Name of a row of `namedTerms`. */
export type TermName = keyof typeof namedTerms

/** The row of a name, `undefined` when there is none. */
export function findTerm(name: string): NamedTerm | undefined {
  // The table is closed, but a name can come from outside.
  return Object.hasOwn(namedTerms, name) ? namedTerms[name as TermName] : undefined
}
