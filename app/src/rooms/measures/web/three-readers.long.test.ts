// Three people who know nothing of the product, each with what the screen tells alone: somebody who fills in a declaration, a member
// of the council who reads, asks what changes and answers, and a Danish shop steward.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { browserHouse, skipWithoutChromium, type Visitor } from '../../../testing/browser.ts'
import { axeFaults } from '../../../web/testing/axe.ts'
import { overflows, rawWords } from '../../../web/testing/looks.ts'
import { sentencesIn } from '../../../web/testing/sentences.ts'

const dutch = browserHouse('nl')
const danish = browserHouse('dk')
const nl = sentencesIn('nl')
const da = sentencesIn('da')
const phone = { width: 390, height: 844 }

/** Words of other languages that stand on no screen; a short name such as `monitoring-and-response` is no word. */
const foreign = {
  nl: /(?<![\w-])(the|and|with|staff|measure|agreement|fill in|medarbejder\w*|foranstaltning\w*|loven)(?![\w-])/i,
  da: /(?<![\w-])(the|and|with|staff|measure|agreement|fill in|het|een|niet|wordt|maatregel\w*|Cyberbeveiligingswet)(?![\w-])/i,
}

async function enters(house: typeof dutch, persona: string, language: 'nl' | 'da', path: string): Promise<Visitor> {
  const visitor = await house.visitor({ viewport: phone })
  await visitor.speak(language)
  await visitor.open(`/sign-in/start?persona=${persona}&to=${encodeURIComponent(path)}`)
  return visitor
}

/** What stands on the screen, after looking that it fits, that it is whole, and in one language. */
async function reads({ page, settled }: Visitor, language: 'nl' | 'da'): Promise<string> {
  await settled()
  const words = String(await page.evaluate(`document.querySelector('main').innerText`))
  assert.deepEqual(await page.evaluate(overflows), [], page.url())
  assert.deepEqual(await page.evaluate(rawWords), [], page.url())
  const strange = foreign[language].exec(words)
  assert.equal(
    strange?.[0],
    undefined,
    `${new URL(page.url()).pathname}: …${words.slice(Math.max(0, (strange?.index ?? 0) - 60), (strange?.index ?? 0) + 60)}…`,
  )
  return words
}

async function follows(visitor: Visitor, name: string): Promise<void> {
  await visitor.page.getByRole('link', { name, exact: true }).first().click()
  await visitor.settled()
}

/** Waits until what was typed is with the house. */
async function saved(page: Page): Promise<void> {
  await page.getByText(nl('measures.save.waiting')).waitFor()
  await page.getByText(nl('measures.save.saved')).waitFor()
}

/** Fills in each place that the check names, going there by its own button. */
async function mendsWhatIsTold(page: Page, check: () => Promise<void>, answers: Readonly<Record<string, string>>) {
  for (let told = await page.locator('.measures-found .measures-go').count(); told > 0; ) {
    const place = page.locator('.measures-found .measures-go').first()
    const name = (await place.textContent()) ?? ''
    const answer = answers[name] ?? assert.fail(`nobody told what to do at "${name}"`)
    await place.click()
    await page.waitForFunction(() => document.activeElement instanceof HTMLInputElement)
    await page.locator(':focus').fill(answer)
    await saved(page)
    await check()
    const left = await page.locator('.measures-found .measures-go').count()
    assert.ok(left < told, `"${name}" was filled in, and is still told`)
    told = left
  }
}

test('a privacy officer fills in a declaration with what the screen tells alone', skipWithoutChromium(), async () => {
  const officer = await enters(dutch, 'privacy-officer', 'nl', '/measures')
  const { page, settled } = officer
  await follows(officer, nl('measures.new.title'))
  await reads(officer, 'nl')
  await page.locator('[aria-describedby="model-security-test"]').click()
  await page.waitForURL(/\/measures\/measure-\d+\/edit/)
  const steps = await reads(officer, 'nl')
  assert.ok(steps.includes(nl('measures.edit.to-fill-in', { count: 1 })), 'the steps say where something is open')
  const check = async () => {
    const isOverview = (await page.getByRole('link', { name: nl('measures.edit.to-check') }).count()) > 0
    if (!isOverview) await follows(officer, nl('measures.edit.overview'))
    await follows(officer, nl('measures.edit.to-check'))
  }
  await check()
  await page.locator('.measures-found .measures-go').first().waitFor()
  assert.equal(await page.getByRole('button', { name: nl('measures.propose.do') }).count(), 0, 'not yet')
  assert.deepEqual(await axeFaults(page), [])
  await mendsWhatIsTold(page, check, {
    'DPIA › Waar de DPIA staat': 'Zaak 2026/114',
    'Het hulpmiddel › Naam': 'Vuurtoren',
  })
  await page.getByText(nl('measures.edit.fit')).waitFor()
  await page.getByRole('button', { name: nl('measures.propose.do') }).click()
  await page.getByText(nl('measures.propose.open-missing')).waitFor()
  await page.locator('#propose-open').check()
  await page.getByRole('button', { name: nl('measures.propose.do') }).click()
  await page.getByText(nl('measures.step.proposed.done')).waitFor()
  await settled()
  const proposed = await reads(officer, 'nl')
  assert.ok(proposed.includes('De functionaris gegevensbescherming geeft advies.'), 'what follows is told')

  // A next version of what runs is never made without knowing it.
  await officer.open('/measures')
  await follows(officer, 'Genoeg ruimte in netwerk en systemen')
  await page.getByRole('button', { name: nl('measures.one.new-version') }).click()
  await page.waitForURL(/\/edit/)
  const begun = await reads(officer, 'nl')
  assert.ok(begun.includes('Dit wordt versie 2 van een maatregel die al loopt.'), begun)
  await page.locator('.measures-steps a[href="?part=about"]').click()
  await page.locator('#at-tool-name').fill('Zandbank')
  await saved(page)
  await check()
  await page.getByText('Naast versie 1 gelegd:').waitFor()
  await page.getByRole('button', { name: nl('measures.propose.do') }).click()
  await page.getByText(nl('measures.propose.next-missing')).waitFor()
  assert.deepEqual(await axeFaults(page), [])
  await page.locator('#propose-next').check()
  await page.getByRole('button', { name: nl('measures.propose.do') }).click()
  await page.getByText(nl('measures.step.proposed.done')).waitFor()

  // A file with a name that is there leads to that measure; a file that is no declaration is told as that, once.
  await officer.open('/measures/new')
  const brings = async (name: string, text: string) => {
    await page.locator('#declaration-file').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
    await page.getByRole('button', { name: nl('measures.new.from-file') }).click()
  }
  await brings('hello.txt', 'Hallo allemaal,\n\nDe bijeenkomst is op vrijdag.\n')
  await page.getByText('Dit bestand is geen verklaring van een maatregel.').waitFor()
  const { json } = await dutch.whole.nobody.ask('GET', '/api/v1/register/measure-03/versions/1')
  await brings('bekend.json', JSON.stringify(Object(json).declaration))
  await page.getByRole('link', { name: nl('measures.new.taken') }).click()
  await page.waitForURL(/measure-03$/)
  officer.expectNoise(/status of 4(22|09)/)
  await officer.close()
})

test('a member of the council reads, asks what would change, and answers', skipWithoutChromium(), async () => {
  const member = await enters(dutch, 'works-council-member', 'nl', '/measures')
  const { page } = member
  const list = await reads(member, 'nl')
  assert.match(list, /De ondernemingsraad is gevraagd om in te stemmen\. Zwijgen is geen ja\./)
  await follows(member, 'Aanvallen zien en stoppen')
  const wider = await reads(member, 'nl')
  assert.ok(wider.includes(nl('measures.changes.since-agreed')))
  assert.match(wider, /Eerst\s+midden, hoog, kritiek\s+Nu\s+laag, midden, hoog, kritiek/)
  await follows(member, nl('measures.one.to-dossier'))
  const dossier = await reads(member, 'nl')
  assert.match(
    dossier,
    /Nagaan of dit versie 3 is[\s\S]+Willekeurig getal: [0-9a-f]{64}/,
    'the digest can be reckoned again',
  )

  // The council that did not consent is told so, and is not waited for.
  await member.open('/measures')
  await follows(member, 'Postvak van een afwezige collega')
  const refused = await reads(member, 'nl')
  assert.ok(refused.includes('De vertegenwoordigers stemden niet in. Dit gaat niet door'))
  assert.doesNotMatch(refused, /gevraagd om in te stemmen\. Zwijgen|Wacht op het antwoord/)

  await member.open('/measures')
  await follows(member, 'Oefenen met nepmail')
  const id = new URL(page.url()).pathname
  const hash = 'ab'.repeat(32)
  await follows(member, nl('measures.step.meetings.title', { jurisdiction: 'nl' }))
  await page.getByRole('button', { name: nl('measures.step.meetings.do') }).click()
  await page.getByText(nl('measures.step.meetings.done')).waitFor()
  await member.settled()
  await follows(member, nl('measures.step.representatives-decision.title', { jurisdiction: 'nl' }))
  await reads(member, 'nl')
  assert.deepEqual(await axeFaults(page), [])
  await page.locator('#step-outcome-consented').check()
  await page.locator('#step-text').fill('Niemand is te herkennen.')
  await page.locator('#step-evidence-reference').fill('Verslag 7')
  await page.locator('#step-evidence-hash').fill(hash)
  const record = nl('measures.step.representatives-decision.do', { jurisdiction: 'nl' })
  await page.getByRole('button', { name: record }).click()
  await page.waitForURL(`**${id}?done=*`)
  const answered = await reads(member, 'nl')
  assert.ok(answered.includes('De werkgever neemt een besluit.'))
  assert.match(answered, /Uitkomst\s+stemt in/)
  await member.close()
})

test('a Danish shop steward reads everything in Danish, and records a talk', skipWithoutChromium(), async () => {
  const steward = await enters(danish, 'shop-steward', 'da', '/measures')
  const { page } = steward
  const list = await reads(steward, 'da')
  assert.match(list, /HovedMED drøfter det\. Tavshed er ikke et ja\./)
  assert.doesNotMatch(list, /Algoritmeregister/, 'that register is Dutch')
  assert.match(list, /Arbejde på en privat telefon[\s\S]+stoppet\s+Stoppet den/)
  const measures = await page
    .locator('.ow-table__name a')
    .evaluateAll((links) => links.map((one) => one.getAttribute('href')))
  assert.ok(measures.length >= 9)
  for (const path of measures) {
    await steward.open(path ?? '')
    const words = await reads(steward, 'da')
    assert.ok(words.includes(da('measures.one.sees')), path ?? '')
  }
  await steward.open('/measures')
  await follows(steward, 'Øve med falsk mail')
  const one = await reads(steward, 'da')
  assert.match(one, /NIS 2-loven § 6/)
  await follows(steward, da('measures.one.read-all'))
  await reads(steward, 'da')
  await page.goBack()
  await steward.settled()
  await follows(steward, da('measures.step.dialogues.title'))
  await reads(steward, 'da')
  await page.locator('#step-with-main-med').check()
  await page.locator('#step-text').fill('Vi talte om, hvornår en test varsles.')
  await page.getByRole('button', { name: da('measures.step.dialogues.do') }).click()
  await page.getByText(da('measures.step.dialogues.done')).waitFor()
  await steward.settled()
  const told = await reads(steward, 'da')
  assert.ok(told.includes('Vi talte om, hvornår en test varsles.'))
  await steward.close()

  // Somebody without an office reads the same words of what follows.
  const employee = await enters(danish, 'employee', 'da', '/measures')
  assert.match(await reads(employee, 'da'), /Arbejdsgiveren lægger det frem for medarbejdersiden\./)
  await employee.close()
})
