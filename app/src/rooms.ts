import { join } from 'node:path'
import type { EntryKind } from './platform/entry-kind.ts'
import { closedListOf, logEntryKinds } from './rooms/log/entry-kinds.ts'
import { measuresEntryKinds } from './rooms/measures/entry-kinds.ts'
import { peopleEntryKinds } from './rooms/people/entry-kinds.ts'

const folder = (path: string): string => join(import.meta.dirname, path)

/** Places of the rooms that exist, the lowest first: each has messages, and may have a schema and policies. */
export const roomFolders = {
  platform: folder('platform'),
  people: folder('rooms/people'),
  log: folder('rooms/log'),
  measures: folder('rooms/measures'),
} as const

/** Folders with messages for people. The words of a declaration stand with its form, and the server says differences with them. */
export const messageFolders: readonly string[] = [...Object.values(roomFolders), join(roomFolders.measures, 'web')]
/** Folders with a schema and policies. */
export const policyFolders: readonly string[] = [
  roomFolders.platform,
  roomFolders.people,
  roomFolders.log,
  roomFolders.measures,
]

/**
 * Tables that no backup keeps: a session that was ended since must not come back to life. Everybody signs in again.
 */
export const notBackedUp: readonly string[] = ['sessions', 'passkey_challenges']

/** The closed list of what can be entered in the transparency log. A room that enters something adds its kinds here. */
export const entryKinds: ReadonlyMap<string, EntryKind> = closedListOf([
  ...logEntryKinds,
  ...peopleEntryKinds,
  ...measuresEntryKinds,
])
