import type { Config } from '../config.ts'
import { type DeriveKey, makeInstallationKey, openInstallationKey } from '../platform/installation-key.ts'

/** The key of a demonstration: only there it is made by itself. */
export function keyOfDemonstration(config: Config): DeriveKey {
  return openInstallationKey(config.keysFolder) ?? makeInstallationKey(config.keysFolder)
}
