// The fast evaluator: lines of JSON as bytes in, numbers of rules out. It agrees with the reference evaluator on every event.
import { isAscii } from 'node:buffer'
import { allScalars, type Found, nothing, type Projection, parseEvent, project } from './event.ts'
import { eventSource, type SourceField, sourceFields } from './event-source.ts'
import { fieldsToRead } from './fields.ts'
import { FoldedValue, utf8 } from './folded-value.ts'
import { KeyTree } from './key-tree.ts'
import { type EventSource, logsourceFits } from './logsource.ts'
import { maxRound } from './needle-index.ts'
import { type FieldPlan, type KeywordPlan, Plan } from './plan.ts'
import type { RawFilter } from './raw-filter.ts'
import type { Rule } from './rule.ts'
import { SlotValues } from './slot-values.ts'
import { SourceCache } from './source-cache.ts'
import { SourceMarks } from './source-marks.ts'
import { kinds, padding, Tokenizer } from './tokenizer.ts'
import { ValueMemo } from './value-memo.ts'
import { type Scalar, textOf } from './value-test.ts'

/** What a matcher can be told. */
export type MatcherOptions = {
  /** What rules may see; without it everything. */
  readonly projection?: Projection
  /** What events are of which nothing else tells; without it no rule applies to them. */
  readonly unknownSource?: EventSource
}

/** Numbers of the rules that match a line, ascending; `broken` when it is no JSON object. Valid until the next line. */
export type LineResult = { readonly broken: boolean; readonly rules: readonly number[] }

/** Rule sets of which plans are kept, by the rules that apply. Log sources give a few hundred. */
const maxPlans = 2_000
const missing = Symbol('missing')

/** Evaluates rules over events. One per thread: it learns from the events, but what it finds depends on each event alone. */
export class Matcher {
  readonly rules: readonly Rule[]
  private readonly projection: Projection | undefined
  private readonly unknown: EventSource | undefined
  private readonly tree: KeyTree
  private readonly tokens: Tokenizer
  private readonly value = new FoldedValue()
  private readonly cache: SourceCache
  private readonly plans = new Map<string, Plan | undefined>()
  private readonly classes = new Map<string, Plan | undefined>()
  private readonly sourceSlots: ReadonlyMap<SourceField, number>
  private found = new Int32Array(64)
  private targets = new Int32Array(64)
  private lineStart = 0
  private lineEnd = 0
  private plan: Plan | undefined
  private readonly values: SlotValues
  private keywordFound: Found = nothing
  private readonly marks = new SourceMarks()

  constructor(rules: readonly Rule[], options: MatcherOptions = {}) {
    this.rules = rules
    this.projection = options.projection
    this.unknown = options.unknownSource
    const { names, flat } = fieldsToRead(rules, options.projection)
    this.tree = new KeyTree(names, (field) => flat[names.indexOf(field)] === true)
    this.tokens = new Tokenizer(this.tree)
    const slotOf = (field: string): number => this.tree.slotOf.get(field) ?? -1
    this.sourceSlots = new Map(sourceFields.map((field) => [field, slotOf(field)]))
    this.cache = new SourceCache(['Channel', 'EventID', 'EventType'].map(slotOf))
    this.values = new SlotValues(this.tokens, this.tree.fields)
  }

  /** Sets the buffer that holds the next lines; `padding` bytes must follow the last of them. */
  setSource(source: Uint8Array): void {
    this.tokens.setSource(source)
    this.marks.setSource(source)
  }

  /** The rules that match one event. A copy is made; for many events give a buffer of lines to `setSource` and `matchLine`. */
  match(event: Uint8Array): LineResult {
    const copy = new Uint8Array(event.length + padding)
    copy.set(event)
    this.setSource(copy)
    return this.matchLine(0, event.length)
  }

  /** The rules that match the event from byte `from` up to byte `to` of the source. */
  matchLine(from: number, to: number): LineResult {
    const { tokens } = this
    if (tokens.round > maxRound) {
      tokens.restart()
      this.values.clearRounds()
    }
    if (!tokens.read(from, to)) return brokenLine
    const plan = this.planOfLine()
    if (plan === undefined) return noMatch
    this.plan = plan
    this.values.isBroken = false
    this.lineStart = from
    this.lineEnd = to
    plan.begin()
    for (let i = 0; i < tokens.touchedCount; i++) {
      const slot = tokens.touched[i] as number // below the count
      const field = plan.fields[slot]
      if (field !== undefined) this.matchSlot(plan, field, slot)
    }
    if (plan.keywords !== undefined) this.matchKeywords(plan, plan.keywords, from, to)
    plan.addUnwitnessed()
    if (plan.candidateCount === 0) return this.values.isBroken ? brokenLine : noMatch
    return this.decideAll(plan)
  }

  private decideAll(plan: Plan): LineResult {
    const matched: number[] = []
    for (let i = 0; i < plan.candidateCount; i++) {
      const place = plan.candidates[i] as number // below the count
      if (plan.decide(place, this.ask)) matched.push(plan.rules[place] as number)
    }
    if (this.values.isBroken) return brokenLine
    if (matched.length === 0) return noMatch
    if (matched.length > 1) matched.sort((a, b) => a - b)
    return { broken: false, rules: matched }
  }

  private matchSlot(plan: Plan, field: FieldPlan, slot: number): void {
    const { tokens, value } = this
    const start = tokens.start[slot] as number // a slot that was touched
    const end = tokens.end[slot] as number
    switch (tokens.kind[slot]) {
      case kinds.string:
        this.matchString(plan, field, start, end)
        return
      case kinds.number:
        if (isPlainNumber(tokens.source, start, end)) value.readAscii(tokens.source, start, end)
        else value.readText(String(Number(utf8(tokens.source, start, end))))
        this.matchValue(plan, field)
        return
      case kinds.true:
      case kinds.false:
        value.readAscii(tokens.source, start, end)
        this.matchValue(plan, field)
        return
      case kinds.list:
      case kinds.insideList:
        for (const scalar of this.values.find(slot).scalars) this.matchScalar(plan, field, scalar)
    }
  }

  private matchString(plan: Plan, field: FieldPlan, start: number, end: number): void {
    const { source, view } = this.tokens
    if (field.memo === undefined) field.memo = new ValueMemo()
    const { memo } = field
    const isAsked = memo.isOn(end - start)
    if (isAsked) {
      const known = memo.find(view, start, end - start)
      if (known !== undefined) {
        setAll(plan, known)
        return
      }
    }
    if (!isAsked && end - start >= longValue && field.filter !== undefined && !field.filter.wide) {
      if (!field.filter.mayHold(view, source, start, end) && !this.marks.standIn(this.lineStart, this.lineEnd)) {
        setAll(plan, field.any)
        return
      }
    }
    if (!this.value.readString(source, view, start, end)) {
      this.values.isBroken = true
      return
    }
    const count = this.findTargets(field)
    for (let i = 0; i < count; i++) plan.set(this.targets[i] as number) // below the count
    if (isAsked) memo.keep(source, start, end - start, this.targets.slice(0, count))
  }

  private matchScalar(plan: Plan, field: FieldPlan, scalar: Scalar): void {
    this.value.readText(textOf(scalar))
    this.matchValue(plan, field)
  }

  private matchValue(plan: Plan, field: FieldPlan): void {
    const count = this.findTargets(field)
    for (let i = 0; i < count; i++) plan.set(this.targets[i] as number) // below the count
  }

  /** Puts the predicates that the value makes true into `targets`; gives their number. */
  private findTargets(field: FieldPlan): number {
    const { any } = field
    const index = this.value.wide ? field.wide : field.ascii
    const most = any.length + (index?.targets.length ?? 0)
    if (this.targets.length < most) this.targets = new Int32Array(most * 2)
    const { targets } = this
    let n = 0
    for (; n < any.length; n++) targets[n] = any[n] as number
    if (index === undefined) return n
    if (this.found.length < index.count) this.found = new Int32Array(index.count * 2)
    const count = index.find(this.value, this.found)
    for (let i = 0; i < count; i++) {
      const needle = this.found[i] as number // below the count
      const past = index.targetStart[needle + 1] as number // one more start than needles
      for (let t = index.targetStart[needle] as number; t < past; t++) targets[n++] = index.targets[t] as number
    }
    return n
  }

  private matchKeywords(plan: Plan, keywords: KeywordPlan, from: number, to: number): void {
    const { source } = this.tokens
    this.keywordFound = nothing
    if (keywords.filter !== undefined && !this.mayHoldKeyword(keywords.filter, from, to)) return
    const event = parseEvent(utf8(source, from, to))
    if (event === undefined) {
      this.values.isBroken = true
      return
    }
    const scalars = allScalars(this.projection === undefined ? event : project(event, this.projection))
    this.keywordFound = { present: true, scalars, hasNull: false }
    for (const scalar of scalars) this.matchScalar(plan, keywords.fields, scalar)
  }

  /** Looks at the raw line; where an escape may hide something, at the line without escapes. */
  private mayHoldKeyword(filter: RawFilter, from: number, to: number): boolean {
    const { source, view } = this.tokens
    if (filter.wide && !isAscii(source.subarray(from, to))) return true
    if (filter.mayHold(view, source, from, to)) return true
    if (!this.marks.standIn(from, to)) return false
    const { value } = this
    return !value.readString(source, view, from, to) || filter.mayHold(value.view, value.bytes, 0, value.length)
  }

  private readonly ask = (predicate: number): boolean => {
    const { plan } = this
    if (plan === undefined) return false
    const slot = plan.slotOf[predicate] as number // a predicate of this plan
    for (const { trigger, test } of plan.late[predicate] ?? []) {
      if (trigger >= 0 && plan.truth[trigger] !== plan.round) continue
      if (test(slot < 0 ? this.keywordFound : this.values.find(slot), this.lookUpField)) return true
    }
    return false
  }

  private readonly lookUpField = (field: string): Found =>
    this.values.find(this.tree.slotOf.get(field) ?? this.hidden())

  /** The slot of fields that may not be seen: it never has a value. */
  private hidden(): number {
    return this.tree.fields.length
  }

  private planOfLine(): Plan | undefined {
    const { tokens, cache } = this
    if (!cache.serves(tokens)) return this.planOf(eventSource(this.sourceText))
    const known = cache.find(tokens, missing)
    if (typeof known !== 'symbol') return known
    const plan = this.planOf(eventSource(this.sourceText))
    cache.keep(tokens, plan)
    return plan
  }

  private readonly sourceText = (field: SourceField): string | undefined => {
    const { scalars } = this.values.find(this.sourceSlots.get(field) ?? -1)
    const [only] = scalars
    return scalars.length === 1 && only !== undefined ? textOf(only) : undefined
  }

  private planOf(found: EventSource): Plan | undefined {
    const source = found.product === undefined && found.services.length === 0 ? (this.unknown ?? found) : found
    const name = `${source.product}\n${source.services.join()}\n${source.categories.join()}`
    if (this.classes.has(name)) return this.classes.get(name)
    if (this.classes.size > maxPlans) this.classes.clear()
    const numbers = this.rules.flatMap((rule, number) => (logsourceFits(rule.logsource, source) ? [number] : []))
    const key = numbers.join()
    let plan = this.plans.get(key)
    if (plan === undefined && numbers.length > 0) {
      if (this.plans.size > maxPlans) this.plans.clear()
      const slotOf = (field: string): number => this.tree.slotOf.get(field) ?? this.hidden()
      plan = new Plan(numbers, this.rules, slotOf, this.tree.fields.length + 1)
      this.plans.set(key, plan)
    }
    this.classes.set(name, plan)
    return plan
  }
}

const brokenLine: LineResult = { broken: true, rules: [] }
const noMatch: LineResult = { broken: false, rules: [] }

function setAll(plan: Plan, predicates: Int32Array): void {
  for (let i = 0; i < predicates.length; i++) plan.set(predicates[i] as number) // i is below length
}

/** Bytes from which on a value is first looked at with steps. */
const longValue = 48

/** An integer that JavaScript writes as it stands here. */
function isPlainNumber(source: Uint8Array, start: number, end: number): boolean {
  if (end - start > 15) return false
  for (let i = start; i < end; i++) {
    const byte = source[i] as number // inside the value
    if (byte < 48 || byte > 57)
      return i === start && byte === 45 && source[start + 1] !== 48 && isPlainNumber(source, start + 1, end)
  }
  return true
}
