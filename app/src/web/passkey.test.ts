// Passkeys from the form to the server and back, with the virtual authenticator of Chromium.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserHouse, skipWithoutChromium } from '../testing/browser.ts'
import { plugInAuthenticator, registerInOwnPage } from './testing/authenticator.ts'
import { sentencesIn } from './testing/sentences.ts'

const house = browserHouse()
const say = sentencesIn('nl')
const sixMinutesMs = 6 * 60_000
/** The server says "passkey first" with status 403, which the browser mentions on the console. */
const askedForPasskey = /status of 403/

for (const persona of ['employee', 'ciso', 'external-processor', 'works-council-member']) {
  test(`"${persona}" can make a passkey on the own page`, skipWithoutChromium(), async () => {
    const visitor = await house.visitor()
    await plugInAuthenticator(visitor.page)
    await registerInOwnPage(visitor, persona, 'nl')
    await visitor.close()
  })
}

test('an act that decides asks for the passkey again, and then happens', skipWithoutChromium(), async () => {
  const visitor = await house.visitor()
  const { page, open, expectNoise } = visitor
  await plugInAuthenticator(page)
  await registerInOwnPage(visitor, 'administrator', 'nl')
  later(sixMinutesMs)
  await open('/connections')
  await makeKey('Rekenmeester')

  expectNoise(askedForPasskey)
  const question = page.getByRole('dialog', { name: say('shell.passkey.ask.title') })
  await question.getByRole('button', { name: say('shell.passkey.ask.use') }).click()
  await page.getByText(say('people.connections.made')).waitFor()
  assert.equal(await question.count(), 0)

  // Within five minutes it is not asked once more.
  await makeKey('Boekhouder')
  await page.getByRole('rowheader', { name: 'Boekhouder' }).waitFor()
  assert.equal(await question.count(), 0)
  await visitor.close()

  async function makeKey(label: string): Promise<void> {
    await page.locator('#label').fill(label)
    await page.getByRole('button', { name: say('people.connections.make') }).click()
  }
})

test('who does not confirm reads what happened and can try again or stop', skipWithoutChromium(), async () => {
  const visitor = await house.visitor()
  const { page, open, expectNoise } = visitor
  const authenticator = await plugInAuthenticator(page)
  await registerInOwnPage(visitor, 'dpo', 'nl')
  later(sixMinutesMs)
  await open('/me')
  const remove = page.getByRole('button', { name: say('shell.passkeys.remove') })
  await remove.click()
  expectNoise(askedForPasskey)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('shell.passkeys.remove') })
    .click()
  const question = page.getByRole('dialog', { name: say('shell.passkey.ask.title') })
  const use = question.getByRole('button', { name: say('shell.passkey.ask.use') })

  await authenticator.refuseFinger()
  await use.click()
  await question.getByText(say('shell.passkey.outcome.cancelled')).waitFor()
  // Somebody who lost it reads what to do, here in the demonstration the command itself.
  await question.getByText(say('shell.passkey.lost', { demonstration: 'yes' })).waitFor()

  await question.getByRole('button', { name: say('shell.cancel') }).click()
  await question.waitFor({ state: 'detached' })
  assert.equal(await remove.first().isVisible(), true, 'nothing was removed')
  await visitor.close()
})

test('a passkey of somebody else is not accepted', skipWithoutChromium(), async () => {
  const visitor = await house.visitor()
  const { page, open, expectNoise } = visitor
  const authenticator = await plugInAuthenticator(page)
  await registerInOwnPage(visitor, 'municipal-secretary', 'nl')
  await authenticator.swapKeys()
  later(sixMinutesMs)
  await open('/me')
  await page.getByRole('button', { name: say('shell.passkeys.remove') }).click()
  expectNoise(/status of (403|409)/)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('shell.passkeys.remove') })
    .click()
  const question = page.getByRole('dialog', { name: say('shell.passkey.ask.title') })
  await question.getByRole('button', { name: say('shell.passkey.ask.use') }).click()
  await question.getByText(say('people.passkey.not-verified')).waitFor()
  await visitor.close()
})

test('a browser without passkeys is told to use another one', skipWithoutChromium(), async () => {
  const visitor = await house.visitor()
  await visitor.page.addInitScript('delete window.PublicKeyCredential')
  await visitor.open('/sign-in/start?persona=analyst&to=/me')
  assert.equal(await visitor.page.getByText(say('shell.passkey.outcome.impossible')).count(), 1)
  await visitor.close()
})

/** Moves the clock of the house. */
function later(byMs: number): void {
  house.whole.clock.now = new Date(house.whole.clock.now.getTime() + byMs)
}
