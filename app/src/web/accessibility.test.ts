// axe on every screen, in every language, by day and by night. Colour contrast, names, roles, structure.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserHouse, skipWithoutChromium } from '../testing/browser.ts'
import { languages } from './messages.ts'
import { axeFaults } from './testing/axe.ts'
import { everyVisit, openScreen } from './testing/screen-walk.ts'

const house = browserHouse()

for (const language of languages) {
  for (const visit of everyVisit) {
    test(`axe finds nothing on "${visit.name}" in ${language}`, skipWithoutChromium(), async () => {
      const { page } = await openScreen(house, visit, language)
      assert.deepEqual(await axeFaults(page), [])
    })
  }
}
