// Brings a declaration from a file, such as one in git, to the house as a draft.
import type { Brought } from '../rooms/measures/drafting.ts'
import { readArguments } from './arguments.ts'
import { exitCodes, type Io } from './command.ts'
import { readText, startFromModel } from './measure-files.ts'
import type { BroughtMeasure } from './operations.ts'
import { settingsOf } from './settings.ts'

/** Brings declarations to the house: a new measure, or the next draft of the one that has this name. */
export async function runPropose(args: readonly string[], io: Io): Promise<number> {
  const { flags, words } = readArguments(args, { json: 'boolean' }, ['FILE…'])
  // All of them are there, or none is brought.
  const files = []
  for (const name of words) files.push(await readText(name, io))
  const { openOperations } = await import('./open-operations.ts')
  const { operations, close } = await openOperations(settingsOf(io), 'refuse')
  try {
    let refused = 0
    for (const file of files) {
      const outcome = await operations.bringMeasure(file.text)
      if (outcome.kind === 'refused') refused += 1
      if (flags.json) io.result({ file: file.name, ...outcome })
      else for (const line of toldOf(file.name, outcome)) io.say(line)
    }
    return refused === 0 ? exitCodes.done : exitCodes.refused
  } finally {
    await close()
  }
}

const verdicts = {
  same: 'it says the same',
  narrower: 'it is narrower',
  wider: 'it is wider, so it goes the whole way again: advice, representatives, decision, notice',
  different: 'it is different, so it goes the whole way again: advice, representatives, decision, notice',
} as const

/** What became of a file, in words: what it is now, what it stands beside, and what to do. */
function toldOf(name: string, outcome: BroughtMeasure): readonly string[] {
  if (outcome.kind === 'refused') {
    return outcome.reasons.flatMap(({ code, line, column, path, detail }) => {
      if (code === 'no-declaration') return [`${name}: ${detail}`, startFromModel]
      const place = line === null ? name : `${name}:${line}:${column}`
      return [`${path === '' ? place : `${place} ${path}`}: ${detail}`]
    })
  }
  const { kind, id, revision, next, replaced } = outcome
  const draft = `draft ${revision} of ${id}`
  const first = {
    made: `${name}: a new measure, ${id}. Nothing runs yet.`,
    saved: `${name}: ${draft}.${replaced ? ' The draft before it was never proposed, and is replaced.' : ''}`,
    same: `${name}: ${draft} has this text already.`,
  }[kind]
  const after =
    next?.underWay === null || next === null ? '' : ` Version ${next.underWay} is on its way and must end first.`
  return [
    first,
    ...(next === null ? [] : [beside(id, next)]),
    `Who writes measures can read and propose it now: /measures/${id}/edit.${after}`,
  ]
}

/** Of what measure it is the next version, and how it stands to the one before. */
function beside(id: string, { version, runs, against, verdict }: NonNullable<Brought['next']>): string {
  const what =
    runs === null
      ? `It becomes version ${version} of ${id}, of which nothing runs now.`
      : `It becomes version ${version} of ${id}, of which version ${runs} runs. Version ${runs} runs on unchanged.`
  return `${what} Held against version ${against}, ${verdicts[verdict]}.`
}
