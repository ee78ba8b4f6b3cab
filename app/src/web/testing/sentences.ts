import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSay, type Language, type Say, type Texts } from '../messages.ts'

const source = join(import.meta.dirname, '../..')

/** Says what the screens say in a language, so that a test finds a button by its words. Throws for an unknown key. */
export function sentencesIn(language: Language): Say {
  const files = globSync(`{web,rooms/*,rooms/*/web}/${language}.json`, { cwd: source })
  // The files of this repository; a test of their own checks their shape.
  const texts = files.map((file) => JSON.parse(readFileSync(join(source, file), 'utf8')) as Texts)
  return createSay(language, Object.assign({}, ...texts), (key) => {
    throw new Error(`no message "${key}"`)
  })
}
