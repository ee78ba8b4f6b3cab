import { IntlMessageFormat } from 'intl-messageformat'

/** Languages of the screens, in the order in which they are offered. The first one is the default. */
export const languages = ['nl', 'da', 'en'] as const
export type Language = (typeof languages)[number]

/** Values that a message may show. */
export type Values = Readonly<Record<string, string | number>>

/** Says a message in the language of the person. */
export type Say = (key: string, values?: Values) => string

/** Messages of one language: key to ICU message. */
export type Texts = Readonly<Record<string, string>>

/** The tag that `Intl` needs for dates and numbers as people of that language write them here. */
export const localeOf: Readonly<Record<Language, string>> = { nl: 'nl-NL', da: 'da-DK', en: 'en-GB' }

/** True for a language of ours. */
export function isLanguage(text: unknown): text is Language {
  return languages.some((language) => language === text)
}

/**
 * Makes the function that says messages.
 *
 * @param onMissing - Gets the key of a message that does not exist, and gives what is shown instead. It can throw.
 */
export function createSay(language: Language, texts: Texts, onMissing: (key: string) => string): Say {
  const formats = new Map<string, IntlMessageFormat>()
  return (key, values) => {
    const text = texts[key]
    if (text === undefined) return onMissing(key)
    let format = formats.get(key)
    if (format === undefined) {
      format = new IntlMessageFormat(text, localeOf[language], undefined, { ignoreTag: true })
      formats.set(key, format)
    }
    return String(format.format(values))
  }
}

/**
 * What a person sees in place of a message that does not exist: clearly a fault, never a bare key. The fault goes to the
 * listeners for errors of the page, which the tests count.
 */
export function reportMissing(key: string): string {
  reportError(new Error(`no message "${key}"`))
  return `⚠ ${key}`
}
