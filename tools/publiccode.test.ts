import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { root } from './checkout.ts'
import { languages } from './message-text.ts'

const description = parse(readFileSync(join(root, 'publiccode.yml'), 'utf8'))
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

test('publiccode.yml has every key that the standard makes mandatory', () => {
  const mandatory = ['publiccodeYmlVersion', 'name', 'url', 'platforms', 'developmentStatus', 'softwareType']
  const sections = ['description', 'legal', 'maintenance', 'localisation']
  assert.deepEqual(
    [...mandatory, ...sections].filter((key) => description[key] === undefined),
    [],
  )
  assert.match(description.publiccodeYmlVersion, /^0\.[4-9]$/)
  assert.ok(description.maintenance.contacts[0].name)
  assert.equal(description.localisation.localisationReady, true)
})

for (const [language, texts] of Object.entries<Record<string, string>>(description.description)) {
  test(`publiccode.yml keeps to the lengths of the standard in ${language}`, () => {
    const { shortDescription = '', longDescription = '', features } = texts
    assert.ok(shortDescription.length > 0 && shortDescription.length <= 150)
    assert.ok(longDescription.length >= 150 && longDescription.length <= 10_000)
    assert.ok(Array.isArray(features) && features.length > 0)
  })
}

test('licence and languages are those of the product', () => {
  assert.equal(description.legal.license, manifest.license)
  assert.deepEqual(description.localisation.availableLanguages, [...languages])
  assert.match(readFileSync(join(root, 'LICENSE'), 'utf8'), /^EUROPEAN UNION PUBLIC LICENCE v\. 1\.2\n/)
})
