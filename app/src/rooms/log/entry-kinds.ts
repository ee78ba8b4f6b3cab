import { type EntryKind, entryField, entryKind, oneOf } from '../../platform/entry-kind.ts'
import { outcomeKind } from '../../platform/outcome-kinds.ts'

// What the log enters about itself. None of these is about a person: what they end or undo says whom it was about.

/**
 * An entry without its act: after a loss of power, or a restored backup, the act is not in the database. `effect`: whether
 * something may have happened outside all the same.
 */
export const lostKind = entryKind(
  'lost',
  { of: entryField, effect: oneOf(['none', 'unknown']) },
  { details: {}, marks: 'nobody' },
)
/** The finer facts of an entry were erased: hour, office, whom it was about. */
export const outsideErasedKind = entryKind('outside-erased', { of: entryField }, { details: {}, marks: 'nobody' })
/** The secret of somebody in this log was erased: their keys point to nobody from here on. */
export const secretErasedKind = entryKind('secret-erased', {}, { details: {}, marks: 'nobody' })
/** Notice of an entry waits no longer: from here on it stands under the keys of those it was about. */
export const delayEndedKind = entryKind('delay-ended', { of: entryField }, { details: {}, marks: 'nobody' })

/** The kinds of entry of this room, and of the platform. */
export const logEntryKinds: readonly EntryKind[] = [
  outcomeKind,
  lostKind,
  outsideErasedKind,
  secretErasedKind,
  delayEndedKind,
]

/** The closed list of kinds. Throws where two have one name: an entry would then have two readings. */
export function closedListOf(kinds: readonly EntryKind[]): ReadonlyMap<string, EntryKind> {
  const list = new Map<string, EntryKind>()
  for (const kind of kinds) {
    if (list.has(kind.name)) throw new TypeError(`two kinds of entry are called "${kind.name}"`)
    list.set(kind.name, kind)
  }
  return list
}
