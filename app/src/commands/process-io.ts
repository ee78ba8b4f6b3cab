import { processEnvironment } from '../config.ts'
import type { Io } from './command.ts'

/** Words as a terminal may show them: what somebody wrote in a file must not move the cursor or colour the screen. */
export function forTerminal(words: string): string {
  return words.replaceAll(/[^\P{Cc}\n\t]/gu, '?')
}

/** The world around this process. */
export function processIo(): Io {
  // A reader that goes away (`| head`) ends the command; nobody is left to be told.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  // Without a terminal the words are lost, and what is under way goes on.
  process.stderr.on('error', () => undefined)
  return {
    environment: processEnvironment(),
    folder: process.cwd(),
    input: process.stdin,
    output: process.stdout,
    progress: process.stderr.isTTY ? (text) => process.stderr.write(`\r\x1b[K${text}`) : undefined,
    result: (facts) => process.stdout.write(`${JSON.stringify(facts)}\n`),
    print: (text) => process.stdout.write(`${text}\n`),
    say: (text) => process.stderr.write(`${forTerminal(text)}\n`),
    untilStopped: () =>
      new Promise((resolve) => {
        // The handlers stay: a second Ctrl-C must not cut off a stop that is under way.
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
      }),
  }
}
