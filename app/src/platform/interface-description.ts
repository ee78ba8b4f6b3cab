import { apiVersion } from './api-version.ts'
import type { House, Server } from './http.ts'

/**
 * Serves the OpenAPI description of an interface that follows a standard of its own and so cannot stand in `/api/v1`,
 * at `openapi.json` below its path. Made from the schemas of the routes that are added after this call.
 */
export function describeInterface(
  server: Server,
  house: House,
  base: string,
  info: { readonly title: string; readonly version: string },
): void {
  const paths: Record<string, Record<string, object>> = {}
  server.addHook('onRoute', ({ method, url, schema }) => {
    if (
      !url.startsWith(`${base}/`) ||
      typeof method !== 'string' ||
      method === 'HEAD' ||
      schema?.operationId === undefined
    )
      return
    const path = url.slice(base.length).replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(schema) }
  })
  server.get(
    `${base}/openapi.json`,
    { config: { access: { kind: 'public', because: 'the description holds no data' } }, schema: { hide: true } },
    async (_request, reply) =>
      reply.type('application/json').send(
        JSON.stringify({
          openapi: '3.1.0',
          info: { ...info, description: `Part of Openwacht ${apiVersion}.` },
          servers: [{ url: `${house.publicUrl()}${base}` }],
          components: { securitySchemes: { session: cookieScheme, credential: { type: 'http', scheme: 'bearer' } } },
          security: [{ session: [] }, { credential: [] }],
          paths,
        }),
      ),
  )
}

const cookieScheme = { type: 'apiKey', in: 'cookie', name: '__Host-openwacht' }

type RouteSchema = {
  readonly operationId?: string
  readonly summary?: string
  readonly params?: unknown
  readonly querystring?: unknown
  readonly body?: unknown
  readonly response?: unknown
}

function operationOf({ operationId, summary, params, querystring, body, response }: RouteSchema): object {
  const answers = Object.entries(response ?? {}).map(([status, schema]) => [
    status,
    schema !== null && typeof schema === 'object' && 'content' in schema
      ? schema
      : { description: 'Answer', content: { 'application/json': { schema } } },
  ])
  return {
    operationId,
    summary,
    parameters: [...parametersOf('path', params), ...parametersOf('query', querystring)],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: Object.fromEntries(answers),
  }
}

function parametersOf(place: 'path' | 'query', schema: unknown): object[] {
  // Parameters are described by an object schema: Fastify takes no other.
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: object; required?: readonly string[] }
  return Object.entries(properties).map(([name, part]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: part,
  }))
}
