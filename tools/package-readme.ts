// The README of a package is a program: its examples run in their order, and print what stands behind each `console.log`.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

/**
 * Tests the README and the exports of a package.
 *
 * @param folder - Folder of the package.
 * @param atLeast - Lines that its examples print at the least: a README without examples shows nothing.
 */
export function testPackage(folder: string, atLeast: number): void {
  test('the examples of the README run and print what they say', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8')
    const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code)
    const expected = examples
      .join('\n')
      .split('\n')
      .flatMap((line) => /console\.log\(.*\) \/\/ (.*)$/.exec(line)?.[1] ?? [])
    assert.ok(expected.length >= atLeast)
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module-typescript', '-'], {
      // From the folder of the package, so that its own name is found.
      cwd: folder,
      input: examples.join('\n'),
      encoding: 'utf8',
    })
    assert.equal(stdout, `${expected.join('\n')}\n`, stderr)
  })

  test('every export of the package is a file', () => {
    const manifest: { readonly exports: Readonly<Record<string, string>> } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    )
    for (const [name, path] of Object.entries(manifest.exports)) {
      assert.equal(path, name.replace('./', './src/'))
      assert.ok(readFileSync(join(folder, path), 'utf8').length > 0)
    }
  })
}
