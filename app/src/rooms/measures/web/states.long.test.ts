// The screens of measures when there is much, and what becomes of the files that somebody brings.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserHouse, skipWithoutChromium } from '../../../testing/browser.ts'
import { look } from '../../../testing/look.ts'
import { axeFaults } from '../../../web/testing/axe.ts'
import { overflows } from '../../../web/testing/looks.ts'
import { sentencesIn } from '../../../web/testing/sentences.ts'
import { intuneConfigurations, osqueryConfiguration } from '../testing/tool-exports.ts'
import { draftOf, saved, savedText, writerAt } from './testing/draft-form.ts'

const house = browserHouse()
const say = sentencesIn('nl')

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

test('a file that is no YAML can be mended line by line, and the form comes back', skipWithoutChromium(), async () => {
  const id = await draftOf(house)
  const visitor = await writerAt(house, `/measures/${id}/edit?part=file`)
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

test('a row is added, named, filled in and taken away again', skipWithoutChromium(), async () => {
  const id = await draftOf(house)
  const visitor = await writerAt(house, `/measures/${id}/edit?part=recipients`)
  const { page } = visitor
  const rows = page.locator('.measures-rows > .measures-row')
  const before = await rows.count()
  await page.getByRole('button', { name: 'Ontvanger toevoegen' }).click()
  await page.waitForFunction((at) => document.activeElement?.id === `at-recipients-${at}-name`, before)
  await page.locator(`#at-recipients-${before}-what`).fill('Adviesbureau Baken')
  await saved(page)
  assert.match(await savedText(house, id), /Adviesbureau Baken/)
  await rows
    .nth(before)
    .getByRole('button', { name: say('measures.edit.remove') })
    .click()
  await saved(page)
  assert.equal(await rows.count(), before)
  assert.doesNotMatch(await savedText(house, id), /Adviesbureau Baken/)
  await visitor.close()
})

test('a tool says what it does: a draft comes out of its settings', skipWithoutChromium(), async () => {
  const visitor = await writerAt(house, '/measures/new')
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
  const visitor = await writerAt(house, `/measures/${String(look(managed, 'id'))}/drift`)
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
