import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { type BrowserHouse, skipWithoutChromium } from '../../testing/browser.ts'
import { edgeless, movements, overflows, rawWords, reachable, smallTargets } from './looks.ts'
import { openScreen, type Reading } from './screen-walk.ts'

const wide = { width: 1280, height: 900 }
const phone = { width: 320, height: 640 }
/** A4 without margins, at 96 dots an inch. */
const paper = { width: 794, height: 1123 }

/** Tests that a screen fits on a narrow phone, with large and with spaced text, in forced colours, at rest and on paper. */
export function testThatAllFits(house: BrowserHouse, readings: readonly Reading[]): void {
  for (const { visit, language } of readings) {
    test(`"${visit.name}" in ${language} fits everywhere and speaks one language`, skipWithoutChromium(), async (t) => {
      const { page } = await openScreen(house, visit, language)
      await page.evaluate(() => {
        for (const one of document.querySelectorAll('details')) one.open = true
      })

      await t.test('the page says which language it is in, and shows no key of a message', async () => {
        assert.equal(await page.evaluate(() => document.documentElement.lang), language)
        assert.deepEqual(await page.evaluate(rawWords), [])
        assert.match(await page.title(), /^\S.* – \S.* – Openwacht$/)
        assert.equal(await page.locator('h1').count(), 1)
      })
      await t.test('at 1280 pixels nothing sticks out', async () => {
        await page.setViewportSize(wide)
        assert.deepEqual(await page.evaluate(overflows), [])
      })
      await t.test('at 320 pixels nothing sticks out, and everything can be hit with a finger', async () => {
        await page.setViewportSize(phone)
        assert.deepEqual(await page.evaluate(overflows), [])
        assert.deepEqual(await page.evaluate(smallTargets, reachable), [])
      })
      await t.test('with text at 200 % nothing is cut off', async () => {
        await page.setViewportSize(wide)
        await withTextOf(page, '200%', async () => assert.deepEqual(await page.evaluate(overflows), []))
      })
      await t.test('in forced colours every control keeps an edge', async () => {
        await page.emulateMedia({ forcedColors: 'active' })
        assert.deepEqual(await page.evaluate(edgeless), [])
        await page.emulateMedia({ forcedColors: null })
      })
      await t.test('nothing moves for who wants no movement', async () => {
        assert.deepEqual(await page.evaluate(movements), [])
      })
      await t.test('on paper there is all of the content and no way elsewhere', async () => {
        await page.setViewportSize(paper)
        await page.emulateMedia({ media: 'print' })
        assert.deepEqual(await page.evaluate(overflows), [])
        for (const gone of ['.ow-navigation', '.ow-footer', '.ow-languages', 'button']) {
          assert.equal(await page.locator(gone).filter({ visible: true }).count(), 0, gone)
        }
        assert.deepEqual(await page.evaluate(missingOnPaper), [])
        await page.emulateMedia({ media: null })
        await page.setViewportSize(wide)
      })
      await t.test('with the text spaced as WCAG 2.2, 1.4.12 says nothing is cut off', async () => {
        await spaceText(page)
        assert.deepEqual(await page.evaluate(overflows), [])
      })
    })
  }
}

async function withTextOf(page: Page, size: string, check: () => Promise<void>): Promise<void> {
  await page.evaluate((wanted) => document.documentElement.style.setProperty('font-size', wanted), size)
  await check()
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'))
}

async function spaceText(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const element of document.body.querySelectorAll<HTMLElement>('*:not(svg, svg *)')) {
      element.style.setProperty('line-height', '1.5', 'important')
      element.style.setProperty('letter-spacing', '0.12em', 'important')
      element.style.setProperty('word-spacing', '0.16em', 'important')
      if (element.tagName === 'P') element.style.setProperty('margin-block-end', '2em', 'important')
    }
  })
}

/** Headings, paragraphs, cells and terms of the screen that paper would not show. Runs in the page. */
function missingOnPaper(): readonly string[] {
  const parts = document.querySelectorAll('main :is(h1, h2, h3, p, dt, dd, th, td, li)')
  return [...parts]
    .filter((part) => (part.textContent ?? '').trim() !== '' && !part.checkVisibility())
    .filter((part) => part.closest('.ow-languages, thead') === null)
    .map((part) => (part.textContent ?? '').trim().slice(0, 60))
}
