// Logboek Dataverwerkingen, `sections/specificaties.md` at 01340ad2 (0.8 line, working version), in the spelling of its
// read extension, `media/openapi.json` at 26066008 (working version 1.1.0): `trace_id` is `traceId`, and so on. Fields
// change with the texts: this is the one file that knows them.
import { Type } from 'typebox'
import { apiVersion } from './api-version.ts'
import type { RecordedAction } from './processing-records.ts'
import { type ActivityVersion, versionAt } from './processing-register.ts'

const hex = (length: number) => Type.String({ pattern: `^[0-9a-fA-F]{${length}}$` })
const epochMs = Type.Integer({ minimum: 0, description: 'Milliseconds since the epoch' })

const activityKey = 'dpl.core.processing_activity_id'
const subjectKey = 'dpl.core.data_subject_id'

/** How a data subject is named: by the id of an employee here, encrypted. */
export const subjectIdType = 'openwacht-employee'

export const ldvRecordShape = Type.Object({
  traceId: Type.String({ format: 'uuid', description: 'The 16 bytes of the trace, written as a UUID' }),
  spanId: hex(16),
  parentSpanId: Type.Optional(hex(16)),
  status: Type.Union([Type.Literal('Unset'), Type.Literal('Ok'), Type.Literal('Error')]),
  name: Type.String(),
  startTime: epochMs,
  endTime: epochMs,
  resource: Type.Object({ attributes: Type.Record(Type.String(), Type.String()) }),
  attributes: Type.Object({
    [activityKey]: Type.Optional(Type.String({ format: 'uri' })),
    [subjectKey]: Type.Optional(Type.String({ personal: true })),
    'dpl.core.data_subject_id_type': Type.Optional(Type.String()),
    'dpl.core.foreign_operation.processor': Type.Optional(Type.String({ format: 'uri' })),
  }),
})

export const ldvAnswerShape = Type.Object({
  processingActivities: Type.Array(ldvRecordShape),
  nextCursor: Type.Optional(Type.String()),
})

/** A question to the log. The text asks for one of the first three; time alone would show everybody's. */
export const ldvQuestionShape = Type.Object(
  {
    traceId: Type.Optional(Type.String({ pattern: '^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$' })),
    [activityKey]: Type.Optional(Type.String({ minLength: 1, maxLength: 300 })),
    [subjectKey]: Type.Optional(Type.String({ minLength: 1, maxLength: 300, personal: true })),
    'dpl.core.data_subject_id_type': Type.Optional(Type.Literal(subjectIdType)),
    startTime: Type.Optional(epochMs),
    endTime: Type.Optional(epochMs),
    cursor: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  { additionalProperties: false, minProperties: 1 },
)

/** One action as the log shows it. @param publicUrl - Address of this house, for links into its register. */
export function ldvRecord(action: RecordedAction, versions: readonly ActivityVersion[], publicUrl: string) {
  const version = action.activity === null ? undefined : versionAt(versions, action.activity, action.startedAt)
  const { subject, parentSpanId } = action
  // A part of an act has the act as parent; an act with a parent was asked for by another application.
  const foreign = subject === null && parentSpanId !== null
  return {
    traceId: uuidOf(action.traceId),
    spanId: action.spanId,
    ...(parentSpanId === null ? {} : { parentSpanId }),
    status: action.status,
    name: action.name,
    startTime: action.startedAt.getTime(),
    endTime: action.endedAt.getTime(),
    resource: { attributes: { 'service.name': 'openwacht', 'service.version': apiVersion } },
    attributes: {
      ...(version === undefined ? {} : { [activityKey]: activityUri(version, publicUrl) }),
      ...(subject === null ? {} : { [subjectKey]: subject, 'dpl.core.data_subject_id_type': subjectIdType }),
      ...(foreign ? { 'dpl.core.foreign_operation.processor': callerOf(action, publicUrl) } : {}),
    },
  }
}

/** Address of one version of an activity in the register. */
export function activityUri({ id, version }: ActivityVersion, publicUrl: string): string {
  return `${publicUrl}/rvva/processing_activities/${id}/versions/${version}`
}

/** The activity that an address in the register names; without a version all of them count. */
export function activityNamed(text: string, versions: readonly ActivityVersion[]): ActivityVersion | undefined {
  const [, id] = /\/processing_activities\/([0-9a-f-]{36})(?:\/versions\/\d+)?$/.exec(text) ?? []
  return versions.find((version) => version.id === id)
}

/** A known system by its key; a person works through our own screens. */
function callerOf({ principalType, principal }: RecordedAction, publicUrl: string): string {
  return principalType === 'Credential' ? `${publicUrl}/connections#${principal}` : `${publicUrl}/`
}

function uuidOf(traceId: string): string {
  return traceId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
