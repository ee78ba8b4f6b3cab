import { bandField, dayField, entryKind, oneOf } from '../../platform/entry-kind.ts'
import { officeGroups } from './office-groups.ts'
import { offices } from './offices.ts'
import { proposalKinds } from './second-person.ts'

// What of this room is entered in the transparency log: what changes who may do what, and who watches. Other arrivals and
// departures are not: the log is read by everybody, for ever.

/** The group of offices that something is about, or that did it. */
export const officesField = oneOf(officeGroups)
/** The office itself: for details alone. */
export const officeField = oneOf(offices.map(({ code }) => code))
const seat = oneOf(['holder', 'deputy'])
const purpose = oneOf(['scim', 'authzen', 'metrics'])

/** Somebody was given an office. */
export const appointmentGiven = entryKind(
  'appointment-given',
  { offices: officesField, seat, from: dayField },
  { details: { office: officeField } },
)
/** An appointment was ended; `until` is the first day without it. */
export const appointmentEnded = entryKind(
  'appointment-ended',
  { offices: officesField, seat, until: dayField },
  { details: { office: officeField } },
)
/** A machine was given a key to this house. */
export const credentialMade = entryKind('credential-made', { purpose }, { details: {} })
/** The key of a machine was withdrawn. */
export const credentialEnded = entryKind('credential-ended', { purpose }, { details: {} })
/** It was changed which account signs in as somebody: whoever changes that could act as another person. */
export const signInLinkChanged = entryKind('sign-in-link-changed', {}, { details: {} })
/** What needs a second person was proposed, or answered by one; `offices` is the group of whoever it is about. */
export const proposalNoted = entryKind(
  'proposal',
  { what: oneOf(proposalKinds), step: oneOf(['made', 'confirmed', 'rejected', 'withdrawn']), offices: officesField },
  { details: { office: officeField } },
)
/** The directory took away the access of somebody who oversees. */
export const overseerAccessEnded = entryKind(
  'overseer-access-ended',
  { offices: officesField },
  { details: { office: officeField } },
)
/** Whoever runs the server forgot the passkeys of somebody, who can make new ones; `offices` is the group of that person. */
export const passkeysForgotten = entryKind(
  'passkeys-forgotten',
  { offices: officesField },
  { details: { office: officeField } },
)
/** A file of staff was taken in. It concerns everybody alike, so it marks nobody. */
export const staffImported = entryKind(
  'staff-imported',
  { created: bandField, changed: bandField },
  { details: {}, marks: 'nobody' },
)

/** The kinds of entry of this room. */
export const peopleEntryKinds = [
  appointmentGiven,
  appointmentEnded,
  credentialMade,
  credentialEnded,
  signInLinkChanged,
  proposalNoted,
  overseerAccessEnded,
  passkeysForgotten,
  staffImported,
]
