import type { ProcessingActivity } from '../../platform/processing-activities.ts'

/** Processing activity of this room in the register: accounting for acts in a log that nobody can rewrite unseen. */
export const logActivity = 'transparency-log'

/** What the register says of it. */
export const logActivities: readonly ProcessingActivity[] = [
  {
    code: logActivity,
    id: '2d8c5f10-7a44-4d0e-9b53-6f0c1b7e2a01',
    legalBasis: ['LegalObligation'],
    purpose: 'LegalCompliance',
    categories: ['offices', 'hour', 'blindedKeys'],
    operations: ['Store', 'Use', 'Disclose'],
  },
]
