import assert from 'node:assert/strict'
import { test } from 'node:test'
import { check } from './checking.ts'
import { usualControlNotice } from './legal-context.ts'
import { modelText } from './testing/declarations.ts'

const context = { on: '2026-11-25', controlNotice: usualControlNotice }
const text = modelText('capacity-management')
const refused = (asked: Parameters<typeof check>[1]) =>
  check(text, asked).refusals.map(({ code, path, place }) => ({ code, path, line: place?.line }))
const lineOf = (start: string): number => text.split('\n').findIndex((line) => line.startsWith(start)) + 1

test('a text of this house and of this measure is not refused for it', () => {
  assert.deepEqual(refused({ ...context, jurisdiction: 'nl', name: 'capacity-management' }), [])
  assert.deepEqual(refused(context), [])
})

test('a text under the law of another country is refused', () => {
  const [first] = refused({ ...context, jurisdiction: 'dk' })
  assert.deepEqual(first, { code: 'other-jurisdiction', path: '/jurisdiction', line: lineOf('jurisdiction:') })
})

test('a measure keeps its name', () => {
  assert.deepEqual(refused({ ...context, name: 'another' }), [
    { code: 'name-changed', path: '/id', line: lineOf('id:') },
  ])
})
