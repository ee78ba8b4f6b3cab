import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { perform } from '../../platform/act.ts'
import { type House, type IdentifyRequest, type Server, sayIn } from '../../platform/http.ts'
import { BusyError } from '../../platform/problem.ts'
import { theHouse } from '../../platform/route.ts'
import { tracePlaceOf } from '../../platform/trace-context.ts'
import { staffActivity } from './activities.ts'
import { describeProvisioning, openProvisioning, provision, provisioningError, ScimRefusal, scimPath } from './scim.ts'
import type { ScimAnswer, ScimCall } from './scim-model.ts'

const action = 'people.provision'

/** The SCIM 2.0 service, by which the staff administration keeps the staff list. */
export function addScimRoutes(server: Server, house: House, identify: IdentifyRequest): void {
  openProvisioning()
  server.register(async (part) => addScimPart(part, house, identify))
}

function addScimPart(server: Server, house: House, identify: IdentifyRequest): void {
  const parseJson = server.getDefaultJsonParser('error', 'error')
  for (const type of ['application/scim+json', 'application/json']) {
    server.removeContentTypeParser(type)
    server.addContentTypeParser(type, { parseAs: 'string' }, (request, text: string, done) =>
      // Some directories name a type where they send nothing.
      text === '' ? done(null, undefined) : parseJson(request, text, done),
    )
  }
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    // What is a fault of ours, or for everybody the same, is answered as everywhere.
    if (![400, 413, 415].includes(status)) throw error
    const say = sayIn(house, request)
    const code = status === 413 ? 'too-large' : status === 415 ? 'media-type' : 'not-understood'
    return send(
      reply,
      provisioningError(status, say(`problem.${code}.title`), status === 400 ? 'invalidSyntax' : undefined),
    )
  })
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
      send(reply, { status: 200, body: await describeProvisioning(kind) }),
    )
  }

  async function answer(request: FastifyRequest, reply: FastifyReply, call: ScimCall): Promise<FastifyReply> {
    const intent = {
      name: `Staff administration: ${call.kind} a person`,
      action,
      resource: theHouse,
      activity: staffActivity,
      event: `scim-${call.kind}`,
      trace: tracePlaceOf(request.headers.traceparent?.toString()),
    }
    const say = sayIn(house, request)
    try {
      const outcome = await perform(house, identify(request), intent, (act) => provision(act, call))
      if (outcome.kind === 'unknown') return send(reply, provisioningError(401, say('problem.not-signed-in.title')))
      if (outcome.kind === 'denied') return send(reply, provisioningError(403, say('problem.not-permitted.title')))
      return send(reply, outcome.value instanceof ScimRefusal ? outcome.value.answer : outcome.value)
    } catch (error) {
      if (!(error instanceof BusyError)) throw error
      return send(reply.header('retry-after', error.retryAfterS), provisioningError(503, say('problem.busy.title')))
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
