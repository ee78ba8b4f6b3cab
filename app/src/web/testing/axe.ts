import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { type BrowserHouse, skipWithoutChromium } from '../../testing/browser.ts'
import { openScreen, type Reading } from './screen-walk.ts'

/** The rules that axe checks: WCAG 2.2 level A and AA, and EN 301 549. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'EN-301-549']

/** The rules among them that look at colours: all that can differ in the dark. */
const colourRules = ['color-contrast', 'link-in-text-block']

/** What passes is not described in full: that takes longer than finding it. */
const brief = { resultTypes: ['violations' as const] }

/** What axe finds wrong on the page as it is now, in the light and in the dark colours: a line for each element. */
export async function axeFaults(page: Page): Promise<readonly string[]> {
  const light = await faultsByDay(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await faultsOf(
    new AxeBuilder({ page }).options({ runOnly: { type: 'rule', values: colourRules }, ...brief }),
  )
  await page.emulateMedia({ colorScheme: null })
  return [...light, ...dark.map((line) => `in the dark: ${line}`)]
}

async function faultsByDay(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: 'light' })
  return faultsOf(new AxeBuilder({ page }).options({ runOnly: { type: 'tag', values: tags }, ...brief }))
}

/** Tests that axe finds nothing on a screen, by day alone or by night too. */
export function testThatAxeFindsNothing(
  house: BrowserHouse,
  readings: readonly Reading[],
  when: 'by-day' | 'always',
): void {
  for (const { visit, language } of readings) {
    test(`axe finds nothing on "${visit.name}" in ${language}`, skipWithoutChromium(), async () => {
      const { page } = await openScreen(house, visit, language)
      assert.deepEqual(await (when === 'always' ? axeFaults : faultsByDay)(page), [])
    })
  }
}

async function faultsOf(axe: AxeBuilder): Promise<readonly string[]> {
  // No frames here, so the simple way, which opens no second page.
  const { violations } = await axe.setLegacyMode().analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  )
}
