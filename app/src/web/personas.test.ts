// A few of those who can be played, in both demonstrations.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserHouse, skipWithoutChromium } from '../testing/browser.ts'
import type { Language } from './messages.ts'
import { personasOf, signInByClick, walkAs } from './testing/persona-walk.ts'

const sample: readonly { country: 'nl' | 'dk'; id: string; language: Language }[] = [
  { country: 'dk', id: 'shop-steward', language: 'da' },
]
const houses = { nl: browserHouse('nl'), dk: browserHouse('dk') }

for (const { country, id, language } of sample) {
  test(`"${id}" of the ${country} demonstration gets in, around and out`, skipWithoutChromium(), async () => {
    const persona = (await personasOf(houses[country])).find((one) => one.id === id)
    assert.ok(persona)
    await walkAs(houses[country], persona, language)
  })
}

test('in one browser one can be somebody else at once', skipWithoutChromium(), async () => {
  const visitor = await houses.nl.visitor()
  for (const persona of (await personasOf(houses.nl)).slice(0, 3)) {
    await visitor.page.context().clearCookies({ name: '__Host-openwacht' })
    await signInByClick(visitor, persona)
    assert.equal(await visitor.page.locator('.ow-header').getByText(persona.name).count(), 1)
  }
  await visitor.close()
})

for (const { country, locale, language } of [
  { country: 'nl', locale: 'da-DK', language: 'da' },
  { country: 'nl', locale: 'en-GB', language: 'en' },
  { country: 'dk', locale: 'nl-NL', language: 'nl' },
  { country: 'nl', locale: 'de-DE', language: 'nl' },
  { country: 'dk', locale: 'de-DE', language: 'da' },
] as const) {
  test(
    `without a choice a browser in ${locale} hears ${language} in the ${country} house`,
    skipWithoutChromium(),
    async () => {
      const { page, open, close } = await houses[country].visitor({ locale })
      await open('/sign-in')
      assert.equal(await page.evaluate(() => document.documentElement.lang), language)
      await close()
    },
  )
}

test('what the person chose goes before the language of the browser', skipWithoutChromium(), async () => {
  const { page, open, close } = await houses.nl.visitor({ locale: 'da-DK' })
  await open('/sign-in')
  await page.locator('#content').getByRole('button', { name: 'Nederlands' }).click()
  await page.waitForFunction(() => document.documentElement.lang === 'nl')
  await open('/about')
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'nl')
  await close()
})
