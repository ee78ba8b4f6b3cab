import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { type BrowserHouse, skipWithoutChromium } from '../../testing/browser.ts'
import { focusNow, reachable, type Stop } from './looks.ts'
import { everyVisit, openScreen } from './screen-walk.ts'
import { sentencesIn } from './sentences.ts'

const say = sentencesIn('nl')

/**
 * Tests that the Tab key goes through every screen.
 *
 * @param mostStops - On a screen with more stops, the rest are rows like those before.
 */
export function testThatTabGoesThrough(house: BrowserHouse, mostStops: number): void {
  for (const visit of everyVisit) {
    test(`Tab goes through "${visit.name}" in order, in sight and out again`, skipWithoutChromium(), async () => {
      const { page } = await openScreen(house, visit, 'nl')
      const total = await page.evaluate(
        (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).length,
        reachable,
      )
      const stops = await pressTab(page, Math.min(total, mostStops))
      assert.equal(stops[0]?.words, say('shell.layout.skip'))
      assert.deepEqual(
        stops.map(({ at }) => at),
        stops.map((_, at) => at),
        `the order of the page: ${stops.map(({ words }) => words).join(' | ')}`,
      )
      assert.deepEqual(
        stops.filter(({ isInSight, hasRing }) => !isInSight || !hasRing),
        [],
      )
      if (total > mostStops) return
      const { at } = await page.evaluate(focusNow, reachable)
      assert.ok(at <= 0, 'after the last stop the focus leaves the page, or begins again')
    })
  }
}

/** Presses Tab until it was at so many elements. A field for a day is one of them: its day, month and year stop inside it. */
async function pressTab(page: Page, elements: number): Promise<readonly Stop[]> {
  const stops: Stop[] = []
  for (let presses = 0; presses < 4 * elements + 8; presses++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(focusNow, reachable)
    if (stop.at === stops.at(-1)?.at) continue
    if (stops.length === elements) break
    stops.push(stop)
  }
  return stops
}
