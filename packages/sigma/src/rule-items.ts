// The items of a draft: a walk through its selections that changes, drops or multiplies them.
import type { Correlation } from './correlation.ts'
import type { DraftItem, DraftSelection } from './detection.ts'
import type { DraftRule } from './rule.ts'

/** All items of a rule, from first to last; a correlation has none. */
export function itemsOfDraft(rule: DraftRule | Correlation): readonly DraftItem[] {
  return rule.kind === 'rule' ? [...rule.selections.values()].flatMap(itemsIn) : []
}

function itemsIn(selection: DraftSelection): readonly DraftItem[] {
  return selection.kind === 'item' ? [selection] : selection.parts.flatMap(itemsIn)
}

/**
 * The rule with each item changed.
 *
 * @param change - Gives what stands in the place of an item; an empty selection when nothing does.
 */
export function changeItems(rule: DraftRule, change: (item: DraftItem) => DraftSelection): DraftRule {
  const walk = (selection: DraftSelection): DraftSelection =>
    selection.kind === 'item' ? change(selection) : { kind: selection.kind, parts: selection.parts.map(walk) }
  return { ...rule, selections: new Map([...rule.selections].map(([name, one]) => [name, walk(one)])) }
}
