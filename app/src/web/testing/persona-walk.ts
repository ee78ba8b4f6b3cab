import assert from 'node:assert/strict'
import type { BrowserHouse, Visitor } from '../../testing/browser.ts'
import type { Personas } from '../answers.ts'
import type { Language } from '../messages.ts'
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
 */
export async function walkAs(house: BrowserHouse, persona: Persona, language: Language): Promise<void> {
  const visitor = await house.visitor()
  await visitor.speak(language)
  await signInByClick(visitor, persona)
  await seeStartPage(visitor, persona, language)
  await followNavigation(visitor)
  await signOutAndGoBack(visitor, persona, language)
  await visitor.close()
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

async function followNavigation({ page, settled }: Visitor): Promise<void> {
  const links = page.locator('.ow-navigation__link')
  const addresses = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
  assert.ok(addresses.length >= 4, `only ${addresses.length} links`)
  const headings = new Set<string | null>()
  for (const address of addresses) {
    await page.locator(`.ow-navigation__link[href="${address}"]`).click()
    await page.locator(`.ow-navigation__link[href="${address}"][aria-current="page"]`).waitFor()
    await settled()
    headings.add(await page.locator('h1').textContent())
    assert.deepEqual(await page.locator('main [role=alert]').allInnerTexts(), [], address)
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
