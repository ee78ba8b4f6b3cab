import { createContext, useContext } from 'react'
import type { Language } from '../../../web/messages.ts'
import { pointerOf, type Step } from '../draft-text.ts'
import type { FindingAnswer } from '../shapes.ts'

/** A declaration that is being written: its text, what the text says, and what was found wrong in it. */
export type Draft = {
  readonly text: string
  /** What the text says; nothing promises that it has the shape of a declaration. */
  readonly value: unknown
  readonly findings: readonly FindingAnswer[]
  /** The language that the law of the country asks for. */
  readonly needed: Language
  /** Changes the text. */
  readonly edit: (change: (text: string) => string) => void
}

/** Filled by the screen that edits a declaration. */
export const DraftContext = createContext<Draft | undefined>(undefined)

/** The declaration that is being written; only inside `DraftContext`. */
export function useDraft(): Draft {
  const draft = useContext(DraftContext)
  if (draft === undefined) throw new Error('useDraft outside DraftContext')
  return draft
}

/** Id of the element for a place. */
export function idOf(path: readonly Step[]): string {
  return `at${pointerOf(path).replaceAll(/[^A-Za-z0-9]+/g, '-')}`
}

/** Message of the label of a place: the names on the way to it. */
export function labelKey(path: readonly Step[]): string {
  return `measures.form.${path.filter((step) => typeof step === 'string').join('.')}`
}

/**
 * What was found at a place and is shown there: what concerns the place as a whole, and what no part inside shows by itself.
 *
 * @param inside - Names of the parts that show their own findings; `'rows'` where each row of a list does.
 */
export function findingsAt(
  findings: readonly FindingAnswer[],
  path: readonly Step[],
  inside: readonly string[] | 'rows',
): readonly FindingAnswer[] {
  const here = pointerOf(path)
  return findingsUnder(findings, path).filter((finding) => {
    if (finding.path === here) return true
    const [next = ''] = finding.path.slice(here.length + 1).split('/')
    return inside !== 'rows' && !inside.includes(next)
  })
}

/** Everything that was found at a place or below it. */
export function findingsUnder(findings: readonly FindingAnswer[], path: readonly Step[]): readonly FindingAnswer[] {
  const here = pointerOf(path)
  return findings.filter((finding) => finding.path === here || finding.path.startsWith(`${here}/`))
}
