import type { WitnessView } from '../rooms/log/witnesses.ts'

/**
 * How the transparency log is, and what to do, in words for whoever runs the server.
 *
 * @param state - `works`, what a log stops for (`LogStop`), or why files and database do not belong together.
 */
export function logWords(state: string, dataFolder: string): string {
  const folder = `${dataFolder}/log`
  switch (state) {
    case 'works':
      return 'works'
    case 'disk':
      return `stands still: its files cannot be written. See that ${folder} is there, is ours, and the disk has room.`
    case 'no-witness':
      return 'runs, without the witnesses that must sign: acts that need them wait. Ask who keeps them.'
    case 'fork':
      return `a witness saw another log under this name. Nothing that needs a witness goes on. Evidence: ${folder}/fork. Tell who keeps the witness, and the DPO.`
    case 'shorter-files':
      return `stands still: the files in ${folder} are older than the database. Stop, put back the newest copy of that folder, start.`
    case 'held':
      return `stands still: another process writes in ${folder}. End it, and start again.`
    default:
      return `stands still: its files and the database do not belong together (${state}). See "What to do when" in docs/operations.md.`
  }
}

/** What `status` tells of a witness. */
export type WitnessFacts = Pick<WitnessView, 'name' | 'state' | 'size'>

const witnessStates: Readonly<Record<Exclude<WitnessFacts['state'], 'cosigned'>, string>> = {
  behind: 'not yet',
  silent: 'does not answer',
  refused: 'does not know this log or its key',
  fork: 'saw another log',
}

/** How many witnesses cosigned the newest checkpoint, and which did not; nothing where there are none. */
export function witnessWords(witnesses: readonly WitnessFacts[]): readonly string[] {
  if (witnesses.length === 0) return []
  const missing = witnesses.flatMap(({ name, state }) =>
    state === 'cosigned' ? [] : [`${name} (${witnessStates[state]})`],
  )
  const signed = `${witnesses.length - missing.length} of ${witnesses.length} cosigned the newest checkpoint`
  return [`Witnesses: ${signed}${missing.length === 0 ? '' : `; not: ${missing.join(', ')}`}`]
}
