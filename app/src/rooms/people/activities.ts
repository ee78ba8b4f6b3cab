import type { ProcessingActivity } from '../../platform/processing-activities.ts'

/** Processing activities of this room in the register: staff and units, offices, signing in. */
export const staffActivity = 'staff-administration'
export const officesActivity = 'offices'
export const signInActivity = 'sign-in'

/** What the register says of them. */
export const peopleActivities: readonly ProcessingActivity[] = [
  {
    code: staffActivity,
    id: '0b2f4a3e-5d0c-4f4b-8f55-2d3a3c6b1e01',
    legalBasis: ['Contract', 'LegalObligation'],
    purpose: 'PersonnelManagement',
    categories: [
      ...['staffNumber', 'userName', 'subject', 'givenName', 'familyName', 'email', 'unit', 'workerType'],
      ...['language', 'startsOn', 'leavesAt'],
    ],
    operations: ['Obtain', 'Store', 'Use'],
  },
  {
    code: officesActivity,
    id: '0b2f4a3e-5d0c-4f4b-8f55-2d3a3c6b1e02',
    legalBasis: ['LegalObligation'],
    purpose: 'OrganisationGovernance',
    categories: ['name', 'unit', 'offices'],
    operations: ['Store', 'Use', 'Disclose'],
  },
  {
    code: signInActivity,
    id: '0b2f4a3e-5d0c-4f4b-8f55-2d3a3c6b1e03',
    legalBasis: ['LegalObligation'],
    purpose: 'EnforceAccessControl',
    categories: ['subject', 'sessions', 'browser', 'label'],
    operations: ['Store', 'Use'],
  },
]
