// Checks an OpenAPI document against a ruleset with Spectral, without the network.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { root } from './checkout.ts'

/** One finding of the linter. */
export type ApiFinding = {
  /** Name of the rule in the ruleset. */
  readonly code: string
  readonly message: string
  /** Place in the document, such as `paths./employees.get`. */
  readonly path: string
  /** Line in the document, from 1. */
  readonly line: number
}

/** All findings of one document; hints and information count as warnings. */
export type ApiFindings = { readonly errors: readonly ApiFinding[]; readonly warnings: readonly ApiFinding[] }

type SpectralResult = {
  readonly code: string | number
  readonly message: string
  readonly path: readonly (string | number)[]
  /** 0 error, 1 warning, 2 information, 3 hint. */
  readonly severity: number
  readonly range: { readonly start: { readonly line: number } }
}

const linter = join(root, 'node_modules/@stoplight/spectral-cli/dist/index.js')
const noNetwork = join(import.meta.dirname, 'no-network.ts')

// The whole API is one document; its findings stay far below this.
const maxOutputBytes = 16 * 1024 * 1024

/**
 * Lints one OpenAPI document.
 *
 * @throws Error with Spectral's words when it cannot read the document or the ruleset, also when either wants the network.
 */
export function lintOpenApi(documentPath: string, rulesetPath: string): Promise<ApiFindings> {
  const args = ['--import', noNetwork, linter, 'lint', documentPath, '--ruleset', rulesetPath]
  const output = ['--format', 'json', '--quiet', '--fail-severity', 'error']
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...args, ...output], { maxBuffer: maxOutputBytes }, (error, stdout, stderr) => {
      // Exit code 1 means "found something", 2 "could not run".
      if (error !== null && error.code !== 1) {
        reject(new Error(`could not lint "${documentPath}": ${`${stderr}${stdout}`.trim()}`, { cause: error }))
      } else resolve(findingsOf(stdout))
    })
  })
}

function findingsOf(output: string): ApiFindings {
  // Spectral's own format, of the version in the lock file.
  const results = JSON.parse(output) as readonly SpectralResult[]
  const pick = (isError: boolean): readonly ApiFinding[] =>
    results
      .filter(({ severity }) => (severity === 0) === isError)
      .map(({ code, message, path, range }) => ({
        code: String(code),
        message,
        path: path.join('.'),
        line: range.start.line + 1,
      }))
  return { errors: pick(true), warnings: pick(false) }
}
