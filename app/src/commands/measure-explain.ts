// Tells a declaration as staff would read it, without a server.
import { check } from '../rooms/measures/checking.ts'
import { explanationOf } from '../rooms/measures/explanation.ts'
import { readArguments } from './arguments.ts'
import { exitCodes, type Io } from './command.ts'
import { contextToday, findingLine, readText, sayFor } from './measure-files.ts'
import { wordsLanguage } from './words-language.ts'

/** Tells each declaration in plain words. */
export async function runExplain(args: readonly string[], io: Io): Promise<number> {
  const { flags, words } = readArguments(args, { language: 'string' }, ['FILE…'])
  const language = wordsLanguage(flags.language, io.environment)
  let broken = 0
  for (const name of words) {
    const file = await readText(name, io)
    const { declaration, faults } = check(file.text, contextToday())
    for (const fault of faults) io.say(findingLine(file.name, fault, sayFor(language)))
    if (declaration === undefined) broken += 1
    else io.print(explanationOf(declaration, sayFor(language, declaration.jurisdiction)))
  }
  return broken === 0 ? exitCodes.done : exitCodes.refused
}
