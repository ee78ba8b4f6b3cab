// Whatever can be entered has a name, a sentence and a place in the choice, in every language.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseMessage } from '../../../../../tools/message-text.ts'
import { languages } from '../../../platform/messages.ts'
import { entryKinds } from '../../../rooms.ts'
import { look } from '../../../testing/look.ts'
import { kindGroupNames, kindGroups } from './kind-groups.ts'

test('each kind of the house stands in one group of the choice, and no other does', () => {
  const grouped = kindGroupNames.flatMap((name): readonly string[] => kindGroups[name])
  assert.deepEqual([...grouped].sort(), [...entryKinds.keys()].sort())
})

for (const language of languages) {
  // The file of this repository; a test of its own checks its shape.
  const texts = JSON.parse(readFileSync(join(import.meta.dirname, `${language}.json`), 'utf8')) as Record<
    string,
    string
  >

  test(`${language}: each kind has a name, and a sentence that tells all its facts`, () => {
    for (const [kind, { facts }] of entryKinds) {
      const name = texts[`log.kind.${kind}`]
      const said = parseMessage(texts[`log.said.${kind}`] ?? assert.fail(`no sentence for ${kind}`), language)
      assert.ok(name !== undefined && name !== '' && said.texts.every((text) => text.endsWith('.')), kind)
      for (const [fact, schema] of Object.entries(facts.properties)) {
        const at = `${kind}.${fact}`
        const words = wordsOf(schema)
        if (isShownApart(fact, schema)) continue
        assert.ok(said.argumentNames.includes(fact), `${at} is not told`)
        if (fact === 'offices' || words === undefined || words.includes('100+')) continue
        const options = said.choices.find(({ argument }) => argument === fact)?.options ?? []
        const untold = words.filter((word) => !options.includes(word.replaceAll('-', '_')))
        assert.ok(untold.length === 1, `${at}: "other" stands for one word, not for ${untold.join(', ')}`)
      }
    }
  })
}

/** Measure, entry and fingerprints have a line of their own; the offices of a measure a column. */
function isShownApart(fact: string, schema: unknown): boolean {
  const pattern = look(schema, 'pattern')
  return typeof pattern === 'string' ? /0-9a-f|measure/.test(pattern) : fact === 'offices'
}

function wordsOf(schema: unknown): readonly string[] | undefined {
  const list = look(schema, 'anyOf')
  return Array.isArray(list) ? list.map((one) => String(look(one, 'const'))) : undefined
}
