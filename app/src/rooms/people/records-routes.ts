import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type House, type IdentifyRequest, languageOf, type Server } from '../../platform/http.ts'
import { recordsActivity } from '../../platform/processing-activities.ts'
import { addRoute } from '../../platform/route.ts'
import {
  decisionRecordsShape,
  decisionsQueryShape,
  processingQueryShape,
  processingRecordsShape,
  recordDetailShape,
  recordParams,
} from './record-shapes.ts'
import {
  type DayWish,
  exportDecisions,
  exportProcessing,
  listDecisions,
  listProcessing,
  readRecord,
} from './records.ts'

/** The routes behind the screens on the records, for who oversees. Each look is an act, and leaves a record itself. */
export function addRecordRoutes(server: Server, house: House, identify: IdentifyRequest): void {
  const both = { method: 'GET', tag: 'Records', activity: recordsActivity } as const
  const readerFor = (request: FastifyRequest) => ({
    ...{ authorizer: house.authorizer, messages: house.messages, seal: house.seal },
    language: languageOf(house, request),
  })

  addRoute(server, house, identify, {
    ...both,
    url: '/api/v1/records/processing',
    operationId: 'listProcessing',
    summary: 'See what was done with personal data',
    action: 'platform.see-processing',
    shapes: { querystring: processingQueryShape },
    answer: processingRecordsShape,
    act: (act, { query }, request) => listProcessing(act, readerFor(request), query),
  })
  addRoute(server, house, identify, {
    ...both,
    url: '/api/v1/records/decisions',
    operationId: 'listDecisionsForScreen',
    summary: 'See every decision whether something was allowed',
    action: 'platform.see-decisions',
    shapes: { querystring: decisionsQueryShape },
    answer: decisionRecordsShape,
    act: (act, { query }, request) => listDecisions(act, readerFor(request), query),
  })
  addRoute(server, house, identify, {
    ...both,
    url: '/api/v1/records/:id',
    operationId: 'readRecord',
    summary: 'See one record of what was done',
    action: 'platform.see-processing',
    shapes: { params: recordParams },
    answer: recordDetailShape,
    act: (act, { params }, request) => readRecord(act, readerFor(request), params.id, house.publicUrl()),
  })
  // Files of JSON Lines, which the description of the API has no form for: so they lie beside it.
  const file = { ...both, hidden: true, answer: Type.String({ personal: true }) } as const
  addRoute(server, house, identify, {
    ...file,
    url: '/exports/processing.jsonl',
    operationId: 'exportProcessing',
    summary: 'Export what was done with personal data',
    action: 'platform.see-processing',
    shapes: { querystring: processingQueryShape },
    act: (act, { query }, request, reply) => {
      asFile(reply, `processing${daysOf(query)}.jsonl`)
      return exportProcessing(act, readerFor(request), query, house.publicUrl())
    },
  })
  addRoute(server, house, identify, {
    ...file,
    url: '/exports/decisions.jsonl',
    operationId: 'exportDecisions',
    summary: 'Export every decision whether something was allowed',
    action: 'platform.see-decisions',
    shapes: { querystring: decisionsQueryShape },
    act: (act, { query }, request, reply) => {
      asFile(reply, `decisions${daysOf(query)}.jsonl`)
      return exportDecisions(act, readerFor(request), query)
    },
  })
}

function asFile(reply: FastifyReply, name: string): void {
  reply.type('application/jsonl; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`)
}

/** Days in the name of a file; the schema let only days through. */
function daysOf({ from, until }: DayWish): string {
  return [from, until].flatMap((day) => (day === undefined ? [] : [`-${day}`])).join('')
}
