import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

/**
 * Runs the child that kills itself at a step (0: at none) on a folder.
 *
 * @returns The number of its steps where it came to its end, undefined where it was killed. Fails where it found something.
 */
export function runChild(folder: string, step: number): number | undefined {
  const child = join(import.meta.dirname, 'crash-child.ts')
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [child, folder, String(step)], {
    encoding: 'utf8',
    timeout: 600_000,
  })
  if (signal === 'SIGKILL') return undefined
  assert.equal(status, 0, `step ${step}: ${stderr}`)
  return Number(stdout)
}
