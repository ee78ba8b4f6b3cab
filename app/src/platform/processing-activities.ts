import type { Language } from './messages.ts'

/** Legal bases of the register. Source: W3C DPV 2.1, legal bases; GDPR Art. 6(1). */
export type LegalBasis = 'Contract' | 'LegalObligation' | 'OfficialAuthorityOfController' | 'PublicInterest'

/**
 * One processing activity as a room declares it, for the register of GDPR Art. 30. Words stand in the messages:
 * `activity.<code>` names it.
 */
export type ProcessingActivity = {
  /** How acts refer to it. */
  readonly code: string
  /** Its identifier in the register, for life. */
  readonly id: string
  readonly legalBasis: readonly LegalBasis[]
  /** A purpose of W3C DPV 2.1. */
  readonly purpose: string
  /** Names of the fields it reads or keeps. */
  readonly categories: readonly string[]
  readonly operations: readonly ('Obtain' | 'Store' | 'Use' | 'Organise' | 'Disclose')[]
}

/** What of an activity is kept in each version of the register: all of it, and its name in the languages of the house. */
export type ActivityContent = Omit<ProcessingActivity, 'code' | 'id'> & {
  readonly name: Readonly<Record<Language, string>>
}

/** Deciding what somebody may, also where another system asks. */
export const permissionsActivity = 'permissions'
/** Accounting for what was done: reading the logs of processing and of decisions. */
export const recordsActivity = 'records'

/** Keeping a copy against loss. */
export const backupActivity = 'backup'

/** Activities of the platform itself. */
export const platformActivities: readonly ProcessingActivity[] = [
  {
    code: permissionsActivity,
    id: '6f3b0c52-8f0a-4c63-9a3e-0a1f4f1d7a01',
    legalBasis: ['LegalObligation'],
    purpose: 'EnforceAccessControl',
    categories: ['offices'],
    operations: ['Use'],
  },
  {
    code: recordsActivity,
    id: '6f3b0c52-8f0a-4c63-9a3e-0a1f4f1d7a02',
    legalBasis: ['LegalObligation'],
    purpose: 'LegalCompliance',
    categories: ['actions', 'offices'],
    operations: ['Obtain', 'Store', 'Use', 'Disclose'],
  },
  {
    code: backupActivity,
    id: '6f3b0c52-8f0a-4c63-9a3e-0a1f4f1d7a03',
    legalBasis: ['LegalObligation'],
    purpose: 'ServiceProvision',
    categories: ['everything'],
    operations: ['Store'],
  },
]
