import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { OperatorError } from '../platform/operator-error.ts'
import { readArguments } from './arguments.ts'
import { type Command, exitCodes, type Io } from './command.ts'
import { counted } from './counted.ts'
import type { ImportOutcome } from './operations.ts'
import { refuseUnfit, settingsOf } from './settings.ts'

/** Brings in the staff from a CSV file. */
export const importPeople: Command = {
  name: 'people import',
  summary: 'bring in the staff from a CSV file',
  help: `npx openwacht people import FILE.csv [--preview] [--json]

The whole file, or with any fault nothing: every bad line is told with its column and what is wrong. The first line names
the columns: staff number, given name, family name and e-mail at least, in Dutch, Danish or English; UTF-8.

  --preview   say what it would do, and change nothing
  --json      JSON on standard output: one object for each fault (line, column, code, detail), or one with the counts`,
  run: async (args, io) => {
    const { flags, words } = readArguments(args, { preview: 'boolean', json: 'boolean' }, ['FILE.csv'])
    const bytes = await bytesOf(resolve(io.folder, words[0] ?? ''))
    const { openOperations } = await import('./open-operations.ts')
    const { operations, close } = await openOperations(settingsOf(io), { may: () => refuseUnfit(io) })
    try {
      const outcome = await operations.importStaff(bytes, flags.preview ? 'preview' : 'import')
      tell(outcome, flags.json, io)
      return outcome.kind === 'faults' ? exitCodes.refused : exitCodes.done
    } finally {
      await close()
    }
  },
}

function tell(outcome: ImportOutcome, asJson: boolean, io: Io): void {
  if (outcome.kind === 'faults') {
    for (const { line, column, code, detail } of outcome.faults) {
      if (asJson) io.result({ line, column, code, detail })
      else io.say(`line ${line}${column === null ? '' : `, ${column}`}: ${detail}`)
    }
    io.say(
      `${counted(outcome.badLines, 'line')} ${outcome.badLines === 1 ? 'is' : 'are'} not right. Nothing was imported.`,
    )
    return
  }
  const { kind, ...counts } = outcome
  if (asJson) {
    io.result({ kind, ...counts })
    return
  }
  const { created, changed, same, units } = counts
  const done = kind === 'done' ? 'Imported' : 'This would import'
  io.say(`${done}: ${created} new, ${changed} changed, ${same} the same; ${counted(units, 'new unit')}.`)
}

async function bytesOf(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error) => {
    throw new OperatorError(`could not read ${path} (${error.code})`, 'Correct its name.')
  })
}
