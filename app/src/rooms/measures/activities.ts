import type { ProcessingActivity } from '../../platform/processing-activities.ts'

/** Deciding on measures: who took which step is kept, so that nobody decides on their own proposal. */
export const measuresActivity = 'measures'

/** What the register says of it. */
export const measuresActivities: readonly ProcessingActivity[] = [
  {
    code: measuresActivity,
    id: '3c9e1f54-7a26-4d0b-9c7e-5a1b2d4e6f01',
    legalBasis: ['LegalObligation'],
    purpose: 'OrganisationGovernance',
    categories: ['offices', 'actions'],
    operations: ['Store', 'Use', 'Disclose'],
  },
]
