import type { Config } from '../config.ts'
import { holderOf } from '../platform/folder-lock.ts'
import { productVersion } from '../platform/product-version.ts'
import { readArguments } from './arguments.ts'
import { type Command, exitCodes } from './command.ts'
import { counted } from './counted.ts'
import { logWords, witnessWords } from './log-words.ts'
import type { DatabaseState } from './operations.ts'
import { settingsOf } from './settings.ts'
import { signInWords } from './sign-in-watch.ts'

/** Says whether Openwacht runs here, and how it is. */
export const status: Command = {
  name: 'status',
  summary: 'say whether Openwacht runs here, and how it is',
  help: `npx openwacht status [--json]

Exit code 0 when it runs, staff can sign in and the transparency log takes entries; 1 when not. Without a running server it
looks at the database itself.

One JSON object on standard output: running, busy, url, pid, version, startedAt, uptimeS, demonstration, signIn, log,
witnesses (name, state, size), dataFolder, database (kind, migrations, pending, lastBackupAt, restoredAt). The same in words on standard error.

  --json   without the words`,
  run: async (args, io) => {
    const { flags } = readArguments(args, { json: 'boolean' }, [])
    const config = settingsOf(io)
    const holder = holderOf(config.dataFolder)
    const { facts, words, isWell } =
      holder === undefined
        ? await atRest(config)
        : holder.by === undefined
          ? busy(config)
          : await running(config, holder.by.control)
    io.result(facts)
    if (!flags.json) for (const line of words) io.say(line)
    return isWell ? exitCodes.done : exitCodes.refused
  },
}

type Told = { readonly facts: object; readonly words: readonly string[]; readonly isWell: boolean }

function busy({ dataFolder }: Config): Told {
  return {
    facts: { running: false, busy: true, version: productVersion(), dataFolder },
    words: [`Openwacht is starting, stopping or restoring on ${dataFolder}.`],
    isWell: false,
  }
}

async function atRest(config: Config): Promise<Told> {
  const { openAtRest } = await import('./open-operations.ts')
  const database = await openAtRest(config)
  const { dataFolder } = config
  const version = productVersion()
  return {
    facts: { running: false, busy: false, version, dataFolder, database: database ?? null },
    words: [
      `Openwacht ${version} does not run on ${dataFolder}.`,
      ...(database === undefined ? ['There is no database yet.'] : wordsOf(database)),
    ],
    isWell: false,
  }
}

async function running({ dataFolder }: Config, control: string): Promise<Told> {
  const { runningState } = await import('./control-client.ts')
  const { database, ...facts } = await runningState(control)
  const { demonstration, url, version, pid, startedAt, signIn, log, witnesses } = facts
  const uptimeS = Math.round((Date.now() - Date.parse(startedAt)) / 1000)
  return {
    facts: { running: true, busy: false, ...facts, uptimeS, dataFolder, database },
    words: [
      `${demonstration ? 'The demonstration' : 'Openwacht'} runs: ${url} (version ${version}, process ${pid}, for ${uptimeS} s)`,
      `Sign-in: ${signIn.kind === 'answers' ? 'the provider answers' : signInWords(signIn)}`,
      `Transparency log: ${logWords(log, dataFolder)}`,
      ...witnessWords(witnesses),
      `Data folder: ${dataFolder}`,
      ...wordsOf(database),
    ],
    isWell: signIn.kind === 'answers' && log === 'works',
  }
}

function wordsOf({ kind, migrations, pending, lastBackupAt, restoredAt }: DatabaseState): string[] {
  const name = kind === 'embedded' ? 'embedded (PGlite)' : 'PostgreSQL'
  const behind = pending.length === 0 ? 'up to date' : `${counted(pending.length, 'step')} behind this version`
  const none = restoredAt === null ? 'none that this database knows of' : 'none since it was put back'
  return [
    `Database: ${name}, ${counted(migrations.length, 'step')}, ${behind}`,
    ...(restoredAt === null ? [] : [`Put back from a backup: ${restoredAt}`]),
    // What was put back comes from a file that was there before.
    `Last backup: ${lastBackupAt !== null && lastBackupAt > (restoredAt ?? '') ? lastBackupAt : none}`,
  ]
}
