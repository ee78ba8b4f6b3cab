// The public read side of the log (C2SP tlog-tiles): the same for everybody, from any site, without sign-in.
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { House, Server } from '../../platform/http.ts'
import type { TransparencyLog } from './log.ts'
import { isInside, tileAt } from './log-paths.ts'

const packed = promisify(gzip)

/** A verifier reads a whole log in a few minutes: 256 entries with each bundle, and a tile for it. */
const requestsPerMinute = 6000

/** Adds the routes below `/log/`. What lies beyond the newest checkpoint is never served. */
export function addPublicLogRoutes(server: Server, house: House, log: TransparencyLog): void {
  const max = Math.max(house.config.requestsPerMinute, requestsPerMinute)
  const open = {
    config: {
      access: { kind: 'public', because: 'anybody may verify the log, and it holds nothing about a person' },
      rateLimit: { max, timeWindow: 60_000 },
    },
  } as const

  server.get('/log/checkpoint', open, (_request, reply) => sendText(reply, log.checkpoint))
  server.get('/log/policy', open, (_request, reply) => sendText(reply, log.opened?.policy.bytes))
  server.get('/log/witnessed-checkpoint', open, (_request, reply) =>
    sendText(reply, log.opened?.witnesses.witnessed?.bytes),
  )
  server.get<{ Params: { number: string; part: string } }>('/log/fork/:number/:part', open, async (request, reply) => {
    const { number, part } = request.params
    const isPart = /^[1-9][0-9]{0,5}$/.test(number) && ['ours', 'theirs', 'answer'].includes(part)
    return sendText(reply, isPart ? await log.opened?.folder.read(`fork/${number}/${part}`) : undefined)
  })
  server.get<{ Params: { '*': string } }>('/log/tile/*', open, async (request, reply) => {
    const path = `tile/${request.params['*']}`
    const tile = tileAt(path)
    const size = log.opened?.sequencer.tree.size ?? 0
    const bytes = tile !== undefined && isInside(tile, size) ? await log.opened?.folder.read(path) : undefined
    if (bytes === undefined) return notFound(reply)
    forAnySite(reply)
      // The bytes at a path never change.
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type('application/octet-stream')
    // Hashes cannot be made smaller.
    if (tile?.level !== 'entries') return reply.send(bytes)
    reply.header('vary', 'accept-encoding')
    if (!takesGzip(request)) return reply.send(bytes)
    // Not in the thread that answers everybody.
    return reply.header('content-encoding', 'gzip').send(await packed(bytes))
  })
}

function sendText(reply: FastifyReply, bytes: Uint8Array | undefined): FastifyReply {
  if (bytes === undefined || bytes.length === 0) return notFound(reply)
  return forAnySite(reply)
    .header('cache-control', 'no-cache')
    .type('text/plain; charset=utf-8')
    .send(Buffer.from(bytes))
}

function notFound(reply: FastifyReply): FastifyReply {
  forAnySite(reply).callNotFound()
  return reply
}

function forAnySite(reply: FastifyReply): FastifyReply {
  return reply.headers({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' })
}

function takesGzip({ headers }: FastifyRequest): boolean {
  return /(^|[ ,])(gzip|\*)(?! *; *q=0(\.0*)?( *,| *$))/.test(headers['accept-encoding'] ?? '')
}
