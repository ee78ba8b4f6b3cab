// Rules and correlations run over a handful of events, as the examples of the specification need it.
import { Correlator } from '../correlator.ts'
import type { Event } from '../event.ts'
import { Matcher } from '../matcher.ts'
import { observe } from '../observation.ts'
import type { RuleSet } from '../rule-file.ts'

/** A rule that others are built on. `fields` is indented by eight. */
export const stub = (name: string, fields: string): string =>
  `title: ${name}\nname: ${name}\nlogsource: {product: test}\ndetection:\n    selection:\n${fields}    condition: selection\n`

/** Runs rules and correlations over events that say at which second they happened; gives titles and seconds. */
export function run(set: RuleSet, events: readonly (readonly [second: number, event: Event])[]): readonly string[] {
  const matcher = new Matcher(set.rules, { unknownSource: { product: 'test', services: [], categories: [] } })
  const correlator = new Correlator(set)
  const results = events.flatMap(([second, event], index) => {
    const { rules: numbers } = matcher.match(Buffer.from(JSON.stringify(event)))
    return correlator.add(observe(set, event, numbers, second * 1_000, String(index)))
  })
  return [...results, ...correlator.finish()].map(
    ({ correlation, at }) => `${set.correlations[correlation]?.title} @${at / 1_000}`,
  )
}
