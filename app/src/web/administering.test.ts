// What an administrator does with people, in a browser: what is asked first, what is said after, and what takes two.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserHouse, skipWithoutChromium, type Visitor } from '../testing/browser.ts'
import { listAt, look } from '../testing/look.ts'
import { axeFaults } from './testing/axe.ts'
import { sentencesIn } from './testing/sentences.ts'

const house = browserHouse()
const say = sentencesIn('nl')

const idOf = async (persona: string) =>
  String(look((await (await house.whole.as(persona)).ask('GET', '/api/v1/session')).json, 'employee', 'id'))
const signedIn = async (persona: string): Promise<Visitor> => {
  const visitor = await house.visitor()
  await visitor.speak('nl')
  await visitor.open(`/sign-in/start?persona=${persona}&to=/`)
  return visitor
}
const dayFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

test(
  'one proposes the departure of a DPO, another is told on the start page and confirms',
  skipWithoutChromium(),
  async () => {
    const dpo = await house.whole.as('dpo')
    const administrator = await signedIn('administrator')
    await administrator.open(`/staff/${await idOf('dpo')}`)
    await administrator.page.locator('#last-day').fill(dayFromNow(20))
    await administrator.page.getByRole('button', { name: say('people.departure.propose') }).click()
    await administrator.page.getByText(say('people.proposals.made')).waitFor()
    assert.equal((await dpo.ask('GET', '/api/v1/me')).status, 200)
    assert.equal(look((await dpo.ask('GET', '/api/v1/me')).json, 'employee', 'leavesAt'), null)

    const secretary = await signedIn('municipal-secretary')
    await secretary.page.getByRole('link', { name: say('people.waiting.proposals-to-confirm', { count: 1 }) }).click()
    await secretary.settled()
    await secretary.page.getByRole('button', { name: say('people.proposals.confirm') }).click()
    await secretary.page.getByRole('dialog').waitFor()
    assert.deepEqual(await axeFaults(secretary.page), [])
    await secretary.page
      .getByRole('dialog')
      .getByRole('button', { name: say('people.proposals.confirm') })
      .click()
    await secretary.page.getByText(say('people.proposals.confirm-done')).waitFor()
    assert.notEqual(look((await dpo.ask('GET', '/api/v1/me')).json, 'employee', 'leavesAt'), null)
    assert.deepEqual(await axeFaults(secretary.page), [])
    for (const { close } of [administrator, secretary]) await close()
  },
)

test('a last day that has passed is asked about first, and told after', skipWithoutChromium(), async () => {
  const { page, open, close } = await signedIn('administrator')
  const client = await house.whole.as('communications')
  await open(`/staff/${await idOf('communications')}`)
  await page.locator('#last-day').fill(dayFromNow(-3))
  await page.getByRole('button', { name: say('people.departure.note') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  assert.match((await dialog.textContent()) ?? '', /al voorbij.*nu/)
  assert.equal((await client.ask('GET', '/api/v1/me')).status, 200, 'nothing has happened yet')
  await dialog.getByRole('button', { name: say('shell.cancel') }).click()
  assert.equal((await client.ask('GET', '/api/v1/me')).status, 200)
  await page.getByRole('button', { name: say('people.departure.note') }).click()
  await dialog.getByRole('button', { name: say('people.departure.now-yes') }).click()
  await page.getByText(/^De laatste dag is vastgelegd: /).waitFor()
  assert.equal((await client.ask('GET', '/api/v1/me')).status, 401)
  await close()
})

test('a last day before the first is refused at the field', skipWithoutChromium(), async () => {
  const { page, open, close } = await signedIn('administrator')
  await open(`/staff/${await idOf('ipm')}`)
  await page.locator('#last-day').fill('1990-01-01')
  await page.getByRole('button', { name: say('people.departure.note') }).click()
  await page.locator('#last-day-error').waitFor()
  assert.equal(await page.getByRole('dialog').count(), 0)
  await close()
})

test('beside an overseer stands why nobody ends the office, and where to go', skipWithoutChromium(), async () => {
  const { page, open, close } = await signedIn('administrator')
  await open('/offices')
  const oversight = page.locator('#oversight')
  assert.equal(await oversight.getByRole('button', { name: say('people.offices.end'), exact: true }).count(), 0)
  assert.equal(await oversight.getByText(say('people.offices.why-no-end')).count(), 1)
  assert.ok((await oversight.getByRole('link', { name: say('people.offices.to-departure') }).count()) >= 8)
  await oversight
    .getByRole('link', { name: say('people.offices.to-departure') })
    .first()
    .click()
  await page.waitForURL(/\/staff\/.*#departure$/)
  await close()
})

test(
  'a row of people found is pressed anywhere, also beside the name; ending an office is told',
  skipWithoutChromium(),
  async () => {
    const { page, open, close, settled } = await signedIn('administrator')
    await open('/offices?give=1')
    await page.locator('#office').selectOption('registry')
    await page.locator('#person').fill('Bram')
    const row = page.locator('form li').first()
    await row.waitFor()
    const box = await row.boundingBox()
    assert.ok(box)
    await page.mouse.click(box.x + box.width - 8, box.y + box.height / 2)
    await page.getByRole('button', { name: say('people.offices.other-person') }).waitFor()
    await page.locator('form button[type=submit]').click()
    await page.getByText(/heeft nu deze functie/).waitFor()
    await settled()
    await page.getByRole('button', { name: say('people.offices.close') }).click()
    const seat = page
      .locator('.people-office', { hasText: say('people.office.registry', { jurisdiction: 'nl' }) })
      .first()
    await seat
      .getByRole('button', { name: say('people.offices.end') })
      .first()
      .click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('people.offices.end') })
      .click()
    await page.getByText(/heeft deze functie niet meer vanaf/).waitFor()
    await close()
  },
)

test('all other sessions end with one button, and it is said', skipWithoutChromium(), async () => {
  const { page, open, close } = await signedIn('foi-officer')
  const elsewhere = await house.whole.as('foi-officer')
  await open('/me')
  assert.match((await page.locator('#sessions').textContent()) ?? '', /Chrome/)
  assert.doesNotMatch((await page.locator('#sessions').textContent()) ?? '', /Safari/)
  await page.getByRole('button', { name: say('shell.sessions.end-others') }).click()
  await page.getByText(say('shell.sessions.ended', { count: 1 })).waitFor()
  await page.getByText(say('shell.sessions.only-here')).waitFor()
  assert.equal((await elsewhere.ask('GET', '/api/v1/me')).status, 401)
  assert.equal(
    listAt((await (await house.whole.as('foi-officer')).ask('GET', '/api/v1/sessions')).json, 'sessions').length,
    2,
  )
  await close()
})
