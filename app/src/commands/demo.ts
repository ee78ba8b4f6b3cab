import { type Config, configKeys, readConfig } from '../config.ts'
import { readArguments } from './arguments.ts'
import { type Command, type Io, WrongUse } from './command.ts'
import { configOrFaults } from './settings.ts'

/** Starts the demonstration municipality: `npm start`. */
export const demo: Command = {
  name: 'demo',
  summary: 'start a made-up municipality, with one-click sign-in',
  help: `npx openwacht demo [--country nl|dk]

Everything it keeps lies in the folder data/ (OPENWACHT_DATA), which can be removed afterwards. It listens on this
machine only, and refuses to start on a public address or beside a real sign-in provider.

  --country nl|dk   the country whose municipality it is; nl unless the configuration says otherwise

Stop it with Ctrl-C, or from elsewhere with: npx openwacht stop`,
  run: async (args, io) => {
    const { flags } = readArguments(args, { country: 'string' }, [])
    const config = demonstrationConfig(flags.country, io)
    const { runHouse } = await import('./house-server.ts')
    const { keyOfDemonstration } = await import('./keys-of-demonstration.ts')
    return runHouse(config, io, keyOfDemonstration, ({ url, house }) => welcome(url, house.config))
  },
}

function demonstrationConfig(country: string | undefined, io: Io): Config {
  if (country !== undefined && country !== 'nl' && country !== 'dk') throw new WrongUse('--country is nl or dk')
  const { demonstration, logLevel } = configKeys
  const given = io.environment[demonstration.environment]
  return configOrFaults(
    readConfig(
      {
        // Who looks at a demonstration wants to read words, not a line for each request.
        [logLevel.environment]: 'warn',
        ...io.environment,
        [demonstration.environment]: country ?? (given === undefined || given === 'off' ? 'nl' : given),
      },
      io.folder,
    ),
  )
}

function welcome(url: string, config: Config): readonly string[] {
  const as = (persona: string, to: string) => `${url}/sign-in/start?persona=${persona}&to=${encodeURIComponent(to)}`
  return [
    '',
    `The demonstration is open: ${url}`,
    'Sign in: choose a person on the page. No password is needed, and nobody in it is real.',
    '',
    'What to try next:',
    `  as an employee, see what is kept about you:   ${as('employee', '/me')}`,
    `  as the administrator, look at the staff list: ${as('administrator', '/staff')}`,
    `  as the DPO, see which tasks hang on one person: ${as('dpo', '/tasks')}`,
    `  who may do what, and why:                     ${as('works-council-member', '/permissions')}`,
    '',
    `Its data lie in ${config.dataFolder}. Stop with Ctrl-C.`,
  ]
}
