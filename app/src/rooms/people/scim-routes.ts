import type { FastifyReply, FastifyRequest } from 'fastify'
import { perform } from '../../platform/act.ts'
import { type House, type Server, sayIn } from '../../platform/http.ts'
import { BusyError } from '../../platform/problem.ts'
import { tracePlaceOf } from '../../platform/processing.ts'
import { theHouse } from '../../platform/route.ts'
import { staffActivity } from './activities.ts'
import { provisioning } from './scim.ts'
import { answerScim, declareScim, type ScimAnswer, type ScimCall, scimDescription, scimError } from './scim-model.ts'
import type { IdentifyRequest } from './sign-in.ts'

/** Path of the SCIM service. Source: RFC 7644, section 3.13: the version is part of it. */
export const scimPath = '/scim/v2'

const action = 'people.provision'

/** The SCIM 2.0 service, by which the staff administration keeps the staff list. */
export function addScimRoutes(server: Server, house: House, identify: IdentifyRequest): void {
  declareScim(scimPath)
  server.addContentTypeParser(
    'application/scim+json',
    { parseAs: 'string' },
    server.getDefaultJsonParser('error', 'error'),
  )
  const guarded = { config: { access: { kind: 'permission', action } }, schema: { hide: true } } as const
  type Id = { Params: { id: string } }

  server.get(`${scimPath}/Users`, guarded, (request, reply) =>
    answer(request, reply, { kind: 'list', query: queryOf(request) }),
  )
  server.post(`${scimPath}/Users`, guarded, (request, reply) =>
    answer(request, reply, { kind: 'create', body: request.body }),
  )
  server.get<Id>(`${scimPath}/Users/:id`, guarded, (request, reply) =>
    answer(request, reply, { kind: 'read', id: request.params.id, query: queryOf(request) }),
  )
  server.put<Id>(`${scimPath}/Users/:id`, guarded, (request, reply) =>
    answer(request, reply, { kind: 'replace', id: request.params.id, body: request.body }),
  )
  server.patch<Id>(`${scimPath}/Users/:id`, guarded, (request, reply) =>
    answer(request, reply, { kind: 'patch', id: request.params.id, body: request.body }),
  )
  server.delete<Id>(`${scimPath}/Users/:id`, guarded, (request, reply) =>
    answer(request, reply, { kind: 'remove', id: request.params.id }),
  )

  const open = {
    config: { access: { kind: 'public', because: 'it describes the service and holds no data' } },
    schema: { hide: true },
  } as const
  for (const kind of ['ServiceProviderConfig', 'ResourceTypes', 'Schemas'] as const) {
    server.get(`${scimPath}/${kind}`, open, async (_request, reply) =>
      send(reply, { status: 200, body: await scimDescription(kind, scimPath) }),
    )
  }

  async function answer(request: FastifyRequest, reply: FastifyReply, call: ScimCall): Promise<FastifyReply> {
    const intent = {
      name: `Staff administration: ${call.kind} a person`,
      action,
      resource: theHouse,
      activity: staffActivity,
      trace: tracePlaceOf(request.headers.traceparent?.toString()),
    }
    const say = sayIn(house, request)
    try {
      const outcome = await perform(house, identify(request), intent, async (act) => {
        const result = await answerScim(call, provisioning(act))
        // What was refused before any person was read concerns nobody.
        if (result.status >= 400) act.concerns([])
        return result
      })
      if (outcome.kind === 'unknown')
        return send(reply, { status: 401, body: scimError(401, say('problem.not-signed-in.title')) })
      if (outcome.kind === 'denied')
        return send(reply, { status: 403, body: scimError(403, say('problem.not-permitted.title')) })
      return send(reply, outcome.value)
    } catch (error) {
      if (!(error instanceof BusyError)) throw error
      return send(reply.header('retry-after', error.retryAfterS), {
        status: 503,
        body: scimError(503, say('problem.busy.title')),
      })
    }
  }
}

function send(reply: FastifyReply, { status, body }: ScimAnswer): FastifyReply {
  if (body === undefined) return reply.code(status).send()
  return reply
    .code(status)
    .header('content-type', 'application/scim+json; charset=utf-8')
    .serializer((value: unknown) => JSON.stringify(value))
    .send(body)
}

function queryOf(request: FastifyRequest): Record<string, string> {
  const query = request.query
  if (typeof query !== 'object' || query === null) return {}
  return Object.fromEntries(
    Object.entries(query).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  )
}
