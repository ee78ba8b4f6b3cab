import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Server } from './http.ts'

/**
 * Serves the built screens: hashed files for a year, and the one page for every address that is a screen.
 *
 * @param folder - As the bundler wrote it, with `index.html` and `assets/`.
 * @param isScreen - Says whether a path belongs to a screen; others get the same page with status 404, which helps.
 */
export async function serveScreens(server: Server, folder: string, isScreen: (path: string) => boolean): Promise<void> {
  const page = readFileSync(join(folder, 'index.html'))
  await server.register(fastifyStatic, {
    root: join(folder, 'assets'),
    serve: false,
    preCompressed: true,
    cacheControl: false,
  })
  const sameForAll = { config: { access: { kind: 'public', because: 'it is the same for everybody' } } } as const
  const built = new Set(existsSync(join(folder, 'assets')) ? readdirSync(join(folder, 'assets')) : [])
  server.get<{ Params: { file: string } }>('/assets/:file', sameForAll, (request, reply) => {
    if (!built.has(request.params.file)) {
      reply.callNotFound()
      return reply
    }
    // The name carries a hash of what is in it.
    return reply.header('cache-control', 'public, max-age=31536000, immutable').sendFile(request.params.file)
  })
  for (const file of ['favicon.svg', 'robots.txt']) {
    if (!existsSync(join(folder, file))) continue
    const type = file.endsWith('.svg') ? 'image/svg+xml' : 'text/plain; charset=utf-8'
    const bytes = readFileSync(join(folder, file))
    server.get(`/${file}`, sameForAll, (_request, reply) =>
      reply.header('cache-control', 'public, max-age=86400').type(type).send(bytes),
    )
  }
  server.get(
    '/*',
    { config: { access: { kind: 'public', because: 'the page holds no data: what it shows is asked of the API' } } },
    sendPage,
  )

  function sendPage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const path = request.url.split('?')[0] ?? '/'
    const isPage = !path.startsWith('/api/') && !path.startsWith('/assets/') && takesPages(request.headers.accept)
    if (!isPage) {
      reply.callNotFound()
      return reply
    }
    return reply
      .code(isScreen(path) ? 200 : 404)
      .type('text/html; charset=utf-8')
      .send(page)
  }
}

/** Browsers name HTML; a plain client takes anything. Who asks for something else, such as JSON, is not given a page. */
function takesPages(accept = '*/*'): boolean {
  return accept.includes('text/html') || accept.includes('*/*')
}
