import type { Declaration } from './declaration.ts'
import type { Life } from './life.ts'
import type { Verdict } from './order.ts'
import type { Step } from './steps.ts'

// What is kept of a measure, as the rest of the room has it in hand.

/** What a list says of a measure without its declaration: that of the newest version, or of the draft. */
export type Head = Pick<Declaration, 'kind' | 'jurisdiction' | 'title' | 'summary'>

/** A measure: its number in the register, its name, and what its steps made of it. */
export type Measure = { readonly id: string; readonly name: string; readonly head: Head; readonly life: Life }

/** A draft: may be wrong and half written. `revision` counts how often it was saved. */
export type Draft = { readonly revision: number; readonly text: string; readonly savedAt: Date }

/** One version, kept whole and never changed. */
export type Version = {
  readonly measure: string
  readonly version: number
  readonly madeAt: Date
  readonly madeOn: string
  readonly text: string
  readonly digest: string
  readonly declaration: Declaration
  readonly verdict: Verdict | null
}

/** A version without its text, for lists. */
export type VersionLine = Pick<Version, 'version' | 'madeOn' | 'digest' | 'verdict'>

/** A step as it was kept, with its entry in the transparency log. */
export type KeptStep = Step & { readonly entry: string }
