import { readConfig, shownConfig } from '../config.ts'
import { readArguments } from './arguments.ts'
import { type Command, exitCodes } from './command.ts'
import { settingsOf } from './settings.ts'

/** Shows the settings as they count now. */
export const showConfig: Command = {
  name: 'config show',
  summary: 'show the settings that count now, without secrets',
  help: `npx openwacht config show [--json]

The environment goes before openwacht.yaml, and that before the default.

  --json   one JSON object for each setting on standard output: key, value, what`,
  run: async (args, io) => {
    const { flags } = readArguments(args, { json: 'boolean' }, [])
    for (const setting of shownConfig(settingsOf(io))) {
      if (flags.json) io.result(setting)
      else io.say(`${setting.key}: ${setting.value}\n    ${setting.what}`)
    }
    return exitCodes.done
  },
}

/** Says everything that is wrong with the settings. */
export const checkConfig: Command = {
  name: 'config check',
  summary: 'say everything that is wrong with the settings',
  help: `npx openwacht config check [--json]

Exit code 0 when a real installation can start with them, 1 when not.

  --json   one JSON object for each fault on standard output: key, wrong, cure`,
  run: async (args, io) => {
    const { flags } = readArguments(args, { json: 'boolean' }, [])
    const read = readConfig(io.environment, io.folder)
    if (read.kind === 'config') {
      io.say('The settings are right.')
      return exitCodes.done
    }
    for (const fault of read.faults) {
      if (flags.json) io.result(fault)
      else io.say(`${fault.key} ${fault.wrong}: ${fault.cure}`)
    }
    return exitCodes.refused
  },
}
