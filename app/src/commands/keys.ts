import { join } from 'node:path'
import { makeInstallationKey, openInstallationKey } from '../platform/installation-key.ts'
import { OperatorError } from '../platform/operator-error.ts'
import { readArguments } from './arguments.ts'
import { type Command, exitCodes } from './command.ts'
import { settingsOf } from './settings.ts'

/** Makes the key of a new installation. */
export const makeKeys: Command = {
  name: 'keys make',
  summary: 'make the key file of a new installation',
  help: `npx openwacht keys make

Writes installation.key in the keys folder (OPENWACHT_KEYS), readable for this account alone. It seals who the record of
processing is about. No backup holds it: keep a copy elsewhere, apart from the backups. Neither is enough without the other.`,
  run: async (args, io) => {
    readArguments(args, {}, [])
    const config = settingsOf(io)
    const path = join(config.keysFolder, 'installation.key')
    if (openInstallationKey(config.keysFolder) !== undefined)
      throw new OperatorError(
        `there is a key already: ${path}`,
        'A second would make unreadable what the first sealed.',
      )
    const { keyMissing, openAtRest } = await import('./open-operations.ts')
    const database = await openAtRest(config)
    // One that a first start left empty has sealed nothing.
    if (database !== undefined && database.migrations.length > 0) throw await keyMissing(config)
    makeInstallationKey(config.keysFolder)
    io.say(`Made ${path}`)
    io.say('Keep a copy elsewhere, apart from the backups. Next: npx openwacht people import FILE.csv')
    return exitCodes.done
  },
}
