// Plans as tables in the memory of the kernel, made once for all threads, and the witnesses that are chosen again later.
import type { Arena } from './arena.ts'
import { cheapFirst, Decisions } from './decisions.ts'
import { isAscii } from './fold.ts'
import { fieldAt, fieldBytes, memoStateBytes } from './kernel-layout.ts'
import { type EventSource, logsourceFits } from './logsource.ts'
import { putFilter, putIndex } from './needle-tables.ts'
import { type FieldPredicates, type Formula, type LateTest, Predicates } from './predicates.ts'
import { RawFilter } from './raw-filter.ts'
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

type Made = { readonly formulas: readonly Formula[]; readonly triggers: readonly (readonly number[] | undefined)[] }

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
    const made = { formulas, triggers }
    return {
      number: this.made.push(made) - 1,
      ruleCount: numbers.length,
      predicateCount: fieldOf.length,
      rules: arena.putInts(numbers),
      fields: arena.putInts(fieldPlans),
      late: arena.putBytes(Uint8Array.from(late, (tests) => (tests.length > 0 ? 1 : 0))),
      starts: arena.putInts(starts),
      steps: arena.putInts(steps),
      keywords: keywords === undefined ? 0 : this.putField(keywords),
      keywordFilter: filter === undefined ? 0 : putFilter(arena, filter),
      wideKeywords: filter?.wide === true,
      slotOf: fieldOf.map((field) => (field === undefined ? -1 : this.slotOf(field))),
      lateTests: late,
      witnesses: this.putWitnesses(made, undefined),
    }
  }

  private putField({ needles, any }: FieldPredicates): number {
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
    ints[word + (fieldAt.memo >> 2)] = (this.fieldCount++ % maxMemoStates) * memoStateBytes
    return address
  }

  private putWitnesses({ formulas, triggers }: Made, hits: Int32Array | undefined): WitnessTables {
    const lists: number[][] = triggers.map(() => [])
    const always: number[] = []
    const cost = (predicate: number): number => (hits?.[predicate] ?? 0) + 0.001
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

/** Field plans beyond it share what is known about how well remembering pays. */
export const maxMemoStates = 8_192
