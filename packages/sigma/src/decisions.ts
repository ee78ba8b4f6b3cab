// Conditions as a table of jumps: "if this predicate is true go there, else there". Integers only, no generated code.
import type { Formula } from './predicates.ts'

/** A rule holds. */
export const holds = -1
/** A rule does not hold. */
export const fails = -2

/** Puts what is known at once before what has to be computed; the order does not change the answer. */
export function cheapFirst(formula: Formula, isLate: (predicate: number) => boolean): Formula {
  if (formula.kind === 'predicate') return formula
  if (formula.kind === 'not') return { kind: 'not', part: cheapFirst(formula.part, isLate) }
  const parts = formula.parts.map((part) => cheapFirst(part, isLate))
  const late = (part: Formula): boolean =>
    part.kind === 'predicate' ? isLate(part.number) : part.kind === 'not' ? late(part.part) : part.parts.some(late)
  return { kind: formula.kind, parts: [...parts.filter((part) => !late(part)), ...parts.filter(late)] }
}

/** Steps of all rules of a plan: a predicate and where to go. */
export class Decisions {
  readonly predicate: number[] = []
  readonly whenTrue: number[] = []
  readonly whenFalse: number[] = []

  /** Adds a formula; gives the step it starts at, or `holds` or `fails` when nothing has to be asked. */
  add(formula: Formula, whenTrue: number = holds, whenFalse: number = fails): number {
    switch (formula.kind) {
      case 'predicate':
        this.predicate.push(formula.number)
        this.whenTrue.push(whenTrue)
        return this.whenFalse.push(whenFalse) - 1
      case 'not':
        return this.add(formula.part, whenFalse, whenTrue)
      case 'and':
        return formula.parts.reduceRight((next, part) => this.add(part, next, whenFalse), whenTrue)
      case 'or':
        return formula.parts.reduceRight((next, part) => this.add(part, whenTrue, next), whenFalse)
    }
  }
}
