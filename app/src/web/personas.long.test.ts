// Everybody who can be played, in both demonstrations and in every language.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserHouse, skipWithoutChromium } from '../testing/browser.ts'
import { languages } from './messages.ts'
import { personasOf, walkAs } from './testing/persona-walk.ts'

const houses = { nl: browserHouse('nl'), dk: browserHouse('dk') }

for (const country of ['nl', 'dk'] as const) {
  for (const language of languages) {
    test(
      `everybody of the ${country} house gets in, around and out in ${language}`,
      skipWithoutChromium(),
      async (t) => {
        const personas = await personasOf(houses[country])
        assert.ok(personas.length >= 20)
        for (const persona of personas) await t.test(persona.id, () => walkAs(houses[country], persona, language))
      },
    )
  }
}
