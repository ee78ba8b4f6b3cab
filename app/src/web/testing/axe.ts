import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** The rules that axe checks: WCAG 2.2 level A and AA, and EN 301 549. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'EN-301-549']

/** What axe finds wrong on the page as it is now, in the light and in the dark colours: a line for each element. */
export async function axeFaults(page: Page): Promise<readonly string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    // No frames here, so the simple way, which opens no second page.
    const { violations } = await new AxeBuilder({ page }).withTags(tags).setLegacyMode().analyze()
    for (const { id, nodes } of violations) {
      for (const { target, failureSummary } of nodes)
        found.push(`${colorScheme}: ${id}: ${target.join(' ')}: ${failureSummary}`)
    }
  }
  await page.emulateMedia({ colorScheme: null })
  return found
}
