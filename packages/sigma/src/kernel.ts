// The matcher's inner loops as WebAssembly. What each function does stands in TypeScript in the file it is named after; both
// forms are compared by tests.
import type { Arena } from './arena.ts'
import { filterFunctions } from './kernel-filter.ts'
import { foldFunctions } from './kernel-fold.ts'
import { lateFunctions } from './kernel-late.ts'
import { lineFunctions } from './kernel-lines.ts'
import { tokenizerFunctions } from './kernel-tokenizer.ts'
import { valueFunctions } from './kernel-values.ts'
import { type WasmImport, writeModule } from './wasm-code.ts'
import type { WasmGlobal, WasmModuleObject } from './wasm-types.ts'

/** Numbers of one instance; addresses are set once, when a thread begins. */
const globals = [
  'round',
  'limit',
  'nesting',
  'root',
  'slots',
  'touched',
  'touchedCount',
  'keyTable',
  'keyMask',
  'scratch',
  'otherScratch',
  'foldedSlot',
  'foldedRound',
  'length',
  'wide',
  'broken',
  'foldTable',
  'escapes',
  'log',
  'logCount',
  'memo',
  'memoStates',
  'plan',
  'candidateCount',
  'windowsFields',
  'sourceFields',
  'sourceCount',
  'sourceKey',
  'sources',
  'results',
  'resultCount',
  'resultRoom',
  'lines',
  'events',
  'unplaced',
] as const

/** Name of a number of an instance. */
export type KernelNumber = (typeof globals)[number]

/** What the kernel asks for: all that is rare. */
export type Outside = {
  /** Entry of a key that is not in the table; 0 when no rule asks for it and it cannot be remembered. */
  readonly unknownKey: (node: number, start: number, end: number) => number
  /** Folded form of a code point below 65,536 that the table does not have yet. */
  readonly foldUnit: (code: number) => number
  /** Writes the folded text of a JSON string into the scratch memory; 0 when it is none. */
  readonly foldOutside: (start: number, end: number) => number
  /** Matches a slot that holds a list or an unusual number. */
  readonly matchOutside: (field: number, slot: number) => void
  /** Plan of the line that was read, 0 when no rule applies. */
  readonly findPlan: () => number
  /** Chooses the witnesses of the plan anew. */
  readonly train: () => void
  /** Whether a line in which something may be hidden may hold one of the texts of a filter. */
  readonly mayHoldMarked: (filter: number, from: number, to: number) => number
  readonly keywordsOutside: (from: number, to: number) => void
  /** Makes the tests of a predicate that no needle decides. */
  readonly ask: (predicate: number) => number
}

const imports: readonly (WasmImport & { readonly name: keyof Outside })[] = [
  { name: 'unknownKey', parameters: 3, gives: true },
  { name: 'foldUnit', parameters: 1, gives: true },
  { name: 'foldOutside', parameters: 2, gives: true },
  { name: 'matchOutside', parameters: 2, gives: false },
  { name: 'findPlan', parameters: 0, gives: true },
  { name: 'train', parameters: 0, gives: false },
  { name: 'mayHoldMarked', parameters: 3, gives: true },
  { name: 'keywordsOutside', parameters: 2, gives: false },
  { name: 'ask', parameters: 1, gives: true },
]

/** What is called from outside. */
export type Kernel = {
  readonly readLine: (from: number, to: number) => number
  readonly matchLine: (from: number, to: number) => number
  readonly matchLines: (at: number, to: number, rules: number) => number
  readonly matchScratch: (field: number) => void
  readonly fold: (start: number, end: number) => number
  readonly mayHold: (filter: number, from: number, to: number) => number
  readonly hasMarks: (from: number, to: number) => number
  readonly hashBytes: (at: number, size: number, seed: number) => number
  readonly number: (name: KernelNumber) => number
  readonly setNumber: (name: KernelNumber, to: number) => void
}

let compiled: WasmModuleObject | undefined

/** Makes an instance over a memory: one per thread. */
export function startKernel(arena: Arena, outside: Outside): Kernel {
  compiled ??= new WebAssembly.Module(
    Uint8Array.from(
      writeModule({
        imports,
        globals,
        functions: [
          ...tokenizerFunctions,
          ...foldFunctions,
          ...valueFunctions,
          ...lateFunctions,
          ...filterFunctions,
          ...lineFunctions,
        ],
      }),
    ),
  )
  const { exports } = new WebAssembly.Instance(compiled, { outside: { memory: arena.memory, ...outside } })
  const numberOf = (name: KernelNumber): WasmGlobal => exports[name] as WasmGlobal // exported above
  return {
    // The functions are exported above with just these parameters.
    ...(exports as unknown as Kernel),
    number: (name) => numberOf(name).value,
    setNumber: (name, to) => {
      numberOf(name).value = to
    },
  }
}
