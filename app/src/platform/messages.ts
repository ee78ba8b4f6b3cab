import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Values } from './problem.ts'

/** Languages of the house, in the order in which they are offered. */
export const languages = ['nl', 'da', 'en'] as const
export type Language = (typeof languages)[number]

/** Says a message in one language. An unknown key is a fault of ours and throws. */
export type SayMessage = (language: Language, key: string, values?: Values) => string
/** The sentences of all rooms. */
export type Messages = SayMessage & {
  /** True where there is such a message. */
  has(key: string): boolean
}

/**
 * Loads the sentences of all rooms.
 *
 * @param folders - Each holds `nl.json`, `da.json` and `en.json`: key to ICU message.
 */
export function loadMessages(folders: readonly string[]): Messages {
  const texts = new Map<string, string>()
  for (const folder of folders) {
    for (const language of languages) {
      const file: Record<string, string> = JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8'))
      for (const [key, text] of Object.entries(file)) texts.set(`${language} ${key}`, text)
    }
  }
  const formats = new Map<string, IntlMessageFormat>()
  const say = (language: Language, key: string, values?: Values) => {
    const place = `${language} ${key}`
    let format = formats.get(place)
    if (format === undefined) {
      const text = texts.get(place)
      if (text === undefined) throw new Error(`no message "${key}" in "${language}"`)
      format = new IntlMessageFormat(text, language, undefined, { ignoreTag: true })
      formats.set(place, format)
    }
    return String(format.format(values))
  }
  return Object.assign(say, { has: (key: string) => texts.has(`${languages[0]} ${key}`) })
}

/**
 * The language somebody prefers among ours.
 *
 * Source: RFC 9110, section 12.5.4 (Accept-Language): the highest weight wins, the first of equals.
 */
export function preferredLanguage(header: string | undefined, fallback: Language): Language {
  const wishes = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find((q) => q !== undefined)
      return { language: tag.toLowerCase().split('-')[0], weight: weight === undefined ? 1 : Number(weight) }
    })
  const ours = wishes.filter((wish) => languages.some((language) => language === wish.language) && wish.weight > 0)
  const best = ours.reduce((sofar, wish) => (sofar === undefined || wish.weight > sofar.weight ? wish : sofar), ours[0])
  return languages.find((language) => language === best?.language) ?? fallback
}
