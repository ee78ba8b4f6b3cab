import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import { type Act, type Identify, perform } from './act.ts'
import type { Entity } from './authorization.ts'
import { type House, type IdentifyRequest, type Server, sayIn, sendAnswer, sendProblem } from './http.ts'
import { problemSchema } from './openapi.ts'
import { Refused, refusalAnswer } from './problem.ts'
import { tracePlaceOf } from './trace-context.ts'

type Shapes = {
  readonly params?: TSchema
  readonly querystring?: TSchema
  readonly body?: TSchema
}

/** What a caller sent, as its schema says. */
export type Input<S extends Shapes> = {
  readonly params: S['params'] extends TSchema ? Static<S['params']> : undefined
  readonly query: S['querystring'] extends TSchema ? Static<S['querystring']> : undefined
  readonly body: S['body'] extends TSchema ? Static<S['body']> : undefined
}

/** One route of the API that asks for a permission. */
export type RouteSpec<S extends Shapes, R extends TSchema> = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Path below the prefix of its server part, in Fastify's form. */
  readonly url: string
  /** Also the event in the record of its act: where it has an activity, the messages explain it as `happened.<operationId>`. */
  readonly operationId: string
  readonly summary: string
  readonly tag: string
  readonly action: string
  /** Processing activity in the register; undefined where no personal data is read or changed. */
  readonly activity?: string
  /** Why personal data in the answer leaves no record. Only for what a person reads of their own sign-in. */
  readonly unrecorded?: string
  /** What it is about: the house where nothing else is said, or whoever asks. */
  readonly resource?: 'self' | ((input: Input<S>) => Entity)
  readonly shapes?: S
  readonly status?: 200 | 201 | 204
  readonly answer: R
  readonly bodyLimitBytes?: number
  /** The one media type of its body, where that is not JSON. */
  readonly mediaType?: string
  /** The one media type of its answer, where that is not JSON: the answer is a text then. */
  readonly answerMediaType?: 'text/plain'
  readonly hidden?: true
  readonly act: (
    act: Act,
    input: Input<S>,
    request: FastifyRequest,
    reply: FastifyReply,
  ) => Promise<Static<R> | Refused>
}

/** The organisation as a whole, as a resource. */
export const theHouse: Entity = { type: 'House', id: 'self', attributes: {} }

/**
 * Adds a route that asks for a permission and runs as one act.
 *
 * @param identify - Finds out who asks, from the request.
 * @throws At start, where the action is unknown to the policies, or personal data would leave no record.
 */
export function addRoute<S extends Shapes, R extends TSchema>(
  server: Server,
  house: House,
  identify: IdentifyRequest,
  spec: RouteSpec<S, R>,
): void {
  if (!house.authorizer.actions.has(spec.action))
    throw new Error(`route ${spec.method} ${spec.url}: unknown action "${spec.action}"`)
  const personal = [spec.answer, spec.shapes?.body].some((schema) => schema !== undefined && holdsPersonalData(schema))
  if (personal && spec.activity === undefined && spec.unrecorded === undefined) {
    throw new Error(`route ${spec.method} ${spec.url}: personal data without a processing activity`)
  }
  if (spec.activity !== undefined && !house.activities.some(({ code }) => code === spec.activity))
    throw new Error(`route ${spec.method} ${spec.url}: activity "${spec.activity}" is not in the register`)
  const status = spec.status ?? 200
  server.route({
    method: spec.method,
    url: spec.url,
    config: {
      access: { kind: 'permission', action: spec.action },
    },
    ...(spec.bodyLimitBytes === undefined ? {} : { bodyLimit: spec.bodyLimitBytes }),
    ...(spec.mediaType === undefined ? {} : { onRequest: onlyOf(spec.mediaType) }),
    schema: {
      operationId: spec.operationId,
      summary: spec.summary,
      description: spec.summary,
      tags: [spec.tag],
      hide: spec.hidden ?? false,
      ...spec.shapes,
      response: { [status]: answerSchema(spec), ...problemResponses },
    },
    handler: (request, reply) => answer(house, identify(request), spec, status, request, reply),
  })
}

/** One route that everybody may read, signed in or not. No personal data may be in its answer. */
export type PublicSpec<S extends Shapes, R extends TSchema> = Pick<
  RouteSpec<S, R>,
  'url' | 'operationId' | 'summary' | 'tag' | 'shapes' | 'answer'
> & {
  /** Why it is open. */
  readonly because: string
  readonly read: (
    reading: Pick<Act, 'tx' | 'at'>,
    input: Input<S>,
    request: FastifyRequest,
    reply: FastifyReply,
  ) => Promise<Static<R> | Refused>
}

/**
 * Adds a route that everybody may read.
 *
 * @throws At start, where its answer would hold personal data.
 */
export function addPublicRoute<S extends Shapes, R extends TSchema>(
  server: Server,
  house: House,
  spec: PublicSpec<S, R>,
): void {
  const { url, operationId, summary, tag, because, shapes, answer: shape } = spec
  if (holdsPersonalData(shape)) throw new Error(`route GET ${url}: personal data for everybody`)
  const response: Record<number, object> = { 200: shape, ...problemResponses }
  server.route({
    method: 'GET',
    url,
    config: { access: { kind: 'public', because } },
    schema: {
      ...{ operationId, summary, description: summary, tags: [tag] },
      ...shapes,
      response,
    },
    handler: (request, reply) => answerPublic(house, spec, request, reply),
  })
}

async function answerPublic<S extends Shapes, R extends TSchema>(
  house: House,
  spec: PublicSpec<S, R>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  // The schemas of the route were checked before this handler ran.
  const input = { params: request.params, query: request.query, body: undefined } as Input<S>
  const at = house.now()
  const value = await house.database.transaction().execute((tx) => spec.read({ tx, at }, input, request, reply))
  if (!(value instanceof Refused)) return value
  return sendAnswer(reply, refusalAnswer(value, request.id, sayIn(house, request)))
}

function answerSchema({
  answer,
  answerMediaType,
  summary,
}: Pick<RouteSpec<Shapes, TSchema>, 'answer' | 'answerMediaType' | 'summary'>) {
  return answerMediaType === undefined
    ? answer
    : { description: summary, content: { [answerMediaType]: { schema: answer } } }
}

/** Refuses a body of another type before it is read: its act knows only this one. */
function onlyOf(mediaType: string) {
  return async (request: FastifyRequest): Promise<void> => {
    const [type = ''] = (request.headers['content-type'] ?? '').split(';')
    if (type.trim().toLowerCase() !== mediaType)
      throw Object.assign(new Error('unsupported media type'), { statusCode: 415 })
  }
}

const problemResponses = Object.fromEntries(
  [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503].map((status) => [
    status,
    { description: 'Problem (RFC 9457)', content: { 'application/problem+json': { schema: problemSchema } } },
  ]),
)

async function answer<S extends Shapes, R extends TSchema>(
  house: House,
  identify: Identify,
  spec: RouteSpec<S, R>,
  status: number,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  // The schemas of the route were checked before this handler ran.
  const input = { params: request.params, query: request.query, body: request.body } as Input<S>
  const intent = {
    name: spec.summary,
    action: spec.action,
    activity: spec.activity,
    event: spec.operationId,
    resource: spec.resource === 'self' ? ('self' as const) : (spec.resource?.(input) ?? theHouse),
    trace: tracePlaceOf(request.headers.traceparent?.toString()),
  }
  const outcome = await perform(house, identify, intent, (act) => spec.act(act, input, request, reply))
  switch (outcome.kind) {
    case 'unknown':
      return sendProblem(house, request, reply, 'not-signed-in', [outcome.why])
    case 'denied':
      return sendProblem(house, request, reply, outcome.passkeyWouldDo ? 'passkey-required' : 'not-permitted')
    case 'done':
      if (outcome.value instanceof Refused)
        return sendAnswer(reply, refusalAnswer(outcome.value, request.id, sayIn(house, request)))
      if (spec.answerMediaType !== undefined) reply.type(`${spec.answerMediaType}; charset=utf-8`)
      return status === 204 ? reply.code(204).send() : reply.code(status).send(outcome.value)
  }
}

/** True where a schema says `personal: true` anywhere. */
export function holdsPersonalData(schema: object): boolean {
  if ('personal' in schema && schema.personal === true) return true
  return Object.values(schema).some((part) => typeof part === 'object' && part !== null && holdsPersonalData(part))
}
