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
  if (!asJson) for (const line of importWords(outcome)) io.say(line)
  else if (outcome.kind !== 'faults') io.result(outcome)
  else {
    for (const { line, column, code, detail } of outcome.faults) io.result({ line, column, code, detail })
    for (const line of lastWords(outcome)) io.say(line)
  }
}

/** What came of an import, in words for whoever gave the command. A column is named once in each line. */
export function importWords(outcome: ImportOutcome): readonly string[] {
  if (outcome.kind === 'faults') {
    const faults = outcome.faults.map(({ line, named, detail }) => {
      const column = named === null || detail.includes(named) ? '' : `, ${named}`
      return `line ${line}${column}: ${detail}`
    })
    return [...faults, ...lastWords(outcome)]
  }
  const { kind, created, changed, same, units } = outcome
  const done = kind === 'done' ? 'Imported' : 'This would import'
  return [
    `${done}: ${created} new, ${changed} changed, ${same} the same; ${counted(units, 'new unit')}.`,
    ...remarks(outcome),
  ]
}

function lastWords(outcome: Extract<ImportOutcome, { kind: 'faults' }>): readonly string[] {
  const { badLines } = outcome
  const isOrAre = badLines === 1 ? 'is' : 'are'
  return [...remarks(outcome), `${counted(badLines, 'line')} ${isOrAre} not right. Nothing was imported.`]
}

function remarks({ skipped }: ImportOutcome): readonly string[] {
  if (skipped.length === 0) return []
  const isOrAre = skipped.length === 1 ? 'is' : 'are'
  return [`Remark: ${counted(skipped.length, 'column')} ${isOrAre} not known and skipped: ${skipped.join(', ')}.`]
}

async function bytesOf(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error) => {
    throw new OperatorError(`could not read ${path} (${error.code})`, 'Correct its name.')
  })
}
