// Holds a later export of a tool against its declaration.
import { check } from '../rooms/measures/checking.ts'
import { driftOf } from '../rooms/measures/tools/drift.ts'
import { readArguments } from './arguments.ts'
import { exitCodes, type Io, WrongUse } from './command.ts'
import { contextToday, findingLine, readText, sayFor } from './measure-files.ts'
import { settingsIn } from './measure-settings.ts'
import { wordsLanguage } from './words-language.ts'

/** Says what the tool does that the declaration does not say. */
export async function runDrift(args: readonly string[], io: Io): Promise<number> {
  const { flags, words } = readArguments(args, { from: 'string', language: 'string', json: 'boolean' }, ['DECLARATION'])
  if (flags.from === undefined) throw new WrongUse('--from is missing')
  const language = wordsLanguage(flags.language, io.environment)
  const file = await readText(words[0] ?? '', io)
  const { declaration, faults } = check(file.text, contextToday())
  const say = sayFor(language, declaration?.jurisdiction)
  for (const one of faults) io.say(findingLine(file.name, one, say))
  const settings = settingsIn(await readText(flags.from, io), say, io)
  if (declaration === undefined || settings === undefined) return exitCodes.refused
  const found = driftOf(settings, declaration)
  for (const { kind, code, path, where } of found) {
    const detail = say(`measures.drift.${code}`, { where })
    if (flags.json) io.result({ kind, code, path, where, detail })
    else io.say(`${{ beyond: '!', short: '-', unclear: '?' }[kind]} ${detail}`)
  }
  const beyond = found.filter(({ kind }) => kind === 'beyond').length
  if (!flags.json) io.say(say('measures.drift-count.beyond', { count: beyond }))
  return beyond === 0 ? exitCodes.done : exitCodes.refused
}
