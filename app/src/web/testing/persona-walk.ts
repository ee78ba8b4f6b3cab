import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { demonstration } from '../../rooms/people/demonstration.ts'
import { localDate } from '../../rooms/people/local-date.ts'
import { type BrowserHouse, browserHouse, skipWithoutChromium, type Visitor } from '../../testing/browser.ts'
import type { Personas } from '../answers.ts'
import { type Language, languages } from '../messages.ts'
import { axeFaults } from './axe.ts'
import { sentencesIn } from './sentences.ts'

/** Somebody who can be played in a demonstration. */
export type Persona = Personas['personas'][number]

/** Everybody who can be played in a house. */
export async function personasOf(house: BrowserHouse): Promise<readonly Persona[]> {
  const { json } = await house.whole.nobody.ask('GET', '/api/v1/personas')
  // The list of the API, as its schema says.
  return (json as Personas).personas
}

/**
 * Goes through the house as one persona, as a newcomer would: in with one click, through every link of the navigation, out
 * again, and back with the browser's own button.
 *
 * @param look - Looks at each screen on the way.
 */
export async function walkAs(
  house: BrowserHouse,
  persona: Persona,
  language: Language,
  look: (page: Page) => Promise<void> = async () => undefined,
): Promise<void> {
  const visitor = await house.visitor()
  await visitor.speak(language)
  await signInByClick(visitor, persona)
  await seeStartPage(visitor, persona, language)
  await look(visitor.page)
  await followNavigation(visitor, look)
  await signOutAndGoBack(visitor, persona, language)
  await visitor.close()
}

/** How long one walk may take, so that all of them end whatever happens. */
const longestWalkMs = 180_000

/** Defines a test for each persona of a country in each language: the walk, with axe on every screen that is drawn in a new way. */
export function walkEverybody(country: 'nl' | 'dk'): void {
  const house = browserHouse(country)
  const { personas } = demonstration(country, localDate('2026-01-01'))
  for (const language of languages) {
    const seen = new Set<string>()
    const look = async (page: Page) => {
      const drawn = await page.evaluate(structureOfPage)
      if (seen.has(drawn)) return
      seen.add(drawn)
      assert.deepEqual(await axeFaults(page), [], new URL(page.url()).pathname)
    }
    for (const { id } of personas) {
      const options = { ...skipWithoutChromium(), timeout: longestWalkMs }
      test(`"${id}" of the ${country} demonstration goes through every screen in ${language}`, options, async () => {
        const persona = (await personasOf(house)).find((one) => one.id === id)
        assert.ok(persona)
        await walkAs(house, persona, language, look)
      })
    }
  }
}

/** Which elements with which classes a page is made of; its words, and how often the same row is repeated, do not count. */
function structureOfPage(): string {
  const parts = [...document.querySelectorAll('body *')].map(
    (one) => `${one.tagName}.${one.getAttribute('class') ?? ''}`,
  )
  return `${location.pathname} ${[...new Set(parts)].join(' ')}`
}

/** Comes in through the sign-in page, with one click. */
export async function signInByClick({ page, open, settled }: Visitor, { id }: Persona): Promise<void> {
  await open('/sign-in')
  await page.locator(`a.ow-persona[href*="persona=${id}&"]`).click()
  await page.waitForURL((url) => url.pathname === '/')
  await settled()
}

async function seeStartPage({ page }: Visitor, persona: Persona, language: Language): Promise<void> {
  const [givenName = ''] = persona.name.split(' ')
  const hello = sentencesIn(language)('shell.start.hello', { name: givenName })
  assert.equal(await page.locator('h1').textContent(), hello)
  assert.equal(await page.evaluate(() => document.documentElement.lang), language)
  assert.equal(await page.locator('.ow-header').getByText(persona.name).count(), 1)
}

async function followNavigation({ page, settled }: Visitor, look: (page: Page) => Promise<void>): Promise<void> {
  const links = page.locator('.ow-navigation__link')
  const addresses = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
  assert.ok(addresses.length >= 4, `only ${addresses.length} links`)
  const headings = new Set<string | null>()
  for (const address of addresses) {
    await page.locator(`.ow-navigation__link[href="${address}"]`).click()
    await page.locator(`.ow-navigation__link[href="${address}"][aria-current="page"]`).waitFor()
    await settled()
    headings.add(await page.locator('h1').textContent())
    assert.deepEqual(await page.locator('main .utrecht-alert--error').allInnerTexts(), [], address)
    await look(page)
  }
  assert.equal(headings.size, addresses.length, 'two screens have the same heading')
}

async function signOutAndGoBack(visitor: Visitor, persona: Persona, language: Language): Promise<void> {
  const { page, open, settled } = visitor
  await open('/me')
  await page.getByRole('button', { name: sentencesIn(language)('shell.layout.sign-out') }).click()
  await page.waitForURL('**/sign-in?ended=2')
  await settled()
  assert.equal(await page.getByText(persona.name).count(), 1, 'only among those who can be played')
  await page.goBack()
  await page.waitForURL('**/sign-in?to=%2Fme')
  await settled()
  assert.equal(await page.locator('.ow-header__person, .ow-navigation, dl').count(), 0, 'the page is still there')
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), ['openwacht.language'])
  assert.deepEqual(
    (await page.context().cookies()).filter(({ name }) => name.startsWith('__Host-')),
    [],
  )
}
