// Asks all evaluators the same and insists that they agree.
import assert from 'node:assert/strict'
import { stringify } from 'yaml'
import { Arena } from '../arena.ts'
import { type Projection, parseEvent } from '../event.ts'
import { FastMatcher, shareRules } from '../fast-matcher.ts'
import { Matcher, type MatcherOptions } from '../matcher.ts'
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

/** Whether a rule matches an event of its log source. Fails when the evaluators differ. */
export function askRule(rule: Rule, event: object | string, projection?: Projection): boolean {
  return asker(rule, projection)(event)
}

/** The same for many events; the asker before it must not be used any more. */
export function asker(rule: Rule, projection?: Projection): (event: object | string) => boolean {
  const { product, service, category } = rule.logsource
  const list = (one: string | undefined): readonly string[] => (one === undefined ? [] : [one])
  const unknownSource = { product, services: list(service), categories: list(category) }
  const options = { unknownSource, ...(projection === undefined ? {} : { projection }) }
  const holds = evaluatorOf(rule, projection)
  const matcher = new Matcher([rule], options)
  const fast = fastMatcher([rule], options)
  return (event) => {
    const line = typeof event === 'string' ? event : JSON.stringify(event)
    const parsed = parseEvent(line)
    const expected = { broken: parsed === undefined, rules: parsed !== undefined && holds(parsed) ? [0] : [] }
    assert.deepEqual(matcher.match(Buffer.from(line)), expected, `matcher and reference: ${line}`)
    assert.deepEqual(fast.match(Buffer.from(line)), expected, `kernel and reference: ${line}`)
    return expected.rules.length === 1
  }
}

let arena: Arena | undefined

/** A matcher on the kernel. There is one memory for all tests: the one before must not be used any more. */
export function fastMatcher(rules: readonly Rule[], options: MatcherOptions = {}): FastMatcher {
  arena ??= new Arena(512 * 2 ** 20)
  arena.reset()
  const { shared, plans } = shareRules(rules, options, { threads: 1, slabBytes: 0, arena })
  return new FastMatcher(shared, plans, arena)
}
