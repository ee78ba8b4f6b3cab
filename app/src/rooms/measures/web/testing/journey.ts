// A measure from a model to running, without a mouse: each person on their own screen, doing only their own step.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { browserHouse, skipWithoutChromium, type Visitor } from '../../../../testing/browser.ts'
import { tabTo } from '../../../../web/testing/keys.ts'
import { sentencesIn } from '../../../../web/testing/sentences.ts'
import { routeFacts } from '../../route-facts.ts'

const noticeMs = 50 * 86_400_000
const hash = 'ab'.repeat(32)

/** Tests that in the demonstration of one country a measure comes from a model to running. */
export function testThatAMeasureComesToRun(country: 'nl' | 'dk'): void {
  const language = country === 'nl' ? 'nl' : 'da'
  const house = browserHouse(country)
  const say = sentencesIn(language)
  const stepWord = (key: string) => say(`measures.step.${key}`, { jurisdiction: country })

  test(
    `${country}: from a model to running, each on their own screen, by keyboard`,
    skipWithoutChromium(),
    async () => {
      const id = await writes('privacy-officer', async (visitor) => {
        const { page, open } = visitor
        await open('/measures/new')
        await presses(page, page.locator('[aria-describedby="model-phishing-exercise"]'))
        await page.waitForURL(/\/measures\/measure-\d+\/edit/)
        await visitor.settled()
        await goes(page, page.locator('.measures-steps a[href="?part=about"]'))
        await types(page, page.locator('#at-tool-name'), 'Vuurtoren')
        await goes(page, page.getByRole('link', { name: say('measures.edit.overview') }))
        await goes(page, page.locator('.measures-steps a[href="?part=dpia"]'))
        await types(page, page.locator('#at-dpia-reference'), 'Zaak 2026/114')
        await page.getByText(say('measures.save.saved')).waitFor()
        await goes(page, page.getByRole('link', { name: say('measures.edit.overview') }))
        await goes(page, page.getByRole('link', { name: say('measures.edit.to-check') }))
        await page.getByText(say('measures.edit.fit')).waitFor()
        // The agreement with the supplier is left open, knowingly.
        await ticks(page, page.locator('#propose-open'))
        await presses(page, page.getByRole('button', { name: say('measures.propose.do') }))
        await page.getByText(stepWord('proposed.done')).waitFor()
        return new URL(page.url()).pathname.split('/')[2] ?? ''
      })

      await takes('dpo', 'advice', async (page) => {
        await chooses(page, 'outcome', 'with-remarks')
        await types(page, page.locator('#step-text'), 'Kijk na een jaar opnieuw.')
      })
      await takes('privacy-officer', 'submission', async (page) => {
        await types(page, page.locator('#step-text'), 'Anders loopt het netwerk vol.')
        await types(page, page.locator('#step-consequences'), 'Geen.')
        await types(page, page.locator('#step-adviceAnswer'), 'Dat doen wij.')
      })
      await takes('works-council-member', 'questions', (page) =>
        types(page, page.locator('#step-text'), 'Wie ziet wat ik gebruik?'),
      )
      await takes('privacy-officer', 'answers', async (page) => {
        await tabTo(page, page.locator('#step-question'))
        await page.keyboard.press('ArrowDown')
        await types(page, page.locator('#step-text'), 'Niemand.')
      })
      await takes('municipal-secretary', 'meetings', async () => {})
      await takes('works-council-member', 'representatives-decision', async (page) => {
        await chooses(page, 'outcome', routeFacts[country === 'nl' ? 'consent' : 'med-discussion'].outcomes[0] ?? '')
        await types(page, page.locator('#step-text'), 'Het gaat niet over mensen.')
        await types(page, page.locator('#step-evidence-reference'), 'Verslag 7')
        await types(page, page.locator('#step-evidence-hash'), hash)
      })
      await takes('municipal-secretary', 'decision', async () => {})
      await takes('communications', 'announcement', (page) => ticks(page, page.locator('#step-tellings-infographic')))
      house.whole.clock.now = new Date(house.whole.clock.now.getTime() + noticeMs)
      await takes('ciso', 'activation', async () => {})

      const reader = await house.visitor()
      await reader.speak(language)
      await reader.open(`/sign-in/start?persona=employee&to=/measures/${id}`)
      await reader.page.getByText(say('measures.standing.active'), { exact: true }).waitFor()
      assert.equal(await reader.page.locator('.measures-doable li').count(), 0, 'staff read, and are asked for nothing')
      await reader.close()

      /** Takes a step: from the page of the measure to its screen, fills it in, sends it, and reads that it was done. */
      async function takes(persona: string, step: string, fill: (page: Page) => Promise<void>): Promise<void> {
        await writes(persona, async (visitor) => {
          const { page, open } = visitor
          await open(`/measures/${id}`)
          await presses(page, page.locator(`a[href="/measures/${id}/steps/${step}"]`))
          await page.locator('form').waitFor()
          await visitor.settled()
          await fill(page)
          await presses(page, page.getByRole('button', { name: stepWord(`${step}.do`) }))
          await page.getByText(stepWord(`${step}.done`)).waitFor()
          return id
        })
      }
    },
  )

  /** Lets somebody do something in a browser of their own: the clock moves here, and then a session is over. */
  async function writes(persona: string, act: (visitor: Visitor) => Promise<string>): Promise<string> {
    const visitor = await house.visitor()
    await visitor.speak(language)
    await visitor.open(`/sign-in/start?persona=${persona}&to=/`)
    const result = await act(visitor)
    await visitor.close()
    return result
  }
}

async function presses(page: Page, button: Locator): Promise<void> {
  await tabTo(page, button)
  await page.keyboard.press('Enter')
}

/** Follows a link inside the form and waits until the new part has the focus, from where the next key goes on. */
async function goes(page: Page, link: Locator): Promise<void> {
  const before = page.url()
  await presses(page, link)
  await page.waitForFunction((url) => location.href !== url, before)
}

async function types(page: Page, field: Locator, words: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(words)
}

async function ticks(page: Page, box: Locator): Promise<void> {
  await tabTo(page, box)
  await page.keyboard.press('Space')
  assert.equal(await box.isChecked(), true)
}

/** Chooses one of a group of choices: Tab goes to the first, the arrows to the others. */
async function chooses(page: Page, field: string, value: string): Promise<void> {
  await tabTo(page, page.locator(`input[name="step-${field}"]`).first())
  const wanted = page.locator(`#step-${field}-${value}`)
  await page.keyboard.press('Space')
  for (let presses = 0; presses < 10 && !(await wanted.isChecked()); presses++) await page.keyboard.press('ArrowDown')
  assert.equal(await wanted.isChecked(), true)
}
