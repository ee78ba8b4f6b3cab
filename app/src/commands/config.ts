import { configKeys, readConfig, readSettings, shownConfig } from '../config.ts'
import { readArguments } from './arguments.ts'
import { type Command, exitCodes } from './command.ts'
import { missingToStart } from './missing-to-start.ts'
import { refuseFaults } from './settings.ts'

/** Shows the settings as they count now. */
export const showConfig: Command = {
  name: 'config show',
  summary: 'show every setting: its value, where that came from, and its name in the environment',
  help: `npx openwacht config show [--json]

The environment goes before openwacht.yaml, and that before the default. Of what is secret it says only that it is set.

  --json   one JSON object for each setting on standard output: key, environment (name of its variable), value,
           source ("environment", "file" or "default"), what`,
  run: async (args, io) => {
    const { flags } = readArguments(args, { json: 'boolean' }, [])
    const read = readSettings(io.environment, io.folder)
    if (read.kind === 'faults') throw refuseFaults(read.faults)
    const variables = new Map(Object.values(configKeys).map(({ key, environment }) => [key, environment]))
    const sources = new Map(
      Object.entries(configKeys).map(([name, { key }]) => [key, read.sources[name as keyof typeof configKeys]]),
    )
    for (const { key, value, what } of shownConfig(read.config)) {
      const environment = variables.get(key)
      const source = sources.get(key)
      if (flags.json) io.result({ key, environment, value, source, what })
      else
        io.say(
          `${key}: ${value === '' ? '(empty)' : value}\n    ${what}\n    ${environment}; now from ${source === 'file' ? read.file : `the ${source}`}`,
        )
    }
    return exitCodes.done
  },
}

/** Says everything that keeps a house from starting with the settings. */
export const checkConfig: Command = {
  name: 'config check',
  summary: 'say everything that is wrong with the settings, and what is still missing to start',
  help: `npx openwacht config check [--json]

It asks for the settings, the data folder and the key. Exit code 0 when a real installation can start with them, 1 when not.

  --json   one JSON object for each fault on standard output: key, wrong, cure`,
  run: async (args, io) => {
    const { flags } = readArguments(args, { json: 'boolean' }, [])
    const read = readConfig(io.environment, io.folder)
    const faults = read.kind === 'config' ? [] : read.faults
    // Also where settings contradict each other: all is told at once.
    const settings = readSettings(io.environment, io.folder)
    const missing = settings.kind === 'config' ? await missingToStart(settings.config) : []
    if (flags.json) for (const fault of [...faults, ...missing]) io.result(fault)
    else {
      for (const { key, wrong, cure } of faults) io.say(`${key} ${wrong}: ${cure}`)
      if (faults.length === 0 && missing.length > 0) io.say('The settings are right. Still missing to start:')
      for (const { key, wrong, cure } of missing) io.say(`${key}: ${wrong}. ${cure}`)
    }
    if (faults.length > 0 || missing.length > 0) return exitCodes.refused
    io.say('The settings are right, and Openwacht can start with them.')
    return exitCodes.done
  },
}
