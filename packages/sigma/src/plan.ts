// A plan: everything that events of one class need, for the rules that apply to them. Made once, at the first such event.
import { cheapFirst, Decisions } from './decisions.ts'
import { isAscii } from './fold.ts'
import { type FoundTest, foundTest } from './found-test.ts'
import { maxRound, type Needle, NeedleIndex } from './needle-index.ts'
import { type FieldPredicates, type Formula, Predicates } from './predicates.ts'
import { RawFilter } from './raw-filter.ts'
import type { Rule } from './rule.ts'
import type { ValueMemo } from './value-memo.ts'
import { chooseWitness } from './witness.ts'

/** What is looked for in one field. Values without bytes above 127 need fewer needles. */
export type FieldPlan = {
  readonly ascii: NeedleIndex | undefined
  readonly wide: NeedleIndex | undefined
  /** Predicates that any value makes true. */
  readonly any: Int32Array
  /** For long values; `undefined` when too many of the texts are short. */
  readonly filter: RawFilter | undefined
  /** Made when the field is first seen. */
  memo: ValueMemo | undefined
}

/** What is looked for in all values. Without `filter` every event is searched in full. */
export type KeywordPlan = { readonly fields: FieldPlan; readonly filter: RawFilter | undefined }

/** A test that is made only when its trigger, if it has one, is true. */
export type TriggeredTest = { readonly trigger: number; readonly test: FoundTest }

/** Events of a class after which the witnesses are chosen anew, each time eight times as many. */
const firstTraining = 256

/** The state of one class in one thread. */
export class Plan {
  /** Numbers of the rules, as the caller counts them, ascending. */
  readonly rules: Int32Array
  /** By slot. */
  readonly fields: readonly (FieldPlan | undefined)[]
  readonly keywords: KeywordPlan | undefined
  readonly late: readonly (readonly TriggeredTest[])[]
  /** Of each predicate: slot of its field; -1 for keywords. */
  readonly slotOf: Int32Array
  /** Predicate p is true in this event when `truth[p]` is the round, known to be false when `falsity[p]` is. */
  readonly truth: Int32Array
  readonly falsity: Int32Array
  round = 0
  readonly candidates: Int32Array
  candidateCount = 0
  private readonly formulas: readonly Formula[]
  private readonly triggers: readonly (readonly number[] | undefined)[]
  private readonly starts: Int32Array
  private readonly predicate: Int32Array
  private readonly whenTrue: Int32Array
  private readonly whenFalse: Int32Array
  private readonly hits: Float64Array
  private readonly ruleRound: Int32Array
  private witnessed: readonly Int32Array[] = []
  private always: Int32Array = new Int32Array()
  private events = 0
  private nextTraining = firstTraining

  /**
   * @param numbers - The rules that apply.
   * @param slotOf - Slot of a field; a field that may not be seen has a slot that never has a value.
   */
  constructor(numbers: readonly number[], rules: readonly Rule[], slotOf: (field: string) => number, slots: number) {
    this.rules = Int32Array.from(numbers)
    const predicates = new Predicates()
    const formulas: Formula[] = []
    for (const number of numbers) {
      const rule = rules[number]
      if (rule !== undefined) formulas.push(predicates.formulaOf(rule))
    }
    this.formulas = formulas
    this.triggers = predicates.triggers
    this.late = predicates.late.map((tests) => tests.map(({ trigger, test }) => ({ trigger, test: foundTest(test) })))
    const count = predicates.fieldOf.length
    this.slotOf = Int32Array.from(predicates.fieldOf, (field) => (field === undefined ? -1 : slotOf(field)))
    this.truth = new Int32Array(count)
    this.falsity = new Int32Array(count)
    this.hits = new Float64Array(count)
    this.ruleRound = new Int32Array(numbers.length)
    this.candidates = new Int32Array(numbers.length)
    const fields = new Array<FieldPlan | undefined>(slots)
    for (const [field, own] of predicates.byField) if (field !== undefined) fields[slotOf(field)] = fieldPlan(own)
    this.fields = fields
    const keywords = predicates.byField.get(undefined)
    const literals = predicates.keywordLiterals
    this.keywords =
      keywords === undefined
        ? undefined
        : { fields: fieldPlan(keywords), filter: literals === undefined ? undefined : RawFilter.of(literals) }
    const decisions = new Decisions()
    const isLate = (predicate: number): boolean => (predicates.late[predicate]?.length ?? 0) > 0
    this.starts = Int32Array.from(formulas, (formula) => decisions.add(cheapFirst(formula, isLate)))
    this.predicate = Int32Array.from(decisions.predicate)
    this.whenTrue = Int32Array.from(decisions.whenTrue)
    this.whenFalse = Int32Array.from(decisions.whenFalse)
    this.train()
  }

  /** Starts an event: nothing is true. */
  begin(): void {
    if (++this.round > maxRound) {
      this.round = 1
      this.truth.fill(0)
      this.falsity.fill(0)
      this.ruleRound.fill(0)
    }
    this.candidateCount = 0
    if (++this.events === this.nextTraining) {
      this.nextTraining *= 8
      this.train()
    }
  }

  /** Makes a predicate true, and its rules candidates. */
  set(predicate: number): void {
    if (this.truth[predicate] === this.round) return
    this.truth[predicate] = this.round
    this.hits[predicate] = (this.hits[predicate] as number) + 1 // a predicate of this plan
    this.addCandidates(this.witnessed[predicate] as Int32Array)
  }

  /** Makes the rules candidates that no predicate can speak for. */
  addUnwitnessed(): void {
    this.addCandidates(this.always)
  }

  /** Decides a candidate; `ask` is called for a predicate that is neither known to be true nor false. */
  decide(place: number, ask: (predicate: number) => boolean): boolean {
    const { truth, falsity, round, late } = this
    let step = this.starts[place] as number // a place from `candidates`
    while (step >= 0) {
      const predicate = this.predicate[step] as number // a step leads to a step or ends
      let isTrue = truth[predicate] === round
      if (!isTrue && (late[predicate] as readonly TriggeredTest[]).length > 0 && falsity[predicate] !== round) {
        isTrue = ask(predicate)
        if (isTrue) truth[predicate] = round
        else falsity[predicate] = round
      }
      step = (isTrue ? this.whenTrue[step] : this.whenFalse[step]) as number
    }
    return step === -1
  }

  private addCandidates(places: Int32Array): void {
    for (let i = 0; i < places.length; i++) {
      const place = places[i] as number // i is below length
      if (this.ruleRound[place] === this.round) continue
      this.ruleRound[place] = this.round
      this.candidates[this.candidateCount++] = place
    }
  }

  /** Chooses witnesses by what the events so far made true. */
  private train(): void {
    const lists: number[][] = this.late.map(() => [])
    const always: number[] = []
    const cost = (predicate: number): number => (this.hits[predicate] ?? 0) + 0.001
    for (const [place, formula] of this.formulas.entries()) {
      const witness = chooseWitness(formula, this.triggers, cost)
      if (witness === undefined) always.push(place)
      else for (const predicate of witness) lists[predicate]?.push(place)
    }
    this.witnessed = lists.map((list) => Int32Array.from(list))
    this.always = Int32Array.from(always)
  }
}

function fieldPlan({ needles, any, shapes }: FieldPredicates): FieldPlan {
  const ascii = needles.filter((needle: Needle) => isAscii(needle.text))
  const asciiIndex = ascii.length === 0 ? undefined : new NeedleIndex(ascii)
  const filter = RawFilter.of(needles)
  return {
    // A filter that must look at nearly every byte saves nothing.
    filter: filter !== undefined && filter.step >= 3 ? filter : undefined,
    memo: undefined,
    ascii: asciiIndex,
    wide: ascii.length === needles.length ? asciiIndex : new NeedleIndex(needles),
    // A shape is only a hint: that it holds for every value is true as well.
    any: Int32Array.from([...any, ...shapes.map(({ target }) => target)]),
  }
}
