// The outside checker of `testing/go-verifier/`, built once for a test file and run as a program.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findGo, findGoModules } from '../../../tools/system-programs.ts'

export type GoVerifier = {
  /** Why tests that need it are left out; false when it is here. */
  readonly skip: string | false
  readonly run: (...args: readonly string[]) => {
    readonly ok: boolean
    readonly stdout: string
    readonly stderr: string
  }
}

/** Builds it into a folder, where Go and its log packages are. */
export function goVerifier(folder: string): GoVerifier {
  const [go, modules] = [findGo(), findGoModules()]
  const program = join(folder, 'go-verifier')
  const run: GoVerifier['run'] = (...args) => {
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
    return { ok: status === 0, stdout, stderr }
  }
  if (go === undefined || modules === undefined)
    return { skip: 'Go or its log packages (golang-golang-x-mod-dev) are not here', run }
  const source = join(import.meta.dirname, 'go-verifier/main.go')
  const env = {
    PATH: process.env.PATH,
    GO111MODULE: 'off',
    GOPATH: modules,
    GOFLAGS: '',
    GOTOOLCHAIN: 'local',
    CGO_ENABLED: '0',
    GOCACHE: join(tmpdir(), 'openwacht-go-build'),
  }
  const built = spawnSync(go, ['build', '-o', program, source], { env, encoding: 'utf8' })
  assert.equal(built.status, 0, built.stderr)
  return { skip: false, run }
}
