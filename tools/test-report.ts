// What a person reads of a test run: a line per file, every failure in full, what was skipped and why, then the totals.
import { relative } from 'node:path'
import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'

/** The end of a test run. */
export type Outcome = { readonly failed: number; readonly tests: number }

type Failure = { readonly title: string; readonly place: string; readonly words: string }

type FileLog = { readonly failures: Failure[]; readonly names: string[]; printed: string }

/**
 * Writes the report of one run and returns its outcome when the run ends.
 *
 * @param root - Folder to which file names are shown relative.
 * @param notes - Lines written just before the totals, asked for at that moment, so that they are not overlooked.
 */
export async function report(
  events: AsyncIterable<TestEvent>,
  write: (text: string) => void,
  root: string,
  notes: () => readonly string[],
): Promise<Outcome> {
  const files = new Map<string, FileLog>()
  const skipped = new Map<string, number>()
  const totals: string[] = []
  const outcome = { failed: 0, tests: 0 }
  for await (const event of events) {
    switch (event.type) {
      case 'test:start':
        logOf(files, event.data.file).names[event.data.nesting] = event.data.name
        break
      case 'test:stdout':
      case 'test:stderr':
        logOf(files, event.data.file).printed += event.data.message
        break
      case 'test:pass':
        if (event.data.skip !== undefined) addSkip(skipped, event.data.skip)
        break
      case 'test:fail':
        // A suite or file that fails only because a test in it failed says nothing of its own.
        if (!onlySubtestsFailed(event.data.details.error)) addFailure(files, event.data, root)
        break
      case 'test:diagnostic':
        if (event.data.nesting === 0) totals.push(event.data.message)
        break
      case 'test:summary':
        if (event.data.file !== undefined) write(fileLine(event.data, root))
        else Object.assign(outcome, { failed: failuresIn(files), tests: event.data.counts.tests })
        break
    }
  }
  for (const [file, log] of files) if (log.failures.length > 0) write(failuresOf(relative(root, file), log))
  for (const [reason, count] of skipped) write(`⚠ skipped ${count} ${count === 1 ? 'test' : 'tests'}: ${reason}\n`)
  for (const note of notes()) write(`${note}\n`)
  for (const total of totals) write(`ℹ ${total}\n`)
  return outcome
}

function logOf(files: Map<string, FileLog>, file = ''): FileLog {
  const log = files.get(file) ?? { failures: [], names: [], printed: '' }
  files.set(file, log)
  return log
}

function failuresIn(files: ReadonlyMap<string, FileLog>): number {
  return [...files.values()].reduce((sum, log) => sum + log.failures.length, 0)
}

function addSkip(skipped: Map<string, number>, skip: string | boolean): void {
  const reason = typeof skip === 'string' && skip !== '' ? skip : 'no reason given'
  skipped.set(reason, (skipped.get(reason) ?? 0) + 1)
}

type FailEvent = Extract<TestEvent, { type: 'test:fail' }>['data']

function addFailure(files: Map<string, FileLog>, data: FailEvent, root: string): void {
  const file = data.file ?? ''
  const log = logOf(files, file)
  const names = [...log.names.slice(0, data.nesting), data.name].map((name) =>
    name === file ? 'the file itself' : name,
  )
  const place = `${relative(root, file)}:${data.line ?? 1}`
  log.failures.push({
    title: names.join(' › '),
    place,
    words: `${wordsOf(data.details.error)}${endOf(data.details.error)}`,
  })
}

function onlySubtestsFailed(error: Error & { failureType?: unknown }): boolean {
  return error.failureType === 'subtestsFailed'
}

/** How the process of a file ended, where it did not end well: then no test tells why. */
function endOf(error: Error & { exitCode?: unknown; signal?: unknown }): string {
  if (typeof error.signal === 'string') return `\n    its process was ended by ${error.signal}`
  return typeof error.exitCode === 'number' ? `\n    its process ended with exit code ${error.exitCode}` : ''
}

// The runner wraps what the test threw; the reader wants what the test threw.
function wordsOf(error: Error): string {
  const thrown = error.cause ?? error
  // An assertion tells its difference in its message; its fields would tell it twice more.
  const text =
    thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_ASSERTION'
      ? (thrown.stack ?? thrown.message)
      : typeof thrown === 'string'
        ? thrown
        : inspect(thrown, { depth: 6, breakLength: 120 })
  return text
    .split('\n')
    .filter((line) => !/^\s+at .*\(?node:internal/.test(line))
    .map((line) => `    ${line}`)
    .join('\n')
}

function fileLine(summary: Extract<TestEvent, { type: 'test:summary' }>['data'], root: string): string {
  const { counts, duration_ms: durationMs, file = '', success } = summary
  const skips = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  const seconds = (durationMs / 1000).toFixed(1)
  return `${success ? '✔' : '✖'} ${relative(root, file)} (${counts.tests} tests${skips}, ${seconds} s)\n`
}

function failuresOf(file: string, log: FileLog): string {
  const failures = log.failures.map(({ title, place, words }) => `\n✖ ${title}\n  ${place}\n${words}\n`).join('')
  const printed = log.printed === '' ? '' : `\n  what ${file} printed:\n${indented(log.printed)}\n`
  return `${failures}${printed}\n`
}

function indented(text: string): string {
  return text.trimEnd().replace(/^/gm, '    ')
}
