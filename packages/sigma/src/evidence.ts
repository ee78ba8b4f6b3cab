// Why a rule matched: which selections, and in them which fields with which values. Asked only of events that matched.
import type { Condition } from './condition.ts'
import type { DetectionItem, Selection } from './detection.ts'
import { type Event, type Found, lookUp, maxEventDepth, type Projection, project } from './event.ts'
import { foundTest } from './found-test.ts'
import { itemEvaluator, type Looker, lookerOf, selectionEvaluator } from './reference.ts'
import type { Rule } from './rule.ts'
import { type Scalar, textOf } from './value-test.ts'

/** One item that held, and where. */
export type EvidenceItem = {
  readonly selection: string
  /** The field; for keywords the path with dots to a value in which one was found. */
  readonly field: string
  /** The item has no field: its texts were looked for everywhere. */
  readonly keyword: boolean
  /** The values that fit; none where the item held because something is not there. */
  readonly values: readonly Scalar[]
}

/** Why a rule matched. */
export type Evidence = {
  /** The selections that made the condition true; not those that had to be absent. */
  readonly selections: readonly string[]
  readonly items: readonly EvidenceItem[]
}

/** Values of one item that are given. Arbitrary. */
const maxEvidenceValues = 20

/**
 * The evidence for a match.
 *
 * @param projection - What the rule may see: nothing else is given.
 * @returns Empty when the rule does not match the event.
 */
export function evidenceOf(rule: Rule, event: Event, projection?: Projection): Evidence {
  const look = lookerOf(projection)
  const seen = projection === undefined ? event : project(event, projection)
  const held = new Map([...rule.selections].map(([name, one]) => [name, selectionEvaluator(one, look)(seen)]))
  const selections = [...new Set(reasons(rule.condition, true, held))]
  const items = selections.flatMap((name) => {
    const selection = rule.selections.get(name)
    return selection === undefined ? [] : itemsThatHold(name, selection, seen, look)
  })
  return { selections, items }
}

function holds(condition: Condition, held: ReadonlyMap<string, boolean>): boolean {
  switch (condition.kind) {
    case 'selection':
      return held.get(condition.name) === true
    case 'not':
      return !holds(condition.part, held)
    case 'and':
      return condition.parts.every((part) => holds(part, held))
    case 'or':
      return condition.parts.some((part) => holds(part, held))
  }
}

/** The selections that hold and because of which a condition is what it is. */
function reasons(condition: Condition, wanted: boolean, held: ReadonlyMap<string, boolean>): readonly string[] {
  if (holds(condition, held) !== wanted) return []
  switch (condition.kind) {
    case 'selection':
      return wanted ? [condition.name] : []
    case 'not':
      return reasons(condition.part, !wanted, held)
    case 'and':
    case 'or':
      return condition.parts.flatMap((part) => reasons(part, wanted, held))
  }
}

function itemsThatHold(name: string, selection: Selection, event: Event, look: Looker): readonly EvidenceItem[] {
  if (selection.kind !== 'item')
    return selection.parts.flatMap((part) =>
      selectionEvaluator(part, look)(event) ? itemsThatHold(name, part, event, look) : [],
    )
  if (!itemEvaluator(selection, look)(event)) return []
  const { field } = selection
  if (field === undefined) return keywordItems(name, selection, event)
  const other = (referred: string): Found => look(event, referred)
  const tests = selection.values.flat().map(foundTest)
  const fits = (value: Scalar): boolean =>
    selection.negated || tests.some((test) => test({ present: true, scalars: [value], hasNull: false }, other))
  const values = look(event, field).scalars.filter(fits).slice(0, maxEvidenceValues)
  const referred = selection.values.flat().flatMap((test) => (test.kind === 'field' ? [test.field] : []))
  return [
    { selection: name, field, keyword: false, values },
    ...referred.map((one) => ({
      selection: name,
      field: one,
      keyword: false,
      values: look(event, one).scalars.slice(0, maxEvidenceValues),
    })),
  ]
}

function keywordItems(name: string, item: DetectionItem, event: Event): readonly EvidenceItem[] {
  const tests = item.values.flat().map(foundTest)
  const nothing = (): Found => lookUp({}, '')
  const byField = new Map<string, Scalar[]>()
  const walk = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      const found = { present: true, scalars: [textOf(value)], hasNull: false }
      if (!tests.some((test) => test(found, nothing))) return
      const field = path.join('.')
      const values = byField.get(field) ?? []
      if (values.length < maxEvidenceValues) values.push(value)
      byField.set(field, values)
    } else if (typeof value === 'object' && value !== null && path.length < maxEventDepth)
      // Members of a list stand under the name of the list, as fields find them.
      for (const [key, part] of Object.entries(value)) walk(part, Array.isArray(value) ? path : [...path, key])
  }
  walk(event, [])
  return [...byField].map(([field, values]) => ({ selection: name, field, keyword: true, values }))
}
