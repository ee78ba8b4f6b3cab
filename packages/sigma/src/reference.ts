// The reference evaluator: slow, obvious, without any index. It says what a match is; the fast one must agree with it.
import type { Condition } from './condition.ts'
import type { DetectionItem, Selection } from './detection.ts'
import { allScalars, type Event, type Found, isVisible, lookUp, nothing, type Projection, project } from './event.ts'
import { type FoundTest, foundTest } from './found-test.ts'
import type { Rule } from './rule.ts'

/** A rule made ready to be asked about events. Log sources are the caller's matter. */
export type Evaluator = (event: Event) => boolean

/** Makes the evaluator of one rule; with a projection the rule sees nothing outside it. */
export function evaluatorOf(rule: Rule, projection?: Projection): Evaluator {
  const look = lookerOf(projection)
  const selections = new Map([...rule.selections].map(([name, one]) => [name, selectionEvaluator(one, look)]))
  const holds = conditionEvaluator(rule.condition, selections)
  return projection === undefined ? holds : (event) => holds(project(event, projection))
}

/** Gives what stands under a field. */
export type Looker = (event: Event, field: string) => Found

/** How rules look into an event that was projected already. */
export function lookerOf(projection?: Projection): Looker {
  if (projection === undefined) return lookUp
  return (event, field) => (isVisible(field, projection) ? lookUp(event, field) : nothing)
}

/** Whether a selection holds for an event. */
export function selectionEvaluator(selection: Selection, look: Looker): Evaluator {
  if (selection.kind === 'item') return itemEvaluator(selection, look)
  const parts = selection.parts.map((part) => selectionEvaluator(part, look))
  return selection.kind === 'all'
    ? (event) => parts.every((part) => part(event))
    : (event) => parts.some((part) => part(event))
}

/** Whether one item holds for an event. */
export function itemEvaluator(item: DetectionItem, look: Looker): Evaluator {
  const values = item.values.map((tests) => tests.map(foundTest))
  const { field } = item
  return (event) => {
    const found = field === undefined ? everything(event) : look(event, field)
    const other = (name: string): Found => look(event, name)
    const holds = (tests: readonly FoundTest[]): boolean => tests.some((test) => test(found, other))
    // `neq` turns the whole item round: a field that is not there differs too.
    return (item.all ? values.every(holds) : values.some(holds)) !== item.negated
  }
}

function conditionEvaluator(condition: Condition, selections: ReadonlyMap<string, Evaluator>): Evaluator {
  switch (condition.kind) {
    case 'selection':
      return selections.get(condition.name) ?? (() => false)
    case 'not': {
      const part = conditionEvaluator(condition.part, selections)
      return (event) => !part(event)
    }
    case 'and': {
      const parts = condition.parts.map((part) => conditionEvaluator(part, selections))
      return (event) => parts.every((part) => part(event))
    }
    case 'or': {
      const parts = condition.parts.map((part) => conditionEvaluator(part, selections))
      return (event) => parts.some((part) => part(event))
    }
  }
}

function everything(event: Event): Found {
  return { present: true, scalars: allScalars(event), hasNull: false }
}
