import type { Config } from '../config.ts'
import { holderOf } from '../platform/folder-lock.ts'
import { productVersion } from '../platform/product-version.ts'
import { readArguments } from './arguments.ts'
import { type Command, exitCodes, type Io } from './command.ts'
import type { DatabaseState } from './operations.ts'
import { settingsOf } from './settings.ts'

/** Says whether Openwacht runs here, and how it is. */
export const status: Command = {
  name: 'status',
  summary: 'say whether Openwacht runs here, and how it is',
  help: `npx openwacht status [--json]

Exit code 0 when it runs and answers, 1 when not. Without a running server it looks at the database itself.

  --json   one JSON object on standard output: running, url, pid, version, startedAt, uptimeS, demonstration, dataFolder,
           database (kind, migrations, pending, lastBackupAt)`,
  run: async (args, io) => {
    const { flags } = readArguments(args, { json: 'boolean' }, [])
    const config = settingsOf(io)
    const holder = holderOf(config.dataFolder)
    if (holder !== undefined) return tellHeld(config, holder.by, flags.json, io)
    const database = await databaseAtRest(config)
    if (flags.json)
      io.result({
        running: false,
        version: productVersion(),
        dataFolder: config.dataFolder,
        database: database ?? null,
      })
    else {
      io.say(`Openwacht ${productVersion()} does not run on ${config.dataFolder}.`)
      if (database === undefined) io.say('There is no database yet.')
      else tellDatabase(database, io)
    }
    return exitCodes.refused
  },
}

async function tellHeld(
  config: Config,
  by: { readonly control: string } | undefined,
  asJson: boolean,
  io: Io,
): Promise<number> {
  if (by === undefined) {
    if (asJson) io.result({ running: false, busy: true, version: productVersion(), dataFolder: config.dataFolder })
    else io.say(`Openwacht is starting, stopping or restoring on ${config.dataFolder}.`)
    return exitCodes.refused
  }
  const { runningState } = await import('./control-client.ts')
  const { database, ...facts } = await runningState(by.control)
  const uptimeS = Math.round((Date.now() - Date.parse(facts.startedAt)) / 1000)
  if (asJson) io.result({ running: true, ...facts, uptimeS, dataFolder: config.dataFolder, database })
  else {
    const what = facts.demonstration ? 'The demonstration' : 'Openwacht'
    io.say(`${what} runs: ${facts.url} (version ${facts.version}, process ${facts.pid}, for ${uptimeS} s)`)
    io.say(`Data folder: ${config.dataFolder}`)
    tellDatabase(database, io)
  }
  return exitCodes.done
}

async function databaseAtRest(config: Config): Promise<DatabaseState | undefined> {
  const { openAtRest } = await import('./open-operations.ts')
  return openAtRest(config)
}

function tellDatabase({ kind, migrations, pending, lastBackupAt }: DatabaseState, io: Io): void {
  const name = kind === 'embedded' ? 'embedded (PGlite)' : 'PostgreSQL'
  const behind = pending.length === 0 ? 'up to date' : `${pending.length} steps behind this version`
  io.say(`Database: ${name}, ${migrations.length} steps, ${behind}`)
  io.say(`Last backup: ${lastBackupAt ?? 'none that this database knows of'}`)
}
