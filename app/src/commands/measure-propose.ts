// Brings a declaration from a file, such as one in git, to the house as a draft.
import { readArguments } from './arguments.ts'
import { exitCodes, type Io } from './command.ts'
import { readText } from './measure-files.ts'
import { settingsOf } from './settings.ts'

/** Brings declarations to the house: a new measure, or the next draft of the one that has this name. */
export async function runPropose(args: readonly string[], io: Io): Promise<number> {
  const { flags, words } = readArguments(args, { json: 'boolean' }, ['FILE…'])
  const { openOperations } = await import('./open-operations.ts')
  const { operations, close } = await openOperations(settingsOf(io), 'refuse')
  try {
    let refused = 0
    for (const name of words) {
      const file = await readText(name, io)
      const outcome = await operations.bringMeasure(file.text)
      if (outcome.kind === 'refused') refused += 1
      if (flags.json) io.result({ file: file.name, ...outcome })
      else if (outcome.kind === 'refused') {
        for (const { line, column, path, detail } of outcome.reasons) {
          io.say(`${file.name}${line === null ? '' : `:${line}:${column}`} ${path}: ${detail}`)
        }
      } else if (outcome.kind === 'same') io.say(`${file.name}: ${outcome.id} has this text already.`)
      else io.say(`${file.name}: ${outcome.id}, draft ${outcome.revision}. Who writes measures can propose it now.`)
    }
    return refused === 0 ? exitCodes.done : exitCodes.refused
  } finally {
    await close()
  }
}
