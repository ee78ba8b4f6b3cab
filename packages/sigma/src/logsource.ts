// Log sources: what a rule asks for, and what an event is.
//
// Source: Sigma taxonomy appendix 2.1.0.
import { isMap } from './detection.ts'
import { RuleError } from './fault.ts'

/** What a rule asks for; every dimension it names must fit. Lower case. */
export type Logsource = {
  readonly category: string | undefined
  readonly product: string | undefined
  readonly service: string | undefined
}

/** What an event is. One event may have several categories: a registry value that was set is also a registry event. */
export type EventSource = {
  readonly product: string | undefined
  readonly services: readonly string[]
  readonly categories: readonly string[]
}

/** Reads the `logsource` of a rule. @throws RuleError `logsource`. */
export function parseLogsource(value: unknown): Logsource {
  if (!isMap(value)) throw new RuleError('logsource', 'expected a map with category, product or service')
  const dimension = (name: string): string | undefined => {
    const text = value[name]
    if (text === undefined || text === null) return undefined
    if (typeof text !== 'string' || text === '') throw new RuleError('logsource', 'expected a text', [name])
    return text.toLowerCase()
  }
  const logsource = { category: dimension('category'), product: dimension('product'), service: dimension('service') }
  if (Object.values(logsource).every((one) => one === undefined))
    throw new RuleError('logsource', 'expected at least one of category, product and service')
  return logsource
}

/** Whether a rule for this log source applies to an event of this source. A dimension the event lacks fits no rule. */
export function logsourceFits(logsource: Logsource, source: EventSource): boolean {
  return (
    (logsource.product === undefined || logsource.product === source.product) &&
    (logsource.service === undefined || source.services.includes(logsource.service)) &&
    (logsource.category === undefined || source.categories.includes(logsource.category))
  )
}

/** Whether a rule's log source names at least what another one names, with the same words. */
export function logsourceLiesIn(logsource: Logsource, outer: Logsource): boolean {
  return (['category', 'product', 'service'] as const).every(
    (dimension) => outer[dimension] === undefined || outer[dimension] === logsource[dimension],
  )
}
