import type { WordedValue } from '../../platform/problem.ts'
import type { NeverWord, ProtectedOffice, RetentionKind } from './vocabulary.ts'

/**
 * Why a declaration cannot be: one closed union for the whole room. Each has its sentences in `measures.refusal.<code>`: what is
 * wrong, why with the article, and what to do.
 */
export const refusalCodes = {
  // Grounds
  'consent-only': 'GDPR Art. 4(11), 7; WP29 Opinion 2/2017',
  'provision-missing': 'GDPR Art. 6(3)',
  'balancing-test-missing': 'GDPR Art. 6(1)(f)',
  'ground-twice': 'GDPR Art. 5(2)',
  // Data protection impact assessment
  'dpia-missing': 'GDPR Art. 35(1), (3)-(4)',
  'dpia-incomplete': 'GDPR Art. 35(7), (11)',
  'dpia-review-past': 'GDPR Art. 35(11)',
  'high-risk-not-consulted': 'GDPR Art. 36(1)',
  // Fields
  'identity-in-clear': 'GDPR Art. 25, 32',
  'class-too-mild': 'GDPR Art. 4(1), 4(5)',
  'text-in-clear': 'GDPR Art. 5(1)(c), 25',
  'special-data': 'GDPR Art. 9(1)',
  'criminal-data': 'GDPR Art. 10',
  'national-number': 'GDPR Art. 87',
  'coarsening-wrong': 'GDPR Art. 5(1)(c)',
  'collects-under-none': 'GDPR Art. 5(1)(b)',
  'envelope-without-source': 'GDPR Art. 5(1)(c)',
  // Looks and responses
  'group-too-small': 'GDPR Art. 5(1)(c), 25(2)',
  'overseer-looks': 'GDPR Art. 38(6)',
  'overseer-responds': 'GDPR Art. 38(6)',
  'manager-sees-persons': 'GDPR Art. 5(1)(b)-(c), 29',
  'no-oversight-look': 'GDPR Art. 38(2), 39(1)(b)',
  'look-beyond-purpose': 'GDPR Art. 5(1)(b)',
  'automatic-decision': 'GDPR Art. 22(1)',
  'response-beyond-reach': 'GDPR Art. 5(1)(c)',
  // Retention
  'kept-too-long': 'GDPR Art. 5(1)(e)',
  'kept-too-short': 'GDPR Art. 5(2), 32',
  'retention-missing': 'GDPR Art. 5(1)(e), 13(2)(a), 30(1)(f)',
  'retention-against-model': 'GDPR Art. 5(1)(b), (e)',
  // Recipients
  'contract-missing': 'GDPR Art. 28(3)',
  'transfer-without-tool': 'GDPR Art. 44-46',
  'transfer-by-derogation': 'GDPR Art. 49(3)',
  // Staff
  'never-broken': 'GDPR Art. 5(1)(b)',
  'never-incomplete': 'GDPR Art. 5(1)(b), 88(2)',
  'office-not-protected': 'GDPR Art. 9; Directive 2019/1937 art. 16',
  'notice-too-short': 'agreement on control measures (dk)',
  'forbidden-capability': 'Regulation 2024/1689 art. 5(1)(f)-(g)',
  'personal-device-whole': 'GDPR Art. 5(1)(c)',
  'hold-missing': 'Woo art. 4.1a',
  // The document itself
  'text-missing': 'GDPR Art. 12(1)',
  'not-filled-in': 'GDPR Art. 5(2)',
  'lock-unexplained': 'GDPR Art. 5(1)(a)',
  'name-twice': 'GDPR Art. 5(2)',
  'name-changed': 'GDPR Art. 5(2)',
  'other-jurisdiction': 'GDPR Art. 6(3), 88',
  'source-unknown': 'GDPR Art. 5(2)',
  'review-past': 'GDPR Art. 24(1), 35(11)',
  'review-too-late': 'GDPR Art. 24(1), 35(11)',
} as const

/** Code of a refusal. */
export type RefusalCode = keyof typeof refusalCodes

/** Values that the message of a refusal shows, worded for the reader. */
export type RefusalValues = Readonly<Record<string, WordedValue>>

/** One reason why a declaration cannot be, with its place. */
export type Refusal = {
  readonly code: RefusalCode
  /** JSON Pointer into the declaration (RFC 6901). */
  readonly path: string
  /** Article that forbids or asks it; that of this place where the law of a country has its own. */
  readonly article: string
  /** What the message names besides. */
  readonly values: RefusalValues
}

/** Makes a refusal. Without `article` it is the one of the table. */
export function refusal(
  code: RefusalCode,
  path: string,
  values: RefusalValues = {},
  article: string = refusalCodes[code],
): Refusal {
  return { code, path, article, values }
}

/** Key of the sentences that explain a refusal. */
export function refusalKey(code: RefusalCode): string {
  return `measures.refusal.${code}`
}

/** A word of `never` as its promise. */
export function namedNever(word: NeverWord): WordedValue {
  return { key: `measures.never.${word}.name` }
}

/** What a word of `never` forbids, and what no table can catch: both are shown beside it. */
export function explainedNever(word: NeverWord): readonly [forbids: string, misses: string] {
  return [`measures.never.${word}.forbids`, `measures.never.${word}.misses`]
}

/** A kind of data in words. */
export function namedRetention(kind: RetentionKind): WordedValue {
  return { key: `measures.retention.${kind}` }
}

/** A protected office in words. */
export function namedProtected(office: ProtectedOffice): WordedValue {
  return { key: `measures.protected.${office}` }
}
