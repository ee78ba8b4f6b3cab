import { Type } from 'typebox'
import { adlAnswerShape, adlRecord } from './authorization-decision-log.ts'
import type { House, IdentifyRequest, Server } from './http.ts'
import { describeInterface } from './interface-description.ts'
import { activityNamed, ldvAnswerShape, ldvQuestionShape, ldvRecord } from './logboek-dataverwerkingen.ts'
import { findPolicySet } from './policy-sets.ts'
import { InputError, Refused } from './problem.ts'
import { recordsActivity } from './processing-activities.ts'
import {
  cursorAfter,
  parseCursor,
  type RecordCursor,
  recordedActions,
  recordedDecisions,
} from './processing-records.ts'
import { activityVersions } from './processing-register.ts'
import { addRoute } from './route.ts'

/** Records on a page where nothing else is asked. */
const pageRecords = 100

const instant = Type.String({ format: 'date-time' })
const decisionsQueryShape = Type.Object(
  {
    traceId: Type.Optional(Type.String({ pattern: '^[0-9a-f]{32}$' })),
    action: Type.Optional(Type.String({ maxLength: 100 })),
    decision: Type.Optional(Type.Union([Type.Literal('allow'), Type.Literal('deny'), Type.Literal('none')])),
    from: Type.Optional(instant),
    until: Type.Optional(instant),
    cursor: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { additionalProperties: false },
)

/** The read side of the two logs, for who oversees. Each reading is an act and leaves a record itself. */
export function addProcessingRoutes(server: Server, house: House, identify: IdentifyRequest): void {
  const both = { tag: 'Records', hidden: true } as const
  describeInterface(server, house, '/ldv/v1', {
    title: 'Openwacht: log of processing (Logboek Dataverwerkingen, extension for reading)',
    version: '1.1.0',
  })
  describeInterface(server, house, '/adl/v1', { title: 'Openwacht: authorization decision log', version: '1.0.0' })

  addRoute(server, house, identify, {
    ...both,
    method: 'POST',
    url: '/ldv/v1/processing-activities',
    operationId: 'listProcessingActivitiesPost',
    summary: 'Read the log of processing',
    action: 'platform.see-processing',
    activity: recordsActivity,
    shapes: { body: ldvQuestionShape },
    answer: ldvAnswerShape,
    act: async (act, { body }) => {
      const versions = await activityVersions(act.tx)
      const { traceId, startTime, endTime, limit = pageRecords } = body
      const asked = body['dpl.core.processing_activity_id']
      const person = body['dpl.core.data_subject_id']
      // Source: extension for reading: one of the three MUST be given, else 400.
      if (traceId === undefined && asked === undefined && person === undefined)
        throw new InputError([{ path: 'body/traceId', code: 'missing' }])
      const subject = person === undefined ? undefined : sealedPerson(person)
      const employeeId = subject === undefined ? undefined : house.seal.open(subject)
      const activity = asked === undefined ? undefined : activityNamed(asked, versions)
      const page =
        asked !== undefined && activity === undefined
          ? []
          : await recordedActions(act.tx, {
              ...{ limit, subject, activity: activity?.activity, after: cursorOf(body.cursor, 'body/cursor') },
              traceId: traceId?.replaceAll('-', ''),
              from: startTime === undefined ? undefined : new Date(startTime),
              until: endTime === undefined ? undefined : new Date(endTime),
            })
      // Whoever was asked for, and everybody whose record is shown.
      const shown = page.flatMap((action) => (action.subject === null ? [] : (house.seal.open(action.subject) ?? [])))
      act.concerns(employeeId === undefined ? shown : [employeeId, ...shown])
      const nextCursor = cursorAfter(page, limit)
      return {
        processingActivities: page.map((action) => ldvRecord(action, versions, house.publicUrl())),
        ...(nextCursor === undefined ? {} : { nextCursor }),
      }
    },
  })
  addRoute(server, house, identify, {
    ...both,
    method: 'GET',
    url: '/adl/v1/records',
    operationId: 'listDecisions',
    summary: 'Read the log of decisions',
    action: 'platform.see-decisions',
    activity: recordsActivity,
    shapes: { querystring: decisionsQueryShape },
    answer: adlAnswerShape,
    act: async (act, { query }) => {
      const { from, until, cursor, ...wish } = query
      const page = await recordedDecisions(act.tx, {
        ...{ ...wish, limit: pageRecords, after: cursorOf(cursor, 'querystring/cursor') },
        from: from === undefined ? undefined : new Date(from),
        until: until === undefined ? undefined : new Date(until),
      })
      const shown = page.flatMap(({ principalType, principal }) =>
        principalType === 'Employee' ? (house.seal.open(principal) ?? []) : [],
      )
      act.concerns(shown)
      const nextCursor = cursorAfter(page, pageRecords)
      return { records: page.map(adlRecord), ...(nextCursor === undefined ? {} : { nextCursor }) }
    },
  })
  addRoute(server, house, identify, {
    ...both,
    method: 'GET',
    url: '/adl/v1/policies/:digest',
    operationId: 'readPolicySet',
    summary: 'Read the policies that a decision was taken by',
    action: 'platform.see-decisions',
    shapes: {
      params: Type.Object({ digest: Type.String({ pattern: '^[0-9a-f]{64}$' }) }, { additionalProperties: false }),
    },
    answer: Type.Object({
      digest: Type.String(),
      schema: Type.String(),
      policies: Type.String(),
      firstUsedAt: instant,
    }),
    act: async (act, { params }) => {
      const found = await findPolicySet(act.tx, params.digest)
      if (found === undefined) return new Refused(404, [{ code: 'no-such-policies', key: 'problem.not-found.detail' }])
      const { schema, policies, firstUsedAt } = found
      return { digest: params.digest, schema, policies, firstUsedAt: firstUsedAt.toISOString() }
    },
  })

  /** A plain id of an employee is sealed; anything else is taken for a sealed one. */
  function sealedPerson(text: string): string {
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? house.seal.seal(text) : text
  }
}

function cursorOf(text: string | undefined, path: string): RecordCursor | undefined {
  if (text === undefined) return undefined
  const cursor = parseCursor(text)
  if (cursor === undefined) throw new InputError([{ path, code: 'wrong-form' }])
  return cursor
}
