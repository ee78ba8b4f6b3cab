// From an event to what correlations want to know of it.
import type { Observation } from './correlator.ts'
import { type Event, type Projection, project } from './event.ts'
import { lookerOf } from './reference.ts'
import type { RuleSet } from './rule-file.ts'
import { textOf } from './value-test.ts'

/**
 * The observations of one event: one for each rule that matched it and that a correlation uses.
 *
 * @param numbers - The rules that matched.
 * @param at - Time of the event, whole milliseconds since 1970.
 * @param id - Names the event among all.
 * @param projection - What correlations may see.
 */
export function observe(
  set: Pick<RuleSet, 'reads'>,
  event: Event,
  numbers: readonly number[],
  at: number,
  id: string,
  projection?: Projection,
): readonly Observation[] {
  const used = numbers.filter((rule) => set.reads[rule] !== undefined)
  if (used.length === 0) return []
  const look = lookerOf(projection)
  const visible = projection === undefined ? event : project(event, projection)
  return used.map((rule) => {
    const values: Record<string, readonly string[]> = {}
    for (const [name, fields] of set.reads[rule] ?? []) {
      const texts = fields.map((field) => look(visible, field).scalars).find((scalars) => scalars.length > 0)
      if (texts !== undefined) Object.defineProperty(values, name, { value: texts.map(textOf), enumerable: true })
    }
    return { rule, at, id, values }
  })
}
