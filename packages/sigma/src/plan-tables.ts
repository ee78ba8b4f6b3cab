// Plans as tables in the memory of the kernel, made once for all threads, and the witnesses that are chosen again later.
import { Buffer } from 'node:buffer'
import type { Arena } from './arena.ts'
import { cheapFirst, Decisions } from './decisions.ts'
import { isAscii } from './fold.ts'
import { fieldAt, fieldBytes, lateKinds, memoStateBytes } from './kernel-layout.ts'
import { type EventSource, logsourceFits } from './logsource.ts'
import { putFilter, putIndex } from './needle-tables.ts'
import { type FieldPredicates, type Formula, type LateTest, Predicates, type Shape } from './predicates.ts'
import { RawFilter } from './raw-filter.ts'
import { leastLength, matched, tabulateFolded } from './regex-automaton.ts'
import { parseRegex } from './regex-syntax.ts'
import type { Rule } from './rule.ts'
import { chooseWitness } from './witness.ts'

/** Which rules each predicate makes candidates: addresses of lists. */
export type WitnessTables = {
  readonly starts: number
  readonly witnessed: number
  readonly always: number
  readonly alwaysCount: number
}

/** A plan, the same for all threads. Numbers that are not counts are addresses; plain values, to be sent to a thread. */
export type SharedPlan = {
  readonly number: number
  readonly ruleCount: number
  readonly predicateCount: number
  readonly rules: number
  readonly fields: number
  readonly late: number
  readonly starts: number
  readonly steps: number
  readonly slots: number
  readonly lateParts: number
  /** Field plan of the keywords, 0 for none; `keywordFilter` 0: every event is searched in full. */
  readonly keywords: number
  readonly keywordFilter: number
  /** Some of the keywords have characters outside ASCII. */
  readonly wideKeywords: boolean
  /** By predicate: the slot that it asks about, -1 for keywords; and the tests that no needle decides. */
  readonly slotOf: readonly number[]
  readonly lateTests: readonly (readonly LateTest[])[]
  readonly witnesses: WitnessTables
}

/** Where a thread gets plans from. */
export type PlanSource = {
  /** The plan for events of a source; `undefined` when no rule applies. */
  readonly planFor: (source: EventSource) => SharedPlan | undefined
  /** Chooses witnesses by what a thread has counted; they are given to `done` now or later. */
  readonly train: (plan: number, hits: Int32Array, done: (witnesses: WitnessTables) => void) => void
}

type Made = {
  readonly formulas: readonly Formula[]
  readonly triggers: readonly (readonly number[] | undefined)[]
  /** How often each predicate is true, as long as nothing was counted. */
  readonly prior: Float64Array
}

/** Makes plans. One for all threads: it writes to the memory that they share. */
export class PlanTables implements PlanSource {
  private readonly arena: Arena
  private readonly rules: readonly Rule[]
  private readonly slotOf: (field: string) => number
  private readonly slots: number
  private readonly bySource = new Map<string, SharedPlan | undefined>()
  private readonly byRules = new Map<string, SharedPlan>()
  private readonly made: Made[] = []
  private fieldCount = 0

  /**
   * @param slotOf - Slot of a field; a field that may not be seen has one that never has a value.
   * @param slots - How many there are.
   */
  constructor(arena: Arena, rules: readonly Rule[], slotOf: (field: string) => number, slots: number) {
    this.arena = arena
    this.rules = rules
    this.slotOf = slotOf
    this.slots = slots
  }

  planFor(source: EventSource): SharedPlan | undefined {
    const name = `${source.product}\n${source.services.join()}\n${source.categories.join()}`
    if (this.bySource.has(name)) return this.bySource.get(name)
    const numbers = this.rules.flatMap((rule, number) => (logsourceFits(rule.logsource, source) ? [number] : []))
    const key = numbers.join()
    const plan = this.byRules.get(key) ?? (numbers.length === 0 ? undefined : this.make(numbers))
    if (plan !== undefined) this.byRules.set(key, plan)
    this.bySource.set(name, plan)
    return plan
  }

  train(plan: number, hits: Int32Array, done: (witnesses: WitnessTables) => void): void {
    const made = this.made[plan]
    if (made !== undefined) done(this.putWitnesses(made, hits))
  }

  private make(numbers: readonly number[]): SharedPlan {
    const { arena } = this
    const predicates = new Predicates()
    const formulas = numbers.map((number) => predicates.formulaOf(this.rules[number] as Rule)) // numbers of rules
    let prior = priorCosts(predicates)
    for (const formula of formulas) {
      const witness = chooseWitness(formula, predicates.triggers, (predicate) => prior[predicate] ?? 0)
      for (const predicate of witness ?? []) {
        if (predicates.short.has(predicate)) predicates.indexShort(predicate)
        if (predicates.shapeless.has(predicate)) predicates.indexShape(predicate)
      }
    }
    prior = priorCosts(predicates)
    const fieldPlans = new Array<number>(this.slots).fill(0)
    for (const [field, own] of predicates.byField)
      if (field !== undefined) fieldPlans[this.slotOf(field)] = this.putField(own)
    const keywords = predicates.byField.get(undefined)
    const literals = predicates.keywordLiterals
    const filter = keywords === undefined || literals === undefined ? undefined : RawFilter.of(literals)
    const { late, fieldOf, triggers } = predicates
    const decisions = new Decisions()
    const isLate = (predicate: number): boolean => (late[predicate]?.length ?? 0) > 0
    const starts = formulas.map((formula) => decisions.add(cheapFirst(formula, isLate)))
    const steps = decisions.predicate.flatMap((predicate, step) => [
      predicate,
      decisions.whenTrue[step] ?? 0,
      decisions.whenFalse[step] ?? 0,
    ])
    const slotOf = fieldOf.map((field) => (field === undefined ? -1 : this.slotOf(field)))
    const made = { formulas, triggers, prior }
    return {
      number: this.made.push(made) - 1,
      ruleCount: numbers.length,
      predicateCount: fieldOf.length,
      rules: arena.putInts(numbers),
      fields: arena.putInts(fieldPlans),
      ...this.putLate(predicates),
      starts: arena.putInts(starts),
      steps: arena.putInts(steps),
      keywords: keywords === undefined ? 0 : this.putField(keywords),
      keywordFilter: filter === undefined ? 0 : putFilter(arena, filter),
      wideKeywords: filter?.wide === true,
      slotOf,
      slots: arena.putInts(slotOf),
      lateTests: late,
      witnesses: this.putWitnesses(made, undefined),
    }
  }

  /** How each predicate is asked about late, and with what. */
  private putLate(predicates: Predicates): { readonly late: number; readonly lateParts: number } {
    const { arena } = this
    const kinds: number[] = []
    const parts: number[] = []
    for (const [predicate, tests] of predicates.late.entries()) {
      const short = predicates.short.get(predicate) ?? []
      const [only] = tests
      const isSame =
        tests.length === 1 && only?.test.kind === 'field' && only.test.relation === 'equals' && !only.test.cased
      if (tests.length > 0 && short.length === tests.length) {
        const literals = short.flatMap((one) => one.literals)
        const texts = literals.flatMap(({ text }) => {
          const bytes = Buffer.from(text, 'utf8')
          return [arena.putBytes(bytes), bytes.length]
        })
        kinds.push(lateKinds.short)
        parts.push(arena.putInts([literals.length, ...texts]))
      } else if (isSame && predicates.triggers[predicate]?.includes(predicate) === true && only.test.kind === 'field') {
        kinds.push(lateKinds.same)
        parts.push(this.slotOf(only.test.field))
      } else {
        kinds.push(tests.length > 0 ? lateKinds.outside : lateKinds.none)
        parts.push(0)
      }
    }
    return { late: arena.putBytes(Uint8Array.from(kinds)), lateParts: arena.putInts(parts) }
  }

  private putField({ needles, any, shapes }: FieldPredicates): number {
    const { arena } = this
    const always = [...any]
    const parts = needles.filter(({ text, start, end, target }) => {
      // An empty text stands in every value, unless it must be the whole of it.
      const isEmpty = text === '' && !(start && end)
      if (isEmpty) always.push(target)
      return !isEmpty
    })
    const ascii = parts.filter(({ text }) => isAscii(text))
    const filter = RawFilter.of(parts)
    const asciiIndex = putIndex(arena, ascii)
    const shapeWords = shapes.flatMap((shape) => this.shapeWords(shape))
    const address = arena.take(fieldBytes)
    const word = address >> 2
    const { ints } = arena
    const anyTargets = [...new Set(always)]
    ints[word + (fieldAt.any >> 2)] = arena.putInts(anyTargets)
    ints[word + (fieldAt.anyCount >> 2)] = anyTargets.length
    ints[word + (fieldAt.ascii >> 2)] = asciiIndex
    ints[word + (fieldAt.wide >> 2)] = ascii.length === parts.length ? asciiIndex : putIndex(arena, parts)
    // A filter that must look at nearly every byte saves nothing.
    const isWorth = parts.length > 0 && filter !== undefined && !filter.wide && filter.step >= 3
    ints[word + (fieldAt.filter >> 2)] = isWorth ? putFilter(arena, filter) : 0
    ints[word + (fieldAt.shapes >> 2)] = arena.putInts(shapeWords)
    ints[word + (fieldAt.shapeCount >> 2)] = shapes.length
    ints[word + (fieldAt.memo >> 2)] = (this.fieldCount++ % maxMemoStates) * memoStateBytes
    return address
  }

  private shapeWords({ source, flags, target }: Shape): readonly number[] {
    const { arena } = this
    const node = parseRegex(source, flags)
    const table = tabulateFolded(node, maxShapeStates, maxShapeProgram)
    const least = Math.min(leastLength(node), 2 ** 30)
    if (table === undefined) return [least, 0, 0, 0, target]
    const { next, width, classes } = table
    // Where the row of the next state begins, so that nothing has to be multiplied.
    const rows = Uint16Array.from(next, (state) => (state === matched ? 0xffff : state * width))
    const states = arena.putBytes(new Uint8Array(rows.buffer))
    return [least, arena.putBytes(classes), states, width, target]
  }

  private putWitnesses({ formulas, triggers, prior }: Made, hits: Int32Array | undefined): WitnessTables {
    const lists: number[][] = triggers.map(() => [])
    const always: number[] = []
    const cost = (predicate: number): number => (hits ?? prior)[predicate] ?? 0
    for (const [place, formula] of formulas.entries()) {
      const witness = chooseWitness(formula, triggers, cost)
      if (witness === undefined) always.push(place)
      else for (const predicate of witness) lists[predicate]?.push(place)
    }
    let sum = 0
    const starts = [0, ...lists.map((list) => (sum += list.length))]
    const { arena } = this
    return {
      starts: arena.putInts(starts),
      witnessed: arena.putInts(lists.flat()),
      always: arena.putInts(always),
      alwaysCount: always.length,
    }
  }
}

/** What any value makes true is true often, and what stands for a shape more often than what stands for a text. */
function priorCosts({ fieldOf, byField, short, shapeless }: Predicates): Float64Array {
  const costs = new Float64Array(fieldOf.length).fill(1)
  for (const predicate of [...short.keys(), ...shapeless.keys()]) costs[predicate] = 1_000
  for (const { any, shapes } of byField.values()) {
    for (const predicate of any) costs[predicate] = 1_000
    for (const { target } of shapes) costs[target] = 100
  }
  return costs
}

/** Larger automata are left to those who ask late. Their tables would fill the caches. */
const maxShapeStates = 256
const maxShapeProgram = 256

/** Field plans beyond it share what is known about how well remembering pays. */
export const maxMemoStates = 8_192
