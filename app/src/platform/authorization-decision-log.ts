// Authorization Decision Log, `sections/specifications.md` at 0511b858 (working version). This is the one file that knows
// its fields. Level of detail 3: request, answer and what was known stand in the record, the policies by reference.
//
// What a screen offers (`allowedActions`) is worked out by the same policies, but decides nothing: each act asks again,
// and that is the decision that is recorded.
import { Type } from 'typebox'
import { isOpen } from './processing.ts'
import type { RecordedDecision } from './processing-records.ts'

const hex = (length: number) => Type.String({ pattern: `^[0-9a-f]{${length}}$` })
const anyObject = Type.Record(Type.String(), Type.Unknown())

export const adlRecordShape = Type.Object({
  trace_id: hex(32),
  span_id: hex(16),
  parent_span_id: Type.Optional(hex(16)),
  event_name: Type.Union([Type.Literal('adl.access_evaluation'), Type.Literal('adl.access_evaluations')]),
  timestamp: Type.Integer({ minimum: 0, description: 'Milliseconds since the epoch' }),
  status: Type.Union([Type.Literal('Unset'), Type.Literal('Error')]),
  attributes: Type.Object({ 'adl.core.policies': Type.Object({ openwacht: hex(64) }) }),
  body: Type.Object({
    'adl.core.request': anyObject,
    'adl.core.response': Type.Optional(anyObject),
    'adl.core.information': anyObject,
  }),
  resource: Type.Record(Type.String(), Type.String()),
})

export const adlAnswerShape = Type.Object({
  records: Type.Array(adlRecordShape),
  nextCursor: Type.Optional(Type.String()),
})

/**
 * One decision as the log shows it. A denial is not an error: `Error` means that nothing could be decided.
 * Ids of persons are sealed in it, which the word `sealed` marks.
 */
export function adlRecord(decision: RecordedDecision) {
  const { parentSpanId, body } = decision
  return {
    trace_id: decision.traceId,
    span_id: decision.spanId,
    ...(parentSpanId === null ? {} : { parent_span_id: parentSpanId }),
    event_name: body !== null && isSeveral(body) ? 'adl.access_evaluations' : 'adl.access_evaluation',
    timestamp: decision.startedAt.getTime(),
    status: decision.decision === null ? 'Error' : 'Unset',
    attributes: { 'adl.core.policies': { openwacht: decision.policyDigest } },
    body: { ...(body ?? ownBody(decision)), 'adl.core.information': { openwacht: decision.information } },
    resource: { 'service.name': 'openwacht' },
  } as const
}

function ownBody(decision: RecordedDecision) {
  return {
    'adl.core.request': {
      subject: loggedEntity(decision.principalType, decision.principal),
      action: { name: decision.action },
      resource: loggedEntity(decision.resourceType, decision.resource),
      context: decision.context,
    },
    ...(decision.decision === null
      ? {}
      : {
          'adl.core.response': {
            decision: decision.decision === 'allow',
            context: { policies: decision.policies },
          },
        }),
  }
}

/** An entity as the log shows it: `id` is sealed already. */
export function loggedEntity(type: string, id: string) {
  // Source: Authorization Decision Log, Data minimisation: what is left out for privacy is marked.
  return { type, id, ...(isOpen({ type, id }) ? {} : { properties: { id: 'sealed' } }) }
}

function isSeveral(body: NonNullable<RecordedDecision['body']>): boolean {
  return 'evaluations' in body['adl.core.request']
}
