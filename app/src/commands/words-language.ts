import { type Language, languages } from '../platform/messages.ts'
import { WrongUse } from './command.ts'

/**
 * The language in which a command speaks that is meant for everybody: as asked, else that of the terminal, else English, as the
 * rest of the command line.
 *
 * @throws WrongUse for a language that is not ours.
 */
export function wordsLanguage(
  asked: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  if (asked !== undefined) {
    const known = languages.find((language) => language === asked)
    if (known === undefined) throw new WrongUse(`--language takes one of: ${languages.join(', ')}`)
    return known
  }
  const locale = environment.LC_ALL ?? environment.LC_MESSAGES ?? environment.LANG ?? ''
  return languages.find((language) => locale.toLowerCase().startsWith(language)) ?? 'en'
}
