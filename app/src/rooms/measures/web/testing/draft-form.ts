import type { Page } from 'playwright-core'
import type { BrowserHouse, Visitor } from '../../../../testing/browser.ts'
import { look } from '../../../../testing/look.ts'
import { sentencesIn } from '../../../../web/testing/sentences.ts'
import { filledText } from '../../testing/declarations.ts'

/** A declaration that the law allows, as text. */
export const lawful = filledText('security-test').replace('id: security-test', 'id: states-of-the-form')

let count = 1

/** Puts a fresh draft in a house, and gives its id. */
export async function draftOf({ whole }: BrowserHouse, text = lawful): Promise<string> {
  const writer = await whole.as('privacy-officer')
  const name = `states-${(count++).toString()}`
  const made = await writer.ask('POST', '/api/v1/measures', { text: text.replace('states-of-the-form', name) })
  if (made.status !== 201) throw new Error(made.text)
  return String(look(made.json, 'id'))
}

/** The privacy officer, at a place in the house. */
export async function writerAt(house: BrowserHouse, path: string): Promise<Visitor> {
  const visitor = await house.visitor()
  await visitor.open(`/sign-in/start?persona=privacy-officer&to=${encodeURIComponent(path)}`)
  return visitor
}

/** The text of a draft as the house has it. */
export async function savedText({ whole }: BrowserHouse, id: string): Promise<string> {
  const { json } = await (await whole.as('privacy-officer')).ask('GET', `/api/v1/measures/${id}`)
  return String(look(json, 'draft', 'text'))
}

/** Waits until what was typed is with the house. */
export async function saved(page: Page): Promise<void> {
  const say = sentencesIn('nl')
  await page.getByText(say('measures.save.waiting')).waitFor()
  await page.getByText(say('measures.save.saved')).waitFor()
}
