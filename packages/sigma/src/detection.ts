// The detection section: selections, lists of them, and the items they consist of.
//
// Source: Sigma rules specification 2.1.0, "Detection".
import { RuleError } from './fault.ts'
import { maxValues } from './limits.ts'
import { applyModifiers, type ModifiedValues, type Placeholders, type RuleValue } from './modifiers.ts'

/** One line of a selection. Without `field` its texts are looked for in all values of the event: keywords. */
export type DetectionItem = ModifiedValues & { readonly kind: 'item'; readonly field: string | undefined }

/** What one name in the detection section stands for. */
export type Selection =
  | DetectionItem
  | { readonly kind: 'all'; readonly parts: readonly Selection[] }
  | { readonly kind: 'any'; readonly parts: readonly Selection[] }

/** Counts the values of a rule while it is read. */
export type Budget = { values: number }

/**
 * Reads a selection: a map holds when all its items hold, a list when one of its entries holds, a list of texts is a list
 * of keywords.
 *
 * @throws RuleError with the path inside the selection.
 */
export function parseSelection(value: unknown, placeholders: Placeholders, budget: Budget): Selection {
  if (isScalar(value)) return parseItem('', [value], placeholders, budget, [])
  if (Array.isArray(value)) return parseList(value, placeholders, budget)
  if (!isMap(value)) throw new RuleError('detection', 'expected a map, a list or a text')
  const entries = Object.entries(value)
  if (entries.length === 0) throw new RuleError('detection', 'expected at least one field')
  const parts = entries.map(([key, content]) => {
    const values: readonly unknown[] = Array.isArray(content) ? content : [content]
    if (values.length === 0) throw new RuleError('value', 'expected at least one value', [key])
    const scalars = values.map((one, index) => {
      if (isScalar(one)) return checkedScalar(one, [key, ...(Array.isArray(content) ? [index] : [])])
      throw new RuleError('value', 'expected a text, a number, true, false or null', [key, index])
    })
    return parseItem(key, scalars, placeholders, budget, [key])
  })
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { kind: 'all', parts }
}

function parseList(values: readonly unknown[], placeholders: Placeholders, budget: Budget): Selection {
  if (values.length === 0) throw new RuleError('detection', 'expected at least one entry')
  if (values.every(isScalar)) return parseItem('', values, placeholders, budget, [])
  return {
    kind: 'any',
    parts: values.map((value, index) => within([index], () => parseSelection(value, placeholders, budget))),
  }
}

function parseItem(
  key: string,
  values: readonly RuleValue[],
  placeholders: Placeholders,
  budget: Budget,
  path: readonly (string | number)[],
): DetectionItem {
  budget.values += values.length
  if (budget.values > maxValues) throw new RuleError('limit', `expected at most ${maxValues} values in a rule`, path)
  const [field = '', ...modifiers] = key.split('|')
  const modified = within(path, () => applyModifiers(modifiers, values, field === '', placeholders))
  return { kind: 'item', field: field === '' ? undefined : field, ...modified }
}

/** Runs one step and puts the way to it in front of the path of its fault. */
export function within<T>(path: readonly (string | number)[], step: () => T): T {
  try {
    return step()
  } catch (error) {
    if (!(error instanceof RuleError)) throw error
    const { fault } = error
    throw new RuleError(fault.code, fault.message, [...path, ...fault.path], fault.offset)
  }
}

/** All items of a selection, from first to last. */
export function itemsOf(selection: Selection): readonly DetectionItem[] {
  return selection.kind === 'item' ? [selection] : selection.parts.flatMap(itemsOf)
}

function isScalar(value: unknown): value is RuleValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function checkedScalar(value: RuleValue, path: readonly (string | number)[]): RuleValue {
  if (typeof value !== 'number' || Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value
  throw new RuleError('value', 'expected a number of at most 15 digits: write a longer one in quotes', path)
}

/** Whether a value of a YAML document is a map. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
