import { decodeLeaf, type EntryKind } from '../../platform/entry-kind.ts'
import type { EntryView } from './shapes.ts'

/** What is known of an entry. `details` is canonical JSON of the finer facts. */
export type KnownOfEntry = {
  readonly leaf: Uint8Array
  readonly index: number | undefined
  readonly measure: string | null
  readonly closes: string | null
  readonly closedBy: { readonly id: string; readonly leaf: Uint8Array } | undefined
  readonly delayEnded: boolean
  readonly details: string | undefined
}

/**
 * An entry as people read it.
 *
 * @param finer - Whether hour and office are shown.
 * @throws Where its leaf is none of the closed list: then the log is broken, and no page should hide it.
 */
export function entryView(known: KnownOfEntry, kinds: ReadonlyMap<string, EntryKind>, finer: boolean): EntryView {
  const entry = decodeLeaf(known.leaf, kinds)
  if (typeof entry === 'string') throw new Error(`could not read an entry of the log: ${entry}`)
  const { id, kind, day, facts, marks, outside } = entry
  const { delayed } = marks
  return {
    index: known.index ?? null,
    id,
    kind,
    day,
    measure: known.measure,
    facts: plainFacts(facts),
    about: delayed === undefined ? marks.about.length : delayed.commitments.length,
    delayed:
      delayed === undefined
        ? null
        : { count: delayed.commitments.length, until: delayed.until, ended: known.delayEnded },
    closes: known.closes,
    closedBy: known.closedBy === undefined ? null : closingView(known.closedBy, kinds),
    outside: outside === undefined ? 'none' : known.details === undefined ? 'erased' : 'kept',
    details: finer && known.details !== undefined ? plainFacts(JSON.parse(known.details)) : null,
  }
}

function closingView(
  { id, leaf }: { readonly id: string; readonly leaf: Uint8Array },
  kinds: ReadonlyMap<string, EntryKind>,
): EntryView['closedBy'] {
  const entry = decodeLeaf(leaf, kinds)
  if (typeof entry === 'string') throw new Error(`could not read an entry of the log: ${entry}`)
  const { result } = entry.facts
  return { id, kind: entry.kind, result: typeof result === 'string' ? result : null }
}

/** Facts and details are words and numbers: the fields of an entry have no other form. */
function plainFacts(facts: Readonly<Record<string, unknown>>): EntryView['facts'] {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [],
    ),
  )
}
