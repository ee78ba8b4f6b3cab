import { type House, type IdentifyRequest, languageOf, type Server } from '../../platform/http.ts'
import { Refused } from '../../platform/problem.ts'
import { recordsActivity } from '../../platform/processing-activities.ts'
import { addRoute } from '../../platform/route.ts'
import { signInActivity, staffActivity } from './activities.ts'
import { listOwnRecords } from './own-records.ts'
import { readSession } from './own-session.ts'
import { readEmployee } from './people.ts'
import { ownRecordsQueryShape, ownRecordsShape } from './record-shapes.ts'
import { actionsOfPolicy, officesOfPolicy } from './rights.ts'
import { sessionCookie } from './sessions.ts'
import {
  employeeDetailShape,
  emptyShape,
  endedSessionsShape,
  idParams,
  ownSessionsShape,
  rightsShape,
  sessionShape,
  startShape,
} from './shapes.ts'
import { endOtherSessions, endOwnSession, listOwnSessions } from './sign-in.ts'
import { type WaitingElsewhere, waitingFor } from './waiting.ts'

/** The routes of one's own page, and of what everybody may know of the house. */
export function addOwnRoutes(
  server: Server,
  house: House,
  identify: IdentifyRequest,
  others: readonly WaitingElsewhere[],
): void {
  const tag = 'Own page'
  // Once: a right that cannot be shown must not start.
  const rights = house.authorizer.rights.map((right) => ({
    right,
    actions: actionsOfPolicy(right.policy),
    offices: officesOfPolicy(right.policy),
  }))

  server.get(
    '/api/v1/session',
    {
      config: { access: { kind: 'public', because: 'it says who is signed in, and that may be nobody' } },
      schema: {
        operationId: 'readSession',
        summary: 'See who is signed in',
        description: 'See who is signed in. It leaves no record: one for each page view would be a diary of staff.',
        tags: [tag],
        response: { 200: sessionShape },
      },
    },
    async (request) => readSession(house, identify(request)),
  )
  addRoute(server, house, identify, {
    method: 'GET',
    url: '/api/v1/me',
    operationId: 'readMe',
    summary: 'See the own data',
    tag,
    action: 'people.see-own',
    resource: 'self',
    activity: staffActivity,
    answer: employeeDetailShape,
    act: (act) => readEmployee(act, act.principal.entity.id),
  })
  addRoute(server, house, identify, {
    method: 'DELETE',
    url: '/api/v1/session',
    operationId: 'signOut',
    summary: 'Sign out',
    tag,
    action: 'people.change-own',
    resource: 'self',
    activity: signInActivity,
    status: 204,
    answer: emptyShape,
    act: async (act, _input, _request, reply) => {
      act.concerns([act.principal.entity.id])
      await endOwnSession(act, undefined)
      reply.clearCookie(sessionCookie.name, sessionCookie.options)
      return null
    },
  })
  addRoute(server, house, identify, {
    method: 'GET',
    url: '/api/v1/sessions',
    operationId: 'listOwnSessions',
    summary: 'See the own sessions',
    tag,
    action: 'people.see-own',
    resource: 'self',
    activity: signInActivity,
    answer: ownSessionsShape,
    act: async (act) => {
      act.concerns([act.principal.entity.id])
      return listOwnSessions(act)
    },
  })
  addRoute(server, house, identify, {
    method: 'DELETE',
    url: '/api/v1/sessions',
    operationId: 'endOtherSessions',
    summary: 'End all other sessions of oneself',
    tag,
    action: 'people.change-own',
    resource: 'self',
    activity: signInActivity,
    answer: endedSessionsShape,
    act: (act) => endOtherSessions(act),
  })
  addRoute(server, house, identify, {
    method: 'DELETE',
    url: '/api/v1/sessions/:id',
    operationId: 'endOwnSession',
    summary: 'End one of the own sessions',
    tag,
    action: 'people.change-own',
    resource: 'self',
    activity: signInActivity,
    shapes: { params: idParams },
    status: 204,
    answer: emptyShape,
    act: async (act, { params }) => {
      act.concerns([act.principal.entity.id])
      const ended = await endOwnSession(act, params.id)
      return ended ? null : new Refused(404, [{ code: 'no-such-session', key: 'people.refusal.no-such-session' }])
    },
  })
  addRoute(server, house, identify, {
    method: 'GET',
    url: '/api/v1/processing-records',
    operationId: 'listOwnRecords',
    summary: 'See who worked with the own data',
    tag,
    action: 'people.see-own',
    resource: 'self',
    activity: recordsActivity,
    shapes: { querystring: ownRecordsQueryShape },
    answer: ownRecordsShape,
    act: (act, { query }, request) => {
      const { authorizer, messages, seal } = house
      const reader = { authorizer, messages, seal, language: languageOf(house, request) }
      return listOwnRecords(act, reader, { others: query.by === 'others', before: query.before })
    },
  })
  addRoute(server, house, identify, {
    method: 'GET',
    url: '/api/v1/start',
    operationId: 'readStart',
    summary: 'See what waits for you',
    tag,
    action: 'people.see-own',
    resource: 'self',
    answer: startShape,
    act: async (act) => {
      const { waiting, setUp } = await waitingFor(act)
      const elsewhere = []
      for (const other of others) elsewhere.push(...(await other(act)))
      return { waiting: [...waiting, ...elsewhere], setUp }
    },
  })
  addRoute(server, house, identify, {
    method: 'GET',
    url: '/api/v1/permissions',
    operationId: 'listPermissions',
    summary: 'See who may do what, and why',
    tag: 'House',
    action: 'people.see-house',
    answer: rightsShape,
    act: async (_act, _input, request) => {
      const language = languageOf(house, request)
      return {
        rights: rights.map(({ right, actions, offices }) => ({
          id: right.id,
          effect: right.effect,
          actions: [...actions],
          offices: [...offices],
          explanation: right.explanation[language],
          policy: right.text,
        })),
        actions: [...house.authorizer.actions].map(([action, { explanation }]) => ({
          action,
          explanation: explanation[language],
        })),
        digest: house.authorizer.digest,
      }
    },
  })
}
