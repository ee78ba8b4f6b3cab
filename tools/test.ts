// `npm test`: everything that has to pass before a change goes in. `npm run test:long`: the tests that take minutes.
// `npm test -- FILTER…` runs only the test files whose path contains one of the words, without lint and types.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from 'node:test'
import { parseArgs } from 'node:util'
import { checkoutFiles, root } from './checkout.ts'
import { failedChecks } from './checks.ts'
import { startPostgres } from './postgres.ts'
import { installCommand, installPrograms, missingPrograms } from './system-programs.ts'
import { report } from './test-report.ts'

// Two processes: the machine that has to run this in ten minutes has two cores.
const concurrency = 2

/** How long one file may take, far more than any needs: what waits for ever is told as a failure, and the others go on. */
const longestFileMs = { short: 5 * 60_000, long: 40 * 60_000 }

/** What ends a file that takes longer: the runner's own limit is for tests, and a hook or what a file leaves open goes on. */
const timeLimit = ['--import', join(import.meta.dirname, 'test-time-limit.ts')]

const startedAt = performance.now()
const { values, positionals: filters } = parseArgs({ allowPositionals: true, options: { long: { type: 'boolean' } } })
const notes: string[] = []

if (values.long !== true && filters.length === 0) {
  for (const name of failedChecks()) notes.push(`✖ ${name}: see the top of this output`)
}
process.exitCode = notes.length > 0 ? 1 : 0

const files = testFiles(values.long === true, filters)
if (files.length === 0) {
  for (const note of notes) console.log(note)
  console.log('No test file of this kind matches.')
} else {
  await runTests(files)
}

async function runTests(files: readonly string[]): Promise<void> {
  notes.push(...getSystemPrograms())
  // On Ctrl-C the tests end and are reported as cancelled; the second one ends this program too.
  const interrupted = new AbortController()
  process.once('SIGINT', () => interrupted.abort())
  process.once('SIGTERM', () => interrupted.abort())
  const prepared = mkdtempSync(join(tmpdir(), 'openwacht-tests-'))
  process.env.OPENWACHT_TEST_PREPARED = join(prepared, 'houses')
  process.env.OPENWACHT_TEST_LONGEST_MS ??= String(values.long === true ? longestFileMs.long : longestFileMs.short)
  process.env.NODE_COMPILE_CACHE = join(prepared, 'code')
  const postgres = await startPostgres()
  if (postgres !== undefined) process.env.OPENWACHT_TEST_POSTGRES_URL = postgres.url
  try {
    const events = run({ files: [...files], concurrency, cwd: root, signal: interrupted.signal, execArgv: timeLimit })
    const { failed } = await report(
      events,
      (text) => process.stdout.write(text),
      root,
      () => [...notes, `Total time ${Math.round((performance.now() - startedAt) / 1000)} s.`],
    )
    if (failed > 0) process.exitCode = 1
    if (interrupted.signal.aborted) process.exitCode = 130
  } finally {
    await postgres?.stop()
    rmSync(prepared, { recursive: true, force: true })
  }
}

/** Installs what is missing where that is allowed; returns one line about what stays missing. */
function getSystemPrograms(): readonly string[] {
  const wanted = missingPrograms()
  if (wanted.length === 0) return []
  if (process.env.OPENWACHT_TEST_NO_INSTALL !== '1') {
    console.error(`The tests need ${wanted.map((program) => program.name).join(', ')}: trying apt-get.`)
    installPrograms(wanted)
  }
  const missing = missingPrograms()
  if (missing.length === 0) return []
  const what = missing.map((program) => `${program.name} (for ${program.usedFor})`).join(', ')
  return [
    `⚠ Not on this machine: ${what}. The tests that need it were skipped. Install it with: ${installCommand(missing)}`,
  ]
}

function testFiles(long: boolean, filters: readonly string[]): readonly string[] {
  return checkoutFiles(['app', 'packages', 'tools'].map((folder) => `${folder}/**/*.test.ts`))
    .filter((file) => file.endsWith('.long.test.ts') === long)
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
    .map((file) => join(root, file))
}
