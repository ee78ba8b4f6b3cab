import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Declaration } from './declaration.ts'
import { parseDeclaration } from './parse-declaration.ts'

const folder = join(import.meta.dirname, 'models')

/** A model declaration: complete, to start from. */
export type Model = { readonly text: string; readonly declaration: Declaration }

/** The text of every model under the law of a country, by kind. */
export function readModels(jurisdiction: Declaration['jurisdiction']): readonly Model[] {
  return readdirSync(folder).map((file) => {
    const text = readFileSync(join(folder, file), 'utf8').replace(
      /^jurisdiction: nl$/m,
      `jurisdiction: ${jurisdiction}`,
    )
    const parsed = parseDeclaration(text)
    if (parsed.kind === 'faults') throw new Error(`the model "${file}" is not understood`)
    return { text, declaration: parsed.declaration }
  })
}
