// Every screen, each in the next language, on a narrow phone, with large and spaced text, in forced colours, at rest and on paper.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserHouse, skipWithoutChromium } from '../testing/browser.ts'
import { testThatAllFits } from './testing/fit-walk.ts'
import { movements } from './testing/looks.ts'
import { readInTurn } from './testing/screen-walk.ts'

const house = browserHouse()

testThatAllFits(house, readInTurn)

test('who has nothing against movement gets it', skipWithoutChromium(), async () => {
  const { page, open, close } = await house.visitor({ reducedMotion: 'no-preference' })
  await open('/sign-in')
  assert.notDeepEqual(await page.evaluate(movements), [])
  await close()
})
