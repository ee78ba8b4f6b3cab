// axe on half of the screens, each in the next language; `every-language.long.test.ts` has the others. Colour contrast, names, roles, structure; on some states by night too.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserHouse, skipWithoutChromium, type Visitor } from '../testing/browser.ts'
import { languages, type Say } from './messages.ts'
import { axeFaults, testThatAxeFindsNothing } from './testing/axe.ts'
import { halves } from './testing/screen-walk.ts'
import { sentencesIn } from './testing/sentences.ts'

const house = browserHouse()

testThatAxeFindsNothing(house, halves[0], 'by-day')

test('axe sees a fault that is put there, by day and by night', skipWithoutChromium(), async () => {
  const { page, open, close } = await house.visitor()
  await open('/sign-in')
  await page.evaluate(() => {
    const faint = Object.assign(document.createElement('p'), { textContent: 'faint' })
    faint.style.color = '#888888'
    faint.style.backgroundColor = '#777777'
    document.querySelector('main')?.append(faint, document.createElement('img'))
  })
  const found = (await axeFaults(page)).map((line) => /^(in the dark: )?[\w-]+/.exec(line)?.[0] ?? line)
  assert.deepEqual(found.sort(), ['color-contrast', 'image-alt', 'in the dark: color-contrast'])
  await close()
})

const states: readonly { name: string; persona?: string; arrange: (visitor: Visitor, say: Say) => Promise<void> }[] = [
  { name: 'no such page', arrange: openNoPage },
  { name: 'no such page, signed in', persona: 'employee', arrange: openNoPage },
  { name: 'a screen that is not for this office', persona: 'employee', arrange: ({ open }) => open('/connections') },
  { name: 'a sign-in that was refused', arrange: ({ open }) => open('/sign-in?refused=left') },
  { name: 'a session that ended', arrange: ({ open }) => open('/sign-in?ended=1&to=%2Fme') },
  {
    name: 'a fault in a screen',
    persona: 'employee',
    arrange: async (visitor) => {
      visitor.expectNoise(/./)
      await visitor.page.route('**/api/v1/permissions', (route) => route.fulfill({ json: {} }))
      await visitor.open('/permissions')
    },
  },
  {
    name: 'a fault of the server',
    persona: 'administrator',
    arrange: async (visitor) => {
      visitor.expectNoise(/status of 500/)
      await visitor.page.route('**/api/v1/tasks', (route) =>
        route.fulfill({
          status: 500,
          contentType: 'application/problem+json',
          json: { code: 'fault', title: 'Er ging iets mis', detail: 'Probeer het later.', reference: 'abcdefgh' },
        }),
      )
      await visitor.open('/tasks')
    },
  },
  {
    name: 'a house that cannot be reached',
    arrange: async (visitor) => {
      visitor.expectNoise(/ERR_FAILED/)
      await visitor.page.route('**/api/v1/session', (route) => route.abort())
      await visitor.open('/')
    },
  },
  {
    name: 'the form for offices, sent empty',
    persona: 'administrator',
    arrange: async ({ page, open }, say) => {
      await open('/offices')
      await page
        .getByRole('button', { name: say('people.offices.give') })
        .first()
        .click()
      await page.locator('form button[type=submit]').click()
      await page.getByText(say('people.offices.choose-person')).first().waitFor()
      await page.locator('#person').fill('Anna Du')
      await page.locator('form li button').first().waitFor()
    },
  },
  {
    name: 'the form for connections, sent empty',
    persona: 'administrator',
    arrange: async ({ page, open }, say) => {
      await open('/connections')
      await page.getByRole('button', { name: say('people.connections.make') }).click()
      await page.getByText(say('people.connections.label-missing')).first().waitFor()
    },
  },
  {
    name: 'the form for passkeys, sent empty, with everything unfolded',
    persona: 'employee',
    arrange: async ({ page, open }, say) => {
      await open('/me')
      await page.getByRole('button', { name: say('shell.passkeys.make') }).click()
      await page.getByText(say('shell.passkeys.name-missing')).first().waitFor()
      await page.locator('summary').first().click()
    },
  },
  {
    name: 'the question from when an office ends',
    persona: 'administrator',
    arrange: async ({ page, open }, say) => {
      await open('/offices')
      await page
        .getByRole('button', { name: say('people.offices.end'), exact: true })
        .first()
        .click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'the question for a passkey',
    persona: 'administrator',
    arrange: async (visitor, say) => {
      const { page, open, expectNoise } = visitor
      expectNoise(/status of 403/)
      await page.route('**/api/v1/credentials', (route) =>
        route.request().method() === 'GET'
          ? route.continue()
          : route.fulfill({
              status: 403,
              contentType: 'application/problem+json',
              json: { code: 'passkey-required', title: 'x', detail: 'x', reference: 'abcdefgh' },
            }),
      )
      await open('/connections')
      await page.locator('#label').fill('Salaris')
      await page.getByRole('button', { name: say('people.connections.make') }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'every rule unfolded',
    persona: 'employee',
    arrange: async ({ page, open }) => {
      await open('/permissions')
      for (const summary of await page.locator('main summary').all()) await summary.click()
    },
  },
  {
    name: 'the open menu of a phone',
    persona: 'administrator',
    arrange: async ({ page, open }, say) => {
      await page.setViewportSize({ width: 320, height: 640 })
      await open('/')
      await page.getByRole('button', { name: say('shell.layout.menu') }).click()
    },
  },
]

for (const { name, persona, arrange } of states) {
  // Words differ little between the languages here; each state takes the next one.
  const language = languages[states.findIndex((state) => state.name === name) % languages.length] ?? 'nl'
  test(`axe finds nothing on ${name}, in ${language}`, skipWithoutChromium(), async () => {
    const visitor = await house.visitor()
    await visitor.speak(language)
    if (persona !== undefined) await visitor.open(`/sign-in/start?persona=${persona}&to=/`)
    await arrange(visitor, sentencesIn(language))
    assert.deepEqual(await axeFaults(visitor.page), [])
    await visitor.close()
  })
}

async function openNoPage({ open, expectNoise }: Visitor): Promise<void> {
  expectNoise(/status of 404/)
  await open('/no-such-page')
}
