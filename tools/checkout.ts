// The files of this checkout, for the tools and for tests that read sources.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Root folder of the checkout. */
export const root = join(import.meta.dirname, '..')

const notOurs = new Set(['node_modules', 'dist'])

/** Paths, relative to the root and sorted, of the files that match one of the glob patterns. */
export function checkoutFiles(patterns: readonly string[]): readonly string[] {
  return globSync(patterns, { cwd: root, exclude: (name) => notOurs.has(name) }).sort()
}

/** The files that match one of the glob patterns with their text, by path relative to the root. */
export function readCheckout(patterns: readonly string[]): ReadonlyMap<string, string> {
  return new Map(checkoutFiles(patterns).map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}
