import { join } from 'node:path'
import { holdsEmbedded } from '../platform/embedded-folder.ts'
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
    if (config.databaseUrl === undefined && holdsEmbedded(config.dataFolder))
      throw new OperatorError(
        `there is a database in ${config.dataFolder}, and its key is not there`,
        'Put back the copy that you kept. A new key cannot open what the old one sealed.',
      )
    makeInstallationKey(config.keysFolder)
    io.say(`Made ${path}`)
    io.say('Keep a copy elsewhere, apart from the backups.')
    return exitCodes.done
  },
}
