import type { LogFault } from '@openwacht/tlog/verify-log.ts'
import type { LeafFault } from './leaf-checker.ts'

// What verifying a log can give: what was proven, what was not, and what is wrong. Each code has its sentence in the messages of
// this room, `log.verify.<code>`.

/** Something that was shown, whoever served the log. */
export type Proven =
  /** The checkpoint is signed by the log that the policy names. */
  | { readonly code: 'signed'; readonly origin: string; readonly size: number }
  /** Enough witnesses have seen the first `size` entries; `at` is when the last of them signed, ISO 8601. */
  | { readonly code: 'cosigned'; readonly size: number; readonly witnesses: string; readonly at: string }
  /** Every entry and every hash file leads to the root: `files` of the tree as it is, and `older` ones that they replaced. */
  | { readonly code: 'tree'; readonly size: number; readonly files: number; readonly older: number }
  /** Every entry is canonical JSON of a known kind, and the days do not go back. */
  | {
      readonly code: 'leaves'
      /** Entries that tell of something. */
      readonly entries: number
      /** The others: statements of the absence map, which the log makes itself. */
      readonly own: number
      readonly firstDay: string
      readonly lastDay: string
    }
  /** Each statement of the absence map follows from the entries before it. */
  | { readonly code: 'map'; readonly statements: number }
  /** The log begins with the tree of the earlier checkpoint. */
  | { readonly code: 'continues'; readonly size: number }
  /** The check phrase is that of the first `size` entries. */
  | { readonly code: 'phrase'; readonly size: number }
  /** An exported entry is in the log. */
  | {
      readonly code: 'proof-entry'
      readonly entry: number
      readonly size: number
      readonly kind: string
      readonly day: string
    }
  /** An exported entry of a kind that this program does not know is in the log. */
  | { readonly code: 'proof-opaque'; readonly entry: number; readonly size: number }
  /** No entry under the keys that were asked for. */
  | { readonly code: 'absent'; readonly from: string; readonly until: string; readonly covers: number }
  /** Entries under a key that was asked for. */
  | { readonly code: 'present'; readonly day: string; readonly entries: string }

/** Something that was not shown, although nothing is wrong. */
export type Unproven =
  /** The newest entries have not been seen by enough witnesses yet. */
  | { readonly code: 'not-cosigned-yet'; readonly seen: number; readonly waiting: number }
  /** The policy asks for no witness: the log could show somebody else another tree. */
  | { readonly code: 'no-witness' }
  /** There was no earlier checkpoint to compare with. */
  | { readonly code: 'first-time' }
  /** Whether the first entries are those of another checkpoint or phrase: entries that differ hide it. */
  | { readonly code: 'not-compared'; readonly size: number }
  /** The entries are not those of Openwacht; only the tree was verified. */
  | { readonly code: 'opaque' }
  /** The absence map was not computed. */
  | { readonly code: 'map-not-followed' }
  /** Whom these entries are about shows only later. */
  | { readonly code: 'delayed'; readonly count: number }
  /** Why notice of these entries still waits: the last day for it, which stands in them, is over. */
  | { readonly code: 'overdue'; readonly count: number }
  /** That there is nothing newer. */
  | { readonly code: 'newest' }
  /** That all was entered, and truthfully. */
  | { readonly code: 'truth' }
  /** Files that go on after the newest checkpoint. */
  | { readonly code: 'beyond'; readonly count: number; readonly path: string }
  /** A file that no log has; it was not looked at. */
  | { readonly code: 'strange'; readonly path: string }
  /** A file of the process that writes the log, such as its lock; it was not looked at. */
  | { readonly code: 'not-of-log'; readonly path: string }
  /** Signature lines of keys that the policy does not have. */
  | { readonly code: 'unknown-signatures'; readonly path: string; readonly count: number }
  /** The policy that the log publishes is not the one that was given. */
  | { readonly code: 'other-policy' }
  /** Entries that are not disclosed yet, one of which could be about whoever asks. */
  | { readonly code: 'undisclosed'; readonly band: string; readonly count: number }

/** A proof that does not answer what was asked, although nothing is wrong with it. */
export type Unanswered =
  /** It answers for other days than were asked, or was made before they were over. */
  | {
      readonly code: 'other-days'
      readonly coversFrom: string
      readonly coversUntil: string
      readonly from: string
      readonly until: string
    }
  /** It answers for none of the days, nor for others that could be found: it may be about somebody else. */
  | { readonly code: 'other-question'; readonly from: string; readonly until: string }

/** Something wrong. */
export type Fault =
  | LogFault
  | LeafFault
  | { readonly code: 'no-checkpoint' }
  /** A file is not in its form; `wrong` says where, in technical words. */
  | { readonly code: 'malformed'; readonly path: string; readonly wrong: string }
  | { readonly code: 'unknown-log'; readonly path: string; readonly origin: string }
  | { readonly code: 'no-log-signature'; readonly path: string }
  | { readonly code: 'wrong-signature'; readonly path: string; readonly name: string }
  /** Not enough witnesses have signed any state of the log. */
  | { readonly code: 'not-cosigned' }
  /** A checkpoint in the log is of another tree, or of a larger one than the log shows. */
  | { readonly code: 'other-tree'; readonly path: string; readonly size: number }
  | { readonly code: 'shorter'; readonly path: string; readonly size: number; readonly shown: number }
  /** The log keeps evidence that a witness saw another tree. */
  | { readonly code: 'fork-evidence'; readonly path: string }
  /** The first entries are not those of the earlier checkpoint. */
  | { readonly code: 'forked'; readonly size: number }
  /** The log shows fewer entries than the earlier checkpoint has. */
  | { readonly code: 'older'; readonly size: number; readonly shown: number }
  | { readonly code: 'phrase-differs'; readonly size: number }
  | { readonly code: 'phrase-beyond'; readonly size: number; readonly shown: number }
  /** The last entry does not state the absence map. */
  | { readonly code: 'no-statement'; readonly entry: number }
  /** More entries than the limit of this run. */
  | { readonly code: 'too-large'; readonly size: number; readonly most: number }
  /** Faults that are not listed. */
  | { readonly code: 'more-faults'; readonly count: number }
  | { readonly code: 'proof-refused'; readonly path: string; readonly because: string }

/** One thing that verifying gave. */
export type Finding =
  | ({ readonly level: 'proven' } & Proven)
  | ({ readonly level: 'unproven' } & (Unproven | Unanswered))
  | ({ readonly level: 'fault' } & Fault)

/**
 * What all findings come to: nothing is wrong; nothing of what can be seen here, as no witness tells of a newer state; something is; a
 * proof is about something else than was asked; or nothing is wrong with the log, and there is still something that somebody has to explain.
 */
export function outcomeOf(findings: readonly Finding[]): 'good' | 'here' | 'bad' | 'unanswered' | 'ask' {
  const has = (...codes: readonly string[]): boolean => findings.some(({ code }) => codes.includes(code))
  if (findings.some(({ level }) => level === 'fault')) return 'bad'
  if (has('other-days', 'other-question')) return 'unanswered'
  if (has('other-policy', 'overdue', 'strange')) return 'ask'
  return has('no-witness') ? 'here' : 'good'
}

/** How the sentence of a finding writes an instant (ISO 8601), a day (YYYY-MM-DD) and a number. */
export type FindingFormats = {
  readonly instant: (instant: string) => string
  readonly day: (day: string) => string
}

const dayNames = ['firstDay', 'lastDay', 'day', 'after', 'seen', 'from', 'until', 'coversFrom', 'coversUntil']

/** Key and values of the sentence of a finding. */
export function sentenceOf(
  finding: Finding,
  formats: FindingFormats,
): { readonly key: string; readonly values: Readonly<Record<string, string | number>> } {
  const { level: _level, code, ...facts } = finding
  const values = Object.entries(facts).map(([name, value]): [string, string | number] => {
    if (typeof value !== 'string') return [name, value]
    if (name === 'at') return [name, formats.instant(value)]
    // The options of a message have no hyphens.
    if (name === 'because') return [name, value.replaceAll('-', '_')]
    // `from` and `seen` can be places of entries too; those are numbers.
    return [name, dayNames.includes(name) ? formats.day(value) : value]
  })
  return { key: `log.verify.${code}`, values: Object.fromEntries(values) }
}
