import type { Page } from 'playwright-core'
import type { Visitor } from '../../testing/browser.ts'
import type { Language } from '../messages.ts'
import { sentencesIn } from './sentences.ts'

/** A phone or key that signs when it is asked. */
export type Authenticator = {
  /** From now on it does not know the finger. */
  refuseFinger(): Promise<void>
  /** Its passkeys keep their names and get the private key of somebody else. */
  swapKeys(): Promise<void>
}

/** Gives a tab an authenticator of its own. Source: Web Authentication Level 3, section 11.3; the DevTools protocol speaks it. */
export async function plugInAuthenticator(page: Page): Promise<Authenticator> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    refuseFinger: async () => {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
    },
    swapKeys: async () => {
      const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId })
      await session.send('WebAuthn.clearCredentials', { authenticatorId })
      for (const credential of credentials) {
        await session.send('WebAuthn.addCredential', {
          authenticatorId,
          credential: { ...credential, privateKey: await freshPrivateKey() },
        })
      }
    },
  }
}

/** Signs in as a persona and makes a passkey in the form of the own page. */
export async function registerInOwnPage(visitor: Visitor, persona: string, language: Language): Promise<void> {
  const { page, open, speak } = visitor
  const say = sentencesIn(language)
  await speak(language)
  await open(`/sign-in/start?persona=${persona}&to=/me`)
  await page.locator('#passkey-label').fill('Werktelefoon')
  await page.getByRole('button', { name: say('shell.passkeys.make') }).click()
  await page.getByText(say('shell.passkey.outcome.done')).waitFor()
  await page.locator('.ow-row__name', { hasText: 'Werktelefoon' }).waitFor()
}

/** A private key on P-256 as the DevTools protocol takes it: PKCS #8, base64. */
async function freshPrivateKey(): Promise<string> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign'])
  return Buffer.from(await crypto.subtle.exportKey('pkcs8', pair.privateKey)).toString('base64')
}
