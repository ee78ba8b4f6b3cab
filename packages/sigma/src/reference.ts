// The reference evaluator: slow, obvious, without any index. It says what a match is; the fast one must agree with it.
import type { Condition } from './condition.ts'
import type { DetectionItem, Selection } from './detection.ts'
import { allScalars, type Event, type Found, lookUp } from './event.ts'
import { foldCase } from './fold.ts'
import type { Rule } from './rule.ts'
import { relationHolds, type ScalarTest, scalarTest, textOf, type ValueTest } from './value-test.ts'

/** A rule made ready to be asked about events. */
export type Evaluator = (event: Event) => boolean

/** Makes the evaluator of one rule. Log sources are the caller's matter. */
export function evaluatorOf(rule: Rule): Evaluator {
  const selections = new Map([...rule.selections].map(([name, selection]) => [name, selectionEvaluator(selection)]))
  return conditionEvaluator(rule.condition, selections)
}

/** Whether a selection holds for an event. */
export function selectionEvaluator(selection: Selection): Evaluator {
  if (selection.kind === 'item') return itemEvaluator(selection)
  const parts = selection.parts.map(selectionEvaluator)
  return selection.kind === 'all'
    ? (event) => parts.every((part) => part(event))
    : (event) => parts.some((part) => part(event))
}

/** Whether one item holds for an event. */
export function itemEvaluator(item: DetectionItem): Evaluator {
  const values = item.values.map((tests) => tests.map((test) => testEvaluator(test)))
  const { field } = item
  return (event) => {
    const found = field === undefined ? everything(event) : lookUp(event, field)
    const holds = (tests: readonly FoundTest[]): boolean => tests.some((test) => test(found, event))
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

type FoundTest = (found: Found, event: Event) => boolean

function testEvaluator(test: ValueTest): FoundTest {
  switch (test.kind) {
    case 'null':
      return (found) => !found.present || found.hasNull
    case 'exists':
      return (found) => found.present === test.expected
    case 'field':
      return (found, event) => {
        const others = lookUp(event, test.field).scalars
        return found.scalars.some((left) =>
          others.some((right) => relationHolds(test.relation, test.cased, textOf(left), textOf(right))),
        )
      }
    default:
      return presentTest(test)
  }
}

function presentTest(test: ScalarTest): FoundTest {
  const holds = scalarTest(test)
  return (found) =>
    found.scalars.some((value) => {
      const text = textOf(value)
      return holds(text, foldCase(text))
    })
}

function everything(event: Event): Found {
  return { present: true, scalars: allScalars(event), hasNull: false }
}
