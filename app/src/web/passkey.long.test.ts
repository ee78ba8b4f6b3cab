// Everybody who can be played makes a passkey, whatever office they hold and wherever they come from.
import { test } from 'node:test'
import { browserHouse, skipWithoutChromium } from '../testing/browser.ts'
import { plugInAuthenticator, registerInOwnPage } from './testing/authenticator.ts'
import { personasOf } from './testing/persona-walk.ts'

const houses = { nl: browserHouse('nl'), dk: browserHouse('dk') }

for (const { country, language } of [
  { country: 'nl', language: 'nl' },
  { country: 'dk', language: 'da' },
] as const) {
  test(`everybody of the ${country} house can make a passkey`, skipWithoutChromium(), async (t) => {
    for (const { id } of await personasOf(houses[country])) {
      await t.test(id, async () => {
        const visitor = await houses[country].visitor()
        await plugInAuthenticator(visitor.page)
        await registerInOwnPage(visitor, id, language)
        await visitor.close()
      })
    }
  })
}
