import type { Readable, Writable } from 'node:stream'

/** What a command has of the world around it. */
export type Io = {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Folder in which the command was given; relative paths count from here. */
  readonly folder: string
  readonly input: Readable
  /** Standard output, for results in bulk: whoever writes waits when it is full. */
  readonly output: Writable
  /** Puts a text in the place of the one before, on a terminal; undefined where standard error is none. */
  readonly progress: ((text: string) => void) | undefined
  /** One line of machine output, as JSON, on standard output. */
  readonly result: (facts: object) => void
  /** A line of text that was asked for (help, version), on standard output. */
  readonly print: (text: string) => void
  /** A line in words for a person, on standard error. */
  readonly say: (text: string) => void
  /** Resolves when this process is asked to stop: Ctrl-C, SIGTERM, or a terminal that goes away. */
  readonly untilStopped: () => Promise<void>
}

/** Exit codes of every command. `refused`: found something, or a rule or the state of things says no. */
export const exitCodes = { done: 0, refused: 1, wrongUse: 2 } as const

/** One command. `help` is told by `--help`; `run` gets what follows the name and gives the exit code. */
export type Command = {
  /** One word, or two: `people import`. */
  readonly name: string
  readonly summary: string
  readonly help: string
  run(args: readonly string[], io: Io): Promise<number>
}

/** The command was not given as it should be. */
export class WrongUse extends Error {}
