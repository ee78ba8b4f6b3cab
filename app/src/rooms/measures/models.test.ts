import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { plainLanguageFindings } from '../../../../tools/plain-language.ts'
import { compare } from './compare.ts'
import type { Declaration } from './declaration.ts'
import { impossible } from './impossible.ts'
import { usualControlNotice } from './legal-context.ts'
import { parseDeclaration } from './parse-declaration.ts'
import { textsOf } from './texts.ts'
import { kinds } from './vocabulary.ts'

const folder = new URL('./models/', import.meta.url)
const context = { on: '2026-11-25', controlNotice: usualControlNotice }

function model(file: string): Declaration {
  const parsed = parseDeclaration(readFileSync(new URL(file, folder), 'utf8'))
  assert.ok(parsed.kind === 'parsed', JSON.stringify(parsed))
  return parsed.declaration
}

const files = readdirSync(folder)

test('there is a model of every kind of measure', () => {
  assert.deepEqual(files.map((file) => model(file).kind).sort(), kinds.filter((kind) => kind !== 'other').sort())
})

for (const file of files) {
  test(`${file}: passes every refusal, in the Netherlands and in Denmark`, () => {
    const declaration = model(file)
    assert.equal(`${declaration.id}.yaml`, file)
    assert.deepEqual(impossible(declaration, context), [])
    assert.deepEqual(impossible({ ...declaration, jurisdiction: 'dk' }, context), [])
  })

  test(`${file}: every text exists in every language, in plain words`, () => {
    const declaration = model(file)
    const texts = [
      { path: '/title', text: declaration.title },
      { path: '/summary', text: declaration.summary },
      ...textsOf(declaration),
    ]
    const findings = texts.flatMap(({ path, text }) =>
      (['nl', 'da', 'en'] as const).flatMap((language) => {
        const words = text[language]
        if (words === undefined) return [`${path} ${language}: missing`]
        const errors = plainLanguageFindings(words, language).filter(({ level }) => level === 'error')
        return errors.map(({ fault }) => `${path} ${language}: ${fault}`)
      }),
    )
    assert.deepEqual(findings, [])
  })

  test(`${file}: is the same as itself`, () => {
    assert.deepEqual(compare(model(file), structuredClone(model(file))), { verdict: 'same', changes: [] })
  })
}
