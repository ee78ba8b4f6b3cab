// Measures that are said to run already, for tests over HTTP.
import assert from 'node:assert/strict'
import { look } from '../../../testing/look.ts'
import type { Answer, WholeHouse } from '../../../testing/whole-house.ts'
import { filledText } from './declarations.ts'

/** Text of a measure that says since when it runs, on a source of its own unless tests share one. */
export function liveText(name: string, liveSince: string, source = name): string {
  return filledText('capacity-management')
    .replace('id: capacity-management', `id: ${name}`)
    .replaceAll('link-counters', `${name}-counters`)
    .replace('service: counters', `service: ${source}`)
    .replace(/^tool: \{ (.*) \}$/m, `tool: { $1, liveSince: ${liveSince} }`)
}

/** Takes a step as an office. */
export async function step(house: WholeHouse, office: string, id: string, path: string, body: object): Promise<Answer> {
  return (await house.as(office)).ask('POST', `/api/v1/measures/${id}/${path}`, body)
}

/** Proposes a text as the privacy officer. Gives the number of the measure. */
export async function proposed(house: WholeHouse, text: string): Promise<string> {
  const made = await (await house.as('privacy-officer')).ask('POST', '/api/v1/measures', { text })
  assert.equal(made.status, 201, made.text)
  const id = String(look(made.json, 'id'))
  const done = await step(house, 'privacy-officer', id, 'proposal', { revision: 0 })
  assert.equal(done.status, 201, done.text)
  return id
}

/** The codes of a refusal. */
export function codes({ json }: Answer): unknown {
  return (look(json, 'reasons') as { code: string }[] | undefined)?.map(({ code }) => code)
}
