import type { BrowserHouse, Visitor } from '../../testing/browser.ts'
import { listAt, look } from '../../testing/look.ts'
import type { Personas, Session } from '../answers.ts'
import { type Language, languages } from '../messages.ts'
import { openTo, type ScreenEntry, screens } from '../screens.ts'

/** Finds, in a running house, a value for a part of an address. */
type FindPart = (house: BrowserHouse) => Promise<string>

// A screen whose address has a part for anything needs a row here, or every walk fails.
const partsOf: Readonly<Record<string, Readonly<Record<string, FindPart>>>> = {
  employee: { id: firstEmployee },
  record: { id: newestRecord },
  'log-entry': { entry: newestEntry },
  measure: { id: runningMeasure },
  'measure-edit': { id: runningMeasure },
  'measure-version': { id: runningMeasure, version: async () => '1' },
  'measure-changes': { id: runningMeasure },
  'measure-dossier': { id: runningMeasure },
  'measure-drift': { id: runningMeasure },
  'oversight-report': { year: async (house) => house.whole.clock.now.toISOString().slice(0, 4) },
  'measure-step': { id: runningMeasure, step: async () => 'questions' },
}

/** One screen, by somebody who may open it or by nobody who is signed in. */
export type Visit = { readonly name: string; readonly screen: ScreenEntry; readonly signedIn: boolean }

/** Every screen; those that are open to everybody in both ways, except the way in itself. */
export const everyVisit: readonly Visit[] = screens.flatMap((screen) => [
  ...(screen.id === 'sign-in' ? [] : [{ name: screen.id, screen, signedIn: true }]),
  ...(screen.audience === 'everybody' ? [{ name: `${screen.id}, not signed in`, screen, signedIn: false }] : []),
])

/** A visit in one language. */
export type Reading = { readonly visit: Visit; readonly language: Language }

/** Each screen once, each in the next language. What is the same in every language is seen in one. */
export const readInTurn: readonly Reading[] = everyVisit.map((visit, at) => ({
  visit,
  language: languages[at % languages.length] ?? 'nl',
}))

/** The even ones of `readInTurn`, and the odd ones: half of the screens each, in all languages. */
export const halves: readonly [readonly Reading[], readonly Reading[]] = [
  readInTurn.filter((_, at) => at % 2 === 0),
  readInTurn.filter((_, at) => at % 2 === 1),
]

/** What is left: every screen in the languages in which it was not read in its turn. */
export const readBesides: readonly Reading[] = readInTurn.flatMap(({ visit, language }) =>
  languages.filter((other) => other !== language).map((other) => ({ visit, language: other })),
)

/** Opens a screen, with all that it asks for. */
export async function openScreen(house: BrowserHouse, visit: Visit, language: string): Promise<Visitor> {
  const { screen, signedIn } = visit
  const visitor = signedIn ? await house.signInAs(await whoOpens(house, screen)) : await nobodyOf(house)
  await visitor.speak(language)
  await visitor.open(await addressOf(house, screen))
  return visitor
}

/** The address of a screen with its parts filled in. */
export async function addressOf(house: BrowserHouse, screen: ScreenEntry): Promise<string> {
  let address: string = screen.path
  for (const [, part = ''] of screen.path.matchAll(/:(\w+)/g)) {
    const find = partsOf[screen.id]?.[part]
    if (find === undefined) throw new Error(`screen "${screen.id}" has no value for ":${part}" in the walk`)
    address = address.replace(`:${part}`, encodeURIComponent(await find(house)))
  }
  return address
}

/** The first persona that may open a screen, the plain employee first. */
export async function whoOpens(house: BrowserHouse, screen: ScreenEntry): Promise<string> {
  if (screen.needs === undefined) return 'employee'
  const known = openers.get(screen.needs)
  if (known !== undefined) return known
  // The list of the API, as its schema says.
  const { personas } = (await house.whole.nobody.ask('GET', '/api/v1/personas')).json as Personas
  for (const { id } of [...personas].sort((a, b) => likelihood(b.id) - likelihood(a.id))) {
    const client = await house.whole.as(id)
    const { allowed } = (await client.ask('GET', '/api/v1/session')).json as Session
    if (openTo([screen], { signedIn: true, allowed }).length === 0) continue
    openers.set(screen.needs, id)
    return id
  }
  throw new Error(`no persona may open screen "${screen.id}", which needs "${screen.needs}"`)
}

/** Persona by the action that it may try: the same in every house of one file. */
const openers = new Map<string, string>()

const nobodies = new WeakMap<BrowserHouse, Promise<Visitor>>()

/** The one visitor of a house who is not signed in. */
export function nobodyOf(house: BrowserHouse): Promise<Visitor> {
  const nobody = nobodies.get(house) ?? house.visitor()
  nobodies.set(house, nobody)
  return nobody
}

/** Only saves time: those who may do most are asked first. */
function likelihood(persona: string): number {
  return ['ciso', 'dpo', 'administrator'].indexOf(persona)
}

async function newestRecord(house: BrowserHouse): Promise<string> {
  const { json } = await (await house.whole.as('dpo')).ask('GET', '/api/v1/records/processing')
  return String(look(json, 'records', 0, 'id'))
}

async function newestEntry(house: BrowserHouse): Promise<string> {
  const { json } = await (await house.whole.as('employee')).ask('GET', '/api/v1/log/entries?limit=1')
  return String(look(json, 'entries', 0, 'index'))
}

/** A measure of the demonstration that runs, so that everybody may read it, and that has few parts. */
async function runningMeasure(house: BrowserHouse): Promise<string> {
  const { json } = await house.whole.nobody.ask('GET', '/api/v1/register')
  const found = listAt(json, 'measures').find((one) => look(one, 'name') === 'capacity-management')
  return String(look(found, 'id'))
}

async function firstEmployee(house: BrowserHouse): Promise<string> {
  const administrator = await house.whole.as('administrator')
  const { json } = await administrator.ask('GET', '/api/v1/employees')
  // The list of the API, as its schema says.
  const { employees } = json as { employees: readonly { id: string }[] }
  const [first] = employees
  if (first === undefined) throw new Error('the demonstration has no employees')
  return first.id
}
