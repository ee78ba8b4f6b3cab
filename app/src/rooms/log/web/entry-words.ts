import { useOfficeName } from '../../../web/offices.tsx'
import { useWords } from '../../../web/words.tsx'
import type { EntryView } from '../shapes.ts'
import { kindsWithWords } from './kind-groups.ts'

const bands: Readonly<Record<string, string>> = { '0': 'none', '1-9': 'few', '10-99': 'tens', '100+': 'many' }

/** What the log calls an entry, and what it says. */
export type EntryWords = {
  readonly nameOf: (kind: string) => string
  readonly sentenceOf: (entry: Pick<EntryView, 'kind' | 'facts'>) => string
  /** A number of people as an entry has it: never exact. */
  readonly bandOf: (band: string) => string
  /** The office where it is shown, else the group of offices; undefined where an entry names none. */
  readonly officesOf: (entry: Pick<EntryView, 'facts' | 'details'>) => string | undefined
  readonly dayOf: (entry: Pick<EntryView, 'day' | 'details'>) => string
}

/** Entries in plain words, in the language of the person. */
export function useEntryWords(): EntryWords {
  const { say, day } = useWords()
  const officeName = useOfficeName()
  const bandOf = (band: string) => say(`log.band.${bands[band] ?? 'many'}`)
  const sayValue = (name: string, value: string | number): string | number => {
    if (typeof value === 'number') return value
    if (name === 'offices') return say(`people.office-group.${value}`)
    if (value in bands) return bandOf(value)
    if (/^\d{4}-\d\d-\d\d$/.test(value)) return day(value)
    // The options of a message have no hyphens.
    return value.replaceAll('-', '_')
  }
  return {
    bandOf,
    nameOf: (kind) => (kindsWithWords.has(kind) ? say(`log.kind.${kind}`) : say('log.unknown.kind')),
    sentenceOf: ({ kind, facts }) => {
      // A room that is newer than this page: said as it is, never as something else.
      if (!kindsWithWords.has(kind)) return say('log.unknown.said', { kind })
      const values = Object.entries(facts).map(([name, value]) => [name, sayValue(name, value)] as const)
      return say(`log.said.${kind}`, Object.fromEntries(values))
    },
    officesOf: ({ facts, details }) => {
      if (typeof details?.office === 'string') return officeName(details.office)
      return typeof facts.offices === 'string' ? say(`people.office-group.${facts.offices}`) : undefined
    },
    dayOf: (entry) => {
      const { hour } = entry.details ?? {}
      if (typeof hour !== 'number') return day(entry.day)
      return say('log.list.at-hour', { day: day(entry.day), hour: String(hour), next: String(hour + 1) })
    },
  }
}
