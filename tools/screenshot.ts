// Makes the picture of the start page that the README shows, from a demonstration that it starts and stops itself. Run it
// after a change of that page: sh bin/run tools/screenshot.ts
import { statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { launchChromium } from '../app/src/testing/browser.ts'
import { openWholeHouse } from '../app/src/testing/whole-house.ts'
import { root } from './checkout.ts'

const picture = join(root, 'docs/start-page.png')

const [house, browser] = await Promise.all([openWholeHouse('nl'), launchChromium()])
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })
  // The README is in English; whoever leads the house has something waiting.
  await page.addInitScript(`localStorage['openwacht.language'] = 'en'`)
  await page.goto(`${house.url}/sign-in/start?persona=administrator&to=/`)
  await page.locator('.ow-waiting__one').first().waitFor()
  await page.evaluate('document.fonts.ready')
  await page.screenshot({ path: picture })
} finally {
  await browser.close()
  await house.stop()
}
console.log(`${relative(root, picture)}: ${Math.round(statSync(picture).size / 1000)} kB`)
