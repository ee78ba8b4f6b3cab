// Which fields a rule can read: for declarations that must name every field.
import { itemsOf } from './detection.ts'
import type { Rule } from './rule.ts'

/**
 * The fields that can decide over a rule, sorted. A rule with keywords looks at every value of the event that the
 * projection lets through: `keywords` is true.
 */
export function fields(rule: Rule): { readonly names: readonly string[]; readonly keywords: boolean } {
  const items = [...rule.selections.values()].flatMap(itemsOf)
  const names = items.flatMap((item) => [
    ...(item.field === undefined ? [] : [item.field]),
    ...item.values.flat().flatMap((test) => (test.kind === 'field' ? [test.field] : [])),
  ])
  return { names: [...new Set(names)].sort(), keywords: items.some((item) => item.field === undefined) }
}
