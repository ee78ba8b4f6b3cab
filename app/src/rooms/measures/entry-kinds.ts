import { countField, dayField, entryKind, hashField, measureField, oneOf } from '../../platform/entry-kind.ts'
import { officeField, officesField } from '../people/entry-kinds.ts'
import { adviceOutcomes, answers, routes, suspenders } from './life-words.ts'

// What of this room is entered in the transparency log: every step of every measure, so that what was declared, said and
// decided cannot become something else afterwards. Words stand in the register; here stands their hash.

const common = { measure: measureField, offices: officesField }
const details = { office: officeField }
const kind = <F extends Parameters<typeof entryKind>[1]>(name: string, facts: F) =>
  entryKind(name, { ...common, ...facts }, { details })

/** A version of a declaration: its digest, and how it stands to the version in force. */
export const measureDeclared = kind('measure-declared', {
  version: countField,
  digest: hashField,
  verdict: oneOf(['first', 'same', 'narrower', 'wider', 'different']),
  by: oneOf(['proposal', 'conditions', 'emergency']),
})
/** The data protection officer advised, objected or took an objection back. */
export const measureAdvised = kind('measure-advised', {
  version: countField,
  outcome: oneOf([...adviceOutcomes, 'objection-lifted']),
  words: hashField,
})
/** It was put to the representatives, by a route of the law. */
export const measureSubmitted = kind('measure-submitted', {
  version: countField,
  route: oneOf(routes),
  words: hashField,
})
/** A question, an answer, a meeting or a dialogue. */
export const measureDiscussed = kind('measure-discussed', {
  what: oneOf(['asked', 'answered', 'met', 'dialogue-held']),
})
/** The representatives answered, or a judge in their place; with the hash of the signed minutes or the judgment. */
export const measureRepresented = kind('measure-represented', {
  version: countField,
  outcome: oneOf([...answers, 'court-permitted']),
  paper: hashField,
})
/** The employer decided. */
export const measureDecided = kind('measure-decided', { version: countField })
/** Staff were told; `starts` is the first day on which it may run. */
export const measureAnnounced = kind('measure-announced', { version: countField, told: dayField, starts: dayField })
/** A version came into force. */
export const measureActivated = kind('measure-activated', { version: countField })
/** A narrower version came into force at once, within what the decision delegated. */
export const measureNarrowed = kind('measure-narrowed', { version: countField })
/** It was stopped for a time. */
export const measureSuspended = kind('measure-suspended', { by: oneOf(suspenders) })
/** It goes on. */
export const measureResumed = kind('measure-resumed', { by: oneOf(suspenders) })
/** It ended, or a version was withdrawn. */
export const measureEnded = kind('measure-ended', { what: oneOf(['measure', 'proposal']) })
/** It ran already, and may until a day, while its decision is made. */
export const measureRegularised = kind('measure-regularised', { version: countField, until: dayField })
/** An emergency measure was started by a second office, or given more time to account. */
export const measureEmergency = kind('measure-emergency', {
  what: oneOf(['started', 'extended']),
  until: dayField,
})
/** An emergency measure accounted. */
export const measureAccounted = kind('measure-accounted', { words: hashField })

/** The kinds of entry of this room. */
export const measuresEntryKinds = [
  measureDeclared,
  measureAdvised,
  measureSubmitted,
  measureDiscussed,
  measureRepresented,
  measureDecided,
  measureAnnounced,
  measureActivated,
  measureNarrowed,
  measureSuspended,
  measureResumed,
  measureEnded,
  measureRegularised,
  measureEmergency,
  measureAccounted,
]
