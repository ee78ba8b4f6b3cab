// Runs a house until it is asked to stop. What is opened is closed in the opposite order, however it ends.
import type { Config } from '../config.ts'
import { type RunningHouse, startHouse } from '../main.ts'
import { backupKeyOf } from '../platform/backup-key.ts'
import { appliedMigrations, type Database, openEmbedded } from '../platform/database.ts'
import { makeEmbeddedFolder } from '../platform/embedded-folder.ts'
import { lockFolder } from '../platform/folder-lock.ts'
import type { DeriveKey } from '../platform/installation-key.ts'
import { type Log, makeLog } from '../platform/log.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { productVersion } from '../platform/product-version.ts'
import { announcePresence } from '../platform/server-presence.ts'
import { exitCodes, type Io } from './command.ts'
import { openControl } from './control-server.ts'
import { openReachable, refuseNewer } from './open-operations.ts'
import { operationsOn } from './operations.ts'
import { watchSignIn } from './sign-in-watch.ts'

/** Says to the person who started it that the house is open. */
export type Welcome = (house: RunningHouse) => readonly string[]

/** Runs a house until Ctrl-C, SIGTERM or `stop`. Throws OperatorError where it cannot start. */
export async function runHouse(
  config: Config,
  io: Io,
  keyOf: (config: Config) => DeriveKey,
  welcome: Welcome,
): Promise<number> {
  const closing: (() => Promise<void>)[] = []
  const asked = io.untilStopped()
  try {
    const locked = lockFolder(config.dataFolder)
    if (locked.kind === 'held') throw runsAlready(config, locked.by?.url)
    closing.push(async () => locked.lock.free())
    const derive = keyOf(config)
    const database = await openDatabase(config)
    closing.push(() => database.destroy())
    await refuseNewer(await appliedMigrations(database))
    if (config.databaseUrl !== undefined) closing.push(await announcePresence(config.databaseUrl))
    const log = makeLog(
      config.logLevel,
      (line) => process.stderr.write(line),
      () => new Date(),
    )
    const progress = (line: string) => io.say(`Openwacht: ${line}`)
    const running = await started(config, { database, derive, log, now: () => new Date(), progress })
    closing.push(() => running.stop())
    const stopped = Promise.withResolvers<void>()
    const control = await openControl(config.dataFolder, controlled(running, derive, log, stopped.resolve))
    closing.push(() => control.close())
    locked.lock.say({ pid: process.pid, url: running.url, control: control.path })
    for (const line of welcome(running)) io.say(line)
    const endWatch = watchSignIn(running, log, io)
    closing.push(async () => endWatch())
    await Promise.race([asked, stopped.promise])
    io.say('Openwacht: stopping; requests under way are finished first')
  } finally {
    for (const close of closing.toReversed()) await close()
  }
  io.say('Openwacht has stopped.')
  return exitCodes.done
}

async function openDatabase(config: Config): Promise<Database> {
  return config.databaseUrl === undefined
    ? openEmbedded(makeEmbeddedFolder(config.dataFolder))
    : openReachable(config.databaseUrl)
}

function controlled(running: RunningHouse, derive: DeriveKey, log: Log, stop: () => void) {
  const startedAt = running.house.now().toISOString()
  return {
    operations: operationsOn(running.house, backupKeyOf(derive)),
    log,
    stop,
    facts: async () => ({
      pid: process.pid,
      url: running.url,
      version: productVersion(),
      startedAt,
      demonstration: running.house.demonstration,
      signIn: await running.checkSignIn(),
      log: running.log.mismatch?.code ?? running.log.stop ?? 'works',
      witnesses: (running.log.opened?.witnesses.view() ?? []).map(({ name, state, size }) => ({ name, state, size })),
    }),
  }
}

async function started(...[config, parts]: Parameters<typeof startHouse>): Promise<RunningHouse> {
  try {
    return await startHouse(config, parts)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const place = `${config.address}, port ${config.port}`
    if (code === 'EADDRINUSE')
      throw new OperatorError(
        `another program listens on ${place}`,
        `Choose another port: OPENWACHT_PORT=${config.port + 1}, or "port" in openwacht.yaml.`,
        { cause: error },
      )
    if (code === 'EACCES')
      throw new OperatorError(
        `this account may not listen on ${place}`,
        'Choose a port from 1024 on (OPENWACHT_PORT), behind a proxy.',
        { cause: error },
      )
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new OperatorError(
        `this machine does not have the address ${config.address}`,
        'Correct "address" (OPENWACHT_ADDRESS).',
        { cause: error },
      )
    throw error
  }
}

function runsAlready(config: Config, url: string | undefined): OperatorError {
  if (url === undefined)
    return new OperatorError(
      `another Openwacht is starting, stopping or restoring in ${config.dataFolder}`,
      'Try again in a few seconds.',
    )
  return new OperatorError(
    `it runs already, on ${url}`,
    `Stop it with: npx openwacht stop. Or start a second one with its own folder and port (OPENWACHT_DATA, OPENWACHT_PORT). This one keeps its data in ${config.dataFolder}.`,
  )
}
