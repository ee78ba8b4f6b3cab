// What is kept from a reader is kept in everything that is made of a declaration.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Say } from '../../platform/problem.ts'
import { compare } from './compare.ts'
import type { Declaration } from './declaration.ts'
import { unborn } from './life.ts'
import type { Measure } from './measure.ts'
import { plainChanges } from './plain-changes.ts'
import { algorithmEntry } from './register-exports.ts'
import { changed, model, modelText } from './testing/declarations.ts'
import { commitmentToText, factsOfVersion } from './version-facts.ts'
import type { Reader } from './vocabulary.ts'

const say: Say = Object.assign((key: string) => key, { language: 'nl' })

function secret(part: Declaration['secrecy'][number]['part']): Declaration {
  return changed(model(), { secrecy: [{ part, readers: 'council', reason: { nl: 'x' } }] })
}

test('of a secret part the public reads that it changed, once, and not what its rows are called', () => {
  const [before, after] = [secret('sources'), secret('sources')]
  const [one] = after.sources
  assert.ok(one !== undefined)
  one.fields = one.fields.slice(0, 2).map((field) => ({ ...field, treatment: 'keep' }))
  after.sources = after.sources.slice(0, 1)
  after.review = '2027-01-01'
  const read = (viewer: Reader) => plainChanges(compare(before, after).changes, [before, after], viewer, say)
  assert.deepEqual(
    read('public').map(({ path, secretFor }) => [path, secretFor]),
    [
      ['/review', null],
      ['/sources', 'council'],
    ],
  )
  const told = JSON.stringify(read('public'))
  for (const { id, fields } of before.sources) {
    assert.ok(!told.includes(id), id)
    for (const { path } of fields) assert.ok(!told.includes(`/${path}`), path)
  }
  assert.ok(read('council').length > 3)
  assert.ok(JSON.stringify(read('council')).includes(one.id))
})

test('what a tool can do is told by no category of an export where it is kept from the public', () => {
  const measure: Measure = { id: 'measure-01', name: 'x', made: new Date(0), life: unborn } as never
  const place = { organisation: 'x', url: 'https://x', on: '2026-11-25', language: 'nl' }
  const category = (declaration: Declaration) =>
    algorithmEntry({ measure, version: 1, madeOn: '2026-11-25', declaration }, place, say).publication_category
  const judging = (one: Declaration) => {
    for (const capability of one.capabilities) Object.assign(capability, { kind: 'evaluates-workers', state: 'used' })
    return one
  }
  assert.equal(category(judging(model())), 'Hoog-risico AI-systeem')
  assert.equal(category(model()), 'Impactvolle algoritmes')
  assert.equal(category(secret('capabilities')), null)
  assert.equal(category(judging(secret('capabilities'))), null)
})

test('nobody without the blind can hold a guess of a text against its entry; with it everybody reckons the same', () => {
  const text = modelText('monitoring-and-response')
  const [one, other] = [
    factsOfVersion(1, text, model(), undefined, '00'.repeat(32)),
    factsOfVersion(1, text, model(), undefined, '01'.repeat(32)),
  ]
  assert.match(one.blind ?? '', /^[0-9a-f]{64}$/)
  assert.notEqual(one.digest, other.digest)
  assert.notEqual(one.digest, commitmentToText(undefined, text))
  assert.equal(one.digest, commitmentToText(one.blind, text))
})
