import type { OfficeCode } from '../people/offices.ts'
import type { Declaration, LocalText } from './declaration.ts'
import type { Candidate, Life } from './life.ts'
import type { StepKind } from './life-words.ts'
import { type Part, type Reader, readers } from './vocabulary.ts'

/** Offices that take part in the life of a measure: they see drafts of others, proposals and every step. */
export const insiders: readonly OfficeCode[] = [
  'privacy-officer',
  'ciso',
  'diso',
  'project-lead',
  'im-head',
  'dpo',
  'municipal-secretary',
  'adopting-board',
  'works-council-member',
  'shop-steward',
  'union-consultant',
  'communications',
]

/** Offices that write a draft: nobody else sees it, before it is proposed. */
export const writers: readonly OfficeCode[] = ['privacy-officer', 'ciso', 'diso', 'project-lead', 'im-head', 'dpo']

/** Whoever reads: nobody known, somebody who works here, or somebody with an office that takes part. */
export type Viewer = {
  readonly reader: Reader
  /** Sees proposals, and steps on them before they are announced. */
  readonly insider: boolean
  readonly writer: boolean
}

/** Somebody who is not signed in. */
export const anybody: Viewer = { reader: 'public', insider: false, writer: false }

/** Somebody who works here and holds these offices. */
export function viewerWith(offices: readonly string[]): Viewer {
  const holds = (some: readonly OfficeCode[]): boolean => some.some((office) => offices.includes(office))
  const insider = holds(insiders)
  // Communications tells staff; what is kept for the representatives is not for them to tell.
  const council = holds(insiders.filter((office) => office !== 'communications'))
  return { reader: council ? 'council' : 'staff', insider, writer: holds(writers) }
}

/** Whether a reader may see what is kept for others. */
export function mayRead(viewer: Reader, kept: Reader): boolean {
  return readers.indexOf(viewer) >= readers.indexOf(kept)
}

/** A part that is kept from a reader: which, who reads it, and why. */
export type HiddenPart = { readonly part: Part; readonly readers: Reader; readonly reason: LocalText }

/** A declaration as a reader may see it: what is kept from them is not in it, and it says so. */
export function seenBy(declaration: Declaration, reader: Reader) {
  const hidden: readonly HiddenPart[] = declaration.secrecy.filter((one) => !mayRead(reader, one.readers))
  const kept = new Set<string>(hidden.map(({ part }) => part))
  return { hidden, declaration: Object.fromEntries(Object.entries(declaration).filter(([name]) => !kept.has(name))) }
}

/** Whether a viewer may know of a measure: everybody of what was announced or ran, insiders of what was proposed, writers of all. */
export function mayKnow({ knownSince, steps }: Life, viewer: Viewer): boolean {
  return knownSince !== undefined || (viewer.insider && steps > 0) || viewer.writer
}

/**
 * The proposal under way, as far as a viewer may know of it. Others than insiders know of one that was announced, and of the one
 * with which what runs already is being brought into order: their steps are public too, see `publicSteps`.
 */
export function candidateFor({ candidate, regularising }: Life, viewer: Viewer): Candidate | undefined {
  if (candidate === undefined || viewer.insider || candidate.announcedOn !== undefined) return candidate
  if (regularising === undefined) return undefined
  const { version, outcome } = candidate
  const sameProposal =
    version === regularising.version ||
    // The conditions of the representatives made the next version of it.
    (version === regularising.version + 1 && outcome === 'consented-with-conditions')
  return sameProposal ? candidate : undefined
}

/** Kinds of step with which a version becomes known to everybody. */
const publishing: readonly StepKind[] = ['announced', 'activated', 'narrowed', 'regularised', 'emergency-started']
const beginning: readonly StepKind[] = ['proposed', 'emergency-called']

/**
 * The numbers of the steps that everybody may read: of each proposal that became known, and all that is about no proposal.
 * While one is under way, its steps are for those who take part.
 */
export function publicSteps(
  steps: readonly { readonly number: number; readonly kind: StepKind }[],
): ReadonlySet<number> {
  const shown = new Set<number>()
  let waiting: number[] = []
  let known = false
  for (const { number, kind } of steps) {
    if (beginning.includes(kind)) [waiting, known] = [[], false]
    if (publishing.includes(kind)) known = true
    if (known || aboutNoProposal.includes(kind)) {
      for (const one of known ? [...waiting, number] : [number]) shown.add(one)
      if (known) waiting = []
    } else waiting.push(number)
  }
  return shown
}

const aboutNoProposal: readonly StepKind[] = [
  'suspended',
  'resumed',
  'ended',
  'nullity-invoked',
  'nullity-withdrawn',
  'nullity-overturned',
  'emergency-extended',
  'accounted',
  'dialogue-held',
]
