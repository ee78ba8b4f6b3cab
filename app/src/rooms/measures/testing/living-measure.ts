// A measure in a whole house, brought as far as a test wants by the people who do that.
import type { Client, WholeHouse } from '../../../testing/whole-house.ts'
import { modelText } from './declarations.ts'

/** Steps that bring a measure further, in their order. */
const way = [
  'proposal',
  'advice',
  'submission',
  'meetings',
  'representatives-decision',
  'decision',
  'announcement',
  'activation',
] as const
export type WayStep = (typeof way)[number]

type Wish = {
  readonly model?: string
  /** The last step that is taken; without it, it stays a draft. */
  readonly last?: WayStep
  readonly change?: (text: string) => string
}

/**
 * Makes a measure from a model, under the law of the house.
 *
 * @returns its id. With `activation` the clock of the house has moved past the notice, and sessions of before have ended.
 * @throws Error when the house refuses a step.
 */
export async function livingMeasure(house: WholeHouse, wish: Wish = {}): Promise<string> {
  const { model = 'monitoring-and-response', last, change = (text) => text } = wish
  const { json } = await house.nobody.ask('GET', '/api/v1/session')
  // The session as its schema says.
  const { jurisdiction } = (json as { organisation: { jurisdiction: 'nl' | 'dk' } }).organisation
  const text = change(modelText(model).replace('jurisdiction: nl', `jurisdiction: ${jurisdiction}`))
  const writer = await house.as('privacy-officer')
  const { id } = (await done(writer, '/api/v1/measures', { text })) as { id: string }
  for (const step of last === undefined ? [] : way.slice(0, way.indexOf(last) + 1)) {
    if (step === 'activation') house.clock.now = new Date(house.clock.now.getTime() + 50 * 86_400_000)
    const [office, body] = moves(jurisdiction, house.clock.now.toISOString().slice(0, 10))[step]
    await done(await house.as(office), `/api/v1/measures/${id}/${step}`, body)
  }
  return id
}

function moves(
  jurisdiction: 'nl' | 'dk',
  day: string,
): Readonly<Record<WayStep, readonly [office: string, body: object]>> {
  const isDutch = jurisdiction === 'nl'
  const version = 1
  const route = isDutch ? { route: 'consent', body: 'works-council' } : { route: 'med-discussion', body: 'med' }
  const evidence = { hash: 'ab'.repeat(32), reference: 'Verslag 7', day }
  return {
    proposal: ['privacy-officer', { revision: 0 }],
    advice: ['dpo', { version, outcome: 'with-remarks', text: 'Houd de termijn kort.' }],
    submission: [
      'privacy-officer',
      { version, ...route, text: 'Wij zien aanvallen te laat.', consequences: 'Geen.', adviceAnswer: 'Zij is kort.' },
    ],
    meetings: ['municipal-secretary', { version, day }],
    'representatives-decision': [
      'works-council-member',
      { version, outcome: isDutch ? 'consented' : 'discussed', text: 'Het nut is duidelijk.', evidence },
    ],
    decision: ['municipal-secretary', { version }],
    announcement: ['communications', { version, day, tellings: ['infographic'] }],
    activation: ['ciso', { version }],
  }
}

async function done(client: Client, path: string, body: object): Promise<unknown> {
  const { status, json, text } = await client.ask('POST', path, body)
  if (status !== 201) throw new Error(`POST ${path} ended with ${status}: ${text}`)
  return json
}
