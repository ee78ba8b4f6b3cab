// The matcher on the kernel: what `matcher.ts` does, in memory that threads share. Here stands what is rare: sources that are
// new, lists, texts that must be decoded, tests that no needle decides.
import { Buffer, isAscii } from 'node:buffer'
import { Arena } from './arena.ts'
import type { BatchResult } from './batch.ts'
import { allScalars, type Found, nothing, type Projection, parseEvent, project } from './event.ts'
import { eventSource, presenceFields, type SourceField, sourceFields } from './event-source.ts'
import { fieldsToRead, type ReadFields } from './fields.ts'
import { foldCase, foldUnit } from './fold.ts'
import { decodeString, utf8 } from './folded-value.ts'
import { type FoundTest, foundTest } from './found-test.ts'
import { type Kernel, startKernel } from './kernel.ts'
import {
  brokenLine,
  memoBytes,
  memoPlaces,
  memoPredicates,
  memoStateBytes,
  planAt,
  planBytes,
  resultBytes,
  slotAt,
  slotBytes,
  sourceBytes,
  sourceKeyBytes,
  sourceKeySlack,
  sourcePlaces,
} from './kernel-layout.ts'
import { KeyEntries } from './key-entries.ts'
import type { EventSource } from './logsource.ts'
import type { LineResult, MatcherOptions } from './matcher.ts'
import { maxRound } from './needle-index.ts'
import { maxMemoStates, type PlanSource, PlanTables, type SharedPlan, type WitnessTables } from './plan-tables.ts'
import type { Rule } from './rule.ts'
import { type SlotReader, SlotValues } from './slot-values.ts'
import { kinds, padding } from './tokenizer.ts'
import { textOf } from './value-test.ts'
import type { WasmMemory } from './wasm-types.ts'

/** What all threads of a rule set have in common. Plain values and shared memory, to be sent to a thread. */
export type SharedRules = {
  readonly memory: WasmMemory
  readonly fields: ReadFields
  readonly ruleCount: number
  readonly projection: Projection | undefined
  readonly unknownSource: EventSource | undefined
  /** What rules name; anything else an event may be makes no difference. */
  readonly products: readonly string[]
  readonly services: readonly string[]
  readonly categories: readonly string[]
  readonly foldTable: number
  readonly escapes: number
}

/** Bytes of a line beyond which it counts as broken. Arbitrary; recorded events stay below 100 kB. */
export const maxLineBytes = 8 * 2 ** 20

/** Memory for the tables of a rule set. All public rules take a tenth of it. */
const tableBytes = 384 * 2 ** 20
/** Folding makes a text at most half as long again. */
const scratchBytes = maxLineBytes * 1.5 + 4_096
/** Memory that one thread takes; most of it is never written to. */
const threadBytes = 2 * scratchBytes + maxLineBytes + 6 * 2 ** 20

/**
 * Prepares a rule set for any number of threads: `shared` goes to each of them, `plans` stays here.
 *
 * @param slabBytes - Memory for the lines that threads are given, beside their own.
 */
export function shareRules(
  rules: readonly Rule[],
  options: MatcherOptions = {},
  { threads, slabBytes, arena }: { threads: number; slabBytes: number; arena?: Arena } = { threads: 1, slabBytes: 0 },
): { readonly shared: SharedRules; readonly plans: PlanTables; readonly slabs: number; readonly arena: Arena } {
  const memory = arena ?? new Arena(tableBytes + threads * threadBytes + slabBytes)
  const fields = fieldsToRead(rules, options.projection)
  const named = (dimension: 'product' | 'service' | 'category'): readonly string[] => [
    ...new Set(rules.flatMap(({ logsource }) => logsource[dimension] ?? [])),
  ]
  const shared = {
    memory: memory.memory,
    fields,
    ruleCount: rules.length,
    projection: options.projection,
    unknownSource: options.unknownSource,
    products: named('product'),
    services: named('service'),
    categories: named('category'),
    foldTable: memory.take(2 * 65_536),
    escapes: memory.putBytes(escapes),
  }
  const slots = new Map(fields.names.map((field, slot) => [field, slot]))
  const hidden = fields.names.length
  const plans = new PlanTables(memory, rules, (field) => slots.get(field) ?? hidden, hidden + 1)
  return { shared, plans, slabs: memory.takeLoose(slabBytes), arena: memory }
}

const escapes = new Uint8Array(256)
for (const [letter, byte] of Object.entries({ '"': 34, '\\': 92, '/': 47, b: 8, f: 12, n: 10, r: 13, t: 9 }))
  escapes[letter.charCodeAt(0)] = byte

type TriggeredTest = { readonly trigger: number; readonly test: FoundTest }
type PlanState = { readonly plan: SharedPlan; readonly tests: (readonly TriggeredTest[] | undefined)[] }

/** Events of a class after which the witnesses are chosen anew, each time eight times as many. */
const firstTraining = 256
/** Results of a batch that are gathered before they are taken out. */
const resultRoom = 16_384

/** Evaluates rules over events; one per thread. */
export class FastMatcher {
  private readonly shared: SharedRules
  private readonly plans: PlanSource
  private readonly arena: Arena
  private readonly kernel: Kernel
  private readonly keys: KeyEntries
  private readonly slots: MemorySlots
  private readonly values: SlotValues
  private readonly scratch: number
  private readonly results: number
  private readonly states = new Map<number, PlanState>()
  private readonly addresses = new Map<number, number>()
  private keywordFound: Found = nothing
  private keywordRound = 0
  private input = 0
  private inputSize = 0

  constructor(shared: SharedRules, plans: PlanSource, arena = new Arena(0, shared.memory)) {
    this.shared = shared
    this.plans = plans
    this.arena = arena
    const { names, flat } = shared.fields
    const kernel = startKernel(arena, {
      unknownKey: (node, start, end) => this.keys.unknownKey(node, start, end),
      foldUnit: (code) => this.foldUnit(code),
      foldOutside: (start, end) => this.foldOutside(start, end),
      matchOutside: (field, slot) => this.matchOutside(field, slot),
      findPlan: () => this.findPlan(),
      train: () => this.train(),
      mayHoldMarked: (filter, from, to) => this.mayHoldMarked(filter, from, to),
      keywordsOutside: (from, to) => this.keywordsOutside(from, to),
      ask: (predicate) => this.ask(predicate),
    })
    this.kernel = kernel
    const slots = arena.take((names.length + 1) * slotBytes)
    const isFlat = new Map(names.map((name, slot) => [name, flat[slot] === true]))
    this.keys = new KeyEntries(arena, names, slots, (field) => isFlat.get(field) === true, kernel.hashBytes)
    this.slots = new MemorySlots(arena, slots, kernel)
    this.values = new SlotValues(this.slots, names)
    this.scratch = arena.takeLoose(scratchBytes)
    this.results = arena.takeLoose((resultRoom + shared.ruleCount + 1) * resultBytes)
    const numbers = {
      root: this.keys.root,
      keyTable: this.keys.table,
      keyMask: this.keys.mask,
      slots,
      touched: arena.take(names.length * 4),
      scratch: this.scratch,
      otherScratch: arena.takeLoose(scratchBytes),
      foldTable: shared.foldTable,
      escapes: shared.escapes,
      log: arena.take(memoPredicates * 4 + 16),
      memo: arena.take(memoPlaces * memoBytes),
      memoStates: arena.take(maxMemoStates * memoStateBytes),
      windowsFields: this.putSourceFields(['Channel', 'EventID', 'EventType']),
      sourceFields: this.putSourceFields(sourceFields),
      sourceCount: sourceFields.length,
      sourceKey: arena.take(sourceKeyBytes + 32),
      sources: arena.take(sourcePlaces * sourceBytes),
      results: this.results,
      resultRoom: resultRoom + shared.ruleCount,
    } as const
    for (const [name, to] of Object.entries(numbers)) kernel.setNumber(name as keyof typeof numbers, to)
  }

  /** The rules that match one event. */
  match(event: Uint8Array): LineResult {
    if (event.length > maxLineBytes) return { broken: true, rules: [] }
    const from = this.putInput(event)
    this.beginRounds(1)
    const count = this.kernel.matchLine(from, from + event.length)
    if (count === brokenLine) return { broken: true, rules: [] }
    const plan = this.kernel.number('plan')
    if (count === 0) return { broken: false, rules: [] }
    const { ints } = this.arena
    const at = (ints[(plan + planAt.candidates) >> 2] ?? 0) >> 2
    return { broken: false, rules: Array.from(ints.subarray(at, at + count)) }
  }

  /** Matches lines that are copied into the memory first. */
  matchBytes(lines: Uint8Array): BatchResult {
    const from = this.putInput(lines)
    return this.matchMemory(from, from + lines.length)
  }

  /**
   * Matches all lines between two addresses of the memory; the last one may lack its line break. Lines of white space are
   * no events. `padding` bytes must follow.
   */
  matchMemory(from: number, to: number): BatchResult {
    const { kernel } = this
    kernel.setNumber('lines', 0)
    kernel.setNumber('events', 0)
    kernel.setNumber('unplaced', 0)
    const matches: number[] = []
    const broken: number[] = []
    // A line has at least one byte, its break included.
    this.beginRounds(to - from)
    for (let at = from; at < to; ) {
      kernel.setNumber('resultCount', 0)
      at = kernel.matchLines(at, to, this.shared.ruleCount)
      this.takeResults(from, matches, broken)
    }
    return {
      lines: kernel.number('lines'),
      events: kernel.number('events'),
      unplaced: kernel.number('unplaced'),
      matches: Int32Array.from(matches),
      broken: Int32Array.from(broken),
    }
  }

  private takeResults(from: number, matches: number[], broken: number[]): void {
    const { ints } = this.arena
    const start = this.results >> 2
    const end = start + (this.kernel.number('resultCount') * resultBytes) / 4
    for (let i = start; i < end; i += resultBytes / 4) {
      const line = ints[i] as number // within the results
      const rule = ints[i + 1] as number
      if (rule === brokenLine) broken.push(line)
      else matches.push(line, rule, (ints[i + 2] as number) - from)
    }
  }

  private putInput(bytes: Uint8Array): number {
    if (bytes.length > this.inputSize || this.inputSize === 0) {
      this.inputSize = Math.max(65_536, 2 ** Math.ceil(Math.log2(bytes.length)))
      this.input = this.arena.takeLoose(this.inputSize + padding)
    }
    this.arena.bytes.set(bytes, this.input)
    // What lies behind is not part of the line.
    this.arena.bytes.fill(10, this.input + bytes.length, this.input + bytes.length + padding)
    return this.input
  }

  /** Rounds are 32-bit integers: before they run out they begin anew. */
  private beginRounds(lines: number): void {
    if (this.kernel.number('round') < maxRound - lines) return
    this.kernel.setNumber('round', 0)
    this.keywordRound = 0
    this.slots.clearRounds(this.shared.fields.names.length)
    this.values.clearRounds()
    this.keys.clearRounds()
    const { ints } = this.arena
    for (const [address, { plan }] of this.states) {
      for (const table of [planAt.truth, planAt.falsity]) {
        const at = (ints[(address + table) >> 2] ?? 0) >> 2
        ints.fill(0, at, at + plan.predicateCount)
      }
      const at = (ints[(address + planAt.ruleRound) >> 2] ?? 0) >> 2
      ints.fill(0, at, at + plan.ruleCount)
    }
  }

  private putSourceFields(fields: readonly SourceField[]): number {
    const words = fields.flatMap((field) => [
      this.slots.addressOf(this.keys.slotOf.get(field) ?? 0),
      presenceFields.includes(field) ? 1 : 0,
    ])
    if (fields.length * 2 > sourceKeySlack)
      throw new TypeError('more fields decide over the source than a key has room for')
    return this.arena.putInts(words)
  }

  private foldUnit(code: number): number {
    const folded = foldUnit(code)
    this.arena.view.setUint16(this.shared.foldTable + code * 2, folded, true)
    return folded
  }

  private foldOutside(start: number, end: number): number {
    const text = decodeString(this.arena.bytes, start, end)
    if (text === undefined) return 0
    this.putText(text)
    return 1
  }

  /** Writes a text into the scratch memory as the kernel reads values. */
  private putText(text: string): void {
    const encoded = Buffer.from(foldCase(text.toWellFormed()), 'utf8')
    this.arena.bytes.set(encoded, this.scratch)
    this.arena.bytes.fill(0, this.scratch + encoded.length, this.scratch + encoded.length + 16)
    this.kernel.setNumber('length', encoded.length)
    this.kernel.setNumber('wide', isAscii(encoded) ? 0 : 1)
  }

  private matchOutside(field: number, address: number): void {
    const slot = this.slots.numberOf(address)
    if (this.slots.kindOf(slot) === kinds.number) {
      const text = utf8(this.arena.bytes, this.slots.startOf(slot), this.slots.endOf(slot))
      this.putText(String(Number(text)))
      this.kernel.matchScratch(field)
      return
    }
    for (const scalar of this.values.find(slot).scalars) {
      this.putText(textOf(scalar))
      this.kernel.matchScratch(field)
    }
    this.passOnBroken()
  }

  private passOnBroken(): void {
    if (!this.values.isBroken) return
    this.values.isBroken = false
    this.kernel.setNumber('broken', 1)
  }

  private findPlan(): number {
    const { products, services, categories, unknownSource } = this.shared
    const found = eventSource((field) => {
      const { scalars } = this.values.find(this.keys.slotOf.get(field) ?? -1)
      const [only] = scalars
      return scalars.length === 1 && only !== undefined ? textOf(only) : undefined
    })
    const source = found.product === undefined && found.services.length === 0 ? (unknownSource ?? found) : found
    const { product } = source
    const plan = this.plans.planFor({
      product: product !== undefined && products.includes(product) ? product : undefined,
      services: source.services.filter((service) => services.includes(service)),
      categories: source.categories.filter((category) => categories.includes(category)),
    })
    return plan === undefined ? 0 : (this.addresses.get(plan.number) ?? this.addState(plan))
  }

  private addState(plan: SharedPlan): number {
    const { arena } = this
    const { ints } = arena
    const address = arena.take(planBytes)
    const set = (offset: number, to: number): void => {
      ints[(address + offset) >> 2] = to
    }
    set(planAt.truth, arena.take(plan.predicateCount * 4))
    set(planAt.falsity, arena.take(plan.predicateCount * 4))
    set(planAt.hits, arena.take(plan.predicateCount * 4))
    set(planAt.ruleRound, arena.take(plan.ruleCount * 4))
    set(planAt.candidates, arena.take(plan.ruleCount * 4))
    set(planAt.fields, plan.fields)
    set(planAt.late, plan.late)
    set(planAt.starts, plan.starts)
    set(planAt.steps, plan.steps)
    set(planAt.rules, plan.rules)
    set(planAt.slotOf, plan.slots)
    set(planAt.lateParts, plan.lateParts)
    set(planAt.keywords, plan.keywords)
    set(planAt.keywordFilter, plan.keywordFilter)
    set(planAt.wideKeywords, plan.wideKeywords ? 1 : 0)
    set(planAt.training, firstTraining)
    this.setWitnesses(address, plan.witnesses)
    this.states.set(address, { plan, tests: [] })
    this.addresses.set(plan.number, address)
    return address
  }

  private setWitnesses(address: number, { starts, witnessed, always, alwaysCount }: WitnessTables): void {
    const { ints } = this.arena
    ints[(address + planAt.witnessStarts) >> 2] = starts
    ints[(address + planAt.witnessed) >> 2] = witnessed
    ints[(address + planAt.always) >> 2] = always
    ints[(address + planAt.alwaysCount) >> 2] = alwaysCount
  }

  private train(): void {
    const { ints } = this.arena
    const address = this.kernel.number('plan')
    const state = this.states.get(address)
    if (state === undefined) return
    const training = (address + planAt.training) >> 2
    ints[training] = Math.min((ints[training] ?? 0) * 8, 2 ** 31 - 1)
    const hits = (ints[(address + planAt.hits) >> 2] ?? 0) >> 2
    this.plans.train(state.plan.number, ints.slice(hits, hits + state.plan.predicateCount), (witnesses) =>
      this.setWitnesses(address, witnesses),
    )
  }

  private mayHoldMarked(filter: number, from: number, to: number): number {
    const { buffer } = this.arena
    const state = this.states.get(this.kernel.number('plan'))
    const line = buffer.subarray(from, to)
    if (state?.plan.wideKeywords === true && !isAscii(line)) return 1
    if (!hiding.some((mark) => line.includes(mark))) return 0
    if (this.kernel.fold(from, to) === 0) return 1
    return this.kernel.mayHold(filter, this.scratch, this.scratch + this.kernel.number('length'))
  }

  private keywordsOutside(from: number, to: number): void {
    const state = this.states.get(this.kernel.number('plan'))
    const event = parseEvent(utf8(this.arena.bytes, from, to))
    if (event === undefined || state === undefined) {
      this.kernel.setNumber('broken', 1)
      return
    }
    const { projection } = this.shared
    const scalars = allScalars(projection === undefined ? event : project(event, projection))
    this.keywordFound = { present: true, scalars, hasNull: false }
    this.keywordRound = this.kernel.number('round')
    for (const scalar of scalars) {
      this.putText(textOf(scalar))
      this.kernel.matchScratch(state.plan.keywords)
    }
  }

  private ask(predicate: number): number {
    const address = this.kernel.number('plan')
    const state = this.states.get(address)
    if (state === undefined) return 0
    const { plan, tests } = state
    let own = tests[predicate]
    if (own === undefined) {
      own = (plan.lateTests[predicate] ?? []).map(({ trigger, test }) => ({ trigger, test: foundTest(test) }))
      tests[predicate] = own
    }
    const { ints } = this.arena
    const round = this.kernel.number('round')
    const truth = (ints[(address + planAt.truth) >> 2] ?? 0) >> 2
    const slot = plan.slotOf[predicate] ?? -1
    let holds = 0
    for (const { trigger, test } of own) {
      if (trigger >= 0 && ints[truth + trigger] !== round) continue
      if (!test(slot < 0 ? this.keywordsOf(round) : this.values.find(slot), this.lookUpField)) continue
      holds = 1
      break
    }
    this.passOnBroken()
    return holds
  }

  private keywordsOf(round: number): Found {
    return this.keywordRound === round ? this.keywordFound : nothing
  }

  private readonly lookUpField = (field: string): Found => this.values.find(this.keys.slotOf.get(field) ?? -1)
}

/** The long s and the Kelvin sign fold to an ASCII letter; the escape can stand for any character. */
const hiding = ['\\u', '\u017f', '\u212a'].map((text) => Buffer.from(text, 'utf8'))

/** The slots in the memory. */
class MemorySlots implements SlotReader {
  private readonly arena: Arena
  private readonly slots: number
  private readonly kernel: Kernel

  constructor(arena: Arena, slots: number, kernel: Kernel) {
    this.arena = arena
    this.slots = slots
    this.kernel = kernel
  }

  get source(): Uint8Array {
    return this.arena.bytes
  }

  get round(): number {
    return this.kernel.number('round')
  }

  addressOf(slot: number): number {
    return this.slots + slot * slotBytes
  }

  numberOf(address: number): number {
    return (address - this.slots) / slotBytes
  }

  has(slot: number): boolean {
    return this.word(slot, slotAt.round) === this.round
  }
  kindOf(slot: number): number {
    return this.word(slot, slotAt.kind)
  }
  startOf(slot: number): number {
    return this.word(slot, slotAt.start)
  }
  endOf(slot: number): number {
    return this.word(slot, slotAt.end)
  }
  aboveOf(slot: number): number {
    return this.word(slot, slotAt.above)
  }

  clearRounds(count: number): void {
    for (let slot = 0; slot < count; slot++) this.arena.ints[(this.addressOf(slot) + slotAt.round) >> 2] = 0
  }

  private word(slot: number, offset: number): number {
    return this.arena.ints[(this.addressOf(slot) + offset) >> 2] ?? 0
  }
}
