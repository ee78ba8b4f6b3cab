// Says how one version of a declaration stands to another, without a server.
import { check } from '../rooms/measures/checking.ts'
import { plainChanges } from '../rooms/measures/plain-changes.ts'
import { readArguments } from './arguments.ts'
import { exitCodes, type Io } from './command.ts'
import { contextToday, findingLine, readText, sayFor } from './measure-files.ts'
import { wordsLanguage } from './words-language.ts'

/** Says what changed between two versions. */
export async function runCompare(args: readonly string[], io: Io): Promise<number> {
  const { flags, words } = readArguments(args, { json: 'boolean', language: 'string' }, ['OLD', 'NEW'])
  const language = wordsLanguage(flags.language, io.environment)
  const [before, after] = [await understood(words[0] ?? '', io), await understood(words[1] ?? '', io)]
  if (before === undefined || after === undefined) return exitCodes.refused
  const { comparison } = check(after.text, { ...contextToday(), before: before.declaration })
  if (comparison === undefined) return exitCodes.refused
  const say = sayFor(language, after.declaration.jurisdiction)
  const versions = [before.declaration, after.declaration]
  for (const { path, verdict, part, before: was, after: is } of plainChanges(
    comparison.changes,
    versions,
    'council',
    say,
  )) {
    if (flags.json) io.result({ path, verdict, part, before: was, after: is })
    else io.print([`${part} (${say(`measures.command.${verdict}`)})`, `  - ${was ?? ''}`, `  + ${is ?? ''}`].join('\n'))
  }
  if (flags.json) io.result({ verdict: comparison.verdict, changes: comparison.changes.length })
  else io.say(say(`measures.verdict.${comparison.verdict}`))
  return comparison.verdict === 'same' || comparison.verdict === 'narrower' ? exitCodes.done : exitCodes.refused

  async function understood(name: string, from: Io) {
    const file = await readText(name, from)
    const { declaration, faults } = check(file.text, contextToday())
    for (const fault of faults) from.say(findingLine(file.name, fault, sayFor(language)))
    return declaration === undefined ? undefined : { text: file.text, declaration }
  }
}
