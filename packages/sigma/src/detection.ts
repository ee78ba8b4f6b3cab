// The detection section: selections, lists of them, and the items they consist of.
//
// Source: Sigma rules specification 2.1.0, "Detection".
import { RuleError } from './fault.ts'
import { maxValueLength, maxValues } from './limits.ts'
import {
  applyModifiers,
  checkModifiers,
  type DraftValues,
  finishValues,
  type ModifiedValues,
  type RuleValue,
} from './modifiers.ts'
import { placeholdersIn, unescapePercent } from './placeholders.ts'

/** One line of a selection. Without `field` its texts are looked for in all values of the event: keywords. */
export type DetectionItem = ModifiedValues & { readonly kind: 'item'; readonly field: string | undefined }

/** What one name in the detection section stands for. */
export type Selection =
  | DetectionItem
  | { readonly kind: 'all'; readonly parts: readonly Selection[] }
  | { readonly kind: 'any'; readonly parts: readonly Selection[] }

/** An item before its tests are made: what pipelines work on. */
export type DraftItem = {
  readonly kind: 'item'
  readonly field: string | undefined
  readonly content: ItemContent
  /** Where it stands in its document. */
  readonly path: readonly (string | number)[]
  /** Steps of pipelines that changed it. */
  readonly applied: readonly string[]
}

/** Values, or, while the placeholders of `expand` have no values, what is left to do. */
export type ItemContent =
  | { readonly kind: 'values'; readonly values: DraftValues }
  | { readonly kind: 'open'; readonly modifiers: readonly string[]; readonly texts: readonly (readonly RuleValue[])[] }

/** A selection before its tests are made. A pipeline may leave one without parts: it then says nothing. */
export type DraftSelection =
  | DraftItem
  | { readonly kind: 'all'; readonly parts: readonly DraftSelection[] }
  | { readonly kind: 'any'; readonly parts: readonly DraftSelection[] }

/** Counts the values of a rule while it is read. */
export type Budget = { values: number }

type Path = readonly (string | number)[]

/**
 * Reads a selection: a map holds when all its items hold, a list when one of its entries holds, a list of texts is a list
 * of keywords.
 *
 * @param path - Where it stands in its document.
 * @throws RuleError with the path inside the document.
 */
export function parseSelection(value: unknown, path: Path, budget: Budget): DraftSelection {
  if (isScalar(value)) return parseItem('', [checkedScalar(value, path)], path, budget)
  if (Array.isArray(value)) return parseList(value, path, budget)
  if (!isMap(value)) throw new RuleError('detection', 'expected a map, a list or a text', path)
  const entries = Object.entries(value)
  if (entries.length === 0) throw new RuleError('detection', 'expected at least one field', path)
  const parts = entries.map(([key, content]) => {
    const values: readonly unknown[] = Array.isArray(content) ? content : [content]
    if (values.length === 0) throw new RuleError('value', 'expected at least one value', [...path, key])
    const scalars = values.map((one, index) => {
      if (isScalar(one)) return checkedScalar(one, [...path, key, ...(Array.isArray(content) ? [index] : [])])
      throw new RuleError('value', 'expected a text, a number, true, false or null', [...path, key, index])
    })
    return parseItem(key, scalars, [...path, key], budget)
  })
  const [only] = parts
  return parts.length === 1 && only !== undefined ? only : { kind: 'all', parts }
}

function parseList(values: readonly unknown[], path: Path, budget: Budget): DraftSelection {
  if (values.length === 0) throw new RuleError('detection', 'expected at least one entry', path)
  if (values.every(isScalar)) {
    const checked = values.map((value, index) => checkedScalar(value, [...path, index]))
    return parseItem('', checked, path, budget)
  }
  return { kind: 'any', parts: values.map((value, index) => parseSelection(value, [...path, index], budget)) }
}

function parseItem(key: string, values: readonly RuleValue[], path: Path, budget: Budget): DraftItem {
  budget.values += values.length
  if (budget.values > maxValues) throw new RuleError('limit', `expected at most ${maxValues} values in a rule`, path)
  const [field = '', ...modifiers] = key.split('|')
  const content = within(path, () => contentOf(modifiers, values, field === ''))
  return { kind: 'item', field: field === '' ? undefined : field, content, path, applied: [] }
}

function contentOf(modifiers: readonly string[], values: readonly RuleValue[], isKeyword: boolean): ItemContent {
  for (const [index, value] of values.entries()) {
    if (typeof value === 'string' && value.length > maxValueLength)
      throw new RuleError('limit', `expected a value of at most ${maxValueLength} characters`, [index])
  }
  if (!modifiers.includes('expand')) return { kind: 'values', values: modified(modifiers, values, isKeyword) }
  checkModifiers(modifiers, values, isKeyword)
  return expanded(
    modifiers,
    values.map((value) => [value]),
    isKeyword,
  )
}

function modified(modifiers: readonly string[], values: readonly RuleValue[], isKeyword: boolean): DraftValues {
  return applyModifiers(
    modifiers,
    values.map((value) => [value]),
    isKeyword,
  )
}

/** The content of an item with `expand`: open as long as a placeholder is left in one of its texts. */
export function expanded(
  modifiers: readonly string[],
  texts: readonly (readonly RuleValue[])[],
  isKeyword: boolean,
): ItemContent {
  if (texts.flat().some((text) => typeof text === 'string' && placeholdersIn(text).length > 0))
    return { kind: 'open', modifiers, texts }
  const plain = texts.map((variants) =>
    variants.map((text) => (typeof text === 'string' ? unescapePercent(text) : text)),
  )
  return { kind: 'values', values: applyModifiers(modifiers, plain, isKeyword) }
}

/**
 * Makes the tests of a selection; `undefined` when nothing is left of it.
 *
 * @throws RuleError `placeholder` when a placeholder has no values, `regex`, `modifier`.
 */
export function finishSelection(draft: DraftSelection): Selection | undefined {
  if (draft.kind === 'item') return finishItem(draft)
  const parts = draft.parts.map(finishSelection).filter((part) => part !== undefined)
  const [only] = parts
  return parts.length < 2 ? only : { kind: draft.kind, parts }
}

function finishItem({ field, content, path }: DraftItem): DetectionItem {
  if (content.kind === 'open') {
    const [name] = content.texts.flat().flatMap((text) => (typeof text === 'string' ? placeholdersIn(text) : []))
    throw new RuleError('placeholder', `placeholder "%${name}%" has no values: give them in a pipeline`, path)
  }
  const item = {
    kind: 'item' as const,
    field,
    ...within(path, () => finishValues(content.values, field === undefined)),
  }
  // Events have none: what cannot be written as UTF-8 could not be found in them.
  if (!textsIn(item).every((text) => text.isWellFormed()))
    throw new RuleError('value', 'expected text without half a surrogate pair', path)
  return item
}

function textsIn({ field, values }: DetectionItem): readonly string[] {
  const texts = values.flat().flatMap((test): readonly string[] => {
    if (test.kind === 'text') return test.pattern.filter((piece) => typeof piece === 'string')
    return test.kind === 'regex' ? [test.source] : test.kind === 'field' ? [test.field] : []
  })
  return field === undefined ? texts : [field, ...texts]
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

/** Whether a value can stand in an item. */
export function isScalar(value: unknown): value is RuleValue {
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
