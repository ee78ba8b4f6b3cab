// The house without a mouse: whole journeys. Every stop of the Tab key on every screen: `every-language.long.test.ts`.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { browserHouse, skipWithoutChromium } from '../testing/browser.ts'
import { hasFocus, tabTo } from './testing/keys.ts'
import { sentencesIn } from './testing/sentences.ts'

const house = browserHouse()
const say = sentencesIn('nl')

test('the skip link leads past the navigation', skipWithoutChromium(), async () => {
  const { page, open } = await house.signInAs('employee')
  await open('/')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'content')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement?.closest('main') !== null), true)
})

test('one signs in, goes somewhere and comes out where the heading is', skipWithoutChromium(), async () => {
  const visitor = await house.visitor()
  const { page } = visitor
  await visitor.open('/sign-in')
  await tabTo(page, page.locator('a.ow-persona[href*="persona=analyst&"]'))
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.pathname === '/')
  await visitor.settled()
  await tabTo(page, page.locator('.ow-navigation__link[href="/offices"]'))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: say('people.offices.title') }).waitFor()
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1')
  await visitor.close()
})

test('the menu of a phone opens, closes with Escape and gives the focus back', skipWithoutChromium(), async () => {
  const visitor = await house.visitor({ viewport: { width: 320, height: 640 } })
  const { page } = visitor
  await visitor.open('/sign-in/start?persona=employee&to=/')
  const button = page.getByRole('button', { name: say('shell.layout.menu') })
  const link = page.locator('.ow-navigation__link').first()
  assert.equal(await link.isVisible(), false)
  await tabTo(page, button)
  await page.keyboard.press('Enter')
  assert.equal(await button.getAttribute('aria-expanded'), 'true')
  await page.keyboard.press('Tab')
  assert.equal(await hasFocus(link), true)
  await page.keyboard.press('Escape')
  assert.equal(await link.isVisible(), false)
  assert.equal(await hasFocus(button), true)
  await visitor.close()
})

test('the language changes on the spot, stays, and keeps the focus', skipWithoutChromium(), async () => {
  const visitor = await house.visitor()
  const { page } = visitor
  await visitor.open('/sign-in/start?persona=employee&to=/me')
  const dansk = page.locator('.ow-footer').getByRole('button', { name: 'Dansk' })
  await tabTo(page, dansk)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: sentencesIn('da')('shell.me.title') }).waitFor()
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'da')
  assert.equal(await hasFocus(dansk), true)
  await page.reload()
  await page.getByRole('heading', { level: 1, name: sentencesIn('da')('shell.me.title') }).waitFor()
  await visitor.close()
})

test('what is folded opens and closes on the spot', skipWithoutChromium(), async () => {
  const { page, open } = await house.signInAs('employee')
  await open('/me')
  const summary = page.locator('summary', { hasText: say('shell.passkeys.what') })
  await tabTo(page, summary)
  for (const isOpen of [true, false]) {
    await page.keyboard.press(isOpen ? 'Enter' : 'Space')
    assert.equal(await page.getByText(say('shell.passkeys.what-it-is')).isVisible(), isOpen)
    assert.equal(await hasFocus(summary), true)
  }
})

test('a dialog holds the focus, and Escape gives it back', skipWithoutChromium(), async () => {
  const { page, open } = await house.signInAs('administrator')
  await open('/offices')
  const end = page.getByRole('button', { name: say('people.offices.end'), exact: true }).first()
  await end.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  for (let step = 0; step < 8; step++) {
    const place = await page.evaluate(() => document.activeElement?.closest('dialog, body')?.tagName)
    const isOutside = await page.evaluate(() => document.activeElement === document.body)
    assert.ok(place === 'DIALOG' || isOutside, `step ${step}: the focus is behind the dialog`)
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  assert.equal(await hasFocus(end), true)
})

test('an administrator gives an office to somebody without ever losing the focus', skipWithoutChromium(), async () => {
  const { page, open } = await house.signInAs('administrator')
  await open('/offices')
  await tabTo(page, page.getByRole('button', { name: say('people.offices.give') }).first())
  await page.keyboard.press('Enter')
  await keepsFocus(page, 'the form opened')
  await tabTo(page, page.locator('select#office'))
  await page.keyboard.type(say('people.office.analyst', { jurisdiction: 'nl' }))
  await tabTo(page, page.locator('#person'))
  await page.keyboard.type('Yasmin Duin')
  const found = page.locator('form li button').first()
  await found.waitFor()
  await tabTo(page, found)
  await page.keyboard.press('Enter')
  await keepsFocus(page, 'somebody was chosen')
  await tabTo(page, page.locator('form button[type=submit]'))
  await page.keyboard.press('Enter')
  await page.locator('form [role=status]', { hasText: 'Yasmin' }).waitFor()
  await keepsFocus(page, 'the office was given')
})

async function keepsFocus(page: Page, when: string): Promise<void> {
  const isLost = await page.evaluate(() => document.activeElement === document.body)
  assert.equal(isLost, false, `when ${when} the focus was nowhere`)
}
