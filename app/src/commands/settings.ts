import { type Config, type ConfigFault, type ConfigReading, readConfig, readSettings } from '../config.ts'
import { OperatorError } from '../platform/operator-error.ts'
import type { Io } from './command.ts'

/** The configuration as far as commands need it that start no house. Throws with every fault. */
export function settingsOf(io: Io): Config {
  return configOrFaults(readSettings(io.environment, io.folder))
}

/** Throws OperatorError with every fault where no house could start with the configuration. */
export function refuseUnfit(io: Io): void {
  configOrFaults(readConfig(io.environment, io.folder))
}

/** A configuration that was read. Throws OperatorError with every fault and its cure. */
export function configOrFaults(read: ConfigReading): Config {
  if (read.kind === 'faults') throw refuseFaults(read.faults)
  return read.config
}

/** Every fault of a configuration with its cure, as one refusal. */
export function refuseFaults(faults: readonly ConfigFault[]): OperatorError {
  const lines = faults.map(({ key, wrong, cure }) => `  ${key} ${wrong}: ${cure}`)
  return new OperatorError(['the configuration is not right', ...lines].join('\n'), 'See: npx openwacht config check')
}
