import { type Static, Type } from 'typebox'
import { closed, day, instant, nullable, person } from './shapes.ts'

// What goes over the wire of records of what was done; see `shapes.ts`.

export const ownRecordsQueryShape = Type.Object(
  { by: Type.Optional(Type.Literal('others')), before: Type.Optional(day) },
  closed,
)
const outcome = Type.Union([Type.Literal('done'), Type.Literal('refused'), Type.Literal('denied')])
export const ownRecordsShape = Type.Object({
  records: Type.Array(
    Type.Object({
      on: day,
      /** What happened, in words. */
      what: Type.String(),
      by: Type.Union([
        Type.Literal('self'),
        Type.Literal('employee'),
        Type.Literal('machine'),
        Type.Literal('operator'),
      ]),
      /** Groups of offices. */
      groups: Type.Array(Type.String()),
      count: Type.Integer(),
      activity: nullable(Type.String()),
      outcome,
    }),
  ),
  /** Ask again with this day as `before` for what lies further back. */
  next: nullable(day),
})
export type OwnRecordsAnswer = Static<typeof ownRecordsShape>
const who = Type.Object({
  kind: Type.Union([Type.Literal('employee'), Type.Literal('machine'), Type.Literal('operator')]),
  offices: Type.Array(Type.String({ personal: true })),
})
const word = Type.String({ pattern: '^[a-z][a-z.-]{0,99}$' })
const recordsQuery = {
  from: Type.Optional(day),
  until: Type.Optional(day),
  office: Type.Optional(word),
  cursor: Type.Optional(Type.String({ maxLength: 100 })),
}
export const processingQueryShape = Type.Object({ ...recordsQuery, activity: Type.Optional(word) }, closed)
export const decisionsQueryShape = Type.Object(
  {
    ...recordsQuery,
    decision: Type.Optional(Type.Union([Type.Literal('allow'), Type.Literal('deny'), Type.Literal('none')])),
  },
  closed,
)
const choice = Type.Object({ code: Type.String(), name: Type.String() })
/** What of an act the log of processing shows in a list. */
const processingRecord = Type.Object({
  id: Type.String(),
  at: instant,
  what: Type.String(),
  activity: nullable(Type.String()),
  who,
  /** Number of people whose data it touched. */
  people: Type.Integer(),
  outcome,
})
export const processingRecordsShape = Type.Object({
  records: Type.Array(processingRecord),
  activities: Type.Array(choice),
  next: nullable(Type.String()),
})
export type ProcessingRecordsAnswer = Static<typeof processingRecordsShape>
export const decisionRecordsShape = Type.Object({
  records: Type.Array(
    Type.Object({
      id: Type.String(),
      at: instant,
      /** What was asked for, in words. */
      what: Type.String(),
      who,
      decision: Type.Union([Type.Literal('allow'), Type.Literal('deny'), Type.Literal('none')]),
    }),
  ),
  next: nullable(Type.String()),
})
export type DecisionRecordsAnswer = Static<typeof decisionRecordsShape>
export const recordParams = Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{16}$' }) }, closed)
export const recordDetailShape = Type.Object({
  record: processingRecord,
  /** Who did it; null for a machine or whoever runs the server. */
  person: Type.Union([person, Type.Null()]),
  /** The first of those whose data it touched. */
  subjects: Type.Array(person),
  decision: Type.Union([Type.Literal('allow'), Type.Literal('deny'), Type.Literal('none')]),
  policies: Type.Array(Type.Object({ id: Type.String(), explanation: Type.String() })),
  /** The record as the Logboek Dataverwerkingen and the Authorization Decision Log have it. */
  processing: Type.Record(Type.String(), Type.Unknown()),
  authorization: Type.Record(Type.String(), Type.Unknown()),
})
export type RecordDetailAnswer = Static<typeof recordDetailShape>
