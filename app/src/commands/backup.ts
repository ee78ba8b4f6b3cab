import { existsSync } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { backupKeyOf } from '../platform/backup-key.ts'
import { openInstallationKey } from '../platform/installation-key.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { readArguments } from './arguments.ts'
import { type Command, exitCodes } from './command.ts'
import { counted } from './counted.ts'
import { settingsOf } from './settings.ts'

/** Writes all that is kept to one file. */
export const backUp: Command = {
  name: 'backup',
  summary: 'write all that is kept to one file',
  help: `npx openwacht backup FILE [--json]

One moment of the whole database, also while Openwacht runs. The file is read back and checked before it gets its name; one
that exists is never written over. It holds personal data of everybody, unencrypted: guard it like the database. It is sealed
with the key of the installation, which is not in it: a restore finds out where somebody else changed it.

  --json   one JSON object on standard output: file, sizeBytes, tables, rows, migrations`,
  run: async (args, io) => {
    const { flags, words } = readArguments(args, { json: 'boolean' }, ['FILE'])
    const path = resolve(io.folder, words[0] ?? '')
    const config = settingsOf(io)
    if (existsSync(path)) throw new OperatorError(`there is a file already: ${path}`, 'Name another one.')
    const { openOperations } = await import('./open-operations.ts')
    const { operations, close } = await openOperations(config, 'refuse')
    const unfinished = `${path}.unfinished`
    try {
      await writeFile(unfinished, (write) => operations.backUp(write))
      const { checkBackup } = await import('../platform/backup-reader.ts')
      // Beside a running server this account may have no key; the server sealed it with the one that it runs with.
      const derive = openInstallationKey(config.keysFolder)
      const { tables, migrations } = await checkBackup(unfinished, derive && backupKeyOf(derive))
      await rename(unfinished, path)
      const rows = tables.reduce((sum, table) => sum + table.rows, 0)
      const { size: sizeBytes } = await stat(path)
      if (flags.json) io.result({ file: path, sizeBytes, tables: tables.length, rows, migrations })
      else
        io.say(
          `Wrote ${path}: ${counted(rows, 'row')} of ${counted(tables.length, 'table')}, ${sizeBytes} bytes, read back and checked.`,
        )
    } finally {
      await close()
      await rm(unfinished, { force: true })
    }
    return exitCodes.done
  },
}

/** Writes a new file for this account alone, and syncs it. */
async function writeFile(
  path: string,
  fill: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((error) => {
    throw new OperatorError(`could not write ${path} (${error.code})`, 'Name a file in a folder where you may write.')
  })
  try {
    await fill(async (bytes) => {
      await file.writeFile(bytes)
    })
    await file.sync()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOSPC') throw new OperatorError('the disk is full', 'Name a file on another disk.', { cause: error })
    if (code === 'ECONNRESET')
      throw new OperatorError('the running Openwacht broke off the backup', 'Its log says why.', { cause: error })
    throw error
  } finally {
    await file.close()
  }
}
