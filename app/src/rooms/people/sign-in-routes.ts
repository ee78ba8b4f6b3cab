import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { perform } from '../../platform/act.ts'
import { type House, type Server, sayIn } from '../../platform/http.ts'
import { newSpanId, tracePlaceOf, traceparentOf } from '../../platform/trace-context.ts'
import { signInActivity } from './activities.ts'
import { playablePeople } from './first-start.ts'
import { localDate } from './local-date.ts'
import { pendingCookie, sessionCookie } from './sessions.ts'
import { personasShape } from './shapes.ts'
import { identifyBy, identifySubject, startSession } from './sign-in.ts'
import { demonstrationPath, returnPath, type SignIn } from './sign-in-providers.ts'

const startQuery = Type.Object(
  { to: Type.Optional(Type.String({ maxLength: 500 })), persona: Type.Optional(Type.String({ maxLength: 60 })) },
  { additionalProperties: true },
)

/** Reads from a request who asks: the session cookie, or the secret of a machine. */
export function identifyRequest(request: FastifyRequest) {
  const secret = /^Bearer ([\w-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1]
  return identifyBy({ token: request.cookies[sessionCookie.name], secret })
}

/** The way in: to the provider and back. Errors come back to the sign-in page, with a code that it explains. */
export function addSignInRoutes(server: Server, house: House, signIn: SignIn): void {
  const open = (because: string) => ({ config: { access: { kind: 'public', because } } }) as const

  server.get<{ Querystring: { to?: string; persona?: string } }>(
    '/sign-in/start',
    { ...open('nobody is signed in yet'), schema: { querystring: startQuery, hide: true } },
    async (request, reply) => {
      const { to, persona } = request.query
      try {
        const { location, pending } = await signIn.provider.begin(
          signIn.redirectUri(),
          to,
          house.demonstration ? persona : undefined,
          traceparentOf(tracePlaceOf(request.headers.traceparent?.toString()).traceId, newSpanId()),
        )
        reply.setCookie(pendingCookie.name, signIn.seal(pending), pendingCookie.options)
        return reply.redirect(location, 303)
      } catch {
        return back(reply, 'provider-unreachable')
      }
    },
  )

  server.get(returnPath, { ...open('nobody is signed in yet'), schema: { hide: true } }, async (request, reply) => {
    const sealed = request.cookies[pendingCookie.name]
    const pending = sealed === undefined ? undefined : signIn.open(sealed)
    reply.clearCookie(pendingCookie.name, pendingCookie.options)
    if (house.attempts.waitS('sign-in', request.ip, house.now()) !== undefined) return back(reply, 'too-many-attempts')
    // Not counted: nothing can be guessed here, and a page with sixty pictures would close sign-in for a whole town hall.
    if (pending === undefined) return back(reply, 'sign-in-too-old')
    const query = new URL(request.url, house.publicUrl()).search
    const trace = tracePlaceOf(request.headers.traceparent?.toString())
    const returned = new URL(`${signIn.redirectUri()}${query}`)
    const known = await signIn.provider.finish(returned, pending, traceparentOf(trace.traceId, newSpanId()))
    if (known.kind === 'refused') return failed(request, reply, known.code)
    const browser = { userAgent: request.headers['user-agent'], oldToken: request.cookies[sessionCookie.name] }
    const intent = {
      name: 'Sign in',
      action: 'people.sign-in',
      resource: 'self',
      activity: signInActivity,
      event: 'signIn',
      trace,
    } as const
    const outcome = await perform(house, identifySubject(known.subject), intent, (act) => startSession(act, browser))
    if (outcome.kind !== 'done')
      return failed(request, reply, outcome.kind === 'unknown' ? outcome.why.code : 'unknown-employee')
    const { token, maxAgeS } = outcome.value
    house.metrics.signIns.inc({ outcome: 'signed-in' })
    reply.setCookie(sessionCookie.name, token, { ...sessionCookie.options, maxAge: maxAgeS })
    return reply.redirect(pending.to, 303)
  })

  const { demonstration } = signIn
  if (demonstration !== undefined && house.config.demonstration !== 'off') {
    const country = house.config.demonstration
    server.get(
      '/api/v1/personas',
      {
        ...open('the people are made up'),
        schema: {
          operationId: 'listPersonas',
          summary: 'See who can be played',
          description: 'See who can be played',
          tags: ['House'],
          response: { 200: personasShape },
        },
      },
      async (request) => ({
        personas: playablePeople(country, localDate('2026-01-01')).map(({ id, name, office, line }) => ({
          id,
          name,
          office,
          line: sayIn(house, request)(line),
        })),
      }),
    )
    server.register(async (part) => {
      // The provider reads the bodies of its requests itself.
      part.removeAllContentTypeParsers()
      part.addContentTypeParser('*', (_request, _payload, done) => done(null))
      part.route({
        method: ['GET', 'POST'],
        url: `${demonstrationPath}/*`,
        ...open('the provider of the demonstration'),
        schema: { hide: true },
        handler: (request, reply) => {
          reply.hijack()
          demonstration(request.raw, reply.raw)
        },
      })
    })
  }

  /** Back to the page, and counted: an address from which sign-in fails all the time has to wait. */
  function failed(request: FastifyRequest, reply: FastifyReply, code: string): FastifyReply {
    // That the provider does not answer is nobody's attempt.
    if (code !== 'provider-unreachable') house.attempts.fail('sign-in', request.ip, house.now())
    return back(reply, code)
  }

  function back(reply: FastifyReply, code: string): FastifyReply {
    house.metrics.signIns.inc({ outcome: code })
    return reply.redirect(`/sign-in?refused=${code}`, 303)
  }
}
