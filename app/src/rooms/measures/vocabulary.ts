// The closed lists of words that a declaration may use. A new word is a change here, in the schema and in the messages.

/** What a measure may be for. Purpose binding starts here: what is on no list cannot be declared. Source: OSS P2; UTR 5.2.1. */
export const purposes = [
  'detect-threats',
  'respond-to-threats',
  'prevent-malware',
  'protect-devices',
  'protect-information',
  'keep-systems-available',
  'test-resilience',
  'raise-awareness',
  'continue-work-in-absence',
  'account-for-own-use',
] as const
export type Purpose = (typeof purposes)[number]

/** What kind of thing a measure is; decides which model declaration stands beside it. */
export const kinds = [
  'monitoring-and-response',
  'device-management',
  'phone-container',
  'mail-and-web-filter',
  'security-test',
  'phishing-exercise',
  'mailbox-access',
  'capacity-management',
  'own-logs',
  'other',
] as const

/** How an organisation deals with what it sees: not at all, detect and forget, or keep for a time. */
export const monitoringModels = ['none', 'detect-and-forget', 'retained'] as const

/** Lawful grounds. Source: GDPR Art. 6(1)(a)-(f). */
export const grounds = ['gdpr-6-1-a', 'gdpr-6-1-b', 'gdpr-6-1-c', 'gdpr-6-1-d', 'gdpr-6-1-e', 'gdpr-6-1-f'] as const
export type Ground = (typeof grounds)[number]

/** Whose data can be in it. Source: GDPR Art. 30(1)(c); UTR 1.2.4. */
export const dataSubjects = [
  'employees',
  'external-workers',
  'office-holders',
  'visitors',
  'citizens',
  'contacts',
] as const

/** Class of a field: what its value says. `other` says nothing about a person. */
export const fieldClasses = ['person', 'account', 'device', 'address', 'place', 'time', 'text', 'other'] as const
export type FieldClass = (typeof fieldClasses)[number]

/** What the gate does with the value of a field before anything is written. */
export const treatments = ['drop', 'scrub', 'coarsen', 'pseudonym', 'keep'] as const
export type Treatment = (typeof treatments)[number]

/** To what a value of each class can be coarsened, the coarsest first. A class without steps cannot be coarsened. */
export const coarsenings = {
  person: ['unit'],
  account: ['account-kind'],
  device: ['device-kind'],
  address: ['inside-or-outside', 'network'],
  place: ['country'],
  time: ['month', 'day', 'hour'],
  text: ['length'],
  other: ['range'],
} as const satisfies Readonly<Record<FieldClass, readonly string[]>>
export type Coarsening = (typeof coarsenings)[FieldClass][number]

/** Data for which the law has rules of its own. Source: GDPR Art. 9, 10, 87. */
export const specialData = [
  'health',
  'union-membership',
  'belief',
  'origin',
  'sexual-life',
  'biometric',
  'genetic',
  'criminal',
  'national-number',
] as const

/** Through what a source sees. `camera`, `microphone` and `position` stand here so that `never` can name them. */
export const media = [
  'system-log',
  'network-log',
  'sign-in-log',
  'mail-log',
  'web-log',
  'mailbox',
  'inventory',
  'test-report',
  'own-record',
  'camera',
  'microphone',
  'position',
] as const
export type Medium = (typeof media)[number]

/** Severity of a rule. Source: Sigma specification, `level`. */
export const levels = ['informational', 'low', 'medium', 'high', 'critical'] as const
export type Level = (typeof levels)[number]

/** What may be done because of a finding. */
export const responses = [
  'tell-employee',
  'ask-blind-question',
  'block-address',
  'hold-message',
  'end-sessions',
  'isolate-device',
  'lock-device',
  'wipe-work-part',
  'wipe-device',
  'force-update',
  'reset-password',
  'disable-account',
] as const
export type Response = (typeof responses)[number]

/** How far down a look goes. A look never goes to an identity: that takes a ticket of its own. */
export const lookLevels = ['organisation', 'unit', 'pseudonym'] as const
export type LookLevel = (typeof lookLevels)[number]

/** What a look shows. */
export const lookSubjects = [
  'statistics',
  'devices',
  'signals',
  'events',
  'test-results',
  'messages',
  'own-records',
] as const
export type LookSubject = (typeof lookSubjects)[number]

/** By what a look may group or filter. */
export const groupings = ['rule', 'source', 'device-kind', 'site', 'unit', 'pseudonym', 'time', 'place'] as const
export type Grouping = (typeof groupings)[number]

/** The finest time that a look shows, the coarsest first. */
export const precisions = ['month', 'day', 'hour'] as const
export type Precision = (typeof precisions)[number]

/** Kinds of data that are kept. Those marked as evidence prove what was done; keeping them shorter hides something. */
export const retentionKinds = {
  events: { evidence: false },
  signals: { evidence: false },
  statistics: { evidence: false },
  inventory: { evidence: false },
  'held-messages': { evidence: false },
  'test-results': { evidence: false },
  'camera-images': { evidence: false },
  'departed-mailbox': { evidence: false },
  'incident-records': { evidence: true },
  'look-records': { evidence: true },
  'command-records': { evidence: true },
  'decision-records': { evidence: true },
  'system-utility-logs': { evidence: true },
} as const
export type RetentionKind = keyof typeof retentionKinds

/** Offices and desks whose work must stay out of sight. Source: Directive 2019/1937 art. 16; GDPR Art. 9, 38(5); WOR art. 20. */
export const protectedOffices = [
  'works-council',
  'union-representative',
  'confidential-adviser',
  'company-doctor',
  'whistleblower-desk',
] as const
export type ProtectedOffice = (typeof protectedOffices)[number]

/** What of a protected office is left out. Malware detection and containment cannot be: they would become the soft entrance. */
export const leftOut = ['channels', 'contents', 'looks'] as const
export type LeftOut = (typeof leftOut)[number]

/** What is never done. `never.ts` says what each word forbids, and what that cannot catch. */
export const neverWords = [
  'presence',
  'place-of-work',
  'performance',
  'content-of-messages',
  'personnel-case',
  'video',
  'sound',
  'false-identity',
  'results-per-person',
  'private-part-of-device',
] as const
export type NeverWord = (typeof neverWords)[number]

/** How a test is done. Source: BIL L11, L21-L27. */
export const testMethods = [
  'visit',
  'usb-stick',
  'technical-scan',
  'penetration-test',
  'simulated-mail',
  'simulated-call',
  'filming',
  'false-identity-card',
] as const
export type TestMethod = (typeof testMethods)[number]

/** How much of a device is managed, the least first. */
export const reaches = ['none', 'work-part', 'whole'] as const

/** What a tool is able to do that the law names. Anything else is `ordinary`. Source: Regulation 2024/1689 art. 5(1)(f)-(g), Annex III. */
export const capabilityKinds = [
  'ordinary',
  'emotion-recognition',
  'biometric-categorisation',
  'evaluates-workers',
  'reads-content',
  'locates',
  'records-screen-or-keys',
] as const
export type CapabilityKind = (typeof capabilityKinds)[number]

/** Whether a capability is in use, switched off, or made impossible. */
export const capabilityStates = ['locked', 'off', 'used'] as const

/** On what a transfer outside the EEA stands. `derogation` is GDPR Art. 49. */
export const transferTools = ['adequacy', 'standard-clauses', 'binding-rules', 'derogation'] as const

/** Who may read a part of a declaration. `council`: the representatives, under secrecy. */
export const readers = ['public', 'staff', 'council'] as const
export type Reader = (typeof readers)[number]

/** Parts of a declaration that can be shown to fewer people than all. */
export const parts = ['capabilities', 'sources', 'envelope', 'responses', 'looks', 'recipients', 'methods'] as const
export type Part = (typeof parts)[number]

/** Reasons for which deletion can be stopped. */
export const holdReasons = ['freedom-of-information', 'suspected-incident', 'legal-claim'] as const
