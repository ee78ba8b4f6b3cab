// What an employee needs runs in a browser: no file on that side leads to Node or to the WebAssembly of the gate.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

/** Every module outside the package that a file leads to. */
function outsideOf(file: string, seen = new Set<string>()): ReadonlySet<string> {
  const outside = new Set<string>()
  if (seen.has(file)) return outside
  seen.add(file)
  const text = readFileSync(join(import.meta.dirname, file), 'utf8')
  for (const [, specifier = ''] of text.matchAll(/from '([^']+)'/g)) {
    if (!specifier.startsWith('./')) outside.add(specifier)
    else for (const one of outsideOf(specifier.slice(2), seen)) outside.add(one)
  }
  return outside
}

test('the employee reads, judges and keeps rows without Node', () => {
  for (const file of ['access-key.ts', 'identity-row.ts', 'notice-key.ts', 'commitment.ts', 'sealed-identity.ts']) {
    const foreign = [...outsideOf(file)].filter((name) => !name.startsWith('@noble/'))
    assert.deepEqual(foreign, [], file)
  }
})

test('the search sees what it should: the maker of rows needs both', () => {
  const outside = outsideOf('row-maker.ts')
  assert.ok(outside.has('node:crypto') && outside.has('@nolai/libpep-wasm'))
})
