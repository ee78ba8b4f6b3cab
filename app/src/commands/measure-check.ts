// Says of declarations what stands in the way of proposing them, without a server.
import { adviceOn } from '../rooms/measures/advice.ts'
import { articleInWords } from '../rooms/measures/articles.ts'
import { check } from '../rooms/measures/checking.ts'
import { readArguments } from './arguments.ts'
import { exitCodes, type Io } from './command.ts'
import { contextToday, findingFacts, findingLine, readText, sayFor, startFromModel } from './measure-files.ts'
import { wordsLanguage } from './words-language.ts'

/** Says what stands in the way of each declaration. */
export async function runCheck(args: readonly string[], io: Io): Promise<number> {
  const kinds = { json: 'boolean', advice: 'boolean', language: 'string' } as const
  const { flags, words } = readArguments(args, kinds, ['FILE…'])
  const language = wordsLanguage(flags.language, io.environment)
  let found = 0
  for (const name of words) {
    const file = await readText(name, io)
    const { declaration, faults, refusals } = check(file.text, contextToday())
    const say = sayFor(language, declaration?.jurisdiction)
    for (const finding of [...faults, ...refusals]) {
      found += 1
      if (flags.json) io.result(findingFacts(file.name, finding, say))
      else io.say(findingLine(file.name, finding, say))
      if (!flags.json && finding.code === 'no-declaration') io.say(startFromModel)
    }
    if (flags.advice && declaration !== undefined) {
      for (const { kind, code, article } of adviceOn(declaration, [])) {
        const detail = say(`measures.advice.${kind}.${code}`, {
          measure: '',
          article: articleInWords(article ?? '', language),
        })
        if (flags.json) io.result({ file: file.name, advice: kind, code, article: article ?? null, detail })
        else io.say(`${file.name}: ${detail}`)
      }
    }
  }
  if (!flags.json)
    io.say(found === 0 ? say('measures.command.fit', words.length) : say('measures.command.found', found))
  return found === 0 ? exitCodes.done : exitCodes.refused

  function say(key: string, count: number): string {
    return sayFor(language)(key, { count })
  }
}
