import { readConfig } from '../config.ts'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { configOrFaults } from './settings.ts'

/** Starts the house of a real organisation. */
export const serve: Command = {
  name: 'serve',
  summary: 'start Openwacht for a real organisation',
  help: `npx openwacht serve

Settings come from openwacht.yaml in this folder (OPENWACHT_CONFIG names another file) and from the environment; all that
is wrong is told at once. It needs a key: npx openwacht keys make. It runs until Ctrl-C or SIGTERM; requests under way are
finished first. The log goes to standard error, one JSON object a line.`,
  run: async (args, io) => {
    readArguments(args, {}, [])
    const config = configOrFaults(readConfig(io.environment, io.folder))
    const { runHouse } = await import('./house-server.ts')

    const { keyOf } = await import('./open-operations.ts')
    // Before the folder is taken: without a key nothing is made.
    const derive = await keyOf(config)
    return runHouse(
      config,
      io,
      () => derive,
      ({ url }) => [`Openwacht is open: ${url}`],
    )
  },
}
