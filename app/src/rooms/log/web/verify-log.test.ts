// The log verified in a real browser: on a phone, by keyboard, against the log of the house and against one that lies.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPhraseOf, formatCheckPhrase } from '@openwacht/tlog/check-phrase.ts'
import { parseCheckpoint } from '@openwacht/tlog/checkpoint.ts'
import { parseNote } from '@openwacht/tlog/signed-note.ts'
import { encodeHex } from '@openwacht/tlog/strict-text.ts'
import type { Page, Route } from 'playwright-core'
import { noMarks, subjectDayKey } from '../../../platform/entry-marks.ts'
import { browserHouse, skipWithoutChromium, type Visitor } from '../../../testing/browser.ts'
import { axeFaults } from '../../../web/testing/axe.ts'
import { overflows, reachable, smallTargets } from '../../../web/testing/looks.ts'
import { sentencesIn } from '../../../web/testing/sentences.ts'
import { facts, leafOf, noonOf, PublishedLog, publishedLog } from '../testing/published-log.ts'

const house = browserHouse()
const phone = { width: 320, height: 640 }

/** Serves a log in place of that of the house. */
async function serve(
  page: Page,
  log: PublishedLog,
  answer?: (path: string, route: Route) => Promise<void> | undefined,
) {
  await page.unroute('**/log/**')
  await page.route('**/log/**', async (route) => {
    const path = new URL(route.request().url()).pathname.replace(/^\/log\//, '')
    const own = answer?.(path, route)
    if (own !== undefined) return own
    const bytes = log.files.get(path)
    return bytes === undefined
      ? route.fulfill({ status: 404, body: '' })
      : route.fulfill({ body: Buffer.from(bytes), contentType: 'application/octet-stream' })
  })
}

async function openPhone(language = 'nl'): Promise<Visitor> {
  const visitor = await house.visitor({ viewport: phone })
  await visitor.speak(language)
  await visitor.open('/verify')
  return visitor
}

/** Presses "verify now" by keyboard alone, and waits for what comes out. */
async function verifyByKeyboard({ page }: Visitor, language: 'nl' | 'da' | 'en' = 'nl'): Promise<string> {
  await page.getByRole('button', { name: sentencesIn(language)('log.check.now') }).focus()
  await page.keyboard.press('Enter')
  return outcome(page)
}

async function outcome(page: Page): Promise<string> {
  await page.locator('#verify-outcome .ow-alert').waitFor()
  return (await page.locator('#verify-outcome').allInnerTexts()).join()
}

test('the log of the house verifies for somebody who is not signed in', skipWithoutChromium(), async () => {
  const visitor = await openPhone()
  const text = await verifyByKeyboard(visitor)
  assert.match(text, /Alles wat hier na te gaan is, klopt\./)
  assert.match(text, /Niemand buiten het logboek heeft meegekeken/)
  assert.match(text, /Controlegetal voor de notulen: \d+-\d( \d{5}){8}/)
  await visitor.close()
})

for (const language of ['nl', 'da', 'en'] as const) {
  test(
    `what comes out reads well on a phone and to a screen reader, in ${language}`,
    skipWithoutChromium(),
    async () => {
      const visitor = await openPhone(language)
      const { page } = visitor
      await serve(page, await publishedLog())
      await verifyByKeyboard(visitor, language)
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'verify-outcome')
      // How to be a witness stands here to the last step, and sends nobody to a file.
      for (const summary of await page.locator('#take-part summary').all()) await summary.click()
      const part = (await page.locator('#take-part').allInnerTexts()).join()
      for (const step of ['minutes-3', 'neighbour-3', 'own-4', 'wrong-3'] as const)
        assert.ok(part.includes(sentencesIn(language)(`log.part.${step}`)), step)
      assert.doesNotMatch(part, /docs\//)
      assert.deepEqual(await axeFaults(page), [])
      assert.deepEqual(await page.evaluate(overflows), [])
      assert.deepEqual(await page.evaluate(smallTargets, reachable), [])
      await visitor.close()
    },
  )
}

test('a changed entry is named', skipWithoutChromium(), async () => {
  const visitor = await openPhone()
  const log = await publishedLog()
  const bytes = log.files.get('tile/entries/001') ?? assert.fail()
  bytes[20] = (bytes[20] ?? 0) ^ 1
  await serve(visitor.page, log)
  const text = await verifyByKeyboard(visitor)
  assert.match(text, /Er klopt iets niet/)
  assert.match(text, /Regel 256 is veranderd\./)
  assert.deepEqual(await axeFaults(visitor.page), [])
  await visitor.close()
})

test('a log that is rewritten between two visits is caught by this browser alone', skipWithoutChromium(), async () => {
  const visitor = await openPhone()
  const { page, open } = visitor
  await serve(page, await publishedLog(90))
  assert.match(await verifyByKeyboard(visitor), /Deze controle had nog geen eerdere stand/)
  await open('/verify')
  assert.match((await page.locator('.log-kept').allInnerTexts()).join(), /91 regels/)
  const other = new PublishedLog()
  await other.append(facts(100, 500, 10_000).map(leafOf), noonOf('2026-09-01'))
  await serve(page, other)
  assert.match(await verifyByKeyboard(visitor), /Het logboek is herschreven/)
  // What was kept is the evidence: it stays.
  await open('/verify')
  assert.match((await page.locator('.log-kept').allInnerTexts()).join(), /91 regels/)
  await page.getByRole('button', { name: 'Vergeet dit' }).click()
  assert.equal(await page.evaluate(() => localStorage.getItem('openwacht.log')), null)
  await visitor.close()
})

test('not co-signed yet is said honestly, and is no alarm', skipWithoutChromium(), async () => {
  const visitor = await openPhone()
  const log = new PublishedLog()
  await log.append(facts(5).map(leafOf), undefined)
  await serve(visitor.page, log)
  const text = await verifyByKeyboard(visitor)
  assert.match(text, /Nog niet mee ondertekend/)
  assert.doesNotMatch(text, /Er klopt iets niet/)
  await visitor.close()
})

test(
  'a check phrase from the minutes: a wrong digit is named, the right phrase is found',
  skipWithoutChromium(),
  async () => {
    const visitor = await openPhone()
    const { page } = visitor
    const log = await publishedLog(90)
    const phrase = formatCheckPhrase(checkPhraseOf(parseCheckpoint(parseNote(log.checkpoint).text)))
    await log.append(facts(5, 90).map(leafOf), noonOf('2026-09-01'))
    await serve(page, log)
    const field = page.getByLabel('Controlegetal', { exact: true })
    assert.equal(await field.getAttribute('inputmode'), 'numeric')
    const parts = phrase.split(' ')
    const [last = ''] = parts.slice(-1)
    await field.fill([...parts.slice(0, -1), `${last.slice(0, -1)}${(Number(last.at(-1)) + 1) % 10}`].join(' '))
    await page.getByRole('button', { name: 'Controleer dit getal' }).click()
    await page.getByText('In groep 8 staat een verkeerd cijfer.').waitFor()
    assert.deepEqual(await axeFaults(page), [])
    await field.fill(phrase)
    await page.getByRole('button', { name: 'Controleer dit getal' }).click()
    assert.match(await outcome(page), /Het controlegetal hoort bij de eerste 91 regels/)
    await visitor.close()
  },
)

test('a proof file is judged here, and one of absence for the days that are asked', skipWithoutChromium(), async () => {
  const visitor = await openPhone()
  const { page } = visitor
  const log = new PublishedLog()
  const secret = new Uint8Array(32).fill(9)
  const about = [encodeHex(subjectDayKey(secret, '2026-09-02'))]
  await log.append([leafOf({ count: 0, day: '2026-09-02', marks: { ...noMarks, about } })], noonOf('2026-09-03'))
  await serve(page, log)
  const choose = (name: string, bytes: Uint8Array) =>
    page.locator('#proof').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(bytes) })
  const go = page.getByRole('button', { name: 'Controleer dit bewijs' })
  await choose('geen.txt', Buffer.from('hello'))
  await page.getByText('Dit bestand is geen bewijs uit een logboek.').waitFor()
  await choose('regel.tlog-proof', await log.proofOf(0))
  await go.click()
  assert.match(await outcome(page), /Regel 0 staat in het logboek van 2 regels/)
  const { bandKeys } = await import('@openwacht/tlog/absence-hashes.ts')
  const { delayed, revealed } = bandKeys('delayed/2026')
  await choose('afwezig.tlog-proof', await log.absenceOf([subjectDayKey(secret, '2026-09-01'), delayed, revealed]))
  await page.locator('#proof-from').waitFor()
  await go.click()
  await page.getByText('Vul een dag in.').first().waitFor()
  assert.deepEqual(await axeFaults(page), [])
  await page.locator('#proof-from').fill('2026-09-01')
  await page.locator('#proof-until').fill('2026-09-01')
  await page.locator('#proof-secret').fill(encodeHex(secret))
  await go.click()
  await page.getByText(/staat er niets in het logboek onder de gevraagde sleutels/).waitFor()
  await visitor.close()
})

test('a log that is not there, and one that is out of reach, say so', skipWithoutChromium(), async () => {
  const visitor = await openPhone()
  visitor.expectNoise(/status of 404|status of 403/)
  const { page } = visitor
  await serve(page, new PublishedLog(), (_path, route) => route.fulfill({ status: 404, body: '' }))
  assert.match(await verifyByKeyboard(visitor), /Hier is nog geen logboek/)
  await serve(page, new PublishedLog(), (_path, route) => route.fulfill({ status: 403, body: '' }))
  assert.match(await verifyByKeyboard(visitor), /niet bereikbaar/)
  await visitor.close()
})

test('a file that is larger than a log can have ends it', skipWithoutChromium(), async () => {
  const visitor = await openPhone()
  const log = await publishedLog(30)
  await serve(visitor.page, log, (path, route) =>
    path.startsWith('tile/0/') ? route.fulfill({ body: Buffer.alloc(100_000) }) : undefined,
  )
  assert.match(await verifyByKeyboard(visitor), /groter dan een logboek kan zijn/)
  await visitor.close()
})
