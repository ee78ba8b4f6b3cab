// The screens of measures when things are long, slow, wrong, overtaken or denied, and what the form does with a file.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { browserHouse, skipWithoutChromium, type Visitor } from '../../../testing/browser.ts'
import { look } from '../../../testing/look.ts'
import { axeFaults } from '../../../web/testing/axe.ts'
import { overflows } from '../../../web/testing/looks.ts'
import { sentencesIn } from '../../../web/testing/sentences.ts'
import { filledText } from '../testing/declarations.ts'
import { intuneConfigurations, osqueryConfiguration } from '../testing/tool-exports.ts'

const house = browserHouse()
const say = sentencesIn('nl')
const lawful = filledText('security-test').replace('id: security-test', 'id: states-of-the-form')

/** A fresh draft, at its place in the form. */
async function draftOf(text: string): Promise<string> {
  const writer = await house.whole.as('privacy-officer')
  const name = `states-${(count++).toString()}`
  const made = await writer.ask('POST', '/api/v1/measures', { text: text.replace('states-of-the-form', name) })
  assert.equal(made.status, 201, made.text)
  return String(look(made.json, 'id'))
}
let count = 1

async function writerAt(path: string): Promise<Visitor> {
  const visitor = await house.visitor()
  await visitor.open(`/sign-in/start?persona=privacy-officer&to=${encodeURIComponent(path)}`)
  return visitor
}

async function savedText(id: string): Promise<string> {
  const { json } = await (await house.whole.as('privacy-officer')).ask('GET', `/api/v1/measures/${id}`)
  return String(look(json, 'draft', 'text'))
}

/** Waits until what was typed is with the house. */
async function saved(page: Page): Promise<void> {
  await page.getByText(say('measures.save.waiting')).waitFor()
  await page.getByText(say('measures.save.saved')).waitFor()
}

test('two hundred measures: found by a word, on a phone too', skipWithoutChromium(), async () => {
  const visitor = await house.visitor()
  const { page } = visitor
  const { json } = await house.whole.nobody.ask('GET', '/api/v1/register')
  const first = look(json, 'measures', 0)
  assert.ok(typeof first === 'object' && first !== null)
  const measures = Array.from({ length: 200 }, (_, n) => ({
    ...first,
    ...{ id: `measure-${n + 100}`, name: `measure-number-${n}`, title: { nl: `Maatregel nummer ${n}`, en: 'x' } },
  }))
  await page.route('**/api/v1/register', (route) => route.fulfill({ json: { ...Object(json), measures } }))
  await visitor.open('/measures')
  assert.equal(await page.locator('tbody tr').count(), 200)
  await page.setViewportSize({ width: 320, height: 640 })
  assert.deepEqual(await page.evaluate(overflows), [])
  await page.locator('#measures-search').fill('nummer 137')
  await page.getByText(say('measures.register.count', { count: 1 })).waitFor()
  assert.equal(await page.locator('tbody tr').count(), 1)
  await page.locator('#measures-search').fill('zoiets is er niet')
  await page.getByText(say('measures.register.count', { count: 0 })).waitFor()
  await visitor.close()
})

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
  const id = await draftOf(wrong)
  const visitor = await writerAt(`/measures/${id}/edit?part=check`)
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
    const id = await draftOf(lawful)
    const before = `# van ons\n${await savedText(id)}ours: { a: 1 } # blijft\n`
    const writer = await house.whole.as('privacy-officer')
    assert.equal((await writer.ask('PUT', `/api/v1/measures/${id}/draft`, { text: before, revision: 0 })).status, 200)
    const visitor = await writerAt(`/measures/${id}/edit?part=about`)
    const { page } = visitor
    await page.locator('#at-tool-name').fill('Vuurtoren')
    await saved(page)
    const now = await savedText(id)
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
    assert.equal(await savedText(id), now)
    await visitor.close()
  },
)

test('a file that is no YAML can be mended line by line, and the form comes back', skipWithoutChromium(), async () => {
  const id = await draftOf(lawful)
  const visitor = await writerAt(`/measures/${id}/edit?part=file`)
  const { page } = visitor
  const good = await page.locator('#file-text').inputValue()
  await page.locator('#file-text').fill(good.replace('kind: security-test', 'kind: [security-test'))
  await page.getByText(say('measures.edit.no-form')).waitFor()
  await page.locator('.measures-findings li').first().waitFor()
  assert.deepEqual(await axeFaults(page), [])
  await page.locator('#file-text').fill(good)
  await page.getByText(say('measures.edit.no-form')).waitFor({ state: 'detached' })
  await visitor.close()
})

test(
  'without a connection the text stays on the device, and goes to the house later',
  skipWithoutChromium(),
  async () => {
    const id = await draftOf(lawful)
    const visitor = await writerAt(`/measures/${id}/edit?part=about`)
    const { page } = visitor
    visitor.expectNoise(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/)
    await page.route('**/draft', (route) => route.abort('internetdisconnected'))
    await page.locator('#at-tool-name').fill('Vuurtoren')
    await page.getByText(say('measures.save.on-device')).waitFor()
    assert.doesNotMatch(await savedText(id), /Vuurtoren/)
    await page.unroute('**/draft')
    await page.reload()
    await page.getByText(say('measures.edit.restored')).waitFor()
    assert.equal(await page.locator('#at-tool-name').inputValue(), 'Vuurtoren')
    await saved(page)
    assert.match(await savedText(id), /Vuurtoren/)
    await visitor.close()
  },
)

test('what somebody else saved is never overwritten; one chooses', skipWithoutChromium(), async () => {
  const id = await draftOf(lawful)
  const visitor = await writerAt(`/measures/${id}/edit?part=about`)
  const { page } = visitor
  const other = await house.whole.as('ciso')
  const theirs = (await savedText(id)).replace(/tool: \{ name: .*? \}/, 'tool: { name: Baken }')
  assert.equal((await other.ask('PUT', `/api/v1/measures/${id}/draft`, { text: theirs, revision: 0 })).status, 200)
  visitor.expectNoise(/status of 409/)
  await page.locator('#at-tool-name').fill('Vuurtoren')
  await page.getByText(say('measures.save.overtaken')).waitFor()
  assert.match(await savedText(id), /Baken/)
  await page.getByRole('button', { name: say('measures.save.reload') }).click()
  await page.getByRole('button', { name: say('measures.edit.keep-mine') }).click()
  await saved(page)
  assert.match(await savedText(id), /Vuurtoren/)
  await visitor.close()
})

test('a row is added, named, filled in and taken away again', skipWithoutChromium(), async () => {
  const id = await draftOf(lawful)
  const visitor = await writerAt(`/measures/${id}/edit?part=recipients`)
  const { page } = visitor
  const rows = page.locator('.measures-rows > .measures-row')
  const before = await rows.count()
  await page.getByRole('button', { name: 'Ontvanger toevoegen' }).click()
  await page.waitForFunction((at) => document.activeElement?.id === `at-recipients-${at}-name`, before)
  await page.locator(`#at-recipients-${before}-what`).fill('Adviesbureau Baken')
  await saved(page)
  assert.match(await savedText(id), /Adviesbureau Baken/)
  await rows
    .nth(before)
    .getByRole('button', { name: say('measures.edit.remove') })
    .click()
  await saved(page)
  assert.equal(await rows.count(), before)
  assert.doesNotMatch(await savedText(id), /Adviesbureau Baken/)
  await visitor.close()
})

test('a tool says what it does: a draft comes out of its settings', skipWithoutChromium(), async () => {
  const visitor = await writerAt('/measures/new')
  const { page } = visitor
  await page.locator('#declaration-file').setInputFiles(file('osquery.conf', osqueryConfiguration))
  await page.getByRole('button', { name: say('measures.new.from-file') }).click()
  await page.getByRole('heading', { name: say('measures.tool.title', { tool: 'osquery' }) }).waitFor()
  assert.deepEqual(await axeFaults(page), [])
  await page.getByRole('button', { name: say('measures.tool.begin') }).click()
  await page.waitForURL(/\/measures\/measure-\d+\/edit/)
  await visitor.settled()
  await page.locator('.measures-steps').waitFor()
  await visitor.close()
})

test('a tool that does more than was agreed is seen, and its file goes nowhere', skipWithoutChromium(), async () => {
  const { json } = await house.whole.nobody.ask('GET', '/api/v1/register')
  const measures: readonly unknown[] = Object(look(json, 'measures'))
  const managed = measures.find((one) => look(one, 'kind') === 'device-management')
  const visitor = await writerAt(`/measures/${String(look(managed, 'id'))}/drift`)
  const { page } = visitor
  const sent: string[] = []
  page.on('request', (request) => request.method() !== 'GET' && sent.push(request.url()))
  await page.locator('#declaration-file').setInputFiles(file('intune.json', intuneConfigurations))
  await page.locator('form button[type=submit]').click()
  await page.locator('#drift .measures-found__one').first().waitFor()
  assert.deepEqual(sent, [])
  assert.deepEqual(await axeFaults(page), [])
  await page.locator('#declaration-file').setInputFiles(file('brief.json', '{"hello": 1}'))
  await page.locator('form button[type=submit]').click()
  await page.getByText(say('measures.tool-fault.unknown-tool')).waitFor()
  await visitor.close()
})

test('the hash of signed minutes is made here, and the paper goes nowhere', skipWithoutChromium(), async () => {
  const { json } = await (await house.whole.as('works-council-member')).ask('GET', '/api/v1/measures')
  const all: readonly unknown[] = Object(look(json, 'measures'))
  const asked = all.find((one) => look(one, 'candidate', 'stage') === 'representatives')
  const visitor = await house.visitor()
  const { page } = visitor
  const to = `/measures/${String(look(asked, 'id'))}/steps/meetings`
  await visitor.open(`/sign-in/start?persona=works-council-member&to=${to}`)
  const sent: string[] = []
  page.on('request', (request) => request.method() !== 'GET' && sent.push(request.url()))
  await page.locator('#step-evidence-file').setInputFiles(file('verslag.pdf', 'abc'))
  await page.waitForFunction(() => {
    const field = document.querySelector('#step-evidence-hash')
    return field instanceof HTMLInputElement && field.value !== ''
  })
  // SHA-256 of "abc". Source: FIPS 180-4, appendix B.1.
  const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  assert.equal(await page.locator('#step-evidence-hash').inputValue(), expected)
  assert.deepEqual(sent, [])
  await visitor.close()
})

function file(name: string, text: string) {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) }
}
