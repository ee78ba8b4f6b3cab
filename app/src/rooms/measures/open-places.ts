import type { Step } from './draft-text.ts'

/** How a place begins that a model or an imported setting leaves to whoever writes the declaration. */
const leftOpen = /^fill in: */

/** What belongs in a text that is still to be filled in; undefined when it is filled in. */
export function wantedIn(text: string): string | undefined {
  return leftOpen.test(text) ? text.replace(leftOpen, '') : undefined
}

/** A place that is still to be filled in, with what belongs there in the words of the model. */
export type OpenPlace = { readonly path: readonly Step[]; readonly wanted: string }

/** Every place of a declaration that is still to be filled in, in the order of the text. */
export function openPlaces(value: unknown, path: readonly Step[] = []): readonly OpenPlace[] {
  if (typeof value === 'string') {
    const wanted = wantedIn(value)
    return wanted === undefined ? [] : [{ path, wanted }]
  }
  if (Array.isArray(value)) return value.flatMap((one, index) => openPlaces(one, [...path, index]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, one]) => openPlaces(one, [...path, name]))
}
