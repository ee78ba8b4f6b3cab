import { sql } from 'kysely'
import type { House, Server } from './http.ts'

const open = { config: { access: { kind: 'public', because: 'it says only whether the house works' } } } as const

/**
 * Liveness and readiness, for whoever keeps the process running.
 *
 * @param outside - How things outside are that the house works without, each as a code. They are told and do not count:
 * where the sign-in provider is away, whoever is signed in goes on working.
 */
export function addHealthRoutes(server: Server, house: House, outside: () => Readonly<Record<string, string>>): void {
  server.get('/health/live', open, async () => ({ status: 'live' }))
  server.get('/health/ready', open, async (_request, reply) => {
    try {
      await sql`select 1`.execute(house.database)
      return { status: 'ready', ...outside() }
    } catch {
      return reply
        .code(503)
        .header('retry-after', 5)
        .send({ status: 'database does not answer', ...outside() })
    }
  })
}
