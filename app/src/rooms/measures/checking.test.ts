import assert from 'node:assert/strict'
import { test } from 'node:test'
import { check, checkEmergency } from './checking.ts'
import { usualControlNotice } from './legal-context.ts'
import { filledText, modelText } from './testing/declarations.ts'

const context = { on: '2026-11-25', controlNotice: usualControlNotice }
const text = filledText('capacity-management')
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

test('what a model leaves open is refused at its place, but for an agreement that is still being made', () => {
  const found = check(modelText('monitoring-and-response'), context).refusals
  assert.deepEqual(
    found.map(({ code, path, values }) => [code, path, values.wanted]),
    [
      ['not-filled-in', '/dpia/reference', 'reference of your own DPIA'],
      ['not-filled-in', '/tool/name', 'name of the detection tool'],
    ],
  )
  assert.ok(found.every(({ place }) => place !== undefined && place.line > 1))
})

test('an emergency does not wait for its DPIA, and names its tool', () => {
  const { refusals, due } = checkEmergency(modelText('monitoring-and-response'), context)
  assert.deepEqual(
    [refusals.map(({ path }) => path), due.map(({ path }) => path)],
    [['/tool/name'], ['/dpia/reference']],
  )
})
