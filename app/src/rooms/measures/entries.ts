import type { EntryKind } from '../../platform/entry-kind.ts'
import { groupOfOffice } from '../people/office-groups.ts'
import {
  measureAccounted,
  measureActivated,
  measureAdvised,
  measureAnnounced,
  measureDecided,
  measureDeclared,
  measureDiscussed,
  measureEmergency,
  measureEnded,
  measureNarrowed,
  measureRegularised,
  measureRepresented,
  measureResumed,
  measureSubmitted,
  measureSuspended,
} from './entry-kinds.ts'
import { noticeTerm } from './legal-terms.ts'
import type { Life } from './life.ts'
import type { Step, StepFacts } from './steps.ts'
import { commitmentToText } from './version-facts.ts'

/** The words of a step that its entry commits to, or undefined. */
export function wordsInEntry(step: StepFacts): string | undefined {
  switch (step.kind) {
    case 'advised':
    case 'objection-lifted':
    case 'accounted':
      return step.text
    case 'submitted': {
      // All that was put to the representatives, as canonical JSON: the names are sorted, and what was not said is left out.
      const { adviceAnswer, consequences, text } = step
      return JSON.stringify({ adviceAnswer, consequences, text })
    }
    default:
      return undefined
  }
}

/** Enters the entry of a step through `enter`, which an act gives. */
export function enterStep<T>(
  measure: string,
  step: Step,
  life: Life,
  enter: (kind: EntryKind, facts: Record<string, string | number>, details: Record<string, string>) => T,
): T {
  const [entry, facts] = entryOf(step, life)
  return enter(entry, { measure, offices: groupOfOffice(step.office), ...facts }, { office: step.office })
}

type Facts = Readonly<Record<string, string | number>>

// The kinds differ in their facts; `encodeLeaf` checks each against its kind.
function entryOf(step: Step, life: Life): readonly [EntryKind, Facts] {
  const version = 'version' in step ? { version: step.version } : {}
  const words = commitmentToWords(step)
  switch (step.kind) {
    case 'proposed':
      return [measureDeclared, declared(step, 'proposal')]
    case 'conditions-added':
      return [measureDeclared, declared(step, 'conditions')]
    case 'emergency-called':
      return [measureDeclared, declared(step, 'emergency')]
    case 'advised':
      return [measureAdvised, { ...version, outcome: step.outcome, ...words }]
    case 'objection-lifted': {
      const about = life.candidate?.version ?? life.inForce?.version ?? life.regularising?.version ?? 0
      return [measureAdvised, { version: about, outcome: 'objection-lifted', ...words }]
    }
    case 'submitted':
      return [measureSubmitted, { ...version, route: step.route, ...words }]
    case 'asked':
    case 'answered':
    case 'met':
    case 'dialogue-held':
      return [measureDiscussed, { what: step.kind }]
    case 'represented':
      return [measureRepresented, { ...version, outcome: step.outcome, paper: step.evidence.hash }]
    case 'court-permitted':
      return [measureRepresented, { ...version, outcome: 'court-permitted', paper: step.evidence.hash }]
    case 'decided':
      return [measureDecided, version]
    case 'announced': {
      const { candidate } = life
      const starts =
        candidate === undefined ? step.on : noticeTerm(candidate.jurisdiction, candidate.notice, step.on).safe
      return [measureAnnounced, { ...version, told: step.day, starts }]
    }
    case 'activated':
      return [measureActivated, version]
    case 'narrowed':
      return [measureNarrowed, version]
    case 'suspended':
      return [measureSuspended, { by: step.suspender }]
    case 'nullity-invoked':
      return [measureSuspended, { by: 'representatives' }]
    case 'resumed':
      return [measureResumed, { by: 'employer' }]
    case 'nullity-withdrawn':
    case 'nullity-overturned':
      return [measureResumed, { by: 'representatives' }]
    case 'ended':
      return [measureEnded, { what: 'measure' }]
    case 'withdrawn':
      return [measureEnded, { what: 'proposal' }]
    case 'regularised':
      return [measureRegularised, { ...version, until: step.until }]
    case 'emergency-started':
      return [measureEmergency, { what: 'started', until: life.emergency?.endsOn ?? step.on }]
    case 'emergency-extended':
      return [measureEmergency, { what: 'extended', until: step.until }]
    case 'accounted':
      return [measureAccounted, words]
  }
}

// No fact where the step has no words: a kind that asks for them refuses it.
function commitmentToWords(step: Step): Facts {
  const words = wordsInEntry(step)
  if (words === undefined) return {}
  if (step.wordsBlind === undefined) throw new TypeError('words are entered under a blind alone')
  return { words: commitmentToText(step.wordsBlind, words) }
}

function declared(
  { version, digest, verdict }: Step & { readonly kind: 'proposed' | 'conditions-added' | 'emergency-called' },
  by: string,
): Facts {
  return { version, digest, verdict: verdict ?? 'first', by }
}
