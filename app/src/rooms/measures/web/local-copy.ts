// What somebody types in a draft stands on their device until the house has it: a lost connection loses nothing.

/** A draft on this device, with the revision of the house that it was typed over. */
export type LocalCopy = { readonly text: string; readonly revision: number }

const nameOf = (viewer: string, measure: string) => `openwacht.draft.${viewer}.${measure}`

/** Keeps a draft on this device, for this person only. Where storage is off or full, the house is the only place. */
export function keepCopy(viewer: string, measure: string, copy: LocalCopy): void {
  try {
    localStorage.setItem(nameOf(viewer, measure), JSON.stringify(copy))
  } catch {
    // The draft goes to the house after the next pause.
  }
}

/** The draft that this person left on this device, `undefined` when there is none. */
export function findCopy(viewer: string, measure: string): LocalCopy | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameOf(viewer, measure)) ?? 'null')
    if (typeof kept !== 'object' || kept === null || !('text' in kept) || !('revision' in kept)) return undefined
    const { text, revision } = kept
    return typeof text === 'string' && typeof revision === 'number' ? { text, revision } : undefined
  } catch {
    return undefined
  }
}

/** Takes the copy away: the house has it, or it is not wanted any more. */
export function forgetCopy(viewer: string, measure: string): void {
  try {
    localStorage.removeItem(nameOf(viewer, measure))
  } catch {
    // Nothing was kept either.
  }
}
