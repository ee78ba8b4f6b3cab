import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'
import { Type } from 'typebox'
import { apiVersion } from './api-version.ts'

/** The shape of every error answer. Source: RFC 9457, section 3. */
export const problemSchema = Type.Object(
  {
    type: Type.String({ format: 'uri-reference' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.Optional(Type.String({ format: 'uri-reference' })),
    code: Type.String(),
    reference: Type.String(),
    reasons: Type.Optional(
      Type.Array(
        Type.Object({
          code: Type.String(),
          detail: Type.String(),
          path: Type.Optional(Type.String()),
          line: Type.Optional(Type.Integer()),
          column: Type.Optional(Type.Integer()),
        }),
      ),
    ),
  },
  { title: 'Problem' },
)

const prefix = '/api/v1'

/** The description of the API, made from the schemas of the routes. Source: NL GOV API Design Rules 2.2. */
export function openApiDocument(place: { readonly publicUrl: () => string }): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Openwacht',
        description: 'The security desk of a public employer that staff can see through and nobody can misuse.',
        version: apiVersion,
        license: { name: 'EUPL-1.2', url: 'https://eupl.eu/1.2/en/' },
        contact: { name: 'Openwacht', url: 'https://openwacht.example', email: 'openwacht@openwacht.example' },
      },
      servers: [{ url: serverUrl(place.publicUrl()), description: 'This installation' }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: '__Host-openwacht' },
          credential: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ session: [] }, { credential: [] }],
    },
    transform: ({ schema, url, route }) => {
      if (!url.startsWith(`${prefix}/`)) return { schema: { ...schema, hide: true }, url }
      const open = route.config?.access?.kind === 'public'
      return {
        schema: { ...schema, response: withVersion(schema.response), ...(open ? { security: [] } : {}) },
        url: url.slice(prefix.length),
      }
    },
  }
}

/** The rules ask for https; a demonstration on this machine has none, and names the place of a real one. */
function serverUrl(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? `${publicUrl}${prefix}` : `https://openwacht.example${prefix}`
}

const versionHeader = { 'API-Version': { type: 'string', description: 'Full version of the API', example: apiVersion } }

/** Adds the version header to what succeeds or points elsewhere. */
function withVersion(responses: unknown): Record<string, unknown> {
  const all = typeof responses === 'object' && responses !== null ? Object.entries(responses) : []
  return Object.fromEntries(
    all.map(([status, schema]) => {
      if (!/^[23]/.test(status)) return [status, schema]
      if (schema?.type === 'null') return [status, { description: 'Done', type: 'null', headers: versionHeader }]
      return [status, { description: 'Answer', headers: versionHeader, content: { 'application/json': { schema } } }]
    }),
  )
}
