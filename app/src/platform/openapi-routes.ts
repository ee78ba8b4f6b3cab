import type { Server } from './http.ts'

/** The description of the API, at the place where the rules want it. Source: NL GOV API Design Rules, /core/publish-openapi. */
export function addOpenApiRoute(server: Server): void {
  const open = {
    config: { access: { kind: 'public', because: 'the description holds no data' } },
    schema: { hide: true },
  } as const
  server.get('/api/v1/openapi.json', open, async (_request, reply) =>
    reply.type('application/json').send(JSON.stringify(server.swagger())),
  )
}
