// Asks both evaluators the same and insists that they agree.
import assert from 'node:assert/strict'
import { stringify } from 'yaml'
import { type Projection, parseEvent } from '../event.ts'
import { Matcher } from '../matcher.ts'
import { evaluatorOf } from '../reference.ts'
import type { Rule } from '../rule.ts'
import { parseRuleFile } from '../rule-file.ts'

/** A rule with this detection section; the condition is `selection` when none is given. */
export function ruleOf(detection: Readonly<Record<string, unknown>>): Rule {
  const text = stringify({
    title: 'Test',
    logsource: { product: 'test' },
    detection: { condition: 'selection', ...detection },
  })
  const { rules, faults } = parseRuleFile(text)
  const [rule] = rules
  if (rule === undefined) throw new Error(faults.map((fault) => fault.message).join())
  return rule
}

/** The message of the fault of a rule with this selection; `undefined` when it loads. */
export function faultOf(selection: unknown): string | undefined {
  const text = stringify({
    title: 'Test',
    logsource: { product: 'test' },
    detection: { selection, condition: 'selection' },
  })
  return parseRuleFile(text).faults[0]?.message
}

/** Whether a selection matches an event, given as an object or as the line itself. */
export function ask(selection: unknown, event: object | string, projection?: Projection): boolean {
  return askRule(ruleOf({ selection }), event, projection)
}

/** Whether a rule matches an event of its log source. Fails when the two evaluators differ. */
export function askRule(rule: Rule, event: object | string, projection?: Projection): boolean {
  const line = typeof event === 'string' ? event : JSON.stringify(event)
  const { product, service, category } = rule.logsource
  const list = (one: string | undefined): readonly string[] => (one === undefined ? [] : [one])
  const unknownSource = { product, services: list(service), categories: list(category) }
  const matcher = new Matcher([rule], { unknownSource, ...(projection === undefined ? {} : { projection }) })
  const fast = matcher.match(Buffer.from(line))
  const parsed = parseEvent(line)
  assert.equal(fast.broken, parsed === undefined, `broken: ${line}`)
  const expected = parsed !== undefined && evaluatorOf(rule, projection)(parsed)
  assert.equal(fast.rules.length === 1, expected, `fast and reference differ on ${line}`)
  return expected
}
