// Which fields a correlation can read: those of the rules it consists of, and those it groups by and counts.
import { namesFrom } from './correlation-links.ts'
import { fields } from './fields.ts'
import type { RuleSet } from './rule-file.ts'

/**
 * The fields that can decide over a correlation, sorted, as they stand in the events after the pipelines. `keywords` means,
 * as for rules, every field that the projection lets through: all that are declared.
 */
export function correlationFields(
  set: Pick<RuleSet, 'rules' | 'correlations' | 'reads'>,
  number: number,
): ReturnType<typeof fields> {
  const names = new Set<string>()
  let keywords = false
  const add = (correlation: number): void => {
    const one = set.correlations[correlation]
    for (const [part, link] of one?.links.entries() ?? []) {
      if (one === undefined) return
      if (link.kind === 'correlation') {
        add(link.number)
        continue
      }
      const rule = set.rules[link.number]
      if (rule === undefined) continue
      const own = fields(rule)
      keywords ||= own.keywords
      for (const name of own.names) names.add(name)
      for (const name of namesFrom(one, part))
        for (const field of set.reads[link.number]?.get(name) ?? [name]) names.add(field)
    }
  }
  add(number)
  return { names: [...names].sort(), keywords }
}
