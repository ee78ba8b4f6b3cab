// The screens of measures when things are slow, wrong, overtaken or denied, and what the form does with a file.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserHouse, skipWithoutChromium } from '../../../testing/browser.ts'
import { axeFaults } from '../../../web/testing/axe.ts'
import { sentencesIn } from '../../../web/testing/sentences.ts'
import { draftOf, lawful, saved, savedText, writerAt } from './testing/draft-form.ts'

const house = browserHouse()
const say = sentencesIn('nl')

test('an empty register says that nothing runs', skipWithoutChromium(), async () => {
  const visitor = await house.visitor()
  await visitor.page.route('**/api/v1/register', (route) => route.fulfill({ json: { on: '2026-11-27', measures: [] } }))
  await visitor.open('/measures')
  await visitor.page.getByText(say('measures.register.none')).waitFor()
  assert.deepEqual(await axeFaults(visitor.page), [])
  await visitor.close()
})

test('a measure that is not there, or not for this person, helps on', skipWithoutChromium(), async () => {
  const visitor = await house.visitor()
  visitor.expectNoise(/status of 404/)
  await visitor.open('/sign-in/start?persona=employee&to=/measures/measure-9999')
  await visitor.page.getByText(say('measures.say.no-such-measure')).waitFor()
  await visitor.open('/measures/new')
  await visitor.page.getByRole('heading', { name: say('shell.denied.title') }).waitFor()
  await visitor.close()
})

test('each reason stands beside its place, and the list of reasons leads there', skipWithoutChromium(), async () => {
  const wrong = lawful
    .replace('    fields:\n', '    fields:\n      - { path: User, class: account, treatment: keep }\n')
    .replace('residualRisk: low', 'residualRisk: high')
  const id = await draftOf(house, wrong)
  const visitor = await writerAt(house, `/measures/${id}/edit?part=check`)
  const { page } = visitor
  const reasons = page.locator('.measures-found__one')
  await reasons.first().waitFor()
  assert.ok((await reasons.count()) >= 2)
  const inClear = page.locator('.measures-found__one', { hasText: 'artikelen 25 en 32' }).first()
  await inClear.getByRole('button').click()
  const treatment = page.locator('#at-sources-0-fields-0-treatment')
  await treatment.waitFor()
  await page.waitForFunction(() => document.activeElement?.id === 'at-sources-0-fields-0-treatment')
  assert.equal(await treatment.getAttribute('aria-invalid'), 'true')
  assert.match((await page.locator('#at-sources-0-fields-0-treatment-error').textContent()) ?? '', /artikelen 25 en 32/)
  assert.deepEqual(await axeFaults(page), [])
  await treatment.selectOption('pseudonym')
  await saved(page)
  assert.equal(await treatment.getAttribute('aria-invalid'), 'true', 'a test report names nobody, by its own promise')
  await treatment.selectOption('drop')
  await saved(page)
  assert.equal(await treatment.getAttribute('aria-invalid'), null)
  await visitor.close()
})

test(
  'the form keeps comments and what it does not know, and can take a change back',
  skipWithoutChromium(),
  async () => {
    const id = await draftOf(house)
    const before = `# van ons\n${await savedText(house, id)}ours: { a: 1 } # blijft\n`
    const writer = await house.whole.as('privacy-officer')
    assert.equal((await writer.ask('PUT', `/api/v1/measures/${id}/draft`, { text: before, revision: 0 })).status, 200)
    const visitor = await writerAt(house, `/measures/${id}/edit?part=about`)
    const { page } = visitor
    await page.locator('#at-tool-name').fill('Vuurtoren')
    await saved(page)
    const now = await savedText(house, id)
    assert.equal(now, before.replace(/tool: \{ name: .*? \}/, 'tool: { name: "Vuurtoren" }'))
    await page.goto(`/measures/${id}/edit`)
    await visitor.settled()
    // The unknown part is named, once the text was checked.
    await page.locator('.measures-findings li').waitFor()
    await page.goto(`/measures/${id}/edit?part=about`)
    await visitor.settled()
    await page.locator('#at-tool-name').fill('Iets anders')
    await saved(page)
    await page.getByRole('button', { name: say('measures.save.undo') }).click()
    await saved(page)
    assert.equal(await savedText(house, id), now)
    await visitor.close()
  },
)

test(
  'without a connection the text stays on the device, and goes to the house later',
  skipWithoutChromium(),
  async () => {
    const id = await draftOf(house)
    const visitor = await writerAt(house, `/measures/${id}/edit?part=about`)
    const { page } = visitor
    visitor.expectNoise(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/)
    await page.route('**/draft', (route) => route.abort('internetdisconnected'))
    await page.locator('#at-tool-name').fill('Vuurtoren')
    await page.getByText(say('measures.save.on-device')).waitFor()
    assert.doesNotMatch(await savedText(house, id), /Vuurtoren/)
    await page.unroute('**/draft')
    await page.reload()
    await page.getByText(say('measures.edit.restored')).waitFor()
    assert.equal(await page.locator('#at-tool-name').inputValue(), 'Vuurtoren')
    await saved(page)
    assert.match(await savedText(house, id), /Vuurtoren/)
    await visitor.close()
  },
)

test('what somebody else saved is never overwritten; one chooses', skipWithoutChromium(), async () => {
  const id = await draftOf(house)
  const visitor = await writerAt(house, `/measures/${id}/edit?part=about`)
  const { page } = visitor
  const other = await house.whole.as('ciso')
  const theirs = (await savedText(house, id)).replace(/tool: \{ name: .*? \}/, 'tool: { name: Baken }')
  assert.equal((await other.ask('PUT', `/api/v1/measures/${id}/draft`, { text: theirs, revision: 0 })).status, 200)
  visitor.expectNoise(/status of 409/)
  await page.locator('#at-tool-name').fill('Vuurtoren')
  await page.getByText(say('measures.save.overtaken')).waitFor()
  assert.match(await savedText(house, id), /Baken/)
  await page.getByRole('button', { name: say('measures.save.reload') }).click()
  await page.getByRole('button', { name: say('measures.edit.keep-mine') }).click()
  await saved(page)
  assert.match(await savedText(house, id), /Vuurtoren/)
  await visitor.close()
})
