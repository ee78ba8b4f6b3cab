// Runs the evaluators over a file of events.
import { matchWidth } from '../batch.ts'
import { lookUp, parseEvent } from '../event.ts'
import { eventSource } from '../event-source.ts'
import type { FastMatcher } from '../fast-matcher.ts'
import { logsourceFits } from '../logsource.ts'
import { Matcher } from '../matcher.ts'
import { type Evaluator, evaluatorOf } from '../reference.ts'
import type { Rule } from '../rule.ts'
import { padding } from '../tokenizer.ts'
import { textOf } from '../value-test.ts'
import { fastMatcher } from './ask.ts'

/** What the matcher on the kernel finds in a file: `number id`, lines counted from 1. */
export function matchesOf(rules: readonly Rule[], events: Buffer): ReadonlySet<string> {
  const matches = new Set<string>()
  eachMatch(fastMatcher(rules), events, (number, rule) => matches.add(`${number} ${rules[rule]?.id}`))
  return matches
}

/** Gives every match of a file to a function: line, counted from 1, and number of the rule. */
export function eachMatch(matcher: FastMatcher, events: Buffer, visit: (number: number, rule: number) => void): void {
  let before = 0
  for (let from = 0; from < events.length; ) {
    const near = Math.min(events.length, from + 2 ** 20)
    const found = near === events.length ? near : events.indexOf(10, near) + 1
    const to = found === 0 ? events.length : found
    const { lines, matches } = matcher.matchBytes(events.subarray(from, to))
    for (let i = 0; i < matches.length; i += matchWidth) visit(before + (matches[i] ?? 0) + 1, matches[i + 1] ?? 0)
    before += lines
    from = to
  }
}

/** Where the three differ, on every n-th line: one line of text for each. */
export function compareEvaluators(rules: readonly Rule[], events: Buffer, every: number): readonly string[] {
  const differences: string[] = []
  const evaluators = rules.map((rule) => evaluatorOf(rule))
  const ofSource = new Map<string, readonly (readonly [number, Evaluator])[]>()
  const onKernel = new Map<number, number[]>()
  eachMatch(fastMatcher(rules), events, (number, rule) => onKernel.set(number, [...(onKernel.get(number) ?? []), rule]))
  const matcher = new Matcher(rules)
  eachLine(events, matcher, (number, from, to) => {
    const fast = matcher.matchLine(from, to)
    if (number % every !== 0) return
    const event = parseEvent(events.toString('utf8', from, to))
    if (event === undefined || fast.broken) {
      if ((event === undefined) !== fast.broken) differences.push(`${number} broken`)
      return
    }
    const source = eventSource((field) => {
      const { scalars } = lookUp(event, field)
      return scalars.length === 1 && scalars[0] !== undefined ? textOf(scalars[0]) : undefined
    })
    const key = JSON.stringify(source)
    let applicable = ofSource.get(key)
    if (applicable === undefined) {
      applicable = rules.flatMap((rule, index) => {
        const evaluator = evaluators[index]
        return evaluator !== undefined && logsourceFits(rule.logsource, source) ? [[index, evaluator] as const] : []
      })
      ofSource.set(key, applicable)
    }
    const expected = applicable.flatMap(([index, holds]) => (holds(event) ? [index] : []))
    const kernel = onKernel.get(number) ?? []
    if (expected.join() !== kernel.join())
      differences.push(`${number} expected ${expected} got ${kernel} on the kernel`)
    if (expected.join() !== fast.rules.join()) differences.push(`${number} expected ${expected} got ${fast.rules}`)
  })
  return differences
}

function eachLine(events: Buffer, matcher: Matcher, visit: (number: number, from: number, to: number) => void): void {
  const padded = Buffer.concat([events, Buffer.alloc(padding)])
  matcher.setSource(padded)
  let number = 0
  for (let at = 0; at < events.length; ) {
    const found = events.indexOf(10, at)
    const end = found < 0 ? events.length : found
    visit(++number, at, end)
    at = end + 1
  }
}
