import { randomInt } from 'node:crypto'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import Fastify, {
  type FastifyContextConfig,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { Config } from '../config.ts'
import type { Ground, Identify } from './act.ts'
import { apiVersion } from './api-version.ts'
import type { Attempts } from './attempts.ts'
import { errorForLog, type Log } from './log.ts'
import { type Language, type Messages, preferredLanguage } from './messages.ts'
import type { Metrics } from './metrics.ts'
import { openApiDocument } from './openapi.ts'
import {
  BusyError,
  InputError,
  inputAnswer,
  LogStopped,
  type ProblemAnswer,
  type ProblemCode,
  problemAnswer,
  type Reason,
  type Say,
  sayReason,
  type Values,
} from './problem.ts'
import type { ProcessingActivity } from './processing-activities.ts'
import { faultsOfSchema } from './schema-faults.ts'

/** All that routes stand on. Rooms add what is theirs. */
export type House = Ground & {
  readonly config: Config
  readonly messages: Messages
  readonly log: Log
  readonly metrics: Metrics
  readonly publicUrl: () => string
  readonly attempts: Attempts
  /** All processing activities that acts may name. */
  readonly activities: readonly ProcessingActivity[]
}

export type Server = FastifyInstance

/** Reads from a request who asks; whether it is true is found out in the transaction of the act. */
export type IdentifyRequest = (request: FastifyRequest) => Identify

/** Bytes of a request that are read at most, where a route does not say otherwise. */
const bodyLimitBytes = 1_048_576

/** One route as it was added: for the tests that walk all of them. */
export type RouteFacts = {
  readonly method: string
  readonly url: string
  readonly access: FastifyContextConfig['access']
}

declare module 'fastify' {
  interface FastifyInstance {
    routeTable: RouteFacts[]
  }
  interface FastifyContextConfig {
    /** Why this route is open to everybody, or that it asks for a permission. A route without either does not start. */
    access?:
      | { readonly kind: 'public'; readonly because: string }
      | { readonly kind: 'permission'; readonly action: string }
  }
}

/** The server with everything that holds for every route, and no route yet. */
export async function buildServer(house: House): Promise<Server> {
  const proxies = house.config.trustedProxies
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '')
  const server: Server = Fastify({
    logger: false,
    trustProxy: proxies.length > 0 ? proxies : false,
    bodyLimit: bodyLimitBytes,
    genReqId: newReference,
    requestTimeout: 60_000,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
    // Fastify by itself drops unknown fields in silence and bends types: an unknown field is an error of the caller.
    ajv: {
      customOptions: { removeAdditional: false, coerceTypes: false, allErrors: true, keywords: ['personal'] },
      // By itself it lets through what is no instant for a computer: the second 60.
      onCreate: (ajv) => void ajv.addFormat('date-time', isInstant),
    },
    frameworkErrors(_error, request, reply) {
      // An address that cannot be read leads nowhere; no hook runs for it.
      setSecurityHeaders(house, request, reply)
      sendProblem(house, request, reply, 'not-found')
    },
    clientErrorHandler(error, socket) {
      // What the parser refuses never becomes a request; unknown methods get the same answer as everywhere.
      if (!socket.writable) return
      const unknownMethod = 'code' in error && error.code === 'HPE_INVALID_METHOD'
      const tooLarge = 'code' in error && error.code === 'HPE_HEADER_OVERFLOW'
      const status = unknownMethod
        ? '405 Method Not Allowed'
        : tooLarge
          ? '431 Request Header Fields Too Large'
          : '400 Bad Request'
      socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
    },
  })
  server.addHook('onRoute', (route) => {
    if (route.config?.access === undefined && route.method !== 'HEAD' && route.method !== 'OPTIONS')
      throw new Error(`route ${route.method} ${route.url} does not say who may use it`)
  })
  // What nobody asked for is not read.
  server.removeContentTypeParser('text/plain')
  server.decorate('routeTable', [])
  const methodsAt = rememberMethods(server)
  await server.register(cookie)
  await server.register(swagger, openApiDocument(house))
  await server.register(rateLimit, {
    max: house.config.requestsPerMinute,
    timeWindow: 60_000,
    errorResponseBuilder: (_request, context) =>
      Object.assign(new Error('too many requests'), { statusCode: 429, retryAfterS: Math.ceil(context.ttl / 1000) }),
  })
  server.addHook('onRequest', async (request, reply) => {
    setSecurityHeaders(house, request, reply)
    refuseForeignOrigin(house, request)
    refuseGuessing(house, request)
  })
  server.addHook('onResponse', async (request, reply) => {
    if (reply.statusCode === 401 && bringsSecret(request)) house.attempts.fail('secret', request.ip, house.now())
    // The pattern of the route, never the address: an address can carry an id.
    const route = request.routeOptions.url ?? 'none'
    house.metrics.requests.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    )
    house.log.info('request', {
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      reference: request.id,
    })
  })
  server.setErrorHandler((error: FastifyError, request, reply) => answerError(house, error, request, reply))
  server.setNotFoundHandler((request, reply) => {
    const allowed = methodsAt(request.url)
    // A route that knows the method may still have nothing at this path.
    if (allowed.length === 0 || allowed.includes(request.method)) return sendProblem(house, request, reply, 'not-found')
    reply.header('allow', allowed.join(', '))
    return sendProblem(house, request, reply, 'method-not-allowed')
  })
  return server
}

/** An instant with its offset. Source: RFC 3339, section 5.6. */
function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i.test(text) && !Number.isNaN(Date.parse(text))
}

/** The language in which to answer a request. */
export function languageOf(house: House, request: FastifyRequest): Language {
  return preferredLanguage(request.headers['accept-language'], house.config.language)
}

/** Says messages in the language of a request. */
export function sayIn(house: House, request: FastifyRequest): Say {
  const language = languageOf(house, request)
  // Some seats carry another name under another law; messages choose by it.
  const place = { jurisdiction: house.config.jurisdiction }
  const say = (key: string, values?: Values) => house.messages(language, key, { ...place, ...values })
  return Object.assign(say, { language })
}

/** Sends one of the platform's own problems. */
export function sendProblem(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  reasons?: readonly Reason[],
): FastifyReply {
  const say = sayIn(house, request)
  const words = reasons?.map((reason) => ({ code: reason.code, detail: sayReason(reason, say) }))
  return sendAnswer(reply, problemAnswer(code, request.id, say, words === undefined ? {} : { reasons: words }))
}

/** Sends an error answer in the form of RFC 9457. */
export function sendAnswer(reply: FastifyReply, answer: ProblemAnswer): FastifyReply {
  return reply
    .code(answer.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(answer)
}

/** A reference a person can read out: 8 characters without those that are easily mistaken. */
function newReference(): string {
  const letters = '23456789abcdefghjkmnpqrstvwxyz'
  return Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')
}

function answerError(house: House, error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const say = sayIn(house, request)
  if (error instanceof InputError) return sendAnswer(reply, inputAnswer(error, request.id, say))
  if (error.validation !== undefined) return sendAnswer(reply, inputAnswer(faultsOfSchema(error), request.id, say))
  if (error instanceof ForeignOrigin) return sendProblem(house, request, reply, 'foreign-origin')
  if (error instanceof BusyError)
    return sendProblem(house, request, reply.header('retry-after', error.retryAfterS), 'busy')
  if (error instanceof LogStopped) {
    const why = { code: error.code, key: `problem.log-stopped.${error.code}` }
    return sendProblem(house, request, reply.header('retry-after', 60), 'log-stopped', [why])
  }
  switch (error.statusCode) {
    case 400:
      return sendAnswer(reply, inputAnswer(new InputError([{ path: '', code: 'not-json' }]), request.id, say))
    case 413:
      return sendProblem(house, request, reply, 'too-large')
    case 415:
      return sendProblem(house, request, reply, 'media-type')
    case 429: {
      const waitS = error instanceof TooManyAttempts ? error.waitS : undefined
      if (waitS !== undefined) reply.header('retry-after', waitS)
      return sendProblem(house, request, reply, 'too-many-requests')
    }
    default:
      house.log.error('fault', {
        reference: request.id,
        route: request.routeOptions.url ?? 'none',
        ...errorForLog(error),
      })
      return sendProblem(house, request, reply, 'fault')
  }
}

class ForeignOrigin extends Error {}

class TooManyAttempts extends Error {
  readonly statusCode = 429
  readonly waitS: number
  constructor(waitS: number) {
    super('too many attempts')
    this.waitS = waitS
  }
}

/** A secret that is wrong again and again is being guessed. Who comes without one is not held up. */
function refuseGuessing(house: House, request: FastifyRequest): void {
  const waitS = bringsSecret(request) ? house.attempts.waitS('secret', request.ip, house.now()) : undefined
  if (waitS !== undefined) throw new TooManyAttempts(waitS)
}

function bringsSecret(request: FastifyRequest): boolean {
  return /^Bearer /i.test(request.headers.authorization ?? '')
}

/** A page of another site must not act with the cookies of a signed-in person. */
function refuseForeignOrigin(house: House, request: FastifyRequest): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return
  const { origin } = request.headers
  const site = request.headers['sec-fetch-site']
  const foreign =
    (origin !== undefined && origin !== new URL(house.publicUrl()).origin) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none')
  // Without a cookie there is nothing to misuse: machines with a credential send no origin.
  if (foreign && request.headers.cookie !== undefined) throw new ForeignOrigin()
}

function setSecurityHeaders(house: House, request: FastifyRequest, reply: FastifyReply): void {
  reply.headers({
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'camera=(), geolocation=(), microphone=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
    'cache-control': 'no-store',
    'api-version': apiVersion,
  })
  // Browsers ignore it over plain HTTP, which only a loopback address may use.
  if (house.publicUrl().startsWith('https:'))
    reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
  if (request.url.startsWith('/api/v1/openapi.json'))
    reply.headers({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' })
}

/** Which methods a path has, for the 405 that Fastify does not give. */
function rememberMethods(server: Server): (url: string) => string[] {
  const known: { pattern: RegExp; method: string }[] = []
  server.addHook('onRoute', (route) => {
    const source = route.url
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/:[A-Za-z]+/g, '[^/]+')
      .replace(/\*/g, '.*')
    for (const method of [route.method].flat()) {
      known.push({ pattern: new RegExp(`^${source}$`), method })
      server.routeTable.push({ method, url: route.url, access: route.config?.access })
    }
  })
  return (url) => {
    const path = url.split('?')[0] ?? url
    // A pattern that takes everything (the screens) says nothing about this path.
    return [
      ...new Set(
        known
          .filter((route) => route.pattern.source !== '^\\/.*$' && route.pattern.test(path))
          .map((route) => route.method),
      ),
    ].sort()
  }
}
