// The kinds of entry that this version of Openwacht knows: for whoever verifies a log, on the command line and in the browser.
import type { EntryKind } from '../platform/entry-kind.ts'
import { closedListOf, logEntryKinds } from '../rooms/log/entry-kinds.ts'
import { measuresEntryKinds } from '../rooms/measures/entry-kinds.ts'
import { peopleEntryKinds } from '../rooms/people/entry-kinds.ts'

/** Each kind by its name. */
export const knownKinds: ReadonlyMap<string, EntryKind> = closedListOf([
  ...logEntryKinds,
  ...peopleEntryKinds,
  ...measuresEntryKinds,
])
