// Which fields a rule can read: for declarations that must name every field.
import { itemsOf } from './detection.ts'
import { isVisible, type Projection } from './event.ts'
import { sourceFields } from './event-source.ts'
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

/** The fields that a set of rules reads as far as a projection shows them, and whether each may be a key of its own. */
export type ReadFields = { readonly names: readonly string[]; readonly flat: readonly boolean[] }

/** What a tokenizer has to look for: the fields that decide over the source come first. */
export function fieldsToRead(rules: readonly Rule[], projection: Projection | undefined): ReadFields {
  const read = new Set(rules.flatMap((rule) => fields(rule).names))
  const visible = [...read].filter((field) => projection === undefined || isVisible(field, projection))
  const names = [...new Set<string>([...sourceFields, ...visible])]
  const isFlat = (field: string): boolean =>
    projection === undefined ||
    projection.fields.some((name) => name === field || (field.startsWith(`${name}.`) && name.includes('.'))) ||
    sourceFields.some((name) => name === field)
  return { names, flat: names.map(isFlat) }
}
