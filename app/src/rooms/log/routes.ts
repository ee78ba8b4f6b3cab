import type { FastifyReply } from 'fastify'
import type { House, IdentifyRequest, Server } from '../../platform/http.ts'
import { Refused } from '../../platform/problem.ts'
import { addRoute } from '../../platform/route.ts'
import { logActivity } from './activities.ts'
import { absenceProofFile, answerAbsence, measureKeys, ownKeys, ownSecret } from './proving-absence.ts'
import { entryProofFile, type LogReader, readDelays, readEntries, readEntry, readState } from './reading.ts'
import {
  delaysShape,
  entriesQueryShape,
  entriesShape,
  entryParams,
  entryProofShape,
  logStateShape,
  measureAbsenceShape,
  measureParams,
  ownAbsenceShape,
  periodShape,
  secretShape,
  textShape,
} from './shapes.ts'

/** The routes by which screens read the log. */
export function addLogRoutes(server: Server, house: House, identify: IdentifyRequest, reader: LogReader): void {
  const tag = 'Transparency log'
  const see = { method: 'GET', tag, action: 'log.see' } as const
  const details = { method: 'GET', tag, action: 'log.see-details', activity: logActivity } as const
  const own = { method: 'GET', tag, action: 'log.see-own', resource: 'self', activity: logActivity } as const
  const text = { answerMediaType: 'text/plain' } as const

  addRoute(server, house, identify, {
    ...see,
    url: '/api/v1/log',
    operationId: 'readLog',
    summary: 'See how the transparency log is',
    answer: logStateShape,
    act: (act) => readState(act, reader),
  })
  addRoute(server, house, identify, {
    ...see,
    url: '/api/v1/log/entries',
    operationId: 'listEntries',
    summary: 'See what was entered in the transparency log',
    shapes: { querystring: entriesQueryShape },
    answer: entriesShape,
    act: (act, { query }) => readEntries(act, reader, query, false),
  })
  addRoute(server, house, identify, {
    ...see,
    url: '/api/v1/log/entries/:id',
    operationId: 'readEntry',
    summary: 'See an entry of the transparency log with its proof',
    shapes: { params: entryParams },
    answer: entryProofShape,
    act: (act, { params }) => readEntry(act, reader, params.id, false),
  })
  addRoute(server, house, identify, {
    ...see,
    ...text,
    url: '/api/v1/log/entries/:id/proof',
    operationId: 'exportEntryProof',
    summary: 'Export the proof of an entry as a file',
    shapes: { params: entryParams },
    answer: textShape,
    act: async (act, { params }, _request, reply) =>
      asFile(reply, `entry-${params.id.slice(0, 8)}.tlog-proof`, await entryProofFile(act, reader, params.id)),
  })
  addRoute(server, house, identify, {
    ...details,
    url: '/api/v1/log/detailed-entries',
    operationId: 'listDetailedEntries',
    summary: 'See what was entered in the transparency log, with hour and office',
    shapes: { querystring: entriesQueryShape },
    answer: entriesShape,
    act: (act, { query }) => readEntries(act, reader, query, true),
  })
  addRoute(server, house, identify, {
    ...details,
    url: '/api/v1/log/detailed-entries/:id',
    operationId: 'readDetailedEntry',
    summary: 'See an entry of the transparency log with its proof, hour and office',
    shapes: { params: entryParams },
    answer: entryProofShape,
    act: (act, { params }) => readEntry(act, reader, params.id, true),
  })
  addRoute(server, house, identify, {
    ...details,
    url: '/api/v1/log/delays',
    operationId: 'listDelays',
    summary: 'See of which entries notice waits, and until when',
    answer: delaysShape,
    act: async (act) => {
      act.concerns([])
      return readDelays(act, reader)
    },
  })
  addRoute(server, house, identify, {
    ...own,
    url: '/api/v1/log/absence',
    operationId: 'readOwnAbsence',
    summary: 'See whether the transparency log holds anything about yourself',
    shapes: { querystring: periodShape },
    answer: ownAbsenceShape,
    act: async (act, { query }) => answerAbsence(act, reader, await ownKeys(act, reader, query), query),
  })
  addRoute(server, house, identify, {
    ...own,
    ...text,
    url: '/api/v1/log/absence/proof',
    operationId: 'exportOwnAbsence',
    summary: 'Export the proof of what the transparency log holds about yourself',
    shapes: { querystring: periodShape },
    answer: secretShape,
    act: async (act, { query }, _request, reply) =>
      asFile(
        reply,
        nameOf('own', query),
        await absenceProofFile(act, reader, await ownKeys(act, reader, query), query),
      ),
  })
  addRoute(server, house, identify, {
    ...own,
    ...text,
    url: '/api/v1/log/absence/secret',
    operationId: 'exportOwnSecret',
    summary: 'Export the secret by which you find yourself in the transparency log',
    answer: secretShape,
    act: async (act, _input, _request, reply) =>
      asFile(reply, 'openwacht-log-secret.txt', `${Buffer.from(await ownSecret(act, reader)).toString('hex')}\n`),
  })
  addRoute(server, house, identify, {
    ...see,
    url: '/api/v1/log/measures/:measure/absence',
    operationId: 'readMeasureAbsence',
    summary: 'See on which days the transparency log holds entries under a measure',
    shapes: { params: measureParams, querystring: periodShape },
    answer: measureAbsenceShape,
    act: async (act, { params, query }) => answerAbsence(act, reader, await measureKeys(act, params.measure), query),
  })
  addRoute(server, house, identify, {
    ...see,
    ...text,
    url: '/api/v1/log/measures/:measure/absence/proof',
    operationId: 'exportMeasureAbsence',
    summary: 'Export the proof of what the transparency log holds under a measure',
    shapes: { params: measureParams, querystring: periodShape },
    answer: textShape,
    act: async (act, { params, query }, _request, reply) =>
      asFile(
        reply,
        nameOf(params.measure, query),
        await absenceProofFile(act, reader, await measureKeys(act, params.measure), query),
      ),
  })
}

function nameOf(what: string, { from, until }: { readonly from: string; readonly until: string }): string {
  return `absence-${what}-${from}-${until}.tlog-proof`
}

/** A file to keep, under a name; a refusal is none. */
function asFile(reply: FastifyReply, name: string, content: string | Refused): string | Refused {
  if (!(content instanceof Refused)) reply.header('content-disposition', `attachment; filename="${name}"`)
  return content
}
