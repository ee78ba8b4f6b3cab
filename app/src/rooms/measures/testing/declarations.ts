// Declarations for tests: a full one, random ones from a small world, and steps that narrow one.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { Declaration, Field, Look } from '../declaration.ts'
import { parseDeclaration } from '../parse-declaration.ts'
import {
  coarsenings,
  levels,
  neverWords,
  precisions,
  protectedOffices,
  purposes,
  retentionKinds,
} from '../vocabulary.ts'

/** Text of a model declaration. */
export function modelText(name: string): string {
  return readFileSync(new URL(`../models/${name}.yaml`, import.meta.url), 'utf8')
}

/** Text of a model declaration in which everything was filled in that the model leaves open. */
export function filledText(name: string): string {
  return modelText(name).replaceAll('"fill in: ', '"')
}

const read = new Map<string, Declaration>()

/** A model declaration, fresh each time. */
export function model(name = 'monitoring-and-response'): Declaration {
  const known = read.get(name)
  if (known !== undefined) return structuredClone(known)
  const parsed = parseDeclaration(modelText(name))
  if (parsed.kind !== 'parsed') throw new Error(JSON.stringify(parsed.faults))
  read.set(name, parsed.declaration)
  return structuredClone(parsed.declaration)
}

/** A copy of a declaration with some parts replaced. */
export function changed(declaration: Declaration, parts: Partial<Declaration>): Declaration {
  return structuredClone({ ...declaration, ...parts })
}

const base = model()
const text = { nl: 'tekst', da: 'tekst', en: 'text' }

const someOf = <T>(all: readonly T[], minLength = 0) => fc.shuffledSubarray([...all], { minLength })

const fields = fc
  .record({
    User: fc.constantFrom('drop', 'pseudonym', 'keep', 'scrub'),
    UtcTime: fc.constantFrom('drop', 'month', 'day', 'hour', 'keep'),
    CommandLine: fc.constantFrom('drop', 'scrub', 'keep'),
  })
  .map(({ User, UtcTime, CommandLine }): Field[] => [
    { path: 'Image', class: 'other', treatment: 'keep' },
    { path: 'User', class: 'account', treatment: User },
    UtcTime === 'drop' || UtcTime === 'keep'
      ? { path: 'UtcTime', class: 'time', treatment: UtcTime }
      : { path: 'UtcTime', class: 'time', treatment: 'coarsen', to: UtcTime },
    { path: 'CommandLine', class: 'text', treatment: CommandLine },
  ])

const sources = fc
  .tuple(fields, fields, someOf([0, 1], 1))
  .map(([windows, linux, chosen]): Declaration['sources'] =>
    chosen.map((index) =>
      index === 0
        ? { id: 'windows', what: text, medium: 'system-log', logsource: { product: 'windows' }, fields: windows }
        : { id: 'linux', what: text, medium: 'system-log', logsource: { product: 'linux' }, fields: linux },
    ),
  )

const tags = ['*', 'attack.*', 'attack.t1059', 'attack.t1059.001', 'cve.*', 'policy.*']
const envelope = fc.record({
  logsources: someOf([
    { product: 'windows' },
    { product: 'windows', category: 'process_creation' },
    { product: 'linux' },
    { category: 'process_creation' },
  ]),
  levels: someOf(levels),
  tagsAllowed: someOf(tags),
  tagsForbidden: someOf(tags.slice(1)),
})

const looks = fc
  .tuple(
    fc.record({
      offices: someOf(['analyst', 'ciso', 'im-head'] as const, 1),
      level: fc.constantFrom('organisation', 'unit', 'pseudonym'),
      k: fc.constantFrom(10, 25, undefined),
      groupBy: someOf(['rule', 'source', 'unit'] as const),
      precision: fc.constantFrom(...precisions),
      sources: fc.option(someOf(['windows', 'linux'], 1), { nil: undefined }),
      oversight: fc.boolean(),
    }),
    fc.boolean(),
  )
  .map(([{ k, sources: only, ...rest }, present]): Look[] =>
    present
      ? [{ id: 'desk', subject: 'signals', ...rest, ...(k ? { k } : {}), ...(only ? { sources: only } : {}) }]
      : [],
  )

const responses = fc
  .record({
    offices: someOf(['analyst', 'ciso'] as const, 1),
    hours: fc.constantFrom(1, 4, 24),
    automatic: fc.boolean(),
    present: fc.boolean(),
  })
  .map(({ offices, hours, automatic, present }): Declaration['responses'] =>
    present
      ? [
          {
            response: 'isolate-device',
            offices,
            term: { amount: hours, unit: 'hours' },
            automatic,
            employeeTold: 'at-once',
          },
        ]
      : [],
  )

const lengths = fc.constantFrom(
  { amount: 7, unit: 'days' as const },
  { amount: 1, unit: 'weeks' as const },
  { amount: 30, unit: 'days' as const },
  { amount: 1, unit: 'months' as const },
  { amount: 12, unit: 'months' as const },
  { amount: 1, unit: 'years' as const },
)

const retention = fc
  .tuple(someOf(Object.keys(retentionKinds).slice(0, 4) as (keyof typeof retentionKinds)[]), lengths, lengths)
  .map(([kinds, one, other]): Declaration['retention'] =>
    kinds.map((kind, index) => ({ kind, keep: index === 0 ? one : other, why: text })),
  )

/** Random declarations that differ in few enough ways to be comparable now and then. They need not be lawful. */
export const declarations: fc.Arbitrary<Declaration> = fc
  .record({
    purposes: someOf(purposes.slice(0, 3), 1),
    monitoring: fc.constantFrom('none', 'detect-and-forget', 'retained'),
    sources,
    envelope,
    looks,
    responses,
    retention,
    never: someOf(neverWords.slice(0, 4)),
    protectedOffices: someOf(protectedOffices.slice(0, 2)).map((all) =>
      all.map((office) => ({ office, leftOut: ['contents' as const] })),
    ),
    review: fc.constantFrom('2027-01-01', '2027-06-01'),
    owner: fc.constantFrom('ciso', 'ciso', 'ciso', 'im-head'),
  })
  // The unchanged rest is shared; `narrowed` copies before it changes anything.
  .map((parts) => ({ ...base, ...parts }))

type Step = (declaration: Declaration, pick: number) => void

function without<T>(list: T[], pick: number, atLeast = 0): void {
  if (list.length > atLeast) list.splice(pick % list.length, 1)
}

function at<T>(list: readonly T[], pick: number): T | undefined {
  return list[pick % Math.max(1, list.length)]
}

/** One way each to make a declaration narrower, on a copy. `pick` chooses which of its parts. */
export const narrowings: readonly Step[] = [
  (one, pick) => without(one.purposes, pick, 1),
  (one, pick) => without(one.dataSubjects, pick, 1),
  (one) => {
    if (one.monitoring === 'retained') one.monitoring = 'detect-and-forget'
  },
  (one) => {
    one.reach.organisationDevices = 'none'
  },
  (one, pick) => {
    const capability = at(one.capabilities, pick)
    if (capability?.state === 'used') capability.state = 'off'
  },
  (one, pick) => without(one.sources, pick),
  (one, pick) => without(at(one.sources, pick)?.fields ?? [], pick, 1),
  (one, pick) => narrowField(at(at(one.sources, pick)?.fields ?? [], pick)),
  (one, pick) => without(one.envelope.logsources, pick),
  (one, pick) => {
    const logsource = at(one.envelope.logsources, pick)
    if (logsource !== undefined && logsource.service === undefined) logsource.service = 'one-of-them'
  },
  (one, pick) => without(one.envelope.levels, pick),
  (one, pick) => without(one.envelope.tagsAllowed, pick),
  (one) => {
    one.envelope.tagsForbidden = [...one.envelope.tagsForbidden, 'attack.t1110']
  },
  (one, pick) => without(one.responses, pick),
  (one, pick) => without(at(one.responses, pick)?.offices ?? [], pick, 1),
  (one, pick) => {
    const response = at(one.responses, pick)
    if (response !== undefined) response.automatic = false
  },
  (one, pick) => {
    const response = at(one.responses, pick)
    if (response !== undefined) response.term.amount = Math.max(1, response.term.amount - 1)
  },
  (one, pick) => {
    const look = at(ordinary(one), pick)
    if (look !== undefined) one.looks = one.looks.filter((other) => other !== look)
  },
  (one, pick) => without(at(ordinary(one), pick)?.offices ?? [], pick, 1),
  (one, pick) => without(at(ordinary(one), pick)?.groupBy ?? [], pick),
  (one, pick) => {
    const look = at(ordinary(one), pick)
    if (look !== undefined) look.precision = 'month'
  },
  (one, pick) => {
    const look = at(ordinary(one), pick)
    if (look !== undefined) look.k = (look.k ?? 1) + 1
  },
  (one, pick) => {
    const kept = at(
      one.retention.filter(({ kind }) => !retentionKinds[kind].evidence),
      pick,
    )
    if (kept !== undefined) kept.keep.amount = Math.max(1, kept.keep.amount - 1)
  },
  (one, pick) => without(one.recipients, pick),
  (one, pick) => {
    const word = at(neverWords, pick)
    if (word !== undefined && !one.never.includes(word)) one.never.push(word)
  },
  (one, pick) => {
    const office = at(protectedOffices, pick)
    const known = one.protectedOffices.find((other) => other.office === office)
    if (known !== undefined) known.leftOut = ['channels', 'contents', 'looks']
    else if (office !== undefined) one.protectedOffices.push({ office, leftOut: ['contents'] })
  },
  (one) => {
    one.review = '2026-12-01'
  },
]

function ordinary({ looks: all }: Declaration): Look[] {
  return all.filter(({ oversight }) => !oversight)
}

function narrowField(field: Field | undefined): void {
  if (field?.treatment === 'coarsen') {
    field.to = coarsenings[field.class][0]
  } else if (field?.treatment === 'keep') {
    field.treatment = 'scrub'
  }
}

/** A copy that some of the narrowing steps were taken on. */
export function narrowed(
  declaration: Declaration,
  steps: readonly (readonly [step: number, pick: number])[],
): Declaration {
  const copy = structuredClone(declaration)
  for (const [step, pick] of steps) narrowings[step % narrowings.length]?.(copy, pick)
  return copy
}

/** Some narrowing steps. */
export const narrowingSteps = fc.array(fc.tuple(fc.nat({ max: narrowings.length - 1 }), fc.nat({ max: 20 })), {
  maxLength: 6,
})

/** The field at a path of a source. Throws when there is none. */
export function field(one: Declaration, path: string, source = 0): Declaration['sources'][number]['fields'][number] {
  const found = one.sources[source]?.fields.find((other) => other.path === path)
  if (found === undefined) throw new TypeError(`no field ${path}`)
  return found
}

/** Sets how long one kind of data is kept; it becomes the last of the list. */
export function keep(
  one: Declaration,
  kind: Declaration['retention'][number]['kind'],
  amount: number,
  unit: 'days' | 'months',
): void {
  one.retention = [
    ...one.retention.filter((other) => other.kind !== kind),
    { kind, keep: { amount, unit }, why: { nl: 'x', da: 'x' } },
  ]
}
