// What who oversees sees of the records, and what every employee sees of their own.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserHouse, skipWithoutChromium, type Visitor } from '../testing/browser.ts'
import { look } from '../testing/look.ts'
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

test(
  'the officer filters the log, opens a record, and takes a file of what was filtered',
  skipWithoutChromium(),
  async () => {
    const employee = await idOf('employee')
    await (await house.whole.as('administrator')).ask('PATCH', `/api/v1/employees/${employee}`, { givenName: 'Anders' })
    const { page, open, settled, close, expectNoise } = await signedIn('dpo')
    expectNoise(/status of 404/)
    await page
      .getByRole('link', { name: say('people.records.processing.title') })
      .first()
      .click()
    await settled()
    await page.locator('#records-office').selectOption('administrator')
    await page.waitForURL(/office=administrator/)
    await settled()
    const rows = page.locator('tbody tr')
    await rows.first().getByText(say('people.office.administrator')).waitFor()
    await rows
      .filter({ hasNotText: say('people.office.administrator') })
      .first()
      .waitFor({ state: 'detached' })
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: say('people.records.export') }).click()
    assert.equal((await download).suggestedFilename(), 'processing.jsonl')
    await rows.filter({ hasText: 'voornaam' }).first().getByRole('link').click()
    await settled()
    await page.getByRole('heading', { name: say('people.record.people', { count: 1 }) }).waitFor()
    assert.ok((await page.locator('#people a').count()) === 1)
    for (const summary of await page.locator('main summary').all()) await summary.click()
    assert.deepEqual(await axeFaults(page), [])
    await open('/records/ffffffffffffffff')
    await page.getByText(say('people.record.missing')).waitFor()
    await close()
  },
)

test('a filter that finds nothing says so', skipWithoutChromium(), async () => {
  const { page, open, close } = await signedIn('dpo')
  await open('/records/decisions?from=2099-01-01')
  await page.getByText(say('people.records.none')).waitFor()
  assert.deepEqual(await axeFaults(page), [])
  await close()
})

test('the officer is promised nothing that the officer may not do', skipWithoutChromium(), async () => {
  const officer = await signedIn('dpo')
  const words = (await officer.page.locator('main').textContent()) ?? ''
  for (const key of ['people.staff.summary', 'people.connections.summary', 'people.offices.summary-manage'])
    assert.ok(!words.includes(say(key)), key)
  assert.ok(words.includes(say('people.staff.summary-oversight')))
  await officer.close()
  const administrator = await signedIn('administrator')
  assert.ok(((await administrator.page.locator('main').textContent()) ?? '').includes(say('people.staff.summary')))
  await administrator.close()
})

for (const { name, id } of [
  { name: 'that is nobody’s', id: '00000000-0000-4000-8000-000000000000' },
  { name: 'that is no id', id: 'jan' },
]) {
  test(`an address of an employee ${name} helps`, skipWithoutChromium(), async () => {
    const { page, open, close, expectNoise } = await signedIn('administrator')
    expectNoise(/status of 40[04]/)
    await open(`/staff/${id}`)
    await page.getByText(say('people.employee.missing')).waitFor()
    assert.equal(await page.getByText('Wij begrijpen de gegevens niet').count(), 0)
    await page.getByRole('link', { name: say('people.employee.back') }).click()
    await page.waitForURL('**/staff')
    await close()
  })
}

test('own looks: empty, a few, and more days than a page', skipWithoutChromium(), async () => {
  const { page, open, settled, close } = await signedIn('registry')
  const id = await idOf('registry')
  await open('/me')
  const looks = page.locator('#looks')
  await looks.getByText(say('shell.looks.none'), { exact: true }).waitFor()
  const administrator = await house.whole.as('administrator')
  for (let at = 0; at < 3; at += 1) await administrator.ask('GET', `/api/v1/employees/${id}`)
  await open('/me')
  await looks.getByText(say('shell.looks.times', { count: 3 })).waitFor()
  assert.equal(await looks.locator('li').count(), 1)
  assert.match((await looks.textContent()) ?? '', /Uw gegevens zijn bekeken.*beheer en servicedesk/)
  const now = house.whole.clock.now
  for (let back = 1; back <= 20; back += 1) {
    house.whole.clock.now = new Date(now.getTime() - back * 86_400_000)
    await (await house.whole.as('administrator')).ask('GET', `/api/v1/employees/${id}`)
  }
  house.whole.clock.now = now
  await open('/me')
  assert.equal(await looks.locator('.ow-day').count(), 14)
  await looks.getByRole('button', { name: say('shell.looks.earlier') }).click()
  await looks.getByText(say('shell.looks.all')).waitFor()
  await settled()
  assert.equal(await looks.locator('.ow-day').count(), 21)
  assert.deepEqual(await axeFaults(page), [])
  await close()
})
