import { type Static, Type } from 'typebox'

// The shapes of what goes over the wire: the server checks against them, the screens take their types.

const day = Type.String({ format: 'date', examples: ['2026-09-01'] })
const nullable = <T extends ReturnType<typeof Type.String>>(schema: T) => Type.Union([schema, Type.Null()])
const entryId = Type.String({ pattern: '^[0-9a-f]{32}$' })
const kindPattern = '[a-z]+(-[a-z]+)*'
const hash = Type.String({ pattern: '^[0-9a-f]{64}$' })
const measure = Type.String({ pattern: '^measure-[0-9]{2,6}$' })
const index = Type.Integer({ minimum: 0 })
const closed = { additionalProperties: false }
const words = <const W extends string>(list: readonly W[]) =>
  Type.Unsafe<W>(Type.Union(list.map((one) => Type.Literal(one))))

const need = words(['nothing', 'checkpoint', 'witness'])
const stop = words(['disk', 'no-witness', 'fork', 'behind', 'slow'])
const witnessState = words(['cosigned', 'behind', 'silent', 'refused', 'fork'])
const witnessedShape = Type.Object({
  kind: words(['none-needed', 'yes', 'not-yet']),
  /** Entries under the newest checkpoint that has its quorum. */
  size: index,
})

/** How the log is. */
export const logStateShape = Type.Object({
  origin: Type.String(),
  key: Type.String(),
  size: index,
  root: Type.Union([hash, Type.Null()]),
  checkpoint: nullable(Type.String()),
  witnessed: witnessedShape,
  witnesses: Type.Array(Type.Object({ name: Type.String(), state: witnessState, size: index, day: nullable(day) })),
  waiting: index,
  /** Days of the first and the newest entry; the newest is when it was last signed. */
  days: Type.Union([Type.Object({ first: day, last: day }), Type.Null()]),
  stopped: Type.Union([stop, Type.Null()]),
  forks: Type.Array(
    Type.Object({
      number: index,
      witness: Type.String(),
      size: Type.Union([index, Type.Null()]),
      ours: nullable(Type.String()),
      theirs: nullable(Type.String()),
    }),
  ),
  kinds: Type.Array(Type.Object({ kind: Type.String(), needs: need, marks: words(['subjects', 'nobody']) })),
})
export type LogState = Static<typeof logStateShape>

const factsShape = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))

/** An entry as people read it. */
export const entryShape = Type.Object({
  index: Type.Union([index, Type.Null()]),
  id: entryId,
  kind: Type.String(),
  day,
  measure: nullable(Type.String()),
  facts: factsShape,
  about: index,
  delayed: Type.Union([Type.Object({ count: index, until: day, ended: Type.Boolean() }), Type.Null()]),
  closes: nullable(entryId),
  closedBy: Type.Union([
    Type.Object({ id: entryId, kind: Type.String(), result: nullable(Type.String()) }),
    Type.Null(),
  ]),
  outside: words(['none', 'kept', 'erased']),
  details: Type.Union([factsShape, Type.Null()]),
})
export type EntryView = Static<typeof entryShape>

/** What can be asked of the list. */
export const entriesQueryShape = Type.Object(
  {
    /** One kind, or several with a comma between them. */
    kind: Type.Optional(
      Type.String({ pattern: `^${kindPattern}(,${kindPattern})*$`, maxLength: 2000, examples: ['lost,outcome'] }),
    ),
    measure: Type.Optional(measure),
    from: Type.Optional(day),
    until: Type.Optional(day),
    before: Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$' })),
    limit: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,2}$' })),
  },
  closed,
)
export type EntriesQuery = Static<typeof entriesQueryShape>

/** A page of entries, the newest first. `next` is the `before` of the next page. */
export const entriesShape = Type.Object({
  entries: Type.Array(entryShape),
  next: Type.Union([index, Type.Null()]),
})

/** The id of an entry, or its place in the log: an index in decimal. */
export const entryParams = Type.Object({ id: Type.String({ pattern: '^([0-9a-f]{32}|[0-9]{1,15})$' }) }, closed)

/** Where an entry lies in the log. */
export const inclusionShape = Type.Object({
  size: index,
  root: hash,
  leafHash: hash,
  path: Type.Array(hash),
  checkpoint: Type.String(),
  witnessed: Type.Boolean(),
})

/** One entry, its leaf to the letter, and its proof; null while it lies under no checkpoint. */
export const entryProofShape = Type.Object({
  entry: entryShape,
  leaf: Type.String(),
  proof: Type.Union([inclusionShape, Type.Null()]),
})

export type EntryAnswer = Static<typeof entryProofShape>

/** The days that are asked about, the first and the last included. */
export const periodShape = Type.Object({ from: day, until: day }, closed)
export type Period = Static<typeof periodShape>
export const measureParams = Type.Object({ measure }, closed)

const absence = {
  from: day,
  until: day,
  /** Days that have entries; every other day of the period has none. */
  days: Type.Array(Type.Object({ day, entries: Type.Array(index) })),
  /** Entries of which notice still waits, by year: any of them could be about whoever asks. */
  delayed: Type.Array(Type.Object({ band: Type.String(), undisclosed: words(['0', '1-9', '10-99', '100+']) })),
  covers: index,
  witnessed: Type.Boolean(),
  /** Entries that were made and are not under the checkpoint yet: the answer says nothing of them. */
  waiting: Type.Integer({ minimum: 0 }),
  /** Kinds of entry that mark nobody, so that the answer says nothing about them. */
  unmarked: Type.Array(Type.String()),
}

/** What the log holds about a measure. */
export const measureAbsenceShape = Type.Object(absence)
/** What the log holds about whoever asks. */
export const ownAbsenceShape = Type.Object({
  ...absence,
  days: Type.Array(Type.Object({ day, entries: Type.Array(index) }), { personal: true }),
})
export type Absence = Static<typeof measureAbsenceShape>

/** Entries of which notice waits, or waited. */
export const delaysShape = Type.Object({
  delays: Type.Array(
    Type.Object({
      id: entryId,
      index: Type.Union([index, Type.Null()]),
      kind: Type.String(),
      day,
      until: day,
      open: Type.Boolean(),
      overdue: Type.Boolean(),
    }),
  ),
})

export type DelaysAnswer = Static<typeof delaysShape>

/** A file as text. */
export const textShape = Type.String()
/** A secret of the person who asks. */
export const secretShape = Type.String({ personal: true })
