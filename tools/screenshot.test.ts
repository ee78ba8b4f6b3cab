import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root } from './checkout.ts'

test('the README shows a picture of the start page that is wide enough to read and small enough to load', () => {
  assert.match(readFileSync(join(root, 'README.md'), 'utf8'), /!\[The start page\]\(docs\/start-page\.png\)/)
  const picture = readFileSync(join(root, 'docs/start-page.png'))
  // Source: PNG Specification (Third Edition), section 11.2.1: the width stands at byte 16 of the file.
  assert.equal(picture.toString('latin1', 12, 16), 'IHDR')
  assert.equal(picture.readUInt32BE(16), 1280)
  assert.ok(picture.length <= 200_000, `${picture.length} bytes`)
})
