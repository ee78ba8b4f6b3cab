import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Version of this Openwacht, as in `app/package.json`. */
export function productVersion(): string {
  // A file of this repository in the shape that npm demands.
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
    version: string
  }
  return version
}
