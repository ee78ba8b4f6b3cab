import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { readCheckout, root } from './checkout.ts'

test('every link of a page to a file of this repository leads somewhere', () => {
  const pages = readCheckout(['*.md', '{app,docs,packages}/**/*.md'])
  const links = [...pages].flatMap(([page, text]) =>
    [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, target = '']) => ({ page, target })),
  )
  assert.ok(links.length > 10, `only ${links.length} links found`)
  const broken = links.filter(({ page, target }) => !existsSync(join(root, dirname(page), target)))
  assert.deepEqual(broken, [])
})
