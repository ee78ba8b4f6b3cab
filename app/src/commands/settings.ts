import { type Config, type ConfigReading, readSettings } from '../config.ts'
import { OperatorError } from '../platform/operator-error.ts'
import type { Io } from './command.ts'

/** The configuration as far as commands need it that start no house. Throws with every fault. */
export function settingsOf(io: Io): Config {
  return configOrFaults(readSettings(io.environment, io.folder))
}

/** A configuration that was read. Throws OperatorError with every fault and its cure. */
export function configOrFaults(read: ConfigReading): Config {
  if (read.kind === 'config') return read.config
  const lines = read.faults.map(({ key, wrong, cure }) => `  ${key} ${wrong}: ${cure}`)
  throw new OperatorError(['the configuration is not right', ...lines].join('\n'), 'See: npx openwacht config check')
}
