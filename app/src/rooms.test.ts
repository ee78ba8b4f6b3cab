import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { entryKinds } from './rooms.ts'

test('every kind of entry that a room has is in the closed list: nobody could read another', async () => {
  const files = globSync('rooms/*/entry-kinds.ts', { cwd: import.meta.dirname })
  assert.ok(files.length >= 3)
  for (const file of files) {
    const exported: Record<string, unknown> = await import(join(import.meta.dirname, file))
    const kinds = Object.values(exported).filter(
      (one): one is { name: string } => typeof one === 'object' && one !== null && 'facts' in one && 'opens' in one,
    )
    assert.ok(kinds.length > 0, file)
    for (const kind of kinds) assert.equal(entryKinds.get(kind.name), kind, `${file}: ${kind.name}`)
  }
})
