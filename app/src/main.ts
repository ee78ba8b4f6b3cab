import type { AddressInfo } from 'node:net'
import type { Config } from './config.ts'
import { loadAuthorizer } from './platform/authorization.ts'
import type { Database } from './platform/database.ts'
import { migrate } from './platform/database.ts'
import { addHealthRoutes } from './platform/health-routes.ts'
import { buildServer, type House, type RouteFacts } from './platform/http.ts'
import type { DeriveKey } from './platform/installation-key.ts'
import type { Log } from './platform/log.ts'
import { loadMessages } from './platform/messages.ts'
import { makeMetrics } from './platform/metrics.ts'
import { addOpenApiRoute } from './platform/openapi-routes.ts'
import { serveScreens } from './platform/screens.ts'
import { makeSubjectSeal } from './platform/subject-seal.ts'
import { firstStart } from './rooms/people/first-start.ts'
import { addPeopleRoutes } from './rooms/people/routes.ts'
import { openSignIn } from './rooms/people/sign-in-providers.ts'
import { messageFolders, policyFolders } from './rooms.ts'
import { buildWeb } from './web/build.ts'
import { isScreen } from './web/screens.ts'

/** What a house is started with: everything that reaches outside it. */
export type Parts = {
  readonly database: Database
  readonly derive: DeriveKey
  readonly log: Log
  readonly now: () => Date
  /** Told what takes a while, for the person who waits. */
  readonly progress?: (line: string) => void
}

/** A house that answers. `stop` finishes what is under way. */
export type RunningHouse = {
  readonly url: string
  readonly house: House
  readonly routes: readonly RouteFacts[]
  stop(): Promise<void>
}

/** Starts the house: schema, screens, rooms, sign-in, listener. */
export async function startHouse(config: Config, parts: Parts): Promise<RunningHouse> {
  const progress = parts.progress ?? (() => undefined)
  progress('bringing the database up to date')
  await migrate(parts.database)
  await firstStart(parts.database, config, parts.now())
  progress('building the screens')
  const web = await buildWeb()

  let url = config.publicUrl
  const house: House = {
    config,
    database: parts.database,
    authorizer: loadAuthorizer(policyFolders),
    seal: makeSubjectSeal(parts.derive),
    outbox: {
      timeZone: config.jurisdiction === 'dk' ? 'Europe/Copenhagen' : 'Europe/Amsterdam',
      // Until there is a log that signs checkpoints, nothing that needs one can happen.
      stopped: (need) => (need === 'nothing' ? undefined : 'disk'),
      until: async (_entry, need) => (need === 'nothing' ? undefined : 'disk'),
    },
    demonstration: config.demonstration !== 'off',
    messages: loadMessages(messageFolders),
    metrics: makeMetrics(),
    log: parts.log,
    now: parts.now,
    publicUrl: () => url ?? `http://localhost:${config.port}`,
  }
  const server = await buildServer(house)
  const signIn = openSignIn(house, parts.derive)
  addHealthRoutes(server, house)
  addOpenApiRoute(server)
  addPeopleRoutes(server, house, signIn)
  await serveScreens(server, web.folder, isScreen)
  await server.listen({ host: config.address, port: config.port })
  // With port 0 the address is known only now.
  const { port } = server.server.address() as AddressInfo
  url ??= `http://localhost:${port}`
  parts.log.info('started', { port, demonstration: house.demonstration })
  return { url, house, routes: server.routeTable, stop: () => server.close() }
}
