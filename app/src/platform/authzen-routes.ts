import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  decisionShape,
  decisionsShape,
  evaluate,
  evaluateSeveral,
  evaluationShape,
  evaluationsShape,
  type FindPrincipal,
} from './authzen.ts'
import type { House, IdentifyRequest, Server } from './http.ts'
import { describeInterface } from './interface-description.ts'
import { permissionsActivity } from './processing-activities.ts'
import { addRoute } from './route.ts'

/** The decision point for other systems. It answers whether somebody may; it does nothing. */
export function addAuthzenRoutes(server: Server, house: House, identify: IdentifyRequest, find: FindPrincipal): void {
  const both = {
    method: 'POST',
    tag: 'Decisions',
    action: 'platform.evaluate',
    activity: permissionsActivity,
    hidden: true,
  } as const
  describeInterface(server, house, '/access/v1', { title: 'Openwacht: decisions (AuthZEN NL GOV)', version: '1.0.0' })

  addRoute(server, house, identify, {
    ...both,
    url: '/access/v1/evaluation',
    operationId: 'evaluate',
    summary: 'Ask whether somebody may do something',
    shapes: { body: evaluationShape },
    answer: decisionShape,
    act: (act, { body }, request, reply) => {
      echoRequestId(request, reply)
      return evaluate(act, house, find, body)
    },
  })
  addRoute(server, house, identify, {
    ...both,
    url: '/access/v1/evaluations',
    operationId: 'evaluateSeveral',
    summary: 'Ask several such questions at once',
    shapes: { body: evaluationsShape },
    answer: decisionsShape,
    act: (act, { body }, request, reply) => {
      echoRequestId(request, reply)
      return evaluateSeveral(act, house, find, body)
    },
  })
  server.get(
    '/.well-known/authzen-configuration',
    {
      config: { access: { kind: 'public', because: 'it says where the decision point is, and no more' } },
      schema: { hide: true },
    },
    async () => ({
      policy_decision_point: house.publicUrl(),
      access_evaluation_endpoint: `${house.publicUrl()}/access/v1/evaluation`,
      access_evaluations_endpoint: `${house.publicUrl()}/access/v1/evaluations`,
    }),
  )
}

/** Source: AuthZEN, Request Identification: the answer carries the identifier of the request. */
function echoRequestId(request: FastifyRequest, reply: FastifyReply): void {
  const id = request.headers['x-request-id']
  if (typeof id === 'string' && /^[\x21-\x7e]{1,200}$/.test(id)) reply.header('x-request-id', id)
}
