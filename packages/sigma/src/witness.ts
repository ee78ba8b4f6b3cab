// Witnesses: for each rule a set of predicates of which one must be true when the rule holds. Only rules with a true witness
// are looked at. The set is chosen by what was measured on the events themselves.
import type { Formula } from './predicates.ts'

/**
 * The cheapest witness of a formula.
 *
 * @param triggers - Of each predicate: predicates of which one is true whenever it is.
 * @param cost - How often a predicate is true, in any unit.
 * @returns `undefined` when the formula can hold although nothing is true: its rule must be looked at every time.
 */
export function chooseWitness(
  formula: Formula,
  triggers: readonly (readonly number[] | undefined)[],
  cost: (predicate: number) => number,
): readonly number[] | undefined {
  return choose(formula, true, triggers, cost)?.predicates
}

type Witness = { readonly predicates: readonly number[]; readonly cost: number }

function choose(
  formula: Formula,
  positive: boolean,
  triggers: readonly (readonly number[] | undefined)[],
  cost: (predicate: number) => number,
): Witness | undefined {
  if (formula.kind === 'not') return choose(formula.part, !positive, triggers, cost)
  if (formula.kind === 'predicate') {
    const predicates = positive ? triggers[formula.number] : undefined
    return predicates === undefined
      ? undefined
      : { predicates, cost: predicates.reduce((sum, predicate) => sum + cost(predicate), 0) }
  }
  const parts = formula.parts.map((part) => choose(part, positive, triggers, cost))
  // "Not (a or b)" is "not a and not b": one of its parts is enough, as in an "and".
  if ((formula.kind === 'and') === positive) {
    return parts.reduce(
      (best, part) => (part !== undefined && (best === undefined || part.cost < best.cost) ? part : best),
      undefined,
    )
  }
  let sum = 0
  const union = new Set<number>()
  for (const part of parts) {
    if (part === undefined) return undefined
    sum += part.cost
    for (const predicate of part.predicates) union.add(predicate)
  }
  return { predicates: [...union], cost: sum }
}
