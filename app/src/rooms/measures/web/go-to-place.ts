import type { Step } from '../draft-text.ts'
import { idOf } from './draft.tsx'

/** A row that opens draws its parts in the next frames; after this many without news there is nothing deeper. */
const mostFrames = 6

/**
 * Puts the focus on a place of the form, opening what it lies in. Where the place itself has no control, on the nearest one
 * around it.
 */
export async function goToPlace(path: readonly Step[]): Promise<void> {
  let found: HTMLElement | undefined
  for (let quiet = 0; quiet < mostFrames; quiet++) {
    const nearest = nearestElement(path)
    if (nearest !== found) quiet = 0
    found = nearest
    for (let around = nearest?.closest('details'); around; around = around.parentElement?.closest('details')) {
      around.open = true
    }
    if (nearest?.id === idOf(path)) break
    await new Promise(requestAnimationFrame)
  }
  found?.focus()
  found?.scrollIntoView({ block: 'center' })
}

function nearestElement(path: readonly Step[]): HTMLElement | undefined {
  for (let length = path.length; length > 0; length--) {
    const element = document.getElementById(idOf(path.slice(0, length)))
    if (element !== null) return element
  }
  return undefined
}
