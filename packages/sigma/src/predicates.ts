// Predicates: what the items of many rules ask, each question once and under a number.
import { Buffer } from 'node:buffer'
import { commonText } from './common-text.ts'
import type { Condition } from './condition.ts'
import type { DetectionItem, Selection } from './detection.ts'
import type { Needle } from './needle-index.ts'
import type { RegexFlags } from './regex-syntax.ts'
import { exactLiterals, patternLiteral, type RequiredLiteral, regexLiteral } from './required-literal.ts'
import type { Rule } from './rule.ts'
import type { ValueTest } from './value-test.ts'

/** A test that is only made when a rule asks. `trigger` is a predicate that must be true first; -1: none. */
export type LateTest = { readonly trigger: number; readonly test: ValueTest }

/** A field of a plan, or the keywords: what is looked for there and what any value at all makes true. */
export type FieldPredicates = {
  readonly needles: Needle[]
  readonly any: number[]
  /** Regular expressions without a text to look for: what a value that may match them makes true. */
  readonly shapes: Shape[]
}

/** A regular expression and the predicate that is true whenever it matches. */
export type Shape = { readonly source: string; readonly flags: RegexFlags; readonly target: number }

/** A condition over predicates. */
export type Formula =
  | { readonly kind: 'predicate'; readonly number: number }
  | { readonly kind: 'not'; readonly part: Formula }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Formula[] }

/** The texts of a test that is made late because they are short. */
export type ShortTest = {
  readonly test: ValueTest
  readonly literals: readonly RequiredLiteral[]
  readonly trigger: number
}

type RegexTest = Extract<ValueTest, { kind: 'regex' }>

/** Collects the predicates of a set of rules. */
export class Predicates {
  /** Field of each predicate; `undefined` for keywords. */
  readonly fieldOf: (string | undefined)[] = []
  readonly late: LateTest[][] = []
  readonly byField = new Map<string | undefined, FieldPredicates>()
  /** Of each predicate: predicates of which one is true whenever it is; `undefined` when nothing is known. */
  readonly triggers: (readonly number[] | undefined)[] = []
  /** Texts of which one must stand in the event for each keyword; `undefined` when a keyword has none. */
  keywordLiterals: RequiredLiteral[] | undefined = []
  /** Predicates with texts so short or common that they stand in many values: these are only looked for when a rule asks. */
  readonly short = new Map<number, readonly ShortTest[]>()
  /** Predicates of one regular expression with no good text to look for: its form is only looked for when no rule could do without. */
  readonly shapeless = new Map<number, { readonly test: RegexTest; readonly trigger: number }>()
  private readonly known = new Map<string, number>()

  /** The formula of a rule. */
  formulaOf(rule: Rule): Formula {
    return this.conditionFormula(rule.condition, rule)
  }

  private conditionFormula(condition: Condition, rule: Rule): Formula {
    switch (condition.kind) {
      case 'selection': {
        const selection = rule.selections.get(condition.name)
        return selection === undefined ? { kind: 'or', parts: [] } : this.selectionFormula(selection)
      }
      case 'not':
        return { kind: 'not', part: this.conditionFormula(condition.part, rule) }
      case 'and':
      case 'or':
        return { kind: condition.kind, parts: condition.parts.map((part) => this.conditionFormula(part, rule)) }
    }
  }

  private selectionFormula(selection: Selection): Formula {
    if (selection.kind === 'item') return this.itemFormula(selection)
    const parts = selection.parts.map((part) => this.selectionFormula(part))
    return { kind: selection.kind === 'all' ? 'and' : 'or', parts }
  }

  private itemFormula(item: DetectionItem): Formula {
    const formula: Formula = item.all
      ? { kind: 'and', parts: item.values.map((tests) => this.predicate(item.field, tests)) }
      : this.predicate(item.field, item.values.flat())
    return item.negated ? { kind: 'not', part: formula } : formula
  }

  private predicate(field: string | undefined, tests: readonly ValueTest[]): Formula {
    const key = JSON.stringify([field ?? null, tests])
    const known = this.known.get(key)
    if (known !== undefined) return { kind: 'predicate', number: known }
    const number = this.add(field)
    this.known.set(key, number)
    const own = this.fieldPredicates(field)
    const triggers: number[] = [number]
    let isNecessary = true
    for (const test of tests) {
      if (field === undefined) this.noteKeyword(test)
      const trigger = this.place(test, number, own, field)
      if (trigger === undefined) isNecessary = false
      else if (!triggers.includes(trigger)) triggers.push(trigger)
    }
    this.triggers[number] = isNecessary ? triggers : undefined
    return { kind: 'predicate', number }
  }

  /** Puts a test where it is made; gives the predicate without which it is false. */
  private place(test: ValueTest, number: number, own: FieldPredicates, field: string | undefined): number | undefined {
    const add = (literals: readonly RequiredLiteral[], target: number): void => {
      for (const { text, start, end } of literals) own.needles.push({ text, start, end, target })
    }
    const exact = test.kind === 'text' && !test.cased ? exactLiterals(test.pattern) : undefined
    if (exact !== undefined) {
      if (field !== undefined && exact.some(isShort)) {
        const trigger = this.hint(field, undefined, own)
        this.short.set(number, [...(this.short.get(number) ?? []), { test, literals: exact, trigger }])
        this.late[number]?.push({ trigger, test })
        return trigger
      }
      add(exact, number)
      return number
    }
    if (test.kind === 'text' && test.pattern.length === 1 && test.pattern[0] === 0) {
      own.any.push(number)
      return number
    }
    if (test.kind === 'null' || test.kind === 'exists') {
      this.late[number]?.push({ trigger: -1, test })
      return undefined
    }
    const literal = literalOf(test)
    const trigger = this.hint(field, literal, own)
    if (test.kind === 'regex' && isWeak(literal)) this.shapeless.set(number, { test, trigger })
    this.late[number]?.push({ trigger, test })
    return trigger
  }

  /** A predicate of its own that is true when a text stands in the field, or when the field has any value. */
  private hint(field: string | undefined, literal: RequiredLiteral | undefined, own: FieldPredicates): number {
    const key = `hint ${JSON.stringify([field ?? null, literal ?? null])}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    const number = this.add(field)
    this.known.set(key, number)
    if (literal === undefined) own.any.push(number)
    else own.needles.push({ ...literal, target: number })
    this.triggers[number] = [number]
    return number
  }

  /** Looks for the short texts of a predicate in every value after all: no rule could do without. */
  indexShort(number: number): void {
    const own = this.fieldPredicates(this.fieldOf[number])
    const tests = this.short.get(number)
    if (tests === undefined) return
    this.short.delete(number)
    for (const { literals } of tests)
      for (const { text, start, end } of literals) own.needles.push({ text, start, end, target: number })
    const kept = (this.late[number] ?? []).filter(({ test }) => !tests.some((one) => one.test === test))
    this.late[number] = kept
    const needed = new Set(kept.map(({ trigger }) => trigger))
    const dropped = new Set(tests.map(({ trigger }) => trigger).filter((trigger) => !needed.has(trigger)))
    this.triggers[number] = this.triggers[number]?.filter((one) => !dropped.has(one))
  }

  /** Looks for the form of a regular expression in every value. */
  indexShape(number: number): void {
    const own = this.fieldPredicates(this.fieldOf[number])
    const known = this.shapeless.get(number)
    const late = this.late[number] ?? []
    this.shapeless.delete(number)
    if (known === undefined || late.length !== 1) return
    const { source, flags } = known.test
    const target = this.add(this.fieldOf[number])
    this.triggers[target] = [target]
    own.shapes.push({ source, flags, target })
    this.late[number] = [{ trigger: target, test: known.test }]
    this.triggers[number] = this.triggers[number]?.map((one) => (one === known.trigger ? target : one))
  }

  private noteKeyword(test: ValueTest): void {
    const literal = test.kind === 'text' ? patternLiteral(test.pattern) : literalOf(test)
    if (literal === undefined) this.keywordLiterals = undefined
    else this.keywordLiterals?.push(literal)
  }

  private add(field: string | undefined): number {
    this.late.push([])
    this.triggers.push(undefined)
    return this.fieldOf.push(field) - 1
  }

  private fieldPredicates(field: string | undefined): FieldPredicates {
    const known = this.byField.get(field)
    if (known !== undefined) return known
    const made: FieldPredicates = { needles: [], any: [], shapes: [] }
    this.byField.set(field, made)
    return made
  }
}

/** A text that stands in many values, or of which four bytes cannot be looked for, anywhere in a value. */
function isShort({ text, start, end }: RequiredLiteral): boolean {
  return !start && !end && (Buffer.byteLength(text, 'utf8') < 4 || commonText.includes(text))
}

/** A text that says little about whether a regular expression matches. */
function isWeak(literal: RequiredLiteral | undefined): boolean {
  return literal === undefined || literal.text.length < 3
}

function literalOf(test: ValueTest): RequiredLiteral | undefined {
  if (test.kind === 'text') return patternLiteral(test.pattern)
  if (test.kind !== 'regex') return undefined
  const text = regexLiteral(test.source, test.flags)
  return text === undefined ? undefined : { text, start: false, end: false }
}
