// Format, lint and types: the checks that need no test to run.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './checkout.ts'

type Check = { readonly name: string; readonly program: string; readonly args: readonly string[] }

const compiler = 'typescript-7/bin/tsc'

const checks: readonly Check[] = [
  { name: 'format and lint', program: '@biomejs/biome/bin/biome', args: ['check', '.'] },
  { name: 'types of server, engines and tools', program: compiler, args: ['-p', '.'] },
  { name: 'types of the screens', program: compiler, args: ['-p', 'tsconfig.web.json'] },
]

/**
 * Runs every check, also after one has failed; what each finds goes to the terminal.
 *
 * @returns the names of those that failed.
 */
export function failedChecks(): readonly string[] {
  return checks.filter(({ program, args }) => !passes(program, args)).map(({ name }) => name)
}

function passes(program: string, args: readonly string[]): boolean {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return status === 0
}
