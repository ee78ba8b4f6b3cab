import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { BackupHeader } from '../platform/backup-format.ts'
import { backupKeyOf } from '../platform/backup-key.ts'
import { BackupFault, type BackupPlace, checkBackup } from '../platform/backup-reader.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { readArguments } from './arguments.ts'
import { type Command, exitCodes, type Io } from './command.ts'
import { counted } from './counted.ts'
import { settingsOf } from './settings.ts'

/** What must be typed before anything is removed. */
const confirmation = 'replace'

/** Puts a backup back. */
export const restore: Command = {
  name: 'restore',
  summary: 'put a backup back',
  help: `npx openwacht restore FILE [--replace] [--without-key] [--json]

Checks the whole file first, and with the key of the installation also that nobody else made or changed it. Then all of it comes back, or with any fault nothing. Openwacht must not run. The database must
be empty; it may be of the other kind than the one that was backed up. Everybody signs in again afterwards.

  --replace       remove what is in the database; asks for the word "${confirmation}" on standard input
  --without-key   also where installation.key is not the one that the backup was made with: then the record of who worked
                  with whose data cannot be opened, and a forged backup is not found out
  --json          one JSON object on standard output: file, rows, madeAt, migrated`,
  run: async (args, io) => {
    const kinds = { replace: 'boolean', 'without-key': 'boolean', json: 'boolean' } as const
    const { flags, words } = readArguments(args, kinds, ['FILE'])
    const path = resolve(io.folder, words[0] ?? '')
    const config = settingsOf(io)
    if (!existsSync(path)) throw new OperatorError(`there is no file ${path}`, 'Correct its name.')
    const { keyForRestore, putBack, refuseOtherKey } = await import('./restore-target.ts')
    const derive = keyForRestore(config)
    const header = await checkBackup(path, backupKeyOf(derive)).catch((error) => throwWithPlace(path, error))
    if (!flags['without-key']) refuseOtherKey(config, derive, header.key)
    if (flags.replace) await confirm(header, io)
    const { rows, migrated, demonstration } = await putBack(config, derive, path, flags.replace).catch((error) =>
      throwWithPlace(path, error),
    )
    if (flags.json) io.result({ file: path, rows, madeAt: header.at, migrated })
    else
      io.say(
        `Put back ${counted(rows, 'row')}, as they were at ${header.at}. Start with: ${demonstration ? 'npm start' : 'npx openwacht serve'}`,
      )
    return exitCodes.done
  },
}

function throwWithPlace(path: string, error: unknown): never {
  if (!(error instanceof BackupFault)) throw error
  throw new OperatorError(
    `${path}${wordsOf(error.place)}: ${error.message}`,
    `Nothing was changed. ${error.cure ?? 'Use another copy of this backup, or an older one.'}`,
    { cause: error },
  )
}

function wordsOf({ line, table, byte }: BackupPlace): string {
  const parts = [
    line === undefined ? undefined : `line ${line}`,
    table === undefined ? undefined : `table "${table}"`,
    byte === undefined ? undefined : `about byte ${byte} of the file`,
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`
}

async function confirm(header: BackupHeader, io: Io): Promise<void> {
  io.say(`This removes all that is in the database, and puts back what was there at ${header.at}.`)
  io.say(`Type "${confirmation}" to go on:`)
  const lines = createInterface({ input: io.input })
  for await (const line of lines) {
    lines.close()
    if (line.trim() === confirmation) return
    break
  }
  throw new OperatorError('it was not confirmed', `Nothing was changed. Type the word "${confirmation}" to go on.`)
}
