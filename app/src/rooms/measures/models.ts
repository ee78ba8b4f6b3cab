import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Declaration } from './declaration.ts'
import { parseDeclaration } from './parse-declaration.ts'
import { kinds } from './vocabulary.ts'

const folder = join(import.meta.dirname, 'models')

/** A model declaration: complete, to start from. */
export type Model = { readonly text: string; readonly declaration: Declaration }

/** The text of the model of a kind, under the law of a country; undefined where there is none. */
export function modelText(kind: Declaration['kind'], jurisdiction: Declaration['jurisdiction']): string | undefined {
  if (!kinds.includes(kind) || !readdirSync(folder).includes(`${kind}.yaml`)) return undefined
  const text = readFileSync(join(folder, `${kind}.yaml`), 'utf8')
  return provisionsOf(text, jurisdiction).replace(/^jurisdiction: nl$/m, `jurisdiction: ${jurisdiction}`)
}

/** A model names the provisions of both laws, each with its country; whoever writes under one law reads that one. */
function provisionsOf(text: string, jurisdiction: Declaration['jurisdiction']): string {
  return text.replace(/(provision: "?)([^"}\n]*[^"}\n ])/g, (_, before: string, provisions: string) => {
    const ofLaw = provisions
      .split('; ')
      .filter((one) => !/ \((?:nl|dk)\)$/.test(one) || one.endsWith(` (${jurisdiction})`))
    return before + ofLaw.map((one) => one.replace(/ \((?:nl|dk)\)$/, '')).join('; ')
  })
}

/** Every model under the law of a country. */
export function readModels(jurisdiction: Declaration['jurisdiction']): readonly Model[] {
  return kinds.flatMap((kind) => {
    const text = modelText(kind, jurisdiction)
    if (text === undefined) return []
    const parsed = parseDeclaration(text)
    if (parsed.kind === 'faults') throw new Error(`the model "${kind}" is not understood`)
    return [{ text, declaration: parsed.declaration }]
  })
}
