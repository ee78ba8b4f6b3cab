// Data by others that tests read but that is no part of this repository: published test vectors, rule sets, lists of
// requirements. This is the one file that knows where they may lie. A test without its data says so and is skipped.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './checkout.ts'

/** Environment variable that names the folder with outside data; without it, the folder `shared` beside the checkout. */
export const outsideVariable = 'OPENWACHT_SHARED'

/**
 * Where a file or folder of outside data lies.
 *
 * @param name - Path inside the folder of outside data, such as `vectors/merkle`.
 * @returns undefined when it is not on this machine.
 */
export function outsideFolder(name: string): string | undefined {
  const path = join(process.env[outsideVariable] ?? join(root, '..', 'shared'), name)
  return existsSync(path) ? path : undefined
}

/** Options for a test that needs outside data: skips it, with the reason, when they are not on this machine. */
export function skipUnlessOutside(name: string): { readonly skip: string } | Record<string, never> {
  if (outsideFolder(name) !== undefined) return {}
  return { skip: `outside data "${name}" are not on this machine (name their folder in ${outsideVariable})` }
}
