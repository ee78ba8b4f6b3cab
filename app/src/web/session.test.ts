// What happens on screen when the session or the server is gone in the middle of something.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { browserHouse, skipWithoutChromium, type Visitor } from '../testing/browser.ts'
import { sentencesIn } from './testing/sentences.ts'

const house = browserHouse()
const say = sentencesIn('nl')
const refused = /status of 401/
const elevenHoursMs = 11 * 3_600_000

test('a session that ends in the middle of a form keeps the form, and goes on', skipWithoutChromium(), async () => {
  const visitor = await administratorAtForm('Salarissysteem')
  const { page } = visitor
  const question = await submitTooLate(visitor)
  assert.equal(await page.locator('#label').inputValue(), 'Salarissysteem')
  assert.deepEqual(await uncovered(page), [])

  const [tab] = await Promise.all([
    page.waitForEvent('popup'),
    question.getByRole('link', { name: say('shell.again.sign-in') }).click(),
  ])
  await tab.locator('a.ow-persona[href*="persona=administrator&"]').click()
  await tab.getByRole('heading', { name: say('shell.signed-in.title') }).waitFor()
  await question.waitFor({ state: 'detached' })
  await page.getByText(say('people.connections.made')).waitFor()
  await page.locator('table').getByText('Salarissysteem').first().waitFor()
  await visitor.close()
})

test('somebody else who signs in sees nothing of what was typed', skipWithoutChromium(), async () => {
  const visitor = await administratorAtForm('Geheim plan')
  const { page } = visitor
  const question = await submitTooLate(visitor)
  const [tab] = await Promise.all([
    page.waitForEvent('popup'),
    question.getByRole('link', { name: say('shell.again.sign-in') }).click(),
  ])
  await tab.locator('a.ow-persona[href*="persona=employee&"]').click()
  await page.waitForURL((url) => url.pathname === '/')
  await visitor.settled()
  assert.equal(await page.locator('h2', { hasText: say('people.connections.new') }).count(), 0)
  await visitor.close()
})

test('who does not sign in again leaves nothing on the screen', skipWithoutChromium(), async () => {
  const visitor = await administratorAtForm('Weg ermee')
  const { page } = visitor
  const question = await submitTooLate(visitor)
  await question.getByRole('button', { name: say('shell.again.leave') }).click()
  await page.waitForURL('**/sign-in?ended=1&to=%2Fconnections')
  await visitor.settled()
  assert.equal(await page.getByText(say('shell.sign-in.session-ended')).count(), 1)
  assert.equal(await page.locator('.ow-header__person').count(), 0)
  await visitor.close()
})

test('a server that is gone is said in words, with a way to try again', skipWithoutChromium(), async () => {
  const visitor = await administratorAtForm('Netwerk')
  const { page } = visitor
  visitor.expectNoise(/ERR_CONNECTION_REFUSED|Failed to fetch|could not load the screen/)
  await house.whole.stop()

  await page.locator('form button[type=submit]').click()
  await page.getByText(say('shell.problem.offline.title')).waitFor()
  assert.equal(await page.locator('#label').inputValue(), 'Netwerk')

  await page.locator('.ow-navigation__link[href="/permissions"]').click()
  await page.getByRole('heading', { name: say('shell.not-loaded.title') }).waitFor()
  await page.locator('.ow-navigation__link[href="/connections"]').click()
  await page.getByText(say('shell.problem.offline.title')).first().waitFor()
  await page
    .getByRole('button', { name: say('shell.problem.retry') })
    .first()
    .waitFor()
})

async function administratorAtForm(label: string): Promise<Visitor> {
  const visitor = await house.visitor()
  await visitor.open('/sign-in/start?persona=administrator&to=/connections')
  await visitor.page.locator('#label').fill(label)
  return visitor
}

async function submitTooLate({ page, expectNoise }: Visitor) {
  house.whole.clock.now = new Date(house.whole.clock.now.getTime() + elevenHoursMs)
  expectNoise(refused)
  await page.locator('form button[type=submit]').click()
  const question = page.getByRole('dialog', { name: say('shell.again.title') })
  await question.waitFor()
  return question
}

/** Words of the screen that can still be read around the question. */
async function uncovered(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const dialog = document.querySelector('dialog[open]')
    if (dialog === null) return ['there is no question']
    const backdrop = getComputedStyle(dialog, '::backdrop').backgroundColor
    return /^rgb\(/.test(backdrop) ? [] : [`the backdrop can be seen through: ${backdrop}`]
  })
}
