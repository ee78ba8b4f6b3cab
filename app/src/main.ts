import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Config } from './config.ts'
import type { Act } from './platform/act.ts'
import { makeAttempts } from './platform/attempts.ts'
import { loadAuthorizer } from './platform/authorization.ts'
import { addAuthzenRoutes } from './platform/authzen-routes.ts'
import { addConfigurationRoute } from './platform/configuration-routes.ts'
import type { Database } from './platform/database.ts'
import { migrate } from './platform/database.ts'
import { addHealthRoutes } from './platform/health-routes.ts'
import { buildServer, type House, type RouteFacts, type Server } from './platform/http.ts'
import type { DeriveKey } from './platform/installation-key.ts'
import type { Log } from './platform/log.ts'
import { loadMessages } from './platform/messages.ts'
import { type Metrics, makeMetrics } from './platform/metrics.ts'
import { addMetricsRoute } from './platform/metrics-routes.ts'
import { addOpenApiRoute } from './platform/openapi-routes.ts'
import type { Outbox } from './platform/outbox.ts'
import { keepPolicySet } from './platform/policy-sets.ts'
import { platformActivities } from './platform/processing-activities.ts'
import { registerActivities } from './platform/processing-register.ts'
import { addProcessingRoutes } from './platform/processing-routes.ts'
import { addRegisterRoutes } from './platform/register-routes.ts'
import { serveScreens } from './platform/screens.ts'
import { addSecurityTxtRoute } from './platform/security-txt-routes.ts'
import { makeSubjectSeal } from './platform/subject-seal.ts'
import { makeSubjectSecrets } from './platform/subject-secrets.ts'
import { timeZoneOf } from './platform/time-zone.ts'
import { logActivities } from './rooms/log/activities.ts'
import { TransparencyLog } from './rooms/log/log.ts'
import { addPublicLogRoutes } from './rooms/log/public-routes.ts'
import { addLogRoutes } from './rooms/log/routes.ts'
import { logWaitingFor } from './rooms/log/waiting.ts'
import { measuresActivities } from './rooms/measures/activities.ts'
import { demonstrateMeasures } from './rooms/measures/demonstrating.ts'
import { addMeasureRoutes } from './rooms/measures/routes.ts'
import { measuresWaitingFor } from './rooms/measures/waiting.ts'
import { peopleActivities } from './rooms/people/activities.ts'
import { firstStart } from './rooms/people/first-start.ts'
import { organisationOf } from './rooms/people/people.ts'
import type { ProviderState } from './rooms/people/provider-state.ts'
import { addPeopleRoutes } from './rooms/people/routes.ts'
import { findPrincipal } from './rooms/people/sign-in.ts'
import { openSignIn } from './rooms/people/sign-in-providers.ts'
import { identifyRequest } from './rooms/people/sign-in-routes.ts'
import { entryKinds, messageFolders, policyFolders } from './rooms.ts'
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
  readonly log: TransparencyLog
  readonly routes: readonly RouteFacts[]
  /** Asks the sign-in provider whether it is there; readiness and figures tell what came of it. */
  checkSignIn(): Promise<ProviderState>
  stop(): Promise<void>
}

/**
 * What acts stand on, with the database brought up to date; nothing listens yet.
 *
 * @param outbox - That of the running log. Without it entries wait for a house that runs one, and nothing that needs a checkpoint
 *   can happen.
 */
export async function makeHouse(
  config: Config,
  parts: Parts,
  publicUrl: () => string,
  outbox: Outbox = outboxWithoutLog(config, parts),
  metrics: Metrics = makeMetrics(),
): Promise<House> {
  await migrate(parts.database)
  const started = await firstStart(parts.database, config, parts.now())
  const house: House = {
    config,
    database: parts.database,
    authorizer: loadAuthorizer(policyFolders),
    seal: makeSubjectSeal(parts.derive),
    outbox,
    demonstration: config.demonstration !== 'off',
    messages: loadMessages(messageFolders),
    metrics,
    log: parts.log,
    now: parts.now,
    activities: [...platformActivities, ...peopleActivities, ...logActivities, ...measuresActivities],
    attempts: makeAttempts(),
    publicUrl,
  }
  await keepPolicySet(house.database, house.authorizer, house.now())
  await registerActivities(house.database, house.activities, house.messages, house.now())
  if (started === 'demonstration' && config.demonstration !== 'off')
    await demonstrateMeasures(house, config.demonstration)
  return house
}

function outboxWithoutLog(config: Config, parts: Parts): Outbox {
  return {
    timeZone: timeZoneOf(config.jurisdiction),
    secretOf: makeSubjectSecrets(parts.derive),
    stopped: (need) => (need === 'nothing' ? undefined : 'disk'),
    until: async (_entry, need) => (need === 'nothing' ? undefined : 'disk'),
  }
}

function makeTransparencyLog(config: Config, parts: Parts, metrics: Metrics): TransparencyLog {
  return new TransparencyLog({
    folder: join(config.dataFolder, 'log'),
    derive: parts.derive,
    publicUrl: config.publicUrl,
    witnesses: config.witnesses === undefined ? undefined : readFileSync(config.witnesses),
    kinds: entryKinds,
    timeZone: timeZoneOf(config.jurisdiction),
    secretOf: makeSubjectSecrets(parts.derive),
    log: parts.log,
    metrics,
  })
}

/** Starts the house: schema, screens, rooms, sign-in, listener. */
export async function startHouse(config: Config, parts: Parts): Promise<RunningHouse> {
  const progress = parts.progress ?? (() => undefined)
  let url = config.publicUrl
  progress('opening the database')
  const metrics = makeMetrics()
  const log = makeTransparencyLog(config, parts, metrics)
  const house = await makeHouse(config, parts, () => url ?? `http://localhost:${config.port}`, log.outbox, metrics)
  progress('preparing the screens')
  const web = await buildWeb()
  const server = await buildServer(house)
  const signIn = openSignIn(house, parts.derive)
  let provider: ProviderState | undefined
  addHealthRoutes(server, house, () => ({
    signIn: provider?.kind ?? 'not-asked-yet',
    log: log.stop ?? 'works',
  }))
  addOpenApiRoute(server)
  addSecurityTxtRoute(server, house)
  addMetricsRoute(server, house, identifyRequest)
  const organisationName = async (act: Act) => (await organisationOf(act)).name
  addConfigurationRoute(server, house, identifyRequest, organisationName)
  addProcessingRoutes(server, house, identifyRequest)
  addRegisterRoutes(server, house, identifyRequest, organisationName)
  addAuthzenRoutes(server, house, identifyRequest, findPrincipal)
  addPeopleRoutes(server, house, signIn, [measuresWaitingFor, (act) => logWaitingFor(act, log)])
  addPublicLogRoutes(server, house, log)
  addLogRoutes(server, house, identifyRequest, { log, kinds: entryKinds, seal: house.seal })
  addMeasureRoutes(server, house, identifyRequest)
  await serveScreens(server, web.folder, isScreen)
  await server.listen({ host: config.address, port: config.port })
  // With port 0 the address is known only now.
  const { port } = server.server.address() as AddressInfo
  url ??= `http://localhost:${port}`
  progress('reading the transparency log')
  await log.start(house)
  parts.log.info('started', { port, demonstration: house.demonstration })
  const checkSignIn = async () => {
    provider = await signIn.provider.check()
    house.metrics.signInProvider.set(provider.kind === 'answers' ? 1 : 0)
    return provider
  }
  const stop = async (): Promise<void> => {
    await stopServer(server)
    await log.close()
  }
  return { url, house, log, routes: server.routeTable, checkSignIn, stop }
}

/** How long requests under way may take to end when the house stops. */
const longestGoodbyeMs = 10_000

async function stopServer(server: Server): Promise<void> {
  const tooLong = setTimeout(() => server.server.closeAllConnections(), longestGoodbyeMs)
  await server.close()
  clearTimeout(tooLong)
}
