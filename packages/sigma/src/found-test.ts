// A test of a rule against everything that stands under a field: one value, several, null or nothing.
import type { Found } from './event.ts'
import { relationHolds, type ScalarTest, scalarTest, textOf, type ValueTest } from './value-test.ts'

/** Asks about one field; `other` gives what stands under another one. */
export type FoundTest = (found: Found, other: (field: string) => Found) => boolean

/** Makes the function of a test. Of several values one must fit. */
export function foundTest(test: ValueTest): FoundTest {
  switch (test.kind) {
    case 'null':
      return (found) => !found.present || found.hasNull
    case 'exists':
      return (found) => found.present === test.expected
    case 'field':
      return (found, other) => {
        const others = other(test.field).scalars
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
  return (found) => found.scalars.some((value) => holds(textOf(value)))
}
