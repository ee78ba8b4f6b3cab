import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'

/** Presses Tab until the element has the focus; fails when it never comes. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor()
  for (let presses = 0; presses < 120; presses++) {
    if (await hasFocus(wanted)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab never reaches ${wanted}`)
}

/** Whether an element has the focus now. */
export function hasFocus(element: Locator): Promise<boolean> {
  return element.evaluate((one) => one === document.activeElement)
}
